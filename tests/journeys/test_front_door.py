"""The front door in a real browser: from a contact that waits to a referral with a worker; and no further action,
refused until somebody else has looked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goldenthread.casework.models import Allocation, Contact, Decision, Referral, SecondLook
from tests.building.access import a_team, person_who_signs_in
from tests.building.browsing import sign_in
from tests.building.contact import contact_at
from tests.building.front_door import manager, waiting_contact
from tests.building.people import a_child

pytestmark = pytest.mark.django_db(transaction=True)

WHY = {
    "Why this?": "Lee hurts their mother while the children are in the house, and nobody has seen Noah.",
    "Why now?": "It happened two nights ago and he is there every day.",
    "What did you think about and turn down?": "Advice was given in August and changed nothing.",
    "Taken together": "High tonight.",
}


def in_words(page, **more: str) -> None:
    """Fills in the boxes of the decision that are named."""
    for label, words in (WHY | more).items():
        page.get_by_label(label, exact=True).fill(words)


def risk_to_each(page) -> None:
    for box in page.locator("textarea[name^=risk_]").all():
        box.fill("Frightened at night, and may be hurt in the middle of it.")


def tell_the_referrer(page) -> None:
    page.get_by_label("will be told").check()
    page.get_by_label("Who tells them, how and by when?").fill("Daniel Okafor rings the school today.")


def test_from_a_contact_that_waits_to_a_worker_who_has_read_her_instructions(
    site, browse, page, phone_page, axe, fits_its_width
):
    # given a contact about two children that was sent for a decision, and a team with a worker
    now = timezone.now()
    written = contact_at("to_decide", at=now, received_at=now - timedelta(minutes=20))
    ruth = manager("Ruth Ellison")
    team = a_team("Assessment north", kind="assessment")
    priya = person_who_signs_in("social_worker", name="Priya Nair", team=team)

    # when the duty manager opens the front door
    sign_in(page, site, ruth)
    page.goto("/front-door/")
    page.get_by_role("heading", name="Front door", level=1).wait_for()
    assert "1 contact about 1 family." in page.inner_text("main")
    axe(page)
    fits_its_width(page)
    page.locator(".gt-group", has_text="Reilly").get_by_role("link", name="Decide").click()

    # then she sees the evidence beside the decision
    page.get_by_role("heading", name="What should happen for Callum and Noah?").wait_for()
    assert "I put the telly up loud so Noah couldn’t hear." in page.inner_text(".gt-decide__ev")
    axe(page)

    # and when she signs without a reason, she is told what is missing and loses nothing
    page.get_by_label("to assess as a child in need (section 17)").check()
    page.get_by_label("Why now?", exact=True).fill("It happened two nights ago.")
    page.get_by_label("Why this?", exact=True).fill("Noted.")
    page.get_by_role("button", name="Sign this decision").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert "“Agreed” or “noted” alone is no reason" in page.inner_text(".govuk-error-summary")
    assert page.get_by_label("Why now?", exact=True).input_value() == "It happened two nights ago."
    axe(page)

    # and when she says why, for each child, who does what and who is told
    in_words(page)
    risk_to_each(page)
    detail = page.get_by_label("Say who agreed to the assessment and when, or why it goes ahead without agreement")
    if detail.is_visible():
        detail.fill("Stacey agreed by telephone.")
    if page.get_by_text("Was that right?").count():
        page.get_by_label("Yes", exact=True).check()
    page.get_by_label("What", exact=True).first.fill("Ring the nursery about Noah")
    page.get_by_label("Who", exact=True).first.select_option(label="Daniel Okafor")
    page.get_by_label("By", exact=True).first.fill((now + timedelta(days=3)).date().isoformat())
    tell_the_referrer(page)
    page.get_by_role("button", name="Sign this decision").click()

    # then two referrals are made, and she gives both to a team
    page.get_by_role("heading", name="Who should work with Callum Reilly").wait_for()
    assert Contact.objects.get(pk=written.contact).outcome == "REF_S17"
    assert "2 referrals made" in page.inner_text(".gt-notice")
    axe(page)
    page.get_by_label("Assessment north").check()
    page.get_by_role("button", name="Allocate to the team").click()
    page.get_by_label("Priya Nair").wait_for()
    axe(page)

    # and without instructions nobody is given the work
    page.get_by_label("Priya Nair").check()
    page.get_by_role("button", name="Allocate to the worker").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.get_by_label("What do you ask of the worker, and by when?").fill("See both children by Tuesday.")
    page.get_by_role("button", name="Allocate to the worker").click()
    page.get_by_text("The worker finds it in My work as new.").wait_for()
    axe(page)
    assert set(Referral.objects.values_list("state", "worker")) == {("with_worker", priya.pk)}

    # and the worker finds both children, new to her, on her phone
    sign_in(phone_page, site, priya)
    phone_page.goto("/work/")
    phone_page.get_by_role("heading", name="New to you: 2 children").wait_for()
    assert "See both children by Tuesday." in phone_page.inner_text("main")
    axe(phone_page)
    fits_its_width(phone_page)
    phone_page.get_by_role("button", name="I have read this").click()
    phone_page.get_by_text("Recorded that you have read the instructions.").wait_for()
    assert Allocation.objects.filter(worker=priya, read_at=None).count() == 0
    assert "My 2 children" in phone_page.inner_text("main")
    axe(phone_page)


def test_no_further_action_is_refused_until_somebody_else_has_looked(site, browse, page, axe, fits_its_width):
    # given the third contact in a year about one child
    now = timezone.now()
    child = a_child("Callum", "Reilly")
    for days in (280, 80):
        earlier = now - timedelta(days=days)
        waiting_contact(
            [child], received_at=earlier, state="decided", outcome="ADVICE", decided_at=earlier, family_name="Reilly"
        )
    contact = waiting_contact([child], received_at=now - timedelta(hours=1), family_name="Reilly")
    ruth = manager("Ruth Ellison")
    anita = person_who_signs_in("service_manager", name="Anita Rao")

    # when the manager wants to close it
    sign_in(page, site, ruth)
    page.goto(f"/contacts/{contact.pk}/decision/")
    page.get_by_label("No further action").check()
    page.get_by_role("heading", name="A second look comes first").wait_for()
    assert "It is the 3rd contact in 12 months" in page.inner_text("#look")
    axe(page)
    in_words(page)
    risk_to_each(page)
    page.get_by_label("I have read and weighed 2 earlier contacts").check()
    tell_the_referrer(page)
    page.get_by_role("button", name="Sign this decision").click()

    # then she cannot, and is told whom to ask
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert "Ask somebody by name to look" in page.inner_text(".govuk-error-summary")
    assert Contact.objects.get(pk=contact.pk).state == "to_decide"

    # and when she asks Anita Rao by name
    page.get_by_label("Who will look?").select_option(value=str(anita.pk))
    page.get_by_label("What do you want them to test?").fill("Have I leaned too much on school?")
    page.get_by_role("button", name="Ask for a second look").click()
    page.get_by_text("Waiting for a second look by Anita Rao").wait_for()

    # then it is in Anita's work, and she answers
    anitas = browse()
    sign_in(anitas, site, anita)
    anitas.goto("/work/")
    anitas.locator(".gt-due li", has_text="Give a second look").get_by_role("link", name="Look").click()
    anitas.get_by_role("heading", name="Is no further action right for Callum?").wait_for()
    axe(anitas)
    anitas.get_by_label("No, I do not agree").check()
    anitas.get_by_label("What did you look at, and what do you think?").fill(
        "I read all three. Nobody has asked Callum."
    )
    anitas.get_by_role("button", name="Record my second look").click()
    anitas.get_by_text("Your second look is recorded").wait_for()

    # and the manager finds her words kept, and says why she decides otherwise
    page.goto(f"/contacts/{contact.pk}/decision/")
    page.get_by_text("Anita Rao does not agree with no further action").wait_for()
    assert page.get_by_label("Why now?", exact=True).input_value() == WHY["Why now?"]
    page.get_by_label("Anita Rao does not agree. Why do you decide otherwise?").fill(
        "Callum was seen alone at school this afternoon, and said what he wants."
    )
    page.get_by_role("button", name="Sign this decision").click()
    page.get_by_role("heading", name="Front door", level=1).wait_for()

    # and all of it stays on record
    made = Decision.objects.get(contact=contact)
    assert (made.outcome, made.decided_by) == ("NFA", ruth)
    assert made.despite_second_look.startswith("Callum was seen alone")
    look = SecondLook.objects.get(contact=contact)
    assert (look.agrees, look.asked_of, look.question) == (False, anita, "Have I leaned too much on school?")
    page.goto(f"/contacts/{contact.pk}/decision/")
    page.get_by_role("heading", name="No further action").wait_for()
    axe(page)
    fits_its_width(page)


def test_every_page_of_the_front_door_works_without_a_script_and_on_a_phone(site, plain_page, phone_page, axe):
    now = timezone.now()
    contact = waiting_contact([a_child("Callum", "Reilly")], received_at=now - timedelta(hours=1), domestic_abuse=False)
    ruth = manager("Ruth Ellison")
    sign_in(plain_page, site, ruth)

    # the questions that a choice would open are all there, and a plain form signs the decision
    plain_page.goto(f"/contacts/{contact.pk}/decision/")
    plain_page.get_by_label("Information and advice").check()
    plain_page.get_by_label("Say what advice was given, to whom and when").fill("School was told to ring early help.")
    in_words(plain_page)
    risk_to_each(plain_page)
    tell_the_referrer(plain_page)
    plain_page.get_by_role("button", name="Sign this decision").click()
    plain_page.get_by_role("heading", name="Front door", level=1).wait_for()
    assert Contact.objects.get(pk=contact.pk).outcome == "ADVICE"

    sign_in(phone_page, site, ruth)
    for address in ("/front-door/", "/front-door/to_allocate/", "/front-door/decided_today/", "/teams/", "/totals/"):
        phone_page.goto(address)
        axe(phone_page)
        wide = phone_page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, address
