"""The working days of England and Wales, and the school terms assumed where a council has given none.

Bank holidays are carried as data in `data/bank_holidays.json`, which names its source and licence. A
council's closure between Christmas and New Year is made of working days: no national clock waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files

from goldenthread.kernel.calendar import SchoolTerms, Term, WorkingDays


def _bank_holidays() -> dict[date, str]:
    text = files("goldenthread.rulebook").joinpath("data", "bank_holidays.json").read_text("utf-8")
    return {date.fromisoformat(day): name for day, name in json.loads(text)["holidays"].items()}


BANK_HOLIDAYS: Mapping[date, str] = _bank_holidays()

WORKING_DAYS = WorkingDays(BANK_HOLIDAYS)

COVERS = (date(min(BANK_HOLIDAYS).year, 1, 1), date(max(BANK_HOLIDAYS).year, 12, 31))
"""The first and last day for which bank holidays are known. Outside, only weekends are left out of the
count.
"""


def with_extra(dates: Mapping[date, str]) -> WorkingDays:
    """The national calendar with days added by an administrator, such as a newly proclaimed bank holiday."""
    return WORKING_DAYS.with_extra(dates)


def usual_terms(first_year: int, last_year: int) -> SchoolTerms:
    """Three terms a school year by rule of thumb, from the autumn of `first_year` to the summer of
    `last_year`.

    Unverified, and no authority's own: the autumn term from 2 September to the Friday before 22 December, the
    spring term from the first Monday after 1 January to the second Friday before Easter Monday, the summer
    term from the second Tuesday after Easter Monday to 22 July. Put an authority's published dates in its
    place.
    """
    terms = []
    for year in range(first_year, last_year):
        autumn_end = _weekday_before(date(year, 12, 22), 4)
        spring_start = date(year + 1, 1, 2) + timedelta(days=(-date(year + 1, 1, 2).weekday()) % 7)
        easter_monday = easter_sunday(year + 1) + timedelta(days=1)
        terms += [
            Term(f"autumn {year}", date(year, 9, 2), autumn_end),
            Term(f"spring {year + 1}", spring_start, easter_monday - timedelta(days=10)),
            Term(f"summer {year + 1}", easter_monday + timedelta(days=8), date(year + 1, 7, 22)),
        ]
    return SchoolTerms(terms)


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the paschal full moon (Oudin's form of the computus)."""
    golden = year % 19
    century = year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def _weekday_before(day: date, weekday: int) -> date:
    """The last such weekday before the day."""
    return day - timedelta(days=((day.weekday() - weekday - 1) % 7) + 1)


SCHOOL_TERMS = usual_terms(2008, 2036)
