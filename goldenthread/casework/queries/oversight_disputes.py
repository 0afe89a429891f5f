"""Disputes of reviewing officers and conference chairs: what was said to whom at each stage, and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goldenthread.access.public import User, acts_of, decide, visible
from goldenthread.casework.models import Deadline, Dispute, DisputeStep
from goldenthread.casework.queries.child_keys import of_child
from goldenthread.casework.queries.deadlines import left_of
from goldenthread.casework.queries.meetings import called
from goldenthread.kernel.clock import TimeState, london_date
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.workflows import DISPUTE

ANSWER, SETTLED = "dispute_answer", "dispute_settled"
STAGES = SETS["dispute_stage"].codes
"""The stages, first to last."""
ROLES = {
    "team_manager": Role.TEAM_MANAGER,
    "service_manager": Role.SERVICE_MANAGER,
    "director": Role.DIRECTOR,
}
"""Who answers at each stage."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what was said to whom, and the answer. `due_on` is when the answer falls due, while it waits."""

    stage: str
    stage_words: str
    words: str
    asked_of: str
    sent_by: str
    sent_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    due_on: date | None
    due_words: str
    late: bool


@dataclass(frozen=True, slots=True)
class ShownDispute:
    """A dispute, whole. `may` holds the acts open to the reader now; `asked` is true where the reader, or somebody she
    covers for, was asked to answer. `next_stage` is empty after the last. `late` says that an answer, or the whole, is
    past its day."""

    key: int
    child: int
    child_name: str
    state: str
    state_words: str
    about: str
    about_words: str
    tried: str
    wants: str
    raised_by: str
    raised_at: datetime
    outcome_words: str
    ended_words: str
    resolved_by: str
    resolved_at: datetime | None
    stages: tuple[Stage, ...]
    settle_by: date | None
    settle_words: str
    late: bool
    next_stage: str
    next_words: str
    may: frozenset[str]
    asked: bool

    @property
    def waits_for(self) -> str:
        """Whom it waits for now, by name; empty when it ended."""
        if self.state == "raised":
            return self.stages[-1].asked_of
        return self.raised_by if self.state == "answered" else ""


def next_stage(stage: str) -> str | None:
    """The stage after this one; None after the last."""
    place = STAGES.index(stage) + 1
    return STAGES[place] if place < len(STAGES) else None


def still_has_time(dispute: int, *, at: datetime) -> bool:
    """Whether the answer that a dispute waits for is not overdue yet. One query."""
    due = Deadline.objects.filter(clock=ANSWER, about=f"dispute:{dispute}", met_at=None, void_at=None).first()
    return due is not None and left_of(due.due_on, due.due_at, at).state is not TimeState.OVERDUE


def child_of_dispute(dispute: int) -> int | None:
    """The child for whom it was raised."""
    return Dispute.objects.filter(pk=dispute).values_list("child", flat=True).first()


def show_dispute(dispute: int, *, reader: User, at: datetime) -> ShownDispute | None:
    """One dispute; None when there is none. Six queries at most."""
    found = _shown(Dispute.objects.filter(pk=dispute), reader, at, acts=True)
    return found[0] if found else None


def disputes_of(child: int, *, reader: User, at: datetime) -> tuple[ShownDispute, ...]:
    """A child's disputes, latest first, without the acts that are open. Three queries."""
    return tuple(_shown(Dispute.objects.filter(of_child("child", child)), reader, at))


def open_disputes(teams: Sequence[int], *, reader: User, at: datetime) -> tuple[ShownDispute, ...]:
    """The disputes that have not ended and concern the reader: hers, asked of her, or of a child with these teams; the
    longest first. None about a child shut to her."""
    rows = Dispute.objects.filter(visible(reader, "child.read", child="child", at=at)).exclude(state="resolved")
    with_teams = rows.filter(child__referrals__closed_on=None, child__referrals__team__in=teams)
    mine = rows.filter(raised_by=reader) | rows.filter(steps__asked_of=reader)
    keys = {*mine.values_list("pk", flat=True), *with_teams.values_list("pk", flat=True)}
    return tuple(sorted(_shown(Dispute.objects.filter(pk__in=keys), reader, at), key=lambda one: one.raised_at))


def _shown(rows: Any, reader: User, at: datetime, *, acts: bool = False) -> list[ShownDispute]:
    found = list(rows.select_related("child", "raised_by", "resolved_by").order_by("-raised_at", "-pk"))
    steps: dict[int, list[DisputeStep]] = {}
    asked = DisputeStep.objects.filter(dispute__in=found).select_related("asked_of", "sent_by", "answered_by")
    for one in asked.order_by("pk"):
        steps.setdefault(one.dispute_id, []).append(one)
    due: dict[tuple[str, str], list[Deadline]] = {}
    clocks = Deadline.objects.filter(
        clock__in=(ANSWER, SETTLED), about__in=[f"dispute:{row.pk}" for row in found], void_at=None
    )
    for clock in clocks.order_by("started_at", "pk"):
        due.setdefault((clock.clock, clock.about), []).append(clock)
    hers = {reader.pk}
    if acts:
        hers |= set(reader.covers.filter(period__contains=london_date(at)).values_list("absent", flat=True))
    return [_one(row, steps.get(row.pk, []), due, reader, hers, at, acts) for row in found]


def _one(
    row: Dispute,
    steps: list[DisputeStep],
    due: dict[tuple[str, str], list[Deadline]],
    reader: User,
    hers: set[int],
    at: datetime,
    acts: bool,
) -> ShownDispute:
    about = f"dispute:{row.pk}"
    whole = next(iter(due.get((SETTLED, about), [])), None)
    left = left_of(whole.due_on, whole.due_at, at, met_at=whole.met_at) if whole else None
    answers = {one.started_at: one for one in due.get((ANSWER, about), [])}
    stages = tuple(_stage(one, answers.get(one.sent_at), at) for one in steps)
    after = next_stage(steps[-1].stage) if steps else None
    waits = next((one for one in reversed(steps) if one.answered_at is None), None)
    overdue = left is not None and left.state is TimeState.OVERDUE
    return ShownDispute(
        key=row.pk,
        child=row.child_id,
        child_name=called(row.child),
        state=row.state,
        state_words=DISPUTE.states[row.state],
        about=row.about,
        about_words=SETS["dispute_about"].label(row.about),
        tried=row.tried,
        wants=row.wants,
        raised_by=row.raised_by.name,
        raised_at=row.raised_at,
        outcome_words=SETS["dispute_outcome"].label(row.outcome) if row.outcome else "",
        ended_words=row.outcome_words,
        resolved_by=row.resolved_by.name if row.resolved_by else "",
        resolved_at=row.resolved_at,
        stages=stages,
        settle_by=whole.due_on if whole else None,
        settle_words=left.words if left else "",
        late=row.state != "resolved" and (overdue or any(one.late and not one.answered_at for one in stages)),
        next_stage=after or "",
        next_words=SETS["dispute_stage"].label(after) if after else "",
        may=_may(row, reader, at) if acts else frozenset(),
        asked=waits is not None and waits.asked_of_id in hers,
    )


def _may(row: Dispute, reader: User, at: datetime) -> frozenset[str]:
    steps = set(DISPUTE.acts_from(row.state)) & acts_of(reader)
    return frozenset(act for act in steps if decide(reader, act, row.child_id, at=at).allowed)


def _stage(one: DisputeStep, due: Deadline | None, at: datetime) -> Stage:
    left = left_of(due.due_on, due.due_at, at, met_at=due.met_at) if due else None
    return Stage(
        stage=one.stage,
        stage_words=SETS["dispute_stage"].label(one.stage),
        words=one.words,
        asked_of=one.asked_of.name,
        sent_by=one.sent_by.name,
        sent_at=one.sent_at,
        answer=one.answer,
        answered_by=one.answered_by.name if one.answered_by else "",
        answered_at=one.answered_at,
        due_on=due.due_on if due else None,
        due_words=left.words if left else "",
        late=left is not None and left.state in (TimeState.OVERDUE, TimeState.DONE_LATE),
    )
