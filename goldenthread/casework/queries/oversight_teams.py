"""Which teams a manager answers for: her own, that of somebody she covers for, and those of her service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from goldenthread.access.public import Team, User, visible
from goldenthread.casework.models import Allocation
from goldenthread.rulebook.rights import Role


def answers_for(by: User, team: Team, today: date) -> bool:
    """Whether the team is hers to manage today. A director answers for every team. One query."""
    return team.pk in teams_of(by, today)


def teams_of(by: User, today: date) -> frozenset[int]:
    """The keys of the teams she manages today: none for somebody who manages no team. One query."""
    if by.role == Role.DIRECTOR:
        return frozenset(Team.objects.filter(closed_on=None).values_list("pk", flat=True))
    if by.role not in (Role.TEAM_MANAGER, Role.SERVICE_MANAGER):
        return frozenset()
    hers = Q(pk=by.team_id) | Q(pk__in=by.covers.filter(period__contains=today).values("absent__team"))
    if by.role == Role.SERVICE_MANAGER:
        service = Team.objects.filter(pk=by.team_id).exclude(service="").values("service")
        hers |= Q(closed_on=None, service__in=service)
    return frozenset(Team.objects.filter(hers).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class HeldCase:
    """A child whom somebody's team holds, with the worker and since when."""

    child: int
    given: str
    team: int
    worker: int
    since: datetime


def held_cases(*, act: str, reader: User, before: datetime, at: datetime) -> tuple[HeldCase, ...]:
    """The children with a worker since before a moment on whom the reader may perform an act, by key. One query."""
    rows = (
        Allocation.objects.filter(ended_at=None, worker__isnull=False, allocated_at__lt=before)
        .filter(visible(reader, act, child="referral__child", at=at), referral__closed_on=None)
        .order_by("referral__child")
        .values_list("referral__child", "referral__child__given_names", "team", "worker", "allocated_at")
    )
    return tuple(HeldCase(*row) for row in rows)
