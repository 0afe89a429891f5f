"""Reading a document of an inspection or review: text in, a proposal out. Nothing is kept, and nothing is accepted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goldenthread.rulebook.inspecting.grading import judgements_of
from goldenthread.rulebook.inspecting.headings import AFTER, begins_list
from goldenthread.rulebook.inspecting.items import board_begins, finding, lists_of
from goldenthread.rulebook.inspecting.lines import BULLET, Line, lines_of
from goldenthread.rulebook.inspecting.proposal import Proposal, ReadFinding
from goldenthread.rulebook.inspecting.prose import findings_in
from goldenthread.rulebook.inspecting.regimes import REGIMES
from goldenthread.rulebook.inspecting.telling import (
    authority_of,
    days_of,
    inspectors_of,
    kind_of,
    published_on,
    regime_of,
)

FEWEST = 200  # letters below which a document says nothing that can be read
IMPROVING = ("area_for_improvement", "priority_action")
_SATISFACTORY = re.compile(r"(?:satisfactorily|in particular|following (?:areas|features)).{0,40}:$", re.IGNORECASE)


def read(text: str) -> Proposal:
    """Reads a document. What cannot be told is None or left out, and `said` tells the person so."""
    lines = lines_of(text)
    kind = kind_of(lines)
    judgements = judgements_of(lines) if kind == "report" else ()
    start, end = days_of(lines, kind)
    published = published_on(text, lines, kind)
    regime = regime_of(lines, kind, judgements, end or published)
    own, others = _findings(lines, kind, regime)
    said = _said(text, kind, regime, judgements, own, others)
    return Proposal(
        kind=kind,
        regime=regime,
        authority=authority_of(lines, kind),
        inspection_start=start,
        inspection_end=end,
        published=published,
        inspectors=inspectors_of(lines, kind),
        judgements=judgements,
        findings=own,
        for_others=others,
        said=said,
    )


def _findings(
    lines: Sequence[Line], kind: str, regime: str | None
) -> tuple[tuple[ReadFinding, ...], tuple[ReadFinding, ...]]:
    """The findings about the authority, and the items that the report asks of its safeguarding board."""
    board = board_begins(lines) if kind == "report" else len(lines)
    listed = [one for found in lists_of(lines[:board]) for one in found.items]
    others = [one for found in lists_of(lines[board:]) for one in found.items if one.polarity in IMPROVING]
    if regime == "unannounced_2009_12":
        listed += _satisfactory(lines)
    asked = any(one.polarity in IMPROVING for one in listed)
    if kind == "press":
        told = list(findings_in(lines, story=True))
    elif kind == "report" and asked:
        told = [one for one in findings_in(_opening(lines), story=False) if one.polarity not in IMPROVING]
    elif kind == "letter" and asked and not any(one.polarity == "strength" for one in listed):
        told = [one for one in findings_in(_headline(lines), story=False) if one.polarity not in IMPROVING]
    elif kind in ("report", "letter") and not asked:
        told = list(findings_in(_body(lines), story=False))
    elif kind == "other":
        told = list(findings_in(lines, story=False)) if not asked else []
    else:
        told = []
    taken = [(one.start, one.end) for one in listed]
    apart = [one for one in told if not any(one.start < end and start < one.end for start, end in taken)]
    return tuple(sorted((*listed, *apart), key=lambda one: one.start)), tuple(others)


def _satisfactory(lines: Sequence[Line]) -> list[ReadFinding]:
    """What an unannounced inspection found to be done as guidance asks, which its letter lists under no heading."""
    for at, line in enumerate(lines):
        if _SATISFACTORY.search(line.words) and "satisf" in " ".join(
            one.words for one in lines[max(0, at - 3) : at + 1]
        ):
            heading = Line("Strengths", line.start, line.end)
            found = next(iter(lists_of((heading, *lines[at + 1 :]))), None)
            # The mark of the first item may be lost where a page was copied.
            first = lines[at + 1 : at + 2] if not BULLET.match(lines[at + 1].words) else ()
            unmarked = [finding(first, first[0].words, "strength")] if first and first[0].words.endswith(".") else []
            return [*unmarked, *(found.items if found else ())]
    return []


def _opening(lines: Sequence[Line]) -> Sequence[Line]:
    """The summary that a report opens with: from under its judgements to its first list."""
    first = next((at for at, line in enumerate(lines) if re.match(r"^overall effectiveness\b", line.words, re.I)), None)
    last = next((at for at, line in enumerate(lines) if begins_list(line.words)), None)
    return lines[first + 1 : last] if first is not None and last is not None and first < last < first + 70 else ()


def _headline(lines: Sequence[Line]) -> Sequence[Line]:
    """The headline findings of a letter, to its first list."""
    first = next(
        (at for at, line in enumerate(lines) if re.match(r"^(?:headline findings|overview)\W*$", line.words, re.I)),
        None,
    )
    last = next((at for at, line in enumerate(lines) if begins_list(line.words)), None)
    return lines[first + 1 : last] if first is not None and last is not None and first < last < first + 60 else ()


def _body(lines: Sequence[Line]) -> Sequence[Line]:
    """The text of a letter from its findings to its end, without address, greeting and signature."""
    first = next((at for at, line in enumerate(lines) if AFTER.match(line.words) or begins_list(line.words)), None)
    if first is None:
        first = next((at for at, line in enumerate(lines) if re.match(r"^dear\b", line.words, re.I)), 0)
    last = next(
        (at for at, line in enumerate(lines) if re.match(r"^yours (?:sinc|faith)", line.words, re.I)), len(lines)
    )
    return lines[first:last]


def _said(
    text: str,
    kind: str,
    regime: str | None,
    judgements: Sequence[object],
    own: Sequence[ReadFinding],
    others: Sequence[ReadFinding],
) -> tuple[str, ...]:
    said = []
    letters = sum(letter.isalpha() for letter in text)
    if letters < FEWEST:
        said.append(
            "There is hardly any text in this document. If it was scanned, make a copy with its text recognised, or "
            "type the findings in."
        )
    if kind == "press":
        said.append(
            "This is a press story, not a report. What the council says of itself was left out. Look for the report "
            "itself before you confirm."
        )
    elif kind == "other" and letters >= FEWEST:
        said.append(
            "This does not read like a report or a letter of an inspection. Check that it is the right document."
        )
    if regime is None and letters >= FEWEST:
        said.append("The document does not say what kind of inspection or review it was. Choose it yourself.")
    elif regime and kind == "report" and REGIMES[regime].grades and not judgements:
        said.append("No grades were found, though this kind of report has them. Enter them from the report.")
    if not any(one.polarity in IMPROVING for one in own) and letters >= FEWEST:
        said.append("Nothing was found that should improve. Read the document for it, and type in what it says.")
    if others:
        count = len(others)
        said.append(
            f"{count} more {'item is' if count == 1 else 'items are'} asked of the safeguarding board, not of the "
            "council, and so not proposed here."
        )
    return tuple(said)
