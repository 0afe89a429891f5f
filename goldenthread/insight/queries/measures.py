"""The measures: one file of SQL for each, with a header that says what it is.

A measure is rows, never a number. Its SQL reads the dataset and the table `period` (`starts_on`, `ends_on`, both days
in it; one row for each period that is asked for) and gives one row for each child or episode:

- `period`: the `starts_on` of the period that the row belongs to
- `child`: the child's key, empty where the row is about no child
- `about`: what the row is, as "referral:12"
- `event_on`: the day on which it counts
- `in_denominator`, `in_numerator`: 1 or 0, or a weight (hours, days, a score)
- `team`, `worker`: keys, empty where there is none
- `referral`, if it has one: from it come the need and the source
- `step`, if its header names `steps`: for a row that is not in the numerator, the step of the process at which it
  was missed, in the words of the header

The figure is the sum of the one over the sum of the other, so the figure and the rows behind it cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from goldenthread.kernel.refusal import Refused

FOLDER = Path(__file__).parent.parent / "measures"
DIMENSIONS = {
    "team": "Team",
    "service": "Service",
    "worker": "Worker",
    "age": "Age",
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "disability": "Disability",
    "area": "Area",
    "need": "Main need",
    "source": "Source of referral",
    "tenure": "Worker's time here",
}
REQUIRED = ("id", "title", "group", "definition", "numerator", "unit", "cohort", "period", "polarity", "source")
OPTIONAL = ("denominator", "target", "breakdowns", "steps", "caveats", "fed by", "waits for")
UNITS = {"%": 100.0, "per 10,000": 10_000.0, "count": 1.0, "mean": 1.0}
GROUPS = {
    "front_door": "Front door",
    "assessment": "Assessment",
    "child_protection": "Child protection",
    "child_in_need": "Children in need",
    "court": "Before and in court",
    "children_in_care": "Children in care",
    "missing": "Missing children",
    "care_leavers": "Care leavers",
    "workforce": "Workforce",
    "quality": "Quality",
    "local": "The council's own",
}


class UnknownMeasure(Refused):
    """There is no measure of that name."""


class BadHeader(Refused):
    """The header of a measure's file is not whole, or says something that means nothing."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure is, and its SQL.

    `unit`: "%", "per 10,000" (of the children who live in the area), "count", or "mean" (sum over sum, in
    `unit_words`). `cohort`: "event" counts what happened in the period, "snapshot" what stood on its last day.
    `polarity`: which way is better, "high", "low" or "neutral". `waits_for` names the records the product does not keep
    yet: until they are loaded the measure has no rows. `steps` are those of the process at which a row may be missed.
    `target` is a usual aim, in per cent or the unit, None without.
    """

    id: str
    title: str
    group: str
    definition: str
    numerator: str
    denominator: str
    unit: str
    unit_words: str
    cohort: str
    period: str
    polarity: str
    target: float | None
    target_words: str
    source: str
    breakdowns: tuple[str, ...]
    caveats: str
    fed_by: tuple[str, ...]
    waits_for: str
    local: bool
    sql: str
    mark: str
    steps: tuple[str, ...] = ()

    @property
    def per(self) -> float:
        """What sum over sum is multiplied by."""
        return UNITS[self.unit]


def read_measure(text: str, name: str, *, local: bool = False) -> Measure:
    """A measure from the text of its file, which is called `name`.

    Raises:
        BadHeader: the header is not whole; the sentence says what is wrong.
    """
    said, sql = _header(text, name)
    missing = [key for key in REQUIRED if not said.get(key)]
    if missing:
        raise BadHeader(f"{name} does not say its {', '.join(missing)}: a line “-- {missing[0]}: …” is missing.")
    strange = sorted(set(said) - {*REQUIRED, *OPTIONAL})
    if strange:
        raise BadHeader(f"{name} says “{strange[0]}”, which is not part of a measure's header.")
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,59}", said["id"]):
        raise BadHeader(f"{name}: an id is small letters, digits and underscores, from 3 to 60 of them.")
    if said["id"] != name.removesuffix(".sql"):
        raise BadHeader(f"{name}: the id is “{said['id']}”, but the file is called otherwise.")
    unit, _, unit_words = said["unit"].partition(" of ") if said["unit"].startswith("mean") else (said["unit"], "", "")
    _one_of(name, "unit", unit, UNITS)
    _one_of(name, "cohort", said["cohort"], ("event", "snapshot"))
    _one_of(name, "polarity", said["polarity"], ("high", "low", "neutral"))
    _one_of(name, "group", said["group"], GROUPS)
    breakdowns = _list(said.get("breakdowns", ", ".join(DIMENSIONS)))
    for dimension in breakdowns:
        _one_of(name, "breakdowns", dimension, DIMENSIONS)
    if unit in ("%", "mean") and not said.get("denominator"):
        raise BadHeader(f"{name} does not say its denominator: a line “-- denominator: …” is missing.")
    if not sql:
        raise BadHeader(f"{name} has a header and nothing after it.")
    number = re.match(r"-?\d+(\.\d+)?", said.get("target", ""))
    return Measure(
        id=said["id"],
        title=said["title"],
        group=said["group"],
        definition=said["definition"],
        numerator=said["numerator"],
        denominator=said.get("denominator", ""),
        unit=unit,
        unit_words=unit_words,
        cohort=said["cohort"],
        period=said["period"],
        polarity=said["polarity"],
        target=float(number.group()) if number else None,
        target_words=said.get("target", ""),
        source=said["source"],
        breakdowns=breakdowns,
        caveats=said.get("caveats", ""),
        fed_by=_list(said.get("fed by", "")),
        waits_for=said.get("waits for", ""),
        local=local,
        sql=sql,
        mark=sha256(text.encode()).hexdigest()[:16],
        steps=_list(said.get("steps", "")),
    )


@cache
def own_measures() -> dict[str, Measure]:
    """The measures that come with the product, by id."""
    found = (read_measure(path.read_text(encoding="utf-8"), path.name) for path in sorted(FOLDER.glob("*.sql")))
    return {one.id: one for one in found}


def _header(text: str, name: str) -> tuple[dict[str, str], str]:
    said: dict[str, str] = {}
    key = ""
    lines = text.splitlines()
    after = next((at for at, line in enumerate(lines) if not line.startswith("--")), len(lines))
    for line in lines[:after]:
        words = line.removeprefix("--")
        start = re.match(r" ?([a-z][a-z ]*): *(.*)", words)
        if start and not words.startswith("   "):
            key = start.group(1).strip()
            if key in said:
                raise BadHeader(f"{name} says its {key} twice.")
            said[key] = start.group(2).strip()
        elif key:
            said[key] = f"{said[key]} {words.strip()}".strip()
        elif words.strip():
            raise BadHeader(f"{name} does not begin with a header: its first line would be “-- id: …”.")
    if not said:
        raise BadHeader(f"{name} does not begin with a header: its first line would be “-- id: …”.")
    return said, "\n".join(lines[after:]).strip().rstrip(";")


def _one_of(name: str, key: str, value: str, allowed: Collection[str]) -> None:
    if value not in allowed:
        raise BadHeader(f"{name}: {key} is “{value}”; it can be {', '.join(allowed)}.")


def _list(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())
