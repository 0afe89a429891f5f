"""Given a referral that was decided, a social worker assesses, is challenged once, answers, and her manager signs."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from goldenthread.casework.models import Assessment, AssessmentChild, AssessmentSection, Challenge, Deadline
from goldenthread.casework.operations.visits import SeenSaid, record_visit
from tests.building.access import person_who_signs_in
from tests.building.assessment import assessment_at, manager_beside
from tests.building.browsing import sign_in
from tests.building.child import a_long_record
from tests.building.front_door import child_at

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "Since May she has had gifts and a new phone and will not say who from. Twice she was picked up by a car that "
    "school does not know. There is no evidence of self-harm."
)


def kept(page: Any, form: str, *, version: str = "") -> None:
    """Waits until a section is kept."""
    box = page.locator(f"#form-{form} [name=version]")
    if version:
        expect(box).to_have_value(version, timeout=10_000)
    else:
        expect(box).not_to_have_value("0", timeout=10_000)


def test_from_a_referral_to_an_authorised_assessment_returned_once(site, browse, axe, fits_its_width):
    now = timezone.now()
    placed = child_at("allocated", at=now, received_at=now)
    worker, manager, child = placed.worker, manager_beside(placed), placed.child
    page = browse()
    sign_in(page, site, worker)
    page.goto(f"/children/{child}/assessments/")
    axe(page)
    page.get_by_role("link", name="Start an assessment").click()
    axe(page)
    page.get_by_role("button", name="Start the assessment").click()
    page.get_by_text("The assessment is started.").wait_for()
    axe(page)
    fits_its_width(page)
    key = Assessment.objects.get().pk

    page.get_by_role("link", name="What the parents say").click()
    page.locator("#account-1-says").fill("“I have stopped drinking.”")
    page.locator("#hints-account-1").get_by_text("What did you do to test this").first.wait_for()
    kept(page, "account-1")
    axe(page)
    fits_its_width(page)

    page.goto(f"/assessments/{key}/part/analysis:{child}/")
    page.locator(f"#analysis-{child}-means").fill(TEXT)
    hints = page.locator(f"#hints-analysis-{child}")
    hints.get_by_text("child sexual exploitation").first.wait_for()
    assert "self-harm" not in hints.inner_text().split("Why am I told?")[0]
    kept(page, f"analysis-{child}")
    axe(page)
    fits_its_width(page)
    hints.get_by_role("button", name="Tick it as a concern, child sexual exploitation").click()
    page.get_by_text("“Child sexual exploitation” is ticked.").wait_for()
    assert "11A" in AssessmentChild.objects.get().factors

    page.goto(f"/assessments/{key}/")
    page.get_by_role("button", name="Send to the manager").click()
    page.get_by_role("alert").get_by_role("link", name="Say what should follow").click()
    page.locator(f"#outcome-{child}-outcome").check()
    kept(page, f"outcome-{child}")
    page.goto(f"/assessments/{key}/")
    page.get_by_role("button", name="Send to the manager").click()
    page.get_by_text("Sent to the manager.").wait_for()
    axe(page)

    hers = browse()
    sign_in(hers, site, manager)
    hers.goto(f"/assessments/{key}/sign/")
    axe(hers)
    fits_its_width(hers)
    hers.locator("#challenge-1").fill("Who says so besides her mother?")
    hers.locator("#challenge-1-section").select_option(f"analysis:{child}")
    hers.get_by_role("button", name="Send it back").click()
    hers.get_by_text("Sent back. The author is told").wait_for()

    page.goto(f"/assessments/{key}/part/analysis:{child}/")
    page.get_by_role("link", name="challenge 1").first.wait_for()
    page.locator(f"#analysis-{child}-unchanged").fill(
        "In three months she will be out most nights with men we do not know."
    )
    kept(page, f"analysis-{child}", version="2")
    page.goto(f"/assessments/{key}/")
    page.locator("#answer-1").fill("School and her grandmother, each by themselves.")
    page.get_by_role("button", name="Keep this answer to challenge 1").click()
    page.get_by_text("Your answer to challenge 1 is kept.").wait_for()
    assert "out most nights" in page.locator("#challenge-1 ins").inner_text()
    axe(page)
    page.get_by_role("button", name="Send it back to the manager").click()
    page.get_by_text("Sent to the manager.").wait_for()

    hers.goto(f"/assessments/{key}/sign/")
    hers.get_by_role("button", name="Authorise this assessment").click()
    hers.get_by_role("alert").get_by_text("Say why you authorise it").wait_for()
    for box in hers.locator("textarea[name^='line-']").all():
        box.fill("I talked it through with her; it is done this week.")
    hers.locator("#words").fill("I read all of it and agree: she is a child in need.")
    hers.get_by_role("button", name="Authorise this assessment").click()
    hers.get_by_text("The assessment is authorised.").wait_for()
    axe(hers)
    fits_its_width(hers)
    assert Assessment.objects.get().authorised_by == manager
    assert Challenge.objects.get().accepted is True
    assert Deadline.objects.get(clock="single_assessment").met_at is not None
    for one in (page, hers):
        one.wait_for_load_state("networkidle")


def test_history_is_answered_on_a_phone_without_a_script(site, browse):
    record = a_long_record(notes=9)
    now = timezone.now()
    page = browse(phone=True, javascript=False)
    sign_in(page, site, record.worker)
    page.goto(f"/children/{record.child}/assessments/new/")
    page.get_by_role("button", name="Start the assessment").click()
    key = Assessment.objects.get().pk
    page.goto(f"/assessments/{key}/part/history/")
    boxes = page.locator("input[name=about]")
    for place in range(boxes.count()):
        boxes.nth(place).check()
    page.get_by_label("Resolved, and what shows it").check()
    page.get_by_role("button", name="Keep this answer").click()
    page.get_by_role("link", name="Say what shows that it is resolved").wait_for()
    assert page.get_by_label("Resolved, and what shows it").is_checked()
    assert all(boxes.nth(place).is_checked() for place in range(boxes.count()))
    page.locator("#because").fill("The school and the health visitor both saw the change.")
    page.get_by_role("button", name="Keep this answer").click()
    page.get_by_text("earlier concerns answered.").wait_for()
    record_visit(
        children=[SeenSaid(child=record.child, seen=True, alone=True, words="I want it quiet at night.")],
        happened_at=now,
        purpose="assessment",
        what_happened="Seen at school, alone, in the library.",
        place="At school",
        assessment=key,
        by=record.worker,
        at=now,
    )
    page.goto(f"/assessments/{key}/part/voice:{record.child}/")
    page.get_by_text("I want it quiet at night.").wait_for()
    page.locator(f"#voice-{record.child}-view").fill("He wants his mother to be safe.")
    page.get_by_role("button", name="Save and look for hints").click()
    assert (
        AssessmentSection.objects.get(key=f"voice:{record.child}").answers["view"] == "He wants his mother to be safe."
    )


def test_two_writers_see_each_other_and_merge_their_words(site, browse, axe, fits_its_width):
    held = assessment_at("writing")
    other = person_who_signs_in("social_worker", name="Zahra Khan", team=held.worker.team)
    address = f"/assessments/{held.assessment}/part/why_now/"
    priya, zahra = browse(), browse()
    sign_in(priya, site, held.worker)
    sign_in(zahra, site, other)
    priya.goto(address)
    priya.get_by_text("Only you are writing here.").wait_for()
    zahra.goto(address)
    zahra.get_by_text("Priya Nair (Why now) is writing here too.").wait_for()
    zahra.locator("#why_now-family_wants").fill("They want a quiet house.")
    kept(zahra, "why_now", version="2")
    priya.locator("#why_now-family_wants").fill("They want help with the rent.")
    priya.get_by_text("Zahra Khan changed the same words").wait_for()
    priya.get_by_role("link", name="See both versions").first.click()
    priya.get_by_role("heading", name="Two people changed the same words").wait_for()
    axe(priya)
    fits_its_width(priya)
    priya.get_by_role("button", name="Use this").click()
    priya.locator("#why_now-family_wants").wait_for()
    both = AssessmentSection.objects.get(key="why_now").answers["family_wants"]
    assert "quiet house" in both and "the rent" in both
    for one in (priya, zahra):
        one.wait_for_load_state("networkidle")
