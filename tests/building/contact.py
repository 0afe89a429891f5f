"""Contacts at each step of their writing, by the operations of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goldenthread.access.models import User
from goldenthread.casework.models.written import pieces_about
from goldenthread.casework.public import (
    add_as_new,
    name_person,
    save_section,
    send,
    start_contact,
    weigh,
)
from tests.building.access import a_team, person_who_signs_in
from tests.building.front_door import THURSDAY, WEDNESDAY

STORY = (
    "Mrs Frith rang about Callum and Noah. Callum said Lee grabbed Mum’s arm and threw a plate. "
    "Noah is not at nursery on Wednesdays and nobody has seen him."
)

ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "what_happened": {
        "narrative": STORY,
        "referrer_name": "Joanna Frith",
        "referrer_role": "Deputy head and safeguarding lead",
        "referrer_agency": "Thornbridge Primary School",
        "referrer_phone": "01632 960417, before 4:30pm",
        "source": "2A",
        "how_known": "child_told",
    },
    "who": {"household": "Lee Barlow stays most nights."},
    "worries": {
        "concerns": ["domestic_abuse", "emotional_harm"],
        "safe_now": "At school until 3:15pm, with Miss Abara.",
        "abuse_where_now": "Nobody knows. He comes to the school gate at 3:15pm.",
        "priority": "amber",
        "level_of_need": "4",
    },
    "family_knows": {
        "sharing_basis": "public_task",
        "parents_informed": "not_informed_risk_of_harm",
        "agreement_to_checks": "dispensed_with",
        "agreement_to_service": "not_asked",
        "objection": "none",
        "child_view": "not_assessed",
        "responsibility": "Nobody yet.",
        "consent_rationale": "Lee reads their mother’s phone. If we rang today he could hurt her again.",
    },
    "history": {"history_means": "Nothing earlier is on record. I looked for all four of them."},
    "send": {"summary": "Callum says Lee threw a plate. Nobody has seen Noah.", "suggested_outcome": "REF_S17"},
}
"""A whole contact, part by part."""


@dataclass(frozen=True)
class Written:
    """A contact, who writes it, and the line of each child by first name."""

    contact: int
    writer: User
    children: Mapping[str, int]


def a_writer(name: str = "Daniel Okafor") -> User:
    """A front door worker."""
    return person_who_signs_in("front_door_worker", name=name, team=a_team("Front door", kind="front_door"))


def started(*, by: User | None = None, received_at: datetime = WEDNESDAY, at: datetime = THURSDAY) -> int:
    """A contact that has just been started."""
    return start_contact(received_at=received_at, by=by or a_writer(), at=at)


def contact_at(
    step: str,
    *,
    by: User | None = None,
    at: datetime = THURSDAY,
    received_at: datetime = WEDNESDAY,
    without: str = "",
    **changed: Mapping[str, Any],
) -> Written:
    """A contact about Callum and Noah: "writing" (everything is filled in, nothing sent) or "to_decide" (sent).

    `without` leaves a part empty; `worries={…}` changes the answers of a part.
    """
    if step not in ("writing", "to_decide"):
        raise ValueError(f"No step is called {step}.")
    by = by or a_writer()
    contact = started(by=by, received_at=received_at, at=at)
    who = {"contact": contact, "by": by, "at": at}
    children = {
        name: name_person(part="child", given_names=name, family_name="Reilly", born_on=born_on, **who)
        for name, born_on in (("Callum", date(2015, 1, 22)), ("Noah", date(2024, 5, 30)))
    }
    mother = name_person(part="parent", given_names="Stacey", family_name="Reilly", **who)
    name_person(part="partner", given_names="Lee", family_name="Barlow", said_to_harm=True, **who)
    for line in (*children.values(), mother):
        add_as_new(line=line, **who)
    for line in children.values() if without != "ethnicity" else ():
        save_section(key=f"ethnicity:{line}", answers={"ethnicity": "WBRI"}, based_on=0, **who)
    said = {"said": "I put the telly up loud so Noah couldn’t hear.", "said_to": "Miss Abara, today, alone"}
    save_section(key=f"said:{children['Callum']}", answers=said, based_on=0, **who)
    for key, answers in ANSWERS.items():
        if key != without:
            save_section(key=key, answers={**answers, **changed.get(key, {})}, based_on=0, **who)
    if step == "to_decide":
        send(contact=contact, by=by, at=at)
    return Written(contact, by, children)


def weigh_everything(contact: int, *, people: set[int], by: User, at: datetime = THURSDAY) -> None:
    """Opens every earlier piece of work about these people."""
    about = [piece.about for piece in pieces_about(people, but=contact)]
    if about:
        weigh(contact=contact, about=about, opened=True, by=by, at=at)
