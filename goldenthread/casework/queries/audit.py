"""What audit asks of children's cases: whom a sample may be drawn from, and what a child said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldenthread.access.public import Tie
from goldenthread.casework.models import AssessmentChild, MeetingChild, Plan, Referral, VisitChild
from goldenthread.people.public import Person

A_YEAR = timedelta(days=365)
HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child whom a sample may be drawn from, with the team and the worker who have the child now, if any."""

    child: int
    team: int | None
    team_name: str
    worker: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a child's own, with when and where they were heard."""

    words: str
    on: date
    where: str
    page: str
    key: int


def candidates(among: str, *, on: date, team: int | None = None) -> tuple[Candidate, ...]:
    """The children whom a sample may be drawn from on a day, by key; of one team where it is named. Four queries.

    `among` is a code of "audit_among". Raises `KeyError` for another.
    """
    rows = Person.objects.filter(kind="child", merged_into=None, pk__in=_CHILDREN[among](on))
    if team is not None:
        rows = rows.filter(pk__in=Tie.objects.holding(on).filter(kind="team", team=team).values("child"))
    children = list(rows.order_by("pk").values_list("pk", flat=True))
    holding = Tie.objects.holding(on).filter(child__in=rows.values("pk")).order_by("pk")
    teams = {
        child: (key, name)
        for child, key, name in holding.filter(kind="team").values_list("child", "team", "team__name")
    }
    workers = dict(holding.filter(kind="allocated").values_list("child", "user"))
    nobody = (None, "")
    return tuple(Candidate(child, *teams.get(child, nobody), worker=workers.get(child)) for child in children)


def words_of_child(child: int, *, since: date) -> tuple[Said, ...]:
    """What the child said on visits and brought to meetings, latest first. Two queries."""
    visits = VisitChild.objects.filter(child=child, visit__happened_at__date__gte=since).exclude(words="", showed="")
    found = [
        Said(
            row.words or row.showed,
            timezone.localdate(row.visit.happened_at),
            "Alone, on a visit" if row.alone else "On a visit",
            "visit",
            row.visit_id,
        )
        for row in visits.select_related("visit")
    ]
    meetings = MeetingChild.objects.filter(child=child, meeting__held_at__date__gte=since).exclude(views="")
    found += [
        Said(
            row.views,
            timezone.localdate(row.meeting.held_at),
            row.views_brought_how or "Brought to a meeting",
            "meeting",
            row.meeting_id,
        )
        for row in meetings.select_related("meeting")
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.words), reverse=True))


def _open(on: date) -> QuerySet[Any]:
    return Referral.objects.filter(closed_on=None, received_on__lte=on, team__isnull=False).values("child")


def _planned(kind: str) -> Any:
    def of(on: date) -> QuerySet[Any]:
        return Plan.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), kind=kind, started_on__lte=on).values("child")

    return of


def _strategy(on: date) -> QuerySet[Any]:
    held = MeetingChild.objects.filter(meeting__kind="strategy", meeting__state="held")
    return held.filter(meeting__held_at__date__gt=on - A_YEAR, meeting__held_at__date__lte=on).values("child")


def _assessed(on: date) -> QuerySet[Any]:
    done = AssessmentChild.objects.filter(taken_out_at=None, assessment__state="authorised")
    return done.filter(assessment__authorised_at__date__gt=on - A_YEAR, assessment__authorised_at__date__lte=on).values(
        "child"
    )


def _closed(on: date) -> QuerySet[Any]:
    return Referral.objects.filter(closed_on__gt=on - HALF_A_YEAR, closed_on__lte=on).values("child")


_CHILDREN = {
    "open": _open,
    "child_in_need": _planned("child_in_need"),
    "child_protection": _planned("child_protection"),
    "strategy": _strategy,
    "assessed": _assessed,
    "closed": _closed,
}
