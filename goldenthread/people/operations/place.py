"""Where people live and how to reach them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from goldenthread.access.public import User, record
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Address, ContactDetail, Person, Residence
from goldenthread.people.models.spelling import address_as_compared
from goldenthread.people.operations.person import locked, source_said
from goldenthread.people.operations.values import EARLIEST, has_hidden_characters
from goldenthread.rulebook.codes import SETS

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


@dataclass(frozen=True, slots=True)
class Place:
    """An address as written: its lines parted by commas or new lines, and its postcode."""

    lines: str
    postcode: str = ""
    uprn: str = ""


def postcode_as_kept(text: str) -> str:
    """A postcode in capitals with its space; raises `Refused` when it has not the shape of one."""
    code = text.strip().upper()
    if not code:
        return ""
    found = _POSTCODE.fullmatch(code)
    if not found:
        raise Refused("Enter a full postcode, such as TH4 2QQ, or leave it empty.", "postcode")
    return f"{found[1]} {found[2]}"


def phone_as_kept(text: str) -> str:
    """A telephone number as figures, a number of this country beginning with 0; raises `Refused`."""
    figures = re.sub(r"[\s().-]", "", text)
    figures = re.sub(r"^(\+44|0044)0?", "0", figures)
    if not re.fullmatch(r"\+?[0-9]{7,15}", figures):
        raise Refused("Enter a telephone number, such as 07700 900 982 or +48 22 000 0000.", "value")
    return figures


def _address(place: Place) -> Address:
    lines = ", ".join(part.strip() for part in re.split(r"[\n,]+", place.lines) if part.strip())
    if not lines and not place.postcode.strip():
        raise Refused("Enter the address.", "lines")
    if len(lines) > 300 or has_hidden_characters(lines):
        raise Refused("Enter the address in 300 characters or fewer, in ordinary letters.", "lines")
    postcode = postcode_as_kept(place.postcode)
    uprn = place.uprn.strip()
    if uprn and not re.fullmatch(r"[0-9]{1,12}", uprn):
        raise Refused("A unique property reference number is up to 12 figures.", "uprn")
    compared = address_as_compared(lines, postcode)
    held = Address.objects.filter(search=compared, postcode=postcode).order_by("pk").first()
    return held or Address.objects.create(lines=lines, postcode=postcode, uprn=uprn, search=compared)


@transaction.atomic
def move(
    *,
    person: int,
    place: Place,
    starts_on: date,
    source: str,
    by: User,
    at: datetime,
    kind: str = "home",
    ends_on: date | None = None,
    confidential: bool = False,
) -> int:
    """Records that a person lives, or lived, at an address; returns the key of the period.

    `ends_on` is the last day lived there; empty while it holds, and then a period of the same kind that was running is
    closed on the day before. A period that would overlap another is refused in words: change that one first.
    """
    decision = Person.objects.require(by, "person.record", person, at=at)
    source = source_said(source)
    today = timezone.localdate(at)
    if kind not in Residence.Kind.values:
        raise Refused("Choose what kind of address this is.", "kind")
    if starts_on is None or not EARLIEST <= starts_on <= today:
        raise Refused("Enter the day they moved in: in 1900 or later, and not in the future.", "starts_on")
    if ends_on is not None and not starts_on <= ends_on <= today:
        raise Refused("The day they left must be after the day they moved in, and not in the future.", "ends_on")
    held = locked(person)
    if held.born_on and starts_on < held.born_on:
        raise Refused("They cannot have lived there before they were born.", "starts_on")
    running = (
        Residence.objects.select_for_update()
        .filter(person=held, kind=kind, period__startswith__lt=starts_on, period__endswith=None)
        .first()
    )
    if running and ends_on is None:
        running.period = DateRange(running.period.lower, starts_on)
        running.save(update_fields=["period"])
    row = Residence(
        person=held,
        address=_address(place),
        kind=kind,
        period=DateRange(starts_on, ends_on + timedelta(days=1) if ends_on else None),
        confidential=confidential,
        recorded_by=by,
        recorded_at=at,
        source=source,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(_overlap(held, row), "starts_on") from None
    _enter(
        person, decision.right, by, at, {"residence": row.pk, "closed": running.pk if running and not ends_on else None}
    )
    return row.pk


def _overlap(person: Person, row: Residence) -> str:
    other = (
        Residence.objects.filter(person=person, kind=row.kind, period__overlap=row.period)
        .select_related("address")
        .order_by("period")
        .first()
    )
    kind = SETS["address_kind"].label(row.kind).lower()
    if other is None:
        return f"Another address of the same kind ({kind}) was recorded at this moment. Look at it first."
    until = (
        f"{other.period.lower:%-d %B %Y} to {other.period.upper - timedelta(days=1):%-d %B %Y}"
        if other.period.upper
        else f"{other.period.lower:%-d %B %Y}, with no end"
    )
    where = "a confidential address" if other.confidential else other.address.lines
    return (
        f"These days overlap another address of the same kind ({kind}): {where}, from {until}. Change that one first."
    )


@transaction.atomic
def leave(*, residence: int, ends_on: date, by: User, at: datetime) -> None:
    """Records the last day a person lived at an address."""
    row = Residence.objects.select_for_update().filter(pk=residence).first()
    if row is None:
        raise Refused("There is no such address.")
    decision = Person.objects.require(by, "person.record", row.person_id, at=at)
    if ends_on is None or ends_on < row.period.lower or ends_on > timezone.localdate(at):
        raise Refused("The day they left must be after the day they moved in, and not in the future.", "ends_on")
    row.period = DateRange(row.period.lower, ends_on + timedelta(days=1))
    try:
        with transaction.atomic():
            row.save(update_fields=["period"])
    except IntegrityError:
        raise Refused("Another address of the same kind begins before that day.", "ends_on") from None
    _enter(row.person_id, decision.right, by, at, {"residence": row.pk})


@transaction.atomic
def add_contact_detail(
    *, person: int, kind: str, value: str, safe: str, source: str, by: User, at: datetime, note: str = ""
) -> int:
    """Records a telephone number or email, and whether it is safe to use; returns its key.

    "Not asked yet" is an answer. A detail that is held already has its mark and note changed instead.
    """
    decision = Person.objects.require(by, "person.record", person, at=at)
    source = source_said(source)
    if kind not in SETS["contact_detail_kind"]:
        raise Refused("Choose telephone or email.", "kind")
    if safe not in ContactDetail.Safe.values:
        raise Refused("Say whether it is safe to use.", "safe")
    kept = phone_as_kept(value) if kind == "phone" else value.strip().lower()
    if kind == "email" and (not _EMAIL.fullmatch(kept) or len(kept) > 120):
        raise Refused("Enter an email in the form name@example.org.", "value")
    note = note.strip()
    if len(note) > 200 or has_hidden_characters(note):
        raise Refused("The note must be 200 characters or fewer, on one line.", "note")
    locked(person)
    row, made = ContactDetail.objects.get_or_create(
        person_id=person,
        kind=kind,
        value=kept,
        ended_on=None,
        defaults={"safe": safe, "note": note, "recorded_by": by, "recorded_at": at, "source": source},
    )
    if not made:
        row.safe, row.note, row.recorded_by, row.recorded_at, row.source = safe, note, by, at, source
        row.save()
    _enter(person, decision.right, by, at, {"contact_detail": row.pk, "safe": safe})
    return row.pk


@transaction.atomic
def end_contact_detail(*, detail: int, ends_on: date, by: User, at: datetime) -> None:
    """Says that a telephone number or email is used no more. It is kept, and still found by search."""
    row = ContactDetail.objects.select_for_update().filter(pk=detail).first()
    if row is None:
        raise Refused("There is no such telephone number or email.")
    decision = Person.objects.require(by, "person.record", row.person_id, at=at)
    if ends_on is None or ends_on > timezone.localdate(at):
        raise Refused("The day it ended cannot be in the future.", "ends_on")
    row.ended_on = ends_on
    row.save(update_fields=["ended_on"])
    _enter(row.person_id, decision.right, by, at, {"contact_detail": row.pk})


def _enter(person: int, right: str, by: User, at: datetime, detail: dict[str, Any]) -> None:
    record(act="person.record", by=by, at=at, child=person, subject=f"person:{person}", right=right, detail=detail)
