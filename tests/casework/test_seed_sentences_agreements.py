"""What inspectors have written about agreements, visits and closures, each made hard to earn; and each shown to fail
when its guard is taken away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goldenthread.casework.models import Deadline, LearningEntry
from goldenthread.casework.operations import agreements, closure, referrals, visits
from goldenthread.casework.operations.agreements import PartySaid, approve_agreement, propose_agreement
from goldenthread.casework.operations.referrals import receive_referral
from goldenthread.casework.operations.visits import SeenSaid, record_visit
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook import agreeing
from tests.building.agreements import APPROVED, WROTE, agreement_at
from tests.building.closure import PROPOSED, closure_at
from tests.building.front_door import THURSDAY, manager

pytestmark = pytest.mark.django_db
ONLY_HER = (PartySaid("Stacey Carter", duties="Not let Lee into the house"),)


def proposes(**changed):
    made = agreement_at("writing", **changed)
    propose_agreement(agreement=made.agreement, by=made.worker, at=WROTE)


def unguarded(monkeypatch, name):
    """The rulebook without one of its blocks."""
    monkeypatch.setattr(agreeing, name, lambda agreed: [])


def fails_without(monkeypatch, guard, sentence):
    """The sentence is refused; and is not any more once its guard is gone."""
    with pytest.raises(Refused):
        sentence()
    unguarded(monkeypatch, guard)
    sentence()


def test_an_agreement_lays_the_duties_on_the_parent_who_is_hurt(monkeypatch):
    fails_without(monkeypatch, "duties_block", lambda: proposes(parties=ONLY_HER, domestic_abuse=True))


def test_domestic_abuse_that_the_contact_tells_of_is_not_ticked(monkeypatch):
    def sentence():
        proposes(parties=ONLY_HER, domestic_abuse=False)

    with pytest.raises(Refused, match="the contact of"):
        sentence()


def test_an_agreement_that_nobody_watches(monkeypatch):
    fails_without(monkeypatch, "monitoring_block", lambda: proposes(monitored_how="", monitored_every_days=None))


def test_an_agreement_without_an_end(monkeypatch):
    fails_without(monkeypatch, "dates_block", lambda: proposes(review_on=None, expires_on=None))


def test_an_agreement_is_renewed_again_and_again(monkeypatch):
    made = agreement_at("proposed")
    agreements.Agreement.objects.filter(pk=made.agreement).update(renewal=3)

    def sentence():
        approve_agreement(agreement=made.agreement, words="It goes on well.", by=made.manager, at=APPROVED)

    fails_without(monkeypatch, "renewal_block", sentence)


def test_an_agreement_stands_in_for_action(monkeypatch):
    made = agreement_at("in_force")

    def sentence():
        closure_at("proposed", placed=made.placed, would_without=False)

    with pytest.raises(Refused, match="cannot be the reason to close"):
        sentence()
    monkeypatch.setattr(closure, "_refuse_sole_reason", lambda *words, **said: None)
    sentence()


def test_a_family_comes_back_after_an_agreement_and_nobody_learns(monkeypatch):
    made = agreement_at("in_force")
    closure_at("authorised", placed=made.placed, would_without=True)

    def comes_back(days):
        at = PROPOSED + timedelta(days=days)
        got = receive_referral(child=made.child, source="2A", by=manager(), at=at)
        return LearningEntry.objects.filter(referral=got.referral).exists()

    assert comes_back(200)
    monkeypatch.setattr(referrals, "open_learning", lambda *said, **words: None)
    assert not comes_back(260)


def test_a_case_closes_over_what_is_still_open(monkeypatch):
    made = agreement_at("breached")

    def sentence():
        closure_at("proposed", placed=made.placed, would_without=True)

    with pytest.raises(Refused, match="broken"):
        sentence()
    monkeypatch.setattr(closure, "_refuse_open", lambda *words: None)
    sentence()


def test_a_closed_door_counts_as_a_visit(monkeypatch):
    made = agreement_at("writing")
    visits.start_visits(
        visits.Plan.objects.create(
            child_id=made.child, kind="child_in_need", started_on=THURSDAY.date(), made_at=THURSDAY
        ),
        at=THURSDAY,
    )

    def running():
        return Deadline.objects.get(child=made.child, clock="cin_visit", met_at=None, void_at=None).started_at

    def sentence(days):
        record_visit(
            children=[SeenSaid(made.child, seen=False)],
            happened_at=THURSDAY + timedelta(days=days),
            purpose="child_in_need",
            failed_because="Nobody came to the door.",
            by=made.worker,
            at=THURSDAY + timedelta(days=days),
        )

    sentence(3)
    assert running() == THURSDAY
    # The guard is that only a child who was seen moves the day: without it, the closed door does.
    visits._child_seen(made.child, visits.Plan.objects.get(child=made.child), THURSDAY + timedelta(days=4))
    assert running() != THURSDAY
