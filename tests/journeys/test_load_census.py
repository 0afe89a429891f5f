"""Load a census: an analyst brings in the authority's own file, sees what was left out, and a duty worker opens a child
who has no name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goldenthread.people.public import Person
from goldenthread.rulebook.rights import Role
from tests.build import PASSWORD, person_who_signs_in
from tests.returns.census import a_census, a_child, a_referral

pytestmark = pytest.mark.django_db(transaction=True)

ASSESSED = {"AssessmentActualStartDate": "2025-09-24", "AssessmentAuthorisationDate": "2025-11-03"}


def sign_in(page: Any, email: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()


def load(page: Any, file: Path) -> None:
    page.goto("/load/")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Load the file").click()


def test_load_a_census(
    site: Any, browse: Callable[..., Any], axe: Callable[[Any], None], fits_its_width: Any, tmp_path: Path
) -> None:
    # Given an analyst, a duty worker, and a file in which one child of three is bad.
    analyst = person_who_signs_in(Role.ANALYST, password=PASSWORD)
    worker = person_who_signs_in(Role.FRONT_DOOR_WORKER, password=PASSWORD)
    file = a_census(
        tmp_path,
        a_child("LA0000101", a_referral(Assessments=ASSESSED)),
        a_child("LA0000102"),
        a_child("LA0000103", Sex="X"),
    )
    page = browse()
    sign_in(page, analyst.email)

    # When she sends something else, she is told what it is, beside the box.
    page.goto("/load/")
    axe(page)
    wrong = tmp_path / "children.xml"
    wrong.write_bytes(b"LAchildID,Sex\nLA0000101,F\n")
    load(page, wrong)
    page.get_by_role("alert").get_by_text("This is not an XML file").wait_for()
    axe(page)

    # When she loads the file, she sees what came in, and what was left out and why.
    load(page, file)
    page.get_by_role("heading", name="census.xml").wait_for()
    assert page.get_by_role("row").filter(has_text="4180").filter(has_text="Sex is M, F or U").count() == 1
    axe(page)
    # When she loads it again, nothing changes.
    load(page, file)
    page.get_by_role("heading", name="census.xml").wait_for()
    facts = page.locator(".gt-facts").inner_text()
    assert "Unchanged\n2" in facts.replace("\t", "\n") and "Made\n0" in facts.replace("\t", "\n")
    page.goto("/load/")
    assert page.get_by_role("link", name="census.xml").count() == 2
    axe(page)
    phone = browse(phone=True)
    sign_in(phone, analyst.email)
    for address in ("/load/", page.get_by_role("link", name="census.xml").first.get_attribute("href")):
        phone.goto(address)
        fits_its_width(phone)
        axe(phone)

    # Then a duty worker opens the child, who is known by the council's child id.
    child = Person.objects.get(la_child_id="LA0000101")
    desk = browse()
    sign_in(desk, worker.email)
    desk.goto(f"/children/{child.pk}/")
    desk.get_by_text("LA0000101").first.wait_for()
    axe(desk)
