"""The pages of a plan: what they show, what they keep, and how many questions they ask of the database."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pypdf
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.models import Concern, Outcome, Plan, PlanAction
from goldenthread.casework.public.plans import end_plan, keep_family_words
from tests.building.front_door import THURSDAY, child_at
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


def test_a_part_that_was_refused_comes_back_with_every_word() -> None:
    planned = plan_at("outline")
    client = signed_in(planned.worker)
    answer = client.post(at("plan_concern_new", planned), {"title": "Her teeth", "saw": "Four teeth out.", "need": ""})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Four teeth out." in said and "Say what it means for the child" in said


def test_two_who_change_one_part_are_both_shown() -> None:
    planned = plan_at("outline")
    outcome = Outcome.objects.filter(plan=planned.plan).earliest("pk")
    client, other = signed_in(planned.worker), signed_in(planned.manager)
    where = at("plan_outcome", planned, outcome.pk)
    stamp = re.search(r'name="stamp" value="(\w+)"', client.get(where).content.decode())
    assert stamp
    typed = {"words": outcome.words, "baseline": "7 days in 10", "how_we_know": "Register", "stamp": stamp[1]}
    assert other.post(where, typed | {"target": "8 days in 10"}).status_code == 302
    answer = client.post(where, typed | {"target": "10 days in 10"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Helen Marsh changed this" in said and "8 days in 10" in said and "10 days in 10" in said
    again = re.search(r'name="stamp" value="(\w+)"', said)
    assert again and again[1] != stamp[1]
    assert client.post(where, typed | {"target": "10 days in 10", "stamp": again[1]}).status_code == 302
    outcome.refresh_from_db()
    assert outcome.target == "10 days in 10"


def test_a_plan_closed_while_the_review_is_typed_keeps_and_shows_the_words() -> None:
    planned = plan_at("outline")
    outcome = Outcome.objects.filter(plan=planned.plan).earliest("pk")
    client = signed_in(planned.worker)
    version = Plan.objects.get(pk=planned.plan).version
    end_plan(
        plan=planned.plan,
        reason="needs_met",
        ended_on=LATER.date(),
        words="He is in school every day.",
        by=planned.manager,
        at=LATER,
    )
    key = outcome.pk
    typed = {
        "plan": planned.plan,
        "based_on": version,
        "kind": "cin_meeting",
        "held_on": LATER.date().isoformat(),
        f"o{key}_asked": "yes",
        f"o{key}_title": "Being in school",
        f"o{key}_words": "Every day since half-term.",
        "views": "I like it there.",
    }
    answer = client.post(at("plan_review", planned), typed)
    said = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Helen Marsh ended this plan" in said
    assert "Every day since half-term." in said and "I like it there." in said
    kept = client.post(at("plan_review", planned), typed, headers={"X-Requested-With": "draft"})
    assert kept.json()["status"] == "saved"


def test_the_hints_are_quiet_and_keep_nothing() -> None:
    planned = plan_at("outline")
    client = signed_in(planned.worker)
    typed = {"what": "Support Mum to engage", "owner_name": "All professionals"}
    answer = client.post(reverse("plan_hints", args=[planned.child, "action"]), typed)
    assert answer.status_code == 200
    assert "gt-hint" in answer.content.decode()
    before = PlanAction.objects.count()
    firm = {"what": "Walk with Noah to the 8.05 bus", "owner_name": "Jean Carter", "due_on": "2027-01-15"}
    assert "gt-hint" not in client.post(reverse("plan_hints", args=[planned.child, "action"]), firm).content.decode()
    assert PlanAction.objects.count() == before


def test_the_familys_paper_is_tagged_has_a_title_a_language_and_two_pages() -> None:
    planned = plan_at("current")
    for language, words in (("pl", "Martwimy się o szkołę. 😀"), ("ur", "ہم فکرمند ہیں۔")):
        keep_family_words(
            plan=planned.plan,
            language=language,
            words={"why": words},
            supplied_by="Sana Malik",
            by=planned.worker,
            at=LATER,
        )
    client = signed_in(planned.worker)
    answer = client.get(at("plan_family_pdf", planned))
    assert answer["Content-Type"] == "application/pdf"
    paper = pypdf.PdfReader(BytesIO(answer.content))
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert paper.metadata and paper.metadata.title == "Our plan for Noah"
    assert len(paper.pages) == 2
    text = " ".join(page.extract_text() for page in paper.pages)
    assert "What each of us will do" in text and "Walk with Noah to the 8.05 bus" in text
    polish = pypdf.PdfReader(BytesIO(client.get(at("plan_family_pdf", planned) + "?language=pl").content))
    assert polish.trailer["/Root"]["/Lang"] == "pl"
    assert "Martwimy się o szkołę." in polish.pages[0].extract_text()
    page = client.get(at("plan_family", planned) + "?language=ur").content.decode()
    assert 'dir="rtl"' in page and "Sana Malik" in page and "Nobody has checked it yet" in page


def test_the_copy_for_somebody_from_whom_the_child_must_be_safe() -> None:
    planned = plan_at("current")
    client = signed_in(planned.worker)
    whole = client.get(at("plan_family", planned)).content.decode()
    assert "8.05 bus" in whole and "I want to come home" in whole
    less = client.get(at("plan_family", planned) + "?without=nMr%20Obi").content.decode()
    assert "8.05 bus" not in less and "I want to come home" not in less and "Copy for Mr Obi" in less
    assert client.get(at("plan_family", planned) + "?without=nNobody").status_code == 404


def test_a_child_without_a_plan_and_a_plan_of_somebody_else() -> None:
    planned = plan_at("outline")
    other = plan_at("outline")
    client = signed_in(planned.worker)
    assert client.get(at("child_plan", planned) + f"?plan={other.plan}").status_code == 404
    end_plan(
        plan=planned.plan, reason="needs_met", ended_on=LATER.date(), words="He is in school.",
        by=planned.manager, at=LATER,
    )  # fmt: skip
    assert client.get(at("child_plan", planned)).status_code == 200
    for name in ("plan_review", "plan_contingency", "plan_concern_new", "plan_family_words"):
        assert client.get(at(name, planned)).status_code == 404, name


def test_a_child_who_never_had_a_plan_is_told_so() -> None:
    placed = child_at("allocated")
    page = signed_in(placed.worker).get(reverse("child_plan", args=[placed.child]))
    assert page.status_code == 200
    assert "There is no plan yet" in page.content.decode()


def test_letters_that_no_font_has_are_not_left_out_unsaid() -> None:
    planned = plan_at("outline")
    keep_family_words(
        plan=planned.plan,
        language="bn",
        words={"why": "\U00012000\U00012001"},
        supplied_by="Nobody",
        by=planned.worker,
        at=LATER,
    )
    client = signed_in(planned.worker)
    answer = client.get(at("plan_family_pdf", planned) + "?language=bn", follow=True)
    assert answer.redirect_chain
    assert "so there is no PDF. Print this page instead." in unescape(answer.content.decode())
