"""What observations come to: counts by part of practice without names, what is asked of people for My work, and what
stands in a worker's supervision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, QuerySet
from django.utils import timezone

from goldenthread.access.public import User, sealed
from goldenthread.casework.public.supervision import Asked
from goldenthread.kernel.clock import add_months
from goldenthread.people.public import Person
from goldenthread.quality.models import Observation, ObservationPart, ObservationStep
from goldenthread.quality.queries.asking import Asks, Row, as_rows
from goldenthread.quality.queries.observation import (
    ANSWERED_WITHIN,
    EVERYBODYS,
    ObservationRow,
    last_observed,
    observations_of,
    readable,
)
from goldenthread.quality.queries.small_counts import SMALLEST, in_parts
from goldenthread.rulebook.observing import LABELS
from goldenthread.rulebook.rights import Role
from goldenthread.ui.words import day


@dataclass(frozen=True, slots=True)
class PartCount:
    """How often a part of practice was a strength and how often to work on; None where there are too few to show."""

    label: str
    strength: int | None
    to_work_on: int | None
    of: int


@dataclass(frozen=True, slots=True)
class InSupervision:
    """What an agenda says of a worker's practice: the last observation and the steps that are not done. The row is None
    where the reader may not read it, and `last_on` then says only when it was."""

    last_on: date | None
    last: ObservationRow | None
    steps: tuple[tuple[int, str, str, date], ...]


def by_part(reader: User, *, on: date) -> tuple[PartCount, ...]:
    """The parts of practice over twelve months, those to work on most often first: a team manager's own team, and all
    of it for those who answer for all. A count below five, or one that would tell it, is kept back. One query."""
    rows = ObservationPart.objects.filter(
        observation__sent_at__isnull=False, observation__observed_on__gt=add_months(on, -12)
    ).exclude(seen="not_seen")
    if reader.role == Role.TEAM_MANAGER:
        rows = rows.filter(observation__team=reader.team_id, observation__team__isnull=False)
    elif reader.role not in EVERYBODYS:
        return ()
    counted: dict[str, dict[str, int]] = {}
    for part, seen, count in rows.values_list("part", "seen").annotate(count=Count("pk")).order_by("part"):
        counted.setdefault(part, {})[seen] = count
    found = []
    for part, counts in counted.items():
        strength, work = counts.get("strength", 0), counts.get("to_work_on", 0)
        own = reader.role == Role.TEAM_MANAGER
        good, wanting = (strength, work) if own else in_parts(strength, work) or (None, None)
        of = strength + work if own or strength + work >= SMALLEST else 0
        found.append(PartCount(LABELS.get(part, part), good, wanting, of))
    return tuple(sorted(found, key=lambda one: (one.to_work_on is None, -(one.to_work_on or 0), one.label)))


def in_supervision(worker: int, *, reader: User) -> InSupervision:
    """A worker's last observation and open steps, for her supervision. Four queries."""
    rows = observations_of(reader=reader, worker=worker, most=5)
    sent = [one for one in rows if one.state != "writing"]
    read = {one.key for one in sent}
    steps = ObservationStep.objects.filter(observation__worker=worker, done_at=None, observation__in=read)
    asked = steps.select_related("owner").order_by("due_on", "pk")
    return InSupervision(
        last_on=last_observed([worker]).get(worker),
        last=sent[0] if sent else None,
        steps=tuple((one.observation_id, one.what, one.owner.name, one.due_on) for one in asked),
    )


def _hers(reader: User, own: bool) -> QuerySet[Observation]:
    """The observations that are told of in somebody's work. What is with a family whose record is closed to the reader
    is left out, and for whoever looks at a colleague's work also what she may not read."""
    hers = Observation.objects.exclude(child__in=Person.objects.filter(sealed(reader, "pk")).values("pk"))
    return hers if own else hers.filter(pk__in=readable(reader).values("pk"))


_STANDS = ("sent", "answered")


def _steps(*, whose: int, reader: User, own: bool, at: datetime, until: date) -> QuerySet:
    steps = ObservationStep.objects.filter(
        owner=whose,
        done_at=None,
        due_on__lte=until,
        observation__in=_hers(reader, own).values("pk"),
        observation__state__in=_STANDS,
    )
    return as_rows(
        "observation_step", steps, key="observation", words="what", on="observation__observed_on", due_on="due_on"
    )


def _to_answer(*, whose: int, reader: User, own: bool, at: datetime, until: date) -> QuerySet:
    sent = _hers(reader, own).filter(worker=whose, state="sent")
    return as_rows("observation_answer", sent, who="observer__name", on="observed_on", at="sent_at")


def _to_follow_up(*, whose: int, reader: User, own: bool, at: datetime, until: date) -> QuerySet:
    agreed = _hers(reader, own).filter(observer=whose, state__in=_STANDS, follow_up_on__lte=until)
    return as_rows("observation_follow_up", agreed, who="worker__name", due_on="follow_up_on")


def _step_told(row: Row) -> Asked:
    assert row.on and row.due_on
    return Asked(
        source=row.kind,
        key=row.key,
        what=row.words or "",
        why=f"Agreed after the observation of {day(row.on)}.",
        due_on=row.due_on,
        page="observation",
        label="Say that it is done",
        title="Practice observation",
    )


def _answer_told(row: Row) -> Asked:
    assert row.on and row.at
    return Asked(
        source=row.kind,
        key=row.key,
        what="Answer the observation of your practice",
        why=f"{row.who} watched on {day(row.on)}. Answer within 14 days.",
        due_on=timezone.localdate(row.at) + ANSWERED_WITHIN,
        page="observation",
        label="Read and answer",
        title="Practice observation",
    )


def _follow_up_told(row: Row) -> Asked:
    assert row.due_on
    return Asked(
        source=row.kind,
        key=row.key,
        what="Follow up the practice observation",
        why=f"You agreed to look again on {day(row.due_on)}.",
        due_on=row.due_on,
        page="observation",
        label="Follow it up",
        title=row.who or "",
    )


ASKS = (
    Asks(
        "observation_step",
        lambda whose: Exists(ObservationStep.objects.filter(owner=whose, done_at=None)),
        _steps,
        _step_told,
    ),
    Asks(
        "observation_answer",
        lambda whose: Exists(Observation.objects.filter(worker=whose, state="sent")),
        _to_answer,
        _answer_told,
    ),
    Asks(
        "observation_follow_up",
        lambda whose: Exists(Observation.objects.filter(observer=whose, state__in=_STANDS)),
        _to_follow_up,
        _follow_up_told,
    ),
)
"""What observations ask of somebody: steps to be done, her own work to answer, and what she observed to follow up."""
