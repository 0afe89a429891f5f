"""Practice observations as they are read: one of them, somebody's own, and who was not observed for a year.

An observation is personal. The worker reads it once it is sent; besides her the observer and the managers who answer
for the worker. Where it was with a family whose record is closed to a reader, she reads none of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from goldenthread.access.public import Tie, User, acts_of, managers, sealed, visible
from goldenthread.casework.public.supervision import called
from goldenthread.kernel.clock import add_months
from goldenthread.people.public import Person
from goldenthread.quality.models import Observation, ObservationStep
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.observing import AGAIN_AFTER_MONTHS, guide_of
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.workflows import OBSERVATION

OBSERVED = (Role.SOCIAL_WORKER, Role.FRONT_DOOR_WORKER, Role.TEAM_MANAGER, Role.CONFERENCE_CHAIR)
"""Whose practice is observed."""

EVERYBODYS = (Role.SERVICE_MANAGER, Role.CONFERENCE_CHAIR, Role.AUDITOR, Role.DIRECTOR)
"""Who sees of every team whether its workers were observed; of what was seen, counts alone."""

ANSWERED_WITHIN = timedelta(days=14)
"""How soon the worker is asked to answer."""


@dataclass(frozen=True, slots=True)
class SeenPart:
    """What was seen of one part of practice, with what was looked for."""

    key: str
    label: str
    look_for: tuple[str, ...]
    seen: str
    seen_label: str
    words: str


@dataclass(frozen=True, slots=True)
class StepShown:
    """A next step: `hers` when the reader owns it."""

    key: int
    what: str
    owner: str
    hers: bool
    due_on: date
    done_words: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """An observation in a list. `whole_label` is empty until it is sent."""

    key: int
    worker: int
    worker_name: str
    observer_name: str
    activity_label: str
    observed_on: date
    state: str
    state_words: str
    whole_label: str
    follow_up_on: date | None
    open_steps: int


@dataclass(frozen=True, slots=True)
class ObservationShown:
    """One observation, whole. `child_name` is who the family is called by; `typed` holds the boxes of what is being
    written; `may` are the acts that are open to the reader now."""

    key: int
    worker: int
    worker_name: str
    observer_name: str
    team_name: str
    child: int | None
    child_name: str
    activity_label: str
    observed_on: date
    state: str
    state_words: str
    family_agreed_label: str
    family_words: str
    saw: str
    whole_label: str
    whole_words: str
    no_step_because: str
    follow_up_on: date | None
    parts: tuple[SeenPart, ...]
    steps: tuple[StepShown, ...]
    typed: Mapping[str, str]
    saved_at: datetime | None
    worker_words: str
    worker_next: str
    answered_at: datetime | None
    followed_words: str
    followed_by: str
    followed_at: datetime | None
    finding: int | None
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Watched:
    """A worker and when she was last observed; `again` when that is a year ago, or never was."""

    worker: int
    name: str
    job: str
    team: int
    team_name: str
    last_on: date | None
    in_year: int
    again: bool


def show_observation(observation: int, *, reader: User) -> ObservationShown | None:
    """One observation as its reader sees it; None when there is none, or she may not. Three queries."""
    row = readable(reader).select_related("team", "child", "followed_by").filter(pk=observation).first()
    if row is None:
        return None
    guide = guide_of(row.guide, row.guide_version)
    seen = {one.part: one for one in row.parts.all()}
    steps = list(row.steps.select_related("owner").order_by("position", "pk"))
    return ObservationShown(
        key=row.pk,
        worker=row.worker_id,
        worker_name=row.worker.name,
        observer_name=row.observer.name,
        team_name=row.team.name if row.team else "",
        child=row.child_id,
        child_name=_name(row.child),
        activity_label=SETS["observation_activity"].label(row.activity),
        observed_on=row.observed_on,
        state=row.state,
        state_words=OBSERVATION.states[row.state],
        family_agreed_label=SETS["observation_agreed"].label(row.family_agreed) if row.family_agreed else "",
        family_words=row.family_words,
        saw=row.saw,
        whole_label=SETS["observation_whole"].label(row.whole) if row.whole else "",
        whole_words=row.whole_words,
        no_step_because=row.no_step_because,
        follow_up_on=row.follow_up_on,
        parts=tuple(
            SeenPart(
                part.key,
                part.label,
                part.look_for,
                seen[part.key].seen if part.key in seen else "",
                SETS["observation_seen"].label(seen[part.key].seen) if part.key in seen else "",
                seen[part.key].words if part.key in seen else "",
            )
            for part in guide.parts
        ),
        steps=tuple(
            StepShown(
                one.pk, one.what, one.owner.name, one.owner_id == reader.pk, one.due_on, one.done_words, one.done_at
            )
            for one in steps
        ),
        typed=dict(row.typed) if row.observer_id == reader.pk and row.state == "writing" else {},
        saved_at=row.saved_at,
        worker_words=row.worker_words,
        worker_next=row.worker_next,
        answered_at=row.answered_at,
        followed_words=row.followed_words,
        followed_by=row.followed_by.name if row.followed_by else "",
        followed_at=row.followed_at,
        finding=row.finding,
        may=_may(reader, row),
    )


def _may(reader: User, row: Observation) -> frozenset[str]:
    """The acts that are open now, and are this reader's to do."""
    own = {
        "observation.write": row.observer_id == reader.pk,
        "observation.drop": row.observer_id == reader.pk,
        "observation.send": row.observer_id == reader.pk,
        "observation.answer": row.worker_id == reader.pk,
        "observation.finish_step": True,
        "observation.follow_up": row.worker_id != reader.pk,
    }
    open_now = set(OBSERVATION.acts_from(row.state)) & acts_of(reader)
    found = {act for act in open_now if own.get(act, False)}
    if row.state in ("sent", "answered", "followed_up") and row.finding is None and row.worker_id != reader.pk:
        found |= {"finding.enter"} & acts_of(reader)
    return frozenset(found)


def observations_of(*, reader: User, worker: int | None = None, most: int = 50) -> tuple[ObservationRow, ...]:
    """The observations that somebody may read, the latest first; of one worker where one is named. Two queries."""
    rows = readable(reader)
    if worker is not None:
        rows = rows.filter(worker=worker)
    return _rows(rows.order_by("-observed_on", "-pk")[:most])


def readable(reader: User) -> QuerySet[Observation]:
    """The observations that somebody may read: the observer her own, and once they are sent the worker, the manager of
    the worker's team and the service manager of its service. A seal on the child keeps her out."""
    sent = Q(worker=reader)
    if reader.role == Role.TEAM_MANAGER and reader.team_id is not None:
        sent |= Q(worker__team=reader.team_id)
    service = reader.team.service if reader.team else ""
    if reader.role == Role.SERVICE_MANAGER and service:
        sent |= Q(worker__team__service=service)
    closed = Person.objects.filter(sealed(reader, "pk")).values("pk")
    rows = Observation.objects.exclude(state="dropped").filter(Q(observer=reader) | (sent & ~Q(state="writing")))
    return rows.filter(Q(child=None) | ~Q(child__in=closed)).select_related("worker", "observer")


def _rows(rows: QuerySet[Observation]) -> tuple[ObservationRow, ...]:
    found = list(rows)
    waiting: dict[int, int] = {}
    open_steps = ObservationStep.objects.filter(observation__in=[one.pk for one in found], done_at=None)
    for key in open_steps.values_list("observation", flat=True):
        waiting[key] = waiting.get(key, 0) + 1
    return tuple(
        ObservationRow(
            key=one.pk,
            worker=one.worker_id,
            worker_name=one.worker.name,
            observer_name=one.observer.name,
            activity_label=SETS["observation_activity"].label(one.activity),
            observed_on=one.observed_on,
            state=one.state,
            state_words=OBSERVATION.states[one.state],
            whole_label=SETS["observation_whole"].label(one.whole) if one.whole else "",
            follow_up_on=one.follow_up_on if one.state in ("sent", "answered") else None,
            open_steps=waiting.get(one.pk, 0),
        )
        for one in found
    )


def watched(reader: User, *, on: date) -> tuple[Watched, ...]:
    """Who was observed when, those longest ago first: a team manager's own team, and every team for those who answer
    for all. Two queries."""
    people = User.objects.filter(is_active=True, role__in=OBSERVED, team__isnull=False).select_related("team")
    if reader.role == Role.TEAM_MANAGER:
        people = people.filter(team=reader.team_id).exclude(pk=reader.pk)
    elif reader.role not in EVERYBODYS:
        return ()
    workers = list(people.order_by("team__name", "name", "pk"))
    since = add_months(on, -AGAIN_AFTER_MONTHS)
    last: dict[int, date] = {}
    in_year: dict[int, int] = {}
    sent = Observation.objects.filter(worker__in=[one.pk for one in workers], sent_at__isnull=False)
    for worker, observed_on in sent.order_by("observed_on").values_list("worker", "observed_on"):
        last[worker] = observed_on
        in_year[worker] = in_year.get(worker, 0) + (observed_on > since)
    found = [
        Watched(
            worker=one.pk,
            name=one.name,
            job=one.job_title,
            team=one.team.pk,
            team_name=one.team.name,
            last_on=last.get(one.pk),
            in_year=in_year.get(one.pk, 0),
            again=not in_year.get(one.pk, 0),
        )
        for one in workers
        if one.team is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.team_name, not one.again, one.last_on or date.min, one.name)))


def children_to_observe(observer: User, worker: int, *, at: datetime, on: date) -> tuple[tuple[int, str], ...]:
    """The children of a worker whose record the observer may open: (key, name), by name. One query."""
    ties = Tie.objects.holding(on).filter(
        visible(observer, "child.read", child="child", at=at), user=worker, kind__in=("allocated", "co_working")
    )
    names = ("child", "child__given_names", "child__family_name", "child__la_child_id")
    found = {child: called(given, family, number or "") for child, given, family, number in ties.values_list(*names)}
    return tuple(sorted(found.items(), key=lambda one: one[1].casefold()))


def observable(observer: User) -> QuerySet[User]:
    """Whom somebody may observe: whoever practises and is in a team, and not herself."""
    return User.objects.filter(is_active=True, role__in=OBSERVED, team__isnull=False).exclude(pk=observer.pk)


def find_observable(observer: User, worker: int | None) -> User | None:
    """One of those whom somebody may observe; None for anybody else."""
    return observable(observer).select_related("team").filter(pk=worker).first() if worker else None


def heads_of(worker: User) -> tuple[int, ...]:
    """Who answers for somebody's practice: the other managers of her team, and where there is none the service managers
    of its service."""
    if worker.team is None:
        return ()
    heads = tuple(one.key for one in managers(worker.team) if one.key != worker.pk)
    if heads or not worker.team.service:
        return heads
    over = User.objects.filter(is_active=True, role=Role.SERVICE_MANAGER, team__service=worker.team.service)
    return tuple(over.order_by("name", "pk").values_list("pk", flat=True))


def owners_of_steps(observation: int) -> tuple[tuple[int, str], ...]:
    """Who may own a next step: the worker, the observer, and the managers of the worker's team."""
    row = Observation.objects.select_related("worker", "observer").get(pk=observation)
    found = {row.worker_id: row.worker.name, row.observer_id: row.observer.name}
    heads = User.objects.filter(is_active=True, role=Role.TEAM_MANAGER, team=row.worker.team_id, team__isnull=False)
    found |= dict(heads.order_by("name").values_list("pk", "name"))
    return tuple(found.items())


def observation_of_step(step: int) -> int | None:
    """The key of the observation that a step is of; None when there is no such step."""
    return ObservationStep.objects.filter(pk=step).values_list("observation", flat=True).first()


def _name(child: Person | None) -> str:
    return called(child.given_names, child.family_name, child.la_child_id or "") if child is not None else ""


def last_observed(workers: Collection[int]) -> dict[int, date]:
    """The day on which each was last observed, of those who were. One query."""
    rows = Observation.objects.filter(worker__in=workers, sent_at__isnull=False).order_by("observed_on")
    return dict(rows.values_list("worker", "observed_on"))
