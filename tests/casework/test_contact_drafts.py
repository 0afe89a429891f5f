"""Writing a contact part by part: nothing typed is lost, and two people never write over one another."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from goldenthread.access.models import LedgerEntry
from goldenthread.access.public import NotAllowed
from goldenthread.casework.models import Contact, ContactPerson, ContactSection, Deadline, SectionClash
from goldenthread.casework.public import Clash, Saved, look_in, merge_clash, presence, save_section
from goldenthread.kernel.refusal import Refused
from tests.building.access import person_who_signs_in, sealed
from tests.building.contact import a_writer, contact_at, started
from tests.building.front_door import THURSDAY, WEDNESDAY

pytestmark = pytest.mark.django_db

LATER = THURSDAY + timedelta(minutes=3)


def save(contact: int, by, answers, *, based_on: int = 0, key: str = "history", at: datetime = THURSDAY):
    return save_section(contact=contact, key=key, answers=answers, based_on=based_on, by=by, at=at)


def means(words: str) -> dict[str, str]:
    return {"history_means": words}


def test_half_an_answer_is_kept_and_each_save_rises():
    who = a_writer()
    contact = started(by=who)

    assert save(contact, who, {"narrative": "Mrs Fri"}, key="what_happened") == Saved(1, THURSDAY)
    second = save(contact, who, {"narrative": "Mrs Frith rang"}, key="what_happened", based_on=1, at=LATER)

    assert second == Saved(2, LATER)
    assert ContactSection.objects.get(contact=contact).answers == {"narrative": "Mrs Frith rang"}


def test_the_same_save_twice_is_one_save():
    who = a_writer()
    contact = started(by=who)
    save(contact, who, means("A pattern."))

    assert save(contact, who, means("A pattern."), at=LATER) == Saved(1, THURSDAY)


def test_different_parts_never_clash():
    daniel, leah = a_writer("Daniel Okafor"), a_writer("Leah Brandt")
    contact = started(by=daniel)
    save(contact, daniel, means("A pattern."))

    assert isinstance(save(contact, leah, {"summary": "Lee threw a plate."}, key="send"), Saved)


def test_two_people_in_the_same_words_clash_and_both_are_kept():
    daniel, leah = a_writer("Daniel Okafor"), a_writer("Leah Brandt")
    contact = started(by=daniel)
    save(contact, daniel, means("He hurt her in May."))
    save(contact, leah, means("He hurt her in May. Nobody spoke to the children."), based_on=1)

    clash = save(contact, daniel, means("He hurt her in May. Callum hid again."), based_on=1, at=LATER)

    assert isinstance(clash, Clash)
    assert clash.by == "Leah Brandt"
    assert clash.version == 2
    assert clash.yours == means("He hurt her in May. Callum hid again.")
    assert clash.theirs == means("He hurt her in May. Nobody spoke to the children.")
    assert ContactSection.objects.get(contact=contact).answers == clash.theirs
    assert SectionClash.objects.get(pk=clash.key).answers == clash.yours


def test_typing_on_during_a_clash_keeps_the_later_words_in_the_same_clash():
    daniel, leah = a_writer("Daniel Okafor"), a_writer("Leah Brandt")
    contact = started(by=daniel)
    save(contact, leah, means("Hers."))
    first = save(contact, daniel, means("His"))
    second = save(contact, daniel, means("His words go on"))

    assert first.key == second.key
    assert SectionClash.objects.get(pk=first.key).answers == means("His words go on")


def test_a_clash_is_merged_once_and_what_was_not_chosen_stays_on_record():
    daniel, leah = a_writer("Daniel Okafor"), a_writer("Leah Brandt")
    contact = started(by=daniel)
    save(contact, leah, means("Hers."))
    clash = save(contact, daniel, means("His."))

    merged = merge_clash(clash=clash.key, answers=means("Hers. His."), based_on=clash.version, by=daniel, at=LATER)

    assert merged == Saved(2, LATER)
    assert ContactSection.objects.get(contact=contact).answers == means("Hers. His.")
    kept = SectionClash.objects.get(pk=clash.key)
    assert (kept.answers, kept.settled_by, kept.settled_at) == (means("His."), daniel, LATER)
    with pytest.raises(Refused, match="merged already"):
        merge_clash(clash=clash.key, answers=means("Again."), based_on=2, by=leah, at=LATER)


def test_a_merge_built_on_words_that_moved_again_is_a_clash_itself():
    daniel, leah = a_writer("Daniel Okafor"), a_writer("Leah Brandt")
    contact = started(by=daniel)
    save(contact, leah, means("Hers."))
    clash = save(contact, daniel, means("His."))
    save(contact, leah, means("Hers, and more."), based_on=1)

    again = merge_clash(clash=clash.key, answers=means("Both."), based_on=clash.version, by=daniel, at=LATER)

    assert isinstance(again, Clash)
    assert again.theirs == means("Hers, and more.")
    assert SectionClash.objects.get(pk=clash.key).settled_at is None


def test_her_own_words_follow_when_the_answer_to_an_earlier_save_was_lost():
    who = a_writer()
    contact = started(by=who)
    save(contact, who, means("He hurt her in Ma"))

    assert isinstance(save(contact, who, means("He hurt her in May, and again."), based_on=0), Saved)


def test_her_two_windows_clash_when_words_of_one_would_go():
    who = a_writer()
    contact = started(by=who)
    save(contact, who, means("He hurt her in May."))

    assert isinstance(save(contact, who, means("Nothing earlier."), based_on=0), Clash)
    assert isinstance(save(contact, who, {}, based_on=0), Clash)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"narrative": "a\x00b"}, "null character"),
        ({"narrative": "a" * 2_000_000}, "2,000,000 characters"),
        ({"referrer_name": "a" * 501}, "501 characters"),
        ({"received": {"day": "1\x00"}}, "null character"),
        ({"narrative": {"deep": {"er": 1}}}, "as it came"),
        ({"source": "Z" * 400}, "Choose from the answers"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_before_is_lost(answers, words):
    who = a_writer()
    contact = started(by=who)
    save(contact, who, {"narrative": "Mrs Frith rang."}, key="what_happened")

    with pytest.raises(Refused, match=words):
        save(contact, who, answers, key="what_happened", based_on=1)

    assert ContactSection.objects.get(contact=contact).answers == {"narrative": "Mrs Frith rang."}


def test_answers_to_questions_that_nobody_asks_are_not_kept():
    who = a_writer()
    contact = started(by=who)
    save(contact, who, means("A pattern.") | {"state": "decided"})
    assert ContactSection.objects.get(contact=contact).answers == means("A pattern.")


@pytest.mark.parametrize(
    "key", ["nothing", "ethnicity", "said:", "said:x", "said:-1", "decision-1", "said:99999999999"]
)
def test_a_part_that_the_form_lacks_is_refused(key):
    who = a_writer()
    with pytest.raises(Refused):
        save(started(by=who), who, {"said": "No"}, key=key)


def test_codes_are_written_to_the_columns_that_trays_and_clocks_read():
    written = contact_at("writing")
    contact = Contact.objects.get(pk=written.contact)

    assert contact.source == "2A"
    assert contact.concerns == ["domestic_abuse", "emotional_harm"]
    assert contact.domestic_abuse
    assert contact.priority == "amber"
    assert contact.agreement_to_checks == "dispensed_with"
    child = ContactPerson.objects.get(pk=written.children["Callum"])
    assert child.said.startswith("I put the telly up")
    assert child.ethnicity == "WBRI"


def test_an_answer_taken_away_leaves_its_column_too():
    written = contact_at("writing")
    save(written.contact, written.writer, {"concerns": ["neglect"]}, key="worries", based_on=1)
    contact = Contact.objects.get(pk=written.contact)
    assert (contact.concerns, contact.domestic_abuse, contact.priority) == (["neglect"], False, "")


def test_a_corrected_receipt_moves_the_time_to_decide():
    who = a_writer()
    contact = started(by=who, received_at=WEDNESDAY)
    assert str(Deadline.objects.get(contact=contact).due_on) == "2026-11-19"

    tuesday = WEDNESDAY - timedelta(days=1)
    save(contact, who, {"received": tuesday.isoformat()}, key="what_happened")

    assert Contact.objects.get(pk=contact).received_at == tuesday
    running = Deadline.objects.get(contact=contact, void_at=None)
    assert (running.started_at, str(running.due_on)) == (tuesday, "2026-11-18")
    assert Deadline.objects.filter(contact=contact).exclude(void_at=None).count() == 1


@pytest.mark.parametrize("received", ["2999-01-01T09:00:00+00:00", "1066-10-14T09:00:00+00:00", "soon", {"day": "31"}])
def test_a_receipt_that_cannot_be_right_moves_no_clock_and_is_kept_as_typed(received):
    who = a_writer()
    contact = started(by=who)
    save(contact, who, {"received": received}, key="what_happened")
    assert Contact.objects.get(pk=contact).received_at == WEDNESDAY
    assert ContactSection.objects.get(contact=contact).answers == {"received": received}


def test_a_contact_that_was_sent_is_not_written_in_any_more():
    written = contact_at("to_decide")
    with pytest.raises(Refused, match="sent for a decision"):
        save(written.contact, written.writer, means("Too late."), based_on=1)


@pytest.mark.parametrize("role", ["social_worker", "auditor", "elected_member", "administrator", "partner"])
def test_nobody_else_writes_in_a_contact(role):
    contact = started()
    with pytest.raises(NotAllowed):
        save(contact, person_who_signs_in(role), means("No."))
    with pytest.raises(NotAllowed):
        look_in(contact=contact, by=person_who_signs_in(role), at=THURSDAY)


def test_a_sealed_child_closes_the_contact_to_the_writer():
    written = contact_at("writing")
    child = ContactPerson.objects.get(pk=written.children["Noah"]).person_id
    sealed(child)
    with pytest.raises(NotAllowed):
        save(written.contact, written.writer, means("No."), based_on=1)


def test_every_save_enters_the_ledger_without_the_words():
    who = a_writer()
    contact = started(by=who)
    before = LedgerEntry.objects.count()
    save(contact, who, means("Stacey Reilly was hurt."))
    entry = LedgerEntry.objects.order_by("-number").first()
    assert LedgerEntry.objects.count() == before + 1
    assert (entry.act, entry.actor, entry.subject) == ("contact.write", who.pk, f"contact:{contact}")
    assert entry.detail == {"section": "history", "version": 1}


def test_who_else_is_writing_is_seen_for_two_minutes():
    daniel, leah = a_writer("Daniel Okafor"), a_writer("Leah Brandt")
    contact = started(by=daniel)
    look_in(contact=contact, by=leah, at=THURSDAY)
    save(contact, leah, means("Hers."))

    here = presence(contact, but=daniel, at=THURSDAY + timedelta(seconds=30))
    assert here.people == ("Leah Brandt",)
    assert (here.sections["history"].version, here.sections["history"].saved_by) == (1, "Leah Brandt")
    assert presence(contact, but=daniel, at=LATER).people == ()


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_the_same_moment_are_one_saved_and_one_clash():
    daniel, leah = a_writer("Daniel Okafor"), a_writer("Leah Brandt")
    contact = started(by=daniel)
    ready, results = threading.Barrier(2), []

    def press(who, words):
        try:
            ready.wait(timeout=10)
            results.append(save(contact, who, means(words)))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in ((daniel, "His."), (leah, "Hers."))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(type(result).__name__ for result in results) == ["Clash", "Saved"]
    kept = [ContactSection.objects.get(contact=contact).answers, SectionClash.objects.get(contact=contact).answers]
    assert sorted(answers["history_means"] for answers in kept) == ["Hers.", "His."]
