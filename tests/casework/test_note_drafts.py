"""A note keeps itself while it is typed, for its writer alone, and no words of hers are lost when it is recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.access.public import NotAllowed, User
from goldenthread.casework.models import Note, OwnDraft
from goldenthread.casework.public import (
    Clash,
    Saved,
    keep_own_draft,
    my_work,
    own_draft,
    record_note,
    settle_own_clash,
    throw_away,
)
from goldenthread.kernel.refusal import Refused
from tests.building.access import person_who_signs_in, sealed
from tests.building.front_door import THURSDAY
from tests.building.people import a_child

pytestmark = pytest.mark.django_db
LATER = THURSDAY + timedelta(minutes=4)
DRAFT = {"HTTP_X_REQUESTED_WITH": "draft"}


@pytest.fixture
def writer() -> User:
    return person_who_signs_in("front_door_worker")


@pytest.fixture
def child(writer: User) -> int:
    return a_child("Mabel", by=writer, at=THURSDAY)


def keep(child: int, by: User, words: str, *, based_on: int = 0, at: Any = THURSDAY) -> Saved | Clash:
    return keep_own_draft(form="note", child=child, answers={"words": words}, based_on=based_on, by=by, at=at)


def recorded(child: int, by: User, words: str, *, draft: int | None) -> int:
    return record_note(child=child, kind="telephone", happened_at=THURSDAY, words=words, draft=draft, by=by, at=LATER)


def test_half_a_note_is_kept_for_its_writer_alone(writer: User, child: int) -> None:
    assert keep(child, writer, "Her mother ra") == Saved(1, THURSDAY)
    assert keep(child, writer, "Her mother rang.", based_on=1, at=LATER) == Saved(2, LATER)

    assert own_draft("note", child, writer).answers == {"words": "Her mother rang."}
    assert own_draft("note", child, person_who_signs_in("team_manager")).version == 0
    (one,) = my_work(writer, at=LATER).unfinished
    assert (one.child, one.saved_at) == (child, LATER)


def test_a_draft_goes_when_its_note_is_recorded(writer: User, child: int) -> None:
    keep(child, writer, "Her mother rang.")
    recorded(child, writer, "Her mother rang.", draft=1)
    assert not OwnDraft.objects.exists()


def test_words_taken_out_in_the_same_window_go_with_the_draft(writer: User, child: int) -> None:
    keep(child, writer, "Her mother rang. She was cross.")
    recorded(child, writer, "Her mother rang.", draft=1)
    assert not OwnDraft.objects.exists()


def test_words_of_another_window_stay_when_a_note_is_recorded(writer: User, child: int) -> None:
    keep(child, writer, "Her mother rang.")
    keep(child, writer, "Her mother rang. The school rang as well.", based_on=1)  # the second window
    recorded(child, writer, "Her mother rang.", draft=1)  # the first
    assert own_draft("note", child, writer).answers == {"words": "Her mother rang. The school rang as well."}


def test_two_windows_that_differ_are_both_kept_and_can_be_put_together(writer: User, child: int) -> None:
    keep(child, writer, "Her mother rang.")
    clash = keep(child, writer, "A visit to school.", based_on=0, at=LATER)
    assert isinstance(clash, Clash)

    settle_own_clash(clash=clash.key, add=True, by=writer, at=LATER)
    draft = own_draft("note", child, writer)
    assert draft.answers == {"words": "Her mother rang.\n\nA visit to school."}
    assert draft.others == ()


def test_a_clash_that_nobody_settled_is_the_draft_after_the_note(writer: User, child: int) -> None:
    keep(child, writer, "Her mother rang.")
    keep(child, writer, "A visit to school.", based_on=0, at=LATER)
    recorded(child, writer, "Her mother rang.", draft=1)
    draft = own_draft("note", child, writer)
    assert (draft.answers, draft.others) == ({"words": "A visit to school."}, ())


def test_only_she_settles_her_own_words(writer: User, child: int) -> None:
    keep(child, writer, "Her mother rang.")
    clash = keep(child, writer, "A visit to school.", based_on=0)
    assert isinstance(clash, Clash)
    with pytest.raises(Refused, match="no such words of yours"):
        settle_own_clash(clash=clash.key, add=False, by=person_who_signs_in("team_manager"), at=LATER)


def test_a_save_that_the_button_overtook_makes_no_second_draft(writer: User, child: int) -> None:
    keep(child, writer, "Her mother rang.")
    recorded(child, writer, "Her mother rang.", draft=1)
    assert keep(child, writer, "Her mother rang.", based_on=1, at=LATER) == Saved(0, LATER)
    assert not OwnDraft.objects.exists()


def test_a_draft_is_thrown_away_by_its_writer_only(writer: User, child: int) -> None:
    keep(child, writer, "Her mother rang.")
    throw_away(form="note", child=child, by=person_who_signs_in("team_manager"), at=LATER)
    assert own_draft("note", child, writer).version == 1
    throw_away(form="note", child=child, by=writer, at=LATER)
    assert own_draft("note", child, writer).version == 0


def test_nobody_drafts_about_a_child_who_is_closed_to_her(writer: User, child: int) -> None:
    keep(child, writer, "Her mother rang.")
    sealed(child)
    with pytest.raises(NotAllowed):
        keep(child, writer, "Her mother rang again.", based_on=1)
    assert my_work(writer, at=LATER).unfinished == ()


@pytest.fixture
def page(writer: User) -> Client:
    client = Client()
    client.force_login(writer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_page_keeps_what_is_typed_and_brings_it_back(page: Client, child: int) -> None:
    address = reverse("note_new", args=[child])
    half = {"words": "Her mother rang.", "happened_at-day": "31", "happened_at-month": "", "version": "0"}
    saved = page.post(address, half, **DRAFT)
    assert (saved.status_code, saved.json()["version"]) == (200, 1)

    page.logout()
    page.force_login(
        User.objects.get(role="front_door_worker"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    shown = page.get(address).content.decode()
    assert "Her mother rang." in shown
    assert 'value="31"' in shown
    assert "Note about Mabel" in page.get(reverse("work")).content.decode()


def test_the_page_says_that_two_windows_clash_and_where(page: Client, child: int) -> None:
    address = reverse("note_new", args=[child])
    page.post(address, {"words": "Her mother rang.", "version": "0"}, **DRAFT)
    clash = page.post(address, {"words": "A visit to school.", "version": "0"}, **DRAFT)
    assert (clash.status_code, clash.json()["url"]) == (409, address)
    assert "A visit to school." in page.get(address).content.decode()

    key = own_draft("note", child, User.objects.get(role="front_door_worker")).others[0].clash
    page.post(reverse("note_draft", args=[child]), {"clash": key, "add": "yes"})
    assert "Her mother rang.\n\nA visit to school." in page.get(address).content.decode()


def test_without_a_script_a_button_keeps_the_draft(page: Client, child: int) -> None:
    address = reverse("note_new", args=[child])
    answer = page.post(address, {"words": "Her mother rang.", "version": "0", "later": "yes"})
    assert answer.status_code == 302
    assert not Note.objects.exists()
    assert "Her mother rang." in page.get(address).content.decode()
    page.post(reverse("note_draft", args=[child]), {})
    assert "Her mother rang." not in page.get(address).content.decode()


def test_what_cannot_be_kept_is_refused_in_words(page: Client, child: int) -> None:
    answer = page.post(reverse("note_new", args=[child]), {"words": "a\u202eb", "version": "0"}, **DRAFT)
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        assert answer.json()["errors"]
