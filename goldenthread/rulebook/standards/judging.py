"""What the standards share: how a finding is put, and when words say something."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from goldenthread.kernel.standard import NOT_ASKED, Because, Finding
from goldenthread.rulebook.second_look import says_nothing

_QUOTED = re.compile(r"[“\"‘'][^”\"’']{4,}[”\"’']")


def met(*because: Because) -> Finding:
    """It is met, by these words or dates."""
    return Finding(True, because)


def unmet(*because: Because) -> Finding:
    """It is not met, because of these words or dates, or because of what is missing."""
    return Finding(False, because)


def missing(*where: str) -> Finding:
    """It is not met: nothing is written there."""
    return Finding(False, tuple(Because("not recorded", place) for place in where))


def decide(good: Iterable[Because], bad: Iterable[Because]) -> Finding:
    """Met when nothing is bad; not asked when there is nothing at all."""
    good, bad = tuple(good), tuple(bad)
    if bad:
        return Finding(False, bad)
    return Finding(True, good) if good else NOT_ASKED


def says(text: str, least: int = 4) -> bool:
    """Whether a text says something: not blank, not "agreed" or "as above", and at least so many words."""
    return not says_nothing(text) and len(text.split()) >= least


def quote(text: str, where: str, longest: int = 120) -> Because:
    """The beginning of a text, as the words that decided."""
    bare = " ".join(text.split())
    return Because(bare if len(bare) <= longest else f"{bare[: longest - 1]}…", where)


def on(day: date | datetime, where: str) -> Because:
    """A date, as it decided, written as people write it."""
    plain = day.date() if isinstance(day, datetime) else day
    return Because(f"{plain.day} {plain:%B %Y}", where)


def by(done: date | datetime | None, due: date | datetime | None, where: str, due_where: str) -> Finding:
    """Whether something was done by when it was due. Not asked until it is done, or where nothing was due."""
    if done is None or due is None:
        return NOT_ASKED
    both = isinstance(done, datetime) and isinstance(due, datetime)
    late = done > due if both else _day(done) > _day(due)
    return (unmet if late else met)(on(done, where), on(due, due_where))


def has_quotation(text: str) -> bool:
    """Whether somebody's own words stand in a text, in quotation marks or in the first person."""
    return bool(_QUOTED.search(text)) or bool(re.search(r"\b(?:I|I'm|I’m|my|me)\b", text))


def days_between(first: date, last: date) -> int:
    """Calendar days from one to the other."""
    return (last - first) // timedelta(days=1)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


__all__ = [
    "NOT_ASKED",
    "Because",
    "Finding",
    "by",
    "days_between",
    "decide",
    "has_quotation",
    "met",
    "missing",
    "on",
    "quote",
    "says",
    "says_nothing",
    "unmet",
]
