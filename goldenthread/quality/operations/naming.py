"""Whom words name that go where many people read them."""

from __future__ import annotations

from collections.abc import Iterable

ALSO_WORDS = frozenset(
    (
        "an",
        "art",
        "august",
        "autumn",
        "bill",
        "dawn",
        "dean",
        "faith",
        "frank",
        "grace",
        "grant",
        "guy",
        "hope",
        "ivy",
        "joy",
        "june",
        "mark",
        "may",
        "miles",
        "my",
        "rob",
        "rose",
        "ruby",
        "sky",
        "so",
        "star",
        "storm",
        "sue",
        "summer",
        "will",
    )
)
"""First names that are words as well: those name somebody only with a capital letter."""


def named_in(words: str, names: Iterable[str]) -> str:
    """The first of these people’s first names that stands in some words, however it is written; empty where none
    does."""
    said = {word.strip(".,;:!?()“”\"'‘’").removesuffix("’s").removesuffix("'s") for word in words.split()}
    folded = {word.casefold() for word in said}
    for first in (name.split()[0] for name in names if name.strip()):
        if first in said or (first.casefold() in folded and first.casefold() not in ALSO_WORDS):
            return first
    return ""
