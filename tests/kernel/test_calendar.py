"""Counting working days, against a plain walk from day to day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldenthread.kernel.calendar import NoTerm, SchoolTerms, Skipped, Term, WorkingDays

HOLIDAYS = {
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 28): "Boxing Day (substitute day)",
    date(2027, 1, 1): "New Year’s Day",
    date(2027, 1, 2): "A holiday on a Saturday",
}
CALENDAR = WorkingDays(HOLIDAYS)

days = some.dates(date(2026, 11, 1), date(2027, 2, 28))
counts = some.integers(-60, 60)


def walk(start: date, n: int) -> date:
    day, left = start, abs(n)
    while left:
        day += timedelta(days=1 if n > 0 else -1)
        if day.weekday() < 5 and day not in HOLIDAYS:
            left -= 1
    return day


@given(days, counts)
def test_adding_is_a_walk_over_working_days(start: date, n: int) -> None:
    assert CALENDAR.add(start, n) == walk(start, n)


@given(days, counts)
def test_between_undoes_add(start: date, n: int) -> None:
    assert CALENDAR.between(start, CALENDAR.add(start, n)) == n


@given(days, days, some.integers(1, 40))
def test_a_later_start_never_falls_due_sooner(one: date, other: date, n: int) -> None:
    earlier, later = sorted((one, other))
    assert CALENDAR.add(earlier, n) <= CALENDAR.add(later, n)


@given(days, counts)
def test_every_day_is_counted_or_skipped(start: date, n: int) -> None:
    end = CALENDAR.add(start, n)
    assert len(CALENDAR.skipped(start, end)) + abs(n) == abs((end - start).days)


@given(days, some.integers(-400, 400))
def test_the_day_that_is_reached_is_a_working_day(start: date, n: int) -> None:
    assert n == 0 or CALENDAR.is_working(CALENDAR.add(start, n))


def test_skipped_days_carry_their_names() -> None:
    assert CALENDAR.skipped(date(2026, 12, 24), date(2026, 12, 29)) == (
        Skipped(date(2026, 12, 25), "Christmas Day"),
        Skipped(date(2026, 12, 26), "Saturday"),
        Skipped(date(2026, 12, 27), "Sunday"),
        Skipped(date(2026, 12, 28), "Boxing Day (substitute day)"),
    )


def test_counting_back_from_a_day_that_does_not_count() -> None:
    assert CALENDAR.add(date(2026, 12, 27), -1) == date(2026, 12, 24)


def test_the_next_working_day_may_be_the_day_itself() -> None:
    assert CALENDAR.next_working(date(2026, 12, 24)) == date(2026, 12, 24)
    assert CALENDAR.next_working(date(2026, 12, 25)) == date(2026, 12, 29)


def test_a_day_added_later_counts_no_more_and_leaves_the_old_calendar_alone() -> None:
    extra = CALENDAR.with_extra({date(2026, 11, 24): "A proclaimed day"})
    assert extra.add(date(2026, 11, 23), 1) == date(2026, 11, 25)
    assert CALENDAR.add(date(2026, 11, 23), 1) == date(2026, 11, 24)
    assert extra.skipped(date(2026, 11, 23), date(2026, 11, 25)) == (Skipped(date(2026, 11, 24), "A proclaimed day"),)


TERMS = SchoolTerms(
    (
        Term("spring", date(2027, 1, 4), date(2027, 3, 19)),
        Term("autumn", date(2026, 9, 2), date(2026, 12, 18)),
    )
)


def test_a_term_is_due_at_the_end_of_the_next_one_to_begin() -> None:
    assert TERMS.end_of(date(2026, 8, 10), 1) == date(2026, 12, 18)
    assert TERMS.end_of(date(2026, 11, 19), 1) == date(2027, 3, 19)
    assert TERMS.end_of(date(2026, 8, 10), 2) == date(2027, 3, 19)


def test_past_the_last_term_is_said_plainly() -> None:
    with pytest.raises(NoTerm, match="19 November 2026"):
        TERMS.end_of(date(2026, 11, 19), 2)


def test_terms_may_not_overlap_or_run_backwards() -> None:
    with pytest.raises(ValueError, match="overlap"):
        SchoolTerms((Term("a", date(2026, 1, 1), date(2026, 3, 1)), Term("b", date(2026, 3, 1), date(2026, 4, 1))))
    with pytest.raises(ValueError, match="ends before it begins"):
        SchoolTerms((Term("a", date(2026, 3, 1), date(2026, 1, 1)),))
