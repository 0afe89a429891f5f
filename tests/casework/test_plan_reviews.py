"""Reviews change the plan itself; two who write at once are both told; nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from goldenthread.access.public import NotAllowed, entries
from goldenthread.casework.models import Deadline, Evidence, Meeting, Outcome, OwnDraft, Plan, PlanAction, PlanChange
from goldenthread.casework.public.child_protection import PartSaid
from goldenthread.casework.public.plans import (
    ActionReviewed,
    OutcomeReviewed,
    add_evidence,
    change_action,
    change_outcome,
    drop_action,
    end_plan,
    finish_plan_action,
    hold_review,
    issue_record,
    keep_family_words,
    keep_review,
    leave_out,
    measured_change,
    outcome_facts,
    plan_facts,
    plan_shown,
    review_draft,
    review_facts,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.thread import State, Station
from tests.build import person_who_signs_in
from tests.building.front_door import THURSDAY
from tests.building.plans import Planned, plan_at, reviewed, said_of

pytestmark = pytest.mark.django_db

TODAY = THURSDAY.date()
NEXT_WEEK = THURSDAY + timedelta(days=7)


@pytest.fixture
def planned() -> Planned:
    return plan_at("outline")


def running(child: int) -> dict[str, date]:
    return dict(Deadline.objects.filter(child=child, met_at=None, void_at=None).values_list("clock", "due_on"))


def first_action(planned: Planned) -> PlanAction:
    return PlanAction.objects.filter(outcome__plan=planned.plan).earliest("pk")


def test_the_first_review_makes_the_outline_the_plan_and_moves_the_clocks(planned: Planned) -> None:
    meeting = reviewed(planned, at=NEXT_WEEK)
    plan = Plan.objects.get(pk=planned.plan)
    assert plan.state == "current"
    assert "cin_plan_meeting" not in running(planned.child)
    assert running(planned.child)["cin_review"] == date(2027, 2, 26)
    assert Meeting.objects.get(pk=meeting).state == "held"
    assert {entry.act for entry in entries(child=planned.child)} >= {"plan.start", "plan.review", "meeting.hold"}


def test_a_core_group_starts_the_next_and_its_record() -> None:
    planned = plan_at("outline", kind="child_protection")
    meeting = reviewed(planned, at=NEXT_WEEK)
    assert running(planned.child)["core_group_subsequent"] == date(2027, 1, 7)
    assert running(planned.child)["core_group_record"] == date(2026, 12, 3)
    issue_record(
        meeting=meeting,
        issued_on=NEXT_WEEK.date(),
        to="Everybody who came, and Mum.",
        by=planned.worker,
        at=NEXT_WEEK,
    )
    assert "core_group_record" not in running(planned.child)


def test_a_review_changes_actions_with_its_reasons(planned: Planned) -> None:
    action = first_action(planned)
    outcome = action.outcome_id
    walked = said_of(planned.plan).outcomes
    moved = ActionReviewed(action=action.pk, what="moved", due_on=date(2027, 1, 8), words="The bus changed.")
    outcomes = [replace(one, actions=(moved,)) if one.outcome == outcome else one for one in walked]
    reviewed(planned, at=NEXT_WEEK, outcomes=outcomes)
    action.refresh_from_db()
    assert action.due_on == date(2027, 1, 8)
    line = PlanChange.objects.get(plan=planned.plan, about=f"action:{action.pk}")
    assert line.because == "The bus changed." and line.meeting is not None
    assert Evidence.objects.filter(outcome=outcome).get().happened_on == NEXT_WEEK.date()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"views": ""}, "what the child said"),
        ({"next_on": None}, "when the plan is looked at next"),
        ({"next_on": date(2026, 11, 1)}, "Choose a day after"),
        ({"next_on": date(2999, 1, 1)}, "too far ahead"),
        ({"contingency_weighed": ""}, "what we said we would do"),
        ({"outcomes": []}, "say how it stands now"),
    ],
)
def test_a_review_that_lacks_something(planned: Planned, said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        reviewed(planned, at=NEXT_WEEK, **said)
    assert Meeting.objects.count() == 0


def test_a_review_without_a_change_says_why(planned: Planned) -> None:
    same = [replace(one, new_actions=()) for one in said_of(planned.plan).outcomes]
    with pytest.raises(Refused, match="Nothing in the plan changes"):
        reviewed(planned, at=NEXT_WEEK, outcomes=same)
    reviewed(planned, at=NEXT_WEEK, outcomes=same, unchanged_because="Each is only a week old.")


@pytest.mark.parametrize("days", [-1, 3])
def test_a_review_before_the_plan_or_the_last_review(planned: Planned, days: int) -> None:
    if days > 0:
        reviewed(planned, at=NEXT_WEEK)
    with pytest.raises(Refused, match="The plan (began|was last reviewed)"):
        reviewed(planned, held_at=THURSDAY + timedelta(days=days), at=NEXT_WEEK)


def test_the_second_reviewer_is_told_what_changed(planned: Planned) -> None:
    version = Plan.objects.get(pk=planned.plan).version
    finish_plan_action(
        plan=planned.plan,
        action=first_action(planned).pk,
        done_on=TODAY,
        words="They walked every day.",
        by=planned.manager,
        at=THURSDAY,
    )
    whole: dict[str, Any] = {
        "plan": planned.plan,
        "kind": "cin_meeting",
        "held_at": NEXT_WEEK,
        "parts": [PartSaid(name="Mr Obi", agency="education", attended=True)],
        "said": said_of(planned.plan),
        "by": planned.worker,
        "at": NEXT_WEEK,
    }
    with pytest.raises(Refused, match="Helen Marsh changed the plan.*Done"):
        hold_review(based_on=version, **whole)
    hold_review(based_on=Plan.objects.get(pk=planned.plan).version, **whole)


def test_a_plan_closed_while_a_review_is_open(planned: Planned) -> None:
    typed = {"views": "I want to come home.", "o1_words": "Better since half-term."}
    keep_review(plan=planned.plan, answers=typed, by=planned.worker, at=THURSDAY)
    end_plan(
        plan=planned.plan,
        reason="needs_met",
        ended_on=TODAY,
        words="He is in school every day.",
        by=planned.manager,
        at=THURSDAY,
    )
    with pytest.raises(Refused, match="Helen Marsh ended this plan"):
        reviewed(planned, at=NEXT_WEEK, outcomes=[OutcomeReviewed(1, "better", "Words.")])
    keep_review(plan=planned.plan, answers=typed | {"views": "More."}, by=planned.worker, at=NEXT_WEEK)
    assert review_draft(planned.child, planned.worker).answers["views"] == "More."


def test_a_draft_is_hers_alone_and_goes_with_the_review(planned: Planned) -> None:
    keep_review(plan=planned.plan, answers={"views": "Words."}, by=planned.worker, at=THURSDAY)
    assert review_draft(planned.child, planned.manager).version == 0
    reviewed(planned, at=NEXT_WEEK)
    assert not OwnDraft.objects.exists()


def test_two_who_change_one_part(planned: Planned) -> None:
    row = Outcome.objects.filter(plan=planned.plan).earliest("pk")
    shown = plan_shown(planned.plan, on=TODAY)
    assert shown is not None
    stamp = next(one.stamp for one in shown.outcomes if one.key == row.pk)
    change_outcome(
        plan=planned.plan,
        outcome=row.pk,
        values={"target": "8 days in 10"},
        based_on=stamp,
        by=planned.manager,
        at=THURSDAY,
    )
    with pytest.raises(Refused, match="Helen Marsh changed this.*8 days in 10"):
        change_outcome(
            plan=planned.plan,
            outcome=row.pk,
            values={"target": "10 days in 10"},
            based_on=stamp,
            by=planned.worker,
            at=THURSDAY,
        )


def test_a_plan_in_force_changes_for_a_reason(planned: Planned) -> None:
    reviewed(planned, at=NEXT_WEEK)
    shown = plan_shown(planned.plan, on=NEXT_WEEK.date())
    assert shown is not None
    action = next(one for outcome in shown.outcomes for one in outcome.actions)
    whole: dict[str, Any] = {
        "plan": planned.plan,
        "action": action.key,
        "values": {"what": "Walk to the 8.10 bus", "owner_name": "Jean Carter"},
        "based_on": action.stamp,
        "by": planned.worker,
        "at": NEXT_WEEK,
    }
    with pytest.raises(Refused, match="Say why it changes"):
        change_action(**whole)
    change_action(**whole, because="The bus goes later.")
    with pytest.raises(Refused, match="done already|taken out"):
        for _ in range(2):
            drop_action(
                plan=planned.plan, action=action.key, because="He takes a taxi.", by=planned.worker, at=NEXT_WEEK
            )


@pytest.mark.parametrize("happened_on", [date(1066, 10, 14), date(2999, 1, 1)])
def test_evidence_of_a_day_that_cannot_be(planned: Planned, happened_on: date) -> None:
    row = Outcome.objects.filter(plan=planned.plan).earliest("pk")
    with pytest.raises(Refused, match="Check the year|has not come yet"):
        add_evidence(
            plan=planned.plan,
            outcome=row.pk,
            happened_on=happened_on,
            words="In school.",
            source="Register",
            by=planned.worker,
            at=THURSDAY,
        )


def test_text_that_is_too_long_pasted_or_in_another_script(planned: Planned) -> None:
    row = Outcome.objects.filter(plan=planned.plan).earliest("pk")
    whole: dict[str, Any] = {
        "plan": planned.plan, "outcome": row.pk, "happened_on": TODAY, "source": "Register", "by": planned.worker,
        "at": THURSDAY,
    }  # fmt: skip
    with pytest.raises(Refused, match="100,000 characters long at most. It has 200,000"):
        add_evidence(words="x" * 200_000, **whole)
    key = add_evidence(words="<b>Sobriu</b>\x00 😀 سعيد", **whole)
    assert Evidence.objects.get(pk=key).words == "<b>Sobriu</b> 😀 سعيد"


def test_who_may_not(planned: Planned) -> None:
    stranger = person_who_signs_in("social_worker", team="Elsewhere")
    with pytest.raises(NotAllowed):
        keep_review(plan=planned.plan, answers={}, by=stranger, at=THURSDAY)
    with pytest.raises(NotAllowed):
        end_plan(plan=planned.plan, reason="needs_met", ended_on=TODAY, words="Better.", by=planned.worker, at=THURSDAY)


def test_the_measured_change_since_the_last_review(planned: Planned) -> None:
    row = Outcome.objects.filter(plan=planned.plan).earliest("pk")
    reviewed(planned, at=NEXT_WEEK)
    later = NEXT_WEEK + timedelta(days=20)
    add_evidence(
        plan=planned.plan,
        outcome=row.pk,
        happened_on=later.date(),
        words="In school 87% of the time.",
        source="Register",
        value=Decimal(87),
        by=planned.worker,
        at=later,
    )
    moved = {one.outcome: one for one in measured_change(planned.plan, TODAY)}
    assert (moved[row.pk].was, moved[row.pk].now) == ("not_started", "better")
    assert (moved[row.pk].value_was, moved[row.pk].value_now) == (Decimal(69), Decimal(87))
    assert "69 to 87" in moved[row.pk].in_words


def test_the_threads_of_a_plan(planned: Planned) -> None:
    shown = plan_shown(planned.plan, on=TODAY)
    assert shown is not None
    states = {thread.title: (thread.verdict.state, thread.verdict.at) for thread in shown.threads}
    assert states == {
        "Looking after Mia": (State.BROKEN, Station.OUTCOME),
        "Mum’s drinking": (State.WEAK, Station.ACTIONS),
        "Being in school": (State.HOLDS, None),
    }
    assert [thread.title for thread in shown.threads][0] == "Looking after Mia"
    later = plan_shown(planned.plan, on=TODAY + timedelta(days=43))
    assert later is not None
    assert {one.verdict.state for one in later.threads} == {State.BROKEN}


def test_what_is_left_out_stays_with_its_reason(planned: Planned) -> None:
    leave_out(
        plan=planned.plan,
        title="Her teeth",
        came_from="history:contact:4",
        because="The dentist saw her in May and found nothing.",
        by=planned.worker,
        at=THURSDAY,
    )
    shown = plan_shown(planned.plan, on=TODAY)
    assert shown is not None and "Her teeth" not in {one.title for one in shown.threads}


def test_the_facts_of_many_plans_take_as_many_queries_as_one(django_assert_num_queries: Any) -> None:
    many = [plan_at("current") for _ in range(2)]
    keys = [one.plan for one in many]
    outcomes = list(Outcome.objects.filter(plan__in=keys).values_list("pk", flat=True))
    lines = list(Meeting.objects.filter(kind="cin_meeting").values_list("children__pk", flat=True))
    for read, every, least in (
        (plan_facts, keys, 9),
        (outcome_facts, outcomes, 6),
        (review_facts, lines, 5),
    ):
        for some in (every[:1], every):
            with django_assert_num_queries(least) as asked:
                found = read(some, on=NEXT_WEEK.date())
            assert len(found) == len(some), (read, asked)
    facts = plan_facts(keys, on=NEXT_WEEK.date())[keys[0]]
    assert (len(facts.needs), len(facts.outcomes), facts.kind) == (3, 2, "child_in_need")


def test_the_familys_words(planned: Planned) -> None:
    whole: dict[str, Any] = {"plan": planned.plan, "by": planned.worker, "at": THURSDAY}
    with pytest.raises(Refused, match="Say who translated it"):
        keep_family_words(language="pl", words={"why": "Martwimy się."}, **whole)
    with pytest.raises(Refused, match="Choose a language"):
        keep_family_words(language="xx", words={}, supplied_by="Nobody", **whole)
    keep_family_words(
        language="pl",
        words={"why": "Martwimy się."},
        supplied_by="Anna Nowak",
        checked_by="Jan Kos",
        checked_on=TODAY,
        **whole,
    )
    kept = Plan.objects.get(pk=planned.plan).family_words["pl"]
    assert (kept["supplied_by"], kept["checked_on"]) == ("Anna Nowak", TODAY.isoformat())
