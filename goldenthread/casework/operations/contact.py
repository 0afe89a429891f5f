"""A contact from its start to its sending: who it is about, what was weighed, and the gate before a decision."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from goldenthread.access.public import User, record, require
from goldenthread.casework.models import Contact, ContactPerson, ContactWriter, HistoryWeighed
from goldenthread.casework.models.written import called, kept_keys, pieces_about, written
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.drafts import OLDEST_RECEIPT_YEARS, writing
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import add_person, confirm_value, known_people, may, readable, record_values
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.contact import CONTACT as FORM
from goldenthread.rulebook.forms.contact import NOT_KNOWN
from goldenthread.rulebook.screening import gaps
from goldenthread.rulebook.workflows import CONTACT
from goldenthread.ui.cleaning import Unclean, one_line

EARLIEST = date(1900, 1, 1)
LONGEST_PREGNANCY = timedelta(days=305)
LEAST_WHY = 10  # characters of a reason for setting history aside


@transaction.atomic
def start_contact(*, received_at: datetime, by: User, at: datetime) -> int:
    """Begins a contact that reached us at `received_at`, and the time to decide it; returns its key.

    Raises `NotAllowed`; `Refused` for a receipt in the future or years ago.
    """
    right = require(by, "contact.start", at=at).right
    if received_at > at:
        raise Refused("The time it reached us must be now or in the past", "received")
    if (at - received_at).days > OLDEST_RECEIPT_YEARS * 366:
        raise Refused(f"The time it reached us must be within the last {OLDEST_RECEIPT_YEARS} years", "received")
    contact = Contact.objects.create(
        reference=_next_reference(at),
        state=CONTACT.begin("contact.start"),
        form_version=FORM.version,
        team_id=by.team_id,
        received_at=received_at,
        written_by=by,
        started_at=at,
    )
    ContactWriter.objects.create(contact=contact, user=by, seen_at=at)
    deadlines.start("contact_decision", at=received_at, contact=contact, team=by.team_id)
    record(act="contact.start", by=by, at=at, subject=f"contact:{contact.pk}", right=right)
    return contact.pk


@transaction.atomic
def name_person(
    *,
    contact: int,
    part: str,
    given_names: str,
    family_name: str,
    by: User,
    at: datetime,
    born_on: date | None = None,
    expected_on: date | None = None,
    relationship: str = "",
    said_to_harm: bool = False,
    line: int | None = None,
) -> int:
    """Names somebody in a contact as the caller gave it, or corrects line `line`; returns the line's key.

    Raises `NotAllowed`; `Refused` for a name with hidden characters, and for dates that cannot be right.
    """
    found, right = writing(contact, by, at)
    given, family = _clean_name(given_names, "given_names"), _clean_name(family_name, "family_name")
    if part not in SETS["part_in_contact"]:
        raise Refused("Choose what part this person has in the contact", "part")
    if not (given or family):
        raise Refused("Enter a name, or “not known”", "given_names")
    _dates(part, born_on, expected_on, found, at)
    values: dict[str, Any] = {
        "part": part,
        "given_names": given,
        "family_name": family,
        "born_on": born_on,
        "expected_on": expected_on,
        "relationship": _clean_name(relationship, "relationship", longest=60),
        "said_to_harm": said_to_harm,
    }
    if line is None:
        one = ContactPerson.objects.create(contact=found, added_by=by, added_at=at, **values)
    else:
        one = _line(found, line)
        for column, value in values.items():
            setattr(one, column, value)
        one.save(update_fields=list(values))
    _name_family(found)
    _enter("contact.write", found, right, by, at, {"line": one.pk, "named": part})
    return one.pk


@transaction.atomic
def confirm_match(*, contact: int, line: int, person: int, on: str, by: User, at: datetime) -> None:
    """Says that somebody named in a contact is this person in our records. `on` is what the page said they share.

    Raises `NotAllowed`, also when the record is not open to her; `Refused` when the record is already in the contact.
    """
    found, right = writing(contact, by, at)
    one = _line(found, line)
    known = known_people([person]).get(person)
    if known is None:
        raise Refused("There is no such record.", f"person-{line}")
    kept = known.merged_into or person
    if kept not in readable(by, [kept], at=at):
        raise Refused("This record is not open to you. Ask the person named beside it.", f"person-{line}")
    if found.people.filter(person_id=kept, taken_out_at=None).exclude(pk=line).exists():
        raise Refused(f"{known.name} is in this contact already.", f"person-{line}")
    if (one.part == "child") != (known.kind == "child"):
        what = "a child" if known.kind == "child" else "an adult"
        raise Refused(f"Our record of {known.name} is about {what}. Check the part in the contact.", f"person-{line}")
    one.person_id, one.matched_by, one.matched_at, one.matched_on = kept, by, at, on.strip()[:2_000]
    _save_match(one)
    _enter("contact.write", found, right, by, at, {"line": line, "matched": kept}, child=kept)


@transaction.atomic
def add_as_new(*, contact: int, line: int, by: User, at: datetime) -> int:
    """Adds somebody named in a contact to our records, after the search has been shown; returns the person's key.

    Raises `NotAllowed`, `Refused`.
    """
    found, right = writing(contact, by, at)
    one = _line(found, line)
    if one.person_id is not None:
        return one.person_id
    values = {
        column: value
        for column in ("given_names", "family_name", "born_on", "expected_on")
        if (value := getattr(one, column))
    }
    kind = "child" if one.part == "child" else "adult"
    person = add_person(kind=kind, values=values, source=_source(found), by=by, at=at)
    one.person_id, one.matched_by, one.matched_at = person, by, at
    one.matched_on = "Not in our records before"
    _save_match(one)
    _enter("contact.write", found, right, by, at, {"line": line, "added": person}, child=person)
    return person


@transaction.atomic
def not_sure(*, contact: int, line: int, by: User, at: datetime) -> None:
    """Keeps what was said about somebody without joining it to a record, and says that nobody could be sure."""
    found, right = writing(contact, by, at)
    one = _line(found, line)
    one.person_id, one.matched_by, one.matched_at, one.matched_on = None, by, at, "Not sure"
    _save_match(one)
    _enter("contact.write", found, right, by, at, {"line": line, "matched": None})


@transaction.atomic
def undo_match(*, contact: int, line: int, by: User, at: datetime) -> None:
    """Takes back that somebody in a contact is a person in our records. A record that was added stays."""
    found, right = writing(contact, by, at)
    one = _line(found, line)
    was = one.person_id
    one.person_id, one.matched_by, one.matched_at, one.matched_on = None, None, None, ""
    _save_match(one)
    _enter("contact.write", found, right, by, at, {"line": line, "unmatched": was}, child=was)


@transaction.atomic
def take_out(*, contact: int, line: int, by: User, at: datetime) -> None:
    """Takes somebody out of a contact who was named in error. The line and its words stay in the database."""
    found, right = writing(contact, by, at)
    one = _line(found, line)
    one.taken_out_at = at
    one.save(update_fields=["taken_out_at"])
    _name_family(found)
    _enter("contact.write", found, right, by, at, {"line": line, "taken_out": True}, child=one.person_id)


@transaction.atomic
def weigh(
    *,
    contact: int,
    about: list[str],
    by: User,
    at: datetime,
    opened: bool = False,
    set_aside_because: str = "",
    means: str = "",
) -> None:
    """Says that pieces of history were opened, what several of them mean now in one sentence, or why they are set
    aside; also that a hint is not needed ("hint:…").

    A piece that was opened stays opened. Raises `NotAllowed`, `Refused`.
    """
    found, right = writing(contact, by, at)
    why = set_aside_because.strip()
    known = {piece.about for piece in pieces_about(set(_kept(found)), but=found.pk)}
    if not about or any(one not in known and not one.startswith(("hint:", "relative:")) for one in about):
        raise Refused("Choose the earlier work that you have weighed", "about")
    meaning = means.strip()
    if meaning and len(meaning) < LEAST_WHY:
        raise Refused("Say what they mean now, in a sentence", "means")
    if len(meaning) > 300:
        raise Refused(f"What they mean now can be 300 characters long at most. This has {len(meaning)}", "means")
    if not opened and not meaning and not (why if about[0].startswith("hint:") else len(why) >= LEAST_WHY):
        raise Refused("Say why this does not bear on the contact, in a few words", "set_aside_because")
    if len(why) > 300:
        raise Refused("The reason can be 300 characters long at most", "set_aside_because")
    for one in about:
        line, made = HistoryWeighed.objects.get_or_create(
            contact=found,
            about=one[:40],
            defaults={
                "opened_at": at if opened else None,
                "set_aside_because": why,
                "means": meaning,
                "weighed_by": by,
                "weighed_at": at,
            },
        )
        if not made and opened and line.opened_at is None:
            line.opened_at, line.weighed_by, line.weighed_at = at, by, at
            line.save(update_fields=["opened_at", "weighed_by", "weighed_at"])
        elif not made and meaning:
            line.means, line.set_aside_because, line.weighed_by, line.weighed_at = meaning, "", by, at
            line.save(update_fields=["means", "set_aside_because", "weighed_by", "weighed_at"])
    _enter("contact.write", found, right, by, at, {"weighed": about[:50], "opened": opened})


@transaction.atomic
def send(*, contact: int, by: User, at: datetime) -> None:
    """Sends a contact to be decided. A second press, when it is on its way already, changes nothing.

    Raises `NotAllowed`; `Refused` with every gap (`rulebook.screening`), each at the field where it is filled.
    """
    found = Contact.objects.filter(pk=contact).first()
    if found is not None and found.state == "to_decide":
        require(by, "contact.start", at=at)
        return
    found, right = writing(contact, by, at, act="contact.send")
    missing = gaps(written(found))
    if missing:
        raise Refused(problems=tuple((gap.field, gap.sentence) for gap in missing))
    found.state = CONTACT.step(found.state, "contact.send")
    found.sent_at, found.written_by, found.returned_because = at, by, ""
    found.save(update_fields=["state", "sent_at", "written_by", "returned_because"])
    if found.priority == "red":
        deadlines.start("contact_priority_red", at=found.received_at, contact=found, team=found.team_id)
    for child in found.people.filter(part="child", taken_out_at=None, person__isnull=False):
        _record_ethnicity(found, child, by, at)
    children = list(
        found.people.filter(part="child", taken_out_at=None, person__isnull=False).values_list("person_id", flat=True)
    )
    for child in children or [None]:
        _enter("contact.send", found, right, by, at, {}, child=child)


def _record_ethnicity(contact: Contact, child: ContactPerson, by: User, at: datetime) -> None:
    """What was said of a child's ethnicity goes onto the child's record with its source. "Not known" never takes the
    place of what is known; a reason is kept, so that it is asked again. Without that right it stays in the contact."""
    if not may(by, "person.record", child.person_id, at=at):
        return
    known = known_people([child.person_id])[child.person_id]
    source = _source(contact)
    if child.ethnicity in NOT_KNOWN:
        if not known.ethnicity or known.ethnicity in NOT_KNOWN:
            values = {
                "ethnicity": child.ethnicity,
                "ethnicity_not_known_because": SETS["ethnicity_unknown_reason"].label(
                    child.ethnicity_not_known_because
                ),
            }
            record_values(person=child.person_id, values=values, source=source, by=by, at=at)
    elif known.ethnicity == child.ethnicity:
        confirm_value(person=child.person_id, columns=("ethnicity",), source=source, by=by, at=at)
    else:
        values = {"ethnicity": child.ethnicity, "ethnicity_not_known_because": ""}
        record_values(person=child.person_id, values=values, source=source, by=by, at=at)


def _source(contact: Contact) -> str:
    who = ", ".join(part for part in (contact.referrer_name, contact.referrer_agency) if part)
    return f"Contact {contact.reference}{f', {who}' if who else ''}"[:120]


def _kept(contact: Contact) -> list[int]:
    return list(kept_keys(contact.people.filter(taken_out_at=None).select_related("person")).values())


def _line(contact: Contact, line: int) -> ContactPerson:
    one = contact.people.filter(pk=line, taken_out_at=None).first()
    if one is None:
        raise Refused("This person is no longer in the contact.")
    return one


def _save_match(one: ContactPerson) -> None:
    one.save(update_fields=["person_id", "matched_by", "matched_at", "matched_on"])


def _clean_name(text: str, field: str, *, longest: int = 120) -> str:
    label = {"given_names": "First names", "family_name": "Last name", "relationship": "Relationship"}[field]
    try:
        clean = one_line(text)
    except Unclean as wrong:
        raise Refused(f"{label} {wrong}", field) from None
    if len(clean) > longest:
        raise Refused(f"{label} must be {longest} characters or fewer", field)
    return clean


def _dates(part: str, born_on: date | None, expected_on: date | None, contact: Contact, at: datetime) -> None:
    received = timezone.localdate(contact.received_at)
    today = timezone.localdate(at)
    if born_on is not None and born_on < EARLIEST:
        raise Refused(f"Check the year of birth: {born_on.year} is too long ago", "born_on")
    if born_on is not None and born_on > received:
        if part == "child" and born_on <= today + LONGEST_PREGNANCY:
            sentence = "A child can’t be born after the contact came in. For an unborn child, enter the expected date"
            raise Refused(sentence, "born_on")
        raise Refused(f"The date of birth can’t be after the contact came in: check {born_on.year}", "born_on")
    if expected_on is None:
        return
    if part != "child":
        raise Refused("Only an unborn child has an expected date of birth", "expected_on")
    if born_on is not None:
        raise Refused("Enter a date of birth or an expected date, not both", "expected_on")
    if not received - LONGEST_PREGNANCY <= expected_on <= received + LONGEST_PREGNANCY:
        raise Refused("The expected date of birth must be within ten months of the contact", "expected_on")


def _name_family(contact: Contact) -> None:
    """The family is called by its first child's last name, or by anybody's."""
    lines = sorted(contact.people.filter(taken_out_at=None), key=lambda one: (one.part != "child", one.pk))
    contact.family_name = next((one.family_name for one in lines if one.family_name), "") or (
        called(lines[0])[:120] if lines else ""
    )
    contact.save(update_fields=["family_name"])


def _enter(
    act: str,
    contact: Contact,
    right: str,
    by: User,
    at: datetime,
    detail: dict[str, object],
    *,
    child: int | None = None,
) -> None:
    record(act=act, by=by, at=at, child=child, subject=f"contact:{contact.pk}", right=right, detail=detail)


def _next_reference(at: datetime) -> str:
    """“26-04417”: the year and the next number of that year. The year's row is locked until the contact stands."""
    year = timezone.localdate(at).year
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(_NEXT, {"year": year})
            reference = f"{year % 100:02}-{cursor.fetchone()[0]:05}"
            if not Contact.objects.filter(reference=reference).exists():
                return reference
            # Contacts were loaded from elsewhere with numbers of their own: go on after the highest.
            cursor.execute(_CATCH_UP, {"year": year, "start": f"{year % 100:02}-%"})
    raise IntegrityError("No number is free for a contact of this year")


_NEXT = """
INSERT INTO casework_contactnumber (year, last) VALUES (%(year)s, 1)
ON CONFLICT (year) DO UPDATE SET last = casework_contactnumber.last + 1 RETURNING last
"""
_CATCH_UP = """
UPDATE casework_contactnumber SET last = greatest(last, (
    SELECT max(substring(reference FROM '^[0-9]{2}-([0-9]{1,8})$')::int) FROM casework_contact
     WHERE reference LIKE %(start)s)) WHERE year = %(year)s
"""
