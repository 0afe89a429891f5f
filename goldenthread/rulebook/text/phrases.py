"""Phrases written as plain data, looked for quickly.

A phrase is words with spaces between. `drink*` is any word that begins so; `a|b` one or the other; `mum?` may be
missing; `~3` is up to three words of any kind; `<parent>` is any word of a named class. "left ~2 home alone". `not` is
also the end of "didn’t".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_

from goldenthread.rulebook.text.words import Sentence

# A denial that is written as one word with its verb.
_NOT = ("didnt", "doesnt", "dont", "isnt", "arent", "wasnt", "werent", "hasnt", "havent", "hadnt", "wont")
_KEY = 4  # letters by which a phrase's first sure word is looked up


@dataclass(frozen=True, slots=True)
class Found[T]:
    """A phrase that was found: what it means, and the numbers of its first and last word."""

    meaning: T
    first: int
    last: int


class Phrases[T]:
    """Phrases, each with what it means. `find` tries only those of which every sure word begins like one of the
    sentence's, so that a long list costs little."""

    def __init__(self, listed: Iterable[tuple[str, T]], classes: Mapping[str, Iterable[str]] | None = None) -> None:
        self._classes = {name: tuple(words) for name, words in (classes or {}).items()}
        self._compiled: list[tuple[re.Pattern[str], T]] = []
        # Sets of phrases as the bits of a number. Of the first sure words of all phrases, the second ones and so on:
        # the phrases that have none, and by each beginning those of which a word may begin so there.
        self._without: list[int] = []
        self._by_key: dict[str, list[tuple[int, int]]] = {}
        parts: list[list[frozenset[str]]] = []
        for phrase, meaning in listed:
            self._compiled.append((re.compile(self._pattern(phrase)), meaning))
            parts.append(self._keys(phrase))
        for place in range(max(map(len, parts), default=0)):
            self._without.append(sum(1 << number for number, keys in enumerate(parts) if place >= len(keys)))
            having: dict[str, int] = {}
            for number, keys in enumerate(parts):
                for key in keys[place] if place < len(keys) else ():
                    having[key] = having.get(key, 0) | 1 << number
            for key, some in having.items():
                self._by_key.setdefault(key, []).append((place, some))

    def __len__(self) -> int:
        return len(self._compiled)

    def find(self, sentence: Sentence) -> Iterator[Found[T]]:
        """Every place of every phrase in a sentence, phrase by phrase."""
        there = self._without.copy()
        # A short word is its own beginning: "fgm", "ms", "cut*".
        for key in self._by_key.keys() & sentence.beginnings:
            for place, some in self._by_key[key]:
                there[place] |= some
        left = reduce(and_, there, -1)
        plain = sentence.plain
        while left > 0:
            lowest = left & -left
            left ^= lowest
            pattern, meaning = self._compiled[lowest.bit_length() - 1]
            for match in pattern.finditer(plain):
                yield Found(meaning, sentence.word_at(match.start(1)), sentence.word_at(match.end(1) - 1))

    def _pattern(self, phrase: str) -> str:
        parts = phrase.split()
        built = ""
        for part in parts:
            if part.startswith("~"):
                built += rf"(?:\S+ ){{0,{int(part[1:])}}}?"
            elif part.endswith("?"):
                built += rf"(?:{self._one(part[:-1])} )?"
            else:
                built += rf"{self._one(part)} "
        if not parts or parts[-1].endswith("?") or parts[-1].startswith("~"):
            raise ValueError(f"A phrase must end with a sure word: {phrase}")
        return rf"(?<= )({built[:-1]})(?= )"

    def _one(self, part: str) -> str:
        return "(?:" + "|".join(self._word(word) for word in self._words(part)) + ")"

    @staticmethod
    def _word(word: str) -> str:
        bare = re.escape(word.removesuffix("*")).replace("_", " ")
        return bare + r"\S*" if word.endswith("*") else bare

    def _words(self, part: str) -> Iterator[str]:
        for word in part.split("|"):
            if word.startswith("<"):
                yield from self._classes[word[1:-1]]
                continue
            yield word
            if word == "not":
                yield from _NOT
            elif word.endswith("_not"):
                yield f"{word.removesuffix('_not')}nt"

    def _keys(self, phrase: str) -> list[frozenset[str]]:
        """Beginnings of the words of which the phrase surely has one, part by part: the part with the fewest first."""
        sure = [part for part in phrase.split() if not part.startswith("~") and not part.endswith("?")]
        kinds = [frozenset(word.split("_")[0].rstrip("*")[:_KEY] for word in self._words(part)) for part in sure]
        return sorted(kinds, key=lambda keys: (len(keys), -max(len(key) for key in keys)))
