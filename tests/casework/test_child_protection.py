"""Strategy discussions and section 47 enquiries."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from goldenthread.access.models import LedgerEntry
from goldenthread.access.public import NotAllowed
from goldenthread.casework.models import Deadline, Enquiry, Meeting, MeetingChild
from goldenthread.casework.operations.child_protection import (
    arrange_strategy,
    authorise_enquiry,
    conclude_enquiry,
    hold_strategy,
    record_strategy,
    record_transfer_in,
    return_enquiry,
    stop_enquiry,
)
from goldenthread.casework.operations.decisions import decide
from goldenthread.casework.operations.meetings import ActionSaid, PartSaid
from goldenthread.casework.queries.facts_child_protection import enquiry_facts
from goldenthread.kernel.refusal import Refused
from tests.build import a_child, child_at, person_who_signs_in, sealed, tied, waiting_contact
from tests.building.assessment import assessment_at, sign
from tests.building.child_protection import (
    AUTHORISED,
    CONCLUDED,
    DISCUSSED,
    SUSPECTED,
    conclude,
    enquiry_at,
    protected_at,
    strategy_said,
    three_agencies,
)
from tests.building.front_door import LONDON, manager, said

pytestmark = pytest.mark.django_db

LATER = DISCUSSED + timedelta(hours=1)


def running(clock: str, child: int) -> Deadline | None:
    return Deadline.objects.filter(clock=clock, child=child, met_at=None, void_at=None).first()


def sentences(refused: pytest.ExceptionInfo[Refused]) -> dict[str, str]:
    return dict(refused.value.problems)


# --- strategy discussions


def test_a_decision_for_a_strategy_discussion_starts_its_clock() -> None:
    child, decider = a_child(), manager()
    contact = waiting_contact([child])
    decide(contact=contact.pk, said=said(contact, "REF_S47"), by=decider, at=SUSPECTED)
    found = running("strategy_discussion", child)
    assert found is not None
    assert (found.started_at, found.due_on) == (SUSPECTED, date(2026, 11, 23))


def test_a_decision_for_an_assessment_does_not() -> None:
    placed = child_at("allocated")
    assert running("strategy_discussion", placed.child) is None


def test_an_arranged_discussion_starts_the_clock_by_hand_and_holding_it_meets_it() -> None:
    placed = child_at("allocated")
    chair = person_who_signs_in("team_manager", team=placed.team)
    meeting = arrange_strategy(
        children=[placed.child],
        suspected_at=SUSPECTED,
        why_called="A bruise on his back.",
        planned_at=DISCUSSED,
        by=chair,
        at=SUSPECTED,
    )
    deadline = running("strategy_discussion", placed.child)
    assert deadline is not None and deadline.started_at == SUSPECTED
    (enquiry,) = hold_strategy(meeting=meeting, said=strategy_said(), by=chair, at=LATER)
    deadline.refresh_from_db()
    assert deadline.met_at == DISCUSSED
    assert Enquiry.objects.get(pk=enquiry).strategy_id == meeting


def test_a_meeting_takes_in_no_child_about_whom_its_writer_may_arrange_none() -> None:
    placed, stranger = child_at("allocated"), a_child("Mia", "Stone")
    call = {
        "suspected_at": SUSPECTED,
        "why_called": "A bruise on his back.",
        "planned_at": DISCUSSED,
        "by": placed.worker,
        "at": SUSPECTED,
    }
    with pytest.raises(NotAllowed):
        arrange_strategy(children=[placed.child, stranger], **call)
    with pytest.raises(NotAllowed):
        arrange_strategy(children=[stranger, placed.child], **call)
    assert not Meeting.objects.exists()
    tied(stranger, to=placed.worker)
    meeting = arrange_strategy(children=[placed.child, stranger], **call)
    assert set(MeetingChild.objects.filter(meeting=meeting).values_list("child", flat=True)) == {placed.child, stranger}


def test_a_sealed_brother_keeps_a_meeting_of_both_from_being_arranged() -> None:
    placed, brother = child_at("allocated"), a_child("Callum", "Carter")
    manager = person_who_signs_in("team_manager", team=placed.team)
    sealed(brother)
    with pytest.raises(NotAllowed):
        arrange_strategy(
            children=[placed.child, brother],
            suspected_at=SUSPECTED,
            why_called="A bruise on his back.",
            planned_at=DISCUSSED,
            by=manager,
            at=SUSPECTED,
        )


def test_one_that_was_due_already_keeps_its_own_start() -> None:
    made = protected_at("strategy_due")
    record_strategy(
        children=[made.child],
        suspected_at=SUSPECTED + timedelta(hours=2),
        why_called="A bruise on his back.",
        said=strategy_said("assess"),
        by=made.manager,
        at=LATER,
    )
    (deadline,) = Deadline.objects.filter(clock="strategy_discussion", child=made.child)
    assert (deadline.started_at, deadline.met_at) == (SUSPECTED, DISCUSSED)


@pytest.mark.parametrize("missing", ["social_care", "police", "health"])
def test_a_discussion_without_one_of_the_three_says_why_it_went_on(missing: str) -> None:
    made = protected_at("strategy_due")
    parts = [part for part in three_agencies() if part.agency != missing]
    call = {
        "children": [made.child],
        "suspected_at": SUSPECTED,
        "why_called": "A bruise.",
        "by": made.manager,
        "at": LATER,
    }
    with pytest.raises(Refused) as refused:
        record_strategy(said=strategy_said(parts=parts), **call)
    assert list(sentences(refused)) == ["not_quorate_because"]
    meeting = record_strategy(
        said=strategy_said(parts=parts, not_quorate_because="She was called and will read the note within the hour."),
        **call,
    )
    assert Meeting.objects.get(pk=meeting).quorate is False


def test_somebody_asked_who_did_not_come_does_not_make_a_quorum() -> None:
    made = protected_at("strategy_due")
    parts = [*three_agencies()[:2], PartSaid("Ruth Bell", "health", attended=False, absent_because="On leave")]
    with pytest.raises(Refused, match="without health"):
        record_strategy(
            children=[made.child],
            suspected_at=SUSPECTED,
            why_called="A bruise.",
            said=strategy_said(parts=parts),
            by=made.manager,
            at=LATER,
        )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"summary": "noted"}, "summary"),
        ({"rationale": "agreed"}, "rationale"),
        ({"kept_safe": ""}, "kept_safe"),
        ({"decision": "perhaps"}, "decision"),
        ({"actions": ()}, "action_1_what"),
        ({"actions": [ActionSaid("See him", date(2026, 11, 23), owner_name="All professionals")]}, "action_1_owner"),
        ({"actions": [ActionSaid("See him", date(2026, 11, 1), owner_name="Priya")]}, "action_1_due_on"),
        ({"decision": "again"}, "next_on"),
        ({"held_at": SUSPECTED - timedelta(hours=1)}, "held_at"),
        ({"held_at": LATER + timedelta(hours=1)}, "held_at"),
    ],
)
def test_what_a_strategy_discussion_must_say(changed: dict[str, object], field: str) -> None:
    made = protected_at("strategy_due")
    meeting = arrange_strategy(
        children=[made.child],
        suspected_at=SUSPECTED,
        why_called="A bruise.",
        planned_at=DISCUSSED,
        by=made.manager,
        at=SUSPECTED,
    )
    with pytest.raises(Refused) as refused:
        hold_strategy(meeting=meeting, said=strategy_said(**changed), by=made.manager, at=LATER)
    assert field in sentences(refused)
    assert Meeting.objects.get(pk=meeting).state == "planned"


def test_a_social_worker_does_not_decide_to_enquire() -> None:
    made = protected_at("strategy_due")
    with pytest.raises(Refused, match="A manager decides"):
        record_strategy(
            children=[made.child],
            suspected_at=SUSPECTED,
            why_called="A bruise.",
            said=strategy_said(),
            by=made.worker,
            at=LATER,
        )
    assert not Enquiry.objects.exists() and not Meeting.objects.exists()


def test_a_seal_on_one_child_closes_a_meeting_of_both() -> None:
    made = protected_at("strategy_due")
    other = a_child("Callum")
    sealed(other)
    with pytest.raises(NotAllowed):
        arrange_strategy(
            children=[made.child, other],
            suspected_at=SUSPECTED,
            why_called="A bruise.",
            planned_at=DISCUSSED,
            by=made.manager,
            at=SUSPECTED,
        )


# --- enquiries


def test_an_enquiry_starts_three_clocks_from_the_discussion_that_began_it() -> None:
    made = enquiry_at("running")
    found = {name: running(name, made.child) for name in ("s47_outcome", "s47_child_seen", "icpc")}
    assert all(one is not None and one.started_at == DISCUSSED for one in found.values())
    assert found["icpc"].due_on == date(2026, 12, 11)
    assert found["s47_child_seen"].due_on == date(2026, 11, 23)
    assert Enquiry.objects.get(pk=made.enquiry).conference_target_on == date(2026, 12, 11)


def test_a_later_discussion_does_not_move_the_conference() -> None:
    made = enquiry_at("running")
    week_later = DISCUSSED + timedelta(days=7)
    record_strategy(
        children=[made.child],
        suspected_at=week_later,
        why_called="Another mark.",
        said=strategy_said(
            held_at=week_later, actions=[ActionSaid("See him", date(2026, 11, 30), owner_name="Priya Nair")]
        ),
        by=made.manager,
        at=week_later + timedelta(hours=1),
    )
    assert Enquiry.objects.filter(child=made.child).count() == 1
    (icpc,) = Deadline.objects.filter(clock="icpc", child=made.child)
    assert (icpc.started_at, icpc.due_on) == (DISCUSSED, date(2026, 12, 11))


def test_no_enquiry_without_an_open_case() -> None:
    child, decider = a_child(), manager()
    with pytest.raises(Refused, match="no open case"):
        record_strategy(
            children=[child],
            suspected_at=SUSPECTED,
            why_called="A bruise.",
            said=strategy_said(),
            by=decider,
            at=LATER,
        )


def test_a_conference_as_outcome_keeps_its_clock() -> None:
    made = enquiry_at("authorised")
    found = Enquiry.objects.get(pk=made.enquiry)
    assert (found.state, found.conference_not_required, found.authorised_by_id) == (
        "authorised",
        False,
        made.manager.pk,
    )
    assert running("icpc", made.child) is not None
    assert Deadline.objects.get(clock="s47_outcome", child=made.child).met_at == AUTHORISED


def test_another_outcome_ends_the_conference_clock_with_the_reason() -> None:
    made = enquiry_at("running")
    conclude(made, "SERVICES")
    authorise_enquiry(
        enquiry=made.enquiry, words_of_manager="The bruise was an accident.", by=made.manager, at=AUTHORISED
    )
    icpc = Deadline.objects.get(clock="icpc", child=made.child)
    assert icpc.void_at == AUTHORISED and "Services for a child in need" in icpc.void_because
    assert Enquiry.objects.get(pk=made.enquiry).conference_not_required is True


def test_whoever_concluded_does_not_authorise() -> None:
    made = enquiry_at("running")
    conclude_enquiry(
        enquiry=made.enquiry,
        outcome="CONFERENCE",
        findings="He was hurt.",
        rationale="Lee did it.",
        concluded_on=date(2026, 12, 1),
        not_seen_because="Seen in hospital.",
        by=made.manager,
        at=CONCLUDED,
    )
    with pytest.raises(Refused, match="another manager"):
        authorise_enquiry(enquiry=made.enquiry, words_of_manager="It is right.", by=made.manager, at=AUTHORISED)


def test_the_second_of_two_managers_is_told_who_authorised() -> None:
    made = enquiry_at("authorised")
    second = person_who_signs_in("team_manager", team=made.placed.team)
    with pytest.raises(Refused, match="Helen Marsh authorised this 2 December 2026, 10am"):
        authorise_enquiry(enquiry=made.enquiry, words_of_manager="I agree too.", by=second, at=AUTHORISED)


def test_an_enquiry_sent_back_is_concluded_again() -> None:
    made = enquiry_at("with_manager")
    return_enquiry(enquiry=made.enquiry, because="What does his school say?", by=made.manager, at=AUTHORISED)
    assert Enquiry.objects.get(pk=made.enquiry).state == "running"
    conclude_enquiry(
        enquiry=made.enquiry,
        outcome="CONFERENCE",
        findings="His school says he flinches.",
        rationale="He was hurt.",
        concluded_on=date(2026, 12, 2),
        by=made.worker,
        at=AUTHORISED,
    )
    assert Enquiry.objects.get(pk=made.enquiry).state == "with_manager"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"concluded_on": date(2026, 11, 19)}, "concluded_on"),
        ({"concluded_on": date(2026, 12, 2)}, "concluded_on"),
        ({"concluded_on": date(1066, 10, 14)}, "concluded_on"),
        ({"concluded_on": date(2999, 1, 1)}, "concluded_on"),
        ({"findings": "as above"}, "findings"),
        ({"rationale": ""}, "rationale"),
        ({"outcome": "?"}, "outcome"),
        ({"not_seen_because": ""}, "not_seen_because"),
    ],
)
def test_what_an_enquiry_must_say(changed: dict[str, object], field: str) -> None:
    made = enquiry_at("running")
    with pytest.raises(Refused) as refused:
        conclude(made, **changed)
    assert field in sentences(refused)


def test_an_enquiry_begun_in_error_ends_its_clocks() -> None:
    made = enquiry_at("running")
    stop_enquiry(enquiry=made.enquiry, because="It was about another child.", by=made.manager, at=CONCLUDED)
    assert not any(running(clock, made.child) for clock in ("icpc", "s47_outcome", "s47_child_seen"))
    assert Enquiry.objects.get(pk=made.enquiry).state == "stopped"


def test_each_act_is_in_the_ledger_of_the_child() -> None:
    made = enquiry_at("authorised")
    acts = set(LedgerEntry.objects.filter(child=made.child).values_list("act", flat=True))
    wanted = {"meeting.arrange", "meeting.hold", "enquiry.start", "enquiry.conclude", "enquiry.authorise"}
    assert wanted <= acts


# --- moved here


def test_a_move_here_starts_the_clock_from_the_day_we_were_told() -> None:
    placed = child_at("allocated")
    chair = person_who_signs_in("conference_chair")
    now = datetime(2026, 4, 22, 9, 0, tzinfo=LONDON)
    record_transfer_in(
        child=placed.child,
        notified_on=date(2026, 4, 20),
        from_authority="Millshire",
        category="NEG",
        plan_began_there_on=date(2025, 12, 1),
        by=chair,
        at=now,
    )
    found = running("icpc_transfer_in", placed.child)
    assert found is not None and found.due_on == date(2026, 5, 12)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"notified_on": date(2999, 1, 1)}, "notified_on"),
        ({"notified_on": date(1066, 1, 1)}, "notified_on"),
        ({"plan_began_there_on": date(2026, 11, 21)}, "plan_began_there_on"),
        ({"from_authority": " "}, "from_authority"),
        ({"category": "XX"}, "category"),
    ],
)
def test_dates_of_a_move_here(changed: dict[str, object], field: str) -> None:
    placed = child_at("allocated")
    told = {"notified_on": date(2026, 11, 19), "from_authority": "Millshire"} | changed
    with pytest.raises(Refused) as refused:
        record_transfer_in(child=placed.child, **told, by=placed.manager, at=LATER)
    assert field in sentences(refused)


# --- what standards read


def test_facts_of_an_enquiry() -> None:
    made = enquiry_at("authorised")
    facts = enquiry_facts([made.enquiry], on=date(2026, 12, 3))[made.enquiry]
    assert facts.agencies == ("social_care", "police", "health")
    assert (facts.strategy_on, facts.outcome) == (date(2026, 11, 20), "CONFERENCE")
    assert facts.conference_due_on == date(2026, 12, 11)
    assert [one.owner for one in facts.actions] == ["Priya Nair"]
    before = enquiry_facts([made.enquiry], on=date(2026, 11, 25))[made.enquiry]
    assert (before.outcome, before.concluded_on) == ("", None)


def test_facts_take_the_same_queries_for_one_or_many(django_assert_num_queries: object) -> None:
    keys = [enquiry_at("authorised").enquiry for _ in range(3)]
    with django_assert_num_queries(5):
        assert len(enquiry_facts(keys, on=date(2026, 12, 3))) == 3


def test_an_assessment_that_asks_for_a_strategy_discussion_starts_its_clock() -> None:
    outcome = {"outcome": "strategy", "outcome_words": "Somebody hurt her, and we must enquire."}
    held = assessment_at("with_manager", outcome=outcome)
    assert running("strategy_discussion", held.child) is None
    sign(held, at=held.at + timedelta(hours=2))
    found = running("strategy_discussion", held.child)
    assert found is not None and found.started_at == held.at + timedelta(hours=2)
