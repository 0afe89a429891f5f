"""The children of a family that one act may be about together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from goldenthread.access.public import User
from goldenthread.casework.queries.assessment_family import family_of
from goldenthread.people.public import known_people, readable


@dataclass(frozen=True, slots=True)
class FamilyChild:
    """A child of the family: the key, the name, what a sentence calls the child, and the birth."""

    key: int
    name: str
    short: str
    born_on: date | None


def children_with(child: int, act: str, *, reader: User, at: datetime) -> tuple[FamilyChild, ...]:
    """The child first, then living brothers and sisters on whom the reader may perform the act. Five queries."""
    family = family_of([child], reader=reader, at=at)
    siblings = [one.key for one in family if one.part == "sibling" and one.kind == "child" and not one.died_on]
    keys = list(dict.fromkeys([child, *siblings]))
    may = readable(reader, keys, at=at, act=act)
    people = known_people(keys)
    found = []
    for key in keys:
        if (key in may or key == child) and key in people:
            name = people[key].name
            found.append(FamilyChild(key, name, name.split(" ")[0] or "The child", people[key].born_on))
    return tuple(found)
