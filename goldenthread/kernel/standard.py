"""A practice standard: what good work looks like in one sentence, and how to see whether it was done.

A standard reads plain facts (a frozen dataclass) and gives a finding: met, not met, or not asked of these facts, with
the words or dates that decided. It never reads a clock or a database, weighs a family, or adds up to a score.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """What inspectors write about again and again, in our words, which a standard answers."""

    id: str
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Because:
    """What decided: the words or the date as they stand, and where.

    `where` is the name of the fact, such as `text`, `due_on` or `outcomes[2].baseline`. `start` and `end` are offsets
    into that fact's text, in characters, where words of a text decided; else `None`.
    """

    words: str
    where: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a standard found. `met` is `None` where the standard does not ask anything of these facts (yet)."""

    met: bool | None
    because: tuple[Because, ...] = ()


NOT_ASKED = Finding(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard[F]:
    """One standard.

    `sentence` is what the practitioner would say of her own work ("I quoted the child."). `why` says what it is for,
    `theme` what inspectors write where it is not met. `reads` is the class of facts that `decide` takes. `hint` is
    shown quietly while one writes, and at sign-off, when the standard is not met. `while_writing` says whether it may
    be shown on a draft: a standard about something that comes later is asked at sign-off and overnight only.
    `passing` and `failing` are facts that meet it and that do not; they are its tests.
    """

    id: str
    sentence: str
    why: str
    theme: Theme
    area: str
    reads: type[F]
    hint: str
    decide: Callable[[F], Finding]
    passing: tuple[F, ...]
    failing: tuple[F, ...]
    while_writing: bool = True
