"""What workers carry: children by how they carry them, what the cases weigh, and what would change if some moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from goldenthread.access.public import Cover, Tie, User, visible
from goldenthread.casework.public.supervision import called, statuses
from goldenthread.quality.models import CaseWeight, WorkerRecord
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.workload import room_for, weight_of

ZERO = Decimal("0.00")
CARRIES = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.FRONT_DOOR_WORKER)


@dataclass(frozen=True, slots=True)
class Case:
    """One child whom a worker carries. `how` is allocated or co_working; `weight` what the case weighs for her."""

    child: int
    name: str
    born_on: date | None
    how: str
    since: date
    status: str
    complexity: str
    travel: str
    because: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Load:
    """What one worker carries. `room` is what she can carry by the rulebook; `covers` whose work is hers today, with
    how many children. Cases of somebody she covers for are not in `weight`."""

    worker: int
    name: str
    role: str
    team: int | None
    team_name: str
    service: str
    fte: Decimal
    newly_qualified: bool
    agency: bool
    cases: tuple[Case, ...] = ()
    covers: tuple[tuple[str, int], ...] = ()
    room: Decimal = ZERO

    @property
    def allocated(self) -> int:
        """Children allocated to her."""
        return sum(one.how == "allocated" for one in self.cases)

    @property
    def co_working(self) -> int:
        """Children with whom she is the second worker."""
        return len(self.cases) - self.allocated

    @property
    def weight(self) -> Decimal:
        """What her cases weigh together."""
        return sum((one.weight for one in self.cases), ZERO)

    @property
    def over(self) -> bool:
        """Whether she carries more than she has room for."""
        return self.weight > self.room


def loads(
    *, reader: User, on: date, at: datetime, team: int | None = None, worker: int | None = None
) -> tuple[Load, ...]:
    """What each worker carries of the children whom the reader may open: a team manager sees her own team's workers,
    others everybody, by team and name. Six queries, however many there are."""
    workers = User.objects.filter(is_active=True, role__in=CARRIES, team__isnull=False).select_related("team")
    if reader.role == Role.TEAM_MANAGER:
        workers = workers.filter(team=reader.team_id)
    if team is not None:
        workers = workers.filter(team=team)
    if worker is not None:
        workers = workers.filter(pk=worker)
    people = list(workers.order_by("team__name", "name", "pk"))
    keys = [one.pk for one in people]
    posts = {one.worker_id: one for one in WorkerRecord.objects.filter(worker__in=keys)}
    covered: dict[int, list[tuple[int, str]]] = defaultdict(list)
    absent = set()
    for covering, who, name in Cover.objects.filter(covering__in=keys, period__contains=on).values_list(
        "covering", "absent", "absent__name"
    ):
        covered[covering].append((who, name))
        absent.add(who)
    cases = _cases([*keys, *absent], reader=reader, on=on, at=at)
    found = [_load(one, posts.get(one.pk), cases, covered[one.pk], on) for one in people]
    # A manager without cases is nobody who carries children.
    return tuple(one for one in found if one.cases or one.role != Role.TEAM_MANAGER or worker is not None)


def _load(
    user: User,
    post: WorkerRecord | None,
    cases: Mapping[int, tuple[Case, ...]],
    covered: Collection[tuple[int, str]],
    on: date,
) -> Load:
    fte = post.fte if post else Decimal(1)
    fresh = bool(post and post.induction_ends_on and post.induction_ends_on > on)
    return Load(
        worker=user.pk,
        name=user.name,
        role=user.role,
        team=user.team_id,
        team_name=user.team.name if user.team else "",
        service=user.team.service if user.team else "",
        fte=fte,
        newly_qualified=fresh,
        agency=bool(post and post.agency),
        cases=cases.get(user.pk, ()),
        covers=tuple((name, len(cases.get(who, ()))) for who, name in covered),
        room=room_for(fte=fte, newly_qualified=fresh),
    )


def _cases(workers: Collection[int], *, reader: User, on: date, at: datetime) -> dict[int, tuple[Case, ...]]:
    ties = list(
        Tie.objects.holding(on)
        .filter(
            visible(reader, "child.read", child="child", at=at),
            user__in=workers,
            kind__in=("allocated", "co_working"),
        )
        .order_by("user", "kind", "child__family_name", "child__given_names", "pk")
        .values_list(
            "user",
            "kind",
            "child",
            "child__given_names",
            "child__family_name",
            "child__la_child_id",
            "child__born_on",
            "starts_on",
        )
    )
    children = {row[2] for row in ties}
    stands = statuses(children)
    weighed = {one.child_id: one for one in CaseWeight.objects.filter(child__in=children)}
    found: dict[int, list[Case]] = defaultdict(list)
    for worker, kind, child, given, family, number, born_on, since in ties:
        if child not in stands or any(one.child == child for one in found[worker]):
            continue
        set_by_hand = weighed.get(child)
        complexity = set_by_hand.complexity if set_by_hand else "usual"
        travel = set_by_hand.travel if set_by_hand else "near"
        status = stands[child][0]
        found[worker].append(
            Case(
                child=child,
                name=called(given, family, number or ""),
                born_on=born_on,
                how=kind,
                since=since,
                status=status,
                complexity=complexity,
                travel=travel,
                because=set_by_hand.because if set_by_hand else "",
                weight=weight_of(status=status, complexity=complexity, travel=travel, co_working=kind == "co_working"),
            )
        )
    return {worker: tuple(some) for worker, some in found.items()}


def case_weight(child: int) -> tuple[str, str, str]:
    """The complexity and the travel set for a child's case, and why; as its status says where nobody did."""
    row = CaseWeight.objects.filter(child=child).first()
    return (row.complexity, row.travel, row.because) if row else ("usual", "near", "")


@dataclass(frozen=True, slots=True)
class Moved:
    """A worker before and after a move that nobody has made."""

    before: Load
    after: Load


def if_moved(found: Collection[Load], *, children: Collection[int], to: Collection[int]) -> tuple[Moved, ...]:
    """What workers would carry if these children's cases went to one worker, or, where several are named, each to
    whichever of them then has most room. Only workers for whom something changes. Nothing is written."""
    wanted = set(children)
    now = {one.worker: one for one in found}
    after = dict(now)
    going: list[Case] = []
    for key, one in now.items():
        leave = [case for case in one.cases if case.child in wanted and case.how == "allocated"]
        if leave and not (len(set(to)) == 1 and key in to):
            going += leave
            after[key] = replace(after[key], cases=tuple(case for case in one.cases if case not in leave))
    for case in sorted(going, key=lambda one: (-one.weight, one.name)):
        able = [after[key] for key in to if key in after]
        if not able:
            break
        least = min(able, key=lambda one: (one.weight - one.room, one.name))
        after[least.worker] = replace(least, cases=(*after[least.worker].cases, case))
    return tuple(Moved(one, after[key]) for key, one in now.items() if after[key].cases != one.cases)
