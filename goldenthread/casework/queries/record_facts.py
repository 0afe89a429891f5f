"""Everything in children's records that practice standards read, many children at once, area by area.

Each kind of thing finds its rows for a batch of children in one query, and their facts in a constant number. So a run
over the whole record grows with what was recorded, and never with its square. What came from a census file alone is
left out: it has dates and codes and no words, and would say of every team that it writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from goldenthread.casework.models import (
    AgreementChild,
    AssessmentChild,
    Closure,
    ContactPerson,
    Deadline,
    Decision,
    Enquiry,
    Evidence,
    MeetingChild,
    Outcome,
    Plan,
    PlanAction,
    VisitChild,
)
from goldenthread.casework.queries.facts_agreements import agreement_facts
from goldenthread.casework.queries.facts_assessment import assessment_facts, passage_facts
from goldenthread.casework.queries.facts_child_protection import conference_facts, enquiry_facts
from goldenthread.casework.queries.facts_closure import closure_facts
from goldenthread.casework.queries.facts_front_door import contact_facts
from goldenthread.casework.queries.facts_oversight import decision_facts
from goldenthread.casework.queries.facts_plans import REVIEW_KINDS, plan_parts_facts, review_facts
from goldenthread.casework.queries.facts_visits import visit_facts

STALE = timedelta(days=43)  # six weeks and a day: a plan without evidence for longer is asked why


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of one child's record, as a standard reads it. `about` names it: "assessment:5"."""

    child: int
    about: str
    facts: object


type Things = Iterator[Thing]
type Facts = Callable[..., Mapping[int, object]]


def _each(name: str, rows: QuerySet[Any], facts: Facts, *, names: str = "pk") -> Callable[..., Things]:
    """Things of one row each. `names` is the column that the thing is opened by, where it is not the row's own key."""

    def things(children: Collection[int], on: date) -> Things:
        whose = {
            key: (child, named)
            for key, child, named in rows.filter(child__in=children).order_by("pk").values_list("pk", "child", names)
        }
        for key, found in facts(list(whose), on=on).items() if whose else ():
            child, named = whose[key]
            yield Thing(child, f"{name}:{named}", found)

    return things


_ASSESSED = AssessmentChild.objects.filter(taken_out_at=None, assessment__loaded=False).exclude(
    assessment__state="stopped"
)
_HELD = MeetingChild.objects.filter(meeting__state="held", meeting__loaded=False)
_PLANS = Plan.objects.filter(loaded=False)
_assessments = _each("assessment", _ASSESSED, assessment_facts, names="assessment")


def _assessments_and_passages(children: Collection[int], on: date) -> Things:
    for thing in _assessments(children, on):
        yield thing
        yield Thing(thing.child, thing.about, passage_facts(thing.facts))  # type: ignore[arg-type] -- its own facts


def _contacts(children: Collection[int], on: date) -> Things:
    rows = ContactPerson.objects.filter(part="child", person__in=children, taken_out_at=None)
    whose = {
        key: (child, contact) for key, child, contact in rows.order_by("pk").values_list("pk", "person", "contact")
    }
    for key, facts in contact_facts(list(whose), on=on).items() if whose else ():
        child, contact = whose[key]
        yield Thing(child, f"contact:{contact}", facts)


def _plans(children: Collection[int], on: date) -> Things:
    whose = dict(_PLANS.filter(child__in=children).order_by("pk").values_list("pk", "child"))
    if whose:
        for plan, about, facts in plan_parts_facts(list(whose), on=on):
            yield Thing(whose[plan], about, facts)


def _visits(children: Collection[int], on: date) -> Things:
    """Each child's own part of a visit: what a brother or sister said is not read into her record."""
    wanted = set(children)
    hers = VisitChild.objects.filter(child__in=wanted, visit__loaded=False).values("visit")
    beside: dict[int, list[int]] = defaultdict(list)
    for visit, child in VisitChild.objects.filter(visit__in=hers).order_by("child").values_list("visit", "child"):
        beside[visit].append(child)
    for visit, facts in visit_facts(list(beside), on=on).items() if beside else ():
        for place, child in enumerate(beside[visit]):
            if child in wanted:
                yield Thing(child, f"visit:{visit}", replace(facts, children=facts.children[place : place + 1]))


def _agreements(children: Collection[int], on: date) -> Things:
    whose: dict[int, list[int]] = defaultdict(list)
    rows = AgreementChild.objects.filter(child__in=children).exclude(agreement__state="writing")
    for agreement, child in rows.order_by("pk").values_list("agreement", "child"):
        whose[agreement].append(child)
    for agreement, facts in agreement_facts(list(whose), on=on).items() if whose else ():
        for child in whose[agreement]:
            yield Thing(child, f"agreement:{agreement}", facts)


KINDS: tuple[Callable[[Collection[int], date], Things], ...] = (
    _contacts,
    _assessments_and_passages,
    _each("enquiry", Enquiry.objects.filter(loaded=False).exclude(state="stopped"), enquiry_facts),
    _each("conference", _HELD.filter(meeting__kind__endswith="conference"), conference_facts, names="meeting"),
    _plans,
    _each("review", _HELD.filter(meeting__kind__in=REVIEW_KINDS, plan__isnull=False), review_facts, names="meeting"),
    _visits,
    _agreements,
    _each("closure", Closure.objects.exclude(state="withdrawn"), closure_facts),
    _each("decision", Decision.objects.filter(child__isnull=False), decision_facts),
)


_BESIDE: Mapping[str, tuple[QuerySet[Any], str, str]] = {
    "contact": (ContactPerson.objects.filter(person__isnull=False, taken_out_at=None), "contact", "person"),
    "assessment": (AssessmentChild.objects.all(), "assessment", "child"),
    "conference": (MeetingChild.objects.all(), "meeting", "child"),
    "review": (MeetingChild.objects.all(), "meeting", "child"),
    "visit": (VisitChild.objects.all(), "visit", "child"),
    "agreement": (AgreementChild.objects.all(), "agreement", "child"),
}
"""What may be about several people of a family: where they stand, by which column, and who they are."""


def people_beside(abouts: Collection[str]) -> dict[str, frozenset[int]]:
    """Everybody whom each of these things is about, for what may be about several. A query for each kind there is."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for about in abouts:
        kind, _, key = about.partition(":")
        if kind in _BESIDE and key.isascii() and key.isdigit():
            wanted[kind].add(int(key))
    found: dict[str, set[int]] = defaultdict(set)
    for kind, keys in wanted.items():
        rows, thing, person = _BESIDE[kind]
        for key, who in rows.filter(**{f"{thing}__in": keys}).values_list(thing, person):
            found[f"{kind}:{key}"].add(who)
    return {about: frozenset(who) for about, who in found.items()}


def things_of(children: Collection[int], *, on: date) -> Things:
    """Everything that standards read in these children's records, as it stands on a day."""
    for kind in KINDS:
        yield from kind(children, on)


def a_day_passed_for(*, after: date, on: date) -> set[int]:
    """The children of whom a standard may say something else on this day than it said on the day `after`, though
    nobody wrote anything: a deadline, an action, an outcome or an agreement's day has passed, or six weeks have gone
    without evidence. Five queries."""
    days = {"gte": after, "lt": on}

    def within(column: str) -> dict[str, date]:
        return {f"{column}__{how}": day for how, day in days.items()}

    found = set(Deadline.objects.filter(void_at=None, **within("due_on")).values_list("child", flat=True))
    found |= set(
        Deadline.objects.filter(void_at=None, child=None, **within("due_on")).values_list("referral__child", flat=True)
    )
    found |= set(
        PlanAction.objects.filter(dropped_on=None, **within("due_on")).values_list("outcome__plan__child", flat=True)
    )
    found |= set(Outcome.objects.filter(ended_on=None, **within("by_on")).values_list("plan__child", flat=True))
    found |= set(
        Evidence.objects.filter(
            outcome__ended_on=None, happened_on__gte=after - STALE, happened_on__lt=on - STALE
        ).values_list("outcome__plan__child", flat=True)
    )
    for column in ("agreement__review_on", "agreement__expires_on"):
        found |= set(AgreementChild.objects.filter(**within(column)).values_list("child", flat=True))
    return {child for child in found if child is not None}
