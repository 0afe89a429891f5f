"""Names found in notes that are not in the family: shown with the words that found them, added, or set aside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldenthread.casework.public import record_note
from goldenthread.people.models import NameSetAside, Person
from goldenthread.people.public import family_of, relate
from tests.building.people import a_child, an_adult, front_door_worker, team_manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Any:
    return front_door_worker()


@pytest.fixture
def page(by: Any) -> Client:
    client = Client()
    client.force_login(by, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def child(by: Any) -> int:
    child = a_child("Amara", "Lowe", by=by)
    relate(
        person=an_adult("Tanya", "Lowe", by=by), kind="mother", other=child, source="Tanya", by=by, at=timezone.now()
    )
    for days, words in (
        (9, "Amara stayed at Auntie Bev’s after the argument."),
        (5, "Tyrell Hughes, Mum’s new boyfriend, was at the flat."),
        (2, "Auntie Bev rang. Amara’s mother Tanya Lowe did not answer."),
    ):
        record_note(
            child=child,
            kind="telephone",
            happened_at=timezone.now() - timedelta(days=days),
            words=words,
            by=by,
            at=timezone.now(),
        )
    return child


def family(page: Client, child: int) -> str:
    return page.get(f"/people/{child}/family/").content.decode()


def relatives(child: int) -> dict[str, str]:
    shown = family_of(child, on=timezone.localdate())
    assert shown is not None
    return {one.who.name: one.kind for one in shown.relatives}


def test_the_family_page_names_them_with_the_words_and_the_note(page: Client, child: int) -> None:
    said = family(page, child)
    assert "2 names found in notes, not in this family yet" in said
    assert "“Auntie Bev”</b>, in 2 notes" in said
    assert "<b>Tyrell Hughes</b>" in said
    assert "Found by the words <q>Mum’s new boyfriend</q>" in said
    assert f"/children/{child}/notes/?on=" in said


def test_one_press_adds_the_person_and_the_relationship(page: Client, child: int) -> None:
    typed = {"name": "Tyrell Hughes", "kind": "partner_of_parent", "source": "Telephone call, 1 November 2026"}
    assert page.post(f"/people/{child}/family/named/", typed).url == f"/people/{child}/family/"
    assert relatives(child)["Tyrell Hughes"] == "partner_of_parent"
    assert "1 name found in notes" in family(page, child)


def test_somebody_known_of_that_name_is_offered_first(page: Client, child: int, by: Any) -> None:
    an_adult("Tyrell", "Hughes", by=by)
    typed = {"name": "Tyrell Hughes", "kind": "partner_of_parent", "source": "Telephone call"}
    answer = page.post(f"/people/{child}/family/named/", typed)
    assert answer.url.startswith(f"/people/{child}/family/add/?q=Tyrell")
    assert Person.objects.filter(family_name="Hughes").count() == 1


def test_a_name_is_set_aside_with_a_reason_and_not_offered_again(page: Client, child: int, by: Any) -> None:
    address = f"/people/{child}/family/not-family/"
    assert "Auntie Bev" in page.get(address, {"name": "Auntie Bev"}).content.decode()
    assert page.post(address, {"name": "Auntie Bev", "reason": "No"}).status_code == 422
    assert (
        page.post(address, {"name": "Auntie Bev", "reason": "A neighbour whom everybody calls so."}).status_code == 302
    )
    assert NameSetAside.objects.get().set_aside_by == by
    said = family(page, child)
    assert "“Auntie Bev”" not in said
    assert "Tyrell Hughes" in said


def test_who_may_not_relate_sees_the_names_and_changes_nothing(child: int) -> None:
    reader = Client()
    reader.force_login(team_manager(), backend="allauth.account.auth_backends.AuthenticationBackend")
    said = family(reader, child)
    assert "Auntie Bev" in said
    assert "Add to the family" not in said
    assert reader.post(f"/people/{child}/family/named/", {"name": "Tyrell", "kind": "sibling"}).status_code == 403
