"""Given a month of a child's case in which something drifted, supervision finds it and directs; the worker answers; the
next one asks what became of it; and what was missed shows to the service manager."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from goldenthread.quality.models import ChildDiscussed, Direction, Supervision
from tests.building.access import person_who_signs_in
from tests.building.browsing import sign_in
from tests.building.front_door import child_at
from tests.building.supervision import supervision_at

pytestmark = pytest.mark.django_db(transaction=True)


def placed_lately() -> Any:
    then = timezone.now() - timedelta(days=40)
    return child_at("allocated", at=then, received_at=then - timedelta(days=1)), then


def test_supervision_finds_drift_and_directs_and_the_next_one_asks_what_became_of_it(
    site, page, phone_page, axe, fits_its_width
):
    placed, then = placed_lately()
    made = supervision_at("held", placed=placed, at=then)
    sign_in(page, site, made.manager)
    page.goto(f"{site.url}/supervision/")
    page.get_by_role("link", name="Open the agenda").first.click()
    # The direction of forty days ago was never answered: the agenda says so by itself.
    assert page.get_by_text("A direction is more than 5 days past its day and not done.").first.is_visible()
    axe(page)
    page.get_by_role("button", name="Begin this supervision").click()
    page.get_by_role("link", name="Record supervision about").click()
    page.get_by_role("radio", name="Not done yet").check()
    page.get_by_label("What shows it, or why not?").fill("The car was off the road twice, and nobody said so.")
    again = (timezone.localdate() + timedelta(days=4)).isoformat()
    page.get_by_label("by what day now?").fill(again)
    page.get_by_label("The child: seen when").fill("Seen alone on Monday. “Nan comes when I ring her.”")
    page.get_by_text("Saved").first.wait_for()
    # Interrupted: the words are there when the page is opened again.
    page.goto(f"{site.url}/supervision/{made.next}/")
    page.get_by_role("link", name="Go on writing about").click()
    assert "Nan comes" in page.get_by_label("The child: seen when").input_value()
    page.get_by_label("What do we make of it?").fill("We leave at four, and the nights are when he is alone.")
    page.get_by_label("What was challenged?").fill("Who says that the nights are calm, besides his mother?")
    page.get_by_label("What is to be done?").first.fill("Visit on Friday after eight in the evening")
    page.get_by_label("Who does it?").first.select_option(label=made.worker.name)
    page.get_by_label("By what day?").first.fill(again)
    axe(page)
    page.get_by_role("button", name="Record supervision about").click()
    page.get_by_text("Recorded what you said about").first.wait_for()
    page.get_by_label("Held on").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Record that it was held").click()
    page.get_by_text("The next one has its day").first.wait_for()
    assert Direction.objects.filter(child=made.child, closed_on=None).count() == 2
    assert ChildDiscussed.objects.latest("pk").drift[0]["rule"] == "direction_left"

    sign_in(phone_page, site, made.worker)
    phone_page.goto(f"{site.url}/work/")
    assert phone_page.get_by_text("Visit on Friday after eight in the evening").first.is_visible()
    phone_page.get_by_role("link", name="Say what became of it").last.click()
    phone_page.get_by_role("radio", name="Done", exact=True).check()
    phone_page.get_by_label("What was done and what shows it").fill(
        "Went at half past eight. He was asleep, Nan was there."
    )
    axe(phone_page)
    fits_its_width(phone_page)
    phone_page.get_by_role("button", name="Record my answer").click()
    phone_page.get_by_text("Your answer is recorded").first.wait_for()
    assert Direction.objects.filter(answer="done").count() == 1
    phone_page.goto(f"{site.url}/children/{made.child}/supervision/")
    assert phone_page.get_by_text("Went at half past eight.").first.is_visible()
    axe(phone_page)

    # The next session asks what became of each.
    page.goto(f"{site.url}/supervision/{Supervision.objects.get(worker=made.worker, state='due').pk}/")
    assert page.get_by_text("Went at half past eight.").first.is_visible()


def test_what_was_missed_shows_to_the_service_manager(site, page, axe):
    placed, then = placed_lately()
    made = supervision_at("held", placed=placed, at=then)
    service = person_who_signs_in("service_manager", name="Anita Rao", team=placed.team)
    sign_in(page, site, made.manager)
    page.goto(f"{site.url}/supervision/{made.next}/")
    page.get_by_label("Why did it not happen?").select_option(label="Nobody arranged it")
    page.get_by_role("button", name="Record that it was missed").click()
    page.get_by_text("Recorded that it did not happen").first.wait_for()
    sign_in(page, site, service)
    page.goto(f"{site.url}/supervision/kept/")
    row = page.get_by_role("row").filter(has_text="Nobody arranged it")
    assert row.get_by_role("link", name=made.worker.name).is_visible()
    axe(page)


def test_caseloads_and_a_move_that_is_only_tried(site, page, axe, fits_its_width):
    placed, then = placed_lately()
    made = supervision_at("due", placed=placed, at=then)
    idle = person_who_signs_in("social_worker", name="Zara Kumar", team=placed.team)
    sign_in(page, site, made.manager)
    page.goto(f"{site.url}/caseloads/")
    axe(page)
    page.get_by_role("link", name=made.worker.name).click()
    page.get_by_role("checkbox").first.check()
    page.get_by_label("If they moved to").select_option(value=f"worker:{idle.pk}")
    axe(page)
    page.get_by_role("button", name="See what would change").click()
    assert page.get_by_role("row").filter(has_text="Zara Kumar").is_visible()
    axe(page)
    page.goto(f"{site.url}/workforce/")
    axe(page)
    fits_its_width(page)
