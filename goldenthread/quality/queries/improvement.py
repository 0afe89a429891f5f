"""Improvement plans as pages and papers see them: plain values, with how each stands worked out from its evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from goldenthread.access.public import User, acts_of, sealed
from goldenthread.quality.models import (
    BoardPaper,
    Finding,
    FindingChild,
    ImprovementAction,
    ImprovementFinding,
    ImprovementMeasure,
    ImprovementPlan,
    ImprovementRetest,
    MeasureValue,
)
from goldenthread.quality.queries.improvement_figures import sources
from goldenthread.rulebook import improving
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.improving import WORST_FIRST, Lack, Standing, Verdict, judge, stands
from goldenthread.rulebook.workflows import IMPROVEMENT


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding that a plan answers, in its own words. They are empty where they are about children and the reader may
    not read the register, or where one of those children's records is closed to her."""

    key: int
    words: str
    source: str
    about: str
    status: str
    found_on: date
    children: int


@dataclass(frozen=True, slots=True)
class ValueShown:
    """What a measure came to as of a day, with how it was got and who says so; `by` is empty where it was counted."""

    as_of: date
    value: float
    met: int | None
    asked: int | None
    how: str
    by: str
    recorded_at: datetime
    evidence: int | None


def number(value: float, unit: str = "") -> str:
    """“58.1%”, “75%”, “12 days”: at most one place after the point."""
    said = f"{value:,.1f}".removesuffix(".0")
    return said + unit if unit == "%" else f"{said} {unit}".strip()


def in_words(kind: str, unit: str, one: ValueShown) -> str:
    """A value with its count: “58.1%, 36 of 62”; a small count leads: “9 of 28, 32%”."""
    if kind == improving.MILESTONE:
        return "Reached" if one.value >= 1 else "Not reached"
    said = number(one.value, unit)
    if one.met is None or one.asked is None:
        return said
    share = f"{one.met:,} of {one.asked:,}"
    return f"{share}, {one.value:.0f}%" if one.asked < 30 else f"{said}, {share}"


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A measure with its values, latest first. `url` opens it down to the records, where it can be, for those
    who have the act `opened_by`."""

    key: int
    plan: int
    kind: str
    kind_words: str
    of: str
    title: str
    unit: str
    team: str
    baseline: float
    baseline_on: date
    baseline_how: str
    target: float
    by_on: date
    higher: bool
    values: tuple[ValueShown, ...]
    standing: Standing
    url: str
    opened_by: str
    dropped_on: date | None
    dropped_because: str

    @property
    def latest(self) -> ValueShown | None:
        """The last value, or None where there is none."""
        return self.values[0] if self.values else None

    @property
    def counted(self) -> bool:
        """Whether Golden Thread counts it by itself."""
        return self.kind in sources()


@dataclass(frozen=True, slots=True)
class ImprovementActionShown:
    """An action with what was said of it. `lacks` are the plan standards that its words do not meet."""

    key: int
    plan: int
    what: str
    owner: str
    owner_key: int
    due_on: date
    shown_by: str
    done_on: date | None
    done_words: str
    done_by: str
    done_by_key: int | None
    evidence: int | None
    evidence_title: str
    check: str
    check_words: str
    checked_by: str
    checked_at: datetime | None
    dropped_on: date | None
    dropped_because: str
    lacks: tuple[Lack, ...]

    def state(self, on: date) -> str:
        """open, late, done (not checked), shown, not_shown or dropped."""
        if self.dropped_on:
            return "dropped"
        if self.done_on is None:
            return "late" if self.due_on < on else "open"
        return self.check or "done"


@dataclass(frozen=True, slots=True)
class RetestShown:
    """A re-test. `passed` is whether as many met it as had to; `cycle` is the learning cycle whose new sample it is."""

    held_on: date
    words: str
    met: int
    asked: int
    needed: int
    passed: bool
    by: str
    cycle: int | None


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A board paper in a line."""

    key: int
    meeting_on: date
    signed_by: str


@dataclass(frozen=True, slots=True)
class ImprovementShown:
    """A plan, whole. `may` holds the acts open to the reader in its present state."""

    key: int
    title: str
    kind: str
    aim: str
    owner: str
    owner_key: int
    by_on: date
    period: str
    periods: int
    needs_retest: bool
    state: str
    started_by: str
    started_at: datetime
    closed_by: str
    closed_at: datetime | None
    closed_words: str
    reopened_by: str
    reopened_at: datetime | None
    reopened_because: str
    findings: tuple[FindingShown, ...]
    measures: tuple[MeasureShown, ...]
    dropped: tuple[MeasureShown, ...]
    actions: tuple[ImprovementActionShown, ...]
    retests: tuple[RetestShown, ...]
    papers: tuple[PaperLine, ...]
    verdict: Verdict
    lacks: tuple[Lack, ...]
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class ImprovementLine:
    """A plan in a line. `oldest_on` is when the oldest of its findings was said; `measure` its first measure."""

    key: int
    title: str
    owner: str
    by_on: date
    state: str
    verdict: Verdict
    findings: int
    oldest_on: date | None
    measure: MeasureShown | None
    open_actions: int
    reopened_at: datetime | None


def facts_of(plans: Collection[int]) -> dict[int, improving.Facts]:
    """What decides how each plan stands, by key. Five queries."""
    return {row.pk: _facts(row) for row in _whole(ImprovementPlan.objects.filter(pk__in=plans))}


def improvement_lines(*, at: datetime) -> tuple[ImprovementLine, ...]:
    """Every plan, the worst first. Six queries."""
    on = timezone.localdate(at)
    lines = [_line(row, on) for row in _whole(ImprovementPlan.objects.all()).select_related("owner")]
    return tuple(sorted(lines, key=lambda line: (WORST_FIRST.index(line.verdict.state), line.by_on, line.key)))


def improvement_shown(plan: int, *, reader: User, at: datetime) -> ImprovementShown | None:
    """One plan, whole; None when there is none. Eight queries."""
    rows = ImprovementPlan.objects.filter(pk=plan)
    row = _whole(rows).select_related("owner", "started_by", "closed_by", "reopened_by").first()
    if row is None:
        return None
    on = timezone.localdate(at)
    measures = [_measure(one, row, on) for one in row.every_measure]
    return ImprovementShown(
        key=row.pk,
        title=row.title,
        kind=row.kind,
        aim=row.aim,
        owner=row.owner.name,
        owner_key=row.owner_id,
        by_on=row.by_on,
        period=row.period,
        periods=row.periods,
        needs_retest=row.needs_retest,
        state=row.state,
        started_by=row.started_by.name,
        started_at=row.started_at,
        closed_by=row.closed_by.name if row.closed_by else "",
        closed_at=row.closed_at,
        closed_words=row.closed_words,
        reopened_by=row.reopened_by.name if row.reopened_by else "",
        reopened_at=row.reopened_at,
        reopened_because=row.reopened_because,
        findings=_findings([one.finding for one in row.every_finding], reader),
        measures=tuple(one for one in measures if one.dropped_on is None),
        dropped=tuple(one for one in measures if one.dropped_on is not None),
        actions=tuple(_action(one) for one in row.every_action),
        retests=tuple(_retest(one) for one in row.every_retest),
        papers=tuple(papers_of(row.pk)),
        verdict=judge(_facts(row), on=on),
        lacks=improving.aim_lacks(row.aim, by_on=row.by_on),
        may=frozenset((*IMPROVEMENT.acts_from(row.state), "board_paper.write", "audit.programme")) & acts_of(reader),
    )


def plan_of_measure(measure: int) -> int | None:
    """The plan that a measure is of."""
    return ImprovementMeasure.objects.filter(pk=measure).values_list("plan", flat=True).first()


def plan_of_action(action: int) -> int | None:
    """The plan that an action is of."""
    return ImprovementAction.objects.filter(pk=action).values_list("plan", flat=True).first()


def is_improvement(plan: int) -> bool:
    """Whether there is such a plan."""
    return ImprovementPlan.objects.filter(pk=plan).exists()


def papers_of(plan: int) -> Iterable[PaperLine]:
    """The board papers of a plan, latest first. One query."""
    for row in BoardPaper.objects.filter(plan=plan).select_related("signed_by").order_by("-meeting_on"):
        yield PaperLine(row.pk, row.meeting_on, row.signed_by.name if row.signed_by else "")


def findings_to_answer(*, reader: User, also: Collection[int] = ()) -> tuple[FindingShown, ...]:
    """Findings that are open, those that no open plan answers first, and `also` whatever their status. Four queries."""
    answered = set(ImprovementFinding.objects.filter(plan__state="open").values_list("finding", flat=True))
    rows = Finding.objects.exclude(status="closed") | Finding.objects.filter(pk__in=also)
    found = _findings(list(rows.distinct().order_by("-found_on", "pk").prefetch_related("children")), reader)
    return tuple(sorted(found, key=lambda one: one.key in answered))


def plans_of_findings(findings: Collection[int]) -> Mapping[int, tuple[tuple[int, str, str], ...]]:
    """The plans that answer each finding: key, title and state ("open", "closed"), by the finding's key. One query."""
    found: dict[int, tuple[tuple[int, str, str], ...]] = dict.fromkeys(findings, ())
    rows = ImprovementFinding.objects.filter(finding__in=findings).select_related("plan").order_by("plan__started_at")
    for row in rows:
        found[row.finding_id] += ((row.plan_id, row.plan.title, row.plan.state),)
    return found


def measures_of_plans(plans: Collection[int], *, on: date) -> tuple[MeasureShown, ...]:
    """What measures the plans, those of the first plan first, with their values; no milestones and none taken out.
    Two queries."""
    rows = (
        ImprovementMeasure.objects.filter(plan__in=plans, dropped_on=None)
        .exclude(kind=improving.MILESTONE)
        .select_related("plan", "team")
        .order_by("plan__started_at", "plan", "pk")
    )
    values = MeasureValue.objects.select_related("recorded_by").order_by("-as_of")
    return tuple(
        _measure(row, row.plan, on) for row in rows.prefetch_related(Prefetch("values", values, "every_value"))
    )


def _whole(rows: QuerySet[ImprovementPlan]) -> QuerySet[ImprovementPlan]:
    """Plans with everything that decides how they stand."""
    values = MeasureValue.objects.select_related("recorded_by").order_by("-as_of")
    measures = ImprovementMeasure.objects.select_related("team").order_by("pk")
    actions = ImprovementAction.objects.select_related("owner", "done_by", "checked_by", "evidence")
    findings = ImprovementFinding.objects.select_related("finding").order_by("finding__found_on", "pk")
    retests = ImprovementRetest.objects.select_related("recorded_by").order_by("-held_on", "-pk")
    return rows.prefetch_related(
        Prefetch("measures", measures, to_attr="every_measure"),
        Prefetch("every_measure__values", values, to_attr="every_value"),
        Prefetch("actions", actions.order_by("due_on", "pk"), to_attr="every_action"),
        Prefetch("findings", findings, to_attr="every_finding"),
        "every_finding__finding__children",
        Prefetch("retests", retests, to_attr="every_retest"),
    )


def _facts(row: Any) -> improving.Facts:
    return improving.Facts(
        period=row.period,
        periods=row.periods,
        needs_retest=row.needs_retest,
        closed=row.state == "closed",
        measures=tuple(_as_fact(one) for one in row.every_measure if one.dropped_on is None),
        actions=tuple(
            improving.Action(one.what, one.due_on, one.done_on, {"shown": True, "not_shown": False}.get(one.check))
            for one in row.every_action
            if one.dropped_on is None
        ),
        retests=tuple(improving.Retest(one.held_on, one.met, one.asked, one.needed) for one in row.every_retest),
    )


def _as_fact(row: Any) -> improving.Measure:
    return improving.Measure(
        title=row.title,
        kind=row.kind,
        baseline=float(row.baseline),
        baseline_on=row.baseline_on,
        target=float(row.target),
        by_on=row.by_on,
        higher=row.higher,
        values=tuple(improving.Value(one.as_of, float(one.value), one.met, one.asked) for one in row.every_value),
    )


def _line(row: Any, on: date) -> ImprovementLine:
    live = [one for one in row.every_measure if one.dropped_on is None]
    return ImprovementLine(
        key=row.pk,
        title=row.title,
        owner=row.owner.name,
        by_on=row.by_on,
        state=row.state,
        verdict=judge(_facts(row), on=on),
        findings=len(row.every_finding),
        oldest_on=min((one.finding.found_on for one in row.every_finding), default=None),
        measure=_measure(live[0], row, on) if live else None,
        open_actions=sum(one.done_on is None and one.dropped_on is None for one in row.every_action),
        reopened_at=row.reopened_at,
    )


def _measure(row: Any, plan: Any, on: date) -> MeasureShown:
    source = sources().get(row.kind)
    return MeasureShown(
        key=row.pk,
        plan=plan.pk,
        kind=row.kind,
        kind_words=SETS["improvement_measure"].label(row.kind),
        of=row.of,
        title=row.title,
        unit=row.unit,
        team=row.team.name if row.team else "",
        baseline=float(row.baseline),
        baseline_on=row.baseline_on,
        baseline_how=row.baseline_how,
        target=float(row.target),
        by_on=row.by_on,
        higher=row.higher,
        values=tuple(
            ValueShown(
                one.as_of,
                float(one.value),
                one.met,
                one.asked,
                one.how,
                one.recorded_by.name if one.recorded_by else "",
                one.recorded_at,
                one.evidence_id,
            )
            for one in row.every_value
            if one.as_of <= on
        ),
        standing=stands(_as_fact(row), period=plan.period, periods=plan.periods, on=on),
        url=source.url(row.of, row.team_id) if source else "",
        opened_by=source.opened_by if source else "",
        dropped_on=row.dropped_on,
        dropped_because=row.dropped_because,
    )


def _findings(rows: list[Finding], reader: User) -> tuple[FindingShown, ...]:
    shut = set(
        FindingChild.objects.filter(sealed(reader, "child"), finding__in=[row.pk for row in rows]).values_list(
            "finding", flat=True
        )
    )
    if "findings.read" not in acts_of(reader):
        shut |= {row.pk for row in rows if row.children.all()}
    return tuple(
        FindingShown(
            row.pk,
            "" if row.pk in shut else row.words,
            row.source,
            row.about,
            row.status,
            row.found_on,
            len(row.children.all()),
        )
        for row in rows
    )


def _action(row: Any) -> ImprovementActionShown:
    return ImprovementActionShown(
        key=row.pk,
        plan=row.plan_id,
        what=row.what,
        owner=row.owner.name,
        owner_key=row.owner_id,
        due_on=row.due_on,
        shown_by=row.shown_by,
        done_on=row.done_on,
        done_words=row.done_words,
        done_by=row.done_by.name if row.done_by else "",
        done_by_key=row.done_by_id,
        evidence=row.evidence_id,
        evidence_title=row.evidence.title if row.evidence else "",
        check=row.check,
        check_words=row.check_words,
        checked_by=row.checked_by.name if row.checked_by else "",
        checked_at=row.checked_at,
        dropped_on=row.dropped_on,
        dropped_because=row.dropped_because,
        lacks=improving.action_lacks(row.what, row.owner.name, due_on=row.due_on) if row.done_on is None else (),
    )


def _retest(row: Any) -> RetestShown:
    passed = row.met >= row.needed
    kind, _, key = row.about.partition(":")
    cycle = int(key) if kind == "cycle" else None
    return RetestShown(row.held_on, row.words, row.met, row.asked, row.needed, passed, row.recorded_by.name, cycle)
