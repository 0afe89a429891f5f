"""What may leave the authority: figures without small numbers, and without those from which one could be worked back.

Whatever is taken out to be shared, and every page that an elected member reads, asks here and in `analysis_shown`.
"""

from __future__ import annotations

from goldenthread.insight.analysis.suppression import SMALL, shown
from goldenthread.insight.pages.analysis_shown import hidden_months, may_leave
from goldenthread.insight.public.analysis import Glance
from goldenthread.insight.public.measures import Figure, Span

ALONE = "This copy may leave the authority: small numbers are left out, and so is what they could be worked back from."
INSIDE = "For those who work here. It holds small numbers and does not leave the authority."
TOO_FEW = "Too few to show"


def may_tell_of(found: Glance, span: Span) -> bool:
    """Whether the sum over these months may be told beside the figures of the months: not where one of them is left
    out, as it could be had from the others."""
    hidden = hidden_months(found)
    return not any(span.starts_on <= month <= span.ends_on for month in hidden)


def groups_to_tell(figure: Figure) -> list[tuple[str, float, float | None, float | None]] | None:
    """The groups of a figure that may be told beside its total, as (label, numerator, denominator, value); None where
    the figure itself may not be told, or where a group that is left out could be had from the total."""
    if not may_leave(figure) or figure.unit not in ("%", "count"):
        return None
    cells = [
        [round(one.numerator)]
        if one.denominator is None
        else [round(one.numerator), round(one.denominator) - round(one.numerator)]
        for one in figure.groups
    ]
    if not cells:
        return None
    table = shown(cells)
    if any(value is None for value in table[-1]):
        return None
    return [
        (one.label, one.numerator, one.denominator, one.value)
        for one, row in zip(figure.groups, table, strict=False)
        if all(value is not None for value in row)
    ]


def count_said(count: int, *, hide: bool) -> str:
    """A count in words, “fewer than 5” where it may not be told."""
    return f"fewer than {SMALL}" if hide and 0 < count < SMALL else f"{count:,}"
