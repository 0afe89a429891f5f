"""A record goes out as Annex A and comes into an empty one: the measures that the lists can feed say the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from goldenthread.insight.public.dataset import build_dataset
from goldenthread.insight.public.measures import Scope, Span, catalogue, figure
from goldenthread.kernel.clock import add_months
from goldenthread.people.public import Person
from goldenthread.returns.public import load_annex_a
from goldenthread.returns.public.annex_a import produce_annex_a
from tests.build import child_at, contact_at
from tests.building.assessment import assessment_at
from tests.building.child_protection import conference_at, enquiry_at
from tests.building.plans import plan_at

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 15, 12, 0, tzinfo=ZoneInfo("Europe/London"))
ON = AT.date()
SIX_MONTHS = Span(add_months(ON, -6), ON)
ANYBODY = Scope(None, datetime(2026, 12, 15, 12, 0, tzinfo=UTC))

DIFFERS: Mapping[str, str] = {
    "contact_decision_1wd": "List 1 has the day and the source of a contact, and not when it was decided.",
    "contact_nfa": "List 1 does not say how a contact ended.",
    "contact_to_referral": "List 1 does not say how a contact ended.",
    "consent_rationale": "No list says how agreement was recorded.",
    "mgmt_decision_complete": "No list has the decisions of managers.",
    "referral_decision_1wd": "List 3 does not say when a referral was decided.",
    "assessment_review_point": "No list has the review point of an assessment.",
    "core_group_10wd": "No list has core groups.",
    "core_groups_6w": "No list has core groups.",
    "cin_plan_present": "Lists 4 and 6 do not say which assessment led to a plan for a child in need.",
    "cin_visits": "No list has the day on which a plan for a child in need began.",
    "cin_reviews": "No list has the reviews of a plan for a child in need.",
    "cin_drift": "No list has the reviews of a plan for a child in need.",
    "cp_seen_alone": "List 7 has the last statutory visit of each plan, and not those before it.",
    "cpp_reviewed": "List 7 has the latest review of each plan: the ones before it are not judged.",
    "repeat_contacts": "List 1 reaches six months back, and a contact repeats one of the 12 months before.",
    "rereferral_12m": "List 3 counts the referrals of the 12 months before its day, and not before each referral.",
    "icpc_15wd": "List 5 leaves out a conference whose enquiry began before its six months.",
    "icpc_rate": "List 5 leaves out a conference whose enquiry began before its six months.",
}
"""The measures that the lists cannot feed, and why. Every other gives the same figure."""


class Undone(Exception):
    pass


def figures() -> dict[str, tuple[float, float | None, float | None]]:
    found = {}
    for key, one in catalogue().measures.items():
        if one.group not in ("quality", "workforce"):
            read = figure(key, scope=ANYBODY, span=SIX_MONTHS)
            found[key] = (read.numerator, read.denominator, read.value)
    return found


def test_the_measures_say_the_same_of_the_lists_as_of_the_record(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    out = tmp_path / "out.xlsx"
    with pytest.raises(Undone), transaction.atomic():
        contact_at("to_decide")
        child_at("allocated")
        assessment_at("authorised")
        assessment_at("writing")
        plan_at("current")
        plan_at("outline", kind="child_protection")
        enquiry_at("running")
        conference_at("held")
        build_dataset(by=None, at=AT)
        recorded = figures()
        produce_annex_a(out, on=ON, by=None, at=AT)
        raise Undone
    assert not Person.objects.exists()
    load_annex_a(out, by=None, at=AT)
    build_dataset(by=None, at=AT, whole=True)
    loaded = figures()
    differing = {key for key in recorded if recorded[key] != loaded[key]}
    assert differing <= DIFFERS.keys(), {key: (recorded[key], loaded[key]) for key in differing - DIFFERS.keys()}
    same = {key for key, one in recorded.items() if one[0] or one[1]} - differing
    assert {"contact_volume", "referral_rate", "assessment_45wd", "s47_rate", "icpc_rate", "cpp_rate"} <= same, same
