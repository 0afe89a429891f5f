"""Plans: begun, carried on, ended, and the clocks that follow them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from goldenthread.casework.models import Concern, Deadline, Outcome, Plan
from goldenthread.casework.operations.plans import (
    ActionSaid,
    ConcernSaid,
    OutcomeSaid,
    end_plan,
    share_plan,
    start_plan,
)
from goldenthread.casework.public.plans import left_open
from goldenthread.kernel.refusal import Refused
from tests.build import child_at
from tests.building.front_door import LONDON, THURSDAY, Placed

pytestmark = pytest.mark.django_db

TODAY = THURSDAY.date()
OUTLINE = (
    ConcernSaid(
        title="Being in school",
        saw="Missed 52 of 168 half-days in spring term.",
        saw_source="School register",
        need="To be in school",
        outcomes=(
            OutcomeSaid(
                words="Callum is in school nine days in ten",
                baseline="Seven days in ten",
                target="Nine days in ten",
                how_we_know="The school register",
                by_on=date(2026, 12, 18),
                actions=(
                    ActionSaid(what="Walk with Callum to the 8.05 bus", owner_name="Jean", due_on=date(2026, 12, 18)),
                ),
            ),
        ),
    ),
)


@pytest.fixture
def placed() -> Placed:
    return child_at("allocated")


def running(child: int) -> dict[str, date]:
    return dict(Deadline.objects.filter(child=child, met_at=None, void_at=None).values_list("clock", "due_on"))


def begun(placed: Placed, kind: str = "child_in_need", **said: object) -> int:
    worker = placed.worker
    whole = {"started_on": TODAY, "by": worker, "at": THURSDAY, "outline": OUTLINE} | said
    return start_plan(child=placed.child, kind=kind, **whole)


def test_a_plan_starts_its_clocks(placed: Placed) -> None:
    plan = Plan.objects.get(pk=begun(placed))
    assert (plan.state, plan.worker, plan.referral_id) == ("outline", placed.worker, placed.referral)
    assert running(placed.child)["cin_visit"] == date(2026, 12, 17)
    assert running(placed.child)["cin_plan_meeting"] == date(2026, 12, 3)
    assert Outcome.objects.get(plan=plan).actions.get().owner_name == "Jean"


def test_a_step_up_closes_the_old_clocks_and_carries_the_open_outcomes(placed: Placed) -> None:
    first = begun(placed)
    second = Plan.objects.get(pk=begun(placed, "child_protection", category="NEG", visit_every=5, outline=()))
    assert Plan.objects.get(pk=first).end_reason == "stepped_up"
    assert "cin_visit" not in running(placed.child)
    assert running(placed.child)["cp_visit"] == date(2026, 11, 26)  # five working days: sooner than policy
    assert second.number_of_previous == 0
    carried = Outcome.objects.get(plan=second)
    assert carried.concern == Concern.objects.get(child=placed.child)
    assert carried.carried_from.plan_id == first
    assert carried.actions.get().what == "Walk with Callum to the 8.05 bus"


def test_a_plan_after_one_that_ended_goes_on_with_what_was_left_open(placed: Placed) -> None:
    first = begun(placed, "child_in_need")
    leader, later = leads(placed), datetime(2026, 11, 20, 10, 0, tzinfo=LONDON)
    end_plan(
        plan=first, reason="withdrew", ended_on=later.date(), words="His mother no longer agrees.", by=leader, at=later
    )
    left = left_open(placed.child)
    assert left and (left.plan, left.outcomes) == (first, Outcome.objects.filter(plan=first).count())
    afresh = {"child": placed.child, "kind": "family_help", "started_on": later.date(), "by": leader, "at": later}
    with pytest.raises(Refused, match="not one that ended for this child"):
        start_plan(**afresh, steps_from=first + 900)
    second = start_plan(**afresh, steps_from=first)
    carried = Outcome.objects.filter(plan=second)
    assert carried.count() == left.outcomes
    assert {one.carried_from.plan_id for one in carried} == {first}
    assert left_open(placed.child) is None  # it goes on in a plan that runs


def test_visits_are_never_loosened(placed: Placed) -> None:
    begun(placed, "child_protection", category="NEG", visit_every=30)
    assert running(placed.child)["cp_visit"] == date(2026, 12, 3)


def test_a_step_down_starts_the_next_plan_and_its_least_time(placed: Placed) -> None:
    plan = begun(placed, "child_protection", category="NEG")
    leader = leads(placed)
    later = datetime(2026, 11, 20, 10, 0, tzinfo=LONDON)
    follows = end_plan(
        plan=plan,
        reason="stepped_down",
        ended_on=later.date(),
        words="Callum has been in school every day since half-term.",
        step_down_to="child_in_need",
        by=leader,
        at=later,
    )
    now = running(placed.child)
    assert Plan.objects.get(pk=follows).steps_from_id == plan
    assert "cp_visit" not in now and "cp_plan_drift" not in now
    assert now["cp_stepdown_cin"] == date(2027, 2, 20)
    assert now["cin_visit"] == date(2026, 12, 18)
    assert Outcome.objects.filter(plan=follows).count() == 1


def leads(placed: Placed):  # noqa: ANN201 -- the class of a person who signs in, which tests do not name
    from tests.build import person_who_signs_in

    return person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"ended_on": date(2026, 11, 18)}, "it cannot end before that"),
        ({"ended_on": date(2999, 1, 1)}, "has not come yet"),
        ({"words": ""}, "Say what is different"),
        ({"reason": "stepped_down"}, "Choose the plan that follows"),
        ({"reason": "because"}, "Choose why the plan ends"),
    ],
)
def test_an_end_that_does_not_fit(placed: Placed, said: dict[str, object], sentence: str) -> None:
    whole = {"reason": "needs_met", "ended_on": TODAY, "words": "He is in school every day."} | said
    with pytest.raises(Refused, match=sentence):
        end_plan(plan=begun(placed), by=leads(placed), at=THURSDAY, **whole)


def test_the_second_who_ends_a_plan_is_told_who_was_first(placed: Placed) -> None:
    plan, leader = begun(placed), leads(placed)
    whole = {"reason": "needs_met", "ended_on": TODAY, "words": "He is in school.", "by": leader, "at": THURSDAY}
    end_plan(plan=plan, **whole)
    with pytest.raises(Refused, match="Helen Marsh ended this plan"):
        end_plan(plan=plan, **whole)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"started_on": date(1066, 10, 14)}, "before the child was born"),
        ({"started_on": date(2999, 1, 1)}, "has not come yet"),
        ({"kind": "child_protection"}, "Choose the category"),
        ({"visit_every": 0}, "number of working days between visits"),
    ],
)
def test_a_start_that_does_not_fit(placed: Placed, said: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        begun(placed, **said)


def test_one_plan_at_a_time(placed: Placed) -> None:
    begun(placed)
    with pytest.raises(Refused, match="There is a plan already: child in need plan"):
        begun(placed)


def test_the_family_has_the_plan(placed: Placed) -> None:
    plan = begun(placed)
    share_plan(plan=plan, shared_on=TODAY, how="Read aloud with his mother at home.", by=placed.worker, at=THURSDAY)
    assert Plan.objects.get(pk=plan).shared_on == TODAY
    with pytest.raises(Refused, match="Choose a day from"):
        share_plan(plan=plan, shared_on=date(2999, 1, 1), how="By post.", by=placed.worker, at=THURSDAY)
