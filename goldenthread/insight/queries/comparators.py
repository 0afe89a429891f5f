"""What to hold a figure against: England, the region, statistical neighbours and the authority's own past.

Published figures are the Department for Education's, under the Open Government Licence 3.0, with the year and the
publication they come from. Like is compared only with like: a measure without a published twin has no comparator, and a
figure for a team or for part of a year is never held against a published year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

import pyarrow.parquet as parquet

from goldenthread.insight.queries.names import DATA

NEIGHBOURS = 10
# What makes authorities alike, each with how it is read from the published figures.
ALIKE = ("population", "cin_rate", "referral_rate", "s47_rate", "cpp_rate")
ALIKE_IN_WORDS = (
    "number of children, and children in need, referrals, section 47 enquiries and child protection plans for each "
    "10,000 children"
)


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure. `year` is the one ending on 31 March (workforce: on 30 September)."""

    area: str
    level: str
    year: int
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Comparators:
    """What is published for a measure, each list by year. `neighbours` is the median of those in `neighbour_names`;
    `chosen_how` says in words how they were chosen. `own` is what was published of this authority."""

    measure: str
    england: tuple[Published, ...] = ()
    region: tuple[Published, ...] = ()
    neighbours: tuple[Published, ...] = ()
    neighbour_names: tuple[str, ...] = ()
    chosen_how: str = ""
    own: tuple[Published, ...] = ()


@cache
def _held() -> dict[str, dict[str, tuple[Published, ...]]]:
    held: dict[str, dict[str, list[Published]]] = {}
    for row in parquet.read_table(DATA / "published.parquet").to_pylist():
        one = Published(row["area"], row["level"], row["year"], row["value"], row["source"])
        held.setdefault(row["measure"], {}).setdefault(one.area, []).append(one)
    return {
        measure: {area: tuple(sorted(many, key=lambda one: one.year)) for area, many in areas.items()}
        for measure, areas in held.items()
    }


@cache
def authorities() -> dict[str, str]:
    """The authorities of England with the region of each."""
    table = parquet.read_table(DATA / "published.parquet", columns=["area", "level", "region"])
    return {row["area"]: row["region"] for row in table.to_pylist() if row["level"] == "authority"}


def authority_named(council: str) -> str:
    """The authority of England that a council's own name is that of: Kent County Council is Kent. Empty for none."""
    words = council.casefold()
    for name in sorted(authorities(), key=lambda one: (-len(one), one)):
        if re.search(rf"\b{re.escape(name.casefold())}\b", words):
            return name
    return ""


def published(measure: str, area: str) -> tuple[Published, ...]:
    """What is published of a measure for one area, by year; nothing where it is not published."""
    return _held().get(measure, {}).get(area, ())


@cache
def neighbours(area: str) -> tuple[str, ...]:
    """The authorities most like this one: nearest by the distance of `ALIKE`, each on its own scale, latest year.

    No published set of statistical neighbours is held, so these are ours and are called so. The number of children
    counts by its logarithm. Nothing for an area that is no authority of England.
    """
    scales: dict[str, dict[str, float]] = {}
    for what in ALIKE:
        latest = {name: found[-1].value for name in authorities() if (found := published(what, name))}
        values = {name: log(value) if what == "population" else value for name, value in latest.items() if value > 0}
        middle = sum(values.values()) / len(values)
        spread = sqrt(sum((value - middle) ** 2 for value in values.values()) / len(values)) or 1.0
        scales[what] = {name: (value - middle) / spread for name, value in values.items()}
    if any(area not in scale for scale in scales.values()):
        return ()
    apart = {
        name: sqrt(sum((scale[name] - scale[area]) ** 2 for scale in scales.values()))
        for name in authorities()
        if name != area and all(name in scale for scale in scales.values())
    }
    return tuple(sorted(apart, key=lambda name: (apart[name], name))[:NEIGHBOURS])


def comparators(measure: str, authority: str = "", region: str = "") -> Comparators:
    """What to hold a measure against. An authority that is not one of England's (a fictional one) has only England,
    and a region if one is named."""
    england = published(measure, "England")
    region = region or authorities().get(authority, "")
    near = neighbours(authority) if england else ()
    middles: list[Published] = []
    for one in england:
        values = sorted(found.value for name in near for found in published(measure, name) if found.year == one.year)
        if len(values) >= NEIGHBOURS // 2:
            half = len(values) // 2
            middle = values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
            middles.append(Published("Similar authorities", "neighbours", one.year, round(middle, 1), one.source))
    return Comparators(
        measure,
        england,
        published(measure, region) if region else (),
        tuple(middles),
        near if middles else (),
        f"The {NEIGHBOURS} authorities nearest by {ALIKE_IN_WORDS}" if middles else "",
        published(measure, authority),
    )
