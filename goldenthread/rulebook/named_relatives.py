"""Names of people close to a child, found in what was written about her: by the words beside the name, and no other
way. Each find says the words that made it, so that a reader can judge it at once.

    “Tyrell, Tanya’s new boyfriend, was at the flat”    Tyrell, partner_of_parent
    “stayed at Auntie Bev’s after the argument”         Auntie Bev, aunt_or_uncle

It reads capitals: a name begins with one. A word that begins with a capital and names nobody (a day, a place of work,
the head of a sentence) is no name. Nothing is ever recorded from a find; somebody adds the person, or says why not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.rulebook.text.words import listed


@dataclass(frozen=True, slots=True)
class Find:
    """A name as it was written, what the person is said to be (a kind of `codes.RELATIONSHIP_KINDS`, "" where the
    words leave it open), the words that say so, and where they stand in the text (characters)."""

    name: str
    kind: str
    because: str
    start: int
    end: int


# What the words make of somebody, seen from the child. Told of somebody else ("her mum's friend") it stays open.
_KINDS = {
    "partner_of_parent": "partner boyfriend girlfriend fiancé fiance fiancée fiancee",
    "step_parent": "stepdad stepmum stepfather stepmother step-dad step-mum step-father step-mother",
    "aunt_or_uncle": "aunt auntie aunty uncle",
    "grandparent": "grandad granddad grandfather grandpa gran granny grandma grandmother nan nana nanna",
    "cousin": "cousin",
    "sibling": "brother sister",
    "half_sibling": "half-brother half-sister",
    "step_sibling": "stepbrother stepsister step-brother step-sister",
    "": "friend mate lodger ex ex-partner ex-boyfriend ex-girlfriend husband wife neighbour childminder babysitter",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
# Words that people put before a first name as a title: “Auntie Bev”.
_TITLES = listed("aunt auntie aunty uncle grandad granddad grandpa gran granny grandma nan nana nanna")

# Capitals that name nobody, or nobody’s family.
_NOBODY = listed(
    """
    a an and as at but by he her his i if in it its my no not of on or she so the their they this that then there
    to was we when where who with you monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december christmas easter mum mam mummy dad daddy
    mother father mr mrs ms miss dr police school nursery hospital college court council social services team
    service facebook instagram snapchat whatsapp tiktok english british today yesterday tomorrow
    """
)

_WORD = r"[A-ZÀ-Þ](?:[’'][A-ZÀ-Þ])?[a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)*"
_NAME = rf"(?P<name>{_WORD}(?: {_WORD}){{0,2}})"
_OWNER = rf"(?:(?:{_WORD}|[Mm]um|[Dd]ad|[Mm]other|[Ff]ather|[Nn]an)[’']s|[Hh]er|[Hh]is|[Tt]heir|[Mm]y|the|a)"
_OLD = r"(?:(?:new|old|ex|former|current|older|younger|big|little|best|close|then|maternal|paternal)[ -])*"
_SAID = "|".join(sorted((re.escape(word) for word in _KIND_OF), key=len, reverse=True))
_TITLE = "|".join(sorted((word.capitalize() for word in _TITLES), key=len, reverse=True))

# “her new boyfriend, Tyrell” and “Dad’s friend called Mick”
_AFTER = re.compile(rf"\b(?P<words>(?:{_OWNER} )?{_OLD}(?P<said>{_SAID})),? (?:called |named |is )?{_NAME}")
# “Tyrell, Tanya’s new boyfriend” and “Tyrell (her boyfriend)”
_BEFORE = re.compile(rf"\b{_NAME}(?:,| is|,? who is| \() ?(?P<words>(?:{_OWNER}) {_OLD}(?P<said>{_SAID}))\b")
_TITLED = re.compile(rf"\b(?P<words>(?P<said>{_TITLE})) {_NAME}")


def named_relatives(text: str) -> tuple[Find, ...]:
    """Every name that the words beside it explain, in the order of the text. A name explained twice is told twice."""
    found = {find.start: find for find in _all(text)}
    return tuple(found[start] for start in sorted(found))


def same_name(name: str) -> str:
    """A name as finds of it are gathered: without the title, in small letters, without an owner’s ’s."""
    words = [word for word in name.casefold().split() if word not in _TITLES]
    return " ".join(words) or name.casefold()


def _all(text: str) -> Iterator[Find]:
    for pattern in (_AFTER, _BEFORE, _TITLED):
        for found in pattern.finditer(text):
            name = _named(found["name"])
            if not name:
                continue
            said = found["said"].casefold()
            titled = pattern is _TITLED
            start, end = (found.start(), found.end()) if titled else (found.start("name"), found.end("name"))
            shown = f"{found['said']} {name}" if titled else name
            yield Find(shown, _kind(said, found["words"]), found["words"], start, min(end, start + len(shown)))


def _named(name: str) -> str:
    """The name without a possessive, and without capitals after it that name nobody; empty when it is no name."""
    kept = []
    for word in re.sub(r"[’']s\b", "", name).split():
        if word.casefold() in _NOBODY or word.casefold() in _KIND_OF:
            break
        kept.append(word)
    return " ".join(kept)


def _kind(said: str, words: str) -> str:
    kind = _KIND_OF[said]
    # The child’s own boyfriend is no parent’s partner, and a parent’s brother no brother: whose it is must be said.
    owner = words.split(maxsplit=1)[0].casefold() if " " in words else ""
    of_parent = owner.startswith(("mum", "dad", "mother", "father"))
    if kind == "partner_of_parent":
        return kind if of_parent else ""
    if kind in ("sibling", "half_sibling", "step_sibling", "cousin") and (of_parent or owner.endswith(("’s", "'s"))):
        return "aunt_or_uncle" if of_parent and kind == "sibling" else ""
    return kind
