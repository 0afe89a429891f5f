"""Relationships are read from both ends, dated, and never contradict each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from goldenthread.access.public import NotAllowed
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import (
    Place,
    end_relationship,
    end_responsibility,
    family_of,
    give_responsibility,
    join_family,
    leave_family,
    make_family,
    move,
    relate,
    siblings_and_parents,
)
from tests.building.people import NOON, a_child, an_adult, front_door_worker, social_worker

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 19)


@pytest.fixture
def carters() -> dict[str, Any]:
    """Stacey and Dean have Noah and Ivy; Pearl is Stacey's mother; Stacey and Dean are apart."""
    by = front_door_worker()
    words: dict[str, Any] = {"source": "Stacey", "by": by, "at": NOON}
    who = {
        "noah": a_child("Noah", by=by, sex="M"),
        "ivy": a_child("Ivy", by=by, sex="F", born_on=date(2018, 1, 9)),
        "stacey": an_adult("Stacey", by=by, sex="F"),
        "dean": an_adult("Dean", "Reid", by=by, sex="M"),
        "pearl": an_adult("Pearl", by=by, sex="F", born_on=date(1960, 1, 1), died_on=date(2023, 5, 8)),
    }
    for child in ("noah", "ivy"):
        relate(person=who["stacey"], kind="mother", other=who[child], **words)
        relate(person=who[child], kind="child", other=who["dean"], **words)
    relate(person=who["pearl"], kind="mother", other=who["stacey"], **words)
    relate(person=who["stacey"], kind="former_partner", other=who["dean"], **words)
    give_responsibility(child=who["noah"], holder=who["stacey"], how="birth_mother", **words)
    return who | {"by": by, "words": words}


def test_one_entry_reads_rightly_from_both_ends(carters: dict[str, Any]) -> None:
    noah = family_of(carters["noah"], on=TODAY)
    dean = family_of(carters["dean"], on=TODAY)
    assert noah is not None
    assert dean is not None
    said = {one.who.given_names: one.words for one in noah.relatives}
    assert said["Stacey"] == "Mother"
    assert said["Dean"] == "Father"
    assert said["Pearl"] == "Grandmother, through Stacey"
    assert said["Ivy"] in ("Sister, through Stacey", "Sister, through Dean")
    assert {one.who.given_names: one.words for one in dean.relatives if not one.through}["Noah"] == "Son"
    assert noah.relatives[1].responsibility or noah.relatives[0].responsibility


def test_the_picture_and_its_words_hold_the_same_people(carters: dict[str, Any]) -> None:
    family = family_of(carters["noah"], on=TODAY)
    assert family is not None
    by_name = {node.name.partition(",")[0]: node for node in family.nodes}
    assert by_name["Pearl Carter"].gone
    assert by_name["Pearl Carter"].generation == 0
    assert by_name["Stacey Carter"].generation == 1
    assert by_name["Noah Carter"].subject
    assert by_name["Noah Carter"].shape == "square"
    assert by_name["Stacey Carter"].marked
    couple = next(union for union in family.unions if len(union.between) == 2)
    assert couple.ended
    assert len(couple.children) == 2
    for name in ("Stacey", "Dean", "Ivy", "Pearl"):
        assert name in family.in_words


def test_an_ended_relationship_leaves_the_family_and_stays_in_its_past(carters: dict[str, Any]) -> None:
    partner = an_adult("Kofi", by=carters["by"])
    began = {"starts_on": date(2024, 1, 1)}
    key = relate(person=partner, kind="partner_of_parent", other=carters["noah"], **began, **carters["words"])
    end_relationship(relationship=key, ends_on=date(2025, 6, 1), by=carters["by"], at=NOON)
    now = family_of(carters["noah"], on=TODAY)
    then = family_of(carters["noah"], on=date(2024, 6, 1))
    assert now is not None
    assert then is not None
    assert "Kofi" not in {one.who.given_names for one in now.relatives}
    assert [one.who.given_names for one in now.ended] == ["Kofi"]
    assert "Kofi" in {one.who.given_names for one in then.relatives}


def test_contradictions_are_refused(carters: dict[str, Any]) -> None:
    words = carters["words"]
    for person, kind, other, why in (
        ("noah", "sibling", "noah", "themselves"),
        ("noah", "parent", "stacey", "already, as"),
        ("noah", "parent", "pearl", "born on or after"),
        ("ivy", "grandparent", "pearl", "own forebear"),
        ("stacey", "mother", "noah", "recorded already"),
        ("noah", "child_of_mother", "stacey", "recorded already"),
        ("noah", "sibling", "stacey", "already, as"),
        ("noah", "nemesis", "stacey", "Choose"),
    ):
        with pytest.raises(Refused, match=why):
            relate(person=carters[person], kind=kind, other=carters[other], **words)
    with pytest.raises(Refused, match="in the future"):
        relate(person=carters["noah"], kind="sibling", other=carters["ivy"], starts_on=date(2030, 1, 1), **words)
    with pytest.raises(NotAllowed):
        relate(person=carters["noah"], kind="sibling", other=carters["ivy"], source="x", by=social_worker(), at=NOON)


def test_parental_responsibility_has_its_own_dates(carters: dict[str, Any]) -> None:
    words = carters["words"]
    with pytest.raises(Refused, match="one person, or"):
        give_responsibility(child=carters["noah"], how="care_order", **words)
    with pytest.raises(Refused, match="themselves"):
        give_responsibility(child=carters["noah"], holder=carters["noah"], how="agreement", **words)
    with pytest.raises(Refused, match="for a child"):
        give_responsibility(child=carters["dean"], holder=carters["stacey"], how="agreement", **words)
    key = give_responsibility(
        child=carters["noah"], authority="Thornshire Council", how="care_order", starts_on=date(2025, 1, 1), **words
    )
    family = family_of(carters["noah"], on=TODAY)
    assert family is not None
    assert [one.authority for one in family.authorities] == ["Thornshire Council"]
    end_responsibility(responsibility=key, ends_on=TODAY - timedelta(days=1), by=carters["by"], at=NOON)
    family = family_of(carters["noah"], on=TODAY)
    assert family is not None
    assert family.authorities == ()


def test_a_reader_is_not_told_who_somebody_sealed_is(carters: dict[str, Any]) -> None:
    move(person=carters["dean"], place=Place("4 Hidden Row"), starts_on=date(2020, 1, 1), **carters["words"])
    family = family_of(carters["noah"], on=TODAY, readable=frozenset({carters["noah"], carters["stacey"]}))
    assert family is not None
    shown = f"{family.relatives} {family.nodes} {family.in_words}"
    assert "Dean" not in shown
    assert "Hidden Row" not in shown
    assert "Stacey" in shown


def test_people_join_and_leave_a_family(carters: dict[str, Any]) -> None:
    by = carters["by"]
    near = siblings_and_parents(carters["noah"], on=TODAY)
    assert set(near) == {carters["stacey"], carters["dean"]}
    key = make_family(name="Carter", people=(carters["noah"], *near), by=by, at=NOON)
    join_family(family=key, person=carters["ivy"], by=by, at=NOON)
    leave_family(family=key, person=carters["dean"], ends_on=TODAY, by=by, at=NOON)
    family = family_of(carters["noah"], on=TODAY)
    assert family is not None
    assert family.families[0][1] == "Carter"
    assert set(family.families[0][2]) == {carters["noah"], carters["stacey"], carters["ivy"]}
