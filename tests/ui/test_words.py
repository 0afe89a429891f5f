"""Dates, times, ages and counts, as people say them."""

from datetime import UTC, date, datetime

import pytest

from goldenthread.ui import words


def test_a_day_is_written_out() -> None:
    assert words.day(date(2026, 3, 3)) == "3 March 2026"
    assert words.day_short(date(2026, 3, 3), date(2026, 11, 19)) == "3 March"
    assert words.day_short(date(2025, 3, 3), date(2026, 11, 19)) == "3 March 2025"
    assert words.long_day(date(2026, 11, 19)) == "Thursday 19 November 2026"
    assert words.day(None) == ""


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(14, 41, "2:41pm"), (9, 0, "9am"), (12, 0, "midday"), (0, 0, "midnight"), (0, 5, "12:05am"), (12, 30, "12:30pm")],
)
def test_a_time_is_said_on_the_twelve_hour_clock(hour: int, minute: int, said: str) -> None:
    assert words.clock_time(datetime(2026, 1, 5, hour, minute, tzinfo=UTC)) == said


def test_an_instant_is_said_on_the_councils_own_clock() -> None:
    late_on_31_july_in_london = datetime(2026, 7, 30, 23, 30, tzinfo=UTC)
    assert words.moment(late_on_31_july_in_london) == "31 July 2026, 12:30am"
    assert words.moment(late_on_31_july_in_london, date(2026, 7, 31)) == "today, 12:30am"
    assert words.moment(late_on_31_july_in_london, date(2026, 8, 1)) == "yesterday, 12:30am"


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(2026, 11, 20), "unborn"),
        (date(2026, 11, 19), "0 days"),
        (date(2026, 11, 18), "1 day"),
        (date(2026, 10, 1), "7 weeks"),
        (date(2025, 9, 19), "14 months"),
        (date(2024, 11, 20), "23 months"),
        (date(2024, 11, 19), "2"),
        (date(2010, 11, 20), "15"),
        (date(2010, 11, 19), "16"),
    ],
)
def test_an_age_is_in_the_unit_people_use(born: date, said: str) -> None:
    assert words.age(born, date(2026, 11, 19)) == said


def test_counts_places_and_lists() -> None:
    assert words.plural(1, "child", "children") == "1 child"
    assert words.plural(1284, "note") == "1,284 notes"
    assert [words.ordinal(each) for each in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
        "112th",
    ]
    assert words.join_names([]) == ""
    assert words.join_names(["Ana"]) == "Ana"
    assert words.join_names(["Ana", "Ben", "Cal"]) == "Ana, Ben and Cal"
