"""Sentences that inspectors wrote about plans, and what now stands in their way. Each test shows the guard at work, and
that without the guard the sentence would be true again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from goldenthread.casework.models import Assessment, AssessmentChild, HistoryAnswered, Progress
from goldenthread.casework.operations import plan_reviews
from goldenthread.casework.public.plans import plan_shown
from goldenthread.casework.queries import plans
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook import thread as rules
from goldenthread.rulebook.thread import State, Verdict
from tests.building.front_door import THURSDAY
from tests.building.plans import Planned, plan_at, reviewed, said_of

pytestmark = pytest.mark.django_db

TODAY = THURSDAY.date()
NEXT_WEEK = THURSDAY + timedelta(days=7)


def without_its_guard(check: Callable[[], None]) -> None:
    """The check fails once its guard is gone."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check()


def test_a_review_cannot_monitor_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan_at("outline")
    nothing = [replace(one, progress="same", words="") for one in said_of(planned.plan).outcomes]

    def check() -> None:
        with pytest.raises(Refused, match="say why, and what follows from that"):
            reviewed(planned, at=NEXT_WEEK, outcomes=nothing)
        assert not Progress.objects.exists()

    check()
    monkeypatch.setattr(plan_reviews, "_of_walk", lambda *_: [])
    without_its_guard(check)


def test_a_core_group_that_changes_nothing_and_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan_at("outline", kind="child_protection")
    same = [replace(one, new_actions=()) for one in said_of(planned.plan).outcomes]

    def check() -> None:
        with pytest.raises(Refused, match="Nothing in the plan changes"):
            reviewed(planned, at=NEXT_WEEK, outcomes=same)

    check()
    monkeypatch.setattr(plan_reviews, "_moves", lambda _: True)
    without_its_guard(check)


def _states(planned: Planned, on: date) -> dict[str, State]:
    shown = plan_shown(planned.plan, on=on)
    assert shown is not None
    return {one.title: one.verdict.state for one in shown.threads}


def test_plans_are_not_specific_or_measurable(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan_at("outline")

    def check() -> None:
        states = _states(planned, TODAY)
        assert states["Mum’s drinking"] is State.WEAK  # “all professionals” will “support Mum to engage”
        assert states["Looking after Mia"] is State.BROKEN  # a need that nobody acts on

    check()
    monkeypatch.setattr(plans, "verdict", lambda *_: Verdict(State.HOLDS, ""))
    without_its_guard(check)


def test_drift_goes_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan_at("outline")

    def check() -> None:
        assert _states(planned, TODAY + timedelta(days=43))["Being in school"] is State.BROKEN

    check()
    monkeypatch.setattr(rules, "LONGEST_WITHOUT_EVIDENCE", 10_000)
    without_its_guard(check)


def test_history_is_not_carried_into_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan_at("outline")
    made = Assessment.objects.create(
        kind="single",
        state="authorised",
        started_on=TODAY,
        started_at=THURSDAY,
        author=planned.worker,
        authorised_at=THURSDAY,
        authorised_by=planned.manager,
    )
    AssessmentChild.objects.create(assessment=made, child_id=planned.child, factors=["4B"])
    HistoryAnswered.objects.create(
        assessment=made,
        about="contact:4",
        title="Her teeth",
        answer="live",
        because="Two follow-ups were missed.",
        answered_by=planned.worker,
        answered_at=THURSDAY,
    )

    def check() -> None:
        states = _states(planned, TODAY)
        assert states.get("Her teeth") is State.BROKEN
        assert len(states) == 5  # and the factor that no need answers

    check()
    monkeypatch.setattr(plans, "_missing", lambda *_: [])
    without_its_guard(check)
