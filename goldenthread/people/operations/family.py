"""Who is what to whom, who holds parental responsibility, and which people are one family to us."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, record
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import (
    FamilyGroup,
    FamilyMembership,
    NameSetAside,
    ParentalResponsibility,
    Person,
    Relationship,
)
from goldenthread.people.operations.person import add_person, locked, source_said
from goldenthread.people.operations.values import EARLIEST, has_hidden_characters
from goldenthread.rulebook.codes import RELATIONSHIP_KINDS, SETS, reciprocal
from goldenthread.rulebook.named_relatives import same_name

LEAST_WHY = 4  # characters of a reason
LONGEST_WHY = 200

# Kinds by which somebody comes before somebody: nobody is their own forebear, however long the way round.
_FOREBEAR = {"mother", "father", "parent", "expectant_mother", "grandparent", "great_grandparent"}
_DESCENDANT = {reciprocal(kind) for kind in _FOREBEAR}
_BIRTH_PARENT = {"mother", "father", "parent", "expectant_mother"}


@transaction.atomic
def relate(
    *,
    person: int,
    kind: str,
    other: int,
    source: str,
    by: User,
    at: datetime,
    starts_on: date | None = None,
    note: str = "",
) -> int:
    """Records that `person` is the `kind` of `other`; returns the key. It is stored once and read from both ends.

    Refused in words: a relationship with oneself, one that is recorded already, a contradiction (somebody their own
    forebear, a parent born after the child). The right is asked for both people.
    """
    decision = Person.objects.require(by, "person.relate", person, at=at)
    Person.objects.require(by, "person.relate", other, at=at)
    source = source_said(source)
    if kind not in RELATIONSHIP_KINDS:
        raise Refused("Choose what they are to each other.", "kind")
    if person == other:
        raise Refused("A person cannot be related to themselves. Choose somebody else.", "other")
    note = note.strip()
    if len(note) > 200 or has_hidden_characters(note):
        raise Refused("The note must be 200 characters or fewer, on one line.", "note")
    _real_start(starts_on, at)
    # Locked in order of key, so that the same two related from both ends at once wait and do not deadlock.
    held = {key: locked(key) for key in sorted((person, other))}
    _not_twice(person, kind, other)
    if kind in _FOREBEAR:
        _not_own_forebear(held[person], held[other], kind)
    elif kind in _DESCENDANT:
        _not_own_forebear(held[other], held[person], reciprocal(kind))
    row = Relationship.objects.create(
        person_id=person,
        other_id=other,
        kind=kind,
        starts_on=starts_on,
        note=note,
        recorded_by=by,
        recorded_at=at,
        source=source,
    )
    _enter(person, decision.right, by, at, {"relationship": row.pk, "other": other, "kind": kind})
    return row.pk


def _real_start(starts_on: date | None, at: datetime) -> None:
    if starts_on is not None and not EARLIEST <= starts_on <= timezone.localdate(at):
        raise Refused("The date it began must be in 1900 or later, and not in the future.", "starts_on")


def _not_twice(person: int, kind: str, other: int) -> None:
    """Refuses a relationship that is recorded, from either end, or that says otherwise of the same birth."""
    between = list(
        Relationship.objects.filter(ends_on=None, person__in=(person, other), other__in=(person, other)).values_list(
            "person", "kind"
        )
    )
    as_said = {said if first == person else reciprocal(said) for first, said in between}
    if kind in as_said:
        raise Refused("That is recorded already.", "kind")
    line = RELATIONSHIP_KINDS[kind].line
    birth = _BIRTH_PARENT | {reciprocal(each) for each in _BIRTH_PARENT} | {"sibling", "twin", "half_sibling"}
    clash = next((said for said in as_said if said in birth and kind in birth), None)
    if clash and RELATIONSHIP_KINDS[clash].line != line:
        words = RELATIONSHIP_KINDS[clash].label.lower()
        raise Refused(f"These two are recorded with each other already, as {words}. End that first.", "kind")


def _not_own_forebear(elder: Person, younger: Person, kind: str) -> None:
    if kind in _BIRTH_PARENT and elder.born_on and younger.born_on and elder.born_on >= younger.born_on:
        raise Refused("A parent cannot be born on or after the day the child was. Check both dates.", "kind")
    seen, edge = set(), {elder.pk}
    while edge:
        # Everybody who comes before those reached so far; it ends because nobody is visited twice.
        up = set(
            Relationship.objects.filter(other__in=edge, kind__in=_FOREBEAR).values_list("person", flat=True)
        ) | set(Relationship.objects.filter(person__in=edge, kind__in=_DESCENDANT).values_list("other", flat=True))
        if younger.pk in up:
            raise Refused("That would make somebody their own forebear. Check who is the parent of whom.", "kind")
        seen |= edge
        edge = up - seen


@transaction.atomic
def end_relationship(*, relationship: int, ends_on: date, by: User, at: datetime) -> None:
    """Says on which day a relationship ended. It stays on the record and in the family's history."""
    row = Relationship.objects.select_for_update().filter(pk=relationship).first()
    if row is None:
        raise Refused("There is no such relationship.")
    decision = Person.objects.require(by, "person.relate", row.person_id, at=at)
    Person.objects.require(by, "person.relate", row.other_id, at=at)
    if ends_on is None or ends_on > timezone.localdate(at) or (row.starts_on and ends_on < row.starts_on):
        raise Refused("The date it ended must be after it began, and not in the future.", "ends_on")
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    _enter(row.person_id, decision.right, by, at, {"relationship": row.pk, "other": row.other_id, "ended": True})


@transaction.atomic
def give_responsibility(
    *,
    child: int,
    how: str,
    source: str,
    by: User,
    at: datetime,
    holder: int | None = None,
    authority: str = "",
    starts_on: date | None = None,
) -> int:
    """Records that an adult, or a council by its name, holds parental responsibility, and how; returns the key."""
    decision = Person.objects.require(by, "person.relate", child, at=at)
    source = source_said(source)
    authority = authority.strip()
    if (holder is None) == (not authority):
        raise Refused("Choose one person, or write the name of one council.", "holder")
    if len(authority) > 120 or has_hidden_characters(authority):
        raise Refused("The name of the council must be 120 characters or fewer.", "authority")
    if how not in SETS["responsibility_how"]:
        raise Refused("Choose how parental responsibility came to be.", "how")
    if holder == child:
        raise Refused("A child does not hold parental responsibility for themselves.", "holder")
    _real_start(starts_on, at)
    held = locked(child)
    if held.kind != Person.Kind.CHILD:
        raise Refused("Parental responsibility is held for a child.", "holder")
    if holder is not None:
        Person.objects.require(by, "person.relate", holder, at=at)
        locked(holder)
    if ParentalResponsibility.objects.filter(
        child=child, holder=holder, authority=authority, ends_on=None, how=how
    ).exists():
        raise Refused("That is recorded already.", "holder")
    row = ParentalResponsibility.objects.create(
        child=held,
        holder_id=holder,
        authority=authority,
        how=how,
        starts_on=starts_on,
        recorded_by=by,
        recorded_at=at,
        source=source,
    )
    _enter(child, decision.right, by, at, {"responsibility": row.pk, "holder": holder, "how": how})
    return row.pk


@transaction.atomic
def end_responsibility(*, responsibility: int, ends_on: date, by: User, at: datetime) -> None:
    """Says on which day parental responsibility ended."""
    row = ParentalResponsibility.objects.select_for_update().filter(pk=responsibility).first()
    if row is None:
        raise Refused("There is no such parental responsibility.")
    decision = Person.objects.require(by, "person.relate", row.child_id, at=at)
    if ends_on is None or ends_on > timezone.localdate(at) or (row.starts_on and ends_on < row.starts_on):
        raise Refused("The date it ended must be after it began, and not in the future.", "ends_on")
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    _enter(row.child_id, decision.right, by, at, {"responsibility": row.pk, "ended": True})


@transaction.atomic
def make_family(*, name: str, people: tuple[int, ...], by: User, at: datetime) -> int:
    """Gathers people we work with as one family; returns the family's key."""
    name = name.strip()
    if not name or len(name) > 120 or has_hidden_characters(name):
        raise Refused("Enter a name for the family, of 120 characters or fewer.", "name")
    if not people:
        raise Refused("A family begins with somebody in it.", "people")
    rights = {key: Person.objects.require(by, "person.relate", key, at=at).right for key in people}
    family = FamilyGroup.objects.create(name=name, made_at=at)
    for key in sorted(rights):
        locked(key)
        FamilyMembership.objects.create(family=family, person_id=key)
    for key, right in rights.items():
        _enter(key, right, by, at, {"family": family.pk})
    return family.pk


@transaction.atomic
def add_relative(*, child: int, name: str, kind: str, source: str, by: User, at: datetime) -> int:
    """Adds an adult by name and says what she is to the child, in one act; returns her key.

    For a name that nobody known fits: search first. Raises `NotAllowed`, `Refused`.
    """
    given, _, family = " ".join(name.split()).partition(" ")
    values = {"given_names": given, "family_name": family} if family else {"given_names": given}
    person = add_person(kind="adult", values=values, source=source, by=by, at=at)
    relate(person=person, kind=kind, other=child, source=source, by=by, at=at)
    return person


@transaction.atomic
def set_name_aside(*, child: int, name: str, reason: str, by: User, at: datetime) -> None:
    """Says why a name found in notes is nobody of the family, so that it is not offered again. Said again, the later
    reason stands. Raises `NotAllowed`, `Refused`."""
    decision = Person.objects.require(by, "person.relate", child, at=at)
    locked(child)
    same, why = same_name(" ".join(name.split())), reason.strip()
    if not same or len(same) > 120 or has_hidden_characters(same):
        raise Refused("There is no such name to set aside.", "name")
    if len(why) < LEAST_WHY or has_hidden_characters(why):
        raise Refused("Say in a few words why this is nobody of the family", "reason")
    if len(why) > LONGEST_WHY:
        raise Refused(f"The reason can be {LONGEST_WHY} characters long at most. This has {len(why)}", "reason")
    NameSetAside.objects.update_or_create(
        child_id=child, name=same, defaults={"reason": why, "set_aside_by": by, "set_aside_at": at}
    )
    _enter(child, decision.right, by, at, {"name_set_aside": True})


@transaction.atomic
def join_family(*, family: int, person: int, by: User, at: datetime, starts_on: date | None = None) -> None:
    """Adds a person to a family; one who left joins again."""
    decision = Person.objects.require(by, "person.relate", person, at=at)
    _real_start(starts_on, at)
    if not FamilyGroup.objects.filter(pk=family).exists():
        raise Refused("There is no such family.")
    locked(person)
    FamilyMembership.objects.update_or_create(
        family_id=family, person_id=person, defaults={"starts_on": starts_on, "ends_on": None}
    )
    _enter(person, decision.right, by, at, {"family": family})


@transaction.atomic
def leave_family(*, family: int, person: int, ends_on: date, by: User, at: datetime) -> None:
    """Says from which day a person is no longer worked with as one of this family."""
    decision = Person.objects.require(by, "person.relate", person, at=at)
    row = FamilyMembership.objects.select_for_update().filter(family=family, person=person).first()
    if row is None:
        raise Refused("This person is not in that family.")
    if ends_on > timezone.localdate(at) or (row.starts_on and ends_on < row.starts_on):
        raise Refused("The day must be after they joined, and not in the future.", "ends_on")
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    _enter(person, decision.right, by, at, {"family": family, "left": True})


def _enter(person: int, right: str, by: User, at: datetime, detail: dict[str, Any]) -> None:
    record(act="person.relate", by=by, at=at, child=person, subject=f"person:{person}", right=right, detail=detail)
