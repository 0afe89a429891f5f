"""What was loaded of the work on referrals, as a later file finds it again: assessments, enquiries, plans, conferences.

Only rows that came from a file are known and changed here. What somebody recorded on a page is never touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model

from goldenthread.access.public import change_rows
from goldenthread.casework.models import Assessment, AssessmentChild, Enquiry, MeetingChild, Plan, ReviewPoint
from goldenthread.kernel.clock import london_date


class KnownAssessment(NamedTuple):
    """`in_it` is the key of the child's row in it, `review_ons` the days of its review points."""

    id: int
    in_it: int
    started_on: date
    authorised_at: datetime | None
    state: str
    factors: list[str]
    review_ons: tuple[date, ...]


class KnownEnquiry(NamedTuple):
    id: int
    started_on: date
    state: str
    outcome: str
    conference_target_on: date | None
    conference_on: date | None
    conference_not_required: bool


class KnownPlan(NamedTuple):
    id: int
    kind: str
    started_on: date
    ended_on: date | None
    state: str
    first_category: str
    category: str
    number_of_previous: int | None


@dataclass(slots=True)
class KnownWork:
    """What was loaded of one referral."""

    assessments: list[KnownAssessment] = field(default_factory=list)
    enquiries: list[KnownEnquiry] = field(default_factory=list)
    plans: list[KnownPlan] = field(default_factory=list)


def work_of(referrals: Collection[int]) -> dict[int, KnownWork]:
    """The work loaded of these referrals, by referral, in four queries. Call it when the referrals are locked."""
    found = {key: KnownWork() for key in referrals}
    points: dict[int, list[date]] = {}
    children = list(
        AssessmentChild.objects.filter(referral__in=referrals, assessment__loaded=True, taken_out_at=None)
        .order_by("assessment__started_on", "pk")
        .values_list(
            "referral_id",
            "assessment_id",
            "pk",
            "assessment__started_on",
            "assessment__authorised_at",
            "assessment__state",
            "factors",
        )
    )
    for key, day in ReviewPoint.objects.filter(assessment__in=[row[1] for row in children]).values_list(
        "assessment_id", "due_on"
    ):
        points.setdefault(key, []).append(day)
    for referral, key, *rest in children:
        found[referral].assessments.append(KnownAssessment(key, *rest, tuple(points.get(key, ()))))
    enquiries = Enquiry.objects.filter(referral__in=referrals, loaded=True).order_by("started_on", "pk")
    for referral, *rest in enquiries.values_list(
        "referral_id",
        "pk",
        "started_on",
        "state",
        "outcome",
        "conference_target_on",
        "conference_on",
        "conference_not_required",
    ):
        found[referral].enquiries.append(KnownEnquiry(*rest))
    plans = Plan.objects.filter(referral__in=referrals, loaded=True).order_by("started_on", "pk")
    for referral, *rest in plans.values_list(
        "referral_id",
        "pk",
        "kind",
        "started_on",
        "ended_on",
        "state",
        "first_category",
        "category",
        "number_of_previous",
    ):
        found[referral].plans.append(KnownPlan(*rest))
    return found


def conferences_of(children: Collection[int]) -> dict[int, dict[tuple[str, date], int]]:
    """The conferences loaded of these children, by child: kind and day to the key of the meeting."""
    found: dict[int, dict[tuple[str, date], int]] = {}
    rows = MeetingChild.objects.filter(child__in=children, meeting__loaded=True, meeting__held_at__isnull=False)
    for child, meeting, kind, held_at in rows.values_list(
        "child_id", "meeting_id", "meeting__kind", "meeting__held_at"
    ):
        found.setdefault(child, {})[kind, london_date(held_at)] = meeting
    return found


_LOADED: dict[str, type[Model]] = {"assessment": Assessment, "enquiry": Enquiry, "plan": Plan}


def change_work(changes: Mapping[str, Iterable[tuple[int, dict[str, Any]]]]) -> int:
    """Writes changed columns of loaded assessments, enquiries and plans, and the factors of children in assessments
    ("factors"), by the key of each; returns how many rows were given. A row that was not loaded is left alone."""
    with transaction.atomic():
        total = change_rows(AssessmentChild, changes.get("factors", ()))
        return total + sum(change_rows(model, changes.get(kind, ()), only="loaded") for kind, model in _LOADED.items())
