"""Visits to a child: what each showed, how far apart they were, and when the next is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from goldenthread.access.public import User, visible_about
from goldenthread.casework.models import (
    AssessmentChild,
    Deadline,
    Enquiry,
    Evidence,
    Outcome,
    Plan,
    Visit,
    VisitChild,
    VisitPerson,
)
from goldenthread.casework.queries.child import of_child
from goldenthread.casework.queries.meetings import called
from goldenthread.rulebook.codes import SETS

A_PAGE = 30
CLOCKS = ("cp_visit", "cin_visit")
MOST_INTERVALS = 24


@dataclass(frozen=True, slots=True)
class SeenChild:
    """A child on a visit, as it is shown."""

    child: int
    name: str
    seen: bool
    alone: bool | None
    not_alone_because: str
    bedroom_seen: bool | None
    words: str
    showed: str


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """A visit, made or tried. `kept` is false where nobody was seen; then it moved no day."""

    key: int
    happened_at: datetime
    purpose: str
    aim: str
    announced: bool | None
    place: str
    failed_because: str
    what_happened: str
    what_changed: str
    what_next: str
    significant_because: str
    children: tuple[SeenChild, ...]
    people: tuple[tuple[str, str], ...]
    evidence: tuple[tuple[str, str], ...]
    visited_by: str
    recorded_by: str
    recorded_at: datetime
    kept: bool
    assessment: int | None
    enquiry: int | None


@dataclass(frozen=True, slots=True)
class Interval:
    """From one sight of the child to the next: when it began, by when the next was due, when it was, how many days."""

    started_on: date
    due_on: date
    met_on: date | None
    days: int
    late: bool
    words: str


@dataclass(frozen=True, slots=True)
class Visits:
    """A page of a child's visits, latest first, of `total`; the intervals; the next due."""

    visits: tuple[ShownVisit, ...]
    total: int
    first: int
    intervals: tuple[Interval, ...]
    next_due_on: date | None
    overdue: bool
    last_seen_on: date | None
    last_alone_on: date | None


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """An outcome that a visit may show something of."""

    key: int
    child: int
    words: str
    target: str
    unit: str
    progress: str


@dataclass(frozen=True, slots=True)
class ToVisit:
    """What a visit to these children may be about: outcomes of their plans, and what is running for them."""

    outcomes: tuple[PlanOutcome, ...]
    plan_kinds: tuple[str, ...]
    assessment: int | None
    enquiry: int | None


def visits_open_to(reader: User, *, at: datetime) -> Q:
    """The visits that she may read, as a condition on a query of visits: a seal on any child of one closes it."""
    named = VisitChild.objects.filter(visit=OuterRef("pk"))
    return visible_about(reader, "child.read", named, child="child", at=at)


def visits_of(child: int, *, reader: User, page: int = 1, at: datetime) -> Visits:
    """A page of a child's visits with how far apart they were. Seven queries, whatever the number of visits."""
    today = timezone.localdate(at)
    mine = VisitChild.objects.filter(of_child("child", child))
    rows = Visit.objects.filter(visits_open_to(reader, at=at), pk__in=mine.values("visit"))
    total = rows.count()
    first = (min(max(page, 1), max(-(-total // A_PAGE), 1)) - 1) * A_PAGE
    shown = list(
        rows.select_related("visited_by", "recorded_by").order_by("-happened_at", "-pk")[first : first + A_PAGE]
    )
    seen = mine.filter(seen=True).order_by("-visit__happened_at").values_list("visit__happened_at", "alone")
    days = [(timezone.localdate(happened_at), alone) for happened_at, alone in seen[:200]]
    intervals = _intervals(child, today)
    running = next((one for one in intervals if one.met_on is None), None)
    return Visits(
        visits=_shown(shown),
        total=total,
        first=first,
        intervals=intervals,
        next_due_on=running.due_on if running else None,
        overdue=running.late if running else False,
        last_seen_on=days[0][0] if days else None,
        last_alone_on=next((on for on, alone in days if alone), None),
    )


def children_of_visit(visit: int) -> tuple[int, ...]:
    """Keys of the children on a visit, the eldest first; of a record that was merged, the one that was kept. One
    query."""
    rows = VisitChild.objects.filter(visit=visit).order_by("child__born_on", "child")
    keys = rows.annotate(stands=Coalesce("child__merged_into", "child")).values_list("stands", flat=True)
    return tuple(dict.fromkeys(keys))


def show_visit(visit: int, *, reader: User, at: datetime) -> ShownVisit | None:
    """One visit, whole; None where there is none that she may read. Four queries."""
    rows = Visit.objects.filter(visits_open_to(reader, at=at), pk=visit).select_related("visited_by", "recorded_by")
    shown = _shown(list(rows))
    return shown[0] if shown else None


def _shown(rows: list[Visit]) -> tuple[ShownVisit, ...]:
    children: dict[int, list[SeenChild]] = defaultdict(list)
    for one in VisitChild.objects.filter(visit__in=rows).select_related("child").order_by("child__born_on", "child"):
        children[one.visit_id].append(
            SeenChild(
                one.child_id,
                called(one.child),
                one.seen,
                one.alone,
                one.not_alone_because,
                one.bedroom_seen,
                one.words,
                one.showed,
            )
        )
    people: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for visit, name, said in VisitPerson.objects.filter(visit__in=rows).values_list("visit", "name", "words"):
        people[visit].append((name, said))
    evidence: dict[int, list[tuple[str, str]]] = defaultdict(list)
    about = {f"visit:{row.pk}": row.pk for row in rows}
    for where, outcome, shows in Evidence.objects.filter(about__in=about).values_list(
        "about", "outcome__words", "words"
    ):
        evidence[about[where]].append((outcome, shows))
    purposes = SETS["visit_purpose"]
    return tuple(
        ShownVisit(
            key=row.pk,
            happened_at=row.happened_at,
            purpose=purposes.label(row.purpose),
            aim=row.aim,
            announced=row.announced,
            place=row.place,
            failed_because=row.failed_because,
            what_happened=row.what_happened,
            what_changed=row.what_changed,
            what_next=row.what_next,
            significant_because=row.significant_because,
            children=tuple(children[row.pk]),
            people=tuple(people[row.pk]),
            evidence=tuple(evidence[row.pk]),
            visited_by=row.visited_by.name if row.visited_by else "Loaded from another system",
            recorded_by=row.recorded_by.name if row.recorded_by and row.recorded_by_id != row.visited_by_id else "",
            recorded_at=row.recorded_at,
            kept=any(one.seen for one in children[row.pk]),
            assessment=row.assessment_id,
            enquiry=row.enquiry_id,
        )
        for row in rows
    )


def _intervals(child: int, today: date) -> tuple[Interval, ...]:
    rows = Deadline.objects.filter(of_child("child", child), clock__in=CLOCKS, void_at=None).order_by("-started_at")
    found = []
    for row in rows[:MOST_INTERVALS]:
        began = timezone.localdate(row.started_at)
        met = timezone.localdate(row.met_at) if row.met_at else None
        end = met or today
        found.append(
            Interval(
                started_on=began,
                due_on=row.due_on,
                met_on=met,
                days=(end - began).days,
                late=end > row.due_on,
                words=row.allowance,
            )
        )
    return tuple(found)


def to_visit(children: Collection[int]) -> ToVisit:
    """What a visit to these children may be about. Four queries."""
    plans = list(Plan.objects.filter(child__in=children, ended_on=None, loaded=False))
    outcomes = Outcome.objects.filter(plan__in=plans, ended_on=None).select_related("plan").order_by("plan", "position")
    assessed = AssessmentChild.objects.filter(child__in=children, taken_out_at=None, assessment__loaded=False)
    running = assessed.exclude(assessment__state__in=("authorised", "stopped")).values_list("assessment", flat=True)
    enquiry = Enquiry.objects.filter(child__in=children, state="running", loaded=False).values_list("pk", flat=True)
    return ToVisit(
        outcomes=tuple(
            PlanOutcome(one.pk, one.plan.child_id, one.words, one.target, one.unit, one.progress) for one in outcomes
        ),
        plan_kinds=tuple(dict.fromkeys(one.kind for one in plans)),
        assessment=running.first(),
        enquiry=enquiry.first(),
    )
