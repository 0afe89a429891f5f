"""The checklist at a signature: what the practice standards find, to stand beside the text that is signed.

An assessment, an enquiry, a conference, an agreement and a closure are read by the same standards as the whole record
is at night; here by one thing alone, as it stands now. The plan's stand beside it on the page of its thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.casework.models import MeetingChild
from goldenthread.casework.queries.facts_agreements import agreement_facts
from goldenthread.casework.queries.facts_child_protection import conference_facts, enquiry_facts
from goldenthread.casework.queries.facts_closure import closure_facts
from goldenthread.kernel.standard import Finding, Standard
from goldenthread.rulebook.standards import examine

LATER = frozenset(("agreement.approved", "agreement.reviewed", "agreement.breach_answered"))
"""Standards about the signature itself or what comes after it: the run over the whole record asks them."""
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One standard asked of one thing; `child` is the child it is about, 0 for the thing as a whole. `met` is None
    where it asks nothing yet; `because` are the words and dates that decided."""

    child: int
    standard: str
    sentence: str
    why: str
    hint: str
    met: bool | None
    because: tuple[str, ...]


def line_of(standard: Standard, finding: Finding, *, child: int = 0) -> Line:
    """A finding as a line of a checklist."""
    words = tuple(dict.fromkeys(one.words for one in finding.because if one.words and one.words != "not recorded"))
    return Line(child, standard.id, standard.sentence, standard.why, standard.hint, finding.met, words[:MOST_WORDS])


def closure_checklist(closure: int, *, on: date) -> tuple[Line, ...]:
    """What is found of a proposal to close. Five queries."""
    return _asked(closure_facts([closure], on=on).values())


def agreement_checklist(agreement: int, *, on: date) -> tuple[Line, ...]:
    """What is found of a written agreement before it is approved."""
    return _asked(agreement_facts([agreement], on=on).values())


def enquiry_checklist(enquiry: int, *, on: date) -> tuple[Line, ...]:
    """What is found of a section 47 enquiry before its outcome is authorised."""
    return _asked(enquiry_facts([enquiry], on=on).values())


def conference_checklist(meeting: int, *, on: date) -> tuple[Line, ...]:
    """What is found of a conference that was held, child by child."""
    whose = dict(MeetingChild.objects.filter(meeting=meeting).order_by("pk").values_list("pk", "child"))
    return tuple(
        line
        for key, facts in conference_facts(list(whose), on=on).items()
        for line in _asked([facts], child=whose[key])
    )


def _asked(facts: Iterable[object], *, child: int = 0) -> tuple[Line, ...]:
    lines = (
        line_of(standard, finding, child=child)
        for one in facts
        for standard, finding in examine(one)
        if standard.id not in LATER
    )
    return tuple(line for line in lines if line.met is not None)
