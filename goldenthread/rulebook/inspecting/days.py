"""The days that a report names: when the inspection was, and when it was published."""

from __future__ import annotations

import re
from datetime import date

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]  # in their order
_MONTH = "(?:" + "|".join(rf"{one[:3]}(?:{one[3:]})?" for one in MONTHS) + r"|sept)\.?"
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(\d{1,2})(?:st|nd|rd|th)?"
_PARTED = r"\s*(?:to|and|until|[–—-])\s*"
DAY = re.compile(rf"{_DAY}\s+({_MONTH}),?\s+(\d{{4}})", re.IGNORECASE)
DAYS = re.compile(
    rf"{_DAY}(?:\s+({_MONTH}))?,?(?:\s+(\d{{4}}))?{_PARTED}{_DAY}\s+({_MONTH}),?\s+(\d{{4}})", re.IGNORECASE
)
NUMBERS = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")


def first_day(words: str) -> date | None:
    """The first day that the words name."""
    found = DAY.search(words)
    if found:
        return _day(found[1], found[2], found[3])
    numbers = NUMBERS.search(words)
    return _date(int(numbers[3]), int(numbers[2]), int(numbers[1])) if numbers else None


def first_days(words: str) -> tuple[date | None, date | None]:
    """The first and last of the days that the words name: "16 to 27 January 2023", or one day twice."""
    span = DAYS.search(words)
    single = first_day(words)
    if span is None:
        return single, single
    last = _day(span[4], span[5], span[6])
    first = _day(span[1], span[2] or span[5], span[3] or span[6])
    if first and last and first > last and not span[3]:
        first = _date(last.year - 1, first.month, first.day)
    alone = DAY.search(words)
    if alone and alone.start() < span.start():
        return single, single
    return first, last


def _day(day: str, month: str, year: str) -> date | None:
    return _date(int(year), _number(month), int(day))


def _number(month: str) -> int:
    return next(at for at, one in enumerate(MONTHS, 1) if one.startswith(month[:3].casefold()))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
