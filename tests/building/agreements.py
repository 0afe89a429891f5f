"""Written agreements at each step, by the operations of the pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from goldenthread.access.models import User
from goldenthread.casework.operations.agreements import (
    AgreementSaid,
    PartySaid,
    approve_agreement,
    propose_agreement,
    record_breach,
    write_agreement,
)
from tests.building.access import person_who_signs_in
from tests.building.front_door import THURSDAY, Placed, child_at

WROTE = THURSDAY + timedelta(days=4)
APPROVED = WROTE + timedelta(days=1)
BROKE = APPROVED + timedelta(days=6)


@dataclass(frozen=True)
class Agreed:
    """A child with a written agreement, and the people who brought it there."""

    child: int
    agreement: int
    placed: Placed
    worker: User
    manager: User
    breach: int | None = None


def agreement_said(at: datetime = WROTE, **changed: Any) -> AgreementSaid:
    """A whole agreement that nothing blocks."""
    on = at.date()
    whole = AgreementSaid(
        risk="Lee coming to the house while he drinks, and hitting their mother in front of Noah",
        risk_level="medium",
        why_agreement="Lee has moved out, has kept to bail for six weeks, and the order is heard on 9 March",
        domestic_abuse=True,
        we_will="Fit new locks by Friday and ring Stacey each evening at six",
        monitored_how="Visits without warning in the evening, and a call to the probation officer",
        monitored_by="Priya Nair",
        monitored_every_days=7,
        if_broken="We meet the next working day, ring the police and take legal advice",
        child_view="Noah: “he comes anyway when you’ve gone”. He wants the lock.",
        understood="Read aloud with each of them alone; Lee said it back in his own words",
        legal_advice="Both told they may see a solicitor first; Stacey did",
        starts_on=on,
        review_on=on + timedelta(days=14),
        expires_on=on + timedelta(days=56),
        parties=(
            PartySaid(
                "Lee Barrow", poses_risk=True, duties="Stay away from the street and the school", understood=True
            ),
            PartySaid("Stacey Carter", duties="Ring 999 if he comes", understood=True),
        ),
    )
    return replace(whole, **changed)


def agreement_at(step: str, *, placed: Placed | None = None, at: datetime = WROTE, **changed: Any) -> Agreed:
    """A written agreement: "writing", "proposed", "in_force" or "breached"."""
    if step not in ("writing", "proposed", "in_force", "breached"):
        raise ValueError(f"No step is called {step}.")
    placed = placed or child_at("allocated")
    assert placed.worker is not None
    manager = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    key = write_agreement(children=[placed.child], said=agreement_said(at, **changed), by=placed.worker, at=at)
    made = Agreed(placed.child, key, placed, placed.worker, manager)
    if step == "writing":
        return made
    propose_agreement(agreement=key, by=placed.worker, at=at)
    if step == "proposed":
        return made
    approved = at + timedelta(days=1)
    approve_agreement(
        agreement=key, words="The risk is outside the house now and somebody looks each week.", by=manager, at=approved
    )
    if step == "in_force":
        return made
    broke = approved + timedelta(days=6)
    breach = record_breach(
        agreement=key,
        happened_at=broke - timedelta(hours=5),
        words="Noah told his teacher that Lee slept on the sofa on Sunday.",
        by=placed.worker,
        at=broke,
    )
    return replace(made, breach=breach)


def last_day(said: AgreementSaid) -> date:
    """The day an agreement ends; it has one."""
    assert said.expires_on is not None
    return said.expires_on
