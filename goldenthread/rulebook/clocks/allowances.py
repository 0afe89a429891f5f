"""A council's own allowances: what it may set in place of the book's.

A council may tighten any limit. It may loosen one only with a reason on record. That holds for every clock: its own
policies may be loosened for a reason too, so that a relaxed standard can always be explained later.
"""

from __future__ import annotations

from goldenthread.kernel.clock import Allowance, Clock, Unit

# How many days a unit spans at the least and at the most, so that limits in different units can be compared without a
# start date. Working days are worked out in `_span`.
_LEAST_AND_MOST = {
    Unit.HOURS: (1 / 24, 1 / 24),
    Unit.DAYS: (1, 1),
    Unit.WEEKS: (7, 7),
    Unit.MONTHS: (28, 31),
    Unit.SCHOOL_TERMS: (50, 130),
}


class LooserThanLaw(ValueError):
    """The proposed allowance is looser than the limit, and no reason was given."""


def may_set(clock: Clock, proposed: Allowance, reason: str) -> None:
    """Accept a council's own allowance for a clock, or raise.

    Tighter or equal is accepted as it is. Looser needs a written reason, which the caller stores. A limit in another
    unit counts as tighter only when it is so whatever the start date. Raises `LooserThanLaw` with a plain sentence.
    """
    if not is_looser(clock, proposed) or reason.strip():
        return
    standard = "law and guidance allow" if clock.authority.status.national else "the standard is"
    raise LooserThanLaw(
        f"“{clock.name}”: {standard} {clock.allowance.words}. "
        f"To allow {proposed.words}, write down the reason for being looser."
    )


def is_looser(clock: Clock, proposed: Allowance) -> bool:
    """Whether the proposed allowance could be looser than the clock's, for any start.

    Looser is later; for a shortest time, such as a notice period, it is sooner.
    """
    limit = clock.allowance
    if limit.unit == proposed.unit:
        return proposed.limit < limit.limit if clock.at_least else proposed.limit > limit.limit
    if clock.at_least:
        return _span(proposed)[0] < _span(limit)[1]
    return _span(proposed)[1] > _span(limit)[0]


def _span(allowance: Allowance) -> tuple[float, float]:
    """The fewest and the most calendar days that an allowance can span.

    Five working days fill a week. A start or an end at a weekend shifts that by up to two days, and bank holidays add
    at most four days to each four weeks.
    """
    n = allowance.limit
    if allowance.unit is Unit.WORKING_DAYS:
        weeks = abs(n) / 5 * 7
        fewest, most = (abs(n) if abs(n) < 5 else weeks - 2), weeks + 2 + 4 * (1 + abs(n) // 20)
        return (fewest, most) if n >= 0 else (-most, -fewest)
    least, most = _LEAST_AND_MOST[allowance.unit]
    return (n * least, n * most) if n >= 0 else (n * most, n * least)
