"""The bank holidays carried here, against the rules that make them."""

from datetime import date, timedelta
from typing import Any

import pytest

from goldenthread.rulebook.calendar import (
    BANK_HOLIDAYS,
    COVERS,
    SCHOOL_TERMS,
    WORKING_DAYS,
    easter_sunday,
    usual_terms,
    with_extra,
)

# Days that a proclamation moved or added.
MOVED = {date(2012, 5, 28): date(2012, 6, 4), date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
ADDED = {
    date(2011, 4, 29),
    date(2012, 6, 5),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
}


def by_rule(year: int) -> set[date]:
    """The year's bank holidays in England and Wales, from the Banking and Financial Dealings Act 1971."""

    def first_monday(month: int) -> date:
        day = date(year, month, 1)
        return day + timedelta(days=-day.weekday() % 7)

    def last_monday(month: int) -> date:
        day = date(year, month, 31)
        return day - timedelta(days=day.weekday())

    found = {
        easter_sunday(year) - timedelta(days=2),
        easter_sunday(year) + timedelta(days=1),
        first_monday(5),
        last_monday(5),
        last_monday(8),
    }
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed.weekday() > 4 or fixed in found:
            fixed += timedelta(days=1)
        found.add(fixed)
    return {MOVED.get(day, day) for day in found} | {day for day in ADDED if day.year == year}


@pytest.mark.parametrize("year", range(2009, 2029))
def test_every_year_follows_the_rules(year: int) -> None:
    assert {day for day in BANK_HOLIDAYS if day.year == year} == by_rule(year)


def test_no_bank_holiday_falls_on_a_weekend() -> None:
    assert not [day for day in BANK_HOLIDAYS if day.weekday() > 4]


def test_the_holidays_are_those_of_the_reference(reference: Any) -> None:
    rows = reference("bank_holidays_england_wales.json")
    assert set(BANK_HOLIDAYS) == {
        date.fromisoformat(row["date"]) for row in rows["computed_2009_2018"] + rows["events"]
    }


def test_the_years_covered_are_said() -> None:
    assert (date(2009, 1, 1), date(2028, 12, 31)) == COVERS


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2009, date(2009, 4, 12)), (2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter(year: int, easter: date) -> None:
    assert easter_sunday(year) == easter


def test_the_week_between_christmas_and_new_year_is_made_of_working_days() -> None:
    assert WORKING_DAYS.add(date(2026, 12, 24), 3) == date(2026, 12, 31)


def test_an_administrator_can_add_a_day() -> None:
    calendar = with_extra({date(2026, 11, 23): "A proclaimed day"})
    assert calendar.add(date(2026, 11, 20), 1) == date(2026, 11, 24)
    assert WORKING_DAYS.add(date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_the_assumed_terms_leave_the_holidays_free() -> None:
    for term in SCHOOL_TERMS.terms:
        assert not any(
            term.first <= day <= term.last for day in (date(term.first.year, 12, 25), date(term.first.year, 8, 10))
        )
    for year in range(2009, 2030):
        assert not any(term.first <= easter_sunday(year) <= term.last for term in SCHOOL_TERMS.terms)
    assert len(usual_terms(2026, 2027).terms) == 3
