"""The practice standards over an assessment: as its checklist at sign-off, and as quiet hints while one writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from goldenthread.casework.queries.assessment import AssessmentWritten
from goldenthread.casework.queries.checklists import Line, line_of
from goldenthread.casework.queries.facts_assessment import assessment_facts, passage_facts
from goldenthread.kernel.standard import Standard
from goldenthread.rulebook.standards import STANDARDS
from goldenthread.rulebook.standards.facts import AssessmentFacts, PassageFacts

AT_SIGN_OFF_LATER = frozenset(
    ("assessment.signed_by_another", "assessment.shared", "assessment.factor_answered", "assessment.in_time")
)
"""Standards about what comes with the signature or after it: the run over the whole record asks them."""


def standards() -> tuple[Standard, ...]:
    """The standards of this area."""
    return tuple(one for one in STANDARDS.values() if one.area == "assessment")


def standard_sentence(id: str) -> str:
    """What a practitioner would say of her work that meets the standard; its id for one that is no more."""
    return next((one.sentence for one in standards() if one.id == id), id)


def checklist(written: AssessmentWritten, *, on: date) -> tuple[Line, ...]:
    """Every standard that asks something, of each child who is in the assessment, in the order of the rulebook."""
    lines = {one.child: one.line for one in written.children}
    facts = assessment_facts(list(lines.values()), on=on)
    return tuple(
        line
        for child in written.children
        if lines[child.child] in facts
        for line in judged(child.child, facts[lines[child.child]])
        if line.standard not in AT_SIGN_OFF_LATER and line.met is not None
    )


def judged(child: int, facts: AssessmentFacts, *, only: Iterable[str] | None = None) -> tuple[Line, ...]:
    """What each standard finds in one child's assessment."""
    passage = passage_facts(facts)
    wanted = set(only) if only is not None else None
    found = []
    for standard in standards():
        if wanted is not None and standard.id not in wanted:
            continue
        reads = {PassageFacts: passage, AssessmentFacts: facts}.get(standard.reads)
        if reads is None:
            continue
        finding = standard.decide(reads)
        found.append(line_of(standard, finding, child=child))
    return tuple(found)
