"""Everything in children's records that practice standards read, many children at once, area by area.

Each kind of thing has the keys of a batch of children, found in one query, and the facts of those keys, found in a
constant number. So a run over the whole record grows with what was recorded, and never with its square.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from goldenthread.casework.models import (
    AgreementChild,
    AssessmentChild,
    Deadline,
    Enquiry,
    Evidence,
    MeetingChild,
    Outcome,
    PlanAction,
)
from goldenthread.casework.queries.facts_assessment import assessment_facts, passage_facts
from goldenthread.casework.queries.facts_child_protection import conference_facts, enquiry_facts

STALE = timedelta(days=43)  # six weeks and a day: a plan without evidence for longer is asked why


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of one child's record, as a standard reads it. `about` names it: "assessment:5"."""

    child: int
    about: str
    facts: object


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing. `rows` gives (key, child) for a batch of children; `facts` reads those keys; `also` makes
    further facts of what was read."""

    name: str
    rows: Callable[[Collection[int]], QuerySet[Any, tuple[int, int]]]
    facts: Callable[..., Mapping[int, object]]
    also: Callable[[Any], object] | None = None


def _of(rows: QuerySet[Any], child: str = "child") -> Callable[[Collection[int]], QuerySet[Any, tuple[int, int]]]:
    return lambda children: rows.filter(**{f"{child}__in": children}).order_by("pk").values_list("pk", child)


KINDS: tuple[Kind, ...] = (
    Kind(
        "assessment",
        _of(AssessmentChild.objects.filter(taken_out_at=None).exclude(assessment__state="stopped")),
        assessment_facts,
        also=passage_facts,
    ),
    Kind("enquiry", _of(Enquiry.objects.exclude(state="stopped")), enquiry_facts),
    Kind(
        "conference",
        _of(MeetingChild.objects.filter(meeting__kind__endswith="conference", meeting__state="held")),
        conference_facts,
    ),
)


def things_of(children: Collection[int], *, on: date) -> Iterator[Thing]:
    """Everything that standards read in these children's records, as it stands on a day."""
    for kind in KINDS:
        rows = dict(kind.rows(children))
        if not rows:
            continue
        for key, facts in kind.facts(list(rows), on=on).items():
            yield Thing(rows[key], f"{kind.name}:{key}", facts)
            if kind.also is not None:
                yield Thing(rows[key], f"{kind.name}:{key}", kind.also(facts))


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
