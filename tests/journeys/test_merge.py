"""A duty worker finds that two records are one child, merges them, and parts them again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from goldenthread.people.models import Person
from goldenthread.people.public import Place, add_contact_detail, add_name, kept_of, move, relate
from tests.build import PASSWORD, person_who_signs_in
from tests.building.people import NOON, a_child, an_adult

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(page: Any, email: str) -> Any:
    page.goto("/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)
    return page


def two_records() -> tuple[Any, int, int]:
    """Noah, known since he was one; and Noa, added again in a hurry, with an address for the same days."""
    by = person_who_signs_in("front_door_worker", name="Dee Okafor", team="Front door", password=PASSWORD)
    words: dict[str, Any] = {"source": "Stacey, by telephone", "by": by, "at": NOON}
    noah = a_child("Noah", by=by, sex="M", nhs_number="9434765919")
    noa = a_child("Noa", by=by, la_child_id="T-9")
    relate(person=an_adult("Stacey", by=by, sex="F"), kind="mother", other=noah, **words)
    relate(person=an_adult("Dean", "Reid", by=by, sex="M"), kind="father", other=noa, **words)
    move(person=noah, place=Place("1 Mill Lane", "TH4 2QQ"), starts_on=date(2016, 1, 1), **words)
    move(person=noa, place=Place("7 Elm Road"), starts_on=date(2021, 1, 1), **words)
    add_contact_detail(person=noa, kind="phone", value="07700900982", safe="no", **words)
    return by, noah, noa


def test_merge_and_unmerge(
    page: Any, phone_page: Any, axe: Callable[[Any], None], fits_its_width: Callable[[Any], None]
) -> None:
    by, noah, noa = two_records()
    signed_in(page, by.email)

    # Given a search that shows both records, each saying why
    page.goto("/search/?q=Noah+Carter+3/3/2015")
    assert page.get_by_text("The name is the same: Noah Carter.").is_visible()
    assert page.get_by_text("Noa sounds like Noah.").is_visible()
    axe(page)

    # When she opens the one to keep and compares it with the other
    page.goto(f"/people/{noah}/")
    axe(page)
    page.get_by_role("link", name="Merge with another record of this person").click()
    axe(page)
    page.get_by_role("link", name="Compare Noa Carter").click()
    axe(page)
    assert page.get_by_role("row", name="NHS number").get_by_text("943 476 5919").is_visible()

    # A merge without a reason is refused, and the choice made is still there
    page.get_by_label("Given names: Noa", exact=True).check()
    page.get_by_role("button", name="Merge these records").click()
    assert page.get_by_role("alert").get_by_text("Say how you know.").is_visible()
    assert page.get_by_label("Given names: Noa", exact=True).is_checked()
    axe(page)
    assert kept_of(noa) == noa

    page.get_by_label("How do you know that they are one person?").fill("Same NHS card, seen by the school")
    page.get_by_role("button", name="Merge these records").click()

    # Then one record stands, with the family, the telephone number and both addresses
    assert page.get_by_text("Nothing was lost, and it can be undone.").is_visible()
    axe(page)
    assert kept_of(noa) == noah
    page.goto(f"/people/{noa}/")
    assert page.url.endswith(f"/people/{noah}/")
    assert page.get_by_role("heading", name="Noa Carter", level=1).is_visible()
    for text in ("07700900982", "1 Mill Lane", "7 Elm Road", "for days that overlap another"):
        assert page.get_by_text(text).first.is_visible()
    axe(page)
    page.goto(f"/people/{noah}/family/")
    assert {page.get_by_role("link", name=name, exact=True).count() for name in ("Stacey Carter", "Dean Reid")} == {1}
    axe(page)

    # When something is added, and it turns out that they are two children
    add_name(person=noah, kind="alias", given_names="Noey", family_name="", source="School", by=by, at=NOON)
    signed_in(phone_page, by.email)
    phone_page.goto(f"/people/{noah}/")
    axe(phone_page)
    fits_its_width(phone_page)
    phone_page.get_by_role("link", name="See the merge").click()
    axe(phone_page)
    phone_page.get_by_role("button", name="Undo this merge").click()
    axe(phone_page)
    phone_page.get_by_label("How do you know that these are two people?").fill("The school has twins on roll")
    phone_page.get_by_role("button", name="Undo this merge").click()

    # Then both are as they were, and she is told what was added since
    assert phone_page.get_by_text("Recorded since and left with the kept record: names (1).").is_visible()
    axe(phone_page)
    fits_its_width(phone_page)
    names = dict(Person.objects.filter(pk__in=(noah, noa)).values_list("pk", "given_names"))
    assert names == {noah: "Noah", noa: "Noa"}
    phone_page.goto(f"/people/{noa}/")
    assert phone_page.get_by_text("7 Elm Road").first.is_visible()


def test_the_family_is_drawn_and_changed_from_its_list_without_script(plain_page: Any) -> None:
    by, noah, _ = two_records()
    ivy = a_child("Ivy", by=by, sex="F", born_on=date(2018, 1, 9))
    page = signed_in(plain_page, by.email)
    page.goto(f"/people/{noah}/family/")
    assert page.locator("svg text", has_text="Stacey Carter").first.is_visible()
    page.get_by_role("link", name="Add a relationship").click()
    page.get_by_label("Search for the person").fill("Ivy Carter")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Choose Ivy Carter").click()
    page.get_by_label("Relationship").select_option("sibling")
    page.get_by_label("Where did this come from?").fill("Stacey, by telephone")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("row", name="Ivy Carter").get_by_text("Sister").is_visible()
    assert page.url.endswith(f"/people/{noah}/family/")
    assert Person.objects.get(pk=ivy).relationships_out.count() == 1
