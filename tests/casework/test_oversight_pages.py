"""The pages of oversight: few queries whatever there is, hints that keep nothing, and words that come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldenthread.casework.models import Decision, OwnDraft
from tests.build import child_at, person_who_signs_in
from tests.building.access import tied
from tests.building.oversight import decision_made, dispute_at, transfer_at

pytestmark = pytest.mark.django_db


def opened(user) -> Client:
    page = Client()
    page.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return page


def a_child_overseen(how_many: int):
    now = timezone.now()
    placed = child_at("allocated", at=now - timedelta(days=20), received_at=now - timedelta(days=21))
    helen = None
    for n in range(how_many):
        _, _, helen = decision_made(
            placed, by=helen, at=now - timedelta(days=12, minutes=n), why=f"Reason {n} of its own"
        )
        disputed = dispute_at("raised", placed=placed, at=now - timedelta(days=10, minutes=n))
    moving = transfer_at("met", placed=placed, at=now - timedelta(days=1))
    return placed, moving, disputed


@pytest.mark.parametrize("address", ["child_oversight", "oversight"])
def test_few_queries_whatever_there_is(address, django_assert_max_num_queries):
    placed, moving, _ = a_child_overseen(4)
    page = opened(moving.giving)
    where = reverse(address, args=[placed.child] if address == "child_oversight" else [])
    page.get(where)  # what is kept between requests is worked out once
    with django_assert_max_num_queries(40):
        shown = page.get(where)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Safeguarding south" in text and "Delay" not in text
    assert text.count("The child is not seen as planned".lower()) or text.count("The child is not seen as planned")


def test_hints_keep_nothing_and_say_what_was_written():
    placed = child_at("allocated")
    _, _, helen = decision_made(placed)
    answer = opened(helen).post(
        reverse("decision_hints", args=[placed.child]), {"decided": "Visits go on", "why": "Agreed"}
    )
    assert "Why this, why now" in answer.content.decode() and "<q>Agreed</q>" in answer.content.decode()
    assert Decision.objects.filter(child__isnull=False).count() == 1 and not OwnDraft.objects.exists()


def test_what_was_typed_comes_back_with_what_is_wrong():
    placed = child_at("allocated")
    _, _, helen = decision_made(placed)
    page = opened(helen)
    typed = {"decided": "Visits go on <b>", "kind": "direction", "decided_at": "30 February", "action_1_due_on": "soon"}
    answer = page.post(reverse("decision_new", args=[placed.child]), typed)
    assert answer.status_code == 422
    assert "Visits go on &lt;b&gt;" in answer.content.decode()
    assert page.get(reverse("management_decision", args=[10**9])).status_code == 404
    assert page.get(reverse("transfer", args=[10**9])).status_code == 404
    assert page.get(reverse("dispute", args=[10**9])).status_code == 404


@pytest.mark.parametrize(("role", "tie", "status"), [("partner", "partner", 403), ("inspector", "inspection", 200)])
def test_what_professionals_decide_and_dispute_is_not_for_a_partner(role, tie, status):
    placed, moving, disputed = a_child_overseen(1)
    reader = person_who_signs_in(role)
    tied(placed.child, to=reader, kind=tie)
    page = opened(reader)
    whole = page.get(reverse("child", args=[placed.child]))
    assert whole.status_code == 200
    decision = Decision.objects.get(child=placed.child).pk
    where = {
        "child_oversight": placed.child,
        "management_decision": decision,
        "dispute": disputed.dispute,
        "transfer": moving.transfer,
    }
    assert [page.get(reverse(name, args=[key])).status_code for name, key in where.items()] == [status] * 4
    offered = reverse("child_oversight", args=[placed.child])
    assert (offered in whole.content.decode()) == (status == 200)
    chronology = page.get(reverse("child_chronology", args=[placed.child])).content.decode()
    assert ("Management decision" in chronology) == (status == 200)
