"""What is read in a document: a proposal, which a person confirms piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Judgement:
    """One grade, in the words of the report."""

    area: str
    grade: str


@dataclass(frozen=True, slots=True)
class ReadFinding:
    """One finding in its exact words, but for the line breaks and page marks within it.

    `polarity` is strength, progress, area_for_improvement or priority_action; `themes` are theme keys; `tag` is the tag
    of the national framework as printed; `text[start:end]` of the document holds the finding.
    """

    words: str
    polarity: str
    themes: tuple[str, ...]
    start: int
    end: int
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document as it was read. `kind` is report, letter, press or other; `regime` a key of the regimes or None.

    `said` are sentences for the person: what could not be read, and what to do. `for_others` are items that the
    document asks of another body, such as a safeguarding board: they are not findings about this authority.
    """

    kind: str
    regime: str | None
    authority: str | None
    inspection_start: date | None
    inspection_end: date | None
    published: date | None
    inspectors: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    findings: tuple[ReadFinding, ...]
    for_others: tuple[ReadFinding, ...] = ()
    said: tuple[str, ...] = ()

    def as_object(self) -> dict[str, Any]:
        """The proposal as JSON values: dates as 2026-03-03, or None."""
        return {
            "kind": self.kind,
            "regime": self.regime,
            "authority": self.authority,
            "inspection_start": _iso(self.inspection_start),
            "inspection_end": _iso(self.inspection_end),
            "published": _iso(self.published),
            "inspectors": list(self.inspectors),
            "judgements": [{"area": one.area, "grade": one.grade} for one in self.judgements],
            "findings": [_as_object(one) for one in self.findings],
            "for_others": [_as_object(one) for one in self.for_others],
            "said": list(self.said),
        }


def _as_object(one: ReadFinding) -> dict[str, Any]:
    return {
        "text": one.words,
        "polarity": one.polarity,
        "themes": list(one.themes),
        "framework_tag": one.tag,
        "start": one.start,
        "end": one.end,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
