"""What is known about anybody in a contact, and nothing that the reader may not see."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.models import Contact, ContactPerson, HistoryWeighed
from goldenthread.casework.public import (
    confirm_match,
    contact_to_write,
    domestic_abuse_pattern,
    hints_for,
    name_person,
    record_note,
    save_section,
    weigh,
    what_we_know,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import give_responsibility, merge, record_values, relate, warn
from tests.building.access import person_who_signs_in, sealed
from tests.building.contact import a_writer, started
from tests.building.front_door import LONDON, THURSDAY, WEDNESDAY, child_at, waiting_contact, writer
from tests.building.people import a_child, an_adult

pytestmark = pytest.mark.django_db


class Family:
    """A contact being written about children and adults who have records."""

    def __init__(self, **people: tuple[str, int]) -> None:
        self.by = a_writer()
        self.contact = started(by=self.by)
        self.lines = {}
        for called, (part, person) in people.items():
            who = {"contact": self.contact, "by": self.by, "at": THURSDAY}
            line = name_person(part=part, given_names=called, family_name="Reilly", **who)
            confirm_match(line=line, person=person, on="Same name", **who)
            self.lines[called] = line

    def known(self):
        return what_we_know(self.contact, reader=self.by, at=THURSDAY)


def days_before(days: int) -> datetime:
    return WEDNESDAY - timedelta(days=days)


def an_earlier(children, *, days: int, harmed_by: str = "", parents=(), **values) -> Contact:
    """A decided contact so many days before this one, in which somebody may be said to have caused harm."""
    made = waiting_contact(
        children,
        parents=parents,
        received_at=days_before(days),
        state="decided",
        decided_at=days_before(days),
        **({"outcome": "NFA"} | values),
    )
    if harmed_by:
        given, _, family = harmed_by.partition(" ")
        ContactPerson.objects.create(
            contact=made,
            part="partner",
            given_names=given,
            family_name=family,
            said_to_harm=True,
            added_at=days_before(days),
        )
    return made


def test_a_name_alone_brings_nothing():
    an_earlier([a_child("Callum", "Reilly")], days=30)
    by = a_writer()
    contact = started(by=by)
    name_person(contact=contact, part="child", given_names="Callum", family_name="Reilly", by=by, at=THURSDAY)
    known = what_we_know(contact, reader=by, at=THURSDAY)
    assert (known.pieces, known.contacts_in_12_months, known.warnings) == ((), 1, ())


def test_earlier_contacts_say_what_was_decided_and_come_latest_first():
    callum = a_child("Callum")
    old, new = an_earlier([callum], days=400, outcome="EH"), an_earlier([callum], days=83, outcome="ADVICE")
    known = Family(Callum=("child", callum)).known()

    assert [piece.about for piece in known.pieces] == [f"contact:{new.pk}", f"contact:{old.pk}"]
    assert known.pieces[0].outcome == "Information and advice"
    assert (known.pieces[0].title, known.pieces[0].people) == ("School", ("Callum",))
    assert known.unweighed == 2


def test_a_contact_is_counted_in_twelve_months_with_this_one():
    callum = a_child("Callum")
    for days in (10, 200, 364, 367):
        an_earlier([callum], days=days)
    assert Family(Callum=("child", callum)).known().contacts_in_12_months == 4


def test_a_contact_about_a_parent_as_a_parent_counts_too_and_one_about_a_bystander_does_not():
    callum, mother = a_child("Callum"), an_adult("Stacey")
    an_earlier([a_child("Amy")], days=10, parents=[mother])
    bystander = an_earlier([a_child("Ben")], days=20)
    ContactPerson.objects.create(contact=bystander, part="other", person_id=mother, added_at=days_before(20))
    known = Family(Callum=("child", callum), Stacey=("parent", mother)).known()
    assert known.contacts_in_12_months == 2
    assert len(known.pieces) == 2  # both are shown


def test_the_pattern_of_abuse_is_seen_across_partners():
    callum, mother = a_child("Callum"), an_adult("Stacey")
    an_earlier([callum], days=700, harmed_by="Craig Doyle")
    an_earlier([callum], days=530, harmed_by="Craig Doyle")
    an_earlier([a_child("Ellie")], days=280, parents=[mother], harmed_by="LEE BARLOW")
    an_earlier([callum], days=83, harmed_by="Lee Barlow")
    an_earlier([callum], days=740, harmed_by="Too Long Ago")
    an_earlier([callum], days=40, domestic_abuse=False, concerns=("neglect",))
    family = Family(Callum=("child", callum), Stacey=("parent", mother))
    name_person(
        contact=family.contact,
        part="partner",
        given_names="Lee",
        family_name="Barlow",
        said_to_harm=True,
        by=family.by,
        at=THURSDAY,
    )
    save_section(
        contact=family.contact,
        key="worries",
        answers={"concerns": ["domestic_abuse"]},
        based_on=0,
        by=family.by,
        at=THURSDAY,
    )

    abuse = family.known().abuse
    assert (abuse.in_12_months, abuse.in_24_months, abuse.partners) == (3, 5, 2)
    assert {name: len(days) for name, days in abuse.by_partner.items()} == {"Craig Doyle": 2, "LEE BARLOW": 3}


def test_the_pattern_can_be_asked_of_any_people_at_any_moment():
    callum = a_child("Callum")
    made = an_earlier([callum], days=83, harmed_by="Lee Barlow")
    assert domestic_abuse_pattern([callum], at=THURSDAY).by_partner == {"Lee Barlow": (date(2026, 8, 27),)}
    assert domestic_abuse_pattern([callum], at=THURSDAY, but=made.pk).in_24_months == 0
    assert domestic_abuse_pattern([callum], at=THURSDAY + timedelta(days=366)).in_12_months == 0
    assert domestic_abuse_pattern([], at=THURSDAY).in_24_months == 0


def test_a_merged_record_brings_its_history_with_it():
    by = writer()
    kept, folded = a_child("Callum", "Reilly"), a_child("Calum", "Riley")
    earlier = an_earlier([folded], days=30)
    merge(kept=kept, folded=folded, choices={}, reason="The same boy, spelt twice.", by=by, at=THURSDAY)
    known = Family(Callum=("child", kept)).known()
    assert [piece.about for piece in known.pieces] == [f"contact:{earlier.pk}"]
    assert known.contacts_in_12_months == 2


def test_significant_notes_and_open_cases_are_known():
    placed = child_at("allocated")
    record_note(
        child=placed.child,
        kind="telephone",
        happened_at=THURSDAY,
        words="Craig broke the door.",
        significant=True,
        meaning="The third time",
        by=placed.worker,
        at=THURSDAY,
    )
    known = Family(Noah=("child", placed.child)).known()
    (case,) = known.open_cases
    assert (case.child, case.worker, case.team) == (placed.child, "Priya Nair", "Assessment north")
    assert [piece.kind for piece in known.pieces] == ["note", "contact"]  # the referral is part of its contact


def test_danger_comes_first_among_the_warnings():
    callum, father = a_child("Callum"), an_adult("Craig")
    for kind in ("address_secret", "violence"):
        warn(
            person=father,
            kind=kind,
            words="He threatened a worker.",
            disclosed=True,
            review_on=date(2026, 12, 6),
            expires_on=date(2027, 6, 6),
            source="Seen",
            by=writer(),
            at=THURSDAY,
        )
    known = Family(Callum=("child", callum), Craig=("parent", father)).known()
    assert [warning.kind for warning in known.warnings] == ["violence", "address_secret"]


def test_parents_nobody_mentioned_are_offered_until_waved_away_and_gaps_are_said_plainly():
    callum, mother, father = a_child("Callum"), an_adult("Stacey", sex="F"), an_adult("Craig", "Doyle", sex="M")
    noah = a_child("Noah")
    for parent, kind in ((mother, "mother"), (father, "father")):
        relate(person=parent, other=callum, kind=kind, source="Birth certificate", by=writer(), at=THURSDAY)
    relate(person=mother, other=noah, kind="mother", source="Birth certificate", by=writer(), at=THURSDAY)
    give_responsibility(child=callum, holder=father, how="birth_certificate", source="Seen", by=writer(), at=THURSDAY)
    family = Family(Callum=("child", callum), Noah=("child", noah), Stacey=("parent", mother))
    known = family.known()

    (one,) = known.not_mentioned
    assert (one.person, one.name, one.what, one.children, one.responsibility) == (
        father,
        "Craig Doyle",
        "Father",
        ("Callum",),
        True,
    )
    assert known.not_known == ("Who Noah’s father is.", "Who has parental responsibility for Noah.")

    why = "Not allowed near the family."
    weigh(contact=family.contact, about=[f"relative:{father}"], set_aside_because=why, by=family.by, at=THURSDAY)
    assert f"relative:{father}" in family.known().waved_away


def test_what_is_sealed_from_the_reader_is_a_line_without_words():
    callum, ben = a_child("Callum"), a_child("Ben")
    shut = an_earlier([callum, ben], days=30, summary="Something nobody may read.")
    sealed(ben)
    (piece,) = Family(Callum=("child", callum)).known().pieces
    assert (piece.about, piece.open_to, piece.words, piece.people, piece.outcome) == (
        f"contact:{shut.pk}",
        False,
        "",
        (),
        "",
    )


def test_the_pattern_counts_a_sealed_contact_and_names_nobody_from_it():
    callum, ben = a_child("Callum"), a_child("Ben")
    an_earlier([callum, ben], days=30, harmed_by="Somebody Secret")
    sealed(ben)
    assert Family(Callum=("child", callum)).known().abuse.by_partner == {"": (date(2026, 10, 19),)}
    assert domestic_abuse_pattern([callum], at=THURSDAY).by_partner == {"": (date(2026, 10, 19),)}


def test_hints_quote_the_words_and_are_waved_away_for_this_contact_alone():
    family = Family(Callum=("child", a_child("Callum")))
    story = {"narrative": "Lee grabbed Mum’s arm. Nobody has seen Noah."}
    save_section(contact=family.contact, key="what_happened", answers=story, based_on=0, by=family.by, at=THURSDAY)

    def asked():
        return {hint.id: hint.quoted for hint in hints_for(contact_to_write(family.contact), family.known())}

    assert asked() == {"who_sees": ("Nobody has seen Noah",), "domestic_abuse": ("grabbed Mum’s arm",)}
    weigh(contact=family.contact, about=["hint:who_sees"], set_aside_because="Not needed", by=family.by, at=THURSDAY)
    assert set(asked()) == {"domestic_abuse"}
    assert HistoryWeighed.objects.count() == 1
    ticked = {"concerns": ["domestic_abuse"]}
    save_section(contact=family.contact, key="worries", answers=ticked, based_on=0, by=family.by, at=THURSDAY)
    assert asked() == {}


def test_as_few_queries_whatever_the_history():
    def count(family: Family) -> int:
        with CaptureQueriesContext(
            connection,
        ) as spent:
            contact_to_write(family.contact)
            family.known()
        return len(spent)

    few, many = a_child("Callum"), a_child("Ellie")
    an_earlier([few], days=5, harmed_by="Lee Barlow")
    for days in range(1, 25):
        an_earlier([many, a_child("Sam")], days=days, harmed_by="Lee Barlow")
    assert count(Family(Callum=("child", few))) == count(Family(Ellie=("child", many))) <= 9


def test_the_day_is_london_s_on_both_sides_of_midnight():
    callum = a_child("Callum")
    made = an_earlier([callum], days=30)
    Contact.objects.filter(pk=made.pk).update(received_at=datetime(2026, 6, 1, 0, 30, tzinfo=LONDON))
    assert Family(Callum=("child", callum)).known().pieces[0].on == date(2026, 6, 1)


# --- several pieces weighed together


def two_earlier() -> tuple[Family, list[str]]:
    callum = a_child("Callum", "Reilly")
    made = [an_earlier([callum], days=days, summary="A worry at school.") for days in (200, 30)]
    return Family(Callum=("child", callum)), [f"contact:{one.pk}" for one in made]


MEANS = "Two worries at school that nobody joined: he is hungry in both."


def test_several_pieces_are_weighed_in_one_sentence():
    family, about = two_earlier()
    assert family.known().unweighed == 2
    weigh(contact=family.contact, about=about, means=MEANS, by=family.by, at=THURSDAY)
    known = family.known()
    assert known.unweighed == 0
    assert {(piece.means, piece.read_by, piece.read_at) for piece in known.pieces} == {(MEANS, family.by.name, None)}


@pytest.mark.parametrize("means", ["Noted.", "x" * 301])
def test_what_they_mean_says_something_and_is_never_cut(means):
    family, about = two_earlier()
    with pytest.raises(Refused) as refused:
        weigh(contact=family.contact, about=about, means=means, by=family.by, at=THURSDAY)
    assert [field for field, _ in refused.value.problems] == ["means"]
    assert family.known().unweighed == 2


def test_the_page_weighs_what_is_ticked_and_keeps_it_when_the_sentence_is_missing():
    family, about = two_earlier()
    page = Client()
    page.force_login(family.by, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("contact_weigh", args=[family.contact])
    assert "Weigh several together" in page.get(reverse("contact_write", args=[family.contact])).content.decode()

    asked = page.post(address, {"about": about, "means": ""})
    assert asked.status_code == 422
    assert all(f'name="about" value="{one}"' in asked.content.decode() for one in about)
    assert page.post(address, {"about": [], "means": MEANS}).status_code == 422
    assert page.post(address, {"about": about, "means": MEANS}).status_code == 302
    shown = page.get(reverse("contact_write", args=[family.contact])).content.decode()
    assert MEANS in shown
    assert "Weigh several together" not in shown


def test_a_piece_that_is_not_open_says_whom_to_ask():
    callum, ella = a_child("Callum", "Reilly"), a_child("Ella", "Reilly")
    an_earlier([callum, ella], days=30)
    owner = person_who_signs_in("service_manager", name="Gwen Asante")
    sealed(ella, owner=owner)
    family = Family(Callum=("child", callum))
    (piece,) = family.known().pieces
    assert (piece.open_to, piece.ask) == (False, (owner.name,))

    page = Client()
    page.force_login(family.by, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = page.get(reverse("contact_write", args=[family.contact])).content.decode()
    assert f"You may not open it. Ask {owner.name} what bears on this." in shown
    assert "Read it" not in shown


# --- what is known already is confirmed, not asked anew


def test_a_known_ethnicity_is_confirmed_by_one_press_with_its_date_and_source():
    callum = a_child("Callum", "Reilly")
    by = writer()
    record_values(person=callum, values={"ethnicity": "WBRI"}, source="His mother", by=by, at=WEDNESDAY)
    family = Family(Callum=("child", callum))
    page = Client()
    page.force_login(family.by, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("contact_write", args=[family.contact])
    shown = page.get(address).content.decode()
    assert "His mother, 18 November 2026" in shown
    assert "Still right" in shown

    line = family.lines["Callum"]
    pressed = {f"ethnicity-{line}-ethnicity": "WBRI", "version": "0"}
    page.post(reverse("contact_section", args=[family.contact, f"ethnicity:{line}"]), pressed)
    assert ContactPerson.objects.get(pk=line).ethnicity == "WBRI"
    assert "Still right" not in page.get(address).content.decode()
