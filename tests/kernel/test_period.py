"""Half-open periods, against the set of their days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldenthread.kernel.period import Period

FIRST = date(2026, 1, 1)


def days_of(period: Period) -> set[date]:
    end = period.end or FIRST + timedelta(days=60)
    return {period.start + timedelta(days=n) for n in range((end - period.start).days)}


periods = some.tuples(some.integers(0, 30), some.integers(0, 20) | some.none()).map(
    lambda two: Period(
        FIRST + timedelta(days=two[0]),
        None if two[1] is None else FIRST + timedelta(days=two[0] + two[1]),
    )
)


@given(periods, periods)
def test_two_overlap_when_they_share_a_day(one: Period, other: Period) -> None:
    assert one.overlaps(other) is bool(days_of(one) & days_of(other))
    assert one.overlaps(other) is other.overlaps(one)


@given(periods, some.integers(0, 55))
def test_it_contains_its_first_day_and_not_its_end(period: Period, n: int) -> None:
    day = FIRST + timedelta(days=n)
    assert period.contains(day) is (day in days_of(period))


def test_it_counts_its_days() -> None:
    assert Period(date(2026, 1, 1), date(2026, 1, 8)).days == 7
    assert Period(date(2026, 1, 1)).days is None


def test_it_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2026, 1, 2), date(2026, 1, 1))
