"""Working days: which days count, and counting them.

A working day is any day but Saturday, Sunday and the named holidays handed in. The kernel knows no holiday of
its own; the rulebook brings them. Counting takes the trigger's day as day 0, whatever kind of day it is, so
that day 1 is the next working day.

Counting is arithmetic, not a walk: the number of working days up to a date is the number of weekdays, which
has a closed form, less the weekday holidays so far, which is one search of a short list. It works for every
date that Python knows; outside the years that the holidays cover only weekends are left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

WEEKEND = {5: "Saturday", 6: "Sunday"}


class Skipped(NamedTuple):
    """A day that was passed over in counting, and what it is called."""

    date: date
    name: str


@dataclass(frozen=True, slots=True)
class Term:
    """A school term, from its first day to its last, both in it."""

    name: str
    first: date
    last: date


class NoTerm(LookupError):
    """The term calendar does not reach as far as was asked."""


class SchoolTerms:
    """The terms of one authority's schools, in order.

    Raises `ValueError` when terms overlap or run backwards.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(sorted(terms, key=lambda term: term.first))
        for term in self.terms:
            if term.last < term.first:
                raise ValueError(f"The term {term.name} ends before it begins.")
        for earlier, later in zip(self.terms, self.terms[1:], strict=False):
            if later.first <= earlier.last:
                raise ValueError(f"The terms {earlier.name} and {later.name} overlap.")

    def end_of(self, start: date, n: int) -> date:
        """The last day of the nth term that begins after `start`; raises `NoTerm` past the end of the
        calendar.
        """
        coming = [term for term in self.terms if term.first > start]
        if n < 1 or len(coming) < n:
            raise NoTerm(f"No school term dates are held for term {n} after {start:%-d %B %Y}.")
        return coming[n - 1].last


class WorkingDays:
    """A calendar of working days. Immutable; safe to share."""

    __slots__ = ("_holidays", "_keys", "_names", "_ordinals")

    def __init__(self, holidays: Mapping[date, str]) -> None:
        self._holidays = dict(holidays)
        self._names = {day.toordinal(): name for day, name in self._holidays.items()}
        # Holidays on a weekend change no count, so only those on weekdays are kept for the arithmetic.
        self._ordinals = sorted(day.toordinal() for day in self._holidays if day.weekday() < 5)
        self._keys = [_weekday_rank(ordinal) - i for i, ordinal in enumerate(self._ordinals)]

    @property
    def holidays(self) -> Mapping[date, str]:
        """The named days that do not count, by date."""
        return dict(self._holidays)

    def with_extra(self, dates: Mapping[date, str]) -> WorkingDays:
        """The same calendar with further named days that do not count."""
        return WorkingDays({**self._holidays, **dates})

    def is_working(self, day: date) -> bool:
        """Whether this day counts."""
        return day.weekday() < 5 and day not in self._holidays

    def add(self, start: date, n: int) -> date:
        """The nth working day after `start`, or before it when `n` is negative; `start` itself when `n` is
        0.
        """
        if n == 0:
            return start
        ordinal = start.toordinal()
        count = self._count(ordinal)
        # Counting back from a day that does not count, the working day before it is already the first.
        target = count + n if n > 0 or self.is_working(start) else count + n + 1
        rank = target + bisect_right(self._keys, target)
        weeks, weekday = divmod(rank - 1, 5)
        return date.fromordinal(weeks * 7 + weekday + 1)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`.

        Negative when `end` is the earlier: then the working days from `end` up to but not including `start`,
        so that `between(start, add(start, n)) == n` for every n.
        """
        if end >= start:
            return self._count(end.toordinal()) - self._count(start.toordinal())
        return self._count(end.toordinal() - 1) - self._count(start.toordinal() - 1)

    def skipped(self, start: date, end: date) -> tuple[Skipped, ...]:
        """The days passed over between two dates, in order: `start` is never among them, `end` may be."""
        if end >= start:
            days = range(start.toordinal() + 1, end.toordinal() + 1)
        else:
            days = range(end.toordinal(), start.toordinal())
        names = self._names
        return tuple(
            Skipped(date.fromordinal(ordinal), names.get(ordinal) or WEEKEND[(ordinal - 1) % 7])
            for ordinal in days
            if (ordinal - 1) % 7 > 4 or ordinal in names
        )

    def next_working(self, day: date) -> date:
        """This day when it counts, otherwise the first after it that does."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def _count(self, ordinal: int) -> int:
        """Working days from the beginning of the calendar up to and including this one."""
        return _weekday_rank(ordinal) - bisect_right(self._ordinals, ordinal)


def _weekday_rank(ordinal: int) -> int:
    """How many Mondays to Fridays have begun by this day; day 1 of the proleptic calendar is a Monday."""
    weeks, weekday = divmod(ordinal - 1, 7)
    return weeks * 5 + min(weekday + 1, 5)
