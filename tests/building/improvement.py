"""Improvement plans, workspaces and documents at each step, by the operations of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps

from goldenthread.access.models import User
from goldenthread.quality.public.findings import enter_finding
from goldenthread.quality.public.improvement import (
    ActionSaid,
    MeasureSaid,
    PaperSaid,
    PlanSaid,
    RetestSaid,
    ValueSaid,
    add_improvement_action,
    add_measure,
    check_improvement_action,
    close_improvement,
    finish_improvement_action,
    record_retest,
    record_value,
    sign_paper,
    start_improvement,
    write_paper,
)
from goldenthread.quality.public.readiness import (
    DocumentSaid,
    WorkspaceSaid,
    add_evidence,
    open_workspace,
    sign_self_evaluation,
    start_self_evaluation,
    write_self_evaluation,
)
from goldenthread.rulebook.rights import Role
from tests.building.access import person_who_signs_in

BEGAN = datetime(2026, 2, 2, 10, 0, tzinfo=UTC)
SENTENCE = "The precision of children’s plans, including what will happen if change does not come in time."
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
STEPS = ("started", "measured", "done", "ready", "closed", "slipped")


@dataclass(frozen=True)
class Improving:
    """A plan with who is in it. `finding` is what it answers; `measure` and `action` are its first."""

    plan: int
    finding: int
    measure: int
    action: int
    owner: User
    doer: User
    checker: User
    leader: User


def a_finding(by: User, *, words: str = SENTENCE, found_on: date = date(2025, 11, 20), at: datetime = BEGAN) -> int:
    """Something an inspector said."""
    return enter_finding(
        source="inspection",
        about="",
        words=words,
        polarity="area_for_improvement",
        themes=None,
        found_on=found_on,
        by=by,
        at=at,
    )


def improvement_at(step: str = "started", *, at: datetime = BEGAN, **changed: Any) -> Improving:
    """A plan "started" (an action and a measure in it), "measured" (on its way), "done" (the action done), "ready" (it
    may close), "closed" or "slipped" (closed, and reopened by a worse month)."""
    reached = STEPS.index(step)
    leader = person_who_signs_in(Role.DIRECTOR)
    owner = person_who_signs_in(Role.SERVICE_MANAGER, name="Anita Rao")
    doer = person_who_signs_in(Role.TEAM_MANAGER, name="Helen Marsh")
    checker = person_who_signs_in(Role.AUDITOR, name="Tom Ashby")
    finding = a_finding(leader, at=at)
    said = {
        "title": "Plans that say what will change",
        "aim": "75 in 100 outcomes in children’s plans can be measured by the end of July 2026, up from 33.",
        "owner": owner.pk,
        "by_on": _day(at, 180),
        "findings": [finding],
    } | changed
    plan = start_improvement(said=PlanSaid(**said), by=leader, at=at)
    measure = add_measure(
        plan=plan,
        said=MeasureSaid(
            kind="other",
            title="Outcomes in plans that can be measured",
            baseline="33",
            baseline_on=_day(at, -10),
            baseline_how="40 plans read by two auditors in January 2026",
            target="75",
            by_on=_day(at, 180),
        ),
        by=leader,
        at=at,
    )
    action = add_improvement_action(
        plan=plan,
        said=ActionSaid(
            what="Put the hints on the plan form for every team",
            owner=doer.pk,
            due_on=_day(at, 60),
            shown_by="The form as the teams see it",
        ),
        by=leader,
        at=at,
    )
    made = Improving(plan, finding, measure, action, owner, doer, checker, leader)
    if reached >= 1:
        value(made, at + timedelta(days=30), 50, 100)
    if reached >= 2:
        done_at = at + timedelta(days=50)
        words = "The hints are on the form: the manager of each team has opened it."
        finish_improvement_action(action=action, done_on=done_at.date(), words=words, by=doer, at=done_at)
    if reached >= 3:
        checked_at = at + timedelta(days=52)
        words = "I opened the form as a worker of each team, and the hints were there."
        check_improvement_action(action=action, outcome="shown", words=words, by=checker, at=checked_at)
        for months in (3, 4, 5):
            value(made, at + timedelta(days=30 * months), 80, 100)
        tested_at = at + timedelta(days=151)
        retest = RetestSaid(tested_at.date(), "40 plans drawn by seed 2207, read by two auditors.", 32, 40, 24)
        record_retest(plan=plan, said=retest, by=checker, at=tested_at)
    if reached >= 4:
        words = "Families and workers can tell whether things change; three months in a row show it."
        close_improvement(plan=plan, words=words, by=leader, at=at + timedelta(days=152))
    if reached >= 5:
        value(made, at + timedelta(days=190), 52, 100)
    return made


def value(made: Improving, at: datetime, met: int, asked: int) -> None:
    """Records what the measure came to."""
    said = ValueSaid(as_of=at.date(), met=met, asked=asked, how="Counted from the plans of the month")
    record_value(measure=made.measure, said=said, by=made.checker, at=at)


def workspace_for(children: dict[int, str], *, inspector: User, by: User, at: datetime, days: int = 14) -> int:
    """A workspace of these children that is open to one inspector."""
    said = WorkspaceSaid("Inspection", [inspector.pk], children, at.date(), _day(at, days))
    return open_workspace(said=said, by=by, at=at)


def a_document(by: User, *, at: datetime, days: int = 200, shared: bool = True, title: str = "Quality report") -> int:
    """A document of the evidence library with one version."""
    said = DocumentSaid(title, "report", "What audits found in the last quarter.", by.pk, _day(at, days), shared)
    return add_evidence(said=said, file=PDF, file_name="report.pdf", by=by, at=at)


def _day(at: datetime, days: int) -> date:
    return (at + timedelta(days=days)).date()


def one_of_each_improvement(people: Mapping[Role, User], child: int, now: datetime) -> dict[str, tuple[Any, ...]]:
    """A plan at each step that has a form, papers, a workspace, documents and self-evaluations, for these people; and
    the keys that stand for them in addresses."""
    for step, days in (("started", 2), ("done", 60), ("ready", 153), ("closed", 153)):
        made = improvement_at(step, at=now - timedelta(days=days))
    director, leader = people[Role.DIRECTOR], people[Role.SERVICE_MANAGER]
    said = PaperSaid(now.date(), "Counted: it rose.", "Children know what will change.", "Go on.", "The first paper.")
    signed = write_paper(plan=made.plan, said=said, by=leader, at=now)
    sign_paper(paper=signed, by=director, at=now)
    write_paper(plan=made.plan, said=replace(said, meeting_on=_day(now, 30)), by=leader, at=now)
    a_document(leader, at=now)
    workspace_for({child: "A plan for over two years"}, inspector=people[Role.INSPECTOR], by=director, at=now)
    answers = dict.fromkeys(("known", "how", "next"), "We know it from audits, visits and what children say.")
    for title in ("Self-evaluation 2025", "Self-evaluation 2026"):
        evaluation = start_self_evaluation(title=title, by=leader, at=now)
        write_self_evaluation(evaluation=evaluation, answers=answers, by=leader, at=now)
        if title.endswith("2025"):
            sign_self_evaluation(evaluation=evaluation, by=director, at=now)

    def every(model: str) -> tuple[int, ...]:
        rows = apps.get_model(f"quality.{model}").objects.order_by("-pk")
        return tuple(rows.values_list("pk", flat=True)[:12])

    return {
        "improvement_id": every("ImprovementPlan"),
        "improvement_action_id": every("ImprovementAction"),
        "improvement_measure_id": every("ImprovementMeasure"),
        "measure_kind": ("standard", "milestone", "other"),
        "paper_id": every("BoardPaper"),
        "workspace_id": every("InspectionWorkspace"),
        "evidence_id": every("EvidenceItem"),
        "evidence_version_id": every("EvidenceVersion"),
        "evaluation_id": every("SelfEvaluation"),
    }
