"""Audits at each step, by the operations of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from goldenthread.access.models import User
from goldenthread.quality.models import Audit, AuditRound
from goldenthread.quality.operations.audit import RoundSaid, draw_sample, plan_round
from goldenthread.quality.operations.audit_concerns import answer_concern, raise_concern
from goldenthread.quality.operations.audit_grading import GradingSaid, send_grading
from goldenthread.quality.operations.audit_learning import check_action, finish_action, open_cycle, set_action
from goldenthread.quality.queries.audit_tools import items_of, tool_of
from goldenthread.rulebook.rights import Role
from tests.building.access import person_who_signs_in
from tests.building.front_door import THURSDAY, Placed, child_at

FRIDAY = THURSDAY + timedelta(days=1)


@dataclass(frozen=True)
class Rounded:
    """A round, who leads it and who audits, and its children."""

    round: int
    lead: User
    auditors: tuple[User, ...]
    placed: tuple[Placed, ...]
    audits: tuple[int, ...] = field(default=())


def round_said(hands: tuple[User, ...], at: datetime = FRIDAY, **changed: Any) -> RoundSaid:
    """A whole round: four children with an open case, by the assessment tool."""
    whole = RoundSaid(
        title="Assessments",
        tier="3",
        month=at.date().replace(day=1),
        tool="assessment",
        tool_version=1,
        among="open",
        how="random",
        wanted=4,
        auditors=tuple(one.pk for one in hands),
        seed="2611",
        second_percent=0,
    )
    return replace(whole, **changed)


def round_at(
    step: str,
    *,
    children: int = 4,
    auditors: tuple[User, ...] = (),
    lead: User | None = None,
    at: datetime = FRIDAY,
    **changed: Any,
) -> Rounded:
    """A round: "planned" or "drawn"; by default with two auditors."""
    placed = tuple(child_at("allocated") for _ in range(children))
    auditors = auditors or tuple(person_who_signs_in(Role.AUDITOR) for _ in range(2))
    lead = lead or person_who_signs_in(Role.SERVICE_MANAGER)
    said = round_said(auditors, at, **({"wanted": children} | changed))
    key = plan_round(said=said, by=lead, at=at)
    if step == "planned":
        return Rounded(key, lead, auditors, placed)
    draw_sample(round=key, by=lead, at=at)
    audits = Audit.objects.filter(round=key).order_by("place").values_list("pk", flat=True)
    return Rounded(key, lead, auditors, placed, tuple(audits))


def grading_said(round: int, grade: str = "good", **changed: Any) -> GradingSaid:
    """A whole grading, every question alike."""
    found = AuditRound.objects.get(pk=round)
    if found.question:
        grade = {"good": "met", "requires_improvement": "not_met"}.get(grade, grade)
    items = items_of(tool_of(found.tool, found.tool_version), found.question)
    whole = GradingSaid(
        grades={item.key: (grade, f"The visit of 4 November shows it: {item.key}.") for item in items},
        overall=grade,
        overall_words="The analysis says what it means for Noah, and the plan follows from it.",
        safe=True,
        learning="Share the way the father’s account was tested.",
        worker_there=True,
        worker_words="Fair. It helped to look at it together.",
        family_asked="parent",
        family_words="She listened to me.",
    )
    return replace(whole, **changed)


def graded(audit: int, grade: str = "good", *, at: datetime = FRIDAY, part: str = "first", **changed: Any) -> Audit:
    """Sends one grading by whoever has it."""
    row = Audit.objects.get(pk=audit)
    by = row.auditor if part == "first" else row.second_auditor
    assert by is not None
    said = grading_said(row.round_id, grade, **changed)
    send_grading(audit=audit, part=part, said=said, by=by, at=at)
    return Audit.objects.get(pk=audit)


def concern_at(step: str, audit: int, *, at: datetime = FRIDAY) -> tuple[int, User]:
    """A safety concern of an audit: "raised" or "answered"; with the manager who was told."""
    row = Audit.objects.get(pk=audit)
    told = person_who_signs_in(Role.TEAM_MANAGER, team=row.team)
    key = raise_concern(
        audit=audit, words="Nobody has seen Noah since the call on 2 November.", told=told.pk, by=row.auditor, at=at
    )
    if step == "answered":
        answer_concern(
            concern=key,
            words="Priya saw Noah alone at school at 2pm. He is at his nan’s tonight.",
            by=told,
            at=at + timedelta(hours=3),
        )
    return key, told


def cycle_at(
    step: str, *, results: Mapping[int, str] | None = None, at: datetime = FRIDAY, **changed: Any
) -> tuple[int, Rounded, User]:
    """A learning cycle on a dip sample of six: "found", "action_set", "action_done" or "evidence_checked"; with the
    owner of its action. `results` says of each place whether it was met."""
    made = round_at("drawn", children=6, question="tested", at=at, **changed)
    for place, audit in enumerate(made.audits):
        graded(audit, (results or {}).get(place, "not_met"), at=at)
    cycle = open_cycle(
        round=made.round,
        question="tested",
        title="Explanations tested",
        words="What parents explain is taken on trust: nobody wrote how it was tested.",
        by=made.lead,
        at=at,
    )
    owner = person_who_signs_in(Role.TEAM_MANAGER)
    if step == "found":
        return cycle, made, owner
    action = set_action(
        cycle=cycle,
        what="Every account of stopping or leaving has a named way to test it before sign-off.",
        owner=owner.pk,
        due_on=(at + timedelta(days=14)).date(),
        by=made.lead,
        at=at,
    )
    if step in ("action_done", "evidence_checked"):
        finish_action(action=action, evidence="22 sign-offs read, 19 with a test named.", by=owner, at=at)
    if step == "evidence_checked":
        check_action(action=action, holds=True, words="I read 10 of the 22: 9 name a test.", by=made.lead, at=at)
    return cycle, made, owner


def one_of_each_audit(people: Mapping[Role, User], at: datetime) -> dict[str, tuple[Any, ...]]:
    """Rounds, audits at each step, safety concerns, and learning cycles at each step, by people of each role; by the
    words that stand for them in addresses."""
    auditor, chair, lead = people[Role.AUDITOR], people[Role.CONFERENCE_CHAIR], people[Role.SERVICE_MANAGER]
    before = at - timedelta(days=2)
    made = round_at(
        "drawn", children=6, auditors=(auditor, chair), lead=lead, at=before, wanted=6, not_audited_months=0
    )
    planned = round_at(
        "planned", children=0, auditors=(auditor, chair), lead=lead, at=before, wanted=2, not_audited_months=0
    )
    hers = list(Audit.objects.filter(round=made.round, auditor=auditor).order_by("place"))
    others = list(Audit.objects.filter(round=made.round, auditor=chair).order_by("place"))
    steps = [one.pk for one in (*hers[:2], *others[:2])]
    for one in (*hers[1:2], *others[:2]):
        Audit.objects.filter(pk=one.pk).update(second_because="sample")
        graded(one.pk, "good", at=before)
    if len(others) > 1 and Audit.objects.get(pk=others[1].pk).second_auditor_id:
        graded(others[1].pk, "requires_improvement", at=before, part="second")
    if len(hers) > 2:
        graded(hers[2].pk, "good", at=before)
        steps.append(hers[2].pk)
    told = people[Role.TEAM_MANAGER]
    concerns = [
        raise_concern(
            audit=hers[0].pk, words=f"Nobody has seen Noah since {day} November.", told=told.pk, by=auditor, at=at
        )
        for day in (2, 3)
    ]
    answer_concern(concern=concerns[1], words="Seen alone at school today at 2pm.", by=told, at=at)
    dip = round_at(
        "drawn",
        children=0,
        auditors=(auditor, chair),
        lead=lead,
        at=before,
        wanted=6,
        question="tested",
        not_audited_months=0,
    )
    for audit in dip.audits:
        graded(audit, "not_met", at=before)
    cycles, actions = [], []
    for step in ("found", "action_set", "action_done", "evidence_checked"):
        cycle = open_cycle(
            round=dip.round, question="tested", title=f"Tested: {step}", words="Nobody says how.", by=lead, at=at
        )
        cycles.append(cycle)
        if step == "found":
            continue
        what, due_on = "Name a way to test each account.", at.date()
        action = set_action(cycle=cycle, what=what, owner=told.pk, due_on=due_on, by=lead, at=at)
        actions.append(action)
        if step != "action_set":
            finish_action(action=action, evidence="22 read, 19 with a test named.", by=told, at=at)
        if step == "evidence_checked":
            check_action(action=action, holds=True, words="I read ten of them.", by=lead, at=at)
    return {
        "round_id": (made.round, planned.round, dip.round),
        "audit_id": tuple(steps),
        "concern_id": tuple(concerns),
        "cycle_id": tuple(reversed(cycles)),
        "learning_action_id": tuple(actions),
        "tool_key": ("case", "plans"),
    }
