"""A text as sentences, and a sentence as words with their places, so that a finding can point at what was written.

A word is compared in a plain form: small letters, no apostrophe, no possessive ("Mum’s" is `mum`), and the commonest
slips put right. The place is always that of the text as typed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

LONGEST_READ = 200_000
"""Characters of a text that are read; what is beyond is kept in the record and asked nothing."""


def listed(words: str) -> frozenset[str]:
    """Words written with spaces between, as a set."""
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+(?:['’‘`´][^\W_]+)*")
# A line that goes on with a small letter is the same sentence, wrapped.
_STOP = re.compile(r"[.!?…]+(?=[\s\"'”’)\]]|$)|[\r\n]+(?!\s*[a-z])|[•▪●]")
_ABBREVIATED = listed("mr mrs ms dr prof st eg ie vs approx tel dept ave rd wk wks yr yrs mths")
# Slips that practitioners make with short or common words; long words of the lexicon are put right by `_mended`.
SLIPS: Mapping[str, str] = {
    "agression": "aggression",
    "agressive": "aggressive",
    "alchol": "alcohol",
    "alchohol": "alcohol",
    "alocohol": "alcohol",
    "arguements": "arguments",
    "attened": "attend",
    "cocane": "cocaine",
    "depresion": "depression",
    "depresed": "depressed",
    "docter": "doctor",
    "dv": "domestic violence",
    "diarrea": "diarrhoea",
    "enagage": "engage",
    "exploitaton": "exploitation",
    "harrassment": "harassment",
    "marajuana": "marijuana",
    "mom": "mum",
    "mams": "mum",
    "mam": "mum",
    "mummy": "mum",
    "mummys": "mum",
    "mums": "mum",
    "dads": "dad",
    "neglet": "neglect",
    "neglectfull": "neglectful",
    "overdosed": "overdosed",
    "parrent": "parent",
    "pnd": "postnatal depression",
    "prioritse": "prioritise",
    "recieve": "receive",
    "seperated": "separated",
    "sexualy": "sexually",
    "suicdal": "suicidal",
    "suspisious": "suspicious",
    "tomorow": "tomorrow",
    "vilence": "violence",
    "voilence": "violence",
    "wich": "which",
    "wieght": "weight",
}
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_PLAIN = str.maketrans("", "", "'")


# Words are few and come again: what is worked out of one word is kept.
_KEPT = 20_000


@lru_cache(_KEPT)
def _beginnings(word: str) -> frozenset[str]:
    return frozenset(word[:length] for length in range(1, min(4, len(word)) + 1))


class Word(NamedTuple):
    """A word: its plain form, its place in the text, whether it was typed with a capital, and whether it owns."""

    plain: str
    start: int
    end: int
    capital: bool
    owns: bool


@dataclass(frozen=True)
class Sentence:
    """A sentence: its words, where it stands, how it ended, and what stands between its words.

    `breaks` maps the number of a word to the mark before it (`,` `;` `:` `(` `)` `-` `"`).
    """

    words: tuple[Word, ...]
    start: int
    end: int
    question: bool
    heading: bool
    breaks: Mapping[int, str]

    @cached_property
    def plain(self) -> str:
        """The plain words with one space between and around them: what phrases are looked for in."""
        return f" {' '.join(word.plain for word in self.words)} "

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Every beginning, of one to four letters, of every word: what phrases are looked up by."""
        return frozenset().union(*(_beginnings(word.plain) for word in self.words))

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 1
        for word in self.words:
            starts.append(at)
            at += len(word.plain) + 1
        return starts

    def word_at(self, place: int) -> int:
        """The number of the word at a place of `plain`."""
        return max(0, bisect_right(self._starts, place) - 1)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From where to where the words from `first` to `last` (both included) stand in the text."""
        return self.words[first].start, self.words[last].end


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order. A line of a list, and a heading, is a sentence of its own."""
    text = text[:LONGEST_READ]
    found, begin = [], 0
    for stop in _STOP.finditer(text):
        if _inside(text, stop, begin):
            continue
        _add(found, text, begin, stop.end())
        begin = stop.end()
    _add(found, text, begin, len(text))
    return tuple(found)


# Long words of the lexicon that no other English word is one letter away from.
_LONG = listed(
    """
    alcohol alcoholic cannabis cocaine methadone paraphernalia intoxicated violence coercive strangled depression
    anxiety suicidal psychosis schizophrenia paranoid exploitation exploited
    inappropriate inappropriately neglectful unkempt
    malnourished immunisations faeces emotional psychological chastisement unexplained mutilation genitals pornography
    trafficked trafficking unaccompanied asylum possession disability disabilities epilepsy diabetes wheelchair overdose
    paracetamol ligature whereabouts absconded burglary antisocial sexualised offender disclosed
    """
)


def _near(word: str) -> frozenset[str]:
    return frozenset((word, *(word[:at] + word[at + 1 :] for at in range(len(word)))))


_BY_NEAR = {near: word for word in sorted(_LONG) for near in _near(word)}
_SHORTEST_MENDED = 7
_LONGEST_MENDED = max(map(len, _LONG)) + 1  # a longer one is no slip of these, and would be slow to look at


def _mended(word: str) -> str:
    """A long word with one letter too many, too few, changed or swapped, put right; any other as it is."""
    if not _SHORTEST_MENDED <= len(word) <= _LONGEST_MENDED or word in _LONG:
        return word
    for near in sorted(_near(word)):
        meant = _BY_NEAR.get(near)
        # A longer ending is another form of the word, not a slip.
        if meant is not None and meant[0] == word[0] and not word.startswith(meant) and not meant.startswith(word):
            return meant
    return word


def plain(word: str) -> str:
    """The plain form of one word."""
    small = word.translate(_STRAIGHT).lower()
    small = small.removesuffix("'s").removesuffix("'").translate(_PLAIN)
    return SLIPS.get(small) or _mended(small)


def _inside(text: str, stop: re.Match[str], begin: int) -> bool:
    """Whether a full stop does not end a sentence: "Dr.", "e.g.", "2.30", a middle initial."""
    if stop[0] != ".":
        return False
    before = text[max(begin, stop.start() - 8) : stop.start()]
    last = re.search(r"([A-Za-z.]+)$", before)
    if not last:
        return False
    word = last[1].replace(".", "").lower()
    if word in _ABBREVIATED:
        return True
    rest = text[stop.end() : stop.end() + 2].lstrip()
    return len(word) == 1 and last[1].isupper() and rest[:1].isupper() and word != "i"


_LONGEST_SENTENCE = 120  # words


def _add(found: list[Sentence], text: str, begin: int, end: int) -> None:
    words, breaks, before = [], {}, begin
    for match in _WORD.finditer(text, begin, end):
        between = text[before : match.start()]
        for mark in between.strip():
            if mark in ',;:()–—"“”-/' and (mark != "-" or " " in between):
                kind = {"–": "-", "—": "-", "“": '"', "”": '"'}.get(mark, mark)
                # The strongest mark between two words counts.
                if breaks.get(len(words), ",") in ",/":
                    breaks[len(words)] = kind
        parts, capital, owns = _typed(match[0])
        at, before = match.span()
        for number, part in enumerate(parts):
            words.append(Word(part, at, before, capital and not number, owns))
    if not words:
        return
    tail = text[before:end]
    line = text[begin:end].strip()
    heading = len(words) <= 6 and (line.endswith(":") or ("\n" in tail and "." not in tail and _no_verb(words)))
    # Text without a full stop is read in pieces, so that reading stays in proportion to its length.
    for at in range(0, len(words), _LONGEST_SENTENCE):
        piece = tuple(words[at : at + _LONGEST_SENTENCE])
        marks = {number - at: mark for number, mark in breaks.items() if at <= number < at + _LONGEST_SENTENCE}
        found.append(Sentence(piece, piece[0].start if at else begin, end, "?" in tail, heading, marks))


_VERBS = listed(
    """
    is are was were has have had does do did says said told goes went lives drinks uses hits hit smokes feels
    found seen saw takes took gets got makes cannot cant wont refuses keeps left
    """
)


# A subject written as one word with its verb; "he’s" may be "he has" as well, which phrases seldom mind.
_SHORTENED: Mapping[str, tuple[str, str]] = {
    **{f"{who}'s": (who, "is") for who in ("he", "she", "it", "who", "that", "there")},
    **{f"{who}'re": (who, "are") for who in ("they", "we")},
    **{f"{who}'ve": (who, "have") for who in ("they", "we", "i")},
    **{f"{who}'d": (who, "had") for who in ("he", "she", "they", "who")},
    **{f"{who}'ll": (who, "will") for who in ("he", "she", "they", "it")},
}


def _capital(typed: str) -> bool:
    """Whether it is typed as a name is; letters all large are an abbreviation (MDMA), unless there are many."""
    return typed[0].isupper() and (len(typed) == 1 or not typed.isupper() or len(typed) > 5)


@lru_cache(_KEPT)
def _typed(word: str) -> tuple[tuple[str, ...], bool, bool]:
    """One word as it is typed: its plain form or forms, whether it is typed as a name is, whether it owns."""
    straight = word.translate(_STRAIGHT)
    short = _SHORTENED.get(straight.lower())
    if short is not None:
        return short, _capital(straight), False
    return tuple(plain(word).split()) or ("",), _capital(straight), straight.endswith(("'s", "s'"))


def _no_verb(words: list[Word]) -> bool:
    return not any(word.plain in _VERBS or (word.plain.endswith("ed") and len(word.plain) > 4) for word in words)
