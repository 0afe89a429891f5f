"""Given children with open cases, a sample is drawn and drawn again, graded, graded again unseen and agreed; what it
found is acted on, checked, re-tested by a new sample, and closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goldenthread.quality.models import Audit, AuditRound, LearningCycle
from goldenthread.quality.operations.audit import write_tool
from goldenthread.rulebook.rights import Role
from tests.build import child_at, person_who_signs_in
from tests.building.audit import graded, round_at
from tests.building.browsing import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_sample_is_drawn_again_graded_twice_and_agreed(site, page, axe, fits_its_width):
    now = timezone.now()
    for _ in range(3):
        child_at("allocated", at=now - timedelta(days=2), received_at=now - timedelta(days=3))
    lead = person_who_signs_in(Role.SERVICE_MANAGER, name="Anita Rao")
    tom = person_who_signs_in(Role.AUDITOR, name="Tom Ashby")
    margaret = person_who_signs_in(Role.CONFERENCE_CHAIR, name="Margaret Osei")
    write_tool(key="", title="Short", text="The plan:\nIs it specific?", by=lead, at=now)
    sign_in(page, site, lead)
    page.goto("/audits/plan/")
    axe(page)
    page.get_by_role("button", name="Plan this audit").click()
    assert "Choose who audits" in page.get_by_role("alert").inner_text()
    page.get_by_label("What is audited?").fill("Plans")
    page.get_by_label("With which tool?").select_option("own_short:1:")
    page.get_by_label("Drawn from").select_option("open")
    page.get_by_label("How many children?").fill("2")
    page.get_by_label("How many in a hundred are graded twice?").fill("100")
    page.get_by_label("Tom Ashby").check()
    page.get_by_label("Margaret Osei").check()
    page.get_by_role("button", name="Plan this audit").click()
    page.get_by_role("button", name="Draw the sample").click()
    page.get_by_text("2 audits drawn from 3.").wait_for()
    axe(page)
    page.get_by_role("link", name="Draw this sample again").click()
    page.get_by_text("The same 2 children, in the same order.").wait_for()
    axe(page)
    audit = Audit.objects.get(auditor=tom)
    sign_in(page, site, tom)
    page.goto("/audits/")
    axe(page)
    page.goto(f"/audit/{audit.pk}/grade/")
    axe(page)
    fits_its_width(page)
    _grade(page, "Good", "Two of three actions say how anybody would know.")
    page.get_by_label("Yes").last.check()
    page.get_by_label("Who of the family was asked?").select_option("parent")
    page.get_by_label("What did they say?").fill("Nobody checked, they just asked me.")
    page.get_by_role("button", name="Send your grades").click()
    page.get_by_text("Your grades are in.").wait_for()
    sign_in(page, site, margaret)
    page.goto(f"/audit/{audit.pk}/second/")
    assert "Two of three actions" not in page.content()
    _grade(page, "Requires improvement", "The one that carries the risk has no measure.")
    page.get_by_role("button", name="Send your grades").click()
    page.get_by_text("Your grades are in.").wait_for()
    assert page.get_by_text("Two of three actions").first.is_visible()
    axe(page)
    fits_its_width(page)
    page.get_by_role("group", name="The agreed grade").get_by_label("Requires improvement").check()
    page.get_by_label("Why this grade and not the other?").fill("We weigh the action that carries the risk.")
    page.get_by_role("button", name="Record the agreed grade").click()
    page.get_by_text("The agreed grade stands.").wait_for()
    audit.refresh_from_db()
    assert (audit.state, audit.overall) == ("graded", "requires_improvement")
    page.goto("/audits/agreement/")
    axe(page)


def _grade(page, grade: str, words: str) -> None:
    page.get_by_role("group", name="Is it specific?").get_by_label(grade, exact=True).check()
    page.locator("#words-q1").fill(words)
    page.get_by_role("group", name="Is the child safe now?").get_by_label("Yes").check()
    page.get_by_role("group", name="The grade of the whole").get_by_label(grade, exact=True).check()
    page.get_by_label("Why is it this grade as a whole?").fill(f"As a whole: {words}")


def test_what_was_found_is_acted_on_retested_and_closed(site, page, axe, fits_its_width):
    now = timezone.now()
    lead = person_who_signs_in(Role.SERVICE_MANAGER, name="Anita Rao")
    tom = person_who_signs_in(Role.AUDITOR, name="Tom Ashby")
    helen = person_who_signs_in(Role.TEAM_MANAGER, name="Helen Marsh")
    made = round_at("drawn", children=6, auditors=(tom,), lead=lead, at=now - timedelta(hours=5), question="tested")
    for audit in made.audits:
        graded(audit, "not_met", at=now - timedelta(hours=4))
    sign_in(page, site, lead)
    page.goto(f"/audits/{made.round}/")
    axe(page)
    page.get_by_text("Open a learning cycle on what was found").click()
    page.get_by_label("Which question?").select_option("tested")
    page.get_by_label("What has to change, in a few words?").fill("Explanations tested")
    page.get_by_label("What was found?").fill("What parents explain is taken on trust.")
    page.get_by_role("button", name="Open a learning cycle").click()
    page.get_by_text("A learning cycle is open").wait_for()
    axe(page)
    page.get_by_label("What will be different in practice?").fill("Each account has a named way to test it.")
    page.get_by_label("Who answers for it?").select_option(label="Helen Marsh, team manager")
    page.get_by_label("By when?").fill((timezone.localdate() + timedelta(days=14)).isoformat())
    page.get_by_role("button", name="Set this action").click()
    page.get_by_text("The action is set.").wait_for()
    cycle = LearningCycle.objects.get()
    sign_in(page, site, helen)
    page.goto(f"/audits/learning/{cycle.pk}/")
    page.get_by_label("What shows that it is done?").fill("22 sign-offs read, 19 with a test named.")
    page.get_by_role("button", name="Say it is done").click()
    page.get_by_text("Somebody else checks the evidence.").wait_for()
    sign_in(page, site, lead)
    page.goto(f"/audits/learning/{cycle.pk}/")
    page.get_by_label("What did you look at yourself").fill("I read ten of the 22: nine name a test.")
    page.get_by_role("button", name="The evidence holds").click()
    page.get_by_role("link", name="Plan the re-test").click()
    axe(page)
    page.get_by_label("Leave out children audited").fill("0")
    page.get_by_label("How many in a hundred are graded twice?").fill("0")
    page.get_by_label("Tom Ashby").check()
    page.get_by_role("button", name="Plan the re-test").click()
    page.get_by_role("button", name="Draw the sample").click()
    page.get_by_text("6 audits drawn").wait_for()
    page.goto(f"/audits/learning/{cycle.pk}/")
    assert page.get_by_text("Needs 5 of 6 or more to be beyond chance").is_visible()
    for audit in AuditRound.objects.get(cycle=cycle).audits.all():
        graded(audit.pk, "met", at=timezone.now())
    page.get_by_role("button", name="Count the new sample").click()
    page.get_by_text("The change is beyond chance.").wait_for()
    axe(page)
    fits_its_width(page)
    page.get_by_label("What changed for children").fill("Every account is tested now, and sign-off asks for it.")
    page.get_by_role("button", name="Close this learning cycle").click()
    page.get_by_text("The cycle is closed, and the finding with it.").wait_for()
    axe(page)
    assert LearningCycle.objects.get().state == "closed"
