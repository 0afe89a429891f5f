"""How much of one text stands in another: copying from a sibling, or from last time.

Runs of five words are compared as sets. The result is the same every time and needs nothing stored; a child’s text is
compared only with the few texts it could have been copied from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

RUN = 5  # words of a run
SHORTEST = 25  # words below which a text is too short to say
COPIED = 0.6  # share of the runs of a text that stand in the other, from which it reads as copied

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The share (0 to 1) of a text’s runs that stand in another, and the longest passage they share, as written."""

    share: float
    passage: str
    start: int
    end: int

    @property
    def copied(self) -> bool:
        """Whether so much is shared that somebody should look."""
        return self.share >= COPIED


NOT_ALIKE = Likeness(0.0, "", 0, 0)


def likeness(text: str, other: str, *, leave_out: tuple[str, ...] = ()) -> Likeness:
    """How much of `text` stands in `other`. `leave_out` are names, which differ where a text was copied and changed."""
    skip = {name.lower() for name in leave_out}
    words = [match for match in _WORD.finditer(text) if match[0].lower() not in skip]
    theirs = [match[0].lower() for match in _WORD.finditer(other) if match[0].lower() not in skip]
    if len(words) < SHORTEST or len(theirs) < SHORTEST:
        return NOT_ALIKE
    spoken = [match[0].lower() for match in words]
    runs = {tuple(theirs[at : at + RUN]) for at in range(len(theirs) - RUN + 1)}
    shared = [tuple(spoken[at : at + RUN]) in runs for at in range(len(spoken) - RUN + 1)]
    longest, length, begun = (0, 0), 0, 0
    for at, same in enumerate(shared):
        if same:
            begun = begun if length else at
            length += 1
            if length > longest[1]:
                longest = (begun, length)
        else:
            length = 0
    if not longest[1]:
        return NOT_ALIKE
    start = words[longest[0]].start()
    end = words[longest[0] + longest[1] + RUN - 2].end()
    return Likeness(sum(shared) / len(shared), text[start:end], start, end)


def most_alike(text: str, others: tuple[str, ...], *, leave_out: tuple[str, ...] = ()) -> Likeness:
    """The likeness to the one that is most alike."""
    found = [likeness(text, other, leave_out=leave_out) for other in others]
    return max(found, key=lambda one: one.share, default=NOT_ALIKE)
