"""The pages of a plan: what they show, what they keep, and how many questions they ask of the database."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdf
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.models import Concern, Outcome, OwnDraft, Plan, PlanAction
from goldenthread.casework.public.plans import end_plan, keep_family_words
from tests.building.front_door import THURSDAY
from tests.building.plans import Planned, plan_at

pytestmark = pytest.mark.django_db

LATER = THURSDAY + timedelta(days=3)


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name: str, planned: Planned, *keys: int) -> str:
    return reverse(name, args=[planned.child, *keys])


PAGES = (
    "child_plan",
    "plan_thread",
    "plan_start",
    "plan_share",
    "plan_review",
    "plan_family",
    "plan_family_words",
    "plan_contingency",
    "plan_concern_new",
    "plan_leave_out",
)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens(name: str) -> None:
    planned = plan_at("current")
    answer = signed_in(planned.worker).get(at(name, planned))
    assert answer.status_code == 200, answer.content.decode()[:300]
    assert "style=" not in answer.content.decode()


def test_the_parts_open() -> None:
    planned = plan_at("outline")
    client = signed_in(planned.worker)
    concern = Concern.objects.filter(child=planned.child).first()
    outcome = Outcome.objects.filter(plan=planned.plan).first()
    action = PlanAction.objects.filter(outcome=outcome).first()
    assert concern and outcome and action
    for name, key in (
        ("plan_concern", concern.pk),
        ("plan_concern_close", concern.pk),
        ("plan_outcome_new", concern.pk),
        ("plan_outcome", outcome.pk),
        ("plan_outcome_end", outcome.pk),
        ("plan_action_new", outcome.pk),
        ("plan_evidence_new", outcome.pk),
        ("plan_action", action.pk),
        ("plan_action_done", action.pk),
        ("plan_action_drop", action.pk),
    ):
        answer = client.get(at(name, planned, key))
        assert answer.status_code == 200, name
        assert client.get(at(name, planned, 999_999)).status_code == 404, name


@pytest.mark.parametrize("name", ["child_plan", "plan_thread", "plan_review", "plan_family"])
def test_a_page_asks_little(name: str) -> None:
    planned = plan_at("current")
    client = signed_in(planned.worker)
    client.get(at(name, planned))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(at(name, planned))
    kinds = [one["sql"][:90] for one in asked.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(kinds) <= 15, "\n".join(kinds)
