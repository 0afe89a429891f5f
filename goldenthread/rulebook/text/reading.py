"""How old a reader a text asks for, by formula: words to a sentence and syllables to a word.

The Flesch-Kincaid grade (Kincaid and others, 1975) plus five years. A formula says nothing of meaning; it is shown as
"by formula", beside whether somebody read the text aloud with the family.
"""

from __future__ import annotations

import re

from goldenthread.rulebook.text.words import sentences

_VOWELS = re.compile(r"[aeiouy]+")
YOUNGEST = 5


def reading_age(text: str) -> int | None:
    """The age in years, at least 5; `None` for a text of fewer than 20 words."""
    lines = sentences(text)
    words = [word.plain for line in lines for word in line.words if not word.plain.isdigit()]
    if len(words) < 20:
        return None
    syllables = sum(_syllables(word) for word in words)
    grade = 0.39 * len(words) / len(lines) + 11.8 * syllables / len(words) - 15.59
    return max(YOUNGEST, round(grade + 5))


def _syllables(word: str) -> int:
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith("le") and count > 1:
        count -= 1
    return max(1, count)
