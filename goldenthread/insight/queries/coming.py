"""What is coming: demand and lateness in the next months, and the deadlines of the next fortnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from goldenthread.insight.analysis.forecast import Forecast, forecast
from goldenthread.insight.analysis.points import last_day, month_after
from goldenthread.insight.analysis.workload import LEARNED, Group, Running, Tried, likely_missed, tried
from goldenthread.insight.queries.dataset import dataset
from goldenthread.insight.queries.engine import ask, literal
from goldenthread.insight.queries.figures import Figure, Scope, measure_of, series
from goldenthread.kernel.clock import london_date

YEARS = 5
DEMAND = (
    ("contact_volume", "numerator", "Contacts"),
    ("rereferral_12m", "denominator", "Referrals"),
    ("assessment_45wd", "denominator", "Assessments finished"),
    ("assessment_45wd", "late", "Assessments finished late"),
    ("icpc_15wd", "denominator", "First child protection conferences"),
)
"""What is forecast: from which measure, which part of it, and what it is called."""


@dataclass(frozen=True, slots=True)
class Course:
    """The months of a count, and what is forecast of it; None where too little is known."""

    measure: str
    part: str
    name: str
    first: date
    values: tuple[float, ...]
    forecast: Forecast | None


@dataclass(frozen=True, slots=True)
class Fortnight:
    """The deadlines from `today` to a fortnight on, and how the rules did four weeks ago."""

    today: date
    groups: tuple[Group, ...]
    tried: Tried


def courses(*, month: date) -> tuple[Course, ...]:
    """What is forecast after this month. Raises `NoDataset`."""
    return _courses(dataset().key, month)


@lru_cache(maxsize=20)
def _courses(key: str, month: date) -> tuple[Course, ...]:
    built = dataset().built_at
    found = []
    last = last_day(month)
    for measure, part, name in DEMAND:
        measure_of(measure)
        figures = series(
            measure, scope=Scope(None, built), starts_on=month_after(month, 1 - 12 * YEARS), ends_on=last
        ).figures
        at = next((place for place, one in enumerate(figures) if one.rows), len(figures))
        # The record may begin within a month, which would then count too little.
        values = tuple(_part(one, part) for one in figures[at + 1 :])
        first = month_after(figures[0].span.starts_on, at + 1)
        found.append(Course(measure, part, name, first, values, forecast(first, values)))
    return tuple(found)


def _part(figure: Figure, part: str) -> float:
    if part == "numerator":
        return figure.numerator
    return (figure.denominator or 0.0) - (figure.numerator if part == "late" else 0.0)


def fortnight() -> Fortnight:
    """The next fortnight's deadlines, as the record stood when the dataset was built. Raises `NoDataset`."""
    return _fortnight(dataset().key)


@lru_cache(maxsize=4)
def _fortnight(key: str) -> Fortnight:
    held = dataset()
    today = london_date(held.built_at)
    since, until = today - 2 * LEARNED, today + timedelta(days=14)
    _, rows = ask(
        held,
        f"""SELECT d.clock, coalesce(t.name, ''), coalesce(d.worker, ''), CAST(d.started_at AS DATE),
            d.due_on, CAST(d.met_at AS DATE)
        FROM gt_deadlines d LEFT JOIN gt_teams t ON t.team = d.team
        WHERE d.void_at IS NULL AND d.due_on BETWEEN {literal(since)} AND {literal(until)}
        ORDER BY d.deadline""",  # noqa: S608 -- days alone are put in
    )
    running = [Running(*row) for row in rows]
    return Fortnight(today, likely_missed(running, today=today), tried(running, today=today))
