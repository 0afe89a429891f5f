"""A measure in every authority of the region, and in the region: aggregates alone.

Each authority is counted by itself, over its own files: keys of children and workers mean nothing beyond the authority
that gave them. So the work grows with the rows and with nothing else. Small numbers are left out here, before anything
is given to whoever asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import Any

from goldenthread.access.public import require
from goldenthread.insight.analysis.intervals import InFunnel, funnel
from goldenthread.insight.analysis.region import Counted, hidden
from goldenthread.insight.queries.dataset import Dataset, NoDataset
from goldenthread.insight.queries.engine import MeasureFailed, ask, periods_sql
from goldenthread.insight.queries.figures import Scope, Span, value_of
from goldenthread.insight.queries.measures import Measure, UnknownMeasure, own_measures
from goldenthread.insight.queries.root import authorities, dataset_of, own_authority
from goldenthread.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class Member:
    """An authority of the region. `wrong` says why its dataset cannot be read; it then has no `built_at`."""

    authority: str
    own: bool
    built_at: datetime | None
    children_in_area: int | None
    rows: int
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class RegionPart:
    """The figure of one authority. Where it is `left_out` the numbers are None, because they or what they would give
    away are small; where it was not counted, `wrong` says why."""

    authority: str
    own: bool
    numerator: float | None
    denominator: float | None
    value: float | None
    left_out: bool = False
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class RegionFigure:
    """A measure over a period in each authority and in all that were counted. `centre` and `groups` set the shares that
    are shown against their average, for their size; there are none for a measure that is no share of cases."""

    measure: Measure
    span: Span
    parts: tuple[RegionPart, ...]
    whole: RegionPart
    centre: float = 0.0
    groups: tuple[InFunnel, ...] = ()


def region_members(*, scope: Scope) -> tuple[Member, ...]:
    """The authorities of the region. Raises `NotAllowed`, `NoRegion`."""
    _may(scope)
    return tuple(_member(name) for name in authorities())


def region_measures() -> tuple[str, ...]:
    """The measures that every authority has, by id: those that come with the product."""
    return tuple(own_measures())


def region_measure(key: str) -> Measure:
    """A measure that every authority has. Raises `UnknownMeasure`."""
    try:
        return own_measures()[key]
    except KeyError:
        raise UnknownMeasure(f"There is no measure called “{key[:60]}” that every authority has.") from None


def region_figure(measure: str, *, scope: Scope, span: Span) -> RegionFigure:
    """A measure in each authority and in the region.

    Raises:
        NotAllowed: the reader may not see the region.
        NoRegion, UnknownMeasure: in words for people.
    """
    _may(scope)
    one = region_measure(measure)
    counted: list[Counted] = []
    people: dict[str, int | None] = {}
    wrong: dict[str, str] = {}
    names = authorities()
    for name in names:
        try:
            held = dataset_of(name)
            top, bottom, rows = _counted(held, one, span)
        except Refused as reason:
            wrong[name] = str(reason)
            continue
        people[name] = held.children_in_area
        counted.append(Counted(name, top, bottom, rows))
    # What waits for records and has none says nothing of that authority: there may well be such children.
    silent = {at.authority for at in counted if one.waits_for and not at.rows}
    told = [at for at in counted if at.authority not in silent]
    shut, all_shut = hidden(told, share=one.unit == "%")
    parts = tuple(
        RegionPart(name, name == own_authority(), None, None, None, name in shut, wrong.get(name, ""))
        if name in shut or name in wrong or name in silent
        else _part(one, span, next(at for at in told if at.authority == name), people[name])
        for name in names
    )
    whole = _whole(one, span, told, people, all_shut)
    shares = {at.authority: at for at in told if at.authority not in shut}
    if one.unit != "%" or all_shut or any(at.numerator % 1 or at.denominator % 1 for at in told) or len(shares) < 2:
        return RegionFigure(one, span, parts, whole)
    centre, groups = funnel({name: (round(at.numerator), round(at.denominator)) for name, at in shares.items()})
    return RegionFigure(one, span, parts, whole, centre, groups)


def region_figures(measures: Sequence[str], *, scope: Scope, span: Span) -> Iterator[RegionFigure]:
    """Several measures, each as `region_figure` gives it. Authority after authority is counted first, so that the files
    of each are opened once. Raises as `region_figure` does."""
    _may(scope)
    every = [region_measure(key) for key in measures]
    for name in authorities():
        # What cannot be read is said, with its reason, where it is missing.
        with suppress(Refused):
            held = dataset_of(name)
            for one in every:
                with suppress(Refused):
                    _counted(held, one, span)
    for one in every:
        yield region_figure(one.id, scope=scope, span=span)


def ask_of(held: Dataset, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query over an authority's dataset. Raises as the engine's `ask` does; where the dataset is not as
    the standard has it, `NoDataset`: the engine's own words may hold what stands in one of its rows."""
    try:
        return ask(held, sql)[1]
    except MeasureFailed:
        if held.authority == own_authority():
            raise
        raise NoDataset(f"The measure cannot be run over the dataset of {held.authority}.") from None


def _part(one: Measure, span: Span, at: Counted, people: int | None) -> RegionPart:
    denominator, value = value_of(one, span, at.numerator, at.denominator, people)
    return RegionPart(at.authority, at.authority == own_authority(), at.numerator, denominator, value)


def _whole(one: Measure, span: Span, told: list[Counted], people: dict[str, int | None], shut: bool) -> RegionPart:
    """The region's own figure, of those that were counted. A rate of children who live there stands only where it is
    known of each how many do."""
    if not told or shut:
        return RegionPart("", False, None, None, None, left_out=shut)
    living = [people[at.authority] for at in told]
    known = None if None in living else sum(many or 0 for many in living)
    top, bottom = (round(sum(each), 6) for each in zip(*((at.numerator, at.denominator) for at in told), strict=True))
    denominator, value = value_of(one, span, top, bottom, known)
    return RegionPart("", False, top, denominator, value)


def _member(name: str) -> Member:
    own = name == own_authority()
    try:
        held = dataset_of(name)
    except Refused as reason:
        return Member(name, own, None, None, 0, str(reason))
    return Member(name, own, held.built_at, held.children_in_area, sum(one.rows for one in held.tables.values()))


def _may(scope: Scope) -> None:
    if scope.by is not None:
        require(scope.by, "region.read", at=scope.at)


def _counted(held: Dataset, one: Measure, span: Span) -> tuple[float, float, int]:
    return _counted_once(held.key, held.authority, one.mark, one.id, span.starts_on, span.ends_on)


@lru_cache(maxsize=20_000)
def _counted_once(
    key: str, authority: str, mark: str, measure: str, starts_on: date, ends_on: date
) -> tuple[float, float, int]:
    held = dataset_of(authority)
    if held.key != key:
        raise NoDataset(f"The dataset of {authority} was built again while it was read. Ask again.")
    sql = f"""WITH {periods_sql([(starts_on, ends_on)])}
SELECT sum(in_numerator), sum(in_denominator), count(*) FROM (
{own_measures()[measure].sql}
) AS given"""  # noqa: S608 -- a measure that comes with the product
    ((top, bottom, rows),) = ask_of(held, sql)
    if not (isfinite(top or 0) and isfinite(bottom or 0)):
        raise NoDataset(f"What the dataset of {authority} counts is no number.")
    return round(float(top or 0), 6), round(float(bottom or 0), 6), int(rows)
