"""A contact from the first ring to "sent": started, its history weighed, agencies asked, sent for a decision."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, record, require, take_keys
from goldenthread.casework.models import Contact, ContactPerson, HistoryWeighed, ScreeningCheck
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.bulk import ContactRow
from goldenthread.casework.queries.completeness import missing
from goldenthread.casework.queries.contact_rights import require_contact
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.people.public import Agency
from goldenthread.rulebook.forms import latest
from goldenthread.rulebook.workflows import CONTACT
from goldenthread.ui.cleaning import Unclean, many_lines, one_line

OLDEST = timedelta(days=365)  # a contact received longer ago than this is a slip of the keyboard


@transaction.atomic
def start_contact(received_at: datetime, *, by: User, at: datetime) -> int:
    """Starts a contact and returns its key. The clock of its decision runs from the moment it was received.

    Raises `Refused` for a moment that has not come or is more than a year ago, `NotAllowed`.
    """
    decision = require(by, "contact.start", at=at)
    if received_at > at:
        raise Refused("The contact cannot have been received later than now.", "received_at")
    if received_at < at - OLDEST:
        raise Refused("The contact was received more than a year ago. Check the year.", "received_at")
    (key,) = take_keys(ContactRow, 1)
    made = Contact.objects.create(
        pk=key,
        reference=f"{timezone.localdate(received_at):%y}-{key:05d}",
        state=CONTACT.begin("contact.start"),
        form_version=latest("contact").version,
        team=by.team,
        received_at=received_at,
        written_by=by,
        started_at=at,
    )
    deadlines.start("contact_decision", at=received_at, contact=made, team=by.team)
    record(act="contact.start", by=by, at=at, subject=f"contact:{key}", right=decision.right)
    return key


@transaction.atomic
def weigh(contact: int, *, about: str, set_aside_because: str = "", by: User, at: datetime) -> None:
    """Says that a piece of history was opened and read, or set aside and why; a hint is waved away the same way.

    `about` names it ("contact:12", "referral:5", "warning:7", "hint:abuse"). Once opened it stays opened. Raises
    `Refused`, `NotAllowed`.
    """
    decision = require_contact(by, "contact.write", contact, at=at)
    kind, _, key = about.partition(":")
    if kind not in ("contact", "referral", "warning", "note", "hint") or not key or len(about) > 40:
        raise Refused("That is not a piece of history.")
    because = _line(set_aside_because, "set_aside_because", 300)
    row, made = HistoryWeighed.objects.select_for_update().get_or_create(
        contact_id=contact,
        about=about,
        defaults={
            "opened_at": None if because else at,
            "set_aside_because": because,
            "weighed_by": by,
            "weighed_at": at,
        },
    )
    if not made and not because and row.opened_at is None:
        row.opened_at, row.weighed_by, row.weighed_at = at, by, at
        row.save(update_fields=["opened_at", "weighed_by", "weighed_at"])
    record(
        act="contact.write",
        by=by,
        at=at,
        subject=f"contact:{contact}",
        right=decision.right,
        detail={"weighed": about, "set_aside": bool(because)},
    )


@transaction.atomic
def ask_agency(contact: int, *, agency: int, question: str, by: User, at: datetime) -> int:
    """Records a question put to an agency, now, and returns the check's key. The clock for answers starts with the
    first. Raises `Refused` for an agency that is closed or a question without words, `NotAllowed`."""
    decision = require_contact(by, "contact.ask_agency", contact, at=at)
    held = Contact.objects.select_for_update().get(pk=contact)
    _step(held, "contact.ask_agency")
    words = _lines(question, "question", 5_000)
    if not words:
        raise Refused("Say what you ask the agency.", "question")
    if not Agency.objects.filter(pk=agency, closed_on=None).exists():
        raise Refused("Choose an agency from the list.", "agency")
    if held.checks.filter(agency=agency, question=words, answered_at=None).exists():
        raise Refused("You have asked this agency that already, and it has not answered yet.", "agency")
    made = ScreeningCheck.objects.create(contact=held, agency_id=agency, question=words, asked_by=by, asked_at=at)
    deadlines.start("contact_mash_checks", at=at, contact=held, team=held.team)
    record(
        act="contact.ask_agency",
        by=by,
        at=at,
        subject=f"contact:{contact}",
        right=decision.right,
        detail={"check": made.pk, "agency": agency},
    )
    return made.pk


@transaction.atomic
def record_answer(check: int, *, answer: str, nothing_known: bool, answered_by: str, by: User, at: datetime) -> None:
    """Records what an agency answered, and who there. When the last answer is in, the clock for answers is met.

    Raises `Refused` without an answer or a name, or for a second answer; `NotAllowed`.
    """
    of = ScreeningCheck.objects.select_for_update().get(pk=check)
    decision = require_contact(by, "contact.record_answer", of.contact_id, at=at)
    if of.answered_at is not None:
        raise Refused("This check has an answer already. Ask again if there is more to know.")
    words, who = _lines(answer, "answer", 20_000), _line(answered_by, "answered_by", 160)
    problems = []
    if not words and not nothing_known:
        problems.append(("answer", "Write what they said, or choose that they know nothing"))
    if not who:
        problems.append(("answered_by", "Say who answered"))
    if problems:
        raise Refused(problems=tuple(problems))
    of.answer, of.nothing_known, of.answered_by = words, nothing_known, who
    of.answered_at, of.answer_recorded_by = at, by
    of.save()
    if not ScreeningCheck.objects.filter(contact=of.contact_id, answered_at=None).exists():
        deadlines.meet("contact_mash_checks", at=at, contact=of.contact_id)
    record(
        act="contact.record_answer",
        by=by,
        at=at,
        subject=f"contact:{of.contact_id}",
        right=decision.right,
        detail={"check": check},
    )


@transaction.atomic
def send(contact: int, *, by: User, at: datetime) -> None:
    """Sends a contact for a manager's decision. Sent again, it is sent once.

    Raises `Refused` with each thing that is missing and the part of the page it belongs to; `NotAllowed`.
    """
    decision = require_contact(by, "contact.send", contact, at=at)
    held = Contact.objects.select_for_update().get(pk=contact)
    if held.state == "to_decide":
        return
    problems = missing(held, at=at)
    if problems:
        raise Refused(problems=tuple((one.part, one.sentence) for one in problems))
    held.state = _step(held, "contact.send")
    held.sent_at = at
    held.returned_because = ""
    held.family_name = held.family_name or _family_name(held)
    held.save(update_fields=["state", "sent_at", "returned_because", "family_name"])
    if held.priority == "red":
        deadlines.start("contact_priority_red", at=held.received_at, contact=held, team=held.team)
    for child in held.people.filter(part="child", taken_out_at=None, person__isnull=False):
        record(
            act="contact.send", by=by, at=at, child=child.person_id, subject=f"contact:{contact}", right=decision.right
        )


def _step(held: Contact, act: str) -> str:
    try:
        return CONTACT.step(held.state, act) or held.state
    except NotNow as refused:
        raise Refused(str(refused)) from refused


def _family_name(held: Contact) -> str:
    """What the tray calls the family: the children's name, the first of them when they differ."""
    rows = held.people.filter(taken_out_at=None).exclude(family_name="").order_by("pk")
    child: ContactPerson | None = rows.filter(part="child").first() or rows.first()
    return child.family_name if child else ""


def _line(text: str, field: str, longest: int) -> str:
    try:
        clean = one_line(text)
    except Unclean as wrong:
        raise Refused(f"This {wrong}", field) from wrong
    if len(clean) > longest:
        raise Refused(f"Use {longest} characters at most.", field)
    return clean


def _lines(text: str, field: str, longest: int) -> str:
    try:
        clean = many_lines(text)
    except Unclean as wrong:
        raise Refused(f"This {wrong}", field) from wrong
    if len(clean) > longest:
        raise Refused(f"Use {longest:,} characters at most.", field)
    return clean


def born_after(born_on: date | None, received_at: datetime) -> bool:
    """Whether a date of birth is later than the day a contact was received: such a child was not born yet."""
    return born_on is not None and born_on > timezone.localdate(received_at)
