"""The council's own allowances: tighter than law whenever it likes, looser only for a reason on record."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from goldenthread.access.public import User, record, require
from goldenthread.casework.models import LocalAllowance
from goldenthread.casework.operations.deadlines import Replayed, replay
from goldenthread.kernel.clock import LONDON, Allowance, Unit
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.clocks import CLOCKS, LooserThanLaw, may_set

MOST = {Unit.HOURS: 1_000, Unit.WORKING_DAYS: 500, Unit.DAYS: 1_000, Unit.WEEKS: 200, Unit.MONTHS: 60}
"""The largest allowance in each unit; a larger one is a slip of the keyboard."""


@transaction.atomic
def set_allowance(
    *, clock: str, limit: int, unit: str, starts_on: date, reason: str = "", by: User, at: datetime
) -> Replayed:
    """Sets the council's own allowance for a clock from a day, and works out again the deadlines that started since.

    What is set for the same day is replaced; the ledger keeps what was. Raises `NotAllowed`; `Refused` for one that is
    looser than the rulebook's without a reason, and for one that cannot be meant.
    """
    right = require(by, "setting.manage", at=at)
    problems = []
    if clock not in CLOCKS:
        problems.append(("clock", "Choose a deadline"))
    if unit not in set(MOST):
        problems.append(("unit", "Choose what the allowance is counted in"))
    elif not 0 < limit <= MOST[Unit(unit)]:
        problems.append(("limit", f"The allowance must be from 1 to {MOST[Unit(unit)]:,}"))
    if not date(2000, 1, 1) <= starts_on <= date(2100, 1, 1):
        problems.append(("starts_on", "Choose a day in this century"))
    if problems:
        raise Refused(problems=tuple(problems))
    try:
        may_set(CLOCKS[clock], Allowance(limit, Unit(unit)), reason)
    except LooserThanLaw as looser:
        raise Refused(str(looser), "reason") from looser
    before = LocalAllowance.objects.select_for_update().filter(clock=clock, starts_on=starts_on).first()
    was = f"{before.limit} {before.unit}" if before else ""
    LocalAllowance.objects.update_or_create(
        clock=clock,
        starts_on=starts_on,
        defaults={
            "limit": limit,
            "unit": unit,
            "ends_on": None,
            "reason": reason.strip(),
            "set_by": by,
            "set_at": at,
        },
    )
    _record(right.right, by, at, {"clock": clock, "from": str(starts_on), "was": was, "now": f"{limit} {unit}"})
    return _since(clock, starts_on, by, at)


@transaction.atomic
def end_allowance(*, allowance: int, ends_on: date, by: User, at: datetime) -> Replayed:
    """Ends an allowance from a day: an earlier one, or else the rulebook’s own, holds again.

    Raises `NotAllowed`, `Refused`.
    """
    right = require(by, "setting.manage", at=at)
    found = LocalAllowance.objects.select_for_update().filter(pk=allowance).first()
    if found is None:
        raise Refused("There is no such allowance.")
    if ends_on < found.starts_on:
        raise Refused("It cannot end before it began", "ends_on")
    found.ends_on = ends_on
    found.save(update_fields=["ends_on"])
    _record(right.right, by, at, {"clock": found.clock, "allowance": found.pk, "ends": str(ends_on)})
    return _since(found.clock, ends_on, by, at)


def _since(clock: str, day: date, by: User, at: datetime) -> Replayed:
    return replay(clocks=[clock], started_from=datetime.combine(day, time(), LONDON), by=by, at=at)


def _record(right: str, by: User, at: datetime, detail: dict[str, object]) -> None:
    record(act="setting.manage", by=by, at=at, subject="allowance", right=right, detail=detail)
