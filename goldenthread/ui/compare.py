"""Two versions of the same words, side by side, with what differs marked."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

Piece = tuple[str, bool]

# Above this many words a version is compared sentence by sentence: the comparison grows with the square.
MOST_WORDS = 3_000


def two_versions(yours: str, theirs: str) -> tuple[list[Piece], list[Piece]]:
    """Each version cut into pieces, with whether the other version lacks the piece. The pieces join to the whole."""
    split = _words if len(yours) + len(theirs) < MOST_WORDS * 12 else _sentences
    ours, other = split(yours), split(theirs)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, ours, other, autojunk=False).get_opcodes():
        if b > a:
            left.append(("".join(ours[a:b]), kind != "equal"))
        if d > c:
            right.append(("".join(other[c:d]), kind != "equal"))
    return left, right


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _sentences(text: str) -> list[str]:
    return re.findall(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+$", text)
