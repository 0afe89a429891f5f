"""How supervision was kept in each team, and what was missed: for those who answer for several teams."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from goldenthread.access.public import User
from goldenthread.kernel.clock import add_months
from goldenthread.quality.models import Supervision, SupervisionAgreement
from goldenthread.quality.queries.supervision import SUPERVISED, Session, session_of


@dataclass(frozen=True, slots=True)
class TeamKept:
    """How a team kept supervision in twelve months: held in time, held late, missed; `waiting` is past its day now and
    neither; `not_agreed` are those of its `workers` with whom nothing was agreed."""

    team: int
    name: str
    service: str
    in_time: int
    late: int
    missed: int
    waiting: int
    not_agreed: int
    workers: int


def how_kept(*, on: date) -> tuple[TeamKept, ...]:
    """How each team kept supervision in the twelve months to a day, the worst first. Two queries."""
    workers = User.objects.filter(is_active=True, role__in=SUPERVISED, team__closed_on=None, team__isnull=False)
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    named: dict[int, tuple[str, str]] = {}
    agreed = Exists(SupervisionAgreement.objects.filter(ended_on=None, worker=OuterRef("pk")))
    for team, name, service, has in workers.annotate(has=agreed).values_list(
        "team", "team__name", "team__service", "has"
    ):
        named[team] = (name, service)
        counts[team]["workers"] += 1
        counts[team]["not_agreed"] += not has
    rows = Supervision.objects.filter(due_on__gte=add_months(on, -12), due_on__lte=on)
    for team, state, due_on, held_on in rows.values_list("team", "state", "due_on", "held_on"):
        if state == "held" and held_on:
            counts[team]["in_time" if held_on <= due_on else "late"] += 1
        elif state == "missed":
            counts[team]["missed"] += 1
        elif due_on < on:
            counts[team]["waiting"] += 1
    names = ("in_time", "late", "missed", "waiting", "not_agreed", "workers")
    found = [TeamKept(team, *named[team], *(counts[team][name] for name in names)) for team in named]
    return tuple(sorted(found, key=lambda one: (-(one.missed + one.waiting), -one.late, one.name)))


def missed_sessions(*, on: date, team: int | None = None) -> tuple[Session, ...]:
    """The supervisions of twelve months that were missed, or are past their day now, the latest first. One query."""
    rows = Supervision.objects.filter(due_on__gte=add_months(on, -12), due_on__lt=on).exclude(state="held")
    if team is not None:
        rows = rows.filter(team=team)
    asked = rows.select_related("worker", "supervisor", "team").order_by("-due_on", "-pk")[:200]
    return tuple(session_of(row) for row in asked)
