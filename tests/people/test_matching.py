"""Search before create finds the right person, says why, and keeps to what the searcher may see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.access.models import Seal, Team, Tie
from goldenthread.people.models.nicknames import groups_of, stands_for
from goldenthread.people.models.spelling import codes_to_find, keys_of, searchable, words
from goldenthread.people.public import Place, add_contact_detail, match_person, move, record_values, search
from goldenthread.people.queries.scoring import dates_differ, dates_near
from goldenthread.people.queries.typed import read
from tests.building.people import NOON, a_child, front_door_worker, social_worker, team_manager

DATES = st.dates(date(1940, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "Muhammad"),
        ("Mohamed", "Mehmet"),
        ("Yusuf", "Youssef"),
        ("Siobhan", "Shivaun"),
        ("Stephen", "Steven"),
        ("Zahra", "Zara"),
        ("William", "Bill"),
        ("Elizabeth", "Liz"),
        ("Caoimhe", "Keeva"),
        ("Фатима", "Fatima"),
        ("محمد", "Mohammed"),
        ("Łukasz", "Lukasz"),
        ("Khan", "Kahn"),
        ("O'Neill", "ONeil"),
    ],
)
def test_forms_of_one_name_share_a_code(one: str, other: str) -> None:
    codes = [{code for word in words(name) for code in keys_of(word)} for name in (one, other)]
    assert codes[0] & codes[1]


def test_names_far_apart_share_none() -> None:
    assert not set(keys_of("oliver")) & set(keys_of("thomas"))
    assert stands_for("bob", "robert")
    assert not stands_for("bob", "william")
    assert groups_of("okonkwo") == frozenset()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_name_can_be_written_down_and_found(given_names: str, family_name: str) -> None:
    search_text, sounds = searchable(given_names, family_name)
    assert len(search_text) <= 260
    assert all(0 < len(code) <= 12 for code in sounds)
    assert search_text == search_text.lower()
    pairs, halves, singles = codes_to_find(words(family_name)[:2] + words(given_names)[:2])
    stored = set(sounds)
    assert not singles or stored & set(singles)
    if words(given_names) and words(family_name):
        # Typed the other way round, the pair is still the same.
        both, _, _ = codes_to_find([words(family_name)[0], words(given_names)[0]])
        assert stored & set(both)


@given(DATES)
def test_every_date_called_near_is_near(day: date) -> None:
    for near in dates_near(day):
        said, points = dates_differ(day, near)
        assert near == day or said or points < 0
    if day.day <= 12:
        assert day.replace(day=day.month, month=day.day) in dates_near(day)


@given(st.text(max_size=400))
def test_nothing_typed_is_too_strange_to_read(text: str) -> None:
    typed = read(text)
    assert all(word.isascii() and word.islower() for word in typed.names)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("noah carter 12 Mill Lane 2/6/2010", {"names": ("noah", "carter"), "address": "12 mill lane"}),
        ("2 June 2010", {"born_on": date(2010, 6, 2), "names": ()}),
        ("06/13/2010 carter", {"born_on": date(2010, 6, 13)}),
        ("2010 carter", {"born_year": 2010, "born_on": None}),
        ("943 476 5919", {"nhs_number": "9434765919", "names": ()}),
        ("Carter, Noah", {"family": ("carter",), "given": ("noah",)}),
        ("T-104417", {"ids": ("T-104417",)}),
        ("th4 2qq", {"postcode": "th42qq", "names": ()}),
        ("07700 900 982", {"phone": "7700900982"}),
        ("carter 14/10/1066", {"born_on": None}),
        ("Hussain Hussain 2015", {"names": ("hussain", "hussain"), "born_year": 2015}),
        ("Mill Road", {"address": "mill road", "names": ()}),
        ("٢/٦/٢٠١٠ Noah", {"born_on": date(2010, 6, 2)}),
    ],
)
def test_the_one_box_is_taken_apart(text: str, parts: dict[str, Any]) -> None:
    typed = read(text)
    assert {key: getattr(typed, key) for key in parts} == parts


def test_a_date_that_cannot_be_is_said_to_be_left_out() -> None:
    assert "14/10/1066" in read("carter 14/10/1066").problem
    assert "31/02/2010" in read("31/02/2010").problem


@pytest.fixture
def known(db: None) -> dict[str, Any]:
    by = front_door_worker()
    words_: dict[str, Any] = {"source": "x", "by": by, "at": NOON}
    will = a_child("William", "Smith", by=by, born_on=date(2010, 6, 2), nhs_number="9434765919", la_child_id="T-77")
    zahra = a_child("Zahra", "Hosseini", by=by, born_on=date(2014, 12, 1))
    a_child("Willa", "Smithson", by=by, born_on=date(2009, 1, 1))
    move(person=will, place=Place("12 Mill Lane", "TH4 2QQ"), starts_on=date(2012, 1, 1), **words_)
    move(person=will, place=Place("3 High Street", "TH1 1AA"), starts_on=date(2020, 1, 1), **words_)
    move(person=zahra, place=Place("9 Secret Close"), starts_on=date(2020, 1, 1), confidential=True, **words_)
    add_contact_detail(person=will, kind="phone", value="07700900982", safe="yes", **words_)
    record_values(person=zahra, values={"family_name": "Ahmadi"}, **words_)
    return {"will": will, "zahra": zahra, "by": by}


@pytest.mark.parametrize(
    ("text", "who", "why"),
    [
        ("Bill Smith", "will", "Bill is a form of William."),
        ("smith william", "will", "The name is the same: William Smith."),
        ("wiliam smtih", "will", "sounds like"),
        ("William Smith 06/02/2010", "will", "day and month are the other way round"),
        ("Smith 2 June 2011", "will", "one figure of the date differs"),
        ("William Smith, 12 Mill Lane", "will", "Lived at 12 Mill Lane until 31 December 2019"),
        ("943 476 5919", "will", "The NHS number is the same."),
        ("T-77", "will", "The council’s number is T-77."),
        ("07700 900982", "will", "The telephone number is the same."),
        ("TH1 1AA", "will", "Lives in the same postcode."),
        ("Zara Hoseini", "zahra", "a former name"),
        ("زهرا احمدی", "zahra", ""),
    ],
)
def test_the_right_person_comes_first_and_says_why(known: dict[str, Any], text: str, who: str, why: str) -> None:
    found = search(text, by=known["by"], at=NOON)
    assert found.candidates[0].person == known[who]
    assert why in " ".join(found.candidates[0].why_for)


def test_certain_is_for_the_very_strong_alone(known: dict[str, Any]) -> None:
    def first(text: str) -> bool:
        return search(text, by=known["by"], at=NOON).candidates[0].certain

    assert first("William Smith 2/6/2010")
    assert first("943 476 5919")
    assert not first("Bill Smith 2/6/2010")
    assert not first("William Smith 2010")
    assert not first("Zoltan Nagy 943 476 5919")
    a_child("William", "Smith", by=known["by"], born_on=date(2010, 6, 2))
    assert not first("William Smith 2/6/2010")


def test_a_date_far_off_is_said_against(known: dict[str, Any]) -> None:
    found = search("William Smith 9/9/2019", by=known["by"], at=NOON)
    assert "Born 2 June 2010, not 9 September 2019." in found.candidates[0].why_against


def test_the_form_asks_the_same_of_one_person(known: dict[str, Any]) -> None:
    found = match_person(given_names="Smith", family_name="William", born_on=date(2010, 6, 2), by=known["by"], at=NOON)
    assert found[0].person == known["will"]
    assert "The given name and family name are the other way round." in found[0].why_for


def test_a_confidential_address_is_neither_found_nor_shown(known: dict[str, Any]) -> None:
    assert search("9 Secret Close", by=known["by"], at=NOON).candidates == ()
    assert search("Zahra Ahmadi", by=known["by"], at=NOON).candidates[0].address == ""


def test_a_sealed_record_says_whom_to_ask_and_no_more(known: dict[str, Any]) -> None:
    owner = team_manager("Anita Rao")
    Seal.objects.create(child_id=known["will"], kind="restricted", reason="x", owner=owner, set_by=owner, set_at=NOON)
    shut = search("William Smith", by=known["by"], at=NOON).candidates[0]
    assert (shut.name, shut.ask, shut.restricted, shut.open_to) == ("Restricted record", "Anita Rao", True, False)
    assert (shut.born_on, shut.address, shut.la_child_id, shut.why_against) == (None, "", "", ())
    assert "2010" not in str(shut)
    assert search("William Smith", by=owner, at=NOON).candidates[0].name == "William Smith"


def test_somebody_without_a_grant_is_told_whom_to_ask(known: dict[str, Any]) -> None:
    team = Team.objects.create(name="North 2", kind="safeguarding")
    Tie.objects.create(child_id=known["will"], kind="team", team=team, starts_on=date(2026, 1, 1))
    one = search("William Smith", by=social_worker(), at=NOON).candidates[0]
    assert (one.open_to, one.restricted, one.ask, one.team) == (False, False, "North 2", "North 2")


def test_a_search_asks_the_database_few_things(known: dict[str, Any]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        search("Wilam Smyth 2/7/2011, 12 Mill Lane", by=known["by"], at=NOON)
    assert len(asked) <= 6
