"""Management decisions, transfers and disputes at each step, by the operations of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from goldenthread.access.models import User
from goldenthread.casework.public.oversight import (
    AskedAction,
    DecisionSaid,
    MeetingSaid,
    TransferSaid,
    accept_transfer,
    answer_dispute,
    complete_transfer,
    propose_transfer,
    raise_dispute,
    record_management_decision,
    record_transfer_meeting,
    resolve_dispute,
    return_transfer,
    step_up_dispute,
)
from goldenthread.rulebook.forms.transfer import TRANSFER as FORM
from tests.building.access import a_team, person_who_signs_in, tied
from tests.building.front_door import THURSDAY, Placed, child_at

DECIDED = THURSDAY + timedelta(days=20)


def decision_said(owner: User | None = None, at: datetime = DECIDED, **changed: Any) -> DecisionSaid:
    """A whole management decision, with one action for `owner`; without one, a day to look again."""
    actions: Sequence[AskedAction] = ()
    if owner is not None:
        due = (at + timedelta(days=5)).date()
        actions = [AskedAction("See Noah at school and ask who picks him up", owner.pk, due)]
    whole = {
        "kind": "direction",
        "decided": "The evening visits go on for six more weeks, and start at six o’clock.",
        "why": "Two people have seen Lee at the house since Sunday, and Noah has not been seen after four.",
        "rejected": "A written agreement: the last one was broken within the week.",
        "child_view": "Noah says he listens for the door. An evening visit is when he can show us.",
        "facts": "His nan’s diary, the police log of 12 November and the 2021 assessment",
        "risk": "Noah alone with his brother at night, and nobody who would ring",
        "actions": actions,
        "review_on": None if actions else (at + timedelta(days=14)).date(),
    }
    return DecisionSaid(**(whole | changed))


def decision_made(
    placed: Placed | None = None, *, by: User | None = None, at: datetime = DECIDED, **changed: Any
) -> tuple[int, Placed, User]:
    """A management decision about a child who has a worker: its key, the child, and the manager who made it."""
    placed = placed or child_at("allocated")
    by = by or person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    said = decision_said(placed.worker, at, **changed)
    return record_management_decision(child=placed.child, said=said, by=by, at=at), placed, by


def transfer_said(to_team: int, **changed: Any) -> TransferSaid:
    """A whole proposal that nothing stops."""
    whole = {
        "to_team": to_team,
        "route": "assessed_cin",
        "why": "The assessment is authorised, and the first child in need meeting is on Tuesday.",
        "risks": "Noah listens for the door at night; Lee has come back twice since Sunday.",
        "strengths": "His nan rings us, and school sees him every day.",
        "child_wants": "Noah wants the same worker; he asked whether Priya will say goodbye.",
        "next_days": "See Noah by Friday (Priya Nair); review of the plan on 14 December; school on Monday.",
        "checklist": {one.key: ("yes", "") for one in FORM.sections[0].questions},
    }
    return TransferSaid(**(whole | changed))


def meeting_said(at: datetime = DECIDED, **changed: Any) -> MeetingSaid:
    """A transfer meeting that found it right to transfer."""
    whole = {
        "met_on": at.date(),
        "met_with": "Stacey, Jean Carter, Priya Nair and both managers",
        "appropriate": True,
        "appropriate_words": "The assessment is done, nobody expects court, and the plan is agreed.",
        "cannot_wait": "The visit of Friday evening: Priya makes it, whoever holds Noah then.",
        "unassessed": "Nothing",
        "tells_family": "Priya tells Noah and Stacey on Friday, with the new worker",
        "moves_on": (at + timedelta(days=7)).date(),
    }
    return MeetingSaid(**(whole | changed))


@dataclass(frozen=True)
class Moving:
    """A transfer, its child, and the people of both teams."""

    transfer: int
    child: int
    placed: Placed
    giving: User
    receiving: User
    new_worker: User


def transfer_at(step: str, *, placed: Placed | None = None, at: datetime = DECIDED) -> Moving:
    """A transfer: "proposed", "met", "returned", "accepted" or "completed"."""
    if step not in ("proposed", "met", "returned", "accepted", "completed"):
        raise ValueError(f"No step is called {step}.")
    placed = placed or child_at("allocated")
    south = a_team("Safeguarding south", kind="safeguarding", service="Safeguarding")
    giving = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    receiving = person_who_signs_in("team_manager", name="Omar Khan", team=south)
    worker = person_who_signs_in("social_worker", name="Rosa Lind", team=south)
    key = propose_transfer(children=[placed.child], said=transfer_said(south.pk), by=giving, at=at)
    made = Moving(key, placed.child, placed, giving, receiving, worker)
    later = at + timedelta(hours=2)
    if step == "returned":
        return_transfer(transfer=key, because="The chronology stops in March.", by=receiving, at=later)
    if step in ("met", "accepted", "completed"):
        record_transfer_meeting(transfer=key, said=meeting_said(at), by=giving, at=later)
    if step in ("accepted", "completed"):
        accept_transfer(transfer=key, words="Read the chronology and the plan. Rosa starts.", by=receiving, at=later)
    if step == "completed":
        words = "See Noah by Friday with Priya."
        complete_transfer(transfer=key, worker=worker.pk, instructions=words, by=receiving, at=later)
    return made


@dataclass(frozen=True)
class Disputed:
    """A dispute, who raised it and who was asked."""

    dispute: int
    child: int
    chair: User
    manager: User
    head: User


def dispute_at(step: str, *, placed: Placed | None = None, at: datetime = DECIDED) -> Disputed:
    """A dispute: "raised", "answered", "stepped_up" or "resolved"."""
    if step not in ("raised", "answered", "stepped_up", "resolved"):
        raise ValueError(f"No step is called {step}.")
    placed = placed or child_at("allocated")
    chair = person_who_signs_in("conference_chair", name="Margaret Osei")
    tied(placed.child, to=chair, kind="reviewing")
    manager = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    head = person_who_signs_in("service_manager", name="Anita Rao", team=placed.team)
    key = raise_dispute(
        child=placed.child,
        about="visits",
        words="Noah has not been seen for five weeks, and the plan asks for ten working days.",
        tried="Rang Helen on 1 and 8 December. She said a visit was arranged; none was.",
        wants="Noah seen alone by Friday, and every ten working days from then.",
        stage="team_manager",
        asked_of=manager.pk,
        by=chair,
        at=at,
    )
    made = Disputed(key, placed.child, chair, manager, head)
    later = at + timedelta(days=1)
    if step in ("answered", "resolved"):
        answer_dispute(dispute=key, answer="Priya sees him on Thursday at four.", by=manager, at=later)
    if step == "stepped_up":
        words = "No answer came in five working days."
        step_up_dispute(dispute=key, words=words, asked_of=head.pk, by=chair, at=at + timedelta(days=12))
    if step == "resolved":
        words = "Seen on Thursday; the next visit is in the diary."
        resolve_dispute(dispute=key, outcome="done", words=words, by=chair, at=at + timedelta(days=3))
    return made
