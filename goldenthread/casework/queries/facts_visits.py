"""Visits as the practice standards read them, many at once in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone

from goldenthread.casework.models import Deadline, Evidence, Visit, VisitChild
from goldenthread.casework.queries.meetings import called
from goldenthread.rulebook.standards.facts import SeenFacts, VisitFacts

CLOCKS = ("cp_visit", "cin_visit")
DAYS_A_MONTH = 30.4375


def visit_facts(keys: Collection[int], *, on: date) -> dict[int, VisitFacts]:
    """The facts of visits by key, as they stood at the end of a day. Five queries."""
    rows = list(Visit.objects.filter(pk__in=keys, happened_at__date__lte=on).order_by("happened_at", "pk"))
    children: dict[int, list[VisitChild]] = defaultdict(list)
    for one in VisitChild.objects.filter(visit__in=rows).select_related("child", "plan").order_by("child"):
        children[one.visit_id].append(one)
    about = {one.child_id for some in children.values() for one in some}
    due: dict[tuple[int, datetime], Deadline] = {}
    for deadline in Deadline.objects.filter(clock__in=CLOCKS, child__in=about, void_at=None, met_at__isnull=False):
        due[deadline.child_id, deadline.met_at] = deadline
    touched = dict(
        Evidence.objects.filter(about__in=[f"visit:{row.pk}" for row in rows])
        .values("about")
        .annotate(n=Count("outcome", distinct=True))
        .values_list("about", "n")
    )
    earlier = _earlier(rows, children, about)
    found = {}
    for row in rows:
        seen = children[row.pk]
        clocks = [due[one.child_id, row.happened_at] for one in seen if (one.child_id, row.happened_at) in due]
        first = min(clocks, key=lambda one: one.due_on, default=None)
        visited_on = timezone.localdate(row.happened_at)
        found[row.pk] = VisitFacts(
            on=visited_on,
            due_on=first.due_on if first else None,
            recorded_on=timezone.localdate(row.recorded_at),
            purpose=row.aim or row.purpose,
            what_changed=row.what_changed,
            kept=any(one.seen for one in seen),
            what_next=row.what_next,
            children=tuple(_seen(one, row, visited_on) for one in seen),
            plan_open=any(one.plan_id for one in seen),
            outcomes_touched=touched.get(f"visit:{row.pk}", 0),
            record=row.what_happened,
            earlier_record=earlier.get(row.pk, ""),
        )
    return found


def _earlier(rows: list[Visit], children: dict[int, list[VisitChild]], about: set[int]) -> dict[int, str]:
    """The record of the visit before, to the first child of each."""
    past: dict[int, list[tuple[datetime, int, str]]] = defaultdict(list)
    told = VisitChild.objects.filter(child__in=about).order_by("visit__happened_at", "visit")
    for child, at, key, words in told.values_list("child", "visit__happened_at", "visit", "visit__what_happened"):
        past[child].append((at, key, words))
    found = {}
    for row in rows:
        first = children[row.pk][0].child_id if children[row.pk] else None
        before = [words for at, key, words in past.get(first or 0, ()) if (at, key) < (row.happened_at, row.pk)]
        if before:
            found[row.pk] = before[-1]
    return found


def _seen(one: VisitChild, visit: Visit, on: date) -> SeenFacts:
    born_on = one.child.born_on
    return SeenFacts(
        called=called(one.child),
        on=on,
        seen=one.seen,
        alone=one.alone,
        not_alone_because=one.not_alone_because,
        bedroom_seen=one.bedroom_seen,
        where=visit.place,
        words=one.words,
        shown=one.showed,
        age_months=int((on - born_on).days / DAYS_A_MONTH) if born_on else None,
    )
