"""Contacts that wait for a decision, and children at each step from a decision to a worker.

`waiting_contact` uses the bulk door, as a loaded file would; what follows is done by the operations of the pages.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from goldenthread.access.models import Team, User
from goldenthread.access.public import take_keys
from goldenthread.casework.models import Allocation, Contact, Referral
from goldenthread.casework.operations.allocations import allocate_team, allocate_worker
from goldenthread.casework.operations.bulk import ContactPersonRow, ContactRow, Starting, load_casework
from goldenthread.casework.operations.decisions import Said, decide
from tests.building.access import a_team, person_who_signs_in
from tests.building.people import a_child

LONDON = ZoneInfo("Europe/London")
THURSDAY = datetime(2026, 11, 19, 14, 41, tzinfo=LONDON)
WEDNESDAY = datetime(2026, 11, 18, 15, 10, tzinfo=LONDON)
_turn = count(1)

REASONS = {
    "why_this": "Lee hurts their mother while the children are in the house, and nobody has seen Noah.",
    "why_now": "It happened two nights ago and he is there every day.",
    "rejected": "Advice was given in August and changed nothing.",
}


@dataclass(frozen=True)
class Placed:
    """A child at a step: its keys and the people who brought it there."""

    child: int
    contact: int
    referral: int
    manager: User
    writer: User
    team: Team | None = None
    worker: User | None = None
    allocation: int | None = None


def manager(name: str = "", *, team: Team | str | None = None) -> User:
    """A team manager of the front door, or of another team."""
    return person_who_signs_in("team_manager", name=name, team=team or a_team("Front door", kind="front_door"))


def writer(name: str = "") -> User:
    """A front door worker."""
    return person_who_signs_in("front_door_worker", name=name, team=a_team("Front door", kind="front_door"))


def waiting_contact(
    children: Collection[int] = (),
    *,
    parents: Collection[int] = (),
    by: User | None = None,
    received_at: datetime = WEDNESDAY,
    state: str = "to_decide",
    **values: Any,
) -> Contact:
    """A contact about these children that waits for a decision, its clocks running."""
    by = by or writer()
    (key,) = take_keys(ContactRow, 1)
    row = {
        "reference": f"26-W{next(_turn):04}",
        "form_version": 1,
        "team_id": by.team_id,
        "family_name": "Carter",
        "summary": "Callum says his mother’s partner threw a plate.",
        "source": "2A",
        "referrer_name": "Joanna Frith",
        "referrer_agency": "Thornbridge Primary School",
        "concerns": ("domestic_abuse",),
        "domestic_abuse": True,
        "priority": "amber",
        "written_by_id": by.pk,
        "sent_at": None if state == "writing" else received_at,
    } | values
    named = [*((child, "child") for child in children), *((parent, "parent") for parent in parents)]
    rows: list[Any] = [ContactRow(id=key, state=state, received_at=received_at, started_at=received_at, **row)]
    for person_key, (person, part) in zip(take_keys(ContactPersonRow, len(named)), named, strict=True):
        rows.append(
            ContactPersonRow(
                id=person_key,
                contact_id=key,
                part=part,
                added_at=received_at,
                person_id=person,
                given_names=_given(person),
            )
        )
    clocks = ["contact_decision", *(["contact_priority_red"] if row["priority"] == "red" else [])]
    starting = [Starting(clock=clock, at=received_at, contact=key, team=by.team_id) for clock in clocks]
    load_casework(rows, starting if state != "decided" else [])
    return Contact.objects.get(pk=key)


def _given(person: int) -> str:
    return Contact.people.field.model.person.field.related_model.objects.values_list("given_names", flat=True).get(
        pk=person
    )


def said(contact: Contact, outcome: str = "REF_S17", **values: Any) -> Said:
    """A whole decision, with a reason of its own for this contact."""
    risk: Mapping[int, str] = {
        child.pk: f"{child.given_names} is frightened at night." for child in contact.people.filter(part="child")
    }
    whole = REASONS | {
        "why_this": f"{REASONS['why_this']} ({contact.reference})",
        "risk": "High tonight.",
        "risk_by_child": risk,
        "detail": "Their mother agreed by telephone on 19 November.",
        "feedback": "The duty worker rings the school today.",
        "history_read": True,
    }
    return Said(outcome=outcome, **(whole | values))


def child_at(step: str, *, at: datetime = THURSDAY, received_at: datetime = WEDNESDAY) -> Placed:
    """A child whose contact became a referral: "referred" and "to_allocate" (decided, waiting for a team),
    "with_team" (waiting for a worker), or "allocated"."""
    if step not in ("referred", "to_allocate", "with_team", "allocated"):
        raise ValueError(f"No step is called {step}.")
    child, who, decider = a_child(), writer(), manager()
    contact = waiting_contact([child], by=who, received_at=received_at)
    decided = decide(contact=contact.pk, said=said(contact), by=decider, at=at)
    referral = Referral.objects.get(pk=decided.referrals[0])
    placed = {"child": child, "contact": contact.pk, "referral": referral.pk, "manager": decider, "writer": who}
    if step in ("referred", "to_allocate"):
        return Placed(**placed)
    team = a_team("Assessment north", kind="assessment", service="Safeguarding")
    allocate_team(referrals=[referral.pk], team=team.pk, instructions="Assess this week.", by=decider, at=at)
    if step == "with_team":
        return Placed(**placed, team=team)
    worker = person_who_signs_in("social_worker", name="Priya Nair", team=team)
    allocate_worker(
        referrals=[referral.pk],
        worker=worker.pk,
        instructions="See every child by Tuesday. Speak to the health visitor first.",
        by=person_who_signs_in("team_manager", name="Helen Marsh", team=team),
        at=at,
    )
    allocation = Allocation.objects.get(referral=referral, worker=worker, ended_at=None)
    return Placed(**placed, team=team, worker=worker, allocation=allocation.pk)
