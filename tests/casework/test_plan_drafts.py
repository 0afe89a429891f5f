"""What is typed in the forms of a plan is kept as it is typed, and never out of reach."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.models import Concern, Outcome, OwnDraft, PlanAction
from goldenthread.casework.public.plans import end_outcome, end_plan
from tests.building.front_door import THURSDAY
from tests.building.plans import Planned, plan_at

pytestmark = pytest.mark.django_db

LATER = THURSDAY + timedelta(days=3)
SCRIPT = {"HTTP_X_REQUESTED_WITH": "draft"}


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def forms_of(planned: Planned) -> dict[str, str]:
    """Every form of a plan, and the box of it in which somebody writes."""
    concern = Concern.objects.filter(child=planned.child).earliest("pk")
    outcome = Outcome.objects.filter(plan=planned.plan).earliest("pk")
    action = PlanAction.objects.filter(outcome=outcome).earliest("pk")
    meeting = concern.child.meetings.latest("pk").meeting_id

    def at(name: str, *keys: int) -> str:
        return reverse(name, args=[planned.child, *keys])

    return {
        at("plan_concern_new"): "need",
        at("plan_concern_new") + "?from=factor%3A1B": "need",
        at("plan_leave_out") + "?from=factor%3A2B&title=Drink": "because",
        at("plan_concern", concern.pk): "need",
        at("plan_concern_close", concern.pk): "because",
        at("plan_outcome_new", concern.pk): "words",
        at("plan_outcome", outcome.pk): "words",
        at("plan_outcome_end", outcome.pk): "because",
        at("plan_evidence_new", outcome.pk): "evidence",
        at("plan_action_new", outcome.pk): "what",
        at("plan_action", action.pk): "what",
        at("plan_action_done", action.pk): "done_words",
        at("plan_action_drop", action.pk): "because",
        at("plan_contingency"): "contingency",
        at("plan_start"): "contingency",
        at("plan_end"): "words",
        at("plan_share"): "how",
        at("plan_family_words") + "?language=pl": "words_why",
        at("plan_review"): "family_view",
        at("plan_review_record", meeting): "to",
    }


def test_every_form_of_a_plan_keeps_what_is_typed_and_offers_it_again() -> None:
    planned = plan_at("current")
    manager = signed_in(planned.manager)
    every = forms_of(planned)
    for place, (address, box) in enumerate(every.items()):
        assert "data-draft" in manager.get(address).content.decode(), address
        typed = {box: f"Half a sentence, number {place}", "language": "pl", "plan": str(planned.plan)}
        kept = manager.post(address, typed, **SCRIPT)
        assert kept.status_code == 200 and kept.json()["status"] == "saved", (address, kept.content)
    for place, address in enumerate(every):
        assert f"Half a sentence, number {place}<" in unescape(manager.get(address).content.decode()), address
    # Nobody else finds them, and the plan itself says nothing of them yet.
    worker = signed_in(planned.worker)
    for address in every:
        assert "Half a sentence" not in worker.get(address).content.decode(), address
    assert not Outcome.objects.filter(words__contains="Half a sentence").exists()


def test_a_part_that_is_saved_ends_its_draft_and_no_other() -> None:
    planned = plan_at("outline")
    client = signed_in(planned.worker)
    first, second = PlanAction.objects.filter(outcome__plan=planned.plan).order_by("pk")[:2]
    for action in (first, second):
        client.post(
            reverse("plan_action_done", args=[planned.child, action.pk]), {"done_words": "Went well."}, **SCRIPT
        )
    assert OwnDraft.objects.count() == 2
    whole = {"done_words": "Went well.", "done_on": LATER.date().isoformat()}
    assert client.post(reverse("plan_action_done", args=[planned.child, first.pk]), whole).status_code == 302
    assert OwnDraft.objects.get().form == f"plan_part:action_done:{second.pk}"


def test_what_was_begun_is_found_on_the_plan_and_in_my_work_and_can_be_deleted() -> None:
    planned = plan_at("outline")
    client = signed_in(planned.worker)
    outcome = Outcome.objects.filter(plan=planned.plan).earliest("pk")
    place = reverse("plan_action_new", args=[planned.child, outcome.pk])
    client.post(place, {"what": "Ring the dentist"}, **SCRIPT)
    client.post(reverse("plan_contingency", args=[planned.child]), {"contingency": "Nan comes."}, **SCRIPT)
    plan = reverse("child_plan", args=[planned.child])
    page = client.get(plan).content.decode()
    assert "You began, and have not saved" in page and page.count(f'href="{place}"') > 1
    work = client.get("/work/").content.decode()
    assert work.count("Part of the plan about") == 1 and f'href="{plan}"' in work
    away = reverse("plan_draft_away", args=[planned.child])
    assert client.post(away, {"form": f"plan_part:action_new:{outcome.pk}"}).status_code == 302
    assert client.post(away, {"form": "nothing"}).status_code == 302
    assert [one.form for one in OwnDraft.objects.all()] == ["plan_part:contingency:"]


def test_words_about_an_outcome_that_was_taken_out_meanwhile_stay_in_reach() -> None:
    planned = plan_at("outline")
    client = signed_in(planned.worker)
    outcome = Outcome.objects.filter(plan=planned.plan).earliest("pk")
    client.post(
        reverse("plan_evidence_new", args=[planned.child, outcome.pk]), {"evidence": "In school all week."}, **SCRIPT
    )
    client.post(reverse("plan_end", args=[planned.child]), {"words": "x"}, **SCRIPT)
    end_outcome(plan=planned.plan, outcome=outcome.pk, because="Another goes further.", by=planned.manager, at=LATER)
    page = client.get(reverse("child_plan", args=[planned.child])).content.decode()
    assert "What shows how an outcome stands" in page
    reachable = client.get(reverse("plan_evidence_new", args=[planned.child, outcome.pk])).content.decode()
    assert "In school all week." in page + reachable


def test_what_was_begun_of_a_plan_that_ended_meanwhile_is_reached_from_my_work() -> None:
    planned = plan_at("current")
    client = signed_in(planned.manager)
    for name, box in (("plan_end", "words"), ("plan_share", "how")):
        client.post(reverse(name, args=[planned.child]), {box: f"Half a sentence of {name}"}, **SCRIPT)
    end_plan(
        plan=planned.plan,
        reason="needs_met",
        ended_on=LATER.date(),
        words="Noah is in school every day.",
        by=planned.manager,
        at=LATER,
    )
    work = client.get("/work/").content.decode()
    plan = reverse("child_plan", args=[planned.child])
    for label in ("End of the plan", "Who has the plan"):
        assert label in work
    assert work.count(f'href="{plan}"') >= 2
    page = client.get(plan).content.decode()
    assert page.count("cannot be saved any more") == 2
    for name in ("plan_end", "plan_share"):
        assert f"Half a sentence of {name}" in page


def test_a_draft_on_words_that_somebody_changed_meanwhile_says_so_when_it_is_saved() -> None:
    planned = plan_at("outline")
    client, other = signed_in(planned.worker), signed_in(planned.manager)
    concern = Concern.objects.filter(child=planned.child).earliest("pk")
    address = reverse("plan_concern", args=[planned.child, concern.pk])
    shown = client.get(address).content.decode()
    stamp = shown.split('name="stamp" value="')[1].split('"')[0]
    mine = {"title": concern.title, "need": "My words", "because": "Seen today", "stamp": stamp}
    client.post(address, mine, **SCRIPT)
    theirs = mine | {"need": "Their words"}
    assert other.post(address, theirs).status_code == 302
    again = client.get(address).content.decode()
    assert "My words" in again and f'value="{stamp}"' in again
    answer = client.post(address, mine)
    assert answer.status_code == 422 and "Their words" in unescape(answer.content.decode())


def test_the_plan_with_many_drafts_asks_little() -> None:
    planned = plan_at("outline")
    client = signed_in(planned.worker)
    for action in PlanAction.objects.filter(outcome__plan=planned.plan):
        for name in ("plan_action", "plan_action_done", "plan_action_drop"):
            client.post(reverse(name, args=[planned.child, action.pk]), {"because": "Words"}, **SCRIPT)
    plan = reverse("child_plan", args=[planned.child])
    client.get(plan)
    with CaptureQueriesContext(connection) as asked:
        client.get(plan)
    kinds = [one["sql"][:90] for one in asked.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(kinds) <= 15, "\n".join(kinds)
