"""Given a worker with a family, her practice is observed, answered and followed up; a child on a phone tells us how it
was by a code, the manager answers, and the family reads it; whoever is not safe is in the manager’s tray at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from goldenthread.quality.models import Feedback, Observation
from goldenthread.rulebook.observing import FAMILY
from tests.build import child_at
from tests.building.browsing import sign_in
from tests.building.voice import code_at, manager_of

pytestmark = pytest.mark.django_db(transaction=True)


def a_family():
    """A child with a worker for two days, and her manager."""
    now = timezone.now()
    placed = child_at("allocated", at=now - timedelta(days=2), received_at=now - timedelta(days=3))
    return placed, manager_of(placed)


def test_practice_is_observed_answered_and_its_step_followed(site, page, axe, fits_its_width):
    placed, manager = a_family()
    worker = placed.worker
    sign_in(page, site, manager)
    page.goto("/observations/")
    axe(page)
    page.get_by_role("link", name=f"Observe {worker.name}").click()
    axe(page)
    page.get_by_role("button", name="Begin to write").click()
    assert "Choose what you observed" in page.get_by_role("alert").inner_text()
    page.get_by_label("What was it?").select_option("visit")
    page.get_by_label("With whose family?").select_option(str(placed.child))
    page.get_by_role("button", name="Begin to write").click()
    axe(page)
    fits_its_width(page)
    assert "<span" not in page.locator("main").inner_text()
    page.get_by_label("What happened?").fill("She knocked, waited, and sat down on the floor.")
    page.locator("#saw").blur()
    page.get_by_text(re.compile("^✓ Saved")).wait_for()
    page.reload()
    assert page.get_by_label("What happened?").input_value().startswith("She knocked")
    page.get_by_role("button", name=f"Send it to {worker.name}").click()
    assert "Say whether the family agreed" in page.get_by_role("alert").inner_text()
    axe(page)
    assert page.get_by_label("What happened?").input_value().startswith("She knocked")
    page.get_by_label("They agreed, and knew that they could say no").check()
    page.get_by_label("What did they say of it?").fill("I forgot that you were there.")
    for part in FAMILY.parts:
        seen = "to_work_on" if part.key == "child" else "strength"
        page.locator(f"[name=seen-{part.key}][value={seen}]").check()
        page.locator(f"#words-{part.key}").fill("She said it aloud, and waited for the answer.")
    page.locator("[name=whole][value=sound]").check()
    page.get_by_label("Why?").fill("Warm with everybody, and Noah had to wait.")
    page.locator("#step-1-what").fill("See Noah first at the next visit")
    page.locator("#step-1-owner").select_option(str(worker.pk))
    page.locator("#step-1-due").fill((timezone.localdate() + timedelta(days=1)).isoformat())
    page.get_by_label("When do you look again?").fill((timezone.localdate() + timedelta(days=60)).isoformat())
    page.get_by_role("button", name=f"Send it to {worker.name}").click()
    page.get_by_text("reads it and answers").wait_for()
    axe(page)
    fits_its_width(page)
    observation = Observation.objects.get()

    sign_in(page, site, worker)
    page.goto("/work/")
    assert page.get_by_text("See Noah first at the next visit").first.is_visible()
    page.goto(f"/observations/{observation.pk}/")
    page.get_by_label("What do you make of it?").fill("I did not see that Noah waited for me.")
    page.get_by_label("What will you keep doing, or do differently?").fill("Noah first.")
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_text("Your answer stands beside what was seen.").wait_for()
    page.get_by_label("What did you do, and what came of it?").fill("Saw Noah first. He showed me his room.")
    page.get_by_role("button", name="Say it is done").click()
    page.get_by_text("Recorded that it is done.").wait_for()
    axe(page)

    sign_in(page, site, manager)
    page.goto(f"/observations/{observation.pk}/")
    assert page.get_by_text("He showed me his room").is_visible()
    page.get_by_label("What is different in practice now").fill("The last two visits begin with Noah.")
    page.get_by_role("button", name="Record the follow-up").click()
    page.get_by_text("Followed up.").first.wait_for()
    page.get_by_label("What should the service learn from it?").fill("Children wait while we speak with parents.")
    page.get_by_label("What is it?").select_option("area_for_improvement")
    page.get_by_role("button", name="Enter it in the findings register").click()
    page.get_by_text("It is in the findings register.").wait_for()
    page.goto(f"/supervision/workers/{worker.pk}/")
    assert page.get_by_text("Last observed on").is_visible()
    axe(page)


def test_a_child_tells_us_on_a_phone_and_reads_what_we_did(site, phone_page, page, axe, fits_its_width):
    placed, manager = a_family()
    sign_in(page, site, placed.worker)
    page.goto(f"/children/{placed.child}/")
    page.get_by_text("Start or record").click()
    page.get_by_role("link", name="Give a code for feedback").click()
    axe(page)
    page.get_by_label("What is it about?").select_option("visit")
    page.get_by_role("button", name="Make the code").click()
    page.get_by_role("heading", name="Tell us how it was").wait_for()
    axe(page)
    letters = page.locator(".gt-slip__code").inner_text()
    assert re.fullmatch(r"[A-Z]{3}-[A-Z]{4}-[A-Z]{3}", letters)
    page.emulate_media(media="print")
    assert not page.get_by_role("heading", name="The slip", exact=True).is_visible()
    assert page.locator(".gt-slip__code").is_visible()
    page.emulate_media(media="screen")

    phone = phone_page
    phone.goto(f"{site.url}/feedback/")
    axe(phone)
    fits_its_width(phone)
    phone.get_by_label("Your letters").fill("nonsense")
    phone.get_by_role("button", name="Go on").click()
    assert "That code does not work" in phone.get_by_role("alert").inner_text()
    axe(phone)
    phone.get_by_label("Your letters").fill(letters.lower())
    phone.get_by_role("button", name="Go on").click()
    axe(phone)
    phone.get_by_role("button", name="Start").click()
    assert "Say who you are" in phone.get_by_role("alert").inner_text()
    phone.get_by_label("I am a child or young person").check()
    phone.get_by_label("Very big").check()
    phone.get_by_role("button", name="Start").click()
    phone.get_by_role("heading", name="How was it for you?").wait_for()
    axe(phone)
    fits_its_width(phone)
    phone.get_by_role("button", name="Send", exact=True).click()
    assert "Answer one of the questions" in phone.get_by_role("alert").inner_text()
    axe(phone)
    # By keyboard: a face is a radio like any other.
    phone.get_by_role("group", name="Did we listen to you?").get_by_label("Yes").focus()
    phone.keyboard.press("Space")
    phone.keyboard.press("ArrowDown")
    assert phone.get_by_role("group", name="Did we listen to you?").get_by_label("Mostly").is_checked()
    phone.get_by_label("What should we do differently?").fill("Tell me before you come.")
    phone.get_by_role("button", name="Send", exact=True).click()
    phone.get_by_text("A manager will read it.").wait_for()
    axe(phone)
    fits_its_width(phone)
    said = Feedback.objects.get()

    sign_in(page, site, manager)
    page.goto("/what-families-say/")
    axe(page)
    page.get_by_role("link", name=re.compile("our visits")).first.click()
    page.get_by_text("Tell me before you come.").wait_for()
    axe(page)
    fits_its_width(page)
    page.get_by_label("What did you do about it?").fill("Visits are arranged the day before.")
    page.get_by_label("What do they read?").fill("You said that surprises are hard. We now tell you the day before.")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("Whoever holds the code can read your reply.").wait_for()
    page.get_by_role("button", name=f"Share it with {placed.worker.name}").click()
    page.get_by_text("Shared with the worker.").wait_for()
    axe(page)

    phone.goto(f"{site.url}/feedback/")
    phone.get_by_label("Your letters").fill(letters)
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_text("We now tell you the day before.").wait_for()
    assert "Tell me before you come" not in phone.content()
    axe(phone)
    fits_its_width(phone)

    sign_in(page, site, placed.worker)
    page.goto(f"/what-families-say/{said.pk}/")
    assert page.get_by_text("Tell me before you come.").is_visible()


def test_whoever_is_not_safe_is_in_the_managers_work_at_once_also_without_a_script(site, plain_page, page, axe):
    placed, manager = a_family()
    _, letters, _ = code_at(placed=placed, at=timezone.now())
    plain = plain_page
    plain.goto(f"{site.url}/feedback/")
    plain.get_by_label("Your letters").fill(letters)
    plain.get_by_role("button", name="Go on").click()
    plain.get_by_label("I am a child or young person").check()
    plain.get_by_role("button", name="Start").click()
    plain.get_by_label("Is anybody hurting you").check()
    plain.get_by_role("button", name="Send", exact=True).click()
    plain.get_by_text("We have told a manager just now.").wait_for()

    sign_in(page, site, manager)
    page.goto("/work/")
    assert page.get_by_text("Somebody told us that they are not safe: act now").first.is_visible()
    page.get_by_role("link", name=re.compile("Say what was done")).first.click()
    page.get_by_role("heading", name=re.compile("Is somebody hurting you")).wait_for()
    axe(page)
    page.get_by_label("Whom did you reach").fill("Rang the school; seen alone at 2pm; at his nan’s tonight.")
    page.get_by_role("button", name="Record what was done").click()
    page.get_by_text("What you did is recorded.").wait_for()
    axe(page)
    sign_in(page, site, placed.worker)
    page.goto("/notices/")
    assert page.get_by_text("Speak with your manager now").first.is_visible()
