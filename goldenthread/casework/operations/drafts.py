"""Saving a contact while it is typed: part by part, by the rules of anything with sections (`operations.sections`).

What a contact adds: its parts about one child, and the columns and clocks that are read from its answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, record, require_about
from goldenthread.casework.models import Contact, ContactPerson, ContactWriter, SectionClash
from goldenthread.casework.operations import deadlines, sections
from goldenthread.casework.operations.sections import Clash, Saved
from goldenthread.kernel.form import Kind, Section
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.rulebook.forms.contact import CHILD_COLUMNS, COLUMNS, section_of
from goldenthread.rulebook.workflows import CONTACT

OLDEST_RECEIPT_YEARS = 2  # a contact is written up within this many years of when it came in


@transaction.atomic
def save_section(
    *, contact: int, key: str, answers: Mapping[str, Any], based_on: int, by: User, at: datetime
) -> Saved | Clash:
    """Saves one part of a contact as far as it has been typed; nothing is required yet.

    `key` is a section of the form, or "said:12", "ethnicity:12" for the child on line 12. `based_on` is the version
    the words were built on, 0 for a part nobody has saved. Raises `NotAllowed`; `Refused` for what cannot be kept (a
    null character, more than the question holds) and when the contact has been sent already.
    """
    section, line = _section(key)
    found, right = writing(contact, by, at)
    child = _line(found, line) if line is not None else None
    kept = sections.keep(found, key, section, answers, based_on=based_on, by=by, at=at)
    if isinstance(kept, Clash):
        _enter(found, right, by, at, {"section": key, "clash": kept.key})
    elif kept.changed:
        _saved(found, child, key, kept, right, by, at)
    return kept


@transaction.atomic
def merge_clash(*, clash: int, answers: Mapping[str, Any], based_on: int, by: User, at: datetime) -> Saved | Clash:
    """Settles a clash with the words somebody chose or wrote, looking at both. What was not chosen stays on record.

    `based_on` is the version of the part that was shown beside the clash: when that has moved again, the merge itself
    is a clash. Raises `NotAllowed`, `Refused`.
    """
    held = SectionClash.objects.select_related("written_by").filter(pk=clash).first()
    if held is None:
        raise Refused("There are no such words to merge.")
    section, line = _section(held.key)
    found, right = writing(held.contact_id, by, at)
    child = _line(found, line) if line is not None else None
    kept = sections.settle(found, held, section, answers, based_on=based_on, by=by, at=at)
    if isinstance(kept, Saved):
        _saved(found, child, held.key, kept, right, by, at)
    return kept


@transaction.atomic
def look_in(*, contact: int, by: User, at: datetime) -> None:
    """Says that somebody has the contact open to write in. Raises `NotAllowed`; `Contact.DoesNotExist`."""
    people = ContactPerson.objects.filter(contact=contact, person__isnull=False, taken_out_at=None)
    require_about(by, "contact.write", list(people.values_list("person", flat=True)), at=at)
    Contact.objects.only("pk").get(pk=contact)
    ContactWriter.objects.update_or_create(contact_id=contact, user=by, defaults={"seen_at": at})


def writing(contact: int, by: User, at: datetime, *, act: str = "contact.write") -> tuple[Contact, str]:
    """The contact, locked, that this person may write in now, and the right by which.

    Raises `NotAllowed`, and `Refused` when there is none or when it is past writing.
    """
    found = Contact.objects.select_for_update().filter(pk=contact).first()
    if found is None:
        raise Refused("There is no such contact.")
    right = require_about(by, act, people_in(found), at=at).right
    try:
        CONTACT.step(found.state, act)
    except NotNow:
        raise Refused(_why_not(found)) from None
    return found, right


def people_in(contact: Contact) -> list[int]:
    """Keys of everybody known to be in a contact: a seal on any of them closes it."""
    rows = contact.people.filter(person__isnull=False, taken_out_at=None)
    return list(rows.values_list("person_id", flat=True).distinct())


def _why_not(contact: Contact) -> str:
    if contact.state == "decided":
        return "This contact has been decided, so it can’t be changed. Start a new contact for what is new."
    return "This contact was sent for a decision, so it can’t be changed. Ask the manager to return it to you."


def _enter(contact: Contact, right: str, by: User, at: datetime, detail: dict[str, object]) -> None:
    record(act="contact.write", by=by, at=at, subject=f"contact:{contact.pk}", right=right, detail=detail)


def _section(key: str) -> tuple[Section, int | None]:
    try:
        return section_of(key)
    except KeyError:
        raise Refused("A contact has no such part.") from None


def _line(contact: Contact, line: int) -> ContactPerson:
    found = contact.people.filter(pk=line, taken_out_at=None).first()
    if found is None:
        raise Refused("This child is no longer in the contact.")
    return found


def _saved(
    contact: Contact, child: ContactPerson | None, key: str, kept: Saved, right: str, by: User, at: datetime
) -> None:
    """Writes to columns what is read from this part, and enters the save in the ledger."""
    if child is not None:
        columns = CHILD_COLUMNS[key.partition(":")[0]]
        for column in columns:
            setattr(child, column, kept.answers.get(column, ""))
        child.save(update_fields=columns)
    else:
        _project(contact, key, kept.answers, at)
    _enter(contact, right, by, at, {"section": key, "version": kept.version})


def _project(contact: Contact, key: str, clean: Mapping[str, Any], at: datetime) -> None:
    """Writes to the contact's columns what its trays, clocks and rights read from this part."""
    section, _ = section_of(key)
    changed = set()
    for question in section.every_question():
        if (column := COLUMNS.get(question.key)) is not None:
            value = clean.get(question.key, [] if question.kind is Kind.SOME_OF else "")
            longest = Contact._meta.get_field(column).max_length
            setattr(contact, column, value[:longest] if isinstance(value, str) and longest else value)
            changed.add(column)
    if key == "worries":
        contact.domestic_abuse = "domestic_abuse" in contact.concerns
        changed.add("domestic_abuse")
    if key == "what_happened" and (received := _received(clean.get("received"), at)) is not None:
        _move_clock(contact, received, at)
        changed.add("received_at")
    if changed:
        contact.save(update_fields=sorted(changed))


def _received(answer: object, at: datetime) -> datetime | None:
    """When it reached us, if the answer says so and can be right: not after now, and not years ago."""
    try:
        received = datetime.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None
    if received is None or timezone.is_naive(received) or received > at:
        return None
    return received if (at - received).days <= OLDEST_RECEIPT_YEARS * 366 else None


def _move_clock(contact: Contact, received: datetime, at: datetime) -> None:
    """The time to decide counts from when it reached us: a corrected receipt starts the clock again from there."""
    if contact.received_at == received:
        return
    contact.received_at = received
    for clock in ("contact_decision", "contact_priority_red"):
        if deadlines.void(clock, "The time at which it reached us was corrected.", at=at, contact=contact):
            deadlines.start(clock, at=received, contact=contact, team=contact.team_id)
