"""What people said of measures: known events, confirmed steps, commentary, actions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from goldenthread.insight.analysis.causes import Happening
from goldenthread.insight.analysis.commentary import Clause
from goldenthread.insight.models import Commentary, KnownEvent, MeasureAction, MeasureStep


@dataclass(frozen=True, slots=True)
class Event:
    """An event that was recorded. `team` is the name of the one it touched, empty for everybody."""

    key: int
    on: date
    kind: str
    words: str
    team: str
    recorded_by: str
    recorded_at: datetime

    @property
    def happening(self) -> Happening:
        return Happening(self.on, self.words, self.kind, self.team)


@dataclass(frozen=True, slots=True)
class Step:
    """A month from which limits were worked out anew, and why."""

    month: date
    reason: str
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a measure for a month. `signed_by` is empty until it is signed."""

    month: date
    clauses: tuple[Clause, ...]
    edited_by: str
    edited_at: datetime
    signed_by: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Action:
    """What was to be done after a month's figure. `month` is the one it was said of."""

    key: int
    measure: str
    month: date
    words: str
    owner: str
    due_on: date
    expected: float
    judged_on: date


def events(*, since: date | None = None, until: date | None = None) -> tuple[Event, ...]:
    """Recorded events, the latest first."""
    rows = KnownEvent.objects.select_related("team", "recorded_by").order_by("-happened_on", "-pk")
    if since:
        rows = rows.filter(happened_on__gte=since)
    if until:
        rows = rows.filter(happened_on__lte=until)
    return tuple(
        Event(
            row.pk,
            row.happened_on,
            row.kind,
            row.words,
            row.team.name if row.team else "",
            row.recorded_by.name,
            row.recorded_at,
        )
        for row in rows[:500]
    )


def steps(measures: Iterable[str]) -> dict[str, tuple[Step, ...]]:
    """The confirmed steps of each of these measures, in order."""
    found: dict[str, list[Step]] = {measure: [] for measure in measures}
    rows = MeasureStep.objects.filter(measure__in=found).select_related("confirmed_by").order_by("month")
    for row in rows:
        found[row.measure].append(Step(row.month, row.reason, row.confirmed_by.name, row.confirmed_at))
    return {measure: tuple(some) for measure, some in found.items()}


def said_of(measure: str, month: date) -> Said | None:
    """What was kept of a measure for a month, or None."""
    row = Commentary.objects.filter(measure=measure, month=month).select_related("edited_by", "signed_by").first()
    if row is None:
        return None
    return Said(
        row.month,
        tuple(
            Clause(
                one["part"],
                one["words"],
                one["sure"],
                tuple((words, to) for words, to in one["rests_on"]),
                one["edited"],
            )
            for one in row.clauses
        ),
        row.edited_by.name,
        row.edited_at,
        row.signed_by.name if row.signed_by else "",
        row.signed_at,
    )


def actions(measures: Iterable[str], *, until: date, since: date | None = None) -> tuple[Action, ...]:
    """What was said would be done about these measures after the figures of months up to `until`, the latest first."""
    rows = MeasureAction.objects.filter(measure__in=list(measures), month__lte=until).select_related("owner")
    if since:
        rows = rows.filter(judged_on__gte=since)
    return tuple(
        Action(
            row.pk,
            row.measure,
            row.month,
            row.words,
            row.owner.name,
            row.due_on,
            float(row.expected),
            row.judged_on,
        )
        for row in rows.order_by("-month", "-pk")[:100]
    )
