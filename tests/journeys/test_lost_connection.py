"""Given a contact half written, when the connection goes or the sign-in ends, nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from goldenthread.casework.models import ContactSection
from tests.building.browsing import sign_in
from tests.building.contact import contact_at
from tests.building.plans import plan_at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def own_page(browser: Any, chromium_path: Path, site: Any) -> Iterator[Any]:
    """A page in a browser of its own. Chromium leaves connections half open when it is told that the network is gone,
    and pages of other tests in the same browser would wait for them."""
    chromium = browser.browser_type.launch(executable_path=str(chromium_path), args=["--no-sandbox", "--disable-gpu"])
    page = chromium.new_page(base_url=site.url, viewport={"width": 1280, "height": 900}, locale="en-GB")
    page.set_default_timeout(10_000)
    yield page
    page.wait_for_load_state("networkidle")  # what is still asked would hold the tables that are emptied next
    chromium.close()


def test_a_lost_connection_is_said_and_what_was_typed_meanwhile_arrives(site, own_page, axe):
    page = own_page
    written = contact_at("writing", without="history")
    sign_in(page, site, written.writer)
    page.goto(f"/contacts/{written.contact}/write/")
    page.context.set_offline(True)
    page.locator("#history_means").fill("Each time the adults said it was over.")
    page.get_by_text("Not saved yet: no connection.").wait_for()
    axe(page)
    page.locator("#history_means").press_sequentially(" Callum has stopped asking for help.")
    assert not ContactSection.objects.filter(contact=written.contact, key="history").exists()

    page.context.set_offline(False)
    page.get_by_text("Connected again. Everything you wrote is saved").wait_for(timeout=20_000)
    expect(page.locator("#form-history [name=version]")).not_to_have_value("0", timeout=10_000)
    page.reload()
    whole = "Each time the adults said it was over. Callum has stopped asking for help."
    assert page.locator("#history_means").input_value() == whole
    assert page.evaluate("localStorage.length") == 0


def test_a_page_closed_without_a_connection_loses_nothing(site, own_page):
    """The last words leave with the page: the browser may carry them as soon as it can. Else this device has them."""
    page = own_page
    written = contact_at("writing", without="history")
    sign_in(page, site, written.writer)
    page.goto(f"/contacts/{written.contact}/write/")
    page.context.set_offline(True)
    page.locator("#history_means").fill("Typed in a lift.")
    page.get_by_text("Not saved yet: no connection.").wait_for()
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"/contacts/{written.contact}/write/")
    page.wait_for_load_state("networkidle")
    offer = page.get_by_role("button", name="Bring them back")
    if offer.count():
        offer.click()
    expect(page.locator("#history_means")).to_have_value("Typed in a lift.")
    expect(page.locator("#form-history [name=version]")).to_have_value("1", timeout=10_000)
    kept = ContactSection.objects.get(contact=written.contact, key="history")
    assert kept.answers["history_means"] == "Typed in a lift."


def test_signed_out_while_typing_the_words_wait_for_her_to_come_back(site, page):
    written = contact_at("writing", without="history")
    sign_in(page, site, written.writer)
    page.goto(f"/contacts/{written.contact}/write/")
    Session.objects.all().delete()
    page.locator("#history_means").fill("Half a sentence about August")
    page.get_by_text("You have been signed out. What you typed is kept on this device").wait_for()
    assert not ContactSection.objects.filter(contact=written.contact, key="history").exists()

    sign_in(page, site, written.writer)
    page.goto(f"/contacts/{written.contact}/write/")
    page.get_by_role("button", name="Bring them back").click()
    expect(page.locator("#form-history [name=version]")).to_have_value("1", timeout=10_000)
    page.reload()
    assert page.locator("#history_means").input_value() == "Half a sentence about August"
    page.wait_for_load_state("networkidle")


def test_signed_out_in_a_form_that_an_address_fills_she_comes_back_to_that_form(site, page):
    planned = plan_at("outline")
    sign_in(page, site, planned.worker)
    address = f"/children/{planned.child}/plan/concerns/out/?from=factor%3A2B&title=Drink"
    page.goto(address)
    Session.objects.all().delete()
    page.get_by_label("Why, and what shows it?").fill("Half a sentence about drink")
    page.get_by_text("You have been signed out. What you typed is kept on this device").wait_for()
    back = page.get_by_role("link", name="Sign in", exact=True).get_attribute("href")
    sign_in(page, site, planned.worker)
    page.goto(parse_qs(urlsplit(back).query)["next"][0])
    page.get_by_role("button", name="Bring them back").click()
    assert page.get_by_label("Why, and what shows it?").input_value() == "Half a sentence about drink"
    page.get_by_text("Saved").first.wait_for()
    page.wait_for_load_state("networkidle")
