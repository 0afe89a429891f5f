"""Strategy discussions, enquiries and conferences at each step, by the operations of the pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from goldenthread.access.models import User
from goldenthread.casework.models import Meeting
from goldenthread.casework.operations.child_protection import (
    StrategySaid,
    authorise_enquiry,
    conclude_enquiry,
    harm_suspected,
    record_strategy,
)
from goldenthread.casework.operations.conference_rooms import save_room
from goldenthread.casework.operations.conferences import (
    ConferenceChild,
    ConferenceSaid,
    arrange_conference,
    hold_conference,
)
from goldenthread.casework.operations.meetings import ActionSaid, ChildSaid, PartSaid
from goldenthread.casework.operations.plans import ActionSaid as PlanActionSaid
from goldenthread.casework.operations.plans import ConcernSaid, OutcomeSaid
from tests.building.access import an_administrator, person_who_signs_in
from tests.building.front_door import LONDON, Placed, child_at

SUSPECTED = datetime(2026, 11, 20, 9, 30, tzinfo=LONDON)
DISCUSSED = datetime(2026, 11, 20, 14, 0, tzinfo=LONDON)  # a Friday; the conference is due by 11 December
CONCLUDED = datetime(2026, 12, 1, 16, 0, tzinfo=LONDON)
AUTHORISED = datetime(2026, 12, 2, 10, 0, tzinfo=LONDON)
CONFERRED = datetime(2026, 12, 9, 10, 0, tzinfo=LONDON)
AFTER = datetime(2026, 12, 9, 15, 0, tzinfo=LONDON)

STATES = ("strategy_due", "enquiry_running", "enquiry_with_manager", "conference_due", "conference_planned")


@dataclass(frozen=True)
class Protected:
    """A child in the child protection process: the keys there are, and the people who brought it there."""

    child: int
    placed: Placed
    worker: User
    manager: User
    strategy: int | None = None
    enquiry: int | None = None
    conference: int | None = None
    chair: User | None = None
    room: int | None = None
    plan: int | None = None


def three_agencies(**changed: Any) -> list[PartSaid]:
    """Everybody a strategy discussion needs."""
    return [
        PartSaid("Helen Marsh, team manager", "social_care", attended=True),
        PartSaid("DS Imran Aziz", "police", attended=True),
        PartSaid("Ruth Bell, safeguarding nurse", "health", attended=True),
    ]


def strategy_said(decision: str = "s47_joint", **changed: Any) -> StrategySaid:
    """A whole strategy discussion."""
    return replace(
        StrategySaid(
            held_at=DISCUSSED,
            parts=three_agencies(),
            summary="Police: two calls to the house in October. Health: Noah missed three appointments.",
            decision=decision,
            rationale="Noah has a bruise nobody can explain and Lee was alone with him on Tuesday.",
            kept_safe="Noah stays with his grandmother until he has been examined.",
            actions=[ActionSaid("See Noah alone at school", date(2026, 11, 23), owner_name="Priya Nair")],
        ),
        **changed,
    )


def enquiry_at(step: str) -> Protected:
    """A section 47 enquiry: "running", "with_manager" or "authorised" (with a conference as its outcome)."""
    if step not in ("running", "with_manager", "authorised"):
        raise ValueError(f"No step is called {step}.")
    placed = child_at("allocated")
    assert placed.worker is not None
    manager = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    meeting = record_strategy(
        children=[placed.child],
        suspected_at=SUSPECTED,
        why_called="A bruise on Noah’s back that nobody can explain.",
        said=strategy_said(),
        by=manager,
        at=DISCUSSED + timedelta(hours=1),
    )
    enquiry = Meeting.objects.get(pk=meeting).enquiries_begun.get()
    made = Protected(placed.child, placed, placed.worker, manager, strategy=meeting, enquiry=enquiry.pk)
    if step == "running":
        return made
    conclude(made)
    if step == "with_manager":
        return made
    authorise_enquiry(
        enquiry=enquiry.pk, words_of_manager="The injury and the history both point to Lee.", by=manager, at=AUTHORISED
    )
    return made


def conclude(made: Protected, outcome: str = "CONFERENCE", **changed: Any) -> None:
    """The worker concludes the enquiry."""
    assert made.enquiry is not None
    said = {
        "findings": "Noah told the doctor that Lee pinched him. The paediatrician agrees that the bruise is a grip.",
        "rationale": "He has suffered significant harm, and his mother does not believe him.",
        "concluded_on": date(2026, 12, 1),
        "not_seen_because": "He was seen at hospital by the paediatrician; our own visit is tomorrow.",
    }
    conclude_enquiry(enquiry=made.enquiry, outcome=outcome, **(said | changed), by=made.worker, at=CONCLUDED)


def a_chair(name: str = "Maria Obi") -> User:
    """Somebody who chairs conferences."""
    return person_who_signs_in("conference_chair", name=name)


def a_room(name: str = "Weir Room") -> int:
    """A conference room."""
    return save_room(name=name, place="Thornbridge House", seats=14, by=an_administrator(), at=SUSPECTED)


def conference_at(step: str, **changed: Any) -> Protected:
    """An initial conference: "planned" for 9 December 2026, or "held" with a child protection plan as its decision."""
    if step not in ("planned", "held"):
        raise ValueError(f"No step is called {step}.")
    made = enquiry_at("authorised")
    chair, room = a_chair(), a_room(f"Room {made.child}")
    conference = arrange_conference(
        kind="initial_conference",
        children=[made.child],
        planned_at=CONFERRED,
        room=room,
        chair=chair.pk,
        parts=[
            PartSaid("Priya Nair", "social_care", "Social worker"),
            PartSaid("DS Imran Aziz", "police", "Detective sergeant"),
            PartSaid("Stacey Carter", "family", "Mother"),
        ],
        by=made.manager,
        at=AUTHORISED + timedelta(hours=1),
    )
    made = replace(made, conference=conference, chair=chair, room=room)
    if step == "planned":
        return made
    plans = hold_conference(meeting=conference, said=conference_said(made, **changed), by=chair, at=AFTER)
    return replace(made, plan=plans[0] if plans else None)


def conference_said(made: Protected, decision: str = "plan", **changed: Any) -> ConferenceSaid:
    """A whole conference. `changed` changes the child's part, or the conference's own where it has such a word."""
    own = {name: changed.pop(name) for name in list(changed) if name in ConferenceSaid.__dataclass_fields__}
    said_of_child = {name: changed.pop(name) for name in list(changed) if name in ChildSaid.__dataclass_fields__}
    said = ChildSaid(
        **(
            {
                "child": made.child,
                "attended": False,
                "views": "I want to stay at Nan’s until Lee goes.",
                "views_brought_how": "Miss Abara read it out; he told her on 8 December.",
                "family_view": "Stacey says Lee would never hurt him.",
                "decision": decision,
                "category": "PHY" if decision.startswith("plan") and decision != "plan_ends" else "",
                "reasons": "He was hurt, and nobody at home believes him.",
            }
            | said_of_child
        )
    )
    outline = [
        ConcernSaid(
            title="Lee hurts Noah",
            saw="A grip mark on his back, and his own words.",
            need="Noah must be safe from Lee.",
            outcomes=[
                OutcomeSaid(
                    "Noah is not hurt by anybody",
                    target="No new marks",
                    how_we_know="Seen at each visit",
                    actions=[
                        PlanActionSaid("See Noah alone every week", "Priya Nair", due_on=date(2026, 12, 16)),
                    ],
                )
            ],
        )
    ]
    child = ConferenceChild(
        **(
            {
                "said": said,
                "outline": outline if decision == "plan" else (),
                "contingency": "If Lee comes back we go to court." if decision == "plan" else "",
            }
            | changed
        )
    )
    whole: dict[str, Any] = {
        "held_at": CONFERRED,
        "parts": _came(made),
        "children": [child],
        "summary": "The paediatrician explained the mark. Stacey was heard.",
    } | own
    return ConferenceSaid(**whole)


def _came(made: Protected) -> list[PartSaid]:
    rows = Meeting.objects.get(pk=made.conference).parts.order_by("pk")
    return [
        PartSaid(
            row.name,
            row.agency,
            row.role,
            attended=True,
            view="" if row.agency == "family" else "Noah needs a plan: he is not safe where Lee is.",
            report_shared_on=row.report_shared_on,
            key=row.pk,
        )
        for row in rows
    ]


def protected_at(step: str) -> Protected:
    """A child at a step of child protection: one of `STATES`."""
    if step == "strategy_due":
        placed = child_at("allocated")
        assert placed.worker is not None
        manager = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
        harm_suspected([placed.child], suspected_at=SUSPECTED)
        return Protected(placed.child, placed, placed.worker, manager)
    if step == "conference_planned":
        return conference_at("planned")
    steps = {"enquiry_running": "running", "enquiry_with_manager": "with_manager", "conference_due": "authorised"}
    return enquiry_at(steps[step])
