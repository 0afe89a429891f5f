"""The words in which practitioners write of the factors of an assessment, as plain data.

A phrase stands under a factor code (`16A`), or under a group (`1`, `2`, … `19`) whose code depends on whose it is: the
child’s (A), a parent’s (B), somebody else’s in the household (C); or, for harm, on who did it. Our own list, from
practice and from the wording of published inspection reports; a council may add its own words.
"""

from collections.abc import Iterator
from itertools import permutations

from goldenthread.rulebook.text.lexicon import (
    abuse,
    circumstances,
    domestic_abuse,
    exploitation,
    health,
    neglect,
    patterns,
    patterns_of_harm,
    substances,
)


def _orders(phrase: str) -> Iterator[str]:
    """A phrase as it is; one of parts joined by `&` in every order of its parts, with up to ten words between."""
    for parts in permutations(phrase.split(" & ")):
        yield " ~10 ".join(parts)


PHRASES: tuple[tuple[str, str], ...] = tuple(
    (ordered, meaning)
    for module in (
        substances,
        domestic_abuse,
        health,
        neglect,
        abuse,
        exploitation,
        circumstances,
        patterns,
        patterns_of_harm,
    )
    for meaning, phrases in module.PHRASES.items()
    for phrase in phrases
    for ordered in _orders(phrase)
)

VOCABULARY = frozenset(
    word
    for phrase, _ in PHRASES
    for part in phrase.split()
    for words in part.rstrip("?").split("|")
    for word in words.split("_")
    if word.isalpha()
)
"""Every whole word that stands in a phrase: none of them is taken for somebody's name where it opens a sentence."""

__all__ = ["PHRASES", "VOCABULARY"]
