"""A referral: new only while the case is not open, acknowledged, decided in a day, closed for good."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from goldenthread.access.models import Tie
from goldenthread.access.public import NotAllowed
from goldenthread.casework.models import Deadline, Referral
from goldenthread.casework.operations import decisions, referrals
from goldenthread.casework.queries.referrals import show_referral
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Person
from tests.building.access import person_who_signs_in
from tests.building.front_door import THURSDAY, WEDNESDAY, child_at, manager, said, waiting_contact
from tests.building.people import a_child

pytestmark = pytest.mark.django_db


def received(child: int | None = None, at=THURSDAY, **values) -> Referral:
    got = referrals.receive_referral(child=child or a_child(), source="6", by=manager(), at=at, **values)
    assert got.referral is not None
    return Referral.objects.get(pk=got.referral)


def closed(referral: Referral, on: date) -> None:
    Referral.objects.filter(pk=referral.pk).update(closed_on=on, state="closed")


def test_a_referral_starts_the_clocks_for_deciding_and_acknowledging_from_its_arrival():
    one = received(received_at=WEDNESDAY)
    due = dict(Deadline.objects.filter(referral=one).values_list("clock", "due_on"))
    assert due == {"referral_decision": date(2026, 11, 19), "referral_ack": date(2026, 11, 19)}
    assert (one.received_on, one.state) == (date(2026, 11, 18), "to_decide")


@pytest.mark.parametrize(
    ("days_before", "again"),
    [(30, True), (365, True), (366, False), (800, False)],
    ids=["month", "year", "over", "long"],
)
def test_a_referral_within_twelve_months_of_the_one_before_is_a_rereferral(days_before, again):
    child = a_child()
    first = received(child, at=THURSDAY - timedelta(days=days_before))
    closed(first, first.received_on)
    second = received(child)
    assert second.previous == first
    assert second.is_rereferral is again


def test_the_earlier_referral_counts_whatever_came_of_it():
    child = a_child()
    first = received(child, at=THURSDAY - timedelta(days=90))
    referrals.decide_referral(
        referral=first.pk,
        response="NFA",
        why_this="Not about this child.",
        risk="None seen.",
        by=manager(),
        at=THURSDAY,
    )
    assert received(child).is_rereferral


def test_information_on_an_open_case_is_not_a_referral():
    one = received()
    got = referrals.receive_referral(child=one.child_id, source="6", by=manager("Ruth Ellison"), at=THURSDAY)
    assert got.referral is None
    assert got.told == ("Ruth Ellison",)  # nobody has the case yet, so she who heard it is told
    assert Referral.objects.count() == 1


def test_a_merged_child_is_referred_on_the_record_that_was_kept():
    kept, merged = a_child("Ellie"), a_child("Elie")
    Person.objects.filter(pk=merged).update(merged_into=kept)
    assert received(merged).child_id == kept


def test_an_assessment_runs_from_the_arrival_and_allocation_from_the_decision():
    one = received(received_at=WEDNESDAY)
    referrals.decide_referral(
        referral=one.pk,
        response="ASSESS_S17",
        why_this="He hid his sister upstairs.",
        risk="He may be hurt.",
        by=manager(),
        at=THURSDAY,
    )
    clocks = {d.clock: d for d in Deadline.objects.filter(referral=one)}
    assert clocks["referral_decision"].met_at == THURSDAY
    assert clocks["single_assessment"].started_at == WEDNESDAY
    assert clocks["single_assessment"].due_on == date(2027, 1, 25)
    assert clocks["assessment_allocated"].started_at == THURSDAY


def test_no_further_action_closes_and_starts_no_assessment():
    one = received()
    referrals.decide_referral(
        referral=one.pk, response="NFA", why_this="Not about this child.", risk="None seen.", by=manager(), at=THURSDAY
    )
    one.refresh_from_db()
    assert (one.state, one.no_further_action, one.closed_on) == ("closed", True, date(2026, 11, 19))
    assert not Deadline.objects.filter(referral=one, clock="single_assessment").exists()


def test_the_second_to_decide_is_told_who_decided():
    one = received()
    words = {"response": "ASSESS_S17", "why_this": "He hid his sister.", "risk": "He may be hurt."}
    referrals.decide_referral(referral=one.pk, **words, by=manager("Ruth Ellison"), at=THURSDAY)
    with pytest.raises(Refused, match="Ruth Ellison decided this today, 2:41pm"):
        referrals.decide_referral(referral=one.pk, **words, by=manager(), at=THURSDAY)


def test_a_decision_on_a_referral_needs_words():
    one = received()
    with pytest.raises(Refused) as refused:
        referrals.decide_referral(referral=one.pk, response="", why_this="noted", risk="", by=manager(), at=THURSDAY)
    assert {field for field, _ in refused.value.problems} == {"response", "why_this", "risk"}


def test_more_than_can_be_kept_of_an_acknowledgement_is_refused_whole():
    one = received()
    with pytest.raises(Refused, match="200 characters long at most. This has 201"):
        referrals.acknowledge(referral=one.pk, how="By telephone " + "x" * 188, by=manager(), at=THURSDAY)
    one.refresh_from_db()
    assert one.acknowledged_at is None


def test_brothers_and_sisters_are_acknowledged_together():
    contact = waiting_contact([a_child("Callum"), a_child("Noah")])
    decided = decisions.decide(contact=contact.pk, said=said(contact), by=manager(), at=THURSDAY)
    count = referrals.acknowledge(
        referral=decided.referrals[0], how="By telephone, Daniel Okafor", by=contact.written_by, at=THURSDAY
    )
    assert count == 2
    assert Deadline.objects.filter(clock="referral_ack", met_at=THURSDAY).count() == 2
    with pytest.raises(Refused, match="acknowledged already"):
        referrals.acknowledge(referral=decided.referrals[1], how="Again", by=contact.written_by, at=THURSDAY)


def test_closing_ends_ties_allocation_and_clocks():
    placed = child_at("allocated")
    helen = person_who_signs_in("team_manager", team=placed.team)
    referrals.close(referral=placed.referral, reason="RC7", closed_on=THURSDAY.date(), by=helen, at=THURSDAY)
    one = Referral.objects.get(pk=placed.referral)
    assert (one.state, one.closure_reason) == ("closed", "RC7")
    assert not Tie.objects.filter(child=placed.child, ends_on=None).exists()
    assert not one.deadlines.filter(met_at=None, void_at=None).exists()
    assert not one.allocations.filter(ended_at=None).exists()


def test_only_the_manager_of_its_team_closes_and_never_before_it_came():
    placed = child_at("allocated")
    with pytest.raises(NotAllowed):
        referrals.close(referral=placed.referral, reason="RC7", closed_on=THURSDAY.date(), by=manager(), at=THURSDAY)
    helen = person_who_signs_in("team_manager", team=placed.team)
    with pytest.raises(Refused) as refused:
        referrals.close(referral=placed.referral, reason="", closed_on=date(2020, 1, 1), by=helen, at=THURSDAY)
    assert {field for field, _ in refused.value.problems} == {"reason", "closed_on"}


def test_a_closed_family_that_comes_back_is_a_new_referral():
    placed = child_at("allocated")
    helen = person_who_signs_in("team_manager", team=placed.team)
    referrals.close(referral=placed.referral, reason="RC7", closed_on=THURSDAY.date(), by=helen, at=THURSDAY)
    again = received(placed.child, at=THURSDAY + timedelta(days=10))
    assert (again.previous_id, again.is_rereferral) == (placed.referral, True)


def test_the_page_shows_the_referral_with_what_is_open_to_do():
    placed = child_at("with_team")
    shown = show_referral(placed.referral, at=THURSDAY)
    assert shown.name_and_age == "Noah Carter, 11"
    assert shown.state_words == "With a team, waiting for a worker"
    assert "referral.allocate_worker" in shown.acts
    assert [made.outcome for made in shown.decisions] == ["ASSESS_S17"]
    assert {one.clock for one in shown.clocks} >= {"single_assessment", "assessment_allocated", "referral_ack"}
