"""A stretch of days, half-open: it holds its first day and stops before its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to but not including `end`; `None` means still running.

    Raises `ValueError` when the end is before the start.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("A period cannot end before it starts.")

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day; an empty period shares none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        return not ends or start < min(ends)

    @property
    def days(self) -> int | None:
        """How many days it holds; `None` while it runs."""
        return None if self.end is None else (self.end - self.start).days
