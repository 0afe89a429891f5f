"""Recording values: what may stand, what is refused, who said so, and a form that was overtaken."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.access.models import LedgerEntry, Tie
from goldenthread.access.public import NotAllowed
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Name, Person, Recording
from goldenthread.people.operations.values import has_hidden_characters
from goldenthread.people.public import (
    Place,
    add_contact_detail,
    add_name,
    add_person,
    born,
    confirm_value,
    end_name,
    end_warning,
    history_of,
    known_people,
    leave,
    may,
    move,
    nhs_number_holds,
    person_page,
    readable,
    record_death,
    record_values,
    relate,
    review_warning,
    save_agency,
    upn_holds,
    warn,
    warnings_for,
)
from tests.building.people import NOON, a_child, an_adult, front_door_worker, social_worker

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 19)


def test_a_person_is_added_with_name_recording_and_ledger() -> None:
    by = front_door_worker()
    key = add_person(
        kind="child",
        values={
            "given_names": "Zoë",
            "family_name": "O’Neill",
            "born_on": date(2015, 3, 3),
            "nhs_number": "943 476 5919",
        },
        source="Mother, by telephone",
        by=by,
        at=NOON,
    )
    assert Name.objects.get(person=key).search == "zoe oneill"
    page = person_page(key, on=TODAY)
    assert page is not None
    fact = page.facts["nhs_number"]
    assert (fact.value, fact.source, fact.recorded_by) == ("943 476 5919", "Mother, by telephone", by.name)
    entry = LedgerEntry.objects.order_by("-number")[0]
    assert (entry.act, entry.child, entry.right) == ("person.add", key, "role:front_door_worker")
    assert "Zo" not in str(entry.detail)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"born_on": TODAY + timedelta(days=1)}, "born_on"),
        ({"born_on": date(1066, 10, 14)}, "born_on"),
        ({"expected_on": TODAY + timedelta(days=400)}, "expected_on"),
        ({"died_on": date(2010, 1, 1)}, "died_on"),
        ({"nhs_number": "9434765918"}, "nhs_number"),
        ({"nhs_number": "12345"}, "nhs_number"),
        ({"upn": "A12345"}, "upn"),
        ({"sex": "X"}, "sex"),
        ({"disabilities": ["NONE", "AUT"]}, "disabilities"),
        ({"given_names": "Noah\u202etxet"}, "given_names"),
        ({"given_names": "No\x00ah"}, "given_names"),
        ({"given_names": "N" * 121}, "given_names"),
        ({"upn_unknown": "UN1", "upn": "A000000000000"}, "upn_unknown"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(values: dict[str, Any], field: str) -> None:
    by = front_door_worker()
    child = a_child(by=by)
    before = Recording.objects.count()
    with pytest.raises(Refused) as refused:
        record_values(person=child, values=values, source="x", by=by, at=NOON)
    assert field in {where for where, _ in refused.value.problems}
    assert Recording.objects.count() == before


def test_every_problem_is_said_at_once() -> None:
    with pytest.raises(Refused) as refused:
        a_child(sex="X", nhs_number="1")
    assert {field for field, _ in refused.value.problems} == {"sex", "nhs_number"}


def test_nobody_is_added_without_a_name_or_a_source() -> None:
    by = front_door_worker()
    with pytest.raises(Refused, match="name"):
        add_person(kind="adult", values={"sex": "F"}, source="x", by=by, at=NOON)
    with pytest.raises(Refused, match="where this came from"):
        add_person(kind="adult", values={"given_names": "A"}, source=" ", by=by, at=NOON)
    unborn = add_person(kind="child", values={"expected_on": TODAY + timedelta(days=60)}, source="x", by=by, at=NOON)
    assert known_people([unborn])[unborn].name == "Unborn baby"


def test_two_children_never_share_the_councils_number() -> None:
    by = front_door_worker()
    a_child(by=by, la_child_id="T-1")
    with pytest.raises(Refused, match="already has this number"):
        a_child("Ana", by=by, la_child_id="T-1")


def test_a_stale_form_is_refused_and_says_who_changed_what() -> None:
    by, other = front_door_worker(), front_door_worker("Grace Adeyemi")
    child = a_child(by=by)
    record_values(person=child, values={"religion": "sikh"}, source="x", by=other, at=NOON, based_on=1)
    with pytest.raises(Refused, match=r"Grace Adeyemi changed religion or belief on 19 November 2026"):
        record_values(person=child, values={"religion": "none"}, source="x", by=by, at=NOON, based_on=1)
    assert record_values(person=child, values={"religion": "none"}, source="x", by=by, at=NOON, based_on=2) == 3
    assert record_values(person=child, values={"religion": "none"}, source="x", by=by, at=NOON, based_on=3) == 3
    assert [fact.value for fact in history_of(child, "religion")] == ["No religion", "Sikh"]


def test_a_changed_name_keeps_the_old_one() -> None:
    by = front_door_worker()
    child = a_child("Noah", "Carter", by=by)
    record_values(person=child, values={"family_name": "Reid"}, source="Order seen", by=by, at=NOON)
    names = {(row.family_name, row.kind, row.ends_on) for row in Name.objects.filter(person=child)}
    assert names == {("Carter", "former", TODAY), ("Reid", "legal", None)}
    extra = add_name(person=child, kind="alias", given_names="Noey", family_name="", source="x", by=by, at=NOON)
    end_name(name=extra, ends_on=TODAY, by=by, at=NOON)
    with pytest.raises(Refused):
        end_name(name=extra, ends_on=TODAY + timedelta(days=1), by=by, at=NOON)


def test_still_true_is_recorded_and_nothing_is_confirmed_that_is_not_held() -> None:
    by, other = front_door_worker(), front_door_worker("Grace Adeyemi")
    child = a_child(by=by, religion="sikh")
    confirm_value(person=child, columns=("religion",), source="Mother", by=other, at=NOON + timedelta(days=9))
    page = person_page(child, on=TODAY)
    assert page is not None
    assert (page.facts["religion"].confirmed, page.facts["religion"].recorded_by) == (True, "Grace Adeyemi")
    with pytest.raises(Refused):
        confirm_value(person=child, columns=("language",), source="Mother", by=other, at=NOON)


def test_an_unborn_child_is_born_and_a_person_dies() -> None:
    by = front_door_worker()
    values = {"given_names": "", "family_name": "Carter", "expected_on": date(2026, 11, 1)}
    child = add_person(kind="child", values=values, source="Midwife", by=by, at=NOON)
    words: dict[str, Any] = {"source": "Midwife", "by": by, "at": NOON, "based_on": None}
    born(person=child, born_on=date(2026, 11, 4), values={"given_names": "Ivy"}, **words)
    row = Person.objects.get(pk=child)
    assert (row.born_on, row.expected_on, row.birth_certainty) == (date(2026, 11, 4), date(2026, 11, 1), "exact")
    with pytest.raises(Refused, match="already recorded as born"):
        born(person=child, born_on=date(2026, 11, 4), values={}, **words)
    with pytest.raises(Refused, match="on or after"):
        record_death(person=child, died_on=date(2026, 11, 1), **words)
    record_death(person=child, died_on=date(2026, 11, 9), **words)


def test_addresses_close_the_one_before_and_never_overlap() -> None:
    by = front_door_worker()
    child = a_child(by=by)
    words: dict[str, Any] = {"person": child, "source": "x", "by": by, "at": NOON}
    move(place=Place("1 Mill Lane", "th42qq"), starts_on=date(2020, 1, 1), **words)
    move(place=Place("2 High Street"), starts_on=date(2022, 6, 1), confidential=True, **words)
    page = person_page(child, on=TODAY)
    assert page is not None
    assert [(home.lines, home.postcode, home.until, home.hidden) for home in page.homes] == [
        ("", "", None, True),
        ("1 Mill Lane", "TH4 2QQ", date(2022, 5, 31), False),
    ]
    with pytest.raises(Refused, match="1 Mill Lane, from 1 January 2020 to 31 May 2022"):
        move(place=Place("3 Elm Road"), starts_on=date(2021, 1, 1), ends_on=date(2021, 3, 1), **words)
    with pytest.raises(Refused, match="confidential address"):
        move(place=Place("3 Elm Road"), starts_on=date(2023, 1, 1), ends_on=date(2023, 3, 1), **words)
    with pytest.raises(Refused, match="before they were born"):
        move(place=Place("3 Elm Road"), starts_on=date(2014, 1, 1), ends_on=date(2016, 3, 1), **words)
    with pytest.raises(Refused, match="full postcode"):
        move(place=Place("3 Elm Road", "NOWHERE"), starts_on=date(2023, 1, 1), **words)
    move(place=Place("Flat 2"), starts_on=date(2021, 1, 1), kind="other_parent", **words)
    assert page.homes[0].residence
    leave(residence=page.homes[0].residence, ends_on=TODAY, by=by, at=NOON)


def test_a_contact_detail_carries_its_mark() -> None:
    by = front_door_worker()
    child = a_child(by=by)
    words: dict[str, Any] = {"person": child, "source": "x", "by": by, "at": NOON}
    add_contact_detail(kind="phone", value="+44 7700 900982", safe="unknown", **words)
    add_contact_detail(kind="phone", value="07700 900 982", safe="no", note="He has her phone", **words)
    page = person_page(child, on=TODAY)
    assert page is not None
    assert [(one.value, one.safe_words, one.note) for one in page.reach] == [
        ("07700900982", "Not safe to use", "He has her phone")
    ]
    for kind, value in (("phone", "call me"), ("email", "nobody"), ("pigeon", "x")):
        with pytest.raises(Refused):
            add_contact_detail(kind=kind, value=value, safe="yes", **words)


def test_warnings_are_shown_until_they_expire_and_say_when_review_is_late() -> None:
    by = front_door_worker()
    adult = an_adult(by=by)
    words: dict[str, Any] = {"person": adult, "kind": "dog", "source": "Police", "by": by, "at": NOON}
    later, last = TODAY + timedelta(days=30), TODAY + timedelta(days=90)
    with pytest.raises(Refused, match="why the person has not been told"):
        warn(words="A dog", disclosed=False, review_on=later, expires_on=last, **words)
    with pytest.raises(Refused, match="at most 2 years"):
        warn(words="A dog", disclosed=True, review_on=later, expires_on=date(2035, 1, 1), **words)
    key = warn(words="A dog", disclosed=True, review_on=later, expires_on=last, **words)
    assert not warnings_for([adult], on=TODAY)[adult][0].review_overdue
    assert warnings_for([adult], on=later + timedelta(days=1))[adult][0].review_overdue
    assert warnings_for([adult], on=last) == {}
    dates = {"review_on": later, "expires_on": last}
    review_warning(warning=key, words="Two dogs", by=by, at=NOON, **dates)
    assert warnings_for([adult], on=TODAY)[adult][0].words == "Two dogs"
    end_warning(warning=key, because="The dogs are gone", by=by, at=NOON)
    assert warnings_for([adult], on=TODAY + timedelta(days=1)) == {}


def test_an_adult_opens_by_way_of_a_child_of_the_family() -> None:
    by, worker = front_door_worker(), social_worker()
    child, mother, stranger = a_child(by=by), an_adult(by=by), an_adult("Una", by=by)
    relate(person=mother, kind="mother", other=child, source="x", by=by, at=NOON)
    assert not may(worker, "child.read", mother, at=NOON)
    Tie.objects.create(child_id=child, kind=Tie.Kind.ALLOCATED, user=worker, starts_on=TODAY)
    assert readable(worker, [child, mother, stranger], at=NOON) == {child, mother}
    record_values(person=mother, values={"religion": "none"}, source="x", by=worker, at=NOON)
    with pytest.raises(NotAllowed):
        record_values(person=stranger, values={"religion": "none"}, source="x", by=worker, at=NOON)


def test_agencies_are_for_the_administrator() -> None:
    with pytest.raises(NotAllowed):
        save_agency(name="Mill Lane School", kind="school", by=front_door_worker(), at=NOON)


def test_nhs_numbers_by_their_check_digit() -> None:
    assert nhs_number_holds("9434765919")
    assert not nhs_number_holds("9434765910")
    assert not nhs_number_holds("943476591")


@given(st.text("0123456789", min_size=10, max_size=10), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_figure_is_always_seen(number: str, place: int, change: int) -> None:
    wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]
    assert not (nhs_number_holds(number) and nhs_number_holds(wrong))


@given(st.text("0123456789", min_size=12, max_size=12))
def test_exactly_one_letter_fits_a_pupil_number(rest: str) -> None:
    assert sum(upn_holds(letter + rest) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 1


def test_joiners_of_other_scripts_are_not_hidden_characters() -> None:
    assert not has_hidden_characters("می\u200cخواهم")
    assert has_hidden_characters("abc\u202edef")
    assert has_hidden_characters("a\nb")
