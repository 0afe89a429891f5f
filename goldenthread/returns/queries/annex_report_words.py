"""How the answers and the figures of the report of Annex A are said."""

from __future__ import annotations

import re

from goldenthread.insight.public.measures import Published
from goldenthread.ui.words import MONTHS

_MONTH = re.compile(r"(\d{4})-(\d{2})")


def answer_said(answer: str) -> str:
    """An answer for people: a month by its name, everything else as it is."""
    month = _MONTH.fullmatch(answer)
    return f"{MONTHS[int(month[2]) - 1]} {month[1]}" if month else answer


def value_said(value: float | None, unit: str) -> str:
    """“72.5%”, or “332.6” for a rate; “None to count” for nothing."""
    if value is None:
        return "None to count"
    return f"{value:.1f}%" if unit == "%" else f"{value:,.1f}"


def published_said(found: Published | None, unit: str) -> str:
    """A published figure with its year; nothing for nothing."""
    return f"{value_said(found.value, unit)} ({found.year})" if found else ""
