"""The people in a contact: named as they were heard, then found or added by a person, never matched by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.access.public import User, record
from goldenthread.casework.models import Contact, ContactPerson
from goldenthread.casework.operations.contact import _line, _lines, born_after
from goldenthread.casework.queries.completeness import ASKED_AGAIN
from goldenthread.casework.queries.contact_rights import require_contact
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.people.public import add_person, may, record_values
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.workflows import CONTACT

OLDEST = date(1900, 1, 1)
LONGEST_PREGNANCY = timedelta(days=300)


@transaction.atomic
def name_person(
    contact: int,
    *,
    part: str,
    given_names: str = "",
    family_name: str = "",
    born_on: date | None = None,
    expected_on: date | None = None,
    relationship: str = "",
    said_to_harm: bool = False,
    by: User,
    at: datetime,
) -> int:
    """Adds somebody to a contact as they were named, and returns the key of the line. It matches nobody.

    Raises `Refused` for a person without a name or with impossible dates, `NotAllowed`.
    """
    held, right = _writing(contact, by, at)
    values = _checked(held, part, given_names, family_name, born_on, expected_on, relationship, at)
    made = ContactPerson.objects.create(contact=held, said_to_harm=said_to_harm, added_by=by, added_at=at, **values)
    _enter(made, "named", by, at, right)
    return made.pk


@transaction.atomic
def change_person(
    line: int,
    *,
    part: str,
    given_names: str = "",
    family_name: str = "",
    born_on: date | None = None,
    expected_on: date | None = None,
    relationship: str = "",
    said_to_harm: bool = False,
    by: User,
    at: datetime,
) -> None:
    """Corrects how somebody was named in a contact. The person's own record is not touched."""
    held = _line_of(line)
    contact, right = _writing(held.contact_id, by, at)
    values = _checked(contact, part, given_names, family_name, born_on, expected_on, relationship, at)
    for column, value in (values | {"said_to_harm": said_to_harm}).items():
        setattr(held, column, value)
    held.save()
    _enter(held, "changed", by, at, right)


@transaction.atomic
def confirm_match(line: int, *, person: int, by: User, at: datetime) -> None:
    """Says that the person named is this person. Raises `Refused` when she is in the contact already or her record is
    closed to the writer, `NotAllowed`."""
    held = _line_of(line)
    _, right = _writing(held.contact_id, by, at)
    if not may(by, "child.read", person, at=at):
        raise Refused("This record is restricted. Ask its owner whether this is the same person.")
    held.person_id = person
    try:
        with transaction.atomic():
            held.save(update_fields=["person"])
    except IntegrityError as twice:
        raise Refused("This person is in the contact already, on another line.") from twice
    _enter(held, "matched", by, at, right)


@transaction.atomic
def add_as_new(line: int, *, sex: str = "", by: User, at: datetime) -> int:
    """Adds the person named as somebody new, and returns the person's key. A second press adds nobody.

    Raises `Refused`, `NotAllowed`.
    """
    held = _line_of(line)
    contact, right = _writing(held.contact_id, by, at)
    if held.person_id is not None:
        return held.person_id
    values = {
        "given_names": held.given_names,
        "family_name": held.family_name,
        "born_on": held.born_on,
        "expected_on": held.expected_on,
        "sex": sex,
        "ethnicity": held.ethnicity,
    }
    person = add_person(
        kind="child" if held.part == "child" else "adult",
        values={column: value for column, value in values.items() if value},
        source=f"Contact {contact.reference}",
        by=by,
        at=at,
    )
    held.person_id = person
    held.save(update_fields=["person"])
    _enter(held, "added", by, at, right)
    return person


@transaction.atomic
def take_out(line: int, *, by: User, at: datetime) -> None:
    """Takes somebody out of a contact. The line is kept, and is no longer counted."""
    held = _line_of(line)
    _, right = _writing(held.contact_id, by, at)
    if held.taken_out_at is None:
        held.taken_out_at = at
        held.save(update_fields=["taken_out_at"])
        _enter(held, "taken out", by, at, right)


@transaction.atomic
def record_said(line: int, *, said: str, said_to: str, by: User, at: datetime) -> None:
    """Records what a child said, in the child's words, and to whom. Raises `Refused`, `NotAllowed`."""
    held = _line_of(line)
    _, right = _writing(held.contact_id, by, at)
    words, heard = _lines(said, "said", 20_000), _line(said_to, "said_to", 160)
    if words and not heard:
        raise Refused("Say who the child said it to, and when.", "said_to")
    held.said, held.said_to = words, heard if words else ""
    held.save(update_fields=["said", "said_to"])
    _enter(held, "said", by, at, right)


@transaction.atomic
def record_ethnicity(line: int, *, ethnicity: str, not_known_because: str = "", by: User, at: datetime) -> None:
    """Records the answer to a question that is asked every time; one that says what it is goes onto the person too.

    Not known, or would rather not say, needs its reason. Raises `Refused`, `NotAllowed`.
    """
    held = _line_of(line)
    contact, right = _writing(held.contact_id, by, at)
    if ethnicity not in SETS["ethnicity"].codes:
        raise Refused("Choose an ethnicity from the list.", "ethnicity")
    because = _line(not_known_because, "ethnicity_not_known_because", 200)
    if ethnicity in ASKED_AGAIN and not because:
        raise Refused("Say why it is not known. You will be asked again next time.", "ethnicity_not_known_because")
    held.ethnicity, held.ethnicity_not_known_because = ethnicity, because if ethnicity in ASKED_AGAIN else ""
    held.save(update_fields=["ethnicity", "ethnicity_not_known_because"])
    if held.person_id is not None and ethnicity not in ASKED_AGAIN:
        _onto_the_person(held, contact, {"ethnicity": ethnicity}, by, at)
    _enter(held, "ethnicity", by, at, right)


def _onto_the_person(
    held: ContactPerson, contact: Contact, values: Mapping[str, object], by: User, at: datetime
) -> None:
    assert held.person_id is not None
    if may(by, "person.record", held.person_id, at=at):
        record_values(person=held.person_id, values=values, source=f"Contact {contact.reference}", by=by, at=at)


def _line_of(line: int) -> ContactPerson:
    return ContactPerson.objects.select_for_update(of=("self",)).get(pk=line)


def _writing(contact: int, by: User, at: datetime) -> tuple[Contact, str]:
    """The contact, locked, and by what right she writes in it."""
    decision = require_contact(by, "contact.write", contact, at=at)
    held = Contact.objects.select_for_update().get(pk=contact)
    try:
        CONTACT.step(held.state, "contact.write")
    except NotNow as refused:
        raise Refused(
            "This contact has been sent for a decision, so it cannot be changed. Ask for it back."
        ) from refused
    return held, decision.right


def _checked(
    contact: Contact,
    part: str,
    given_names: str,
    family_name: str,
    born_on: date | None,
    expected_on: date | None,
    relationship: str,
    at: datetime,
) -> dict[str, object]:
    if part not in SETS["part_in_contact"].codes:
        raise Refused("Choose what part they have in this.", "part")
    given, family = _line(given_names, "given_names", 120), _line(family_name, "family_name", 120)
    problems = []
    today = timezone.localdate(at)
    if not given and not family and not expected_on:
        problems.append(("given_names", "Enter a name, or an expected date of birth for an unborn baby"))
    if born_on and expected_on:
        problems.append(("expected_on", "Enter a date of birth or an expected date of birth, not both"))
    if born_on and not OLDEST <= born_on <= today:
        problems.append(("born_on", "The date of birth must be a real one, from 1900 to today"))
    elif born_after(born_on, contact.received_at):
        problems.append(("born_on", "The date of birth is after the contact was received. Check both dates"))
    if expected_on and not today - LONGEST_PREGNANCY <= expected_on <= today + LONGEST_PREGNANCY:
        problems.append(("expected_on", "The expected date of birth must be within ten months of today"))
    if problems:
        raise Refused(problems=tuple(problems))
    return {
        "part": part,
        "given_names": given,
        "family_name": family,
        "born_on": born_on,
        "expected_on": expected_on,
        "relationship": _line(relationship, "relationship", 60),
    }


def _enter(line: ContactPerson, what: str, by: User, at: datetime, right: str) -> None:
    record(
        act="contact.write",
        by=by,
        at=at,
        child=line.person_id,
        subject=f"contact:{line.contact_id}",
        right=right,
        detail={"line": line.pk, "did": what},
    )
