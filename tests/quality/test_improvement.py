"""From a finding to a plan that closes on its evidence, and opens again when the evidence turns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goldenthread.access.models import LedgerEntry, Notice
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import AuditRound, Finding, ImprovementPlan, MeasureValue, StandardResult, StandardRun
from goldenthread.quality.public.improvement import (
    MeasureSaid,
    RetestSaid,
    add_measure,
    check_improvement_action,
    close_improvement,
    improvement_shown,
    look_again,
    look_at_all,
    record_retest,
    sources,
)
from goldenthread.rulebook.improving import EXAMPLES, State, judge
from tests.building.access import person_who_signs_in
from tests.building.audit import FRIDAY, graded, round_at
from tests.building.improvement import BEGAN, improvement_at, value
from tests.building.people import a_child

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "facts", "on", "state"), EXAMPLES, ids=[one[0] for one in EXAMPLES])
def test_the_worked_examples_of_the_rulebook_hold(name, facts, on, state):
    assert judge(facts, on=on).state is state


def test_how_a_plan_stands_follows_its_evidence():
    made = improvement_at("measured")
    on_the_way = improvement_shown(made.plan, reader=made.leader, at=BEGAN + timedelta(days=31))
    assert on_the_way.verdict.state is State.ON_TRACK
    late = improvement_shown(made.plan, reader=made.leader, at=BEGAN + timedelta(days=61))
    assert late.verdict.state is State.OVERDUE
    assert late.verdict.because[0] == "1 action overdue, the first since 3 April 2026"


def test_a_plan_closes_only_when_nothing_stands_in_the_way():
    made = improvement_at("done")
    at = BEGAN + timedelta(days=60)
    with pytest.raises(Refused) as refused:
        close_improvement(plan=made.plan, words="It is better for children now.", by=made.leader, at=at)
    assert [sentence for _, sentence in refused.value.problems] == [
        "The evidence of 1 action has not been checked by another than the owner",
        "No re-test has been held",
        "“Outcomes in plans that can be measured” has held its target for 0 of 3 months",
    ]
    assert Finding.objects.get(pk=made.finding).status == "open"


def test_nobody_checks_her_own_evidence():
    made = improvement_at("done")
    at = BEGAN + timedelta(days=51)
    for who, why in ((made.doer, "You did this"), (made.owner, "You own this plan")):
        with pytest.raises(Refused, match=why):
            check_improvement_action(action=made.action, outcome="shown", words="I saw it there.", by=who, at=at)
    with pytest.raises(Refused, match="somebody else must record the re-test"):
        said = RetestSaid(at.date(), "I read ten plans myself.", 9, 10, 5)
        record_retest(plan=made.plan, said=said, by=made.owner, at=at)


def test_closing_closes_the_finding_and_a_worse_month_opens_both_again_and_tells_the_owner():
    made = improvement_at("closed")
    assert Finding.objects.get(pk=made.finding).status == "closed"
    weak = BEGAN + timedelta(days=185)
    value(made, weak, 70, 100)  # a miss that chance explains
    assert ImprovementPlan.objects.get(pk=made.plan).state == "closed"
    value(made, BEGAN + timedelta(days=215), 52, 100)
    plan = ImprovementPlan.objects.get(pk=made.plan)
    assert (plan.state, plan.reopened_by) == ("open", None)
    assert "missed its target by more than chance explains" in plan.reopened_because
    assert Finding.objects.get(pk=made.finding).status == "reopened"
    assert Notice.objects.filter(to=made.owner, words__contains="is open again").count() == 1
    entry = LedgerEntry.objects.get(act="improvement.reopen")
    assert (entry.actor, entry.detail) == (None, {"findings": [made.finding]})


def test_two_weak_months_in_a_row_are_a_slip_too():
    made = improvement_at("closed")
    value(made, BEGAN + timedelta(days=185), 70, 100)
    value(made, BEGAN + timedelta(days=215), 71, 100)
    assert ImprovementPlan.objects.get(pk=made.plan).state == "open"


def test_a_standard_is_counted_by_itself_and_its_slip_is_seen_at_night():
    made = improvement_at("started")
    at = BEGAN + timedelta(days=1)
    _results(met=12, of=40, at=at)
    said = MeasureSaid(kind="standard", of="plan.one_owner", target="75", by_on=(at + timedelta(days=90)).date())
    measure = add_measure(plan=made.plan, said=said, by=made.leader, at=at)
    shown = improvement_shown(made.plan, reader=made.leader, at=at)
    counted = next(one for one in shown.measures if one.key == measure)
    assert (counted.baseline, counted.baseline_on) == (30.0, at.date())
    assert counted.url.endswith("/standards/plan.one_owner/")
    later = at + timedelta(days=40)
    _results(met=32, of=40, at=later)
    assert look_again(plan=made.plan, at=later) is False
    look_again(plan=made.plan, at=later + timedelta(hours=1))
    row = MeasureValue.objects.get(measure=measure)
    assert (row.as_of, row.met, row.asked, row.recorded_by) == (later.date(), 32, 40, None)
    ImprovementPlan.objects.filter(pk=made.plan).update(state="closed", closed_at=later, closed_by=made.leader)
    worse = later + timedelta(days=30)
    _results(met=10, of=40, at=worse)
    assert look_at_all(at=worse) == (1, 1)
    assert ImprovementPlan.objects.get(pk=made.plan).state == "open"


def test_a_target_on_the_wrong_side_of_its_start_is_refused():
    made = improvement_at("started")
    said = MeasureSaid(
        kind="other",
        title="Days to first visit",
        unit="days",
        baseline="9",
        baseline_on=BEGAN.date(),
        baseline_how="The January report",
        target="12",
        by_on=(BEGAN + timedelta(days=60)).date(),
        higher=False,
    )
    with pytest.raises(Refused, match="must be below the start, which is 9"):
        add_measure(plan=made.plan, said=said, by=made.leader, at=BEGAN)


def _results(*, met: int, of: int, at) -> None:
    StandardResult.objects.all().delete()
    StandardRun.objects.create(on=at.date(), began_at=at, ended_at=at, whole=True, ledger_number=1)
    child = a_child("Skye", by=person_who_signs_in("front_door_worker"), at=at)
    StandardResult.objects.bulk_create(
        StandardResult(child_id=child, about=f"action:{n}", standard="plan.one_owner", met=n < met, since=at.date())
        for n in range(of)
    )


def test_the_grades_of_a_tool_measure_a_plan():
    grades = sources()["audit"]
    made = round_at("drawn", children=2, second_percent=0)
    tool = AuditRound.objects.get(pk=made.round).tool
    assert tool in dict(grades.choices())
    assert grades.figure(tool, None, FRIDAY) is None
    graded(made.audits[0], "good")
    graded(made.audits[1], "requires_improvement")
    found = grades.figure(tool, None, FRIDAY + timedelta(days=1))
    assert (found.met, found.asked, found.value) == (1, 2, 50.0)
    assert grades.figure(tool, None, FRIDAY + timedelta(days=400)) is None
