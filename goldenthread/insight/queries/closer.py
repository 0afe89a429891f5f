"""A measure looked at by any group and period, as somebody asked; and the views that people saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from goldenthread.access.public import User
from goldenthread.insight.analysis.points import last_day, month_after
from goldenthread.insight.models import SavedLook
from goldenthread.insight.queries.figures import (
    Figure,
    Scope,
    Series,
    Span,
    measure_of,
    series,
    series_by_each,
    series_of,
)
from goldenthread.insight.queries.measures import DIMENSIONS, Measure
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.rights import ACTS, ROLE_NAMES, Role

LENGTHS = (1, 3, 6, 12, 24, 36, 60)
"""How many months a view may go back."""
STEPS = {"month": "Month", "quarter": "Quarter", "year": "Year"}
OF_ONE_PERSON = frozenset({"worker"})
"""What nobody is offered to look by: a figure of one worker belongs to her supervision, and not where many read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see. `until` is the first day of the last month, `months` how many there are. `by` is a
    dimension or empty; `narrowed_by` and `narrowed_to` one key of a dimension, or empty both."""

    until: date
    months: int = 12
    step: str = "month"
    by: str = ""
    narrowed_by: str = ""
    narrowed_to: str = ""

    @property
    def span(self) -> Span:
        """From the first day of the first month to the last of the last."""
        return Span(month_after(self.until, 1 - self.months), last_day(self.until))

    @property
    def where(self) -> dict[str, str]:
        """The narrowing, as a scope takes it."""
        return {self.narrowed_by: self.narrowed_to} if self.narrowed_by else {}


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to see. `whole` is the figure of the whole span with its groups, `course` the figures of its steps;
    `offered` are the keys that it may be narrowed to, with their words, by dimension."""

    measure: Measure
    asked: Asked
    whole: Figure
    course: Series
    offered: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Look:
    """A saved view. `until` is None for whatever month is the last. `shared` says with whom, in words, or nothing;
    `hers` whether it is the reader's own."""

    key: int
    name: str
    measure: str
    title: str
    until: date | None
    months: int
    step: str
    by: str
    narrowed_by: str
    narrowed_to: str
    shared: str
    kept_by: str
    kept_at: datetime
    hers: bool


def ways_of(one: Measure) -> dict[str, str]:
    """The dimensions that a measure may be looked at by, with their words."""
    return {by: DIMENSIONS[by] for by in one.breakdowns if by not in OF_ONE_PERSON}


def checked(one: Measure, asked: Asked) -> Asked:
    """What was asked, once it means something for this measure. Raises `Refused` at the box that does not."""
    ways = ways_of(one)
    problems = []
    if asked.months not in LENGTHS:
        problems.append(("over", "Choose how far it goes back"))
    if asked.step not in STEPS:
        problems.append(("step", "Choose months, quarters or years"))
    if asked.by and asked.by not in ways:
        problems.append(("by", f"“{one.title}” is not looked at by that"))
    if asked.narrowed_by and asked.narrowed_by not in ways:
        problems.append(("only", f"“{one.title}” cannot be narrowed by that"))
    if not asked.narrowed_to.isprintable():
        problems.append(("only", "Choose whom it is narrowed to"))
    if problems:
        raise Refused(problems=tuple(problems))
    return asked


def looked(measure: str, asked: Asked, *, reader: User, at: datetime) -> Looked:
    """A measure as it was asked for. Raises `Refused` for what cannot be, `NotAllowed`, and as `figure` does."""
    one = measure_of(measure)
    checked(one, asked)
    scope, span = Scope(reader, at, asked.where), asked.span
    course = series(measure, scope=scope, starts_on=span.starts_on, ends_on=span.ends_on, step=asked.step, by=asked.by)
    if one.cohort == "snapshot":
        # What stands at a day is not summed over days: the whole is the last of them.
        span = Span(asked.until, span.ends_on)
    (whole,) = series_of(measure, scope=scope, spans=(span,), by=asked.by).figures
    each = series_by_each(measure, scope=Scope(reader, at), starts_on=span.starts_on, ends_on=span.ends_on, step="year")
    return Looked(one, asked, whole, course, {way: each[way].labels for way in ways_of(one)})


def roles_to_share_with() -> tuple[Role, ...]:
    """The roles that may open a saved view at all."""
    return tuple(grant.role for grant in ACTS["measures.explore"].grants)


def looks_for(reader: User) -> tuple[Look, ...]:
    """The views that she saved, and those that others share with her team or her role, by name. One query."""
    rows = _open_to(reader).select_related("kept_by", "team").order_by("name", "pk")
    return tuple(_look(row, reader) for row in rows[:200])


def look_for(key: int, reader: User) -> Look | None:
    """One saved view, or None where there is none that she may use."""
    row = _open_to(reader).filter(pk=key).select_related("kept_by", "team").first()
    return _look(row, reader) if row else None


def _open_to(reader: User) -> QuerySet[SavedLook]:
    hers = Q(kept_by=reader.pk) | Q(role=reader.role)
    return SavedLook.objects.filter(hers | Q(team=reader.team_id) if reader.team_id else hers)


def _look(row: SavedLook, reader: User) -> Look:
    with_whom = row.team.name if row.team else f"Everybody who is a {ROLE_NAMES[Role(row.role)]}" if row.role else ""
    try:
        title = measure_of(row.measure).title
    except Refused:
        title = row.measure  # a measure of the council's own that is gone
    return Look(
        row.pk,
        row.name,
        row.measure,
        title,
        row.until,
        row.months,
        row.step,
        row.by,
        row.narrowed_by,
        row.narrowed_to,
        with_whom,
        row.kept_by.name,
        row.kept_at,
        row.kept_by_id == reader.pk,
    )
