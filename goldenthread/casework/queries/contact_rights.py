"""Who may do what with a contact: the rights of `access`, asked about everybody it names."""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet

from goldenthread.access.public import Decision, User, kept, require_about, visible_about
from goldenthread.casework.models import ContactPerson


def named_in(contact: int) -> list[int]:
    """Keys of the people known to be in a contact. A seal on any of them closes it."""
    return _named(contact=contact)


@kept
def _named(*, contact: int) -> QuerySet:
    rows = ContactPerson.objects.filter(contact=contact, person__isnull=False, taken_out_at=None)
    return rows.values_list("person", flat=True)


def require_contact(actor: User, act: str, contact: int, *, at: datetime) -> Decision:
    """May she perform `act` on this contact? Raises `NotAllowed` with the reason when not."""
    return require_about(actor, act, named_in(contact), at=at)


def contacts_open_to(actor: User, act: str = "contact.read", *, at: datetime) -> Q:
    """The contacts on which she may perform `act`, as a condition on a query of contacts."""
    named = ContactPerson.objects.filter(contact=OuterRef("pk"), person__isnull=False, taken_out_at=None)
    return visible_about(actor, act, named, at=at)
