"""A month of a measure, as analysis reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.kernel.clock import add_months


@dataclass(frozen=True, slots=True)
class Point:
    """One month. A share has a denominator (`numerator` of it); a count or a mean has None, and its value is the
    numerator. A share of nothing has no value."""

    month: date
    numerator: float
    denominator: float | None = None

    @property
    def value(self) -> float | None:
        """The share from 0 to 1, or the count or mean itself; None for a share of nothing."""
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


def month_after(month: date, by: int = 1) -> date:
    """The first day of the month that is `by` months later (earlier when negative)."""
    return add_months(month.replace(day=1), by)


def last_day(month: date) -> date:
    """The last day of the month that begins then."""
    return month_after(month) - timedelta(days=1)


def months_between(first: date, last: date) -> list[date]:
    """The first day of each month from that of `first` to that of `last`."""
    found, at = [], first.replace(day=1)
    while at <= last:
        found.append(at)
        at = month_after(at)
    return found
