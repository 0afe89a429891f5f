"""A transfer: who holds the child at every state, the questions that the meeting must answer, and the way back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goldenthread.access.models import Notice, Tie
from goldenthread.access.public import NotAllowed, entries
from goldenthread.casework.models import Allocation, Deadline, Referral, Transfer, WorkerChange
from goldenthread.casework.operations.closure import propose_closure
from goldenthread.casework.operations.visits import SeenSaid, record_visit
from goldenthread.casework.public import allocate_team, allocate_worker, my_work
from goldenthread.casework.public.oversight import (
    accept_transfer,
    change_transfer,
    complete_transfer,
    explain_change,
    propose_transfer,
    record_transfer_meeting,
    return_transfer,
    show_transfer,
    withdraw_transfer,
    workers_of,
)
from goldenthread.casework.queries.closure import in_the_way
from goldenthread.kernel.refusal import Refused
from tests.build import child_at, person_who_signs_in
from tests.building.access import a_team
from tests.building.closure import closure_said
from tests.building.oversight import DECIDED, meeting_said, transfer_at, transfer_said

pytestmark = pytest.mark.django_db
LATER = DECIDED + timedelta(days=1)
READ = "Read the chronology and the plan. Rosa starts on Friday."


@pytest.mark.parametrize("step", ["proposed", "met", "returned", "accepted"])
def test_until_it_is_completed_the_giving_worker_holds_the_child(step):
    made = transfer_at(step)
    referral = Referral.objects.get(child=made.child)
    assert (referral.worker, referral.team) == (made.placed.worker, made.placed.team)
    shown = show_transfer(made.transfer, reader=made.giving, at=LATER)
    (sentence,) = shown.holds
    assert sentence.startswith("Priya Nair of Assessment north holds Noah Carter until Safeguarding south names")


def test_completing_moves_the_allocation_the_ties_and_the_clocks_in_one_act():
    made = transfer_at("completed")
    referral = Referral.objects.get(child=made.child)
    assert (referral.worker, referral.team.name) == (made.new_worker, "Safeguarding south")
    now = Allocation.objects.get(referral=referral, ended_at=None)
    assert (now.worker, now.instructions) == (made.new_worker, "See Noah by Friday with Priya.")
    held = set(Tie.objects.filter(child=made.child, ends_on=None).values_list("user__name", "team__name"))
    assert held == {("Rosa Lind", None), (None, "Safeguarding south")}
    assert Deadline.objects.get(clock="transfer_accept", child=made.child).met_at is not None
    visit = Deadline.objects.get(clock="transfer_first_visit", child=made.child)
    assert (visit.owner, visit.met_at) == (made.new_worker, None)
    change = WorkerChange.objects.get(child=made.child)
    assert (change.went, change.came, change.reason) == (made.placed.worker, made.new_worker, "next_part")
    assert workers_of(made.child).how_many_workers == 2
    acts = {one.act for one in entries(child=made.child)}
    assert {"transfer.propose", "transfer.meet", "transfer.accept", "transfer.complete"} <= acts
    with pytest.raises(NotAllowed):  # the team that gave the child away has it no longer
        propose_transfer(children=[made.child], said=transfer_said(made.placed.team.pk), by=made.giving, at=LATER)


def test_the_first_visit_is_the_new_workers_own():
    made = transfer_at("completed")
    seen = {
        "children": [SeenSaid(made.child, seen=True, alone=True)],
        "purpose": "assessment",
        "what_happened": "Saw him.",
    }
    record_visit(**seen, happened_at=LATER, visited_by=made.receiving.pk, by=made.receiving, at=LATER)
    assert Deadline.objects.get(clock="transfer_first_visit").met_at is None
    record_visit(**seen, happened_at=LATER, by=made.new_worker, at=LATER)
    assert Deadline.objects.get(clock="transfer_first_visit").met_at == LATER


def test_the_receiving_manager_sends_it_back_and_it_comes_again():
    made = transfer_at("returned")
    assert Notice.objects.filter(to=made.giving, kind="returned").exists()
    waits = my_work(made.giving, at=LATER).back
    assert [(one.kind, one.words) for one in waits] == [("returned:transfer", "The chronology stops in March.")]
    with pytest.raises(Refused):
        accept_transfer(transfer=made.transfer, words=READ, by=made.receiving, at=LATER)
    to = Transfer.objects.get().to_team_id
    change_transfer(transfer=made.transfer, said=transfer_said(to), by=made.giving, at=LATER)
    again = Deadline.objects.get(clock="transfer_accept", met_at=None)
    assert (again.owner, again.started_at) == (made.receiving, LATER)
    record_transfer_meeting(transfer=made.transfer, said=meeting_said(LATER), by=made.receiving, at=LATER)
    accept_transfer(transfer=made.transfer, words=READ, by=made.receiving, at=LATER)
    assert [one.kind for one in my_work(made.receiving, at=LATER).to_sign] == ["sign:transfer"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"appropriate": None}, "appropriate"),
        ({"appropriate_words": "yes"}, "appropriate_words"),
        ({"cannot_wait": ""}, "cannot_wait"),
        ({"unassessed": ""}, "unassessed"),
        ({"tells_family": ""}, "tells_family"),
        ({"moves_on": None}, "moves_on"),
        ({"met_on": (DECIDED + timedelta(days=9)).date()}, "met_on"),
        ({"met_on": (DECIDED - timedelta(days=9)).date()}, "met_on"),
    ],
)
def test_the_meeting_must_answer(changed, field):
    made = transfer_at("proposed")
    with pytest.raises(Refused) as refused:
        record_transfer_meeting(transfer=made.transfer, said=meeting_said(**changed), by=made.giving, at=LATER)
    assert field in [name for name, _ in refused.value.problems]


def test_a_meeting_that_says_not_now_cannot_be_followed_by_acceptance():
    made = transfer_at("proposed")
    said = meeting_said(appropriate=False, moves_on=None, appropriate_words="A section 47 enquiry runs until Friday.")
    record_transfer_meeting(transfer=made.transfer, said=said, by=made.receiving, at=LATER)
    with pytest.raises(Refused, match="not right to transfer now"):
        accept_transfer(transfer=made.transfer, words=READ, by=made.receiving, at=LATER)
    return_transfer(transfer=made.transfer, because="After the enquiry has ended.", by=made.receiving, at=LATER)


def test_each_manager_does_her_own_part():
    made = transfer_at("met")
    stranger = person_who_signs_in("team_manager", team="Another team")
    for by in (made.giving, stranger):
        with pytest.raises(Refused, match="A manager of Safeguarding south does this"):
            accept_transfer(transfer=made.transfer, words=READ, by=by, at=LATER)
    with pytest.raises(NotAllowed):
        accept_transfer(transfer=made.transfer, words=READ, by=made.placed.worker, at=LATER)
    shown = show_transfer(made.transfer, reader=made.receiving, at=LATER)
    assert shown.may == {"transfer.accept", "transfer.return"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"to_team": 0}, "to_team"),
        ({"route": "somewhere"}, "route"),
        ({"why": "Agreed"}, "why"),
        ({"next_days": ""}, "next_days"),
        ({"checklist": {}}, "check-chronology"),
        ({"checklist": {"chronology": ("no", "")}}, "words-chronology"),
    ],
)
def test_a_proposal_that_lacks_something_is_refused(changed, field):
    made = transfer_at("returned")
    said = transfer_said(**({"to_team": Transfer.objects.get().to_team_id} | changed))
    with pytest.raises(Refused) as refused:
        change_transfer(transfer=made.transfer, said=said, by=made.giving, at=LATER)
    assert field in [name for name, _ in refused.value.problems]


def test_one_transfer_at_a_time_and_it_can_be_taken_back():
    made = transfer_at("accepted")
    to = Transfer.objects.get().to_team_id
    with pytest.raises(Refused, match="waits already"):
        propose_transfer(children=[made.child], said=transfer_said(to), by=made.giving, at=LATER)
    because = "The family moves to another council on Monday."
    withdraw_transfer(transfer=made.transfer, because=because, by=made.giving, at=LATER)
    assert Deadline.objects.get(clock="transfer_first_visit").void_at == LATER
    with pytest.raises(Refused):
        words = "See Noah by Friday."
        complete_transfer(
            transfer=made.transfer, worker=made.new_worker.pk, instructions=words, by=made.receiving, at=LATER
        )
    propose_transfer(children=[made.child], said=transfer_said(to), by=made.giving, at=LATER)


def test_while_a_transfer_waits_the_work_goes_nowhere_else_and_cannot_close():
    made = transfer_at("accepted")
    head = person_who_signs_in("service_manager", team=made.placed.team)
    other = a_team("Assessment east")
    elsewhere = {"referrals": [made.placed.referral], "reason": "workload", "by": head, "at": LATER}
    with pytest.raises(Refused, match="A transfer of this child waits") as refused:
        allocate_team(**elsewhere, team=other.pk)
    assert refused.value.problems[0][0] == "team"
    (sentence,) = in_the_way(made.child)
    assert sentence.startswith("A transfer to Safeguarding south, proposed on 9 December 2026, is still open")
    with pytest.raises(Refused, match="A transfer to Safeguarding south"):
        propose_closure(child=made.child, said=closure_said(LATER), by=made.placed.worker, at=LATER)
    withdraw_transfer(transfer=made.transfer, because="The family stays in the north.", by=made.giving, at=LATER)
    assert in_the_way(made.child) == ()
    allocate_team(**elsewhere, team=other.pk)
    assert Referral.objects.get(child=made.child).team == other


def test_a_completed_transfer_says_whom_the_child_was_given_to_then():
    made = transfer_at("completed")
    tom = person_who_signs_in("social_worker", name="Tom Ash", team=made.receiving.team)
    give = {"referrals": [made.placed.referral], "instructions": "See Noah by Tuesday.", "by": made.receiving}
    allocate_worker(**give, worker=tom.pk, reason="left", at=LATER)
    (sentence,) = show_transfer(made.transfer, reader=made.receiving, at=LATER).holds
    assert sentence == "Noah Carter was given to Rosa Lind of Safeguarding south when the transfer was completed."


def test_a_child_who_is_with_nobody_has_nothing_to_transfer():
    placed = child_at("to_allocate")
    head = person_who_signs_in("team_manager", team="South")
    with pytest.raises(NotAllowed):
        propose_transfer(children=[placed.child], said=transfer_said(1), by=head, at=LATER)


def test_every_change_of_worker_has_its_reason_at_once_or_afterwards():
    placed = child_at("allocated")
    head = person_who_signs_in("team_manager", team=placed.team)
    rosa, tom = (person_who_signs_in("social_worker", name=name, team=placed.team) for name in ("Rosa Lind", "Tom Ash"))
    give = {"referrals": [placed.referral], "instructions": "See Noah by Tuesday.", "by": head}
    with pytest.raises(Refused) as refused:
        allocate_worker(**give, worker=rosa.pk, at=LATER)
    assert [name for name, _ in refused.value.problems] == ["reason"]
    allocate_worker(**give, worker=rosa.pk, reason="left", at=LATER)
    found = workers_of(placed.child)
    assert [(one.name, one.reason_words) for one in found.workers] == [
        ("Priya Nair", ""),
        ("Rosa Lind", "The worker left"),
    ]
    allocate_worker(**give, worker=tom.pk, reason="workload", at=LATER + timedelta(days=3))
    WorkerChange.objects.filter(came=tom).delete()  # as in a record that was kept before reasons were asked
    (open_change,) = workers_of(placed.child).unexplained
    assert (open_change.followed_name, open_change.name) == ("Rosa Lind", "Tom Ash")
    said = {"child": placed.child, "role": "worker", "went": rosa.pk, "came": tom.pk}
    with pytest.raises(Refused, match="Say what the reason is"):
        explain_change(**said, reason="another", words="", by=head, at=LATER)
    explain_change(
        **said, reason="another", words="Rosa went on a course for a year.", by=head, at=LATER + timedelta(days=4)
    )
    assert workers_of(placed.child).unexplained == ()
