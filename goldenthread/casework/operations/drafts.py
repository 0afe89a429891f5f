"""Saving a contact while it is typed: part by part, nothing lost, and a clash of two writers kept until merged.

A save says on which version of the part it was built. When somebody else has saved since, and the words differ, what
was typed is kept as a clash beside what stands, and both writers see it. Parts never clash with one another. One
person's own later words follow her earlier ones when nothing of those is gone (a save whose answer was lost on the
way); otherwise her two windows clash like two people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, record, require_about
from goldenthread.casework.models import Contact, ContactPerson, ContactSection, ContactWriter, SectionClash
from goldenthread.casework.operations import deadlines
from goldenthread.kernel.form import Kind, Section
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.rulebook.forms.contact import CHILD_COLUMNS, COLUMNS, section_of
from goldenthread.rulebook.workflows import CONTACT

LONGEST_LINE = 500
OLDEST_RECEIPT_YEARS = 2  # a contact is written up within this many years of when it came in


@dataclass(frozen=True, slots=True)
class Saved:
    """The part stands at `version` since `at`."""

    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else changed the part first. Nothing is lost: `yours` is kept as clash `key` beside `theirs`."""

    key: int
    yours: Mapping[str, Any]
    theirs: Mapping[str, Any]
    by: str
    at: datetime
    version: int


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
    clean = _checked(section, answers)
    child = _line(found, line) if line is not None else None
    stands = ContactSection.objects.filter(contact=found, key=key).select_related("saved_by").first()
    if stands is None:
        stands = ContactSection(contact=found, key=key, version=0)
    elif stands.answers == clean:
        return Saved(stands.version, stands.saved_at)
    elif stands.version != based_on and not (stands.saved_by_id == by.pk and _follows(stands.answers, clean)):
        kept, _ = SectionClash.objects.update_or_create(
            contact=found,
            key=key,
            written_by=by,
            settled_at=None,
            defaults={"answers": clean, "based_on": based_on, "written_at": at},
        )
        _enter(found, right, by, at, {"section": key, "clash": kept.pk})
        return Clash(kept.pk, clean, stands.answers, stands.saved_by.name, stands.saved_at, stands.version)
    return _put(found, child, stands, clean, right, by, at)


@transaction.atomic
def merge_clash(*, clash: int, answers: Mapping[str, Any], based_on: int, by: User, at: datetime) -> Saved | Clash:
    """Settles a clash with the words somebody chose or wrote, looking at both. What was not chosen stays on record.

    `based_on` is the version of the part that was shown beside the clash: when that has moved again, the merge itself
    is a clash. Raises `NotAllowed`, `Refused`.
    """
    kept = SectionClash.objects.select_related("written_by").filter(pk=clash).first()
    if kept is None:
        raise Refused("There are no such words to merge.")
    section, line = _section(kept.key)
    found, right = writing(kept.contact_id, by, at)
    kept.refresh_from_db()
    if kept.settled_at is not None:
        raise Refused("These words were merged already. Look at the part as it stands now.")
    clean = _checked(section, answers)
    child = _line(found, line) if line is not None else None
    stands = ContactSection.objects.select_related("saved_by").get(contact=found, key=kept.key)
    if stands.version != based_on and stands.answers != clean:
        return Clash(kept.pk, clean, stands.answers, stands.saved_by.name, stands.saved_at, stands.version)
    kept.settled_by, kept.settled_at = by, at
    kept.save(update_fields=["settled_by", "settled_at"])
    return _put(found, child, stands, clean, right, by, at)


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


def _follows(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    """Whether nothing of the earlier words is gone from the later ones."""
    for name, was in earlier.items():
        now = later.get(name)
        if now == was:
            continue
        if not (isinstance(was, str) and isinstance(now, str)):
            return False
        steps = SequenceMatcher(None, was.split(), now.split(), autojunk=False).get_opcodes()
        # The last word may have been cut while it was typed.
        if any(kind in ("delete", "replace") and b - a > 1 for kind, a, b, _, _ in steps):
            return False
        if any(kind == "replace" and not now.split()[c].startswith(was.split()[a]) for kind, a, _, c, _ in steps):
            return False
        if any(kind == "delete" for kind, *_ in steps):
            return False
    return True


def _checked(section: Section, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that the section asks for, each within what can be kept. Raises `Refused` with a sentence each."""
    problems, clean = [], {}
    for question in section.every_question():
        value = answers.get(question.key)
        if value in (None, "", [], {}):
            continue
        longest = question.longest if question.kind is Kind.LONG_TEXT else min(question.longest, LONGEST_LINE)
        texts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else [value]
        for text in texts:
            if isinstance(text, str) and "\x00" in text:
                problems.append((question.key, f"‘{question.label}’ holds a null character, which can’t be kept"))
            elif isinstance(text, str) and len(text) > longest:
                problems.append(
                    (question.key, f"‘{question.label}’ holds {len(text):,} characters: {longest:,} can be kept")
                )
            elif not isinstance(text, str | bool | int):
                problems.append((question.key, f"‘{question.label}’ can’t be kept as it came"))
        if question.kind in (Kind.ONE_OF, Kind.SOME_OF):
            known = {choice.value for choice in question.choices}
            if any(text not in known for text in texts):
                problems.append((question.key, f"Choose from the answers to ‘{question.label}’"))
        if isinstance(value, list | tuple) and len(value) > len(question.choices):
            problems.append((question.key, f"‘{question.label}’ holds more answers than there are"))
        clean[question.key] = list(value) if isinstance(value, tuple) else value
    if problems:
        raise Refused(problems=tuple(problems))
    return clean


def _put(
    contact: Contact,
    child: ContactPerson | None,
    stands: ContactSection,
    clean: dict[str, Any],
    right: str,
    by: User,
    at: datetime,
) -> Saved:
    stands.answers, stands.version = clean, stands.version + 1
    stands.saved_by, stands.saved_at = by, at
    stands.save()
    if child is not None:
        columns = CHILD_COLUMNS[stands.key.partition(":")[0]]
        for column in columns:
            setattr(child, column, clean.get(column, ""))
        child.save(update_fields=columns)
    else:
        _project(contact, stands.key, clean, at)
    _enter(contact, right, by, at, {"section": stands.key, "version": stands.version})
    return Saved(stands.version, at)


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
