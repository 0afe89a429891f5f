"""The thread of a plan, and where it breaks: what we saw, need, outcome, actions, evidence, progress.

Rules alone: plain values in, a verdict and its words out. A thread is broken where the next thing is missing, weak
where it is there but cannot be used, and holds where one thing leads to the next. Six weeks is between core groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.rulebook.text.actions import unowned

LONGEST_WITHOUT_EVIDENCE = 42
"""Days an outcome may stand with nothing new to show how it is."""


class Station(StrEnum):
    """The six places on a thread, in order."""

    SAW = "saw"
    NEED = "need"
    OUTCOME = "outcome"
    ACTIONS = "actions"
    EVIDENCE = "evidence"
    PROGRESS = "progress"


STATIONS = tuple(Station)


class State(StrEnum):
    """How a thread is, worst first."""

    BROKEN = "broken"
    WEAK = "weak"
    HOLDS = "holds"
    FINISHED = "finished"


_ORDER = tuple(State)


@dataclass(frozen=True, slots=True)
class ActionStands:
    """One action as it stands. `named` says that the record links the owner to one person."""

    what: str
    owner: str = ""
    named: bool | None = None
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class OutcomeStands:
    """One outcome as it stands. `progress` is a code of "plan_progress"; `evidence_on` the day of the latest evidence,
    `progress_on` the day on which somebody last said how it is. Actions that were taken out are left out."""

    baseline: str = ""
    target: str = ""
    how_we_know: str = ""
    by_on: date | None = None
    added_on: date | None = None
    actions: Sequence[ActionStands] = ()
    evidence_on: date | None = None
    progress: str = "not_started"
    progress_on: date | None = None


@dataclass(frozen=True, slots=True)
class Strand:
    """A concern with all that follows from it. `begins` is `history` (an earlier concern that is still live), `factor`
    (ticked in the assessment) or empty. `raised_on` is the day from which it waits."""

    need: str = ""
    begins: str = ""
    raised_on: date | None = None
    outcomes: Sequence[OutcomeStands] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """One place where a thread is broken or weak: `at` is the station that is missing or cannot be used, `outcome` the
    place of the outcome in its strand (None before there is any)."""

    at: Station
    state: State
    words: str
    outcome: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A thread as a whole: its state, why in a few words, and every gap, worst first."""

    state: State
    words: str
    gaps: tuple[Gap, ...] = ()

    @property
    def at(self) -> Station | None:
        """Where it is worst; None when it holds."""
        return self.gaps[0].at if self.gaps else None

    @property
    def rank(self) -> tuple[int, int]:
        """For a list: the worst first, and of two alike the one that breaks later on the thread."""
        place = STATIONS.index(self.gaps[0].at) if self.gaps else 0
        return _ORDER.index(self.state), -place


def verdict(strand: Strand, on: date) -> Verdict:
    """How a thread stands on a day."""
    gaps = tuple(sorted(_gaps(strand, on), key=lambda gap: (_ORDER.index(gap.state), STATIONS.index(gap.at))))
    if gaps:
        worst = gaps[0]
        return Verdict(worst.state, worst.words, gaps)
    if all(outcome.progress == "achieved" for outcome in strand.outcomes):
        return Verdict(State.FINISHED, "and finished")
    return Verdict(State.HOLDS, "")


def _gaps(strand: Strand, on: date) -> Iterable[Gap]:
    since = _since(strand.raised_on, on)
    if not strand.need.strip():
        words = {
            "history": "a concern from history that fell out",
            "factor": "ticked in the assessment, and no need follows from it",
        }.get(strand.begins, "nobody has said what it means for the child")
        yield Gap(Station.NEED, State.BROKEN, f"{since}{words}")
        return
    if not strand.outcomes:
        yield Gap(Station.OUTCOME, State.BROKEN, f"{since}a need that nobody acts on")
        return
    for number, outcome in enumerate(strand.outcomes):
        if outcome.progress != "achieved":
            yield from _of_outcome(outcome, number, on)


def _of_outcome(outcome: OutcomeStands, number: int, on: date) -> Iterable[Gap]:
    if not (outcome.target.strip() and outcome.baseline.strip()):
        lacking = "no starting point" if outcome.target.strip() else "no target"
        yield Gap(Station.OUTCOME, State.WEAK, f"an outcome that cannot be measured: {lacking}", number)
    elif not outcome.how_we_know.strip():
        yield Gap(Station.OUTCOME, State.WEAK, "nobody has said how we will know", number)
    if not outcome.actions:
        yield Gap(Station.ACTIONS, State.BROKEN, "an outcome for which nobody does anything", number)
    for action in outcome.actions:
        if action.done_on is not None:
            continue
        late = (on - action.due_on).days if action.due_on and action.due_on < on else 0
        too_late = f", {_days(late)} late" if late else ""
        if unowned(action.what, action.owner, action.named):
            yield Gap(Station.ACTIONS, State.WEAK, f"an action that no one person owns{too_late}", number)
        elif late:
            yield Gap(Station.ACTIONS, State.WEAK, f"an action {_days(late)} late", number)
        elif action.due_on is None:
            yield Gap(Station.ACTIONS, State.WEAK, "an action without a day", number)
    waits_from = outcome.evidence_on or outcome.added_on
    if waits_from is not None and (days := (on - waits_from).days) > LONGEST_WITHOUT_EVIDENCE:
        yield Gap(Station.EVIDENCE, State.BROKEN, f"{_days(days)} with nothing to show whether it works", number)
    elif outcome.progress in ("better", "worse") and outcome.evidence_on is None:
        yield Gap(Station.PROGRESS, State.WEAK, f"said to be {outcome.progress}, with nothing to show it", number)


def _since(raised_on: date | None, on: date) -> str:
    days = (on - raised_on).days if raised_on else 0
    return f"for {_days(days)}: " if days > 0 else ""


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"
