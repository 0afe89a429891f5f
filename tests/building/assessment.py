"""Assessments at each step, by the operations of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from goldenthread.access.models import User
from goldenthread.casework.public.assessment import (
    ChallengeSaid,
    answer_challenge,
    answer_history,
    assessment_written,
    authorise_assessment,
    checklist,
    return_assessment,
    save_assessment_section,
    send_assessment,
    start_assessment,
)
from goldenthread.people.public import relate
from goldenthread.rulebook.calendar import WORKING_DAYS
from tests.building.front_door import THURSDAY, child_at
from tests.building.people import an_adult

STEPS = ("writing", "with_manager", "returned", "answered", "authorised")

MEANS = (
    "When her mother drinks, she cooks for her brother and goes out late, so she is too tired to learn and nobody "
    "knows where she is. This means she carries what an adult should carry."
)
ANALYSIS: Mapping[str, Any] = {
    "means": MEANS,
    "unchanged": "In three months she will miss school most weeks and be out at night with adults we do not know.",
    "confidence": "medium",
    "confidence_because": "Two sources agree about the drinking. We do not know who gave her the telephone.",
}
ACCOUNT: Mapping[str, Any] = {
    "about": "The drinking",
    "who": "Her mother",
    "says": "“I have stopped. I have not touched it since April.”",
    "known": "Asleep at 4pm with empty cans, said her grandmother.",
    "tested": "Three evening visits without warning, 18, 23 and 29 June.",
    "think": "It does not stand: drinking on two of the three evenings.",
}


@dataclass(frozen=True)
class Assessing:
    """An assessment at a step, and the people who brought it there."""

    assessment: int
    child: int
    referral: int
    worker: User
    manager: User
    parent: int
    at: datetime


def assessment_at(
    step: str, *, at: datetime = THURSDAY, kind: str = "single", **answers: Mapping[str, Any]
) -> Assessing:
    """An assessment of one child: "writing" (everything that sending asks is written), "with_manager", "returned" with
    one challenge, "answered" (the challenge is, and it is not sent again), or "authorised".

    `analysis={…}` changes the answers of a section.
    """
    if step not in STEPS:
        raise ValueError(f"No step is called {step}.")
    placed = child_at("allocated", at=at - timedelta(days=1), received_at=at - timedelta(days=2))
    worker, manager = placed.worker, manager_beside(placed)
    assert worker is not None
    mother = an_adult("Carly", "Carter", by=placed.writer, at=at, sex="F")
    relate(person=mother, kind="mother", other=placed.child, source="A parent", by=placed.writer, at=at)
    made = start_assessment(
        children=[placed.child],
        kind=kind,
        review_points=[WORKING_DAYS.add(at.date(), 10), WORKING_DAYS.add(at.date(), 25)],
        by=worker,
        at=at,
    )
    write_whole(made, placed.child, by=worker, at=at, **answers)
    held = Assessing(made, placed.child, placed.referral, worker, manager, mother, at)
    if step == "writing":
        return held
    send_assessment(assessment=made, by=worker, at=at + timedelta(hours=1))
    if step == "with_manager":
        return held
    if step == "authorised":
        sign(held, at=at + timedelta(hours=2))
        return held
    return_assessment(
        assessment=made,
        challenges=[ChallengeSaid("Who says so besides her mother?", f"analysis:{placed.child}")],
        by=manager,
        at=at + timedelta(hours=2),
    )
    if step == "answered":
        answer_challenge(
            assessment=made,
            number=1,
            answer="Her grandmother, who counts the nights.",
            by=worker,
            at=at + timedelta(hours=3),
        )
    return held


def manager_beside(placed: Any) -> User:
    """The manager of the team that has the child."""
    return User.objects.filter(role="team_manager", team=placed.team).order_by("pk").last() or placed.manager


def write_whole(assessment: int, child: int, *, by: User, at: datetime, **answers: Mapping[str, Any]) -> None:
    """Writes all that sending asks of one child, and answers the history."""
    whole: dict[str, Mapping[str, Any]] = {
        "why_now": {"why": "School rang: she was picked up twice by a car that nobody knows."},
        "account:1": ACCOUNT,
        f"health:{child}": {"evidence": "Seen by the school nurse, 9 June.", "worries": "Little sleep."},
        f"analysis:{child}": ANALYSIS,
        f"factors:{child}": {"own": ["11A", "16A"], "family": ["1B"]},
        f"outcome:{child}": {"outcome": "child_in_need", "outcome_words": "Somebody must know where she is at night."},
    }
    whole |= {
        f"{name}:{child}" if name in ("analysis", "factors", "outcome") else name: said
        for name, said in answers.items()
    }
    for key, said in whole.items():
        save_assessment_section(assessment=assessment, key=key, answers=said, based_on=0, by=by, at=at)
    written = assessment_written(assessment, reader=by, at=at)
    waiting = [one.about for one in written.history if one.to_answer] if written else []
    if waiting:
        answer_history(
            assessment=assessment,
            about=waiting,
            answer="resolved",
            because="The health visitor saw the change in May.",
            children=[],
            by=by,
            at=at,
        )


def sign(held: Assessing, *, at: datetime, by: User | None = None) -> None:
    """Authorises it, with an answer to every line of the checklist that is not met."""
    manager = by or held.manager
    written = assessment_written(held.assessment, reader=manager, at=at)
    assert written is not None
    authorise_assessment(
        assessment=held.assessment,
        words="I read all of it with the history, and agree that she is a child in need.",
        checklist_words={
            (line.child, line.standard): "I talked it through with the worker, who does it this week."
            for line in checklist(written, on=at.date())
            if line.met is False
        },
        by=manager,
        at=at,
    )
