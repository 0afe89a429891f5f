"""A referral with its decision, allocation and deadlines; and whom it can be given to, with what they carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from goldenthread.access.public import team_members, teams
from goldenthread.casework.models import Allocation, Deadline, Referral
from goldenthread.casework.queries.deadlines import Standing, deadlines_of
from goldenthread.casework.queries.decisions import Made, decisions_of
from goldenthread.kernel.clock import london_date
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.workflows import REFERRAL
from goldenthread.ui.words import age


@dataclass(frozen=True, slots=True)
class Given:
    """An allocation: to which team and worker, with what instructions, by whom and when; read when she said so."""

    key: int
    team: str
    worker: str
    worker_key: int | None
    instructions: str
    allocated_by: str
    allocated_at: datetime
    ended_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sibling:
    """A child referred with this one, by the same contact. `allocation` is the latest, 0 for none."""

    referral: int
    child: int
    name: str
    state: str
    team: int | None
    allocation: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One referral. `acts` are open in its state by the workflow; `previous_on` is the earlier referral's day."""

    key: int
    child: int
    name: str
    name_and_age: str
    contact: int | None
    reference: str
    story: str
    state: str
    state_words: str
    acts: tuple[str, ...]
    received_at: datetime
    source: str
    is_rereferral: bool
    previous: int | None
    previous_on: date | None
    acknowledged_at: datetime | None
    acknowledged_how: str
    decided_at: datetime | None
    no_further_action: bool
    team: int | None
    team_name: str
    worker: int | None
    worker_name: str
    closed_on: date | None
    closure_reason: str
    loaded: bool
    decisions: tuple[Made, ...]
    allocations: tuple[Given, ...]
    clocks: tuple[Standing, ...]
    siblings: tuple[Sibling, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What a worker carries: open children and families, new this week, and what is overdue."""

    worker: int
    name: str
    role: str
    children: int
    families: int
    new_this_week: int
    overdue: int


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """What a team carries, and how many of its children wait for a worker."""

    team: int
    name: str
    kind: str
    area: str
    children: int
    waiting: int


def child_of(referral: int) -> int | None:
    """The key of the child a referral is about; None when there is no such referral."""
    return Referral.objects.filter(pk=referral).values_list("child", flat=True).first()


def child_of_allocation(allocation: int) -> int | None:
    """The key of the child that an allocation is about; None when there is no such allocation."""
    return Allocation.objects.filter(pk=allocation).values_list("referral__child", flat=True).first()


def show_referral(referral: int, *, at: datetime) -> Shown:
    """One referral with everything that hangs from it. Raises `Referral.DoesNotExist`."""
    row = Referral.objects.select_related("child", "contact", "team", "worker", "previous").get(pk=referral)
    child = row.child
    name = " ".join(part for part in (child.given_names, child.family_name) if part)
    name = name or (f"Child {child.la_child_id}" if child.la_child_id else "Unborn baby")
    years = age(child.born_on, at)
    return Shown(
        key=row.pk,
        child=child.pk,
        name=name,
        name_and_age=f"{name}, {years}" if years else name,
        contact=row.contact_id,
        reference=row.contact.reference if row.contact else "",
        story=row.contact.summary if row.contact else "",
        state=row.state,
        state_words=REFERRAL.states.get(row.state, row.state),
        acts=REFERRAL.acts_from(row.state),
        received_at=row.received_at,
        source=SETS["referral_source"].label(row.source),
        is_rereferral=row.is_rereferral,
        previous=row.previous_id,
        previous_on=row.previous.received_on if row.previous else None,
        acknowledged_at=row.acknowledged_at,
        acknowledged_how=row.acknowledged_how,
        decided_at=row.decided_at,
        no_further_action=row.no_further_action,
        team=row.team_id,
        team_name=row.team.name if row.team else "",
        worker=row.worker_id,
        worker_name=row.worker.name if row.worker else "",
        closed_on=row.closed_on,
        closure_reason=SETS["closure_reason"].label(row.closure_reason) if row.closure_reason else "",
        loaded=row.loaded,
        decisions=decisions_of(referral=row.pk),
        allocations=_given(row),
        clocks=deadlines_of(referral=row.pk, at=at),
        siblings=_siblings(row),
    )


def _given(row: Referral) -> tuple[Given, ...]:
    rows = Allocation.objects.filter(referral=row).select_related("team", "worker", "allocated_by")
    return tuple(
        Given(
            key=one.pk,
            team=one.team.name,
            worker=one.worker.name if one.worker else "",
            worker_key=one.worker_id,
            instructions=one.instructions,
            allocated_by=one.allocated_by.name,
            allocated_at=one.allocated_at,
            ended_at=one.ended_at,
            read_at=one.read_at,
        )
        for one in rows.order_by("-allocated_at", "-pk")
    )


def _siblings(row: Referral) -> tuple[Sibling, ...]:
    if row.contact_id is None:
        return ()
    latest = Allocation.objects.filter(referral=OuterRef("pk")).order_by("-allocated_at", "-pk").values("pk")[:1]
    others = (
        Referral.objects.filter(contact=row.contact_id, closed_on=None)
        .exclude(pk=row.pk)
        .select_related("child")
        .annotate(allocation=Coalesce(Subquery(latest), 0))
    )
    return tuple(
        Sibling(one.pk, one.child_id, one.child.given_names or "Unborn baby", one.state, one.team_id, one.allocation)
        for one in others.order_by("child__born_on", "pk")
    )


def worker_loads(team: int, *, at: datetime) -> tuple[Load, ...]:
    """What each worker of a team carries, the lightest first. Two queries, whatever their number."""
    members = [one for one in team_members(team) if one.role in (Role.SOCIAL_WORKER, Role.TEAM_MANAGER)]
    keys = [one.key for one in members]
    since = WORKING_DAYS.add(london_date(at), -5)

    def counted(rows: QuerySet, sort: str, who: str, what: Count) -> QuerySet:
        named = rows.annotate(sort=Value(sort, output_field=TextField()), who=F(who)).values("sort", "who")
        return named.annotate(count=what).order_by()

    open_now = Referral.objects.filter(worker__in=keys, closed_on=None)
    late = Deadline.objects.filter(owner__in=keys, met_at=None, void_at=None).filter(
        Q(due_on__lt=london_date(at)) | Q(due_at__lt=at)
    )
    rows = counted(open_now, "children", "worker", Count("child", distinct=True)).union(
        counted(open_now, "families", "worker", Count("contact", distinct=True)),
        counted(
            Allocation.objects.filter(worker__in=keys, ended_at=None, allocated_at__date__gte=since),
            "new_this_week",
            "worker",
            Count("pk"),
        ),
        counted(late, "overdue", "owner", Count("pk")),
        all=True,
    )
    found: dict[int, dict[str, int]] = {one.key: {} for one in members}
    for row in rows:
        found[row["who"]][row["sort"]] = row["count"]
    loads = [
        Load(
            worker=one.key,
            name=one.name,
            role=one.job_title or one.role_name,
            children=found[one.key].get("children", 0),
            families=found[one.key].get("families", 0),
            new_this_week=found[one.key].get("new_this_week", 0),
            overdue=found[one.key].get("overdue", 0),
        )
        for one in members
    ]
    return tuple(sorted(loads, key=lambda load: (load.role == "team manager", load.children, load.name)))


def team_loads() -> tuple[TeamLoad, ...]:
    """What each team that may take a referral carries, by name."""
    counted = {
        row["team"]: row
        for row in Referral.objects.filter(closed_on=None, team__isnull=False)
        .values("team")
        .annotate(children=Count("pk"), waiting=Count("pk", filter=Q(worker=None)))
    }
    return tuple(
        TeamLoad(
            team=one.key,
            name=one.name,
            kind=one.kind_name,
            area=one.area,
            children=counted.get(one.key, {}).get("children", 0),
            waiting=counted.get(one.key, {}).get("waiting", 0),
        )
        for one in teams()
    )
