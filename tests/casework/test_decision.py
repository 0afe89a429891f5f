"""A manager decides a contact: never its writer, with reasons, and with a second look where the rulebook asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from goldenthread.access.models import LedgerEntry, Notice
from goldenthread.access.public import NotAllowed
from goldenthread.casework.models import Contact, Deadline, Decision, HistoryWeighed, Referral, SecondLook
from goldenthread.casework.operations import decisions
from goldenthread.casework.operations.decisions import Action
from goldenthread.casework.queries.decisions import decisions_of
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import merge
from tests.building.access import person_who_signs_in, sealed
from tests.building.front_door import (
    LONDON,
    THURSDAY,
    WEDNESDAY,
    child_at,
    manager,
    said,
    waiting_contact,
    writer,
)
from tests.building.people import a_child, an_adult

pytestmark = pytest.mark.django_db


def fields(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {field for field, _ in refused.value.problems}


def decide(contact: Contact, outcome: str = "ADVICE", by=None, at: datetime = THURSDAY, **values):
    return decisions.decide(contact=contact.pk, said=said(contact, outcome, **values), by=by or manager(), at=at)


def three_in_a_year() -> Contact:
    """The third contact in twelve months about one child, each about domestic abuse."""
    child = a_child("Callum")
    for received_at in (datetime(2026, 2, 12, 9, tzinfo=LONDON), datetime(2026, 8, 27, 9, tzinfo=LONDON)):
        waiting_contact([child], received_at=received_at, state="decided", outcome="NFA", decided_at=received_at)
    return waiting_contact([child])


def test_the_risk_to_a_child_whose_record_was_merged_is_kept_by_the_record_that_stands():
    by = writer("Daniel Okafor")
    callum, twin = a_child("Callum", by=by), a_child("Cal", by=by)
    contact = waiting_contact([twin])
    merge(kept=callum, folded=twin, choices={}, reason="One boy, two records.", by=by, at=THURSDAY)

    made = Decision.objects.get(pk=decide(contact, "ADVICE").decision)

    assert [row["person"] for row in made.risk_by_child] == [callum]
    assert [name for name, _ in decisions_of(contact=contact.pk)[0].risk_by_child] == ["Callum"]


def test_a_decision_is_kept_with_its_reasons_its_risk_by_name_and_its_actions():
    callum, noah = a_child("Callum"), a_child("Noah")
    contact, who = waiting_contact([callum, noah]), writer("Daniel Okafor")
    action = Action("Ring the nursery", who.pk, date(2026, 11, 20))

    decided = decide(contact, "ADVICE", actions=[action])

    made = Decision.objects.get(pk=decided.decision)
    assert made.outcome == "ADVICE"
    assert [row["person"] for row in made.risk_by_child] == [callum, noah]
    assert made.risk_by_child[1]["words"] == "Noah is frightened at night."
    assert [(a.what, a.owner, a.due_on) for a in made.actions.all()] == [("Ring the nursery", who, date(2026, 11, 20))]
    contact.refresh_from_db()
    assert (contact.state, contact.outcome, contact.decided_at) == ("decided", "ADVICE", THURSDAY)


def test_a_decision_meets_its_clocks_and_enters_the_ledger_of_each_child():
    callum, noah = a_child("Callum"), a_child("Noah")
    contact = waiting_contact([callum, noah], priority="red")
    decide(contact)
    met = set(Deadline.objects.filter(contact=contact, met_at=THURSDAY).values_list("clock", flat=True))
    assert met == {"contact_decision", "contact_priority_red"}
    entered = LedgerEntry.objects.filter(act="contact.decide", subject=f"contact:{contact.pk}")
    assert set(entered.values_list("child", flat=True)) == {callum, noah}


def test_the_writer_never_decides():
    who = manager("Ruth Ellison")
    contact = waiting_contact([a_child()], by=who)
    with pytest.raises(Refused, match="You wrote this contact, so another manager must decide it"):
        decide(contact, by=who)


@pytest.mark.parametrize("role", ["front_door_worker", "social_worker", "elected_member", "administrator", "auditor"])
def test_only_managers_decide(role):
    contact = waiting_contact([a_child()])
    with pytest.raises(NotAllowed):
        decide(contact, by=person_who_signs_in(role))


def test_a_restricted_child_keeps_out_a_manager_who_is_not_let_in():
    child = a_child()
    contact = waiting_contact([child])
    sealed(child)
    with pytest.raises(NotAllowed):
        decide(contact)


@pytest.mark.parametrize("words", ["", "   ", "Agreed", "agreed.", "NOTED", "As above", "“Noted.”"])
def test_words_that_give_no_reason_are_refused(words):
    contact = waiting_contact([a_child()])
    with pytest.raises(Refused) as refused:
        decide(contact, why_this=words)
    assert fields(refused) == {"why_this"}
    contact.refresh_from_db()
    assert contact.state == "to_decide"


def test_a_reason_copied_from_an_earlier_decision_is_refused():
    child = a_child()
    first = waiting_contact([child], received_at=WEDNESDAY - timedelta(days=300))
    decide(first, why_this="School sees him every day and will ring.", at=WEDNESDAY - timedelta(days=299))
    again = waiting_contact([child])
    with pytest.raises(Refused, match="word for word") as refused:
        decide(again, why_this="School  sees him every day and will ring")
    assert fields(refused) == {"why_this"}


def test_the_risk_to_each_child_is_asked_by_name():
    contact = waiting_contact([a_child("Callum"), a_child("Noah")])
    noah = contact.people.get(given_names="Noah")
    whole = said(contact, "ADVICE")
    with pytest.raises(Refused, match="risk to Noah") as refused:
        decisions.decide(
            contact=contact.pk,
            said=replace(whole, risk_by_child={k: w for k, w in whole.risk_by_child.items() if k != noah.pk}),
            by=manager(),
            at=THURSDAY,
        )
    assert fields(refused) == {f"risk_{noah.pk}"}


def test_an_action_has_one_owner_and_a_day_that_has_not_passed():
    contact = waiting_contact([a_child()])
    with pytest.raises(Refused) as refused:
        decide(contact, actions=[Action("", 0, date(2026, 11, 18))])
    assert fields(refused) == {"action_1_what", "action_1_owner", "action_1_due_on"}


def test_the_referrer_is_told_or_it_is_said_why_not():
    contact = waiting_contact([a_child()])
    with pytest.raises(Refused) as refused:
        decide(contact, feedback="")
    assert fields(refused) == {"feedback"}
    decided = decide(contact, feedback="", not_fed_back_because="anonymous")
    assert Decision.objects.get(pk=decided.decision).feedback == "Not told. The caller gave no name."


@pytest.mark.parametrize("outcome", ["ADVICE", "EH", "REF_S17", "REF_S47", "TRANSFER"])
def test_each_outcome_asks_for_what_the_rulebook_requires(outcome):
    contact = waiting_contact([a_child()])
    with pytest.raises(Refused) as refused:
        decide(contact, outcome, detail="")
    assert fields(refused) == {"detail"}


def test_agreement_that_the_contact_records_need_not_be_written_again():
    contact = waiting_contact([a_child()], agreement_to_service="agreed")
    decide(contact, "EH", detail="")


def test_checks_without_agreement_are_judged_by_the_decider():
    contact = waiting_contact(
        [a_child()], agreement_to_checks="dispensed_with", consent_rationale="He reads her phone."
    )
    with pytest.raises(Refused) as refused:
        decide(contact)
    assert fields(refused) == {"went_ahead_rightly"}
    decided = decide(contact, went_ahead_rightly=True)
    assert Decision.objects.get(pk=decided.decision).went_ahead_rightly is True


def test_history_that_nobody_weighed_is_weighed_by_the_decider_before_help_or_closure():
    contact = three_in_a_year()
    with pytest.raises(Refused) as refused:
        decide(contact, "EH", history_read=False)
    assert fields(refused) == {"history_read"}
    decider = manager()
    decide(contact, "EH", by=decider)
    assert HistoryWeighed.objects.filter(contact=contact, weighed_by=decider).count() == 2


def test_danger_is_never_held_up_by_history():
    decide(three_in_a_year(), "REF_S47", history_read=False)


# --- the second look


def test_a_third_contact_in_a_year_asks_for_a_second_look_before_no_further_action():
    contact = three_in_a_year()
    with pytest.raises(Refused, match="A second look comes before") as refused:
        decide(contact, "NFA")
    assert fields(refused) == {"asked_of"}


def test_help_can_be_signed_while_a_second_look_waits():
    contact, decider = three_in_a_year(), manager()
    anita = person_who_signs_in("service_manager", name="Anita Rao")
    decisions.ask_second_look(contact=contact.pk, of=anita.pk, question="Is school enough?", by=decider, at=THURSDAY)
    assert decide(contact, "REF_S17", by=decider).referrals


def test_a_first_contact_may_end_with_no_further_action_at_once():
    contact = waiting_contact([a_child()], domestic_abuse=False, concerns=("money",))
    decide(contact, "NFA")


def test_checks_without_a_written_reason_ask_for_a_second_look():
    contact = waiting_contact([a_child()], agreement_to_checks="dispensed_with")
    with pytest.raises(Refused) as refused:
        decide(contact, "NFA", went_ahead_rightly=True)
    assert fields(refused) == {"asked_of"}


def test_a_repeat_contact_about_abuse_is_seen_through_the_mother_when_the_partner_is_another():
    stacey = an_adult("Stacey")
    before = WEDNESDAY - timedelta(days=500)
    waiting_contact([a_child("Ellie")], parents=[stacey], received_at=before, state="decided", decided_at=before)
    contact = waiting_contact([a_child("Noah")], parents=[stacey])
    with pytest.raises(Refused) as refused:
        decide(contact, "NFA")
    assert fields(refused) == {"asked_of"}


def test_question_and_answer_both_stay_on_record_and_the_asker_is_told():
    contact, decider = three_in_a_year(), manager("Ruth Ellison")
    anita = person_who_signs_in("service_manager", name="Anita Rao")
    question = "Have I leaned too much on school?"
    decisions.ask_second_look(contact=contact.pk, of=anita.pk, question=question, by=decider, at=THURSDAY)
    contact.refresh_from_db()
    assert contact.state == "second_look"
    answer = "School only sees two of the three. I would not close it."
    decisions.answer_second_look(contact=contact.pk, agrees=False, answer=answer, by=anita, at=THURSDAY)
    look = SecondLook.objects.get(contact=contact)
    assert (look.question, look.agrees, look.answer, look.asked_of) == (question, False, answer, anita)
    assert any("3rd contact in 12 months" in reason for reason in look.reasons)
    assert Notice.objects.filter(to=anita, kind="second_look").exists()
    assert Notice.objects.filter(to=decider, words__contains="does not agree").exists()


def answered(agrees: bool):
    contact, decider = three_in_a_year(), manager()
    anita = person_who_signs_in("service_manager")
    decisions.ask_second_look(contact=contact.pk, of=anita.pk, question="Is it enough?", by=decider, at=THURSDAY)
    decisions.answer_second_look(
        contact=contact.pk, agrees=agrees, answer="I read all three contacts.", by=anita, at=THURSDAY
    )
    return contact, decider, anita


def test_after_an_answer_that_agrees_no_further_action_can_be_signed():
    contact, decider, _ = answered(True)
    decide(contact, "NFA", by=decider)


def test_after_an_answer_that_does_not_agree_the_decider_says_why_all_the_same():
    contact, decider, _ = answered(False)
    with pytest.raises(Refused) as refused:
        decide(contact, "NFA", by=decider)
    assert fields(refused) == {"despite_second_look"}
    decided = decide(contact, "NFA", by=decider, despite_second_look="The nursery saw Noah well this afternoon.")
    assert Decision.objects.get(pk=decided.decision).despite_second_look.startswith("The nursery")


def test_whoever_gave_the_second_look_does_not_sign_on_it_herself():
    contact, _, anita = answered(True)
    with pytest.raises(Refused, match="another manager must sign"):
        decide(contact, "NFA", by=anita)


def test_a_second_look_is_another_managers_never_the_askers_the_writers_or_a_workers():
    contact, decider = three_in_a_year(), manager()
    for of in (decider, contact.written_by, person_who_signs_in("social_worker")):
        with pytest.raises(Refused) as refused:
            decisions.ask_second_look(contact=contact.pk, of=of.pk, question="Enough?", by=decider, at=THURSDAY)
        assert fields(refused) == {"asked_of"}


def test_only_she_who_was_asked_answers_and_agreed_alone_is_no_answer():
    contact, decider = three_in_a_year(), manager()
    anita = person_who_signs_in("service_manager", name="Anita Rao")
    decisions.ask_second_look(contact=contact.pk, of=anita.pk, question="Is it enough?", by=decider, at=THURSDAY)
    with pytest.raises(Refused, match="Anita Rao was asked"):
        decisions.answer_second_look(contact=contact.pk, agrees=True, answer="Fine by me.", by=manager(), at=THURSDAY)
    with pytest.raises(Refused) as refused:
        decisions.answer_second_look(contact=contact.pk, agrees=True, answer="Agreed", by=anita, at=THURSDAY)
    assert fields(refused) == {"answer"}


# --- what follows


def test_a_referral_is_made_for_each_child_and_decided_in_the_same_act():
    callum, noah = a_child("Callum"), a_child("Noah")
    decided = decide(waiting_contact([callum, noah]), "REF_S17")
    made = Referral.objects.filter(pk__in=decided.referrals)
    assert {one.child_id for one in made} == {callum, noah}
    assert {one.state for one in made} == {"to_allocate"}
    assert {one.received_at for one in made} == {WEDNESDAY}
    assert {one.decisions.get().outcome for one in made} == {"ASSESS_S17"}


def test_a_referral_can_be_for_some_of_the_children():
    contact = waiting_contact([a_child("Callum"), a_child("Noah")])
    noah = contact.people.get(given_names="Noah")
    decided = decide(contact, "REF_S47", children=[noah.pk])
    assert [Referral.objects.get(pk=key).child_id for key in decided.referrals] == [noah.person_id]


def test_an_open_case_gets_the_information_and_no_second_referral():
    placed = child_at("allocated")
    contact = waiting_contact([placed.child], received_at=THURSDAY + timedelta(days=1))
    decided = decide(contact, "REF_S17", at=THURSDAY + timedelta(days=1, hours=1))
    assert decided.referrals == ()
    assert decided.told == ("Priya Nair",)
    assert Referral.objects.filter(child=placed.child).count() == 1
    assert Notice.objects.filter(to=placed.worker, kind="new_information", child=placed.child).count() == 1


def test_passing_to_an_open_case_needs_one():
    contact = waiting_contact([a_child()])
    with pytest.raises(Refused, match="None of these children has an open case"):
        decide(contact, "OPEN_CASE")


def test_a_decided_contact_says_who_decided_it_and_when():
    contact = waiting_contact([a_child()])
    decide(contact, by=manager("Ruth Ellison"))
    with pytest.raises(Refused, match=r"Ruth Ellison decided this today, 2:41pm: information and advice\."):
        decide(contact, by=manager())


def test_a_contact_goes_back_to_its_writer_with_what_is_missing_and_its_clock_runs_on():
    who = writer("Daniel Okafor")
    contact = waiting_contact([a_child()], by=who)
    decisions.return_to_writer(contact=contact.pk, because="Who saw Noah last?", by=manager(), at=THURSDAY)
    contact.refresh_from_db()
    assert (contact.state, contact.returned_because) == ("writing", "Who saw Noah last?")
    assert Notice.objects.filter(to=who, kind="returned").count() == 1
    assert Deadline.objects.get(contact=contact, clock="contact_decision").met_at is None


def test_telling_the_referrer_meets_its_clock_once():
    contact = waiting_contact([a_child()])
    decide(contact, "REF_S17")
    decisions.feed_back(contact=contact.pk, words="Rang the school.", by=contact.written_by, at=THURSDAY)
    assert Deadline.objects.get(contact=contact, clock="referral_outcome_feedback").met_at == THURSDAY
    with pytest.raises(Refused, match="recorded already"):
        decisions.feed_back(contact=contact.pk, words="Rang again.", by=contact.written_by, at=THURSDAY)
