"""Given two people in one contact, each sees the other and what she saved; a real clash is shown and merged."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from goldenthread.casework.models import ContactSection, SectionClash
from tests.building.browsing import sign_in
from tests.building.contact import a_writer, contact_at

pytestmark = pytest.mark.django_db(transaction=True)

HIS = "Each time the adults said it was over. He is doing what he did in 2025."
HERS = "Each time the adults said it was over. In August nobody spoke to the children alone."


def opened(browse, site, who, contact):
    page = browse()
    sign_in(page, site, who)
    page.goto(f"/contacts/{contact}/write/")
    return page


def test_two_people_see_each_other_and_parts_do_not_clash(site, browse, axe):
    written = contact_at("writing")
    leah = opened(browse, site, a_writer("Leah Brandt"), written.contact)
    leah.get_by_text("Only you are writing here.").wait_for()
    daniel = opened(browse, site, written.writer, written.contact)
    daniel.get_by_text("Leah Brandt is writing here too.").wait_for()
    axe(daniel)

    leah.locator("#household").fill("Grandmother Pat comes on Sundays.")
    expect(leah.locator("#form-who [name=version]")).to_have_value("2", timeout=10_000)
    daniel.locator("#history_means").fill("Nothing earlier, in any of our records.")
    expect(daniel.locator("#form-history [name=version]")).to_have_value("2", timeout=10_000)
    assert not SectionClash.objects.exists()
    daniel.reload()
    assert daniel.locator("#household").input_value() == "Grandmother Pat comes on Sundays."
    for page in (daniel, leah):
        page.wait_for_load_state("networkidle")  # what is still asked would hold the tables that are emptied next


def test_the_same_words_changed_by_two_are_shown_side_by_side_and_merged(site, browse, axe, fits_its_width):
    written = contact_at("writing")
    daniel = opened(browse, site, written.writer, written.contact)
    leah = opened(browse, site, a_writer("Leah Brandt"), written.contact)
    leah.locator("#history_means").fill(HERS)
    expect(leah.locator("#form-history [name=version]")).to_have_value("2", timeout=10_000)
    daniel.locator("#history_means").fill(HIS)
    daniel.get_by_text("Leah Brandt changed the same words").wait_for()
    daniel.get_by_role("link", name="See both versions").first.click()

    daniel.get_by_role("heading", name="Two people changed the same words").wait_for()
    both = daniel.locator("main").inner_text()
    assert HIS in both and HERS in both
    axe(daniel)
    fits_its_width(daniel)
    merged = f"{HERS} He is doing what he did in 2025."
    box = daniel.locator("#history_means")
    assert "2025" in box.input_value() and "In August" in box.input_value()
    box.fill(merged)
    daniel.get_by_role("button", name="Use this").click()

    daniel.wait_for_url("**/write/#part-history")
    assert daniel.locator("#history_means").input_value() == merged
    assert ContactSection.objects.get(contact=written.contact, key="history").answers["history_means"] == merged
    assert SectionClash.objects.get().settled_by == written.writer
    assert daniel.evaluate("localStorage.length") == 0
    daniel.wait_for_load_state("networkidle")


def test_without_a_script_a_clash_is_met_on_saving(site, browse, plain_page):
    written = contact_at("writing")
    sign_in(plain_page, site, written.writer)
    plain_page.goto(f"/contacts/{written.contact}/write/")
    leah = opened(browse, site, a_writer("Leah Brandt"), written.contact)
    leah.locator("#history_means").fill(HERS)
    expect(leah.locator("#form-history [name=version]")).to_have_value("2", timeout=10_000)

    plain_page.locator("#history_means").fill(HIS)
    plain_page.locator("#form-history").get_by_role("button", name="Save").click()
    plain_page.get_by_role("button", name="Keep Leah Brandt’s").click()
    assert plain_page.locator("#history_means").input_value() == HERS
