"""Every timescale that law, guidance or council policy sets, each with its authority and worked examples.

Verified means checked against a text; the mark on each entry says how far that went. Those that are not `live` are
declared and wait for the release that records their events.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from goldenthread.kernel import clock as kernel
from goldenthread.kernel.calendar import SchoolTerms, WorkingDays
from goldenthread.kernel.clock import Allowance, Clock, Due
from goldenthread.kernel.registry import Registry
from goldenthread.rulebook.calendar import SCHOOL_TERMS, WORKING_DAYS
from goldenthread.rulebook.clocks import (
    adoption,
    allegations,
    assessment,
    child_protection,
    complaints,
    court,
    front_door,
    leaving_care,
    looked_after,
    missing,
    oversight,
    plans,
    private_fostering,
    quality,
    visits,
    voice,
    workforce,
)
from goldenthread.rulebook.clocks.allowances import LooserThanLaw, may_set

__all__ = ["CLOCKS", "LooserThanLaw", "due", "may_set"]

CLOCKS: Mapping[str, Clock] = Registry(
    clock
    for module in (
        front_door,
        assessment,
        child_protection,
        plans,
        visits,
        looked_after,
        adoption,
        leaving_care,
        missing,
        private_fostering,
        allegations,
        court,
        oversight,
        quality,
        voice,
        complaints,
        workforce,
    )
    for clock in module.CLOCKS
)


def due(
    clock_id: str,
    start: date | datetime,
    calendar: WorkingDays = WORKING_DAYS,
    allowance: Allowance | None = None,
    terms: SchoolTerms = SCHOOL_TERMS,
) -> Due:
    """When the named clock, started then, falls due; raises `KeyError` for a clock the book does not have.

    `allowance` is a council's own, already accepted by `may_set`.
    """
    return kernel.due(CLOCKS[clock_id], start, calendar, allowance, terms)
