"""Complaints as they are read: those of the reader by what is due, and one with its stages, points and actions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, Q, QuerySet
from django.utils import timezone

from goldenthread.access.public import User, acts_of, decide_about
from goldenthread.casework.public.supervision import Asked
from goldenthread.kernel.clock import TimeState, time_left
from goldenthread.people.public import Person
from goldenthread.quality.models import Complaint, ComplaintAction, ComplaintOutcome, ComplaintStage
from goldenthread.quality.queries.asking import Asks, Row, as_rows
from goldenthread.quality.queries.audit import called
from goldenthread.quality.queries.complaint_rights import may_read, readable
from goldenthread.quality.queries.findings import FindingRow, findings_of
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.office import OFFICE_HOURS
from goldenthread.rulebook.workflows import COMPLAINT

OF_STAGE = {
    "1": ("complaint_stage1", "complaint_stage1_extended"),
    "2": ("complaint_stage2", "complaint_stage2_extended"),
    "3": ("complaint_stage3_panel", "complaint_panel_report", "complaint_stage3_response"),
    "o": (),
}
"""The clocks of each stage, in order. Those of stages 1 and 2 are the usual time and the longer one."""
SHOWN = 200
TO_ASK_AGAIN = 20  # working days
_LATE = (TimeState.OVERDUE, TimeState.DONE_LATE)


@dataclass(frozen=True, slots=True)
class Due:
    """A clock of a stage: `words` is the time left or how late; `mark` the shape. `void` says why it was taken back."""

    name: str
    why: str
    due_on: date
    met_at: datetime | None
    words: str
    mark: str
    late: bool
    void: str = ""


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint in a list. `children` are names; `due` is the clock that runs, None where none does."""

    key: int
    children: str
    complainant: str
    themes: tuple[str, ...]
    team: str
    stage: str
    stage_words: str
    state: str
    state_words: str
    received_on: date
    owner: str
    due: Due | None
    hers: bool


@dataclass(frozen=True, slots=True)
class PointShown:
    """One thing complained of. `outcome` with its words and reason is that of the latest stage that answered."""

    key: int
    number: int
    theme: str
    words: str
    outcome: str = ""
    outcome_words: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """What a stage came to on one point."""

    number: int
    outcome: str
    words: str
    because: str


@dataclass(frozen=True, slots=True)
class StageShown:
    """One stage as it went. `state` is done, now or to_come; `dues` its clocks, the first one first."""

    stage: str
    label: str
    state: str
    asked_on: date
    asked_words: str
    owner: str
    dues: tuple[Due, ...]
    extended_because: str
    extended_by: str
    extended_at: datetime | None
    investigator: str
    independent: str
    independent_because: str
    panel_on: date | None
    panel_people: str
    reference: str
    report: str
    reported_on: date | None
    reported_by: str
    answer: str
    remedy: tuple[str, ...]
    remedy_words: str
    answered_on: date | None
    answered_by: str
    outcomes: tuple[OutcomeShown, ...]


@dataclass(frozen=True, slots=True)
class ComplaintActionShown:
    """An action with its evidence and who checked it. `hers` says that the reader owns it."""

    key: int
    complaint: int
    what: str
    point: int | None
    owner: str
    due_on: date
    late: bool
    set_by: str
    set_at: datetime
    evidence: str
    done_at: datetime | None
    returned_because: str
    checked_words: str
    checked_by: str
    checked_at: datetime | None
    hers: bool


@dataclass(frozen=True, slots=True)
class ComplaintShown:
    """A complaint, whole. `may_go_on_until` is the last day on which the next stage may be asked for, once this one is
    answered; `may` are the acts that are open to the reader now."""

    key: int
    children: tuple[tuple[int, str], ...]
    complainant: str
    name: str
    reach: str
    channel: str
    advocate: str
    advocate_name: str
    child_agrees: str
    team: str
    about: str
    desired: str
    received_on: date
    recorded_by: str
    recorded_at: datetime
    stage: str
    state: str
    state_words: str
    points: tuple[PointShown, ...]
    stages: tuple[StageShown, ...]
    actions: tuple[ComplaintActionShown, ...]
    findings: tuple[FindingRow, ...]
    may_go_on_until: date | None
    ended_words: str
    ended_by: str
    ended_at: datetime | None
    may: frozenset[str]

    @property
    def now(self) -> StageShown:
        """The latest stage."""
        return self.stages[-1]


def is_one_of_us(name: str) -> bool:
    """Whether somebody of this name signs in here."""
    return User.objects.filter(name__iexact=" ".join(name.split()), is_active=True).exists()


def complaints_in(reader: User, *, state: str = "open", at: datetime) -> tuple[ComplaintLine, ...]:
    """The complaints that she may read, in one state: by what is due first, and of those that ended the latest first.
    Four queries."""
    rows = (
        Complaint.objects.filter(readable(reader, at=at), state=state)
        .select_related("team")
        .prefetch_related("points", "children__child", "stages__owner", "stages__deadline")
    )
    found = sorted((_line(row, reader, at) for row in _first(rows, state)), key=_by_due)
    return tuple(found)


def _first(rows: QuerySet[Complaint], state: str) -> Iterable[Complaint]:
    if state in ("closed", "withdrawn"):
        return rows.order_by("-ended_at", "-pk")[:SHOWN]
    return rows.order_by("received_on", "pk")[:SHOWN]


def _by_due(line: ComplaintLine) -> tuple[bool, date]:
    return (line.due is None, line.due.due_on if line.due else line.received_on)


def _line(row: Complaint, reader: User, at: datetime) -> ComplaintLine:
    stage = max(row.stages.all(), key=lambda one: one.pk)
    deadline = stage.deadline
    running = deadline is not None and deadline.met_at is None and deadline.void_at is None
    return ComplaintLine(
        key=row.pk,
        children=_names([one.child for one in row.children.all()]),
        complainant=SETS["complainant"].label(row.complainant),
        themes=tuple(dict.fromkeys(SETS["complaint_theme"].label(one.theme) for one in row.points.all())),
        team=row.team.name,
        stage=row.stage,
        stage_words=SETS["complaint_stage"].label(row.stage),
        state=row.state,
        state_words=COMPLAINT.states[row.state],
        received_on=row.received_on,
        owner=stage.owner.name,
        due=due_words(deadline, at) if running else None,
        hers=stage.owner_id == reader.pk,
    )


def _names(children: Iterable[Person]) -> str:
    return ", ".join(called(one) for one in children)


def due_words(deadline: Any, at: datetime) -> Due:
    """A clock in words, at a moment."""
    clock = CLOCKS[deadline.clock]
    left = time_left(deadline.due_on, deadline.due_at, at, WORKING_DAYS, OFFICE_HOURS, deadline.met_at)
    late = left.state in _LATE and deadline.void_at is None
    mark = {TimeState.DONE: "done", TimeState.DONE_LATE: "late", TimeState.OVERDUE: "over"}.get(left.state, "to_come")
    return Due(
        name=clock.name,
        why=clock.why,
        due_on=deadline.due_on,
        met_at=deadline.met_at,
        words=left.words,
        mark="dot" if deadline.void_at else mark,
        late=late,
        void=deadline.void_because,
    )


def complaint_shown(complaint: int, *, reader: User, at: datetime) -> ComplaintShown | None:
    """One complaint with its stages; None when there is none. Some fifteen queries."""
    row = (
        Complaint.objects.select_related("team", "about", "recorded_by", "ended_by")
        .prefetch_related("children__child")
        .filter(pk=complaint)
        .first()
    )
    if row is None:
        return None
    outcomes = list(
        ComplaintOutcome.objects.filter(stage__complaint=complaint).select_related("point").order_by("point__number")
    )
    stages = list(
        ComplaintStage.objects.filter(complaint=complaint)
        .select_related("owner", "extended_by", "investigator", "reported_by", "answered_by", "deadline")
        .order_by("pk")  # a complaint only goes on, so its stages were made in their order
    )
    dues = _dues(complaint, at)
    children = [one.child for one in row.children.all()]
    return ComplaintShown(
        key=row.pk,
        children=tuple((one.pk, called(one)) for one in children),
        complainant=SETS["complainant"].label(row.complainant),
        name=row.complainant_name,
        reach=row.reach,
        channel=SETS["complaint_channel"].label(row.channel),
        advocate=SETS["complaint_advocate"].label(row.advocate),
        advocate_name=row.advocate_name,
        child_agrees=SETS["complaint_child_agrees"].label(row.child_agrees),
        team=row.team.name,
        about=row.about.name if row.about else "",
        desired=row.desired,
        received_on=row.received_on,
        recorded_by=row.recorded_by.name,
        recorded_at=row.recorded_at,
        stage=row.stage,
        state=row.state,
        state_words=COMPLAINT.states[row.state],
        points=_points(row, outcomes),
        stages=tuple(
            _stage(one, dues.get(one.stage, ()), outcomes, current=one.stage == row.stage and row.state == "open")
            for one in stages
        ),
        actions=tuple(
            action_shown(one, reader, at)
            for one in ComplaintAction.objects.filter(complaint=complaint)
            .select_related("owner", "set_by", "checked_by", "point")
            .order_by("due_on", "pk")
        ),
        findings=findings_of(f"complaint:{complaint}", reader=reader),
        may_go_on_until=_until(row, stages[-1]),
        ended_words=row.ended_words,
        ended_by=row.ended_by.name if row.ended_by else "",
        ended_at=row.ended_at,
        may=_may(row, stages[-1], [one.pk for one in children], reader, at),
    )


def _until(row: Complaint, stage: ComplaintStage) -> date | None:
    """20 working days after the answer of stages 1 and 2 (regulations of 2006)."""
    if row.state != "answered" or stage.stage not in ("1", "2") or stage.answered_on is None:
        return None
    return WORKING_DAYS.add(stage.answered_on, TO_ASK_AGAIN)


def _dues(complaint: int, at: datetime) -> dict[str, tuple[Due, ...]]:
    """The clocks of each stage, those taken back among them, in the order in which they were started."""
    # The clocks belong to casework; they are reached by the key that points to them.
    rows = ComplaintStage.deadline.field.related_model.objects.filter(about=f"complaint:{complaint}").order_by("pk")
    found: dict[str, tuple[Due, ...]] = {}
    for one in rows:
        stage = next(stage for stage, clocks in OF_STAGE.items() if one.clock in clocks)
        found[stage] = (*found.get(stage, ()), due_words(one, at))
    return found


def _points(row: Complaint, outcomes: list[ComplaintOutcome]) -> tuple[PointShown, ...]:
    latest = {one.point_id: one for one in sorted(outcomes, key=lambda one: one.stage_id)}
    found = []
    for point in row.points.order_by("number"):
        came = latest.get(point.pk)
        theme = SETS["complaint_theme"].label(point.theme)
        if came is None:
            found.append(PointShown(point.pk, point.number, theme, point.words))
        else:
            label = SETS["complaint_outcome"].label(came.outcome)
            found.append(PointShown(point.pk, point.number, theme, point.words, came.outcome, label, came.because))
    return tuple(found)


def _stage(
    one: ComplaintStage, dues: tuple[Due, ...], outcomes: list[ComplaintOutcome], *, current: bool
) -> StageShown:
    return StageShown(
        stage=one.stage,
        label=SETS["complaint_stage"].label(one.stage),
        state="now" if current else "done",
        asked_on=one.asked_on,
        asked_words=one.asked_words,
        owner=one.owner.name,
        dues=dues,
        extended_because=one.extended_because,
        extended_by=one.extended_by.name if one.extended_by else "",
        extended_at=one.extended_at,
        investigator=one.investigator.name if one.investigator else one.investigator_name,
        independent=one.independent_name,
        independent_because=one.independent_because,
        panel_on=one.panel_on,
        panel_people=one.panel_people,
        reference=one.reference,
        report=one.report,
        reported_on=one.reported_on,
        reported_by=one.reported_by.name if one.reported_by else "",
        answer=one.answer,
        remedy=tuple(SETS["complaint_remedy"].label(code) for code in one.remedy),
        remedy_words=one.remedy_words,
        answered_on=one.answered_on,
        answered_by=one.answered_by.name if one.answered_by else "",
        outcomes=tuple(
            OutcomeShown(row.point.number, row.outcome, SETS["complaint_outcome"].label(row.outcome), row.because)
            for row in outcomes
            if row.stage_id == one.pk
        ),
    )


def _may(row: Complaint, stage: ComplaintStage, children: list[int], reader: User, at: datetime) -> frozenset[str]:
    """What she may do with it now; nothing where it is about her."""
    if row.about_id == reader.pk:
        return frozenset()
    open_now = set(COMPLAINT.acts_from(row.state)) - {"complaint.finish"}
    answered_one = row.stages.filter(answered_by=reader).exists()
    closed = {
        "complaint.extend": stage.stage not in ("1", "2") or stage.extended_at is not None,
        "complaint.appoint": stage.stage != "2" or stage.reported_on is not None,
        "complaint.investigate": stage.stage != "2"
        or stage.appointed_at is None
        or stage.reported_on is not None
        or reader.pk != (stage.investigator_id or stage.appointed_by_id),
        "complaint.panel": stage.stage != "3" or stage.reported_on is not None,
        "complaint.answer": (stage.stage in ("2", "3") and (answered_one or stage.reported_on is None))
        or stage.investigator_id == reader.pk,
        "complaint.step_up": stage.stage == "o",
        "complaint.learn": "finding.enter" not in acts_of(reader),
    }
    return frozenset(
        act
        for act in open_now & acts_of(reader)
        if not closed.get(act) and decide_about(reader, act, children, at=at).allowed
    )


def action_shown(one: ComplaintAction, reader: User, at: datetime) -> ComplaintActionShown:
    """An action as its owner and its checker read it."""
    return ComplaintActionShown(
        key=one.pk,
        complaint=one.complaint_id,
        what=one.what,
        point=one.point.number if one.point else None,
        owner=one.owner.name,
        due_on=one.due_on,
        late=one.done_at is None and one.due_on < timezone.localdate(at),
        set_by=one.set_by.name,
        set_at=one.set_at,
        evidence=one.evidence,
        done_at=one.done_at,
        returned_because=one.returned_because,
        checked_words=one.checked_words,
        checked_by=one.checked_by.name if one.checked_by else "",
        checked_at=one.checked_at,
        hers=one.owner_id == reader.pk,
    )


def complaint_action(action: int, *, reader: User, at: datetime) -> ComplaintActionShown | None:
    """One action, for its owner and for whoever may read the complaint; None for anybody else."""
    row = ComplaintAction.objects.select_related("owner", "set_by", "checked_by", "point").filter(pk=action).first()
    if row is None or (row.owner_id != reader.pk and not may_read(reader, row.complaint_id, at=at).allowed):
        return None
    return action_shown(row, reader, at)


def _actions(*, whose: int, reader: User, own: bool, at: datetime, until: date) -> QuerySet:
    # What an action says is for its owner; others see it who may read the complaint.
    seen = Q() if own else Q(complaint__in=_readable(reader, at))
    actions = ComplaintAction.objects.filter(seen, owner=whose, done_at=None, due_on__lte=until)
    return as_rows("complaint_action", actions, words="what", who="set_by__name", due_on="due_on")


def _to_answer(*, whose: int, reader: User, own: bool, at: datetime, until: date) -> QuerySet:
    """To a colleague who may read them; her own stand among her deadlines."""
    if own:
        return _stage_rows("complaint", ComplaintStage.objects.none())
    stages = _running_stages(reader, at, until)
    return _stage_rows("complaint", stages.filter(owner=whose, answered_on=None, deadline__met_at=None))


def _to_report(*, whose: int, reader: User, own: bool, at: datetime, until: date) -> QuerySet:
    return _stage_rows(
        "complaint_report", _running_stages(reader, at, until).filter(investigator=whose, reported_on=None)
    )


def _readable(reader: User, at: datetime) -> QuerySet:
    return Complaint.objects.filter(readable(reader, at=at)).values("pk")


def _running_stages(reader: User, at: datetime, until: date) -> QuerySet[ComplaintStage]:
    return ComplaintStage.objects.filter(
        complaint__in=_readable(reader, at),
        complaint__state="open",
        complaint__stage=F("stage"),
        deadline__due_on__lte=until,
    )


def _stage_rows(kind: str, stages: QuerySet[ComplaintStage]) -> QuerySet:
    return as_rows(kind, stages, key="complaint", words="deadline__clock", due_on="deadline__due_on")


def _action_told(row: Row) -> Asked:
    assert row.due_on
    return Asked(
        source=row.kind,
        key=row.key,
        what=row.words or "",
        why=f"Asked by {row.who}, because of a complaint.",
        due_on=row.due_on,
        page="complaint_action",
        label="Say what was done",
        title="Complaint",
    )


def _stage_told(row: Row) -> Asked:
    assert row.due_on and row.words
    reports = row.kind == "complaint_report"
    return Asked(
        source="complaint",
        key=row.key,
        what="Report what the investigation of a complaint found" if reports else "Answer the complaint",
        why=f"{CLOCKS[row.words].why}.",
        due_on=row.due_on,
        page="complaint",
        label="Open the complaint",
        title="Complaint",
    )


ASKS = (
    Asks(
        "complaint_action",
        lambda whose: Exists(ComplaintAction.objects.filter(owner=whose, done_at=None)),
        _actions,
        _action_told,
    ),
    Asks(
        "complaint",
        lambda whose: Exists(ComplaintStage.objects.filter(owner=whose, answered_on=None)),
        _to_answer,
        _stage_told,
    ),
    Asks(
        "complaint_report",
        lambda whose: Exists(ComplaintStage.objects.filter(investigator=whose, reported_on=None)),
        _to_report,
        _stage_told,
    ),
)
"""What complaints ask of somebody: actions that she has not done, stages to answer, investigations not reported."""
