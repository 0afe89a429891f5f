"""Improvement plans: begun from findings, changed, closed on evidence, reopened by worse data.

How a plan stands is never written: it is worked out from its evidence by `rulebook.improving`. Closing a plan closes
the findings that no other open plan answers; reopening it reopens them and tells its owner.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import User, notify, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.quality.models import Finding, ImprovementFinding, ImprovementPlan
from goldenthread.quality.operations.findings import close_finding, reopen_finding
from goldenthread.quality.queries.improvement import facts_of
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.improving import PERIODS, judge
from goldenthread.rulebook.rights import ACTS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import IMPROVEMENT
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day

LONGEST_LINE = 160
MOST_PERIODS = 24


@dataclass(frozen=True, slots=True)
class PlanSaid:
    """What a plan is to be. `findings` are keys of the register; `period` is month or quarter, `periods` how many of
    them each measure holds its target for before the plan may close."""

    title: str
    aim: str
    owner: int | None
    by_on: date
    findings: Collection[int] = ()
    kind: str = "improvement"
    period: str = "month"
    periods: int | None = 3
    needs_retest: bool = True


@transaction.atomic
def start_improvement(*, said: PlanSaid, by: User, at: datetime) -> int:
    """Begins a plan and returns its key; the owner is told. Raises `NotAllowed`, `Refused`."""
    right = require(by, "improvement.start", at=at).right
    made = ImprovementPlan(state=IMPROVEMENT.begin("improvement.start"), started_by=by, started_at=at)
    _put(made, said, at)
    if made.by_on <= timezone.localdate(at):
        raise Refused("The day it is to be done by must be after today", "by_on")
    made.save()
    _answer(made, said.findings, by, at)
    detail: dict[str, object] = {"findings": sorted(set(said.findings)), "owner": made.owner_id}
    record(act="improvement.start", by=by, at=at, subject=subject_of(made), right=right, detail=detail)
    tell(made, made.owner, f"You own the improvement plan “{made.title}”.", by, at)
    return made.pk


@transaction.atomic
def change_improvement(*, plan: int, said: PlanSaid, by: User, at: datetime) -> None:
    """Changes what a plan is to be. A finding it answers already stays. Raises `NotAllowed`, `Refused`."""
    found, right = locked(plan, "improvement.write", by, at)
    step(found, "improvement.write")
    before = found.owner_id
    _put(found, said, at)
    found.save()
    _answer(found, said.findings, by, at)
    record(act="improvement.write", by=by, at=at, subject=subject_of(found), right=right, detail={"part": "plan"})
    if found.owner_id != before:
        tell(found, found.owner, f"You own the improvement plan “{found.title}”.", by, at)


@transaction.atomic
def close_improvement(*, plan: int, words: str, by: User, at: datetime) -> None:
    """Closes a plan whose evidence allows it, and the findings that no other open plan answers.

    Raises `NotAllowed`; `Refused` with each thing that still stands in the way.
    """
    found, right = locked(plan, "improvement.close", by, at)
    after = step(found, "improvement.close")
    today = timezone.localdate(at)
    verdict = judge(facts_of([plan])[plan], on=today)
    if verdict.in_the_way:
        raise Refused(problems=tuple(("", sentence) for sentence in verdict.in_the_way))
    if says_nothing(words):
        raise Refused("Say what has changed for children, and what shows it", "words")
    found.state, found.closed_by, found.closed_at = after, by, at
    found.closed_words = kept_words(words, "words")
    found.save(update_fields=["state", "closed_by", "closed_at", "closed_words"])
    because = f"The improvement plan “{found.title}” closed on its evidence: {'; '.join(verdict.because)}."
    closed = []
    for finding in _findings(found):
        others = ImprovementFinding.objects.filter(finding=finding, plan__state="open").exclude(plan=found)
        if finding.status != "closed" and not others.exists():
            close_finding(finding=finding.pk, because=because, on=today, by=by, at=at)
            closed.append(finding.pk)
    record(act="improvement.close", by=by, at=at, subject=subject_of(found), right=right, detail={"findings": closed})


@transaction.atomic
def reopen_improvement(*, plan: int, because: str, by: User | None, at: datetime) -> None:
    """Reopens a closed plan and its findings, and tells its owner. `by` is None where a measure did it.

    Raises `NotAllowed`, `Refused`.
    """
    if by is None:
        found, right = _lock(plan), "measure"
    else:
        found, right = locked(plan, "improvement.reopen", by, at)
    after = step(found, "improvement.reopen")
    if says_nothing(because):
        raise Refused("Say what shows that it has slipped", "because")
    kept = kept_words(because, "because")
    found.state, found.reopened_by, found.reopened_at, found.reopened_because = after, by, at, kept
    found.save(update_fields=["state", "reopened_by", "reopened_at", "reopened_because"])
    reopened = []
    for finding in _findings(found):
        if finding.status == "closed":
            reopen_finding(finding=finding.pk, because=kept, on=timezone.localdate(at), by=by, at=at)
            reopened.append(finding.pk)
    detail: dict[str, object] = {"findings": reopened}
    record(act="improvement.reopen", by=by, at=at, subject=subject_of(found), right=right, detail=detail)
    tell(found, found.owner, f"The improvement plan “{found.title}” is open again. {kept}", by, at)


# --- shared by the other operations on a plan


def locked(plan: int, act: str, by: User, at: datetime) -> tuple[ImprovementPlan, str]:
    """The plan, locked for its writer, and by what right she may. Raises `NotAllowed`, `Refused`."""
    right = require(by, act, at=at).right
    return _lock(plan), right


def _lock(plan: int) -> ImprovementPlan:
    found = ImprovementPlan.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=plan).first()
    if found is None:
        raise Refused("There is no such plan.")
    return found


def step(found: ImprovementPlan, act: str) -> str:
    """The state after an act. Raises `Refused` where the plan is not in a state for it."""
    try:
        return IMPROVEMENT.step(found.state, act)
    except NotNow as reason:
        if found.state == "closed" and found.closed_at is not None and found.closed_by is not None:
            raise Refused(
                f"{found.closed_by.name} closed this plan on {day(found.closed_at)}. Reopen it first."
            ) from reason
        raise Refused(str(reason)) from reason


def subject_of(plan: ImprovementPlan) -> str:
    """What the ledger calls a plan."""
    return f"improvement:{plan.pk}"


def tell(plan: ImprovementPlan, to: User, words: str, by: User | None, at: datetime) -> None:
    """Tells somebody about a plan, unless she did it herself."""
    if by is None or to.pk != by.pk:
        link = reverse("improvement_plan", args=[plan.pk])
        notify(to=to, kind="improvement", words=words[:1_000], link=link, by=by, at=at)


def person_of(key: int | None, act: str, field: str, missing: str) -> User:
    """Somebody who signs in and whose role has the act. Raises `Refused`."""
    roles = {grant.role for grant in ACTS[act].grants}
    found = User.objects.filter(pk=key, is_active=True, role__in=roles).first() if key is not None else None
    if found is None:
        raise Refused(missing, field)
    return found


def _put(row: ImprovementPlan, said: PlanSaid, at: datetime) -> None:
    problems: list[tuple[str, str]] = []
    if says_nothing(said.title):
        problems.append(("title", "Give the plan a name"))
    if says_nothing(said.aim):
        problems.append(("aim", "Say what will be different for children"))
    if said.kind not in SETS["improvement_kind"].codes:
        problems.append(("kind", "Choose what kind of plan it is"))
    if said.period not in PERIODS:
        problems.append(("period", "Choose months or quarters"))
    if said.periods is None or not 1 <= said.periods <= MOST_PERIODS:
        problems.append(("periods", f"Enter for how many months or quarters it must hold, from 1 to {MOST_PERIODS}"))
    wanted = set(said.findings)
    if wanted and Finding.objects.filter(pk__in=wanted).count() != len(wanted):
        problems.append(("findings", "Choose findings from the list"))
    if said.kind == "improvement" and not wanted and not (row.pk and row.findings.exists()):
        problems.append(("findings", "Choose at least one finding that this plan answers"))
    if problems:
        raise Refused(problems=tuple(problems))
    row.title, row.aim, row.kind = kept_line(said.title, "title", LONGEST_LINE), kept_words(said.aim, "aim"), said.kind
    row.owner = person_of(said.owner, "improvement.record", "owner", "Choose one person who answers for the plan")
    row.by_on, row.period, row.needs_retest = said.by_on, said.period, said.needs_retest
    row.periods = said.periods if said.periods is not None else 0


def _answer(plan: ImprovementPlan, findings: Collection[int], by: User, at: datetime) -> None:
    held = set(plan.findings.values_list("finding", flat=True))
    ImprovementFinding.objects.bulk_create(
        ImprovementFinding(plan=plan, finding_id=key, added_by=by, added_at=at) for key in sorted(set(findings) - held)
    )


def _findings(plan: ImprovementPlan) -> list[Finding]:
    return list(Finding.objects.filter(improvements__plan=plan).order_by("pk"))
