"""A letter is read, confirmed sentence by sentence, and linked to what was said years before; the timeline opens."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from goldenthread.quality.models import Finding, Inspection, RecurrencePart
from tests.build import person_who_signs_in
from tests.building.browsing import sign_in
from tests.building.inspections import FILES, a_finding

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_letter_is_read_confirmed_and_linked_to_what_was_said_before(site, page, axe, fits_its_width):
    director = person_who_signs_in("director", name="Grace Abara")
    a_finding(by=director, at=timezone.now(), found_on=date(2012, 3, 16))
    sign_in(page, site, director)
    page.goto("/inspections/")
    axe(page)
    page.get_by_role("link", name="Have a report read").click()
    page.get_by_role("button", name="Read it").click()
    assert "Choose a report or a letter" in page.get_by_role("alert").inner_text()
    page.get_by_label("Report or letter").set_input_files(FILES / "focused_visit.txt")
    page.get_by_role("button", name="Read it").click()
    axe(page)
    fits_its_width(page)
    assert page.get_by_label("First day").input_value() == "2019-02-12"
    assert not Inspection.objects.exists()
    page.get_by_role("button", name="This is the inspection").click()
    page.get_by_text("The inspection is in the register.").first.wait_for()
    assert Finding.objects.count() == 1
    third = page.get_by_role("region", name="3. Needs improvement")
    third.get_by_label("Confirm").check()
    first = page.get_by_role("region", name="1. Strength")
    first.get_by_label("Refuse").check()
    page.get_by_role("button", name="Save what I decided").click()
    page.get_by_text("2 decided.").wait_for()
    axe(page)
    page.get_by_role("link", name="Open it in the register").click()
    axe(page)
    fits_its_width(page)
    page.get_by_label("Plans do not say what will be different").check()
    page.get_by_label("What keeps being said?").fill("Plans are not specific or measurable")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", level=1, name="Plans are not specific or measurable").wait_for()
    axe(page)
    fits_its_width(page)
    assert RecurrencePart.objects.filter(linked_by=director).count() == 2
    page.get_by_role("link", name="What we keep being told").click()
    page.get_by_text("Said twice").first.wait_for()
    axe(page)
    fits_its_width(page)
    page.get_by_text("Show the timeline as a table").click()
    axe(page)
