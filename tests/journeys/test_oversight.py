"""A manager records a decision and is asked about it; a transfer is challenged, sent back and accepted; a reviewing
officer's dispute is answered and ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goldenthread.casework.models import Decision, Dispute, Referral, Transfer
from goldenthread.casework.public.oversight import propose_transfer
from tests.build import child_at, person_who_signs_in
from tests.building.access import a_team, tied
from tests.building.browsing import sign_in
from tests.building.oversight import transfer_said

pytestmark = pytest.mark.django_db(transaction=True)


def day(days: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def a_child_with_a_worker():
    now = timezone.now()
    return child_at("allocated", at=now, received_at=now - timedelta(days=1))


def test_a_decision_is_recorded_with_a_quiet_hint(site, page, axe, fits_its_width):
    placed = a_child_with_a_worker()
    sign_in(page, site, person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team))
    page.goto(f"/children/{placed.child}/oversight/")
    axe(page)
    fits_its_width(page)
    page.get_by_role("link", name="Record a management decision").last.click()
    axe(page)
    page.get_by_label("What is it about?").select_option("direction")
    page.get_by_label("What did you decide?").fill("Evening visits go on for six more weeks.")
    page.get_by_label("Why this, and why now?").fill("Agreed")
    page.get_by_label("What did you think about and turn down?").fill("Waiting for the core group.")
    page.get_by_text("Why this, why now, and what did you decide against?").wait_for()
    page.get_by_text("Saved").first.wait_for()
    page.reload()
    assert page.get_by_label("What did you decide?").input_value() == "Evening visits go on for six more weeks."
    page.get_by_role("button", name="Record the decision").click()
    assert "Write what it means for the child" in page.get_by_role("alert").inner_text()
    axe(page)
    page.get_by_label("Why this, and why now?").fill("Two people have seen Lee at the house since Sunday night.")
    page.get_by_label("What does it mean for").fill("Noah says he listens for the door at night.")
    page.get_by_label("What", exact=True).first.fill("See Noah at home after six, once without warning")
    page.get_by_label("Who", exact=True).first.select_option(label="Priya Nair")
    page.get_by_label("By", exact=True).first.fill(day(5))
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_text("The decision is recorded.").wait_for()
    axe(page)
    fits_its_width(page)
    assert Decision.objects.get(child=placed.child).actions.get().owner == placed.worker
    sign_in(page, site, placed.worker)
    page.goto("/work/")
    page.get_by_text("Asked of you in a decision by Helen Marsh.").first.wait_for()
    page.goto(f"/children/{placed.child}/")
    axe(page)


def test_a_transfer_is_sent_back_and_then_accepted(site, page, axe, fits_its_width):
    placed = a_child_with_a_worker()
    south = a_team("Safeguarding south", kind="safeguarding")
    helen = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    omar = person_who_signs_in("team_manager", name="Omar Khan", team=south)
    rosa = person_who_signs_in("social_worker", name="Rosa Lind", team=south)
    sign_in(page, site, helen)
    page.goto(f"/children/{placed.child}/transfer/")
    axe(page)
    fits_its_width(page)
    page.get_by_role("button", name="Propose the transfer").click()
    assert "Choose the team that is to take it" in page.get_by_role("alert").inner_text()
    axe(page)
    key = propose_transfer(
        children=[placed.child], said=transfer_said(south.pk), by=helen, at=timezone.now() - timedelta(seconds=5)
    )
    sign_in(page, site, omar)
    page.goto("/work/")
    page.get_by_role("link", name="Open the transfer").first.click()
    page.get_by_text("Priya Nair of Assessment north holds Noah").wait_for()
    axe(page)
    page.get_by_label("Send it back: what must be different first?").fill("The chronology stops in March.")
    page.get_by_role("button", name="Send it back").click()
    page.get_by_text("The transfer went back.").wait_for()
    sign_in(page, site, helen)
    page.goto(f"/transfers/{key}/")
    page.get_by_text("The chronology stops in March.").wait_for()
    axe(page)
    page.get_by_label("Why now?").fill("The chronology is written up to yesterday; the meeting is on Tuesday.")
    page.get_by_role("button", name="Propose the transfer again").click()
    page.get_by_text("The transfer is proposed again.").wait_for()
    page.get_by_role("button", name="Record the meeting").click()
    assert "Say whether" in page.get_by_role("alert").inner_text() or "Enter" in page.get_by_role("alert").inner_text()
    meeting = page.locator(f"form[action='/transfers/{key}/meeting/']")
    for label, words in (
        ("When was it held?", day()),
        ("Who was there?", "Stacey, Jean Carter, Priya and both managers"),
        ("Why, or why not?", "The assessment is done and nobody expects court."),
        ("What cannot wait, and who does it?", "Friday’s evening visit: Priya makes it."),
        ("What is still not assessed?", "Nothing"),
        ("Who tells the child and the family, and when?", "Priya, on Friday, with Rosa"),
        ("On which day does the work move?", day(5)),
    ):
        meeting.get_by_label(label).fill(words)
    meeting.get_by_label("Yes").check()
    meeting.get_by_role("button").click()
    page.get_by_text("The meeting is recorded.").wait_for()
    sign_in(page, site, omar)
    page.goto("/oversight/")
    axe(page)
    fits_its_width(page)
    page.goto(f"/transfers/{key}/")
    page.get_by_label("What did you read in the file").fill("The assessment, the plan and the chronology.")
    page.get_by_role("button", name="Accept the transfer").click()
    page.get_by_text("Accepted.", exact=False).first.wait_for()
    axe(page)
    assert Referral.objects.get(child=placed.child).worker == placed.worker
    page.get_by_label("Rosa Lind").check()
    page.get_by_label("What do you ask of the worker, and by when?").fill("Visit with Priya by Friday.")
    page.get_by_role("button", name="Complete the transfer").click()
    page.get_by_text("was given to Rosa Lind of Safeguarding south").wait_for()
    axe(page)
    fits_its_width(page)
    assert Transfer.objects.get().state == "completed"
    assert Referral.objects.get(child=placed.child).worker == rosa
    page.goto(f"/children/{placed.child}/oversight/")
    page.get_by_role("heading", name="2 social workers").wait_for()
    axe(page)


def test_a_dispute_is_answered_and_ends(site, page, axe, fits_its_width):
    placed = a_child_with_a_worker()
    chair = person_who_signs_in("conference_chair", name="Margaret Osei")
    tied(placed.child, to=chair, kind="reviewing")
    helen = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    sign_in(page, site, chair)
    page.goto(f"/children/{placed.child}/dispute/")
    axe(page)
    fits_its_width(page)
    page.get_by_label("What is it about?").select_option("visits")
    page.get_by_label("What is wrong").fill("Noah has not been seen for five weeks.")
    page.get_by_label("What was tried between you first?").fill("Rang twice; no visit came of it.")
    page.get_by_label("What would settle it").fill("Noah seen alone by Friday.")
    page.get_by_label("Who is asked to answer?").select_option(str(helen.pk))
    page.get_by_role("button", name="Raise the dispute").click()
    page.get_by_text("The dispute is raised.").wait_for()
    axe(page)
    key = Dispute.objects.get().pk
    sign_in(page, site, helen)
    page.goto("/work/")
    page.get_by_role("link", name="Open the dispute").first.click()
    axe(page)
    page.get_by_role("button", name="Answer").click()
    assert "Say what will be done" in page.get_by_role("alert").inner_text()
    page.get_by_label("What will be done, by whom and by when?").fill("Priya sees him on Thursday at four.")
    page.get_by_role("button", name="Answer").click()
    page.get_by_text("Your answer is recorded.").wait_for()
    sign_in(page, site, chair)
    page.goto(f"/disputes/{key}/")
    page.get_by_label("How did it end?").select_option("done")
    page.get_by_label("What is different for the child now?").fill("Seen on Thursday; the next is in the diary.")
    page.get_by_role("button", name="Record how it ended").click()
    page.get_by_role("heading", name="What was asked for is done").wait_for()
    axe(page)
    fits_its_width(page)
    page.goto("/oversight/")
    page.get_by_text("No dispute is open.").wait_for()
    axe(page)
