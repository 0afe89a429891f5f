"""Supervision: who supervises whom, what is due, held or missed, and the agenda that writes itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from goldenthread.access.public import Team, Tie, User, visible
from goldenthread.casework.public.supervision import CaseNow, Happening, OutcomeStands, Running, called, cases_now
from goldenthread.kernel.clock import add_months
from goldenthread.quality.models import (
    ChildDiscussed,
    StandardResult,
    Supervision,
    SupervisionAgreement,
)
from goldenthread.quality.queries.supervision_records import GivenDirection, directions_about
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.drift import Drift, drift_of
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.standards import STANDARDS
from goldenthread.rulebook.supervision import ALERT_DAYS, CHILD_CLOCK, INTERVALS

SUPERVISED = (Role.SOCIAL_WORKER, Role.FRONT_DOOR_WORKER)
"""Whose supervision is kept here."""


@dataclass(frozen=True, slots=True)
class Session:
    """One supervision. `state` is due, running, held or missed; `state_words` says so; `children` counts those whose
    record was made; `missed_because` in words; `personal` says whether the
    personal part was begun."""

    key: int
    worker: int
    worker_name: str
    supervisor: int
    supervisor_name: str
    team: int | None
    team_name: str
    state: str
    counted_from: date
    due_on: date
    held_on: date | None
    began_at: datetime | None
    missed_because: str
    missed_words: str
    children: int = 0
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Supervised:
    """A worker as her supervisor sees her: what was agreed, the last session held, and the one to come."""

    worker: int
    name: str
    job: str
    team: int | None
    team_name: str
    service: str
    supervisor: int | None
    supervisor_name: str
    frequency: str
    review_on: date | None
    last_on: date | None
    next: int | None
    next_state: str
    due_on: date | None
    missed: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """A practice standard that the record does not meet, and since when."""

    sentence: str
    since: date
    count: int


@dataclass(frozen=True, slots=True)
class AgendaChild:
    """One child on the agenda. `state` is "", writing or recorded; `how` is allocated or co_working."""

    child: int
    name: str
    born_on: date | None
    how: str
    status: str
    status_words: str
    interval: str
    last_on: date | None
    due_on: date | None
    happened: tuple[Happening, ...]
    overdue: tuple[Running, ...]
    soon: tuple[Running, ...]
    standards: tuple[Unmet, ...]
    outcomes: tuple[OutcomeStands, ...]
    directions: tuple[GivenDirection, ...]
    drift: tuple[Drift, ...]
    state: str
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """A session with its children, those that drift most first."""

    session: Session
    children: tuple[AgendaChild, ...]
    personal: bool

    @property
    def recorded(self) -> int:
        """How many children's records are made."""
        return sum(one.state == "recorded" for one in self.children)


def find_session(supervision: int) -> Session | None:
    """One session; None when there is none. One query."""
    rows = Supervision.objects.filter(pk=supervision).select_related("worker", "supervisor", "team")
    row = rows.annotate(personal_key=F("personal")).first()
    return replace(session_of(row), personal=row.personal_key is not None) if row else None


def manages(user: User, worker: User) -> bool:
    """Whether somebody supervises or manages a worker: her own supervisor, the manager of her team, or the service
    manager of its service."""
    if SupervisionAgreement.objects.filter(worker=worker, supervisor=user, ended_on=None).exists():
        return True
    return of_her_own(user, worker)


def of_her_own(user: User, worker: User) -> bool:
    """Whether the worker is in the team that somebody manages, or in a team of the service she answers for."""
    return worker.team is not None and user.pk != worker.pk and answers_for(user, worker.team)


def answers_for(user: User, team: Team) -> bool:
    """Whether somebody manages a team, or answers for the service that it is in."""
    if user.role == Role.TEAM_MANAGER:
        return user.team_id == team.pk
    service = user.team.service if user.team else ""
    return user.role == Role.SERVICE_MANAGER and bool(service) and service == team.service


def may_open(user: User, session: Session) -> bool:
    """Whether somebody may open a session: the worker, her supervisor, the manager of her team, a service manager."""
    if user.pk in (session.worker, session.supervisor):
        return True
    if user.role == Role.TEAM_MANAGER:
        return user.team_id is not None and user.team_id == session.team
    return user.role == Role.SERVICE_MANAGER


def supervised(reader: User, *, on: date, team: int | None = None) -> tuple[Supervised, ...]:
    """The workers whose supervision somebody answers for, or all of a team: a team manager her team's, a service
    manager everybody's. Four queries."""
    workers = User.objects.filter(is_active=True, role__in=SUPERVISED, team__isnull=False).select_related("team")
    if reader.role == Role.TEAM_MANAGER:
        workers = workers.filter(team=reader.team_id)
    elif reader.role not in (Role.SERVICE_MANAGER, Role.DIRECTOR):
        workers = workers.filter(pk=reader.pk)
    if team is not None:
        workers = workers.filter(team=team)
    people = list(workers.order_by("team__name", "name", "pk"))
    keys = [one.pk for one in people]
    agreed = {
        one.worker_id: one
        for one in SupervisionAgreement.objects.filter(worker__in=keys, ended_on=None).select_related("supervisor")
    }
    coming = {one.worker_id: one for one in Supervision.objects.filter(worker__in=keys, state__in=("due", "running"))}
    held: dict[int, date] = {}
    missed: dict[int, int] = defaultdict(int)
    rows = Supervision.objects.filter(worker__in=keys, state__in=("held", "missed"), due_on__gte=add_months(on, -12))
    for worker, state, held_on in rows.values_list("worker", "state", "held_on"):
        if state == "missed":
            missed[worker] += 1
        elif held_on and held_on > held.get(worker, date.min):
            held[worker] = held_on
    return tuple(
        Supervised(
            worker=one.pk,
            name=one.name,
            job=one.job_title,
            team=one.team_id,
            team_name=one.team.name if one.team else "",
            service=one.team.service if one.team else "",
            supervisor=agreed[one.pk].supervisor_id if one.pk in agreed else None,
            supervisor_name=agreed[one.pk].supervisor.name if one.pk in agreed else "",
            frequency=SETS["supervision_frequency"].label(agreed[one.pk].frequency) if one.pk in agreed else "",
            review_on=agreed[one.pk].review_on if one.pk in agreed else None,
            last_on=held.get(one.pk),
            next=coming[one.pk].pk if one.pk in coming else None,
            next_state=coming[one.pk].state if one.pk in coming else "",
            due_on=coming[one.pk].due_on if one.pk in coming else None,
            missed=missed[one.pk],
        )
        for one in people
    )


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a worker and her supervisor agreed. `frequency_words` is its label."""

    supervisor: int
    supervisor_name: str
    frequency: str
    frequency_words: str
    words: str
    agreed_on: date
    review_on: date


def agreement_of(worker: int) -> Agreed | None:
    """What holds for a worker now; None when nothing was agreed."""
    row = SupervisionAgreement.objects.filter(worker=worker, ended_on=None).select_related("supervisor").first()
    if row is None:
        return None
    label = SETS["supervision_frequency"].label(row.frequency)
    return Agreed(row.supervisor_id, row.supervisor.name, row.frequency, label, row.words, row.agreed_on, row.review_on)


def sessions_of(worker: int, *, most: int = 30) -> tuple[Session, ...]:
    """A worker's supervisions, the latest due first, with how many children each recorded. Two queries."""
    rows = list(
        Supervision.objects.filter(worker=worker)
        .select_related("worker", "supervisor", "team")
        .order_by("-due_on", "-pk")[:most]
    )
    counts: dict[int, int] = defaultdict(int)
    recorded = ChildDiscussed.objects.filter(supervision__in=[one.pk for one in rows]).exclude(recorded_at=None)
    for key in recorded.values_list("supervision", flat=True):
        counts[key] += 1
    return tuple(session_of(row, counts[row.pk]) for row in rows)


def session_of(row: Supervision, children: int = 0) -> Session:
    """A row of a session, read with its people and team, as plain values."""
    return Session(
        key=row.pk,
        worker=row.worker_id,
        worker_name=row.worker.name,
        supervisor=row.supervisor_id,
        supervisor_name=row.supervisor.name,
        team=row.team_id,
        team_name=row.team.name if row.team else "",
        state=row.state,
        counted_from=row.counted_from,
        due_on=row.due_on,
        held_on=row.held_on,
        began_at=row.began_at,
        missed_because=SETS["supervision_missed"].label(row.missed_because) if row.missed_because else "",
        missed_words=row.missed_words,
        children=children,
    )


# --- the agenda


def agenda(supervision: int, *, reader: User, on: date, at: datetime, session: Session | None = None) -> Agenda | None:
    """The agenda of a session: each child of the worker whom the reader may read, with everything that supervision
    would ask about. None when there is no such session. Ten queries, however many children there are; `session` saves
    another where it was read already."""
    session = session or find_session(supervision)
    if session is None:
        return None
    people, how = _children_of(session, reader, at, on)
    return Agenda(session, _about(people, how, on, session), session.personal)


def _children_of(
    session: Session, reader: User, at: datetime, on: date
) -> tuple[dict[int, tuple[str, date | None]], dict[int, str]]:
    """Whom the session is about: the worker's children while it runs, and afterwards those it recorded."""
    names = ("child", "child__given_names", "child__family_name", "child__la_child_id", "child__born_on")
    may = visible(reader, "supervision.read_child", child="child", at=at)
    if session.state in ("held", "missed"):
        said = ChildDiscussed.objects.filter(may, supervision=session.key).exclude(recorded_at=None).order_by("pk")
        rows = [(*one, "allocated") for one in said.values_list(*names)]
    else:
        ties = Tie.objects.holding(on).filter(may, user=session.worker, kind__in=("allocated", "co_working"))
        rows = list(ties.order_by("kind", "pk").values_list(*names, "kind"))
    people, how = {}, {}
    for child, given, family, number, born_on, kind in rows:
        people[child] = (called(given, family, number or ""), born_on)
        how.setdefault(child, kind)
    return people, how


def _about(
    people: Mapping[int, tuple[str, date | None]], how: Mapping[int, str], on: date, session: Session
) -> tuple[AgendaChild, ...]:
    children = list(people)
    here: dict[int, tuple[str, datetime]] = {}
    last: dict[int, date] = {}
    said = ChildDiscussed.objects.filter(child__in=children).order_by("saved_at", "pk")
    for child, key, saved_at, recorded_at, held_on, began_at in said.values_list(
        "child", "supervision", "saved_at", "recorded_at", "supervision__held_on", "supervision__began_at"
    ):
        if key == session.key:
            here[child] = ("recorded" if recorded_at else "writing", saved_at)
        elif recorded_at and (session.held_on is None or (held_on or on) <= session.held_on):
            last[child] = held_on or timezone.localdate(began_at or recorded_at)
    cases = cases_now(children, on=on, since=last, people=people)
    directions = directions_about(children, open_only=True)
    unmet = _standards(children)
    soon_until = WORKING_DAYS.add(on, ALERT_DAYS)
    found = [
        _child(cases[child], how[child], on, soon_until, last, directions, unmet, here.get(child))
        for child in children
        if child in cases
    ]
    return tuple(sorted(found, key=lambda one: (one.state == "recorded", -len(one.drift), one.name.casefold())))


def _child(
    case: CaseNow,
    how: str,
    on: date,
    soon_until: date,
    last: Mapping[int, date],
    directions: Mapping[int, tuple[GivenDirection, ...]],
    unmet: Mapping[int, tuple[Unmet, ...]],
    here: tuple[str, datetime] | None,
) -> AgendaChild:
    asked = directions.get(case.child, ())
    due_on = next((one.due_on for one in case.running if one.clock == CHILD_CLOCK), None)
    facts = case.drift_facts(
        directions=tuple((one.what, one.due_on, one.answer) for one in asked),
        supervised_on=last.get(case.child),
        supervise_by=due_on,
    )
    running = [one for one in case.running if one.clock != CHILD_CLOCK]
    interval = INTERVALS.get(case.status)
    return AgendaChild(
        child=case.child,
        name=case.name,
        born_on=case.born_on,
        how=how,
        status=case.status,
        status_words=interval.words if interval else "No open case",
        interval=interval.why if interval else "",
        last_on=last.get(case.child),
        due_on=due_on,
        happened=tuple(case.happened),
        overdue=tuple(one for one in running if one.due_on < on),
        soon=tuple(one for one in running if on <= one.due_on <= soon_until),
        standards=unmet.get(case.child, ()),
        outcomes=tuple(one for one in case.outcomes if one.code in ("same", "worse")),
        directions=asked,
        drift=drift_of(facts, on=on),
        state=here[0] if here else "",
        saved_at=here[1] if here else None,
    )


def _standards(children: Collection[int]) -> dict[int, tuple[Unmet, ...]]:
    """What the last run of the standards found unmet: each standard once, longest so first."""
    counts: dict[tuple[int, str], list[Any]] = {}
    rows = StandardResult.objects.filter(child__in=children, met=False).order_by("since", "pk")
    for child, standard, since in rows.values_list("child", "standard", "since"):
        if standard in STANDARDS:
            counts.setdefault((child, standard), [since, 0])[1] += 1
    found: dict[int, list[Unmet]] = defaultdict(list)
    for (child, standard), (since, count) in counts.items():
        found[child].append(Unmet(STANDARDS[standard].sentence, since, count))
    return {child: tuple(some) for child, some in found.items()}
