"""When a clock falls due, and how the time left is said."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldenthread.kernel.calendar import WorkingDays
from goldenthread.kernel.clock import (
    LONDON,
    Allowance,
    Authority,
    AuthorityStatus,
    Clock,
    TimeState,
    Unit,
    add_months,
    due,
    time_left,
)

CALENDAR = WorkingDays({date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day (substitute day)"})


# Every minute of 2026, in UTC: both nights on which the clocks change are among them.
MOMENTS = some.integers(0, 365 * 24 * 60 - 1).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def a_clock(limit: int, unit: Unit) -> Clock:
    return Clock(
        id="a_clock",
        name="A clock",
        stage="front_door",
        starts="a.begins",
        stops="a.ends",
        allowance=Allowance(limit, unit),
        authority=Authority(AuthorityStatus.STATUTORY_GUIDANCE, "A guide"),
        why=f"Within {Allowance(limit, unit).words} of beginning (statutory guidance)",
        examples=(),
    )


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def said(due_on: str, now: str, due_at: str | None = None, met: str | None = None) -> tuple[str, TimeState]:
    left = time_left(
        date.fromisoformat(due_on),
        london(due_at) if due_at else None,
        london(now),
        CALENDAR,
        met_at=london(met) if met else None,
    )
    return left.words, left.state


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
    ],
)
def test_months_clip_to_the_end_of_a_shorter_month(start: date, n: int, expected: date) -> None:
    assert add_months(start, n) == expected


@given(some.dates(date(2000, 1, 1), date(2050, 12, 31)), some.integers(0, 60))
def test_months_never_spill_into_the_month_after(start: date, n: int) -> None:
    end = add_months(start, n)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    assert end.day <= start.day


@given(MOMENTS, some.integers(1, 100))
def test_hours_are_real_hours(start: datetime, n: int) -> None:
    found = due(a_clock(n, Unit.HOURS), start, CALENDAR)
    assert found.due_at is not None
    assert found.due_at.astimezone(UTC) - start == timedelta(hours=n)
    assert found.due_on == found.due_at.astimezone(LONDON).date()


def test_hours_from_a_date_alone_give_a_day_and_no_moment() -> None:
    found = due(a_clock(72, Unit.HOURS), date(2026, 11, 20), CALENDAR)
    assert (found.due_on, found.due_at) == (date(2026, 11, 23), None)


def test_a_moment_counts_from_its_day_in_london() -> None:
    late_in_july = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in London, on 2 July
    assert due(a_clock(1, Unit.WORKING_DAYS), late_in_july, CALENDAR).due_on == date(2026, 7, 3)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(a_clock(1, Unit.WORKING_DAYS), datetime.fromisoformat("2026-07-01T12:00"), CALENDAR)


def test_school_terms_ask_for_term_dates() -> None:
    with pytest.raises(ValueError, match="term dates"):
        due(a_clock(1, Unit.SCHOOL_TERMS), date(2026, 7, 1), CALENDAR)


def test_days_skip_nothing_and_working_days_say_what_they_skip() -> None:
    assert due(a_clock(7, Unit.DAYS), date(2026, 12, 21), CALENDAR).skipped == ()
    found = due(a_clock(1, Unit.WORKING_DAYS), date(2026, 12, 24), CALENDAR)
    assert [day.name for day in found.skipped] == [
        "Christmas Day",
        "Saturday",
        "Sunday",
        "Boxing Day (substitute day)",
    ]


def test_a_day_ends_at_midnight_in_london() -> None:
    summer = due(a_clock(1, Unit.WORKING_DAYS), date(2026, 7, 1), CALENDAR)
    assert summer.late_from.astimezone(UTC) == datetime(2026, 7, 2, 23, tzinfo=UTC)
    winter = due(a_clock(1, Unit.WORKING_DAYS), date(2026, 11, 18), CALENDAR)
    assert winter.late_from.astimezone(UTC) == datetime(2026, 11, 20, 0, tzinfo=UTC)


def test_a_council_s_own_allowance_changes_the_day_and_the_reason() -> None:
    clock = a_clock(3, Unit.WORKING_DAYS)
    ours = Allowance(1, Unit.WORKING_DAYS)
    assert due(clock, date(2026, 11, 18), CALENDAR, ours).due_on == date(2026, 11, 19)
    assert clock.why_with(ours) == "Within 1 working day of beginning (council policy)"
    assert clock.why_with(None) == "Within 3 working days of beginning (statutory guidance)"


@given(some.integers(-100, 100), some.sampled_from(Unit))
def test_an_allowance_reads_back_what_it_stored(limit: int, unit: Unit) -> None:
    assert Allowance.read(str(Allowance(limit, unit))) == Allowance(limit, unit)


@pytest.mark.parametrize(
    ("due_on", "now", "words", "state"),
    [
        ("2026-11-20", "2026-11-19T14:41", "1 working day left", TimeState.TO_COME),
        ("2026-11-26", "2026-11-19T14:41", "5 working days left", TimeState.TO_COME),
        ("2026-11-19", "2026-11-19T14:41", "2 hours 19 minutes left", TimeState.TODAY),
        ("2026-11-19", "2026-11-19T07:00", "8 hours 30 minutes left", TimeState.TODAY),
        ("2026-11-19", "2026-11-19T16:59:30", "1 minute left", TimeState.TODAY),
        ("2026-11-19", "2026-11-19T17:00", "due by the end of today", TimeState.TODAY),
        ("2026-11-19", "2026-11-19T23:59:59", "due by the end of today", TimeState.TODAY),
        ("2026-11-19", "2026-11-20T00:00", "1 working day late", TimeState.OVERDUE),
        ("2026-11-18", "2026-11-19T14:41", "1 working day late", TimeState.OVERDUE),
        ("2026-11-17", "2026-11-19T09:00", "2 working days late", TimeState.OVERDUE),
        # Friday's work looked at on Saturday, then on Monday.
        ("2026-11-20", "2026-11-21T10:00", "less than 1 working day late", TimeState.OVERDUE),
        ("2026-11-20", "2026-11-23T10:00", "1 working day late", TimeState.OVERDUE),
        # Over Christmas nothing counts until the 29th.
        ("2026-12-24", "2026-12-28T12:00", "less than 1 working day late", TimeState.OVERDUE),
        ("2026-12-24", "2026-12-29T12:00", "1 working day late", TimeState.OVERDUE),
        # Calendar days may fall due at a weekend.
        ("2026-11-22", "2026-11-20T10:00", "due Sunday, before the next working day", TimeState.TO_COME),
        ("2026-11-22", "2026-11-22T10:00", "due by the end of today", TimeState.TODAY),
    ],
)
def test_time_left_for_a_clock_in_days(due_on: str, now: str, words: str, state: TimeState) -> None:
    assert said(due_on, now) == (words, state)


@pytest.mark.parametrize(
    ("due_at", "now", "words", "state"),
    [
        ("2026-11-19T15:20", "2026-11-19T14:41", "39 minutes left", TimeState.TODAY),
        ("2026-11-19T15:20", "2026-11-19T15:20", "1 minute left", TimeState.TODAY),
        ("2026-11-19T15:20", "2026-11-19T15:21", "1 minute late", TimeState.OVERDUE),
        ("2026-11-19T15:20", "2026-11-19T18:50", "3 hours 30 minutes late", TimeState.OVERDUE),
        ("2026-11-19T15:20", "2026-11-20T09:00", "1 working day late", TimeState.OVERDUE),
        ("2026-11-20T02:00", "2026-11-19T22:00", "4 hours left", TimeState.TO_COME),
        ("2026-11-23T03:00", "2026-11-20T03:00", "1 working day left", TimeState.TO_COME),
        ("2026-11-22T16:45", "2026-11-20T16:45", "48 hours left", TimeState.TO_COME),
        # Clocks go forward: 1am to 2am does not exist, so three hours on the wall are two.
        ("2026-03-29T03:00", "2026-03-29T00:00", "2 hours left", TimeState.TODAY),
        # Clocks go back: the same three hours are four.
        ("2026-10-25T03:00", "2026-10-25T00:00", "4 hours left", TimeState.TODAY),
        ("2026-10-25T00:30", "2026-10-25T03:00", "3 hours 30 minutes late", TimeState.OVERDUE),
    ],
)
def test_time_left_for_a_clock_in_hours(due_at: str, now: str, words: str, state: TimeState) -> None:
    assert said(due_at[:10], now, due_at) == (words, state)


def test_what_is_done_says_whether_it_was_in_time() -> None:
    assert said("2026-11-19", "2026-12-01T09:00", met="2026-11-19T23:59") == ("done in time", TimeState.DONE)
    assert said("2026-11-19", "2026-12-01T09:00", met="2026-11-23T09:00") == (
        "done 2 working days late",
        TimeState.DONE_LATE,
    )
    assert said("2026-11-19", "2026-12-01T09:00", "2026-11-19T15:20", "2026-11-19T15:20") == (
        "done in time",
        TimeState.DONE,
    )


def test_sorting_puts_overdue_first_then_least_time_left_and_the_done_last() -> None:
    now = london("2026-11-19T14:41")

    def left(due_on: str, due_at: str | None = None, met: str | None = None) -> tuple[int, float]:
        return time_left(
            date.fromisoformat(due_on),
            london(due_at) if due_at else None,
            now,
            CALENDAR,
            met_at=london(met) if met else None,
        ).sort

    overdue, red, today, tomorrow = (
        left("2026-11-18"),
        left("2026-11-19", "2026-11-19T15:20"),
        left("2026-11-19"),
        left("2026-11-20"),
    )
    done = left("2026-11-02", met="2026-11-02T09:00")
    assert sorted([tomorrow, done, today, red, overdue]) == [overdue, red, today, tomorrow, done]


@given(
    some.dates(date(2026, 3, 1), date(2026, 12, 31)),
    MOMENTS,
)
def test_the_words_never_contradict_the_state(due_on: date, now: datetime) -> None:
    left = time_left(due_on, None, now, CALENDAR)
    late = now.astimezone(LONDON).date() > due_on
    assert left.late is late
    assert ("late" in left.words) is late
