"""A note that is about several of a family: written once, in each record, and shut by a seal on any of them."""

from __future__ import annotations

import re

import pytest

from goldenthread.access.public import NotAllowed, entries
from goldenthread.casework.models import Note
from goldenthread.casework.operations.notes import record_note
from goldenthread.casework.queries.notes import notes, search_record
from goldenthread.people.public import relate
from tests.build import a_child, child_at, sealed, tied
from tests.building.front_door import THURSDAY

pytestmark = pytest.mark.django_db
WORDS = "Noah and Callum were both on the stairs when the plate broke."


def family():
    placed, brother = child_at("allocated"), a_child("Callum", "Carter")
    relate(person=brother, kind="sibling", other=placed.child, source="A parent", by=placed.writer, at=THURSDAY)
    tied(brother, to=placed.worker)
    return placed, brother


def noted(placed, *others):
    return record_note(
        child=placed.child,
        kind="visit",
        happened_at=THURSDAY,
        words=WORDS,
        significant=True,
        meaning="Both are frightened.",
        also_about=others,
        by=placed.worker,
        at=THURSDAY,
    )


def test_it_stands_in_each_record_and_is_searched_in_each():
    placed, brother = family()
    noted(placed, brother)
    for child, other in ((placed.child, "Callum Carter"), (brother, "Noah Carter")):
        (shown,) = notes(child, reader=placed.worker, at=THURSDAY).notes
        assert (shown.words, shown.with_others) == (WORDS, (other,))
        assert [hit.kind for hit in search_record(child, "stairs", reader=placed.worker, at=THURSDAY)] == ["note"]
        assert entries(child=child, act="note.record")
    assert Note.objects.count() == 1


@pytest.mark.parametrize("shut", ["child", "brother"])
def test_a_seal_on_one_shuts_it_in_the_record_of_the_other(shut):
    placed, brother = family()
    noted(placed, brother)
    sealed(placed.child if shut == "child" else brother)
    for child in (placed.child, brother):
        assert not notes(child, reader=placed.worker, at=THURSDAY).notes
        assert not search_record(child, "stairs", reader=placed.worker, at=THURSDAY)


def test_nobody_writes_in_the_record_of_a_child_she_does_not_work_with():
    placed, _ = family()
    stranger = a_child("Mia")
    with pytest.raises(NotAllowed):
        noted(placed, stranger)
    assert not Note.objects.exists()


def test_the_page_offers_the_brothers_and_sisters(client):
    placed, brother = family()
    client.force_login(placed.worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/children/{placed.child}/notes/new/").content.decode()
    assert "Who else is it about?" in page
    typed = {
        "once": re.search(r'name="once" value="([^"]+)"', page)[1],
        "kind": "visit",
        "happened_at-day": "19",
        "happened_at-month": "11",
        "happened_at-year": "2026",
        "happened_at-time": "3pm",
        "words": WORDS,
        "significant": "no",
        "also": str(brother),
    }
    assert client.post(f"/children/{placed.child}/notes/new/", typed).status_code == 302
    assert WORDS in client.get(f"/children/{brother}/notes/").content.decode()
    assert "Also about Noah Carter" in client.get(f"/children/{brother}/notes/").content.decode()
