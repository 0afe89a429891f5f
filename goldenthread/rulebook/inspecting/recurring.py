"""Whether one finding says again what another said: ranked suggestions that explain themselves. A person decides.

Two findings are near when they share words that few findings have, and themes. The score is the weight of the shared
words over the weight of the shorter finding's own, with a tenth for each shared theme, at most two; 1 or more is the
same sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

LEAST = 0.18  # a lower score is no suggestion
MOST = 8  # suggestions for one finding
_WORD = re.compile(r"[a-z][a-z’'-]{2,}")
_EMPTY = frozenset(
    [
        "the",
        "and",
        "for",
        "that",
        "are",
        "was",
        "were",
        "with",
        "from",
        "this",
        "their",
        "they",
        "them",
        "has",
        "have",
        "had",
        "not",
        "but",
        "into",
        "all",
        "any",
        "can",
        "been",
        "being",
        "which",
        "who",
        "when",
        "where",
        "what",
        "how",
        "its",
        "our",
        "out",
        "than",
        "then",
        "there",
        "these",
        "those",
        "will",
        "would",
        "could",
        "should",
        "may",
        "more",
        "most",
        "some",
        "such",
        "each",
        "also",
        "only",
        "very",
        "too",
        "always",
        "fully",
        "still",
        "well",
        "good",
        "quality",
        "ensure",
        "improve",
        "improved",
        "improving",
        "improvement",
        "improvements",
        "consistently",
        "consistent",
        "sufficiently",
        "sufficient",
        "effective",
        "effectively",
        "including",
        "include",
        "local",
        "authority",
        "council",
        "services",
        "service",
        "children",
        "child’s",
        "children’s",
        "child",
        "young",
        "people",
        "practice",
        "work",
        "need",
        "needs",
        "needed",
        "made",
        "make",
        "within",
        "about",
        "between",
        "through",
        "over",
        "under",
        "other",
        "both",
        "because",
        "while",
        "does",
        "did",
        "yet",
        "across",
    ]
)
_ENDINGS = (
    "isations",
    "isation",
    "ations",
    "ation",
    "ments",
    "ment",
    "ness",
    "ingly",
    "ings",
    "ing",
    "edly",
    "ied",
    "ies",
)
_SHORT_ENDINGS = ("ed", "es", "ly", "s", "e")


@dataclass(frozen=True, slots=True)
class Said:
    """A finding as far as nearness goes. `key` names it."""

    key: int
    words: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`key` may be the same thing; `score` from 0 up; `shared` the words they share, the rarest first."""

    key: int
    score: float
    shared: tuple[str, ...]
    themes: tuple[str, ...]


def stem(word: str) -> str:
    """A word without its ending, so that "plans" and "planning" meet."""
    word = re.sub(r"[’'](?:s)?$", "", word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    else:
        for ending in _SHORT_ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)]
                break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def words_in(said: str) -> Mapping[str, str]:
    """The stems of the telling words, each with the word as it was said."""
    found: dict[str, str] = {}
    for word in _WORD.findall(said.casefold()):
        if word not in _EMPTY:
            found.setdefault(stem(word), word)
    return found


def suggestions(finding: Said, others: Iterable[Said], *, most: int = MOST) -> tuple[Suggestion, ...]:
    """Which of the others may say the same, the likeliest first. The others are also what tells rare words."""
    among = [(other, words_in(other.words)) for other in others if other.key != finding.key]
    own = words_in(finding.words)
    weight = _weights([own, *(words for _, words in among)])
    found = []
    for other, words in among:
        shared = sorted(own.keys() & words.keys(), key=lambda one: (-weight[one], one))
        themes = tuple(theme for theme in finding.themes if theme in other.themes)
        least = min(_whole(own, weight), _whole(words, weight))
        score = sum(weight[one] for one in shared) / least if least else 0.0
        score += 0.1 * min(2, len(themes))
        # One common word alone, or a theme alone, says too little.
        if score >= LEAST and (len(shared) > 1 or (shared and themes)):
            found.append(Suggestion(other.key, round(score, 3), tuple(own[one] for one in shared[:5]), themes))
    return tuple(sorted(found, key=lambda one: (-one.score, one.key))[:most])


def _weights(all_words: Sequence[Mapping[str, str]]) -> Mapping[str, float]:
    counted = Counter(word for words in all_words for word in words)
    total = len(all_words)
    return {word: 0.3 + log((total + 1) / times) for word, times in counted.items()}


def _whole(words: Mapping[str, str], weight: Mapping[str, float]) -> float:
    return sum(weight[one] for one in words)
