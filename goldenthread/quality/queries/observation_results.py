"""What observations come to: counts by part of practice without names, what is asked of people for My work, and what
stands in a worker's supervision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone

from goldenthread.access.public import User, sealed
from goldenthread.casework.public.supervision import Asked
from goldenthread.kernel.clock import add_months
from goldenthread.people.public import Person
from goldenthread.quality.models import Observation, ObservationPart, ObservationStep
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


def asked_by_observations(*, whose: int, reader: User, at: datetime, until: date) -> list[Asked]:
    """What observations ask of somebody up to a day: steps to be done, her own work to answer, and what she observed to
    follow up. Three queries. What is with a family whose record is closed to the reader is left out, and for whoever
    looks at a colleague's work also what she may not read."""
    closed = Person.objects.filter(sealed(reader, "pk")).values("pk")
    hers = Observation.objects.exclude(child__in=closed)
    if whose != reader.pk:
        hers = hers.filter(pk__in=readable(reader).values("pk"))
    found = []
    steps = ObservationStep.objects.filter(owner=whose, done_at=None, due_on__lte=until)
    running = steps.filter(
        observation__in=hers.values("pk"), observation__state__in=("sent", "answered")
    ).select_related("observation__observer")
    for one in running.order_by("due_on", "pk"):
        found.append(
            Asked(
                source="observation_step",
                key=one.observation_id,
                what=one.what,
                why=f"Agreed after the observation of {day(one.observation.observed_on)}.",
                due_on=one.due_on,
                page="observation",
                label="Say that it is done",
                title="Practice observation",
            )
        )
    hers = hers.select_related("worker", "observer")
    for row in hers.filter(worker=whose, state="sent").order_by("pk"):
        assert row.sent_at is not None
        found.append(
            Asked(
                source="observation_answer",
                key=row.pk,
                what="Answer the observation of your practice",
                why=f"{row.observer.name} watched on {day(row.observed_on)}. Answer within 14 days.",
                due_on=timezone.localdate(row.sent_at) + ANSWERED_WITHIN,
                page="observation",
                label="Read and answer",
                title="Practice observation",
            )
        )
    follow = hers.filter(observer=whose, state__in=("sent", "answered"), follow_up_on__lte=until)
    for row in follow.order_by("follow_up_on", "pk"):
        assert row.follow_up_on is not None
        found.append(
            Asked(
                source="observation_follow_up",
                key=row.pk,
                what="Follow up the practice observation",
                why=f"You agreed to look again on {day(row.follow_up_on)}.",
                due_on=row.follow_up_on,
                page="observation",
                label="Follow it up",
                title=row.worker.name,
            )
        )
    return [one for one in found if one.due_on <= until]
