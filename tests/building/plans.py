"""Plans at each step of their life, by the operations of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from goldenthread.access.models import User
from goldenthread.casework.models import Outcome, Plan
from goldenthread.casework.public.child_protection import PartSaid
from goldenthread.casework.public.plans import (
    ActionSaid,
    ConcernSaid,
    OutcomeReviewed,
    OutcomeSaid,
    ReviewSaid,
    hold_review,
    start_plan,
)
from tests.building.access import person_who_signs_in
from tests.building.front_door import LONDON, THURSDAY, Placed, child_at

STEPS = ("outline", "current", "with_review_due")


def outline(today: date) -> tuple[ConcernSaid, ...]:
    """Three concerns: one whose thread holds, one with an action that nobody owns, one that nobody acts on."""
    soon, before = today + timedelta(days=30), today - timedelta(days=5)
    return (
        ConcernSaid(
            title="Being in school",
            saw="Missed 52 of 168 half-days in spring term.",
            saw_source="School register",
            saw_on=before,
            need="To be in school, with friends of the same age",
            outcomes=(
                OutcomeSaid(
                    words="Noah is in school nine days in ten",
                    baseline="7 days in 10",
                    target="9 days in 10",
                    how_we_know="The school register, read by Mr Obi each Friday",
                    unit="% of school days",
                    baseline_value=Decimal(69),
                    target_value=Decimal(90),
                    by_on=soon,
                    actions=(
                        ActionSaid(
                            what="Walk with Noah to the 8.05 bus",
                            owner_name="Jean Carter",
                            due_on=soon,
                            due_words="on school days",
                        ),
                        ActionSaid(what="Meet Noah in the library", owner_name="Mr Obi", due_on=soon),
                    ),
                ),
            ),
        ),
        ConcernSaid(
            title="Mum’s drinking",
            saw="Asleep and smelling of drink at 4pm, three times.",
            saw_source="Police",
            need="A parent awake and sober in the evening",
            factor="1B",
            outcomes=(
                OutcomeSaid(
                    words="Mum is sober on school nights",
                    baseline="2 nights in 5",
                    target="5 nights in 5",
                    how_we_know="Nan writes it down each Sunday",
                    by_on=soon,
                    actions=(ActionSaid(what="Support Mum to engage", owner_name="All professionals", due_on=soon),),
                ),
            ),
        ),
        ConcernSaid(
            title="Looking after Mia",
            saw="Collects Mia and cooks her tea most school days.",
            saw_source="Noah, alone",
            need="Not to be Mia’s carer",
        ),
    )


@dataclass(frozen=True)
class Planned:
    """A plan, its child as placed, its worker, and a manager of the team."""

    plan: int
    placed: Placed
    worker: User
    manager: User

    @property
    def child(self) -> int:
        """The child's key."""
        return self.placed.child


def plan_at(
    step: str, *, kind: str = "child_in_need", at: datetime = THURSDAY, concerns: tuple[ConcernSaid, ...] | None = None
) -> Planned:
    """A plan: "outline" (just started), "current" (its first review is held) or "with_review_due" (begun so long ago
    that its first review is overdue at `at`)."""
    if step not in STEPS:
        raise ValueError(f"No step is called {step}.")
    began = at - timedelta(days=70) if step == "with_review_due" else at
    placed = child_at("allocated", at=began, received_at=began - timedelta(days=1))
    assert placed.worker is not None
    manager = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    plan = start_plan(
        child=placed.child,
        kind=kind,
        started_on=began.astimezone(LONDON).date(),
        category="NEG" if kind == "child_protection" else "",
        outline=outline(began.date()) if concerns is None else concerns,
        contingency="If Mum is drinking and the children are home, Nan comes and stays.",
        contingency_by=began.date() + timedelta(days=40),
        by=manager if kind == "child_protection" else placed.worker,
        at=began,
    )
    planned = Planned(plan, placed, placed.worker, manager)
    if step == "current":
        reviewed(planned, at=at)
    return planned


def said_of(plan: int, **values: object) -> ReviewSaid:
    """A whole review of a plan: everything goes on, and one new action."""
    outcomes = list(Outcome.objects.filter(plan=plan, ended_on=None).exclude(progress="achieved").order_by("pk"))
    started = Plan.objects.get(pk=plan).started_on
    new = ActionSaid(what="Ring the school", owner_name="Priya Nair", due_on=started + timedelta(days=60))
    whole = {
        "outcomes": [
            OutcomeReviewed(
                outcome=one.pk,
                progress="better",
                words="In school 87% of the time since half-term.",
                new_actions=(new,) if number == 0 else (),
            )
            for number, one in enumerate(outcomes)
        ],
        "views": "I want to come home and it be normal.",
        "views_brought_how": "Came for half an hour",
        "contingency_weighed": "Not yet: Nan has come each time.",
        "next_on": started + timedelta(days=90),
    }
    return ReviewSaid(**(whole | values))  # type: ignore[arg-type]


def reviewed(planned: Planned, *, at: datetime, held_at: datetime | None = None, **values: object) -> int:
    """Holds a review of the plan, and returns the meeting."""
    row = Plan.objects.get(pk=planned.plan)
    kind = "core_group" if row.kind == "child_protection" else "cin_meeting" if row.state == "outline" else "cin_review"
    return hold_review(
        plan=planned.plan,
        kind=kind,
        held_at=held_at or at,
        parts=[PartSaid(name="Mr Obi", agency="education", attended=True)],
        said=said_of(planned.plan, **values),
        based_on=row.version,
        by=planned.worker,
        at=at,
    )
