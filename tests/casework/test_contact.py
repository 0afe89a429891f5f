"""A contact from its start to its sending: who is in it, and the gate before a decision."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from goldenthread.access.models import LedgerEntry
from goldenthread.access.public import NotAllowed
from goldenthread.casework.models import Contact, ContactPerson, Deadline
from goldenthread.casework.public import (
    add_as_new,
    confirm_match,
    contact_page,
    contact_to_write,
    name_person,
    not_sure,
    return_to_writer,
    save_section,
    send,
    start_contact,
    still_to_do,
    take_out,
    undo_match,
    weigh,
    what_we_know,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Person, Recording
from goldenthread.people.public import record_values
from tests.building.access import person_who_signs_in, sealed
from tests.building.contact import a_writer, contact_at, started
from tests.building.front_door import LONDON, THURSDAY, WEDNESDAY, manager, waiting_contact
from tests.building.people import a_child, an_adult

pytestmark = pytest.mark.django_db


def fields(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {field for field, _ in refused.value.problems}


def name(contact: int, by, given: str = "Callum", family: str = "Reilly", part: str = "child", **values) -> int:
    return name_person(contact=contact, part=part, given_names=given, family_name=family, by=by, at=THURSDAY, **values)


# --- starting


def test_starting_gives_a_number_of_the_year_and_begins_the_time_to_decide_from_receipt():
    who = a_writer()
    first, second = (Contact.objects.get(pk=started(by=who)) for _ in range(2))

    assert first.reference.startswith("26-") and len(first.reference) == 8
    assert int(second.reference[3:]) == int(first.reference[3:]) + 1
    deadline = Deadline.objects.get(contact=first)
    assert (deadline.clock, deadline.started_at) == ("contact_decision", WEDNESDAY)
    assert LedgerEntry.objects.filter(act="contact.start", subject=f"contact:{first.pk}", actor=who.pk).exists()


def test_numbers_go_on_after_those_that_came_from_elsewhere():
    waiting_contact(reference="26-00001")
    waiting_contact(reference="26-00417")
    assert Contact.objects.get(pk=started()).reference == "26-00418"


@pytest.mark.parametrize("received_at", [datetime(2999, 1, 1, tzinfo=LONDON), datetime(1066, 10, 14, tzinfo=LONDON)])
def test_a_receipt_that_cannot_be_right_is_refused(received_at):
    with pytest.raises(Refused) as refused:
        start_contact(received_at=received_at, by=a_writer(), at=THURSDAY)
    assert fields(refused) == {"received"}


@pytest.mark.parametrize("role", ["social_worker", "analyst", "director", "partner"])
def test_others_start_no_contact(role):
    with pytest.raises(NotAllowed):
        start_contact(received_at=WEDNESDAY, by=person_who_signs_in(role), at=THURSDAY)


@pytest.mark.django_db(transaction=True)
def test_two_contacts_started_at_once_get_two_numbers():
    who, ready, made = a_writer(), threading.Barrier(2), []

    def press():
        try:
            ready.wait(timeout=10)
            made.append(started(by=who))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(set(Contact.objects.filter(pk__in=made).values_list("reference", flat=True))) == 2


# --- people in it


def test_people_are_named_as_the_caller_gave_them_and_the_family_is_called_by_its_child():
    who = a_writer()
    contact = started(by=who)
    name(contact, who, "Lee", "Barlow", "partner", said_to_harm=True)
    line = name(contact, who, "Ellie", "Riley", born_on=date(2019, 9, 4))

    one = ContactPerson.objects.get(pk=line)
    assert (one.given_names, one.family_name, one.born_on, one.person_id) == ("Ellie", "Riley", date(2019, 9, 4), None)
    assert Contact.objects.get(pk=contact).family_name == "Riley"


def test_a_line_is_corrected_and_taken_out():
    who = a_writer()
    contact = started(by=who)
    line = name(contact, who, "Elly")
    name(contact, who, "Ellie", line=line)
    assert ContactPerson.objects.get(pk=line).given_names == "Ellie"

    take_out(contact=contact, line=line, by=who, at=THURSDAY)
    assert contact_to_write(contact).people == ()
    with pytest.raises(Refused):
        name(contact, who, "Ellie", line=line)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"given": "‮esreveR"}, "given_names"),
        ({"given": "No\x00ah"}, "given_names"),
        ({"given": "a" * 121}, "given_names"),
        ({"given": "", "family": " "}, "given_names"),
        ({"part": "dragon"}, "part"),
        ({"born_on": date(1066, 10, 14)}, "born_on"),
        ({"born_on": date(2999, 1, 1)}, "born_on"),
        ({"born_on": date(2026, 11, 19)}, "born_on"),  # the day after the contact came in
        ({"expected_on": date(2999, 1, 1)}, "expected_on"),
        ({"expected_on": date(2027, 2, 1), "born_on": date(2020, 1, 1)}, "expected_on"),
        ({"expected_on": date(2027, 2, 1), "part": "parent"}, "expected_on"),
    ],
)
def test_names_and_dates_that_cannot_be_right_are_refused(values, field):
    who = a_writer()
    contact = started(by=who)
    with pytest.raises(Refused) as refused:
        name(contact, who, **values)
    assert fields(refused) == {field}
    assert not ContactPerson.objects.filter(contact=contact).exists()


def test_an_unborn_child_is_named_by_the_expected_date():
    who = a_writer()
    contact = started(by=who)
    line = name(contact, who, "Baby", expected_on=date(2027, 2, 1))
    add_as_new(contact=contact, line=line, by=who, at=THURSDAY)
    assert Person.objects.get(contacts__pk=line).expected_on == date(2027, 2, 1)


def test_a_match_says_who_confirmed_it_when_and_on_what():
    who, child = a_writer("Daniel Okafor"), a_child("Eleanor", "Reilly")
    contact = started(by=who)
    line = name(contact, who, "Ellie", "Riley")
    on = "Ellie is a short name for Eleanor"
    confirm_match(contact=contact, line=line, person=child, on=on, by=who, at=THURSDAY)

    (shown,) = contact_to_write(contact).people
    assert (shown.person, shown.known.name, shown.name) == (child, "Eleanor Reilly", "Ellie Riley")
    assert (shown.matched_by, shown.matched_at, shown.matched_on) == ("Daniel Okafor", THURSDAY, on)

    undo_match(contact=contact, line=line, by=who, at=THURSDAY)
    assert contact_to_write(contact).people[0].person is None


def test_one_record_is_in_a_contact_once_and_a_child_is_no_parent():
    who, child, adult = a_writer(), a_child(), an_adult()
    contact = started(by=who)
    first, second = name(contact, who, "Noah"), name(contact, who, "Noa")
    confirm_match(contact=contact, line=first, person=child, on="", by=who, at=THURSDAY)
    for person in (child, adult, 999_999_999):
        with pytest.raises(Refused):
            confirm_match(contact=contact, line=second, person=person, on="", by=who, at=THURSDAY)


def test_a_sealed_record_is_not_joined_to_a_contact():
    who, child = a_writer(), a_child()
    sealed(child)
    contact = started(by=who)
    line = name(contact, who, "Noah")
    with pytest.raises(Refused, match="not open to you"):
        confirm_match(contact=contact, line=line, person=child, on="", by=who, at=THURSDAY)


def test_adding_twice_adds_one_person():
    who = a_writer()
    contact = started(by=who)
    line = name(contact, who)
    first = add_as_new(contact=contact, line=line, by=who, at=THURSDAY)
    assert add_as_new(contact=contact, line=line, by=who, at=THURSDAY) == first
    assert Person.objects.filter(given_names="Callum").count() == 1


# --- sending


def test_a_whole_contact_is_sent_and_a_second_press_changes_nothing():
    written = contact_at("to_decide")
    contact = Contact.objects.get(pk=written.contact)
    assert (contact.state, contact.sent_at) == ("to_decide", THURSDAY)

    send(contact=written.contact, by=written.writer, at=THURSDAY + timedelta(minutes=1))
    contact.refresh_from_db()
    assert contact.sent_at == THURSDAY
    assert LedgerEntry.objects.filter(act="contact.send").count() == 2  # a line for each child


def test_an_empty_contact_says_everything_that_is_missing_each_at_its_field():
    who = a_writer()
    contact = started(by=who)
    with pytest.raises(Refused) as refused:
        send(contact=contact, by=who, at=THURSDAY)
    assert fields(refused) >= {
        *("narrative", "referrer_name", "source", "how_known", "person-new", "household", "concerns", "safe_now"),
        *("priority", "level_of_need", "sharing_basis", "parents_informed", "agreement_to_checks"),
        *("agreement_to_service", "objection", "child_view", "responsibility", "history_means", "summary"),
        "suggested_outcome",
    }
    assert Contact.objects.get(pk=contact).state == "writing"


@pytest.mark.parametrize("part", ["what_happened", "who", "worries", "ethnicity", "family_knows", "history", "send"])
def test_no_part_may_be_left_out(part):
    written = contact_at("writing", without=part)
    with pytest.raises(Refused):
        send(contact=written.contact, by=written.writer, at=THURSDAY)


def test_the_page_and_the_gate_ask_for_the_same():
    written = contact_at("writing", without="worries")
    page = contact_to_write(written.contact)
    known = what_we_know(written.contact, reader=written.writer, at=THURSDAY)
    asked = still_to_do(page, known, received_on=date(2026, 11, 18))
    with pytest.raises(Refused) as refused:
        send(contact=written.contact, by=written.writer, at=THURSDAY)
    assert [(gap.field, gap.sentence) for gap in asked] == list(refused.value.problems)


def test_ethnicity_is_never_blank_and_not_known_needs_a_reason():
    written = contact_at("writing")
    line = written.children["Noah"]
    key = f"ethnicity:{line}"
    who = {"contact": written.contact, "by": written.writer, "at": THURSDAY}
    save_section(key=key, answers={"ethnicity": "NOBT"}, based_on=1, **who)
    with pytest.raises(Refused) as refused:
        send(**who)
    assert fields(refused) == {f"ethnicity-{line}-ethnicity_not_known_because"}

    answers = {"ethnicity": "NOBT", "ethnicity_not_known_because": "not_safe_to_ask"}
    save_section(key=key, answers=answers, based_on=2, **who)
    send(**who)
    noah = Person.objects.get(contacts__pk=line)
    assert (noah.ethnicity, noah.ethnicity_not_known_because) == ("NOBT", "It was not safe to ask")


def test_ethnicity_goes_onto_the_record_with_its_source_and_not_known_takes_nothing_away():
    written = contact_at("writing")
    callum, noah = (ContactPerson.objects.get(pk=written.children[name]).person_id for name in ("Callum", "Noah"))
    who = {"by": written.writer, "at": THURSDAY}
    record_values(person=noah, values={"ethnicity": "MWBC"}, source="A parent", **who)
    answers = {"ethnicity": "NOBT", "ethnicity_not_known_because": "caller_unsure"}
    save_section(
        contact=written.contact, key=f"ethnicity:{written.children['Noah']}", answers=answers, based_on=1, **who
    )
    send(contact=written.contact, **who)

    assert Person.objects.get(pk=callum).ethnicity == "WBRI"
    source = Recording.objects.filter(person=callum, values__has_key="ethnicity").latest("pk").source
    assert "Joanna Frith" in source and Contact.objects.get(pk=written.contact).reference in source
    assert Person.objects.get(pk=noah).ethnicity == "MWBC"


def test_ethnicity_not_known_last_time_is_asked_again():
    child = a_child("Noah", "Carter")
    before = waiting_contact([child], received_at=WEDNESDAY - timedelta(days=30))
    ContactPerson.objects.filter(contact=before).update(ethnicity="NOBT")
    who = a_writer()
    contact = started(by=who)
    line = name(contact, who, "Noah", "Carter")
    confirm_match(contact=contact, line=line, person=child, on="", by=who, at=THURSDAY)
    assert contact_to_write(contact).people[0].ask_ethnicity_again


@pytest.mark.parametrize("reason", ["", "Not safe."])
@pytest.mark.parametrize(
    "answers",
    [
        {"parents_informed": "not_informed_risk_of_harm", "agreement_to_checks": "agreed"},
        {"parents_informed": "informed", "agreement_to_checks": "dispensed_with"},
        {"parents_informed": "informed", "agreement_to_checks": "refused"},
    ],
)
def test_acting_without_telling_or_asking_needs_a_reason(answers, reason):
    written = contact_at("writing", family_knows={**answers, "consent_rationale": reason})
    with pytest.raises(Refused) as refused:
        send(contact=written.contact, by=written.writer, at=THURSDAY)
    assert fields(refused) == {"consent_rationale"}


def test_parents_who_were_told_and_agreed_need_no_reason():
    answers = {"parents_informed": "informed", "agreement_to_checks": "agreed", "consent_rationale": ""}
    assert contact_at("to_decide", family_knows=answers)


def test_domestic_abuse_asks_where_the_person_is_now():
    written = contact_at("writing", worries={"abuse_where_now": ""})
    with pytest.raises(Refused) as refused:
        send(contact=written.contact, by=written.writer, at=THURSDAY)
    assert fields(refused) == {"abuse_where_now"}


def test_a_receipt_corrected_to_before_a_birth_stops_it():
    written = contact_at("writing")
    who = {"by": written.writer, "contact": written.contact}
    name(given="Noah", line=written.children["Noah"], born_on=date(2026, 11, 10), **who)
    answers = contact_to_write(written.contact).answers("what_happened")
    answers = {**answers, "received": datetime(2026, 11, 5, 9, tzinfo=LONDON).isoformat()}
    save_section(key="what_happened", answers=answers, based_on=1, at=THURSDAY, **who)
    with pytest.raises(Refused, match="Noah Reilly cannot be born after"):
        send(contact=written.contact, by=written.writer, at=THURSDAY)


def test_somebody_nobody_looked_for_stops_it_and_not_sure_does_not():
    written = contact_at("writing")
    line = name(written.contact, written.writer, "Ellie", "Riley")
    save_section(
        contact=written.contact,
        key=f"ethnicity:{line}",
        answers={"ethnicity": "WBRI"},
        based_on=0,
        by=written.writer,
        at=THURSDAY,
    )
    with pytest.raises(Refused) as refused:
        send(contact=written.contact, by=written.writer, at=THURSDAY)
    assert fields(refused) == {f"person-{line}"}

    not_sure(contact=written.contact, line=line, by=written.writer, at=THURSDAY)
    send(contact=written.contact, by=written.writer, at=THURSDAY)


def test_an_open_clash_stops_it():
    written = contact_at("writing")
    leah = a_writer("Leah Brandt")
    answers = {"history_means": "Something else."}
    save_section(contact=written.contact, key="history", answers=answers, based_on=0, by=leah, at=THURSDAY)
    with pytest.raises(Refused, match="Two people changed"):
        send(contact=written.contact, by=written.writer, at=THURSDAY)


def test_history_is_opened_or_set_aside_with_a_reason_before_it_is_sent():
    written = contact_at("writing")
    callum = ContactPerson.objects.get(pk=written.children["Callum"]).person_id
    first, second = (
        waiting_contact([callum], received_at=WEDNESDAY - timedelta(days=days), state="decided", outcome="NFA")
        for days in (30, 800)
    )
    who = {"contact": written.contact, "by": written.writer, "at": THURSDAY}
    with pytest.raises(Refused, match="Read 2 earlier pieces"):
        send(**who)

    weigh(about=[f"contact:{first.pk}"], opened=True, **who)
    with pytest.raises(Refused, match="Read 1 earlier piece"):
        send(**who)
    with pytest.raises(Refused) as refused:
        weigh(about=[f"contact:{second.pk}"], set_aside_because="old", **who)
    assert fields(refused) == {"set_aside_because"}
    with pytest.raises(Refused):
        weigh(about=["contact:1"], opened=True, **who)

    weigh(about=[f"contact:{second.pk}"], set_aside_because="Another child, before Callum was born.", **who)
    send(**who)
    pieces = {piece.about: piece for piece in what_we_know(written.contact, reader=written.writer, at=THURSDAY).pieces}
    assert pieces[f"contact:{first.pk}"].read_at == THURSDAY
    assert pieces[f"contact:{second.pk}"].set_aside_because.startswith("Another child")


def test_red_starts_its_own_clock_from_receipt():
    written = contact_at("to_decide", worries={"priority": "red"})
    red = Deadline.objects.get(contact=written.contact, clock="contact_priority_red")
    assert red.started_at == WEDNESDAY
    assert not Deadline.objects.filter(contact=contact_at("to_decide").contact, clock="contact_priority_red").exists()


def test_a_returned_contact_is_written_and_sent_again():
    written = contact_at("to_decide")
    return_to_writer(contact=written.contact, because="Who has seen Noah since?", by=manager(), at=THURSDAY)
    answers = {"summary": "Callum says Lee threw a plate. The health visitor saw Noah.", "suggested_outcome": "REF_S17"}
    who = {"contact": written.contact, "by": written.writer, "at": THURSDAY}
    save_section(key="send", answers=answers, based_on=1, **who)
    send(**who)
    contact = Contact.objects.get(pk=written.contact)
    assert (contact.state, contact.returned_because) == ("to_decide", "")
    assert Deadline.objects.filter(contact=contact, clock="contact_decision", void_at=None).count() == 1


def test_a_contact_is_read_as_it_was_asked_and_answered():
    page = contact_page(contact_at("to_decide").contact)
    told = {asked.question: asked.answer for _, part in page.parts for asked in part}
    assert told["How do they know?"] == "A child told someone"
    assert told["Tick what applies now"] == "Domestic abuse, Emotional harm"
    assert [title for title, _ in page.parts][0] == "What happened"
