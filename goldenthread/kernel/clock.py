"""A clock: what starts it, what stops it, how long is allowed, on whose authority; and when it falls due.

A clock is declared once, in the rulebook. This module counts. It says nothing of "overdue" as a fact to be
stored, because that depends on the moment asked: `time_left` says it for a moment that is handed in.
"""

from __future__ import annotations

import calendar as months_of_the_year
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from goldenthread.kernel.calendar import SchoolTerms, Skipped, WorkingDays

LONDON = ZoneInfo("Europe/London")


class Unit(StrEnum):
    """What an allowance is counted in."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    SCHOOL_TERMS = "school_terms"


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many of a unit. Negative means before the event that starts the clock; 0 means the same day."""

    limit: int
    unit: Unit

    @property
    def words(self) -> str:
        """Such as "1 working day" or "6 weeks"; a negative limit is said by its size."""
        size = abs(self.limit)
        noun = self.unit.value.replace("_", " ")
        return f"{size} {noun.removesuffix('s') if size == 1 else noun}"

    def __str__(self) -> str:
        """As it is stored beside a deadline: "1 working_days"."""
        return f"{self.limit} {self.unit}"

    @classmethod
    def read(cls, text: str) -> Allowance:
        """An allowance from its stored form; raises `ValueError` when it is not one."""
        limit, _, unit = text.partition(" ")
        return cls(int(limit), Unit(unit))


class AuthorityStatus(StrEnum):
    """How firmly a clock binds."""

    STATUTE = "statute"
    REGULATION = "regulation"
    STATUTORY_GUIDANCE = "statutory_guidance"
    GOOD_PRACTICE = "good_practice"
    LOCAL = "local"
    HISTORIC = "historic"

    @property
    def words(self) -> str:
        """As a person reads it, in brackets after a reason."""
        return {"statute": "law", "local": "council policy", "historic": "no longer in force"}.get(
            self.value, self.value.replace("_", " ")
        )

    @property
    def national(self) -> bool:
        """Whether it is law, regulation or statutory guidance, which a council may not loosen by itself."""
        return self in (self.STATUTE, self.REGULATION, self.STATUTORY_GUIDANCE)


class Verification(StrEnum):
    """How the limit was checked: seen in the text itself, in another's procedure, or not checked yet."""

    TEXT = "text"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Authority:
    """Who sets the limit, and where it is written."""

    status: AuthorityStatus
    source: str


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: started then, due then. `due` is a moment for clocks in hours, otherwise a date."""

    start: date | datetime
    due: date | datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One timescale.

    `starts` and `stops` name the events. `live` says that this release records those events; the others are
    declared and wait. `at_least` says that the allowance is a shortest time, not a longest. `why` is the reason
    shown beside a deadline. `valid_from` and `valid_to` are the first and last day on which the clock could start;
    `None` is open.
    """

    id: str
    name: str
    stage: str
    starts: str
    stops: str
    allowance: Allowance
    authority: Authority
    why: str
    examples: tuple[Example, ...]
    recurrence: str = ""
    verified: Verification = Verification.UNVERIFIED
    verified_by: str = ""
    exceptions: tuple[str, ...] = ()
    configurable: bool = False
    enabled: bool = True
    live: bool = False
    at_least: bool = False
    notes: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def why_with(self, allowance: Allowance | None) -> str:
        """The reason with a council's own allowance in place of the book's."""
        if allowance is None or allowance == self.allowance:
            return self.why
        ours = self.why.replace(self.allowance.words, allowance.words)
        return f"{ours.rpartition(' (')[0] or ours} (council policy)"


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock falls due.

    `due_on` is the last day in time, in London. `due_at` is the exact moment for a clock in hours whose start
    has a time; `None` means the end of `due_on`. `skipped` lists days that the count passed over, for working
    days only.
    """

    clock_id: str
    start: date | datetime
    due_on: date
    due_at: datetime | None
    skipped: tuple[Skipped, ...]

    @property
    def late_from(self) -> datetime:
        """The first moment at which it is late."""
        return late_from(self.due_on, self.due_at)


def due(
    clock: Clock,
    start: date | datetime,
    calendar: WorkingDays,
    allowance: Allowance | None = None,
    terms: SchoolTerms | None = None,
) -> Due:
    """When a clock started then falls due.

    Hours are real elapsed hours, nights, weekends and clock changes included. Started by a date alone, hours
    count from the beginning of that day and give a day but no moment. Months clip to the end of a shorter
    month. Raises `ValueError` for a moment without a time zone, and for school terms without a term calendar;
    `NoTerm` where the term calendar ends.
    """
    allowed = allowance or clock.allowance
    day = london_date(start)
    n = allowed.limit
    match allowed.unit:
        case Unit.HOURS:
            begin = start if isinstance(start, datetime) else datetime.combine(day, time(), LONDON)
            end = (begin.astimezone(UTC) + timedelta(hours=n)).astimezone(LONDON)
            return Due(clock.id, start, end.date(), end if isinstance(start, datetime) else None, ())
        case Unit.WORKING_DAYS:
            on = calendar.add(day, n)
            return Due(clock.id, start, on, None, calendar.skipped(day, on))
        case Unit.DAYS:
            on = day + timedelta(days=n)
        case Unit.WEEKS:
            on = day + timedelta(weeks=n)
        case Unit.MONTHS:
            on = add_months(day, n)
        case Unit.SCHOOL_TERMS:
            if terms is None:
                raise ValueError("A clock in school terms needs the authority's term dates.")
            on = terms.end_of(day, n)
    return Due(clock.id, start, on, None, ())


def add_months(day: date, n: int) -> date:
    """The same day n months on, clipped to the month's end: 31 January and one month is 28 or 29 February."""
    years, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    last = months_of_the_year.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def london_date(when: date | datetime) -> date:
    """The date in London; raises `ValueError` for a moment without a time zone."""
    if isinstance(when, datetime):
        if when.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return when.astimezone(LONDON).date()
    return when


def late_from(due_on: date, due_at: datetime | None) -> datetime:
    """The first moment that is late, in UTC: the moment due, or midnight in London at the end of the day due.

    In UTC because Python compares and subtracts two moments of one zone by the hands of the clock, which is an hour
    out when the clocks change between them.
    """
    if due_at is not None:
        return due_at.astimezone(UTC)
    return datetime.combine(due_on + timedelta(days=1), time(), LONDON).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the office is open on a working day. Only for saying how much time is left; no clock stops at
    five.
    """

    opens: time = time(8, 30)
    closes: time = time(17, 0)


OFFICE_HOURS = OfficeHours()


class TimeState(StrEnum):
    """How a deadline stands at a moment."""

    DONE = "done"
    DONE_LATE = "done_late"
    OVERDUE = "overdue"
    TODAY = "today"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """A deadline in words. Sort ascending by `sort`: overdue first, then least time left; what is done comes
    last.
    """

    words: str
    state: TimeState
    sort: tuple[int, float]

    @property
    def late(self) -> bool:
        """Whether it is late now or was done late."""
        return self.state in (TimeState.OVERDUE, TimeState.DONE_LATE)


def time_left(
    due_on: date,
    due_at: datetime | None,
    now: datetime,
    calendar: WorkingDays,
    office_hours: OfficeHours = OFFICE_HOURS,
    met_at: datetime | None = None,
) -> TimeLeft:
    """How a deadline stands, in words.

    Working days when there is a day or more; hours and minutes of office time on the last day; then "n
    working days late". A clock in hours (`due_at` given) is said by the wall clock within its last day, since
    it runs at night too.
    """
    end = late_from(due_on, due_at)
    if met_at is not None:
        lateness = how_late(due_on, due_at, met_at, calendar)
        if lateness:
            return TimeLeft(f"done {lateness}", TimeState.DONE_LATE, (1, end.timestamp()))
        return TimeLeft("done in time", TimeState.DONE, (1, end.timestamp()))
    sort = (0, end.timestamp())
    lateness = how_late(due_on, due_at, now, calendar)
    if lateness:
        return TimeLeft(lateness, TimeState.OVERDUE, sort)
    today = london_date(now)
    state = TimeState.TODAY if due_on == today else TimeState.TO_COME
    working_days = calendar.between(today, due_on)
    if due_at is not None:
        remaining = end - now.astimezone(UTC)
        if remaining < timedelta(days=1) or not working_days:
            return TimeLeft(f"{_hours_and_minutes(remaining)} left", state, sort)
    elif state is TimeState.TODAY:
        return TimeLeft(_office_time_left(now, calendar, office_hours), state, sort)
    if working_days:
        return TimeLeft(f"{Allowance(working_days, Unit.WORKING_DAYS).words} left", state, sort)
    return TimeLeft(f"due {due_on:%A}, before the next working day", state, sort)


def how_late(due_on: date, due_at: datetime | None, when: datetime, calendar: WorkingDays) -> str:
    """How late `when` is, such as "2 working days late"; empty when it is in time.

    Within the first working day a clock in hours is late by hours and minutes, and any other by "less than 1
    working day", which happens on a weekend or a holiday.
    """
    end, when = late_from(due_on, due_at), when.astimezone(UTC)
    # A clock in hours is met at its very moment; midnight at the end of a day already belongs to the next
    # one.
    if when < end or (due_at is not None and when == end):
        return ""
    days = calendar.between(due_on, london_date(when))
    if days > 0:
        return f"{Allowance(days, Unit.WORKING_DAYS).words} late"
    if due_at is not None:
        return f"{_hours_and_minutes(when - end)} late"
    return "less than 1 working day late"


def _office_time_left(now: datetime, calendar: WorkingDays, office_hours: OfficeHours) -> str:
    # One zone and one day: both ends lie in office hours, when no clock changes.
    local = now.astimezone(LONDON)
    closes = datetime.combine(local.date(), office_hours.closes, LONDON)
    opens = datetime.combine(local.date(), office_hours.opens, LONDON)
    if not calendar.is_working(local.date()) or local >= closes:
        return "due by the end of today"
    return f"{_hours_and_minutes(closes - max(local, opens))} left"


def _hours_and_minutes(span: timedelta) -> str:
    """Such as "2 hours 19 minutes", rounded up, and never less than a minute."""
    hours, minutes = divmod(max(1, -(-int(span.total_seconds()) // 60)), 60)
    parts = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    if minutes:
        parts.append(f"{minutes} minute{'' if minutes == 1 else 's'}")
    return " ".join(parts)
