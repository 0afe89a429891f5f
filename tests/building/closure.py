"""Proposals to close at each step, by the operations of the pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from goldenthread.access.models import User
from goldenthread.casework.operations.closure import (
    ClosureSaid,
    authorise_closure,
    propose_closure,
    return_closure,
)
from goldenthread.casework.operations.plans import ConcernSaid, OutcomeSaid, start_plan
from goldenthread.rulebook.forms.closure import CLOSURE as FORM
from tests.building.access import person_who_signs_in
from tests.building.front_door import THURSDAY, Placed, child_at

PROPOSED = THURSDAY + timedelta(days=60)


@dataclass(frozen=True)
class Closing:
    """A child whose case somebody proposes to close."""

    child: int
    closure: int
    placed: Placed
    worker: User
    manager: User


def closure_said(at: datetime = PROPOSED, **changed: Any) -> ClosureSaid:
    """A whole proposal that nothing stops."""
    whole = ClosureSaid(
        reason="RC7",
        closes_on=at.date(),
        what_changed="Noah sleeps through, and has been at school every day since half term",
        evidence="The school’s register from 2 November; his own words on the visit of 9 January",
        rationale="What we worried about has not happened for three months, and his nan sees him daily.",
        checklist={one.key: ("yes", "") for one in FORM.sections[0].questions},
        would_without=None,
        who_stays="His nan, Jean Carter, and Mr Obi at school",
        if_it_returns="Stacey rings her sister and then the front door; Mr Obi rings us the same day",
        child_view="Noah: “You can stop coming if Nan still comes.”",
        family_view="Stacey is proud, and a little afraid of being alone with it.",
        step_down_to="early_help",
        step_down_words="Dawn Hill of the family hub met them on 8 January",
    )
    return replace(whole, **changed)


def closure_at(step: str, *, placed: Placed | None = None, at: datetime = PROPOSED, **changed: Any) -> Closing:
    """A proposal to close: "proposed", "returned" or "authorised". The child has a child in need plan."""
    if step not in ("proposed", "returned", "authorised"):
        raise ValueError(f"No step is called {step}.")
    if placed is None:
        placed = child_at("allocated")
        start_plan(
            child=placed.child,
            kind="child_in_need",
            started_on=THURSDAY.date(),
            outline=[
                ConcernSaid(
                    title="Nights",
                    need="To sleep through the night.",
                    outcomes=[
                        OutcomeSaid(
                            words="Noah sleeps in his own bed.",
                            baseline="1 night in 7",
                            target="6 nights in 7",
                            how_we_know="His nan’s diary.",
                        )
                    ],
                )
            ],
            by=placed.worker,
            at=THURSDAY,
        )
    assert placed.worker is not None
    manager = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    key = propose_closure(child=placed.child, said=closure_said(at, **changed), by=placed.worker, at=at)
    made = Closing(placed.child, key, placed, placed.worker, manager)
    if step == "returned":
        return_closure(closure=key, because="See Noah alone once more first.", by=manager, at=at + timedelta(hours=2))
    if step == "authorised":
        authorise_closure(
            closure=key,
            words="I agree: the change has lasted, and his nan stays.",
            by=manager,
            at=at + timedelta(hours=3),
        )
    return made
