"""A contact as far as it has been written, for the rule of what must be said before it is sent; and which earlier work
is known about the people in it. Read by the operation that sends and by the page that says what is still to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from goldenthread.rulebook.screening import Named, Written

from .front_door import DRAFT, Contact, ContactPerson, HistoryWeighed, Referral, SectionClash
from .notes import Note


@dataclass(frozen=True, slots=True)
class Piece:
    """An earlier piece of work: `about` is "contact:12", "referral:5" or "note:9" for a note marked significant. A
    referral that came from a contact in the list is part of that contact and no piece of its own."""

    about: str
    key: int
    at: datetime


def kept_keys(people: Iterable[ContactPerson]) -> dict[int, int]:
    """The person of each line, by line; of a record that was merged, the one that was kept. Needs `person` joined."""
    return {
        one.pk: one.person.merged_into_id or one.person_id for one in people if one.person_id is not None and one.person
    }


def pieces_about(people: Collection[int], *, but: int) -> list[Piece]:
    """Every earlier contact, referral and significant note about any of these people, latest first, except the contact
    `but` and what came of it. Three queries."""
    if not people:
        return []
    hers = Q(person__in=people) | Q(person__merged_into__in=people)
    contacts = (
        Contact.objects.filter(pk__in=ContactPerson.objects.filter(hers, taken_out_at=None).values("contact"))
        .exclude(pk=but)
        .exclude(state="writing")
        .values_list("pk", "received_at")
    )
    found = {key: Piece(f"contact:{key}", key, at) for key, at in contacts}
    referrals = (
        Referral.objects.filter(Q(child__in=people) | Q(child__merged_into__in=people))
        .exclude(contact=but)
        .values_list("pk", "contact", "received_at")
    )
    work = [Piece(f"referral:{key}", key, at) for key, contact, at in referrals if contact not in found]
    notes = Note.objects.filter(Q(child__in=people) | Q(child__merged_into__in=people), significant=True)
    work += [Piece(f"note:{key}", key, at) for key, at in notes.values_list("pk", "happened_at")]
    return sorted([*found.values(), *work], key=lambda piece: (piece.at, piece.about), reverse=True)


def named(one: ContactPerson) -> Named:
    """A line of the contact, as the rule reads it. A line about which somebody said "not sure" is settled too."""
    return Named(
        line=one.pk,
        part=one.part,
        name=called(one),
        born_on=one.born_on,
        expected_on=one.expected_on,
        matched=one.person_id is not None or one.matched_at is not None,
        ethnicity=one.ethnicity,
        ethnicity_not_known_because=one.ethnicity_not_known_because,
        said_to_harm=one.said_to_harm,
    )


def called(one: ContactPerson) -> str:
    """What to call somebody in a contact, by the name that was given to us."""
    return f"{one.given_names} {one.family_name}".strip() or "The person without a name"


def written(contact: Contact) -> Written:
    """The contact as it stands in the database. Six queries."""
    people = list(contact.people.filter(taken_out_at=None).select_related("person").order_by("pk"))
    weighed = set(HistoryWeighed.objects.filter(contact=contact).values_list("about", flat=True))
    pieces = pieces_about(set(kept_keys(people).values()), but=contact.pk)
    clashes = SectionClash.objects.filter(contact=contact, settled_at=None).exclude(key__startswith=DRAFT)
    return Written(
        received_on=timezone.localdate(contact.received_at),
        answers=dict(contact.sections.exclude(key__startswith=DRAFT).values_list("key", "answers")),
        people=tuple(named(one) for one in people),
        unweighed=sum(piece.about not in weighed for piece in pieces),
        clashes=tuple(dict.fromkeys(clashes.values_list("key", flat=True))),
    )
