"""Given a call about a family, a duty worker records it whole and sends it: with a script or without, on a desk or a
phone, and by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from goldenthread.casework.models import Contact, ContactPerson, ContactSection
from goldenthread.people.models import Person
from tests.building.browsing import sign_in
from tests.building.contact import ANSWERS, STORY, a_writer, contact_at
from tests.building.people import a_child

pytestmark = pytest.mark.django_db(transaction=True)

LONG = (
    ("what_happened", "narrative"),
    ("what_happened", "referrer_name"),
    ("who", "household"),
    ("worries", "safe_now"),
    ("worries", "abuse_where_now"),
    ("family_knows", "responsibility"),
    ("family_knows", "consent_rationale"),
    ("history", "history_means"),
    ("send", "summary"),
)


def write(page: Any, key: str) -> None:
    """Answers every question of a part, as `ANSWERS` has it."""
    form = page.locator(f"#form-{key}")
    for name, value in ANSWERS[key].items():
        boxes = form.locator(f"[name='{name}']")
        kind = boxes.first.evaluate("box => box.tagName === 'INPUT' ? box.type : box.tagName")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                form.locator(f"[name='{name}'][value='{one}']").check()
        elif kind == "SELECT":
            boxes.select_option(value)
        else:
            boxes.fill(value)


def settle(page: Any, key: str, *, javascript: bool) -> None:
    """Waits until a part is kept: by the script as it is typed, else by its own button."""
    if javascript:
        expect(page.locator(f"#form-{key} [name=version]")).not_to_have_value("0", timeout=10_000)
    else:
        page.locator(f"#form-{key}").get_by_role("button", name="Save").click()


def name_a_child(page: Any, given: str, family: str) -> None:
    box = page.locator("#person-new")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    box.get_by_label("Child", exact=True).check()
    box.get_by_label("First names").fill(given)
    box.get_by_label("Last name").fill(family)
    box.get_by_role("button", name="Add to this contact").click()
    page.get_by_role("heading", name=f"{given} {family} ").wait_for()


@pytest.mark.parametrize(("javascript", "phone"), [(True, False), (True, True), (False, False)])
def test_a_call_is_written_down_whole_and_sent(site, browse, axe, fits_its_width, javascript, phone):
    known = a_child("Eleanor", "Reilly")
    page = browse(javascript=javascript, phone=phone)
    sign_in(page, site, a_writer())
    page.goto("/contacts/new/")
    if javascript:
        axe(page)
    page.get_by_role("button", name="Start the contact").click()
    page.get_by_role("heading", name="What have you been told about this family?").wait_for()

    write(page, "what_happened")
    settle(page, "what_happened", javascript=javascript)
    name_a_child(page, "Ellie", "Reilly")
    if not javascript:
        page.get_by_role("link", name="Look in our records for Ellie Reilly").click()
    page.get_by_role("radio", name="Eleanor Reilly").check()
    page.get_by_role("button", name="Use this answer about Ellie Reilly").click()
    page.get_by_text("Same child as in our records.").wait_for()
    assert ContactPerson.objects.get().person_id == known

    line = ContactPerson.objects.get().pk
    page.locator(f"#said-{line} > summary").click()
    page.get_by_label("What the child said, in the child’s words").fill("I don’t like it when Lee is at ours.")
    page.get_by_label("To whom, when, and was the child alone?").fill("Mrs Frith, today, alone")
    settle(page, f"said-{line}", javascript=javascript)
    page.locator(f"#ethnicity-{line}-ethnicity").select_option("WBRI")
    settle(page, f"ethnicity-{line}", javascript=javascript)
    for key in ("who", "worries", "family_knows", "history", "send"):
        write(page, key)
        settle(page, key, javascript=javascript)
    if javascript:
        axe(page)
        fits_its_width(page)
    page.get_by_role("button", name="Send for a decision", exact=True).click()

    page.get_by_text("Sent for a decision.").wait_for()
    contact = Contact.objects.get()
    assert (contact.state, contact.priority, contact.domestic_abuse) == ("to_decide", "amber", True)
    kept = {section.key: section.answers for section in ContactSection.objects.filter(contact=contact)}
    assert all(kept[key][name] == ANSWERS[key][name] for key, name in LONG)
    shown = page.locator("main").inner_text()
    assert STORY in shown and "I don’t like it when Lee is at ours." in shown
    if javascript:
        axe(page)
        fits_its_width(page)


def test_what_is_missing_is_listed_and_each_line_leads_to_its_place(site, page, axe):
    written = contact_at("writing", without="history")
    sign_in(page, site, written.writer)
    page.goto(f"/contacts/{written.contact}/write/")
    page.get_by_role("button", name="Send for a decision", exact=True).click()

    summary = page.get_by_role("alert")
    summary.get_by_role("link", name="Say what the history means now").click()
    assert page.evaluate("document.activeElement.id") == "history_means"
    axe(page)
    page.keyboard.type("Nothing earlier is on record.")
    # Pressed at once: the words of the last second go first.
    page.get_by_role("button", name="Send for a decision", exact=True).click()
    page.get_by_text("Sent for a decision.").wait_for()
    kept = ContactSection.objects.get(contact=written.contact, key="history")
    assert kept.answers["history_means"] == "Nothing earlier is on record."


def test_the_main_path_needs_no_mouse(site, page):
    written = contact_at("writing", without="send")
    sign_in(page, site, written.writer)
    page.goto(f"/contacts/{written.contact}/write/")

    def to(what: str) -> None:
        for _ in range(150):
            if page.evaluate("name => document.activeElement?.matches(name)", what):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{what} cannot be reached by Tab")

    to("#narrative")
    page.keyboard.press("Control+End")
    page.keyboard.type(" She rang again at four.")
    to("#person-new > summary")
    page.keyboard.press("Enter")
    to("#person-new [name='new-part']")
    page.keyboard.press("Space")
    to("#person-new [name='new-given_names']")
    page.keyboard.type("Ana")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ana date of birth").wait_for()
    line = ContactPerson.objects.get(given_names="Ana").pk
    page.locator(f"#who-{line}-new").wait_for()
    to(f"#who-{line}-new, #candidates-{line} [type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("Added to our records as a new child.").nth(2).wait_for()
    assert Person.objects.filter(given_names="Ana").exists()
    to(f"#ethnicity-{line}-ethnicity")
    page.keyboard.type("White British")
    to("#summary")
    page.keyboard.type("Callum says Lee threw a plate.")
    to("#suggested_outcome, [name='suggested_outcome']")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#form-send [name=version]")).to_have_value("1", timeout=10_000)
    to("form[data-after-saving] button")
    page.keyboard.press("Enter")
    page.get_by_text("Sent for a decision.").wait_for()
    story = ContactSection.objects.get(contact=written.contact, key="what_happened").answers["narrative"]
    assert story.endswith("She rang again at four.")
