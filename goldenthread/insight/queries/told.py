"""Everything that is told of a measure for one month: the chart and its verdict, why it moved, and what may be said.

It is worked out once for each build of the dataset and kept in memory, because nothing in it changes until the next
build or until somebody records an event or confirms a step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings

from goldenthread.insight.analysis.causes import Explanation, Happening, explain
from goldenthread.insight.analysis.charts import Chart, Verdict, control_chart, verdict
from goldenthread.insight.analysis.commentary import (
    Clause,
    Facts,
    Promise,
    PublishedFigure,
    draft,
    month_words,
)
from goldenthread.insight.analysis.decomposition import Counts, Waterfall, by_step
from goldenthread.insight.analysis.intervals import InFunnel, funnel
from goldenthread.insight.analysis.judging import judge
from goldenthread.insight.analysis.points import Point, last_day, month_after
from goldenthread.insight.queries.comparators import Comparators, authority_named, comparators
from goldenthread.insight.queries.dataset import dataset
from goldenthread.insight.queries.figures import Figure, Scope, Span, measure_of, series, series_of, whole_cases
from goldenthread.insight.queries.measures import DIMENSIONS, Measure
from goldenthread.insight.queries.said import Action, Said, Step, actions, events, said_of, steps
from goldenthread.insight.queries.steps import missed_at
from goldenthread.insight.queries.waiting import as_it_stands
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused

YEARS = 3
"""Whole years before this one that a chart begins with, so that its first months, and its limits, stay."""
LONGEST_PERIOD = 3
"""Months that are taken apart together, at most."""
TESTED = ("team", "need", "source", "age", "sex", "ethnicity", "disability", "area", "tenure")
"""Ways of grouping that are tested as a cause, in this order."""

Where = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """A measure as it stands in `month`: its figure, chart and verdict. The chart is in shares (0 to 1) for a share,
    else in the unit; `figures` are those of its months."""

    measure: Measure
    month: date
    figure: Figure
    figures: tuple[Figure, ...]
    chart: Chart
    verdict: Verdict

    @property
    def scale(self) -> float:
        """What a value of the chart is multiplied by to be in the measure's unit."""
        return 100.0 if _is_share(self.measure) else 1.0

    def value(self, month: date) -> float | None:
        """The figure of a month of the chart, in the measure's unit."""
        found = next((one.value for one in self.chart.points if one.month == month), None)
        return None if found is None else found * self.scale


@dataclass(frozen=True, slots=True)
class Told(Glance):
    """A measure and everything that is told of it. `now` and `before` are the periods that were compared; `missed` is
    how many rows were missed at each step of the process in each, where the measure tells."""

    steps: tuple[Step, ...]
    events: tuple[Happening, ...]
    now: Span
    before: Span
    now_figure: Figure
    before_figure: Figure
    explanation: Explanation | None
    keys: Mapping[str, Mapping[str, str]]
    teams: tuple[float, tuple[InFunnel, ...]]
    others: Comparators | None
    where: Where
    missed: tuple[Mapping[str, int], Mapping[str, int]]

    @property
    def steps_of_change(self) -> Waterfall | None:
        """The change taken apart by the step of the process at which rows were missed; None where the measure does not
        tell of steps, or nothing was missed in either period."""
        was, now = self.missed
        before, after = self.before_figure.denominator, self.now_figure.denominator
        if not (was or now) or not before or not after:
            return None
        return by_step((was, round(before)), (now, round(after)))


def last_month(on: date | None = None) -> date:
    """The first day of the last whole month that the dataset holds (or of the last one before `on`)."""
    built = london_date(dataset().built_at)
    until = min(built, on) if on else built
    return month_after(until.replace(day=1), -1)


def told(measure: str, *, month: date, where: Where = ()) -> Told:
    """Raises `UnknownMeasure`, `NoDataset`, and what the engine refuses, in words for people."""
    mark = measure_of(measure).mark
    return _told(dataset().key, mark, measure, month, where, steps([measure])[measure], _happened(month))


def told_of_each(measures: Iterable[str], *, month: date) -> dict[str, Told]:
    """What `told` tells of each of these measures; one that cannot be worked out is left out. Two queries."""
    key, happened = dataset().key, _happened(month)
    return _of_each(
        measures,
        lambda measure, confirmed: _told(key, measure_of(measure).mark, measure, month, (), confirmed, happened),
    )


def _of_each[Found](measures: Iterable[str], find: Callable[[str, tuple[Step, ...]], Found]) -> dict[str, Found]:
    """What is found of each measure with its confirmed steps; one that cannot be worked out is left out. One query,
    and those of `find`."""
    wanted = list(measures)
    confirmed, found = steps(wanted), dict[str, Found]()
    for measure in wanted:
        with suppress(Refused):
            found[measure] = find(measure, confirmed[measure])
    return found


def _happened(month: date) -> tuple[Happening, ...]:
    """What is known to have happened on the chart of a month, or shortly before it."""
    since = _first_month(month) - timedelta(days=92)
    return tuple(one.happening for one in reversed(events(since=since, until=last_day(month))))


@lru_cache(maxsize=500)
def _told(
    key: str,
    mark: str,
    measure: str,
    month: date,
    where: Where,
    confirmed: tuple[Step, ...],
    happened: tuple[Happening, ...],
) -> Told:
    held = dataset()
    one = as_it_stands(measure_of(measure), held)
    scope = Scope(None, held.built_at, dict(where))
    found = series(measure, scope=scope, starts_on=_first_month(month), ends_on=last_day(month))
    figures = _from_the_first(found.figures)
    chart = _charted(one, figures, _months(confirmed))
    said = verdict(chart, polarity=one.polarity)
    length = _length(one, said, month)
    now = Span(month_after(month, 1 - length), last_day(month))
    before = Span(month_after(now.starts_on, -12), last_day(month_after(month, -12)))
    whole = series_of(measure, scope=scope, spans=(before, now)).figures
    before_counts, now_counts, keys = _groups(one, scope, before, now) if one.unit == "%" else ({}, {}, {})
    missed = missed_at(measure, spans=(before, now), where=where)
    return Told(
        measure=one,
        month=month,
        figure=found.figures[-1],
        figures=figures,
        chart=chart,
        verdict=said,
        steps=tuple(step for step in confirmed if step.month <= month),
        events=happened,
        now=now,
        before=before,
        now_figure=whole[1],
        before_figure=whole[0],
        explanation=explain(before_counts, now_counts, since=said.since if said.moved else None, events=happened)
        if before_counts
        else None,
        keys=keys,
        teams=funnel(now_counts["team"]) if "team" in now_counts and len(now_counts["team"]) > 1 else (0.0, ()),
        others=None if where else comparators(measure, authority_named(settings.COUNCIL)),
        where=where,
        missed=(missed[0], missed[1]),
    )


def glances(measures: Iterable[str], *, month: date) -> dict[str, Glance]:
    """Each of these measures at a glance; one that cannot be worked out is left out."""
    key = dataset().key
    return _of_each(
        measures,
        lambda measure, confirmed: _glance(key, measure_of(measure).mark, measure, month, _months(confirmed)),
    )


def glances_by_team(measures: Iterable[str], *, month: date) -> dict[str, dict[str, Glance]]:
    """Each of these measures at a glance for each team that it counted anything of: by the team's key, then the
    measure. One query of the dataset for a measure, whatever the number of teams."""
    key = dataset().key
    return _by_key(
        _of_each(
            _of_teams(measures),
            lambda measure, confirmed: _by_team(key, measure_of(measure).mark, measure, month, _months(confirmed)),
        )
    )


def glances_with_teams(
    measures: Iterable[str], *, month: date
) -> tuple[dict[str, Glance], dict[str, dict[str, Glance]]]:
    """What `glances` and `glances_by_team` give of the measures that are counted by team. One query of the record."""
    key = dataset().key

    def find(measure: str, confirmed: tuple[Step, ...]) -> tuple[Glance, dict[str, Glance]]:
        asked = (key, measure_of(measure).mark, measure, month, _months(confirmed))
        return _glance(*asked), _by_team(*asked)

    found = _of_each(_of_teams(measures), find)
    whole = {measure: one for measure, (one, _) in found.items()}
    return whole, _by_key({measure: teams for measure, (_, teams) in found.items()})


def _of_teams(measures: Iterable[str]) -> list[str]:
    return [one for one in measures if "team" in measure_of(one).breakdowns]


def _by_key(found: Mapping[str, Mapping[str, Glance]]) -> dict[str, dict[str, Glance]]:
    """The glances of each measure by team, by the team's key and then the measure."""
    by_team: dict[str, dict[str, Glance]] = {}
    for measure, teams in found.items():
        for team, one in teams.items():
            by_team.setdefault(team, {})[measure] = one
    return by_team


def _months(confirmed: Iterable[Step]) -> tuple[date, ...]:
    return tuple(step.month for step in confirmed)


@lru_cache(maxsize=500)
def _by_team(key: str, mark: str, measure: str, month: date, confirmed: tuple[date, ...]) -> dict[str, Glance]:
    one = measure_of(measure)
    scope = Scope(None, dataset().built_at)
    found = series(measure, scope=scope, starts_on=_first_month(month), ends_on=last_day(month), by="team")
    glanced = {}
    for team, figures in found.groups.items():
        at = next((place for place, each in enumerate(figures) if each.denominator or each.numerator), len(figures))
        if at < len(figures):
            chart = _charted(one, figures[at:], confirmed)
            said = verdict(chart, polarity=one.polarity)
            glanced[team] = Glance(one, month, figures[-1], figures[at:], chart, said)
    return glanced


@lru_cache(maxsize=2_000)
def _glance(key: str, mark: str, measure: str, month: date, confirmed: tuple[date, ...]) -> Glance:
    one = measure_of(measure)
    scope = Scope(None, dataset().built_at)
    found = series(measure, scope=scope, starts_on=_first_month(month), ends_on=last_day(month)).figures
    figures = _from_the_first(found)
    chart = _charted(one, figures, confirmed)
    return Glance(one, month, found[-1], figures, chart, verdict(chart, polarity=one.polarity))


def promises(found: Told) -> tuple[tuple[Promise, ...], tuple[Promise, ...]]:
    """What was said after this month's figure, and what was said earlier and is judged now."""
    will_do, said = [], []
    for one in actions([found.measure.id], until=found.month, since=month_after(found.month, -2)):
        promise = judged(one, found)
        (will_do if one.month == found.month else said).append(promise)
    return tuple(will_do), tuple(said)


def judged(one: Action, found: Glance) -> Promise:
    """An action with whether it worked, as far as the months of this measure go."""
    over = one.judged_on <= found.month
    came = found.value(one.judged_on) if over else None
    came = None if came is None else round(came, 1)
    start = found.value(one.month)
    worked = judge(start=None if start is None else round(start, 1), expected=one.expected, came=came, over=over)
    return Promise(one.key, one.words, one.owner, one.due_on, one.expected, one.judged_on, came, worked)


def drafted(found: Told) -> tuple[Clause, ...]:
    """What the results let be said, before a person edits it."""
    return _drafted(found, *promises(found))


def what_moved(found: Told) -> tuple[Clause, ...]:
    """Of what `drafted` says, what changed and why: nothing of what was or will be done, so nothing is asked of the
    database."""
    return tuple(one for one in _drafted(found, (), ()) if one.part in ("what_changed", "why"))


def _drafted(found: Told, will_do: tuple[Promise, ...], said: tuple[Promise, ...]) -> tuple[Clause, ...]:
    return draft(
        Facts(
            title=found.measure.title,
            counts=found.measure.numerator,
            period=span_words(found.now),
            compared=_compared(found),
            now=_pair(found.now_figure),
            before=_pair(found.before_figure),
            verdict=found.verdict,
            polarity=found.measure.polarity,
            unit="%" if found.measure.unit == "%" else "",
            per=found.measure.per,
            target=found.measure.target if found.measure.polarity in ("high", "low") else None,
            published=_published(found),
            explanation=found.explanation,
            at_step=_at_step(found),
            made_up_of={key: label.lower() for key, label in DIMENSIONS.items()},
            will_do=will_do,
            said=said,
        )
    )


def commentary_of(found: Told) -> Said | None:
    """What a person kept of this month, or None."""
    return said_of(found.measure.id, found.month)


def span_words(span: Span) -> str:
    """October 2026, or August to October 2026, or December 2025 to February 2026."""
    first, last = span.starts_on, span.ends_on
    if (first.year, first.month) == (last.year, last.month):
        return month_words(last)
    start = month_words(first) if first.year != last.year else month_words(first).split(" ")[0]
    return f"{start} to {month_words(last)}"


def _at_step(found: Told) -> tuple[str, int] | None:
    """The step that took most of a move, with its tenths of a point, where it took at least half."""
    whole = found.steps_of_change
    if whole is None or not found.verdict.moved or not whole.parts:
        return None
    first, change = whole.parts[0], whole.after - whole.before
    return (first.key, first.tenths) if first.tenths * change > 0 and abs(first.tenths) * 2 >= abs(change) else None


def _compared(found: Told) -> str:
    one_month = found.now.starts_on.month == found.now.ends_on.month
    return (
        f"the same month of {found.before.ends_on.year}"
        if one_month
        else f"the same months of {found.before.ends_on.year}"
    )


def _published(found: Told) -> PublishedFigure | None:
    if found.others is None or not found.others.england:
        return None
    england = found.others.england[-1]
    own = next((one.value for one in found.others.own if one.year == england.year), None)
    return PublishedFigure(f"the year to March {england.year}", england.value, own)


def _pair(figure: Figure) -> tuple[float, float | None]:
    return figure.numerator, figure.denominator


def _is_share(one: Measure) -> bool:
    return one.unit == "%"


def _charted(one: Measure, figures: Iterable[Figure], confirmed: Iterable[date]) -> Chart:
    """The chart of a measure. What stands at a day has the same children month after month: it is not counted anew."""
    return control_chart([_point(one, figure) for figure in figures], steps=confirmed, counted=one.cohort == "event")


def _point(one: Measure, figure: Figure) -> Point:
    if _is_share(one):
        return Point(figure.span.starts_on, figure.numerator, figure.denominator)
    if figure.value is None:
        return Point(figure.span.starts_on, 0.0, 0.0)
    return Point(figure.span.starts_on, figure.value)


def _from_the_first(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Without the months before anything was counted."""
    at = next((place for place, one in enumerate(figures) if one.rows), len(figures))
    return figures[at:]


def _first_month(month: date) -> date:
    year = month.year if month.month >= 4 else month.year - 1
    return date(year - YEARS, 4, 1)


def _length(one: Measure, said: Verdict, month: date) -> int:
    """How many months are taken apart: since it moved, three at most; one for what stands at a day."""
    if one.cohort == "snapshot":
        return 1
    if not said.moved or said.since is None:
        return LONGEST_PERIOD
    return max(1, min(LONGEST_PERIOD, (month.year - said.since.year) * 12 + month.month - said.since.month + 1))


def _groups(
    one: Measure, scope: Scope, before: Span, now: Span
) -> tuple[dict[str, dict[str, Counts]], dict[str, dict[str, Counts]], dict[str, dict[str, str]]]:
    """The groups in both periods by each way of grouping, by their labels; and the key of each label."""
    was: dict[str, dict[str, Counts]] = {}
    came: dict[str, dict[str, Counts]] = {}
    keys: dict[str, dict[str, str]] = {}
    for by in (by for by in TESTED if by in one.breakdowns and by not in scope.where):
        found = series_of(one.id, scope=scope, spans=(before, now), by=by)
        if not whole_cases(found.figures):
            return {}, {}, {}
        for figure, into in zip(found.figures, (was, came), strict=True):
            into[by] = {group.label: (round(group.numerator), round(group.denominator or 0)) for group in figure.groups}
        keys[by] = {label: key for key, label in found.labels.items()}
    return was, came, keys
