"""Closing: a checklist, what changed for the child, nothing left open, and a manager who did not propose it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goldenthread.access.models import Notice
from goldenthread.access.public import NotAllowed, entries
from goldenthread.casework.models import Agreement, Closure, Deadline, LearningEntry, Plan, Referral
from goldenthread.casework.operations.agreements import respond_to_breach
from goldenthread.casework.operations.closure import (
    authorise_closure,
    change_closure,
    propose_closure,
    return_closure,
    withdraw_closure,
)
from goldenthread.casework.operations.learning import answer_learning
from goldenthread.casework.operations.plans import start_plan
from goldenthread.casework.operations.referrals import receive_referral
from goldenthread.casework.queries.agreements import learning_of_referral
from goldenthread.casework.queries.closure import closing, earlier_work, show_closure
from goldenthread.kernel.refusal import Refused
from tests.build import child_at
from tests.building.agreements import agreement_at
from tests.building.closure import PROPOSED, closure_at, closure_said
from tests.building.front_door import THURSDAY, manager

pytestmark = pytest.mark.django_db
WHY = "I agree: the change has lasted, and his nan stays."
LATER = PROPOSED + timedelta(days=1)


def test_a_closure_ends_the_plan_closes_the_referral_and_meets_its_clock():
    made = closure_at("authorised")
    assert Closure.objects.get(pk=made.closure).state == "authorised"
    plan = Plan.objects.get(child=made.child)
    assert (plan.state, plan.end_reason, plan.ended_on) == ("ended", "needs_met", PROPOSED.date())
    referral = Referral.objects.get(child=made.child)
    assert (referral.state, referral.closure_reason) == ("closed", "RC7")
    summary = Deadline.objects.get(child=made.child, clock="cin_closure_summary")
    assert summary.met_at is not None
    assert not Deadline.objects.filter(child=made.child, met_at=None, void_at=None, clock="cin_visit").exists()
    acts = [one.act for one in entries(child=made.child)]
    assert {"closure.propose", "closure.authorise", "plan.end", "referral.close"} <= set(acts)


def test_it_is_returned_changed_and_authorised_by_another():
    made = closure_at("returned")
    assert Notice.objects.filter(to=made.worker, kind="returned").exists()
    with pytest.raises(Refused, match="now “sent back”"):
        authorise_closure(closure=made.closure, words=WHY, by=made.manager, at=LATER)
    change_closure(closure=made.closure, said=closure_said(), by=made.worker, at=LATER)
    with pytest.raises(NotAllowed):
        authorise_closure(closure=made.closure, words=WHY, by=made.worker, at=LATER)
    authorise_closure(closure=made.closure, words=WHY, by=made.manager, at=LATER)
    with pytest.raises(Refused, match="Helen Marsh authorised this closure"):  # though her right ended with it
        authorise_closure(closure=made.closure, words=WHY, by=made.manager, at=LATER)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": "RC99"}, "reason"),
        ({"closes_on": PROPOSED.date() + timedelta(days=3)}, "closes_on"),
        ({"closes_on": PROPOSED.date().replace(year=1066)}, "closes_on"),
        ({"what_changed": "noted"}, "what_changed"),
        ({"evidence": ""}, "evidence"),
        ({"who_stays": ""}, "who_stays"),
        ({"child_view": " "}, "child_view"),
        ({"step_down_words": ""}, "step_down_words"),
        ({"checklist": {}}, "check-seen_alone"),
        ({"checklist": {"seen_alone": ("no", "")}}, "words-seen_alone"),
    ],
)
def test_what_is_missing_is_refused_with_a_sentence(changed, field):
    with pytest.raises(Refused) as refused:
        closure_at("proposed", **changed)
    assert field in [name for name, _ in refused.value.problems]


def test_the_checklist_is_kept_as_it_was_asked():
    made = closure_at("proposed")
    shown = show_closure(made.closure, reader=made.manager, at=LATER)
    assert shown.checklist[0].asked.startswith("Has the child been seen alone")
    assert shown.may == {"closure.return", "closure.authorise", "closure.withdraw"}


def test_one_proposal_at_a_time_and_the_second_is_told_who():
    made = closure_at("proposed")
    with pytest.raises(Refused, match="Priya Nair proposed to close"):
        propose_closure(child=made.child, said=closure_said(), by=made.worker, at=LATER)
    withdraw_closure(closure=made.closure, by=made.worker, at=LATER)
    assert not Deadline.objects.filter(clock="cin_closure_summary", met_at=None, void_at=None)
    propose_closure(child=made.child, said=closure_said(), by=made.worker, at=LATER)


def test_a_closure_names_what_is_still_open():
    from goldenthread.casework.operations.assessment import start_assessment

    placed = child_at("allocated")
    start_assessment(
        children=[placed.child], kind="single", review_points=[PROPOSED.date()], by=placed.worker, at=THURSDAY
    )
    with pytest.raises(Refused, match="assessment begun on 19 November 2026 is still open"):
        closure_at("proposed", placed=placed)


def test_a_child_protection_plan_is_ended_by_a_conference_not_by_closing():
    placed = child_at("allocated")
    start_plan(
        child=placed.child,
        kind="child_protection",
        category="NEG",
        started_on=THURSDAY.date(),
        by=placed.worker,
        at=THURSDAY,
    )
    with pytest.raises(Refused, match="review conference ends it"):
        closure_at("proposed", placed=placed)


def test_an_open_agreement_is_never_the_sole_reason():
    agreed = agreement_at("in_force")
    with pytest.raises(Refused, match="would close without"):
        closure_at("proposed", placed=agreed.placed)
    with pytest.raises(Refused, match="cannot be the reason to close"):
        closure_at("proposed", placed=agreed.placed, would_without=False)


def test_a_broken_agreement_that_nobody_answered_stops_the_closure():
    agreed = agreement_at("breached")
    with pytest.raises(Refused, match="nobody has written what was done"):
        closure_at("proposed", placed=agreed.placed, would_without=True)
    at = PROPOSED - timedelta(days=30)
    respond_to_breach(breach=agreed.breach, happened_at=at, words="Met; police rang him.", by=agreed.worker, at=at)
    closure_at("authorised", placed=agreed.placed, would_without=True)
    assert Agreement.objects.get(pk=agreed.agreement).state == "ended"


def came_back(child, *, days):
    at = PROPOSED + timedelta(days=days)
    decider = manager()
    got = receive_referral(child=child, source="2A", by=decider, at=at)
    return decider, got.referral, at


def test_a_family_that_comes_back_after_an_agreement_opens_a_learning_entry_and_tells_the_manager():
    agreed = agreement_at("in_force")
    closure_at("authorised", placed=agreed.placed, would_without=True)
    decider, referral, at = came_back(agreed.child, days=200)
    entry = LearningEntry.objects.get(referral=referral)
    assert (entry.agreement_id, entry.asked_of) == (agreed.agreement, decider)
    assert Notice.objects.filter(to=decider, kind="learning", words__contains="came back").exists()
    assert learning_of_referral(referral)[0].closed_on == PROPOSED.date()
    with pytest.raises(Refused):
        answer_learning(entry=entry.pk, words="noted", by=decider, at=at)
    answer_learning(
        entry=entry.pk, words="Nobody looked on Sundays, when he came. We ask the police to.", by=decider, at=at
    )
    with pytest.raises(Refused, match="answered this"):
        answer_learning(entry=entry.pk, words="Something else was to be learned.", by=decider, at=at)


def test_after_a_year_or_without_an_agreement_there_is_none():
    agreed = agreement_at("in_force")
    closure_at("authorised", placed=agreed.placed, would_without=True)
    came_back(agreed.child, days=400)
    plain = closure_at("authorised")
    came_back(plain.child, days=30)
    assert not LearningEntry.objects.exists()


def test_a_case_that_reopens_brings_its_thread():
    from goldenthread.casework.operations.plans import ConcernSaid, OutcomeSaid

    placed = child_at("allocated")
    outline = [ConcernSaid(title="He is afraid at night", need="Sleep", outcomes=[OutcomeSaid("He sleeps through")])]
    start_plan(
        child=placed.child,
        kind="child_in_need",
        started_on=THURSDAY.date(),
        outline=outline,
        by=placed.worker,
        at=THURSDAY,
    )
    closure_at("authorised", placed=placed)
    came_back(placed.child, days=50)
    before = earlier_work(placed.child, before=LATER.date() + timedelta(days=60))
    assert before.concerns == (("He is afraid at night", "Sleep"),)
    assert before.outcomes[0].words == "He sleeps through"
    assert closing(placed.child).plan is None


def test_two_managers_at_once_the_second_is_told():
    made = closure_at("proposed")
    return_closure(closure=made.closure, because="See him alone first.", by=made.manager, at=LATER)
    with pytest.raises(Refused, match="sent back"):
        return_closure(closure=made.closure, because="See him alone first.", by=made.manager, at=LATER)


def test_every_state_has_its_page_and_what_is_typed_keeps_itself(client):
    def opened(who, address):
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    for step in ("proposed", "returned", "authorised"):
        made = closure_at(step)
        for who in (made.worker, made.manager) if step != "authorised" else (made.manager,):
            page = opened(who, f"/closures/{made.closure}/")
            assert "Noah sleeps through" in page
            assert step == "returned" or "6 nights in 7" in page, "what the plan came to"
    agreed = agreement_at("in_force")
    address = f"/children/{agreed.child}/close/"
    assert "Would you close without it?" in opened(agreed.worker, address)
    kept = client.post(address, {"what_changed": "He sleeps."}, headers={"X-Requested-With": "draft"})
    assert kept.json()["status"] == "saved"
    assert "He sleeps." in opened(agreed.worker, address)


def test_what_is_to_be_learned_has_its_page(client):
    agreed = agreement_at("in_force")
    closure_at("authorised", placed=agreed.placed, would_without=True)
    decider, referral, _ = came_back(agreed.child, days=200)
    entry = LearningEntry.objects.get(referral=referral)
    client.force_login(decider, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "This family came back" in client.get(f"/learning/{entry.pk}/").content.decode()
