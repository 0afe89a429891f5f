"""Saving a contact section by section, as it is typed. Nothing typed is lost, and nobody's text is written over.

A save says which version it was built on. When somebody else has saved since, what was typed is kept beside what
stands, and both are shown to be settled. Half an answer is kept as it is; only what cannot be stored is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from goldenthread.access.public import User, record
from goldenthread.casework.models import Contact, ContactSection, SectionClash
from goldenthread.casework.queries.contact_rights import require_contact
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.rulebook.forms import FORMS
from goldenthread.rulebook.forms.contact import COLUMNS
from goldenthread.rulebook.workflows import CONTACT

LONGEST = 200_000  # characters of one section's answers together


@dataclass(frozen=True, slots=True)
class Saved:
    """The section stands as sent. `version` is what the next save is built on."""

    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody saved first. What was sent is kept as `clash`, and waits to be settled with what stands."""

    clash: int
    key: str
    yours: Mapping[str, Any]
    theirs: Mapping[str, Any]
    by: str
    at: datetime
    version: int


@transaction.atomic
def save_section(
    contact: int, *, key: str, answers: Mapping[str, Any], based_on: int, by: User, at: datetime
) -> Saved | Clash:
    """Saves one section; `based_on` is the version it was typed on, 0 for the first.

    The same text sent twice is saved once. Raises `KeyError` for a section the form lacks, `Refused` once the contact
    has been sent or for more words than a section holds, `NotAllowed`.
    """
    decision = require_contact(by, "contact.write", contact, at=at)
    held = _locked(contact)
    FORMS["contact", held.form_version].section(key)
    _storable(answers)
    kept = dict(answers)
    section = (
        ContactSection.objects.select_for_update().filter(contact=held, key=key).select_related("saved_by").first()
    )
    if section is not None and section.answers == kept:
        return Saved(section.version, section.saved_at)
    if section is not None and section.version != based_on:
        return _clash(section, kept, based_on, by, at, decision.right)
    return _write(held, section, key, kept, by, at, decision.right)


@transaction.atomic
def settle_clash(clash: int, *, answers: Mapping[str, Any], by: User, at: datetime) -> Saved:
    """Writes what somebody made of two texts, and closes the clash. Both texts stay in the history.

    Raises `Refused` when it has been settled already or the contact was sent, `NotAllowed`.
    """
    of = SectionClash.objects.select_for_update().get(pk=clash)
    decision = require_contact(by, "contact.write", of.contact_id, at=at)
    if of.settled_at is not None:
        raise Refused("Somebody has settled this already. Open the contact to see what was kept.")
    held = _locked(of.contact_id)
    _storable(answers)
    section = ContactSection.objects.select_for_update().get(contact=held, key=of.key)
    of.settled_by, of.settled_at = by, at
    of.save(update_fields=["settled_by", "settled_at"])
    return _write(held, section, of.key, dict(answers), by, at, decision.right)


def _locked(contact: int) -> Contact:
    held = Contact.objects.select_for_update().get(pk=contact)
    try:
        CONTACT.step(held.state, "contact.write")
    except NotNow as refused:
        raise Refused(
            "This contact has been sent for a decision, so it cannot be changed. Ask for it back."
        ) from refused
    return held


def _storable(answers: Mapping[str, Any]) -> None:
    text = repr(answers)
    if "\\x00" in text:
        raise Refused("There is a null character in this part, which cannot be kept. Delete it and type it again.")
    if len(text) > LONGEST:
        raise Refused(f"This part is too long. It can be {LONGEST:,} characters at most.")


def _clash(section: ContactSection, kept: dict[str, Any], based_on: int, by: User, at: datetime, right: str) -> Clash:
    """Keeps what was typed beside what stands. One person has one clash of a section: typing on adds to it."""
    of, _ = SectionClash.objects.update_or_create(
        contact_id=section.contact_id,
        key=section.key,
        written_by=by,
        settled_at=None,
        defaults={"answers": kept, "based_on": based_on, "written_at": at},
    )
    record(
        act="contact.write",
        by=by,
        at=at,
        subject=f"contact:{section.contact_id}",
        right=right,
        detail={"section": section.key, "clash": of.pk},
    )
    return Clash(of.pk, section.key, kept, section.answers, section.saved_by.name, section.saved_at, section.version)


def _write(
    held: Contact,
    section: ContactSection | None,
    key: str,
    kept: dict[str, Any],
    by: User,
    at: datetime,
    right: str,
) -> Saved:
    if section is None:
        section = ContactSection(contact=held, key=key, version=0)
    section.answers, section.saved_by, section.saved_at = kept, by, at
    section.version += 1
    section.save()
    _to_columns(held, key, kept)
    record(
        act="contact.write",
        by=by,
        at=at,
        subject=f"contact:{held.pk}",
        right=right,
        detail={"section": key, "version": section.version},
    )
    return Saved(section.version, at)


def _to_columns(held: Contact, key: str, kept: Mapping[str, Any]) -> None:
    """The answers that trays, clocks and rights read become columns; one that is cut short waits as an answer."""
    changed = []
    for question in FORMS["contact", held.form_version].section(key).every_question():
        column = COLUMNS.get(question.key)
        if column is None:
            continue
        setattr(held, column, _as_column(held, column, kept.get(question.key)))
        changed.append(column)
    if changed:
        held.save(update_fields=changed)


def _as_column(held: Contact, column: str, answer: Any) -> Any:
    field = held._meta.get_field(column)
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return answer in ("yes", True)
    if kind == "ArrayField":
        return [str(code) for code in answer] if isinstance(answer, list) else []
    text = "" if answer is None or isinstance(answer, dict | list) else str(answer)
    return text[: field.max_length] if getattr(field, "max_length", None) else text
