"""The audit programme, a round with its sample, and one audit as its reader may see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q

from goldenthread.access.public import User, acts_of, decide, visible
from goldenthread.people.public import Person
from goldenthread.quality.models import Audit, AuditGrading, AuditRound, LearningCycle, SafetyConcern
from goldenthread.quality.queries.audit_results import Result, results_of
from goldenthread.quality.queries.audit_tools import items_of, tool_of
from goldenthread.rulebook import sampling
from goldenthread.rulebook.audit_tools import Item, Tool
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import ACTS
from goldenthread.rulebook.workflows import AUDIT, AUDIT_ROUND, CONCERN, LEARNING_CYCLE

SHOWN = 100
DONE = ("graded", "closed")


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round of the programme. `retests` is the learning cycle that it asks again, if any."""

    key: int
    title: str
    month: date
    tier: str
    state: str
    state_words: str
    sample: int
    done: int
    retests: int | None


@dataclass(frozen=True, slots=True)
class ToGrade:
    """An audit that waits for somebody: `part` is first or second."""

    key: int
    round: str
    name: str
    part: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """A safety concern that is not confirmed yet."""

    key: int
    name: str
    told: str
    state_words: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class CycleLine:
    """A learning cycle: how it stood when it was found, and now."""

    key: int
    title: str
    state: str
    state_words: str
    passed: int
    of: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything that the programme's page shows."""

    rounds: tuple[RoundLine, ...]
    mine: tuple[ToGrade, ...]
    concerns: tuple[ConcernLine, ...]
    cycles: tuple[CycleLine, ...]


@dataclass(frozen=True, slots=True)
class Sampled:
    """One audit of a sample. `name` is empty where the reader may not read the audit."""

    key: int
    place: int
    name: str
    auditor: str
    second: str
    state: str
    state_words: str
    overall: str
    overall_words: str
    concerns: int


@dataclass(frozen=True, slots=True)
class RoundShown:
    """A round with its sample and what it found. `there_were` and the three after it are None before it is drawn."""

    key: int
    title: str
    month: date
    tier: str
    tool: Tool
    question: Item | None
    among: str
    how: str
    how_code: str
    team: str
    wanted: int
    seed: str
    not_audited_months: int
    second_percent: int
    auditors: tuple[str, ...]
    state: str
    state_words: str
    cycle: int | None
    cycle_title: str
    drawn_on: date | None
    drawn_from: int
    own_cases: int
    audited_lately: int
    closed_to_all: int
    audits: tuple[Sampled, ...]
    results: tuple[Result, ...]
    found: tuple[CycleLine, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """The sample of a round drawn once more from the list that was kept: `same` where the children are the same, in
    the same order."""

    seed: str
    drawn_from: int
    places: tuple[tuple[int, str, int], ...]
    same: bool


@dataclass(frozen=True, slots=True)
class Grade:
    """What one auditor said of a question."""

    grade: str
    words: str


@dataclass(frozen=True, slots=True)
class Grading:
    """What one auditor said of the whole, and of each question by its key. `sent_at` is None while it is written."""

    part: str
    grader: str
    overall: str
    overall_words: str
    safe: bool | None
    learning: str
    saved_at: datetime | None
    sent_at: datetime | None
    grades: Mapping[str, Grade]


@dataclass(frozen=True, slots=True)
class AuditShown:
    """One audit as this reader may see it.

    `gradings` holds by part what she may see: her own, and those of others once they are sent; while a second grade is
    awaited, the second auditor sees nothing of the first (`blind`). `overall` is empty for her then too. `may` are the
    acts open to her now.
    """

    key: int
    round: int
    round_title: str
    month: date
    child: int
    name: str
    born_on: date | None
    tool: Tool
    question: Item | None
    items: tuple[Item, ...]
    state: str
    state_words: str
    auditor: int
    auditor_name: str
    second_auditor: int | None
    second_name: str
    second_because: str
    worker_name: str
    given_at: datetime
    worker_there: bool | None
    worker_words: str
    worker_answered_at: datetime | None
    family_asked: str
    family_words: str
    overall: str
    overall_words: str
    agreed_at: datetime | None
    graded_at: datetime | None
    closed_at: datetime | None
    gradings: Mapping[str, Grading]
    concerns: tuple[ConcernLine, ...]
    blind: bool
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class ConcernShown:
    """A safety concern, with the acts open to the reader."""

    key: int
    child: int
    name: str
    audit: int
    words: str
    told: str
    state: str
    state_words: str
    raised_by: str
    raised_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    returned_because: str
    confirmed_words: str
    confirmed_by: str
    confirmed_at: datetime | None
    may: frozenset[str]


def called(person: Person) -> str:
    """What a child is called; by the number where there is no name."""
    name = f"{person.given_names} {person.family_name}".strip()
    return name or f"Child {person.la_child_id or person.pk}"


def programme(*, reader: User, at: datetime, tool: str = "") -> Programme:
    """The rounds by month (those with one tool, where it is named), what waits for the reader, and what is not closed
    yet. Five queries."""
    rounds = (
        AuditRound.objects.filter(**({"tool": tool} if tool else {}))
        .annotate(sample=Count("audits"), done=Count("audits", filter=Q(audits__state__in=DONE)))
        .order_by("-month", "-pk")
    )
    mine = (
        Audit.objects.filter(
            Q(state="grading", auditor=reader) | Q(state="second", second_auditor=reader),
            visible(reader, "audit.read", child="child", at=at),
        )
        .select_related("round", "child")
        .order_by("given_at", "place")
    )
    concerns = (
        SafetyConcern.objects.exclude(state="confirmed")
        .filter(visible(reader, "concern.read", child="child", at=at))
        .select_related("child", "told")
        .order_by("raised_at")
    )
    return Programme(
        tuple(
            RoundLine(
                one.pk,
                one.title,
                one.month,
                SETS["audit_tier"].label(one.tier),
                one.state,
                AUDIT_ROUND.states[one.state],
                one.sample,
                one.done,
                one.cycle_id,
            )
            for one in rounds[:SHOWN]
        ),
        tuple(
            ToGrade(
                one.pk,
                one.round.title,
                called(one.child),
                "second" if one.state == "second" else "first",
                one.given_at,
            )
            for one in mine[:SHOWN]
        ),
        tuple(_concern_line(one) for one in concerns[:SHOWN]),
        tuple(cycle_line(one) for one in LearningCycle.objects.order_by("state", "-opened_at")[:SHOWN]),
    )


def cycle_line(one: LearningCycle) -> CycleLine:
    """A learning cycle in short."""
    return CycleLine(one.pk, one.title, one.state, LEARNING_CYCLE.states[one.state], one.passed, one.of, one.opened_at)


def _concern_line(one: SafetyConcern) -> ConcernLine:
    return ConcernLine(one.pk, called(one.child), one.told.name, CONCERN.states[one.state], one.raised_at)


def round_shown(round: int, *, reader: User, at: datetime) -> RoundShown | None:
    """A round as its page shows it; None when there is none. Ten queries, whatever the sample."""
    found = AuditRound.objects.select_related("team", "cycle", "frame").filter(pk=round).first()
    if found is None:
        return None
    tool = tool_of(found.tool, found.tool_version)
    rows = list(
        found.audits.select_related("child", "auditor", "second_auditor")
        .annotate(
            open_to_her=Exists(Person.objects.filter(visible(reader, "audit.read", at=at), pk=OuterRef("child"))),
            open_concerns=Count("concerns", filter=~Q(concerns__state="confirmed")),
        )
        .order_by("place")
    )
    frame = getattr(found, "frame", None)
    items = items_of(tool, found.question)
    done = any(row.state in DONE for row in rows)
    return RoundShown(
        key=found.pk,
        title=found.title,
        month=found.month,
        tier=SETS["audit_tier"].label(found.tier),
        tool=tool,
        question=tool.item(found.question) if found.question else None,
        among=SETS["audit_among"].label(found.among),
        how=SETS["audit_draw"].label(found.how),
        how_code=found.how,
        team=found.team.name if found.team else "",
        wanted=found.wanted,
        seed=found.seed,
        not_audited_months=found.not_audited_months,
        second_percent=found.second_percent,
        auditors=tuple(found.auditors.order_by("name").values_list("name", flat=True)),
        state=found.state,
        state_words=AUDIT_ROUND.states[found.state],
        cycle=found.cycle_id,
        cycle_title=found.cycle.title if found.cycle else "",
        drawn_on=frame.drawn_on if frame else None,
        drawn_from=len(frame.children) if frame else 0,
        own_cases=frame.own_cases if frame else 0,
        audited_lately=frame.audited_lately if frame else 0,
        closed_to_all=frame.closed_to_all if frame else 0,
        audits=tuple(_sampled(row, reader) for row in rows),
        results=results_of(found.pk, items) if done else (),
        found=tuple(cycle_line(one) for one in found.found.order_by("pk")),
    )


def _sampled(row: Audit, reader: User) -> Sampled:
    waits_for_her = row.state == "second" and row.second_auditor_id == reader.pk
    settled = row.state in DONE and row.open_to_her and not waits_for_her  # type: ignore[attr-defined] -- annotated
    return Sampled(
        row.pk,
        row.place,
        called(row.child) if row.open_to_her else "",  # type: ignore[attr-defined] -- annotated
        row.auditor.name,
        row.second_auditor.name if row.second_auditor and row.second_because else "",
        row.state,
        AUDIT.states[row.state],
        row.overall if settled else "",
        grade_words(row.overall) if settled else "",
        row.open_concerns,  # type: ignore[attr-defined] -- annotated
    )


def grade_words(grade: str) -> str:
    """A grade as a person reads it."""
    return SETS["audit_grade"].label(grade) if grade in SETS["audit_grade"] else SETS["audit_answer"].label(grade)


def drawn_again(round: int) -> Again | None:
    """Draws the sample once more from the list that was kept and the seed; None when none was drawn. Three queries."""
    found = AuditRound.objects.select_related("frame").filter(pk=round).first()
    frame = getattr(found, "frame", None)
    if found is None or frame is None:
        return None
    if found.how == "by_team":
        strata = {child: frame.strata[place] for child, place in zip(frame.children, frame.stratum, strict=True)}
        drawn = sampling.draw_by_stratum(found.seed, strata, found.wanted)
    else:
        drawn = sampling.draw(found.seed, frame.children, found.wanted)
    stood = dict(found.audits.order_by("place").values_list("child", "pk"))
    return Again(
        found.seed,
        len(frame.children),
        tuple(
            (stood.get(child, 0), sampling.place(found.seed, child)[:12], place) for place, child in enumerate(drawn, 1)
        ),
        drawn == list(stood),
    )


def child_of_audit(audit: int) -> int | None:
    """The child whose record an audit is of; None when there is no such audit."""
    return Audit.objects.filter(pk=audit).values_list("child", flat=True).first()


def child_of_concern(concern: int) -> int | None:
    """The child a safety concern is about; None when there is none."""
    return SafetyConcern.objects.filter(pk=concern).values_list("child", flat=True).first()


def audit_shown(audit: int, *, reader: User, at: datetime) -> AuditShown | None:
    """One audit as this reader may see it; None when there is none."""
    row = Audit.objects.select_related("round", "child", "auditor", "second_auditor", "worker").filter(pk=audit).first()
    if row is None:
        return None
    tool = tool_of(row.round.tool, row.round.tool_version)
    blind = row.state == "second" and row.second_auditor_id == reader.pk
    gradings, graded_twice = {}, False
    for one in row.gradings.select_related("grader").prefetch_related("grades"):
        graded_twice |= one.part == "second" and one.sent_at is not None
        hers = one.grader_id == reader.pk
        if hers or (one.sent_at is not None and not blind and _both_in(row, one)):
            gradings[one.part] = _grading(one)
    steps = AUDIT.acts_from(row.state)
    return AuditShown(
        key=row.pk,
        round=row.round_id,
        round_title=row.round.title,
        month=row.round.month,
        child=row.child_id,
        name=called(row.child),
        born_on=row.child.born_on,
        tool=tool,
        question=tool.item(row.round.question) if row.round.question else None,
        items=items_of(tool, row.round.question),
        state=row.state,
        state_words=AUDIT.states[row.state],
        auditor=row.auditor_id,
        auditor_name=row.auditor.name,
        second_auditor=row.second_auditor_id,
        second_name=row.second_auditor.name if row.second_auditor else "",
        second_because=row.second_because,
        worker_name=row.worker.name if row.worker else "",
        given_at=row.given_at,
        worker_there=row.worker_there,
        worker_words=row.worker_words,
        worker_answered_at=row.worker_answered_at,
        family_asked=SETS["audit_asked"].label(row.family_asked) if row.family_asked else "",
        family_words=row.family_words,
        overall="" if blind else row.overall,
        overall_words="" if blind else row.overall_words,
        agreed_at=row.agreed_at,
        graded_at=row.graded_at,
        closed_at=row.closed_at,
        gradings=gradings,
        concerns=tuple(_concern_line(one) for one in row.concerns.select_related("child", "told").order_by("pk")),
        blind=blind,
        may=_may(row, steps, reader, at, graded_twice=graded_twice),
    )


def _both_in(row: Audit, one: AuditGrading) -> bool:
    """What the second auditor sent is shown when both are in; the first's own is shown to others at once."""
    return one.part == "first" or row.state in ("agreeing", *DONE)


def _may(row: Audit, steps: Collection[str], reader: User, at: datetime, *, graded_twice: bool) -> frozenset[str]:
    open_now = {*steps, *(["concern.raise"] if row.state != "closed" else [])} & acts_of(reader)
    if row.auditor_id != reader.pk:
        open_now -= {"audit.grade"}
    if row.second_auditor_id != reader.pk:
        open_now -= {"audit.second"}
    if row.worker_id not in (None, reader.pk):
        open_now -= {"audit.answer"}
    if graded_twice:
        open_now -= {"audit.ask_second"}
    # Acts that she may do in the same places are decided once.
    where = {act: tuple(one.where for one in ACTS[act].grants if one.role == reader.role) for act in sorted(open_now)}
    decided: dict[object, bool] = {}
    for act, places in where.items():
        if places not in decided:
            decided[places] = decide(reader, act, row.child_id, at=at).allowed
    return frozenset(act for act, places in where.items() if decided[places])


def _grading(one: AuditGrading) -> Grading:
    return Grading(
        one.part,
        one.grader.name,
        one.overall,
        one.overall_words,
        one.safe,
        one.learning,
        one.saved_at,
        one.sent_at,
        {grade.question: Grade(grade.grade, grade.words) for grade in one.grades.all()},
    )


def concern_shown(concern: int, *, reader: User, at: datetime) -> ConcernShown | None:
    """One safety concern; None when there is none."""
    row = (
        SafetyConcern.objects.select_related("child", "told", "raised_by", "answered_by", "confirmed_by")
        .filter(pk=concern)
        .first()
    )
    if row is None:
        return None
    may = {
        act
        for act in set(CONCERN.acts_from(row.state)) & acts_of(reader)
        if decide(reader, act, row.child_id, at=at).allowed
    }
    return ConcernShown(
        key=row.pk,
        child=row.child_id,
        name=called(row.child),
        audit=row.audit_id,
        words=row.words,
        told=row.told.name,
        state=row.state,
        state_words=CONCERN.states[row.state],
        raised_by=row.raised_by.name,
        raised_at=row.raised_at,
        answer=row.answer,
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
        returned_because=row.returned_because,
        confirmed_words=row.confirmed_words,
        confirmed_by=row.confirmed_by.name if row.confirmed_by else "",
        confirmed_at=row.confirmed_at,
        may=frozenset(may - ({"concern.confirm"} if row.answered_by_id == reader.pk else set())),
    )
