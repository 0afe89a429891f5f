"""The children of a family that one act may be about together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from goldenthread.access.public import User
from goldenthread.people.public import Person, known_people, readable
from goldenthread.rulebook.codes import RELATIONSHIP_KINDS

_PARENTS = tuple(one.id for one in RELATIONSHIP_KINDS.values() if one.line == "parent")
_CHILDREN = tuple(one.id for one in RELATIONSHIP_KINDS.values() if one.line == "child")
_SIBLINGS = tuple(one.id for one in RELATIONSHIP_KINDS.values() if one.line == "sibling")


@dataclass(frozen=True, slots=True)
class FamilyChild:
    """A child of the family: the key, the name, what a sentence calls the child, and the birth."""

    key: int
    name: str
    short: str
    born_on: date | None


def brothers_and_sisters(child: int, act: str, *, reader: User, at: datetime) -> tuple[int, ...]:
    """Living children on record as this child's brothers and sisters, or of one of the same parents, on whom the reader
    may perform the act; eldest first. Sharing an address alone makes nobody a sister. Four queries."""
    rows = Person.relationships_out.rel.related_model.objects
    near = rows.filter(Q(other=child) | Q(person=child)).values_list("person", "kind", "other")
    parents, siblings = set[int](), set[int]()
    for person, kind, other in near:
        if kind in _SIBLINGS:
            siblings.add(other if person == child else person)
        elif (kind in _PARENTS and other == child) or (kind in _CHILDREN and person == child):
            parents.add(person if other == child else other)
    of_parents = rows.filter(Q(person__in=parents, kind__in=_PARENTS) | Q(other__in=parents, kind__in=_CHILDREN))
    for person, kind, other in of_parents.values_list("person", "kind", "other") if parents else ():
        siblings.add(other if kind in _PARENTS else person)
    siblings.discard(child)
    if not siblings:
        return ()
    may = readable(reader, siblings, at=at, act=act)
    living = Person.objects.filter(pk__in=may, kind="child", died_on=None, merged_into=None)
    return tuple(living.order_by("born_on", "pk").values_list("pk", flat=True))


def children_with(child: int, act: str, *, reader: User, at: datetime) -> tuple[FamilyChild, ...]:
    """The child first, then brothers and sisters on whom the reader may perform the act. Five queries."""
    keys = [child, *brothers_and_sisters(child, act, reader=reader, at=at)]
    people = known_people(keys)
    return tuple(
        FamilyChild(key, people[key].name, people[key].name.split(" ")[0] or "The child", people[key].born_on)
        for key in keys
        if key in people
    )
