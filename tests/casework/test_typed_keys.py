"""Keys and numbers as a page or an address sends them: a figure set high looks like one, and nothing breaks."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goldenthread.casework.pages.typed import key_of, keys_of
from tests.build import child_at, person_who_signs_in
from tests.building.front_door import THURSDAY, waiting_contact
from tests.building.people import a_child
from tests.building.plans import plan_at

HIGH = "²"  # str.isdigit() says yes, and int() raises
LONG = "9" * 5_000  # int() raises over 4,300 figures


@pytest.mark.parametrize("text", [None, "", HIGH, LONG, "12²", "-1", " 1", "1.0", "9" * 19, "one"])
def test_what_is_no_key(text: str | None) -> None:
    assert key_of(text) is None


def test_what_is_a_key() -> None:
    assert (key_of("0"), key_of("12"), key_of("9" * 18)) == (0, 12, int("9" * 18))
    assert keys_of(["12", HIGH, "", LONG, "7", "7"]) == [12, 7, 7]


def opened(user) -> Client:
    page = Client()  # raises whatever a page raises
    page.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return page


@pytest.mark.django_db
def test_a_figure_set_high_in_an_address_breaks_no_page() -> None:
    placed = child_at("allocated")
    page = opened(person_who_signs_in("team_manager", team=placed.team))
    for name in ("written_by", "page"):
        assert page.get(reverse("front_door"), {name: HIGH}).status_code == 200
    for name in ("child_notes", "child_chronology", "child_visits"):
        assert page.get(reverse(name, args=[placed.child]), {"page": HIGH}).status_code == 200
    assert page.get(reverse("work"), {"of": HIGH}).status_code == 404


@pytest.mark.django_db
def test_a_figure_set_high_in_a_box_is_answered_in_words() -> None:
    waiting = waiting_contact([a_child("Rosa")])
    manager = person_who_signs_in("team_manager", team="Front door")
    page = opened(manager)
    where = reverse("decide", args=[waiting.pk])
    assert page.get(where, {"actions": HIGH}).status_code == 200
    typed = {"outcome": "nfa", "risk_²": "Words", "children_nfa": HIGH, "children_nfa_asked": "1"}
    assert page.post(where, typed | {"action_1_what": "Ring.", "action_1_owner": HIGH}).status_code == 422
    placed = child_at("to_allocate")
    typed = {"team": HIGH, "worker": HIGH, "referrals": HIGH, "based_on": f"{HIGH}:{HIGH}"}
    for name in ("allocate", "allocate_worker"):
        assert page.post(reverse(name, args=[placed.referral]), typed).status_code == 422
    administrator = opened(person_who_signs_in("administrator"))
    assert administrator.post(reverse("allowances"), {"limit": HIGH, "clock": "contact_decision"}).status_code == 422


@pytest.mark.django_db
def test_a_key_of_any_length_breaks_no_review_of_a_plan() -> None:
    with time_machine.travel(THURSDAY + timedelta(days=3), tick=False):
        planned = plan_at("current")
        page = opened(planned.worker)
        where = reverse("plan_review", args=[planned.child])
        whole = {"plan": str(planned.plan), "held_on": (THURSDAY + timedelta(days=2)).date().isoformat()}
        for name in ("based_on", "siblings", "meeting"):
            assert page.post(where, whole | {name: LONG}).status_code == 422, name
        for name in (f"o{LONG}_asked", f"o{LONG}_title"):
            # Not in parts: the heading of a part holds no name as long as this.
            typed = urlencode(whole | {name: "Sleep", f"o{LONG}_words": "Slept."})
            answer = page.post(where, typed, content_type="application/x-www-form-urlencoded")
            assert answer.status_code == 422, name[-6:]
