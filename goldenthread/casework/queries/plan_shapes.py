"""A plan as pages and other packages see it: plain values, worked out by `queries.plans`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from goldenthread.casework.queries.plan_parts import from_to
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.thread import State, Verdict

CARRIED, ENDED_WITH = "It goes on in the plan that follows.", "The plan ended."
"""Why an outcome ended when its plan did: what another plan may go on with."""


@dataclass(frozen=True, slots=True)
class ActionShown:
    """One thing to do. `named` is true when the record links its owner to one person."""

    key: int
    what: str
    owner: str
    owner_key: int | None
    person: int | None
    due_on: date | None
    due_words: str
    done_on: date | None
    done_words: str
    dropped_on: date | None
    dropped_because: str
    family_words: str
    added_on: date
    stamp: str

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None and self.dropped_on is None

    @property
    def named(self) -> bool | None:
        """True when the owner is one person on record, else not known."""
        return True if self.owner_key or self.person else None


@dataclass(frozen=True, slots=True)
class Shows:
    """A piece of evidence: what was seen, said or counted, on a day, from where, and who wrote it down."""

    on: date
    words: str
    source: str
    value: Decimal | None
    by: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Stood:
    """How an outcome stood when somebody asked. `meeting` is the key of the review."""

    code: str
    words: str
    on: date
    by: str
    meeting: int | None


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """A change for the child. `evidence` and `progresses` are latest first; `measure` is “from … to … by …”."""

    key: int
    concern: int
    words: str
    baseline: str
    target: str
    how_we_know: str
    unit: str
    baseline_value: Decimal | None
    target_value: Decimal | None
    latest_value: Decimal | None
    by_on: date | None
    contingency: str
    contingency_by: date | None
    family_words: str
    progress: str
    progress_on: date | None
    added_on: date
    ended_on: date | None
    ended_because: str
    actions: tuple[ActionShown, ...]
    evidence: tuple[Shows, ...]
    progresses: tuple[Stood, ...]
    stamp: str

    @property
    def measure(self) -> str:
        """“from 7 days in 10 to 9 days in 10 by 18 December 2026”; empty when none of it is known."""
        return from_to(self.baseline, self.target, self.by_on).removeprefix(": ")

    @property
    def progress_words(self) -> str:
        """“Better”."""
        return SETS["plan_progress"].label(self.progress)

    @property
    def to_walk(self) -> bool:
        """Whether a review looks at it: not ended, and not achieved at an earlier one."""
        return self.ended_on is None and self.progress != "achieved"


@dataclass(frozen=True, slots=True)
class Thread:
    """A concern with all that follows from it, and how its thread stands.

    `concern` is None for one that the assessment says is there and the plan does not name: `begins` then says whether
    it is from `history` or a ticked `factor`, and `came_from` where it stands.
    """

    concern: int | None
    title: str
    saw: str
    saw_source: str
    saw_on: date | None
    need: str
    factor: str
    came_from: str
    begins: str
    raised_on: date | None
    outcomes: tuple[OutcomeShown, ...]
    verdict: Verdict
    stamp: str = ""

    @property
    def anchor(self) -> str:
        """The thread's place on a page."""
        return f"thread-{self.concern or self.came_from.replace(':', '-')}"


@dataclass(frozen=True, slots=True)
class Changed:
    """A line of the plan's history."""

    about: str
    part: str
    before: str
    after: str
    because: str
    by: str
    at: datetime
    meeting: int | None


@dataclass(frozen=True, slots=True)
class ReviewHeld:
    """A meeting that looked at the plan. `changes` and `spoken_of` (keys of outcomes) are what it did there."""

    meeting: int
    kind: str
    held_on: date
    next_on: date | None
    record_issued_on: date | None
    unchanged_because: str
    views: str


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan with its threads, worst first. `state` is outline, current or ended; `version` rises with every change."""

    key: int
    child: int
    kind: str
    state: str
    started_on: date
    ended_on: date | None
    end_reason: str
    end_words: str
    category: str
    contingency: str
    contingency_by: date | None
    contingency_stamp: str
    shared_on: date | None
    shared_how: str
    family_words: Mapping[str, Any]
    visit_every: int | None
    worker: str
    version: int
    steps_from: int | None
    assessment: int | None
    threads: tuple[Thread, ...]
    reviews: tuple[ReviewHeld, ...] = ()

    @property
    def kind_words(self) -> str:
        """“Child in need plan”."""
        return SETS["plan_kind"].label(self.kind)

    @property
    def outcomes(self) -> tuple[OutcomeShown, ...]:
        """Every outcome, in the order of the threads."""
        return tuple(outcome for thread in self.threads for outcome in thread.outcomes)

    @property
    def to_walk(self) -> tuple[tuple[Thread, OutcomeShown], ...]:
        """What a review looks at: each outcome with its thread."""
        return tuple((thread, outcome) for thread in self.threads for outcome in thread.outcomes if outcome.to_walk)

    def counted(self, state: State) -> tuple[Thread, ...]:
        """The threads in a state."""
        return tuple(thread for thread in self.threads if thread.verdict.state is state)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in a line: of whom, which kind, since and until when."""

    key: int
    child: int
    name: str
    kind: str
    state: str
    started_on: date
    ended_on: date | None
    end_reason: str
    category: str


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """The child's last plan, ended, and how many outcomes it left that were not achieved."""

    plan: int
    kind: str
    ended_on: date
    outcomes: int
