"""Figures, and the rows behind them: one query for both, so that they cannot disagree.

A figure counts every child of the authority, also one whose record is closed to the reader, and names none. Rows are
shown only of children whose records the reader may read; how many are kept back is said. Who may see rows at all is an
act of its own: an elected member sees figures alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from goldenthread.access.public import User, require, visible
from goldenthread.insight.queries.dataset import Dataset, NoDataset, dataset
from goldenthread.insight.queries.dimensions import BANDS, DIMENSION_SQL, UNKNOWN, joins_for
from goldenthread.insight.queries.engine import MeasureFailed, ask, literal, periods_sql
from goldenthread.insight.queries.local_measures import LocalMeasures, local_measures
from goldenthread.insight.queries.measures import Measure, UnknownMeasure, own_measures
from goldenthread.insight.queries.waiting import as_it_stands, lacks
from goldenthread.kernel.clock import add_months
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import Person

COLUMNS = ("period", "child", "about", "event_on", "in_denominator", "in_numerator", "team", "worker")
STEPS = {"week": 7, "month": 1, "quarter": 3, "year": 12}
MOST_PERIODS = 400
A_YEAR = 365.25


class BadPeriod(Refused):
    """The days asked for are no period, or are cut into too many."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, both in it."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise BadPeriod("The period ends before it starts.")


@dataclass(frozen=True, slots=True)
class Scope:
    """Who asks, when, and of what part of the authority. `by` is None for the command alone.

    `where` narrows to one key of a dimension each, as {"team": "3", "age": "10 to 15"}.
    """

    by: User | None
    at: datetime
    where: Mapping[str, str] = field(default_factory=dict)

    @property
    def narrowed(self) -> tuple[tuple[str, str], ...]:
        """The narrowing in an order that does not depend on who wrote it."""
        return tuple(sorted(self.where.items()))


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a figure. `key` is what `Scope.where` takes, `label` what people read."""

    key: str
    label: str
    numerator: float
    denominator: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over a period. `denominator` is None for a count. `value` is None where nothing was counted, or for a
    rate where the number of children in the area is not known. `rows` is how many rows are behind it."""

    measure: str
    span: Span
    numerator: float
    denominator: float | None
    value: float | None
    unit: str
    rows: int
    by: str = ""
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row behind a figure. `child` is None where the row is about no child."""

    child: int | None
    about: str
    event_on: date
    in_denominator: float
    in_numerator: float
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in the order of their days. `all_rows` are behind the figure; `kept_back` of them are about children whose
    records are closed to the reader; `rows` holds the part that was asked for of the rest."""

    rows: tuple[Row, ...]
    all_rows: int
    kept_back: int


@dataclass(frozen=True, slots=True)
class Series:
    """A figure for each step of time; with `by`, one list of figures for each group, by its label."""

    measure: str
    spans: tuple[Span, ...]
    figures: tuple[Figure, ...]
    by: str = ""
    groups: Mapping[str, tuple[Figure, ...]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every measure by id, and for each file of the council's own that cannot be used, why."""

    measures: Mapping[str, Measure]
    refused: Mapping[str, str]


type _Parts = Mapping[date, tuple[tuple[str, str, float, float, int], ...]]
"""For each period its parts: key, label, numerator, denominator, rows. Without a dimension, one part."""


def catalogue() -> Catalogue:
    """The measures that come with the product, then the council's own."""
    ours: LocalMeasures = local_measures()
    measures = {**own_measures(), **ours.measures}
    with suppress(NoDataset):
        held = dataset()
        measures = {key: as_it_stands(one, held) for key, one in measures.items()}
    return Catalogue(measures, ours.refused)


def measure_of(key: str) -> Measure:
    """One measure. Raises `UnknownMeasure`."""
    if key in own_measures():
        return own_measures()[key]
    ours = local_measures()
    if key in ours.measures:
        return ours.measures[key]
    if f"{key}.sql" in ours.refused:
        raise UnknownMeasure(ours.refused[f"{key}.sql"])
    raise UnknownMeasure(f"There is no measure called “{key[:60]}”.")


def figure(measure: str, *, scope: Scope, span: Span, by: str = "") -> Figure:
    """A measure over a period, and its parts by a dimension.

    Raises:
        NotAllowed: the reader may not see figures.
        UnknownMeasure, NoDataset, TookTooLong, MeasureFailed: in words for people.
    """
    return series_of(measure, scope=scope, spans=(span,), by=by).figures[0]


def series(measure: str, *, scope: Scope, starts_on: date, ends_on: date, step: str = "month", by: str = "") -> Series:
    """A measure for each week, month, quarter or year that begins from `starts_on` to `ends_on`; the last is whole only
    if `ends_on` is its last day. Raises as `figure` does, and `BadPeriod`."""
    return series_of(measure, scope=scope, spans=tuple(spans_of(starts_on, ends_on, step)), by=by)


def series_of(measure: str, *, scope: Scope, spans: Sequence[Span], by: str = "") -> Series:
    """A measure for each of these periods, in one query. Raises as `figure` does."""
    _may(scope, "measures.read")
    one, held = measure_of(measure), dataset()
    if not spans or len(spans) > MOST_PERIODS:
        raise BadPeriod(f"Ask for 1 to {MOST_PERIODS} periods at a time.")
    if by and by not in one.breakdowns:
        raise Refused(f"“{one.title}” is not broken down by {by[:30]}.", "by")
    for dimension in scope.where:
        if dimension not in DIMENSION_SQL:
            raise Refused(f"There is no dimension called “{dimension[:30]}”.")
    given = tuple((span.starts_on, span.ends_on) for span in spans)
    found = {} if lacks(one, held) else _summed_once(held.key, one.mark, one.id, given, scope.narrowed, by)
    return _course(held, one, scope, spans, found, by)


def _course(held: Dataset, one: Measure, scope: Scope, spans: Sequence[Span], found: _Parts, by: str) -> Series:
    """The figures of each period and of each part, from what was summed."""
    figures: list[Figure] = []
    groups: dict[str, list[Figure]] = {}
    labels: dict[str, str] = {}
    for span in spans:
        parts = found.get(span.starts_on, ())
        rows = sum(part[4] for part in parts)
        top, bottom = sum(part[2] for part in parts), sum(part[3] for part in parts)
        made: list[Group] = []
        for key, label, numerator, denominator, _count in parts if by else ():
            labels[key] = label
            over = denominator if one.unit in ("%", "mean") else None
            made.append(Group(key, label, numerator, over, _group_value(one, numerator, denominator)))
        # A measure without rows that waits for records says nothing: there may well be such children.
        whole = (None, None) if one.waits_for and not rows else _value(held, one, span, top, bottom, scope)
        figures.append(
            Figure(one.id, span, top, whole[0], whole[1], one.unit, rows, by, tuple(sorted(made, key=_by_label)))
        )
        for group in made:
            groups.setdefault(group.key, [])
    if by:
        for at, span in enumerate(spans):
            here = {group.key: group for group in figures[at].groups}
            for key, many in groups.items():
                group = here.get(key)
                many.append(
                    Figure(one.id, span, group.numerator, group.denominator, group.value, one.unit, 0)
                    if group
                    else Figure(one.id, span, 0.0, 0.0 if one.unit in ("%", "mean") else None, None, one.unit, 0)
                )
    return Series(one.id, tuple(spans), tuple(figures), by, {key: tuple(many) for key, many in groups.items()}, labels)


def series_by_each(
    measure: str, *, scope: Scope, starts_on: date, ends_on: date, step: str = "month"
) -> Mapping[str, Series]:
    """A measure over time by each of its dimensions, in one query over its rows: what `series` gives for each, under
    the dimension's name. Raises as `series` does."""
    _may(scope, "measures.read")
    one, held = measure_of(measure), dataset()
    spans = tuple(spans_of(starts_on, ends_on, step))
    given = tuple((span.starts_on, span.ends_on) for span in spans)
    found = (
        dict.fromkeys(one.breakdowns, {})
        if not one.breakdowns or lacks(one, held)
        else _summed_by_each(held.key, one.mark, one.id, given, scope.narrowed)
    )
    return {by: _course(held, one, scope, spans, found[by], by) for by in one.breakdowns}


def rows(measure: str, *, scope: Scope, span: Span, first: int = 0, many: int | None = 100) -> Rows:
    """The rows behind a figure, as far as the reader may read the children they are about.

    Whoever shows them to somebody records the reading of each child. Raises as `figure` does.
    """
    _may(scope, "measure_rows.read")
    one, held = measure_of(measure), dataset()
    found = [] if lacks(one, held) else _rows(held, one, span, scope.narrowed)
    readable = _readable({row.child for row in found if row.child is not None}, scope)
    shown = [row for row in found if row.child is None or row.child in readable]
    end = None if many is None else first + many
    return Rows(tuple(shown[first:end]), len(found), len(found) - len(shown))


def whole_cases(figures: Iterable[Figure]) -> bool:
    """Whether all that was counted are whole cases. Parts of a post are weights: chance says nothing of them."""
    counted = [part for one in figures for part in (one, *one.groups)]
    return not any(part.numerator % 1 or (part.denominator or 0) % 1 for part in counted)


def spans_of(starts_on: date, ends_on: date, step: str) -> Iterator[Span]:
    """The periods of a step from one day to another."""
    if step not in STEPS:
        raise BadPeriod(f"A step of time is {', '.join(STEPS)}.")
    if ends_on < starts_on:
        raise BadPeriod("The period ends before it starts.")
    at, count = starts_on, 0
    while at <= ends_on:
        count += 1
        if count > MOST_PERIODS:
            raise BadPeriod(f"That is more than {MOST_PERIODS} periods.")
        after = at + timedelta(days=7) if step == "week" else add_months(starts_on, STEPS[step] * count)
        yield Span(at, min(after - timedelta(days=1), ends_on))
        at = after


def check_runs(measure: Measure) -> None:
    """Run a measure over an empty stretch of time. Raises `MeasureFailed` when it gives other columns than it should,
    and as `figure` does."""
    today = date(2001, 1, 1)
    names, _ = ask(dataset(), f"WITH {periods_sql([(today, today)])} SELECT * FROM ({measure.sql}) AS measured LIMIT 0")  # noqa: S608 -- a measure's own SQL, read as syntax before
    missing = [column for column in (*COLUMNS, *(("step",) if measure.steps else ())) if column not in names]
    if missing:
        raise MeasureFailed(f"{measure.id}.sql does not give {', '.join(missing)}.")


def _may(scope: Scope, act: str) -> None:
    if scope.by is not None:
        require(scope.by, act, at=scope.at)


def _readable(children: set[int], scope: Scope) -> set[int]:
    if scope.by is None:
        return children
    people = Person.objects.filter(visible(scope.by, "child.read", at=scope.at))
    if len(children) < 20_000:
        people = people.filter(pk__in=children)
    return set(people.values_list("pk", flat=True)) & children


def _value(
    held: Dataset, one: Measure, span: Span, top: float, bottom: float, scope: Scope
) -> tuple[float | None, float | None]:
    """The denominator and the value of a whole figure."""
    return value_of(one, span, top, bottom, None if scope.where else held.children_in_area)


def value_of(
    one: Measure, span: Span, top: float, bottom: float, people: int | None
) -> tuple[float | None, float | None]:
    """The denominator and the value of what was counted. `people`: the children who live there, None if unknown."""
    if one.unit == "count":
        return None, top
    if one.unit != "per 10,000":
        return bottom, (one.per * top / bottom if bottom else None)
    if not people:
        return None, None
    # What happened in part of a year is held against that part of a year's children.
    years = ((span.ends_on - span.starts_on).days + 1) / A_YEAR if one.cohort == "event" else 1.0
    years = 1.0 if 0.99 < years < 1.01 else years
    return round(people * years, 2), one.per * top / (people * years)


def _group_value(one: Measure, top: float, bottom: float) -> float | None:
    if one.unit in ("%", "mean"):
        return one.per * top / bottom if bottom else None
    return top if one.unit == "count" else None  # how many children of each group live in the area is not held


def _by_label(group: Group) -> tuple[bool, int, str]:
    """Bands in their order, the rest by name, and last what was not recorded."""
    place = BANDS.index(group.label) if group.label in BANDS else len(BANDS)
    return group.label in UNKNOWN, place, group.label


def _tidy(value: float | None) -> float:
    """A sum of weights without the dust of adding parts of one."""
    return round(float(value or 0), 6)


@lru_cache(maxsize=2_000)
def _summed_once(
    key: str, mark: str, measure: str, spans: tuple[tuple[date, date], ...], where: tuple[tuple[str, str], ...], by: str
) -> _Parts:
    held, one = dataset(), measure_of(measure)
    key_sql, label_sql = (DIMENSION_SQL[by].key, DIMENSION_SQL[by].label) if by else ("''", "''")
    sql = f"""{_measured(one, spans, where, (by,) if by else ())}
SELECT CAST(period AS DATE), {key_sql} AS key, {label_sql} AS label,
    sum(in_numerator), sum(in_denominator), count(*)
{_from(where, (by,) if by else ())}
GROUP BY ALL ORDER BY ALL"""  # noqa: S608 -- a measure's own SQL, and our own words for its dimensions
    _, found = ask(held, sql)
    parts: dict[date, list[tuple[str, str, float, float, int]]] = {}
    for period, group, label, top, bottom, count in found:
        parts.setdefault(period, []).append((group, label, _tidy(top), _tidy(bottom), count))
    return {period: tuple(many) for period, many in parts.items()}


@lru_cache(maxsize=200)
def _summed_by_each(
    key: str, mark: str, measure: str, spans: tuple[tuple[date, date], ...], where: tuple[tuple[str, str], ...]
) -> dict[str, _Parts]:
    one = measure_of(measure)
    by = one.breakdowns
    # A label that is the key again is not grouped by twice.
    words = {one: f"label_{one}" if DIMENSION_SQL[one].named else f"key_{one}" for one in by}
    named = ",\n    ".join(
        f"{DIMENSION_SQL[one].key} AS key_{one}"
        + (f", {DIMENSION_SQL[one].label} AS label_{one}" if DIMENSION_SQL[one].named else "")
        for one in by
    )
    sets = ", ".join(f"({', '.join(dict.fromkeys(('period', f'key_{one}', words[one])))})" for one in by)
    columns = ", ".join(f"key_{one}, {words[one]} AS label_{one}, grouping(key_{one})" for one in by)
    sql = f"""{_measured(one, spans, where, by)},
named AS (
    SELECT CAST(period AS DATE) AS period, in_numerator, in_denominator,
    {named}
    {_from(where, by)}
)
SELECT period, sum(in_numerator), sum(in_denominator), count(*), {columns}
FROM named
GROUP BY GROUPING SETS ({sets})
ORDER BY ALL"""  # noqa: S608 -- a measure's own SQL, and our own words for its dimensions
    _, found = ask(dataset(), sql)
    parts: dict[str, dict[date, list[tuple[str, str, float, float, int]]]] = {one: {} for one in by}
    for period, top, bottom, count, *groups in found:
        for at, dimension in enumerate(by):
            group, label, apart = groups[3 * at : 3 * at + 3]
            if not apart:
                many = parts[dimension].setdefault(period, [])
                many.append((group, label, _tidy(top), _tidy(bottom), count))
    return {one: {period: tuple(many) for period, many in each.items()} for one, each in parts.items()}


def _rows(held: Dataset, one: Measure, span: Span, where: tuple[tuple[str, str], ...]) -> list[Row]:
    by = one.breakdowns
    labels = ", ".join(f"{DIMENSION_SQL[dimension].label} AS by_{dimension}" for dimension in by)
    sql = f"""{_measured(one, ((span.starts_on, span.ends_on),), where, by)}
SELECT measured.child, about, CAST(event_on AS DATE), in_denominator, in_numerator{", " + labels if labels else ""}
{_from(where, by)}
ORDER BY 3, 2, 1"""  # noqa: S608 -- a measure's own SQL, and our own words for its dimensions
    _, found = ask(held, sql)
    return [
        Row(
            int(child) if child else None,
            about,
            event_on,
            float(bottom or 0),
            float(top or 0),
            dict(zip(by, named, strict=True)),
        )
        for child, about, event_on, bottom, top, *named in found
    ]


def _measured(
    one: Measure, spans: Sequence[tuple[date, date]], where: Sequence[tuple[str, str]], by: Sequence[str]
) -> str:
    asked = {*by, *(dimension for dimension, _ in where)}
    referral = "referral" if asked & {"need", "source"} and _gives_referral(one) else "CAST(NULL AS VARCHAR)"
    return f"""WITH {periods_sql(spans)},
measured AS (
    SELECT period, CAST(child AS VARCHAR) AS child, about, event_on, in_denominator, in_numerator,
        CAST(team AS VARCHAR) AS team, CAST(worker AS VARCHAR) AS worker, CAST({referral} AS VARCHAR) AS referral
    FROM (
{one.sql}
    ) AS given
)"""  # noqa: S608 -- a measure's own SQL


@lru_cache(maxsize=500)
def _referral_of(key: str, mark: str, measure: str) -> bool:
    day = date(2001, 1, 1)
    asked = f"WITH {periods_sql([(day, day)])} SELECT * FROM ({measure_of(measure).sql}) AS given LIMIT 0"  # noqa: S608 -- a measure's own SQL
    names, _ = ask(dataset(), asked)
    return "referral" in names


def _gives_referral(one: Measure) -> bool:
    return _referral_of(dataset().key, one.mark, one.id)


def _from(where: Sequence[tuple[str, str]], by: Sequence[str]) -> str:
    narrowed = " AND ".join(f"({DIMENSION_SQL[dimension].key}) = {literal(key)}" for dimension, key in where)
    joins = joins_for({*by, *(dimension for dimension, _ in where)})
    return f"FROM measured\n{joins}\n{'WHERE ' + narrowed if narrowed else ''}"
