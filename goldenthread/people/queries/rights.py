"""Whose page a person may open: a child's by the rights of access, an adult's also through a child of the family."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from goldenthread.access.public import Decision, Fixed, User, among, kept
from goldenthread.people.models import Person


def require_person(actor: User, act: str, person: int, *, at: datetime) -> Decision:
    """May `actor` perform `act` on this person, and why; raises `NotAllowed` when not.

    A child's record is opened by the rights of access alone. An adult's is also open to somebody who may do the same
    for a child of the family, unless the adult's own record is sealed from her.
    """
    return Person.objects.require(actor, act, person, at=at)


def may(actor: User, act: str, person: int, *, at: datetime) -> bool:
    """Whether `require_person` would allow it: what a page may offer."""
    return person in Person.objects.open_among(actor, act, [person], at=at)


def readable(actor: User, people: Iterable[int], *, at: datetime, act: str = "child.read") -> frozenset[int]:
    """Those of these people on whom the actor may perform `act`."""
    keys = list(people)
    return frozenset(_open(actor=actor, act=act, people=keys, at=at)) if keys else frozenset()


@kept
def _open(*, actor: User, act: Fixed, people: list[int], at: datetime) -> QuerySet:
    return Person.objects.filter(among("pk", people)).open_to(actor, act, at=at).values_list("pk", flat=True)
