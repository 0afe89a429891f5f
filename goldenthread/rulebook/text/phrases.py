"""Phrases written as plain data, looked for quickly.

A phrase is words with spaces between. `drink*` is any word that begins so; `a|b` one or the other; `mum?` may be
missing; `~3` is up to three words of any kind; `<parent>` is any word of a named class. "left ~2 home alone".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from goldenthread.rulebook.text.words import Sentence

_KEY = 4  # letters by which a phrase's first sure word is looked up


@dataclass(frozen=True, slots=True)
class Found[T]:
    """A phrase that was found: what it means, and the numbers of its first and last word."""

    meaning: T
    first: int
    last: int


class Phrases[T]:
    """Phrases, each with what it means. `find` goes only through those whose rarest word begins like one of the
    sentence's, so that a long list costs little."""

    def __init__(self, listed: Iterable[tuple[str, T]], classes: Mapping[str, Iterable[str]] | None = None) -> None:
        self._classes = {name: tuple(words) for name, words in (classes or {}).items()}
        self._by_key: dict[str, list[int]] = {}
        self._others: list[tuple[frozenset[str], ...]] = []
        self._compiled: list[tuple[re.Pattern[str], T]] = []
        for phrase, meaning in listed:
            number = len(self._compiled)
            self._compiled.append((re.compile(self._pattern(phrase)), meaning))
            rarest, *others = self._keys(phrase)
            self._others.append(tuple(others))
            for key in rarest:
                self._by_key.setdefault(key, []).append(number)

    def __len__(self) -> int:
        return len(self._compiled)

    def find(self, sentence: Sentence) -> Iterator[Found[T]]:
        """Every place of every phrase in a sentence, phrase by phrase."""
        numbers: set[int] = set()
        # A short word is its own beginning: "fgm", "ms", "cut*".
        beginnings = sentence.beginnings
        for key in self._by_key.keys() & beginnings:
            numbers.update(self._by_key[key])
        plain = sentence.plain
        for number in sorted(numbers):
            # Every other sure word must be there too, before the pattern is worth trying.
            for keys in self._others[number]:
                if keys.isdisjoint(beginnings):
                    break
            else:
                pattern, meaning = self._compiled[number]
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
            else:
                yield word

    def _keys(self, phrase: str) -> list[frozenset[str]]:
        """Beginnings of the words of which the phrase surely has one, part by part: the part with the fewest first."""
        sure = [part for part in phrase.split() if not part.startswith("~") and not part.endswith("?")]
        kinds = [frozenset(word.split("_")[0].rstrip("*")[:_KEY] for word in self._words(part)) for part in sure]
        return sorted(kinds, key=lambda keys: (len(keys), -max(len(key) for key in keys)))
