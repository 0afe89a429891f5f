"""The lives of a contact and of a referral."""

import pytest

from goldenthread.kernel.workflow import NotNow, Workflow
from goldenthread.rulebook.rights import ACTS
from goldenthread.rulebook.workflows import CONTACT, REFERRAL, WORKFLOWS


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
def test_every_step_is_an_act_of_the_rights(workflow: Workflow) -> None:
    assert {step.act for step in workflow.steps} <= set(ACTS)
    assert all(step.act.startswith(f"{workflow.id}.") for step in workflow.steps)


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
def test_every_state_is_reached(workflow: Workflow) -> None:
    reached = {step.after for step in workflow.steps if not step.before}
    for _ in workflow.states:
        reached |= {step.after for step in workflow.steps if set(step.before) & reached and step.after}
    assert reached == set(workflow.states)


def test_a_contact_is_written_sent_and_decided() -> None:
    state = CONTACT.begin("contact.start")
    for act in ("contact.write", "contact.send", "contact.ask_agency", "contact.decide", "contact.feed_back"):
        state = CONTACT.step(state, act)
    assert state == "decided"


def test_a_second_look_is_asked_answered_and_holds_up_no_help() -> None:
    asked = CONTACT.step("to_decide", "contact.ask_second_look")
    assert CONTACT.step(asked, "contact.answer_second_look") == "to_decide"
    assert CONTACT.step(asked, "contact.decide") == "decided"


def test_a_decided_contact_is_not_written_again() -> None:
    for act in ("contact.write", "contact.send", "contact.decide", "contact.return_to_writer"):
        with pytest.raises(NotNow, match="This contact is now “decided”"):
            CONTACT.step("decided", act)


def test_a_referral_goes_to_a_team_and_then_to_a_worker() -> None:
    state = REFERRAL.begin("referral.receive")
    with pytest.raises(NotNow):
        REFERRAL.step(state, "referral.allocate_team")
    for act in ("referral.decide", "referral.allocate_team", "referral.allocate_worker"):
        state = REFERRAL.step(state, act)
    assert state == "with_worker"
    assert REFERRAL.step(state, "referral.allocate_worker") == "with_worker"
    assert REFERRAL.step(state, "referral.close") == "closed"
    assert REFERRAL.acts_from("closed") == ("referral.acknowledge",)
