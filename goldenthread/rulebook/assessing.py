"""What an assessment must hold before it goes to the manager. A rule anybody can read; each gap is a sentence.

Only what law or safety needs: every earlier concern is answered, every challenge is answered, and every child has an
analysis, at least one factor and what should follow (Children in need census guide, factors at the end of assessment:
current concerns only, and code 21 alone and only where there is none). Everything else is a hint or a standard, which
the manager answers at sign-off. While somebody is writing, none of this stops her.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NO_FACTOR = "21"
NO_FURTHER = frozenset(("close", "early_help"))
"""Outcomes that code 21 fits: nothing more is done by this service."""


@dataclass(frozen=True, slots=True)
class AssessedChild:
    """A child who is still in the assessment: the key, what a sentence calls the child, factors ticked, the outcome."""

    child: int
    called: str
    factors: Sequence[str] = ()
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """An assessment as far as it has been written. `unanswered` counts earlier concerns that nobody has answered and
    that the writer may open; `challenges` are the numbers of those without an answer; `clashes` the sections in which
    two texts wait to be merged."""

    answers: Mapping[str, Mapping[str, Any]]
    children: Sequence[AssessedChild]
    unanswered: int = 0
    challenges: Sequence[int] = ()
    clashes: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing: in which part ("analysis:12", "history"), at which field, and what to do."""

    part: str
    field: str
    sentence: str


def gaps(written: Written) -> tuple[Gap, ...]:
    """Everything that stands between this assessment and the manager, in the order of its parts."""
    found: list[Gap] = []
    if written.unanswered:
        one = written.unanswered == 1
        what = "one earlier concern means" if one else f"{written.unanswered} earlier concerns mean"
        why = "it does not matter" if one else "they do not matter"
        found.append(Gap("history", "to-answer", f"Say what {what} now, or why {why}"))
    if not written.children:
        found.append(Gap("", "", "No child is left in this assessment. Stop it instead of sending it"))
    for one in written.children:
        found += _of_child(one, written.answers.get(f"analysis:{one.child}", {}))
    found += [Gap("", f"challenge-{number}", f"Answer challenge {number}") for number in written.challenges]
    found += [
        Gap(key, f"clash-{key}", "Two people changed the same words: choose between them, or merge them")
        for key in written.clashes
    ]
    return tuple(found)


def _of_child(one: AssessedChild, analysis: Mapping[str, Any]) -> list[Gap]:
    part, found = f"analysis:{one.child}", []
    if not str(analysis.get("means", "")).strip():
        found.append(Gap(part, f"analysis-{one.child}-means", f"Say what it means for {one.called}"))
    box = f"factors-{one.child}-own"
    if not one.factors:
        found.append(Gap(part, box, f"Tick what is a concern for {one.called} now, or that nothing is"))
    elif NO_FACTOR in one.factors and len(one.factors) > 1:
        found.append(
            Gap(part, box, f"“None of these” is ticked for {one.called} beside a concern. Untick one or the other")
        )
    elif NO_FACTOR in one.factors and one.outcome and one.outcome not in NO_FURTHER:
        found.append(
            Gap(part, box, f"“None of these, and no further action” is ticked for {one.called}, but more is to be done")
        )
    if not one.outcome:
        found.append(Gap(part, f"outcome-{one.child}-outcome", f"Say what should follow for {one.called}"))
    return found
