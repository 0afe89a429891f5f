"""Supervision at each step, by the operations of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from goldenthread.access.models import User
from goldenthread.quality.models import Direction, Supervision
from goldenthread.quality.public.supervision import (
    ChildSaid,
    DirectionSaid,
    agree_supervision,
    begin_supervision,
    finish_supervision,
    record_discussed,
)
from goldenthread.quality.public.workforce import record_vacancy
from goldenthread.rulebook.rights import Role
from tests.building.access import a_team, person_who_signs_in, tied
from tests.building.front_door import THURSDAY, Placed, child_at

AGREED = THURSDAY + timedelta(hours=4)


@dataclass(frozen=True)
class Supervising:
    """A worker with one child, her manager, and the supervision between them."""

    child: int
    supervision: int
    worker: User
    manager: User
    placed: Placed

    @property
    def direction(self) -> int:
        return Direction.objects.filter(child=self.child).order_by("-pk").values_list("pk", flat=True)[0]

    @property
    def next(self) -> int:
        rows = Supervision.objects.filter(worker=self.worker, state__in=("due", "running"))
        return rows.values_list("pk", flat=True)[0]


def child_said(owner: int, at: datetime, **changed: Any) -> ChildSaid:
    """A whole record about a child, with one direction due in a week."""
    whole = ChildSaid(
        texts={
            "happened": "Two visits, and the school’s meeting.",
            "child_view": "Seen alone on Tuesday at school. “I sleep at Nan’s when they shout.”",
            "reflection": "We may like his mother too much to look at the evenings. Nobody has been after four.",
            "challenge": "How do we know that the shouting stopped? Who says so besides his mother?",
            "risk": "Nights are the risk; his nan is the strength, as she was in 2024.",
            "decision": "We see the evenings for ourselves before the next core group.",
            "escalate_if": "If he is out at night again, a strategy discussion the same day.",
        },
        directions=(
            DirectionSaid("Visit unannounced after six in the evening", owner, (at + timedelta(days=7)).date()),
        ),
    )
    return replace(whole, **changed)


def supervision_at(
    step: str, *, placed: Placed | None = None, at: datetime = AGREED, manager: User | None = None
) -> Supervising:
    """Supervision of a worker with one child: "due", "running", "recorded" (the child's record made, a direction
    given) or "held" (and the next one due)."""
    if step not in ("due", "running", "recorded", "held"):
        raise ValueError(f"No step is called {step}.")
    placed = placed or child_at("allocated")
    assert placed.worker is not None
    manager = manager or person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    agree_supervision(
        worker=placed.worker.pk,
        supervisor=manager.pk,
        frequency="monthly",
        review_on=(at + timedelta(days=300)).date(),
        words="Tuesdays at ten, the door shut.",
        by=manager,
        at=at,
    )
    key = Supervision.objects.get(worker=placed.worker, state="due").pk
    made = Supervising(placed.child, key, placed.worker, manager, placed)
    if step == "due":
        return made
    begin_supervision(supervision=key, by=manager, at=at)
    if step == "running":
        return made
    record_discussed(supervision=key, child=placed.child, said=child_said(placed.worker.pk, at), by=manager, at=at)
    if step == "held":
        finish_supervision(supervision=key, held_on=at.date(), by=manager, at=at + timedelta(hours=1))
    return made


def one_of_each_supervision(people: Mapping[Role, User], now: datetime) -> dict[str, tuple[Any, ...]]:
    """The keys of everything in supervision, caseloads and workforce that an address can name: a session that was held
    and gave a direction, the next one begun and past its day, one to come, and a vacant post."""
    manager, owner = people[Role.TEAM_MANAGER], people[Role.SOCIAL_WORKER]
    team = a_team("Front door", kind="front_door")
    long_ago = now - timedelta(days=60)
    placed = child_at("allocated", at=long_ago, received_at=long_ago - timedelta(days=1))
    worker, other = (person_who_signs_in(Role.SOCIAL_WORKER, team=team) for _ in range(2))
    for to in (team, owner, worker):
        tied(placed.child, to=to)
    for one in (worker, other):
        agree_supervision(
            worker=one.pk,
            supervisor=manager.pk,
            frequency="monthly",
            review_on=long_ago.date() + timedelta(days=300),
            by=manager,
            at=long_ago,
        )
    first = Supervision.objects.get(worker=worker, state="due").pk
    begin_supervision(supervision=first, by=manager, at=long_ago)
    record_discussed(
        supervision=first, child=placed.child, said=child_said(owner.pk, long_ago), by=manager, at=long_ago
    )
    second = finish_supervision(supervision=first, held_on=long_ago.date(), by=manager, at=long_ago)
    begin_supervision(supervision=second, by=manager, at=now)
    vacancy = record_vacancy(
        team=team.pk, role="case_holder", fte=Decimal(1), vacant_from=long_ago.date(), by=manager, at=now
    )
    return {
        "supervision_id": (second, Supervision.objects.get(worker=other, state="due").pk, first),
        "direction_id": (Direction.objects.get(discussed__supervision=first).pk,),
        "vacancy_id": (vacancy,),
        "user_id": (owner.pk, worker.pk),
        "supervised_children": (placed.child,),
    }
