"""How a name is written down for comparing: our letters, lower case, and codes of how it sounds.

Pure: no database, no framework. A name is stored with what `searchable` gives, and is looked for with the same codes,
so the two cannot drift apart. The sound code is our own. It keeps the consonants that survive being misheard, being
misspelt and being carried over from another script: Mohammed, Muhammad and Mohamed are one; so are Yusuf and Youssef,
Stephen and Steven, Khan and Kahn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations, product

from anyascii import anyascii

from goldenthread.people.models.nicknames import groups_of

LONGEST_CODE = 5  # a pair of codes with its sign fits the twelve characters of a code column
MOST_WORDS = 4  # of one side of a name: further words are kept in the text, not in the pairs

_WORD = re.compile(r"[a-z]+")
# Letters of the Arabic script that stand for a vowel at the head of a word, which our letters would otherwise lose.
_VOWELS = str.maketrans({"ا": "a", "أ": "a", "إ": "i", "آ": "a", "ع": "a"})
_APOSTROPHE = re.compile(r"(?<=[a-z])['’`´ʼ](?=[a-z])")

# In order. What is written differently and sounds alike becomes one letter; "x" stands for sh and ch together.
_SAME_SOUND: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"^(kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^ps", "s"),
        (r"^x", "s"),
        (r"x", "ks"),
        (r"^sio", "x"),
        (r"^gh", "k"),
        (r"(?<=.)[bm]h", "f"),
        (r"ph", "f"),
        (r"t?sch|tch|sh|cz|sz|zh(?=[aeiou])|dj|dz", "x"),
        (r"ch", "x"),
        (r"gh", ""),
        (r"ck|kh|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"g(?=[eiy])|^[yj]", "j"),
        (r"d|th", "t"),
        (r"b", "p"),
        (r"v", "f"),
        (r"g", "k"),
        (r"z", "s"),
    )
)


def words(text: str) -> list[str]:
    """The words of a name in our letters, lower case: "Ó Súilleabháin-Nguyễn" is o, suilleabhain, nguyen."""
    return _WORD.findall(_APOSTROPHE.sub("", anyascii(text.translate(_VOWELS)).lower()))


@lru_cache(maxsize=100_000)
def sounds_of(word: str) -> tuple[str, ...]:
    """One or two codes of how a word sounds; a word with "ch" has the soft and the hard one."""
    codes = [_code(word)]
    if "ch" in word:
        codes.append(_code(word.replace("ch", "k")))
    return tuple(dict.fromkeys(code for code in codes if code))


def _code(word: str) -> str:
    for pattern, letter in _SAME_SOUND:
        word = pattern.sub(letter, word)
    if not word:
        return ""
    first = "a" if word[0] in "aeiou" else word[0]
    rest = re.sub(r"[aeiouyhw]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", first + rest)[:LONGEST_CODE]


def keys_of(word: str) -> tuple[str, ...]:
    """Every code under which a word is filed: its sounds, and the names it is a short form of (marked "=")."""
    short_for = (f"={group[: LONGEST_CODE - 1]}" for group in sorted(groups_of(word)))
    return tuple(dict.fromkeys((*sounds_of(word), *short_for)))


def pair_keys(one: str, other: str) -> set[str]:
    """The codes of two words of one name together, whichever comes first."""
    return {"+".join(sorted(pair)) for pair in product(keys_of(one), keys_of(other))}


def half_keys(sure: str, unsure: str) -> set[str]:
    """The codes of one word whole and the other's first sound alone: they survive a misspelling inside `unsure`."""
    return {f"{code}/{other[0]}" for code in keys_of(sure) for other in sounds_of(unsure)}


def searchable(given_names: str, family_name: str) -> tuple[str, list[str]]:
    """What a name's row holds for searching: its text as compared, and its codes in order.

    The codes are those of each word, of each given name with each family name, and of each with the other's first
    sound. Every writer of names, bulk loading too, calls this.
    """
    given, family = words(given_names), words(family_name)
    codes: set[str] = set()
    for word in (*given, *family):
        codes.update(keys_of(word))
    for one, other in product(given[:MOST_WORDS], family[:MOST_WORDS]):
        codes |= pair_keys(one, other) | half_keys(one, other) | half_keys(other, one)
    return " ".join((*given, *family))[:260], sorted(codes)


def codes_to_find(typed: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """The codes to look for when these words were typed in any order: of pairs, of halves, of single words."""
    looked_for = list(typed)[: MOST_WORDS + 1]
    pairs: set[str] = set()
    halves: set[str] = set()
    for one, other in combinations(looked_for, 2):
        pairs |= pair_keys(one, other)
        halves |= half_keys(one, other) | half_keys(other, one)
    singles = {key for word in looked_for for key in keys_of(word)}
    return sorted(pairs), sorted(halves), sorted(singles)


def address_as_compared(lines: str, postcode: str = "") -> str:
    """An address lower case, without punctuation, its postcode last and closed up."""
    plain = re.sub(r"[^a-z0-9]+", " ", anyascii(lines).lower()).strip()
    return f"{plain} {re.sub(r'[^a-z0-9]', '', anyascii(postcode).lower())}".strip()[:320]
