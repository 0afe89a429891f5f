"""Values of a census record, and how one is checked: what every part of the checking shares."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.census.rules import RULES, Rule

type Record = dict[str, Any]
type Path = tuple[str | int, ...]

# Elements that may come more than once; every other comes once at most.
REPEATED = frozenset(
    {
        "CINdetails",
        "Disability",
        "Assessments",
        "AssessmentFactors",
        "CINPlanDates",
        "Section47",
        "ChildProtectionPlans",
        "CPPreviewDate",
        "PreProceedingsandFGDM",
    }
)

LONGEST_VALUE = 100  # characters: no value of the census comes near
EARLIEST = date(1900, 1, 1)
UPN = re.compile(r"[A-Za-z]\d{11}[\dA-Za-z]", re.ASCII)
COUNCIL_ID = re.compile(r"[!-~]{1,32}", re.ASCII)  # what can be read aloud, typed and searched for
NUMBER = re.compile(r"\d{1,2}", re.ASCII)

# Until 2023 the census asked for gender in numbers, and since 2024 for sex in letters.
SEX = {"Sex": {"M": "M", "F": "F", "U": "U"}, "GenderCurrent": {"1": "M", "2": "F", "0": "U", "9": "U"}}
YES_NO = {"0": False, "1": True, "false": False, "true": True}


@dataclass(frozen=True, slots=True)
class Breach:
    """What is wrong: the rule, where in the record, and what stands there. `record` is the path of what the breach
    keeps out: () for the child, ("CINdetails", 1) for a referral, longer for a module or a value of it."""

    rule: Rule
    path: Path
    value: str
    record: Path

    @property
    def element(self) -> str:
        return next((step for step in reversed(self.path) if isinstance(step, str)), "Child")


@lru_cache(maxsize=50_000)
def read_date(text: str) -> date | None:
    """A census date, or None. A time zone at its end is allowed by XML and means nothing here."""
    text = text.removesuffix("Z")
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=100)
def year_starts_on(ends_on: date) -> date:
    """The first day of the census year that ends on that day."""
    if (ends_on.month, ends_on.day) == (3, 31):
        return date(ends_on.year - 1, 4, 1)
    return ends_on - timedelta(days=364)


@lru_cache(maxsize=100)
def working_days_before(day: date, count: int) -> date:
    """The day so many working days earlier."""
    return WORKING_DAYS.add(day, -count)


def sex_of(identifiers: Record) -> str:
    """M, F or U, whichever way the year's census asks; empty when missing or wrong."""
    for element, meaning in SEX.items():
        if element in identifiers:
            value = identifiers[element]
            return meaning.get(value, "") if isinstance(value, str) else ""
    return ""


def disabilities_of(characteristics: Record) -> list[Any]:
    """The disability codes of a child's characteristics, as they were read."""
    return repeated(characteristics, "Disabilities", "Disability")


def reviews_of(plan: Record) -> list[Any]:
    """The review dates of a child protection plan, as they were read."""
    return repeated(plan, "Reviews", "CPPreviewDate")


def factors_of(assessment: Record) -> list[Any]:
    """The factors of an assessment, as they were read."""
    return repeated(assessment, "FactorsIdentifiedAtAssessment", "AssessmentFactors")


def repeated(record: Record, group: str, element: str) -> list[Any]:
    """The values of an element that comes again inside a group of its own."""
    part = record.get(group)
    return part.get(element, []) if isinstance(part, dict) else []


def shown(value: object) -> str:
    """The text of a value; empty for what holds other elements."""
    return value if isinstance(value, str) else ""


def place(at: Path, it: Record, element: str) -> Path:
    """Where the element stands, or its record when it is missing."""
    return (*at, element) if it.get(element) else at


class Checking:
    """One child's record as it is checked: what is known of the child, and what is wrong so far."""

    __slots__ = ("born", "died", "ends_on", "expected", "plans", "protections", "starts_on", "wrong")

    def __init__(self, ends_on: date) -> None:
        self.ends_on, self.starts_on = ends_on, year_starts_on(ends_on)
        self.born: date | None = None
        self.expected: date | None = None
        self.died: date | None = None
        self.wrong: list[Breach] = []
        # Plans that may stand, from all the referrals: they must not overlap each other.
        self.plans: list[Any] = []
        self.protections: list[Any] = []

    def tell(self, rule: str, at: Path, value: object = "", *, of: Path) -> None:
        """Notes a breach. `of` is what it keeps out, if the rule refuses."""
        self.wrong.append(Breach(RULES[rule], at, value if value.__class__ is str else "", of))  # type: ignore[arg-type]  # a str by the test

    def form(self, record: Record, element: str, at: Path, of: Path) -> bool:
        """Whether one value has the form of a value; a missing one has. What is wrong with it is noted."""
        value = record.get(element, "")
        if value.__class__ is not str:
            self.tell("twice" if isinstance(value, list) else "inside", (*at, element), of=of)
            return False
        if len(value) > LONGEST_VALUE:
            self.tell("long", (*at, element), value, of=of)
            return False
        return True

    def day(self, record: Record, element: str, at: Path, of: Path) -> date | None:
        """A date. One that is missing, or that cannot be a date, is None; what is wrong with it is noted."""
        value = record.get(element)
        if not value:
            return None
        day = read_date(value) if value.__class__ is str else None
        if day is not None and day >= EARLIEST:
            return day
        if self.form(record, element, at, of):
            self.tell("old" if day else "date", (*at, element), value, of=of)
        return None

    def code(
        self, it: Record, element: str, known: Container[str], rule: str, at: Path, of: Path, *, needed: bool = False
    ) -> None:
        """A value must be one of the known ones; a missing one is wrong only when it is needed."""
        value = it.get(element, "")
        if value.__class__ is str and (value in known if value else not needed):
            return
        self.tell(rule, place(at, it, element), value, of=of)

    def number(self, it: Record, element: str, at: Path) -> bool:
        """Whether there is a small whole number; one that is none is left out alone."""
        value = it.get(element)
        if not value:
            return False
        if value.__class__ is not str or not NUMBER.fullmatch(value):
            self.tell("number", (*at, element), value, of=(*at, element))
        return True

    def missing(self, it: Record, element: str, day: date | None, rule: str, at: Path) -> None:
        if day is None and not it.get(element):
            self.tell(rule, at, of=at)

    def before(self, it: Record, element: str, day: date | None, other: date | None, rule: str, at: Path) -> None:
        if day and other and day < other:
            self.tell(rule, (*at, element), it[element], of=at)

    def after(self, it: Record, element: str, day: date | None, other: date | None, rule: str, at: Path) -> None:
        if day and other and day > other:
            self.tell(rule, (*at, element), it[element], of=at)
