"""Merging loses nothing, and unmerging restores both records exactly."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.access.public import NotAllowed
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Merge, Person, Residence
from goldenthread.people.models.merge import tables_about_people
from goldenthread.people.public import (
    Place,
    add_contact_detail,
    add_name,
    family_of,
    give_responsibility,
    kept_of,
    make_family,
    merge,
    move,
    person_page,
    preview,
    record_values,
    relate,
    unmerge,
    warn,
)
from tests.building.people import NOON, a_child, an_adult, front_door_worker, social_worker

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 19)
# These say when and how often a record was written, and a merge and its undoing are themselves writing.
NOT_COMPARED = {"version", "changed_at"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row that names a person, and every person, as the tables hold them."""
    models = {model for model, _ in tables_about_people()} | {Person}
    return {
        model._meta.label: [
            {key: value for key, value in row.items() if key not in NOT_COMPARED}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in models
    }


def together(kept: int, folded: int, by: Any, **choices: str) -> int:
    return merge(kept=kept, folded=folded, choices=choices, reason="Same NHS card seen", by=by, at=NOON)


def test_every_table_that_names_a_person_is_found() -> None:
    found = {(model._meta.label, field) for model, field in tables_about_people()}
    assert {
        ("people.Name", "person"),
        ("people.Relationship", "person"),
        ("people.Relationship", "other"),
        ("people.ParentalResponsibility", "holder"),
        ("access.Tie", "child"),
        ("casework.Referral", "child"),
        ("casework.ContactPerson", "person"),
        ("casework.Deadline", "child"),
        ("casework.Note", "child"),
        ("returns.KeptRecord", "child"),
    } <= found
    assert not any(label.endswith("Event") for label, _ in found)
    assert not any(label == "people.Merge" for label, _ in found)


def test_values_follow_the_choices_and_the_gaps() -> None:
    by = front_door_worker()
    kept = a_child("Noah", "Carter", by=by, sex="M")
    folded = a_child("Noa", "Carter", by=by, nhs_number="9434765919", la_child_id="T-1")
    seen = preview(kept, folded)
    assert seen is not None
    by_column = {fact.column: fact for fact in seen.facts}
    assert by_column["given_names"].differ
    assert by_column["given_names"].stands == "kept"
    assert by_column["nhs_number"].stands == "folded"
    assert by_column["nhs_number"].folded == "943 476 5919"
    together(kept, folded, by, given_names="folded")
    after = Person.objects.get(pk=kept)
    assert (after.given_names, after.sex, after.nhs_number, after.la_child_id) == ("Noa", "M", "9434765919", "T-1")
    assert Person.objects.get(pk=folded).la_child_id is None
    assert kept_of(folded) == kept
    page = person_page(kept, on=TODAY)
    assert page is not None
    assert page.facts["nhs_number"].source == "A parent"
    assert {name.shown for name in page.names} == {"Noah Carter", "Noa Carter"}


def test_overlapping_addresses_are_both_kept_and_both_shown() -> None:
    by = front_door_worker()
    kept, folded = a_child(by=by), a_child("Noa", by=by)
    move(person=kept, place=Place("1 Mill Lane", "TH1 1AA"), starts_on=date(2020, 1, 1), source="x", by=by, at=NOON)
    move(
        person=folded,
        place=Place("9 Canal Street"),
        starts_on=date(2015, 5, 1),
        ends_on=date(2016, 1, 1),
        source="x",
        by=by,
        at=NOON,
    )
    move(person=folded, place=Place("2 High Street"), starts_on=date(2021, 1, 1), source="x", by=by, at=NOON)
    before = everything()
    key = together(kept, folded, by)
    page = person_page(kept, on=TODAY)
    assert page is not None
    assert {(home.lines, home.from_merged) for home in page.homes} == {
        ("1 Mill Lane", False),
        ("9 Canal Street", False),
        ("2 High Street", True),
    }
    unmerge(merge=key, reason="Two children", by=by, at=NOON)
    assert everything() == before


def test_what_is_added_after_stays_and_is_said() -> None:
    by = front_door_worker()
    kept, folded = a_child(by=by), a_child("Noa", by=by)
    key = together(kept, folded, by)
    add_name(person=kept, kind="alias", given_names="No", family_name="C", source="School", by=by, at=NOON)
    record_values(person=kept, values={"religion": "none"}, source="x", by=by, at=NOON)
    told = unmerge(merge=key, reason="Two children", by=by, at=NOON)
    assert dict(told.stayed) == {"names": 1, "recordings of values": 1}
    assert Person.objects.get(pk=kept).religion == "none"
    assert {name.given_names for name in Person.objects.get(pk=kept).names.all()} == {"Noah", "No"}


def test_a_value_recorded_since_is_left_as_it_is() -> None:
    by = front_door_worker()
    kept, folded = a_child(by=by), a_child("Noa", by=by, sex="F")
    key = together(kept, folded, by)
    record_values(person=kept, values={"sex": "M"}, source="x", by=by, at=NOON)
    told = unmerge(merge=key, reason="Two children", by=by, at=NOON)
    assert told.changed_since == ("sex",)
    assert Person.objects.get(pk=kept).sex == "M"
    assert Person.objects.get(pk=folded).sex == "F"


def test_merges_are_refused_in_words() -> None:
    by = front_door_worker()
    one, two, mother = a_child(by=by), a_child("Noa", by=by), an_adult(by=by)
    with pytest.raises(Refused, match="two different"):
        together(one, one, by)
    with pytest.raises(Refused, match="how you know"):
        merge(kept=one, folded=two, choices={}, reason=" ", by=by, at=NOON)
    relate(person=mother, kind="mother", other=one, source="x", by=by, at=NOON)
    with pytest.raises(Refused, match="related to each other"):
        together(one, mother, by)
    with pytest.raises(NotAllowed):
        together(one, two, social_worker())
    together(one, two, by)
    with pytest.raises(Refused, match="merged already"):
        together(mother, two, by)
    assert Merge.objects.count() == 1


def test_two_open_referrals_are_refused_and_nothing_moves() -> None:
    by = front_door_worker()
    one, two = a_child(by=by), a_child("Noa", by=by)
    for child in (one, two):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO casework_referral (child_id, state, received_at, received_on, source, primary_need,"
                " is_rereferral, acknowledged_how, no_further_action, closure_reason, loaded)"
                " VALUES (%s, 'received', %s, %s, '2A', '', false, '', false, '', false)",
                [child, NOON, TODAY],
            )
    before = everything()
    with pytest.raises(Refused, match="open referral"), transaction.atomic():
        together(one, two, by)
    assert everything() == before


def test_a_later_merge_is_undone_first() -> None:
    by = front_door_worker()
    one, two, three = a_child(by=by), a_child("Noa", by=by), a_child("Noah", "Karter", by=by)
    first = together(two, three, by)
    second = together(one, two, by)
    assert kept_of(three) == one
    with pytest.raises(Refused, match="Undo that merge first"):
        unmerge(merge=first, reason="x", by=by, at=NOON)
    unmerge(merge=second, reason="x", by=by, at=NOON)
    assert kept_of(three) == two
    unmerge(merge=first, reason="x", by=by, at=NOON)
    assert kept_of(three) == three
    with pytest.raises(Refused, match="undone already"):
        unmerge(merge=first, reason="x", by=by, at=NOON)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["name", "home", "phone", "mother", "sibling", "responsibility", "family", "warning", "value"]),
        st.sampled_from([0, 1]),
        st.integers(0, 3),
    ),
    max_size=10,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=ACTS, choose=st.dictionaries(st.sampled_from(["given_names", "sex", "born_on", "religion"]), st.just("folded"))
)
def test_merge_then_unmerge_restores_every_table(acts: list[tuple[str, int, int]], choose: dict[str, str]) -> None:
    with transaction.atomic():
        by = front_door_worker()
        pair = [a_child("Noah", by=by, sex="M"), a_child("Noa", by=by, la_child_id="T-9", born_on=date(2015, 3, 4))]
        adults = [an_adult(f"Adult{'abcd'[n]}", by=by) for n in range(4)]
        for act, which, number in acts:
            try:
                with transaction.atomic():
                    _perform(act, pair[which], adults, number, by)
            except Refused:
                pass  # what cannot be recorded twice is not
        before = everything()
        key = together(pair[0], pair[1], by, **choose)
        assert not Person.objects.get(pk=pair[0]).merged_into_id
        assert family_of(pair[0], on=TODAY) is not None
        unmerge(merge=key, reason="Two children", by=by, at=NOON)
        assert everything() == before
        transaction.set_rollback(True)


def _perform(act: str, person: int, adults: list[int], number: int, by: Any) -> None:
    words: dict[str, Any] = {"source": "x", "by": by, "at": NOON}
    adult = adults[number]
    match act:
        case "name":
            add_name(person=person, kind="alias", given_names=f"N{'abcd'[number]}", family_name="C", **words)
        case "home":
            move(person=person, place=Place(f"{number} Mill Lane"), starts_on=date(2016 + number, 1, 1), **words)
        case "phone":
            add_contact_detail(person=person, kind="phone", value=f"0770090000{number}", safe="no", **words)
        case "mother":
            relate(person=adult, kind="parent", other=person, **words)
        case "sibling":
            relate(person=person, kind="cousin", other=adult, **words)
        case "responsibility":
            give_responsibility(child=person, holder=adult, how="agreement", **words)
        case "family":
            make_family(name=f"F{number}", people=(person, adult), by=by, at=NOON)
        case "warning":
            dates = {"review_on": TODAY + timedelta(days=30), "expires_on": TODAY + timedelta(days=60)}
            warn(person=person, kind="dog", words="A dog", disclosed=True, **dates, **words)
        case "value":
            record_values(person=person, values={"religion": ["none", "sikh", "hindu", "jewish"][number]}, **words)


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_at_once_one_is_done() -> None:
    by = front_door_worker()
    one, two, three = a_child(by=by), a_child("Noa", by=by), a_child("Noah", "Karter", by=by)
    start, said = threading.Barrier(2), []

    def go(kept: int, folded: int) -> None:
        start.wait()
        try:
            together(kept, folded, by)
            said.append("done")
        except Refused as refused:
            said.append(str(refused))
        finally:
            connections.close_all()

    pair = [threading.Thread(target=go, args=(one, two)), threading.Thread(target=go, args=(three, two))]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()
    assert sorted(said)[1] == "done"
    assert "merged already" in sorted(said)[0]
    assert Merge.objects.count() == 1
    assert Residence.objects.count() == 0
