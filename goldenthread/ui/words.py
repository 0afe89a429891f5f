"""Dates, times, ages and counts as people say them. The same words are used on every page and in every picture."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from goldenthread.kernel.clock import LONDON

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def _local(value: date | datetime) -> date | datetime:
    """An instant on the council's own clock; a date as it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(LONDON)
    return value


def _local_date(value: date | datetime) -> date:
    local = _local(value)
    return local.date() if isinstance(local, datetime) else local


def day(value: date | datetime | None) -> str:
    """“3 March 2026”; nothing for nothing."""
    if value is None:
        return ""
    on = _local_date(value)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def day_short(value: date | datetime | None, today: date | datetime) -> str:
    """“3 March” when the year is this one, else “3 March 2025”."""
    if value is None:
        return ""
    on = _local_date(value)
    return f"{on.day} {MONTHS[on.month - 1]}" if on.year == _local_date(today).year else day(on)


def weekday(value: date | datetime | None) -> str:
    """“Thursday”."""
    return "" if value is None else WEEKDAYS[_local_date(value).weekday()]


def long_day(value: date | datetime | None) -> str:
    """“Thursday 19 November 2026”."""
    return "" if value is None else f"{weekday(value)} {day(value)}"


def clock_time(value: datetime | None) -> str:
    """“2:41pm”, “9am”, “midday”, “midnight”, on the council's own clock."""
    if value is None:
        return ""
    local = _local(value)
    if not isinstance(local, datetime):
        raise TypeError("A date has no time of day")
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment(value: datetime | None, today: date | datetime | None = None) -> str:
    """“3 March 2026, 2:41pm”. With `today`: “today, 2:41pm”, “yesterday, …”, and no year when it is this one."""
    if value is None:
        return ""
    if today is None:
        return f"{day(value)}, {clock_time(value)}"
    gap = (_local_date(today) - _local_date(value)).days
    said = {0: "today", 1: "yesterday"}.get(gap) or day_short(value, today)
    return f"{said}, {clock_time(value)}"


def age(born_on: date | None, on: date | datetime) -> str:
    """An age in the unit people would use: “7 weeks”, “14 months”, “11”. “unborn” before birth.

    `on` is the day asked about. Weeks up to three months, months up to two years, then years.
    """
    if born_on is None:
        return ""
    asked = _local_date(on)
    if asked < born_on:
        return "unborn"
    months = (asked.year - born_on.year) * 12 + asked.month - born_on.month - (asked.day < born_on.day)
    if months < 3:
        days = (asked - born_on).days
        return plural(days, "day") if days < 7 else plural(days // 7, "week")
    return plural(months, "month") if months < 24 else str(months // 12)


def number(value: int) -> str:
    """“1,284”."""
    return f"{value:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """“1 child”, “2 children”; `many` is `one` with an s when not given."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def ordinal(value: int) -> str:
    """“3rd”, “11th”."""
    ending = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{number(value)}{ending}"


def join_names(names: Iterable[Any]) -> str:
    """“Ana”, “Ana and Ben”, “Ana, Ben and Cal”."""
    words = [str(name) for name in names if name]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
