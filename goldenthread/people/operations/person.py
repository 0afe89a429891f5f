"""Adding a person, and recording what we hold about her: each value with who, when and from what source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.access.public import User, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Name, Person, Recording
from goldenthread.people.models.spelling import searchable
from goldenthread.people.operations.values import COLUMNS, as_kept, checked, must_agree
from goldenthread.rulebook.codes import SETS

SHOWN = ("given_names", "family_name")
LONGEST_SOURCE = 120


def source_said(source: str) -> str:
    """The source of a value, which every recording has; raises `Refused` when it is missing or too long."""
    source = source.strip()
    if not source:
        raise Refused("Say where this came from.", "source")
    if len(source) > LONGEST_SOURCE:
        raise Refused(f"Where this came from must be {LONGEST_SOURCE} characters or fewer.", "source")
    return source


def locked(person: int) -> Person:
    """The person, locked until the transaction ends. Raises `Refused` when the record was merged into another."""
    try:
        found = Person.objects.select_for_update().get(pk=person)
    except Person.DoesNotExist:
        raise Refused("There is no record of this person.") from None
    if found.merged_into_id:
        raise Refused("This record has been merged into another. Open the one that was kept and change that.")
    return found


def _write_name(person: Person, kind: str, source: str, by: User | None, at: datetime, **dates: Any) -> Name:
    return _name_row(person.pk, kind, person.given_names, person.family_name, source, by, at, **dates)


def _name_row(
    person: int, kind: str, given: str, family: str, source: str, by: User | None, at: datetime, **dates: Any
) -> Name:
    search, sounds = searchable(given, family)
    return Name.objects.create(
        person_id=person,
        kind=kind,
        given_names=given,
        family_name=family,
        search=search,
        sounds=sounds,
        recorded_by=by,
        recorded_at=at,
        source=source,
        **dates,
    )


def _save(person: Person, **words: Any) -> None:
    try:
        with transaction.atomic():
            person.save(**words)
    except IntegrityError:
        raise Refused("Another person already has this number. Search for it.", "la_child_id") from None


@transaction.atomic
def add_person(
    *,
    kind: str,
    values: Mapping[str, Any],
    source: str,
    by: User,
    at: datetime,
    name_kind: str = "legal",
    agency: int | None = None,
) -> int:
    """Adds a child, adult or professional and returns the new person's key.

    `values` are columns of `Person` in their own types (a date is a `date`). A child needs a name, a date of birth,
    an expected date or the council's number; an adult a name. Raises `Refused`, and `NotAllowed`.
    """
    decision = require(by, "person.add", at=at)
    source = source_said(source)
    today = timezone.localdate(at)
    clean = checked(values, today=today)
    if kind not in Person.Kind.values:
        raise Refused("Choose whether this is a child, an adult or a professional.", "kind")
    known_by = SHOWN if kind != "child" else (*SHOWN, "born_on", "expected_on", "la_child_id")
    if not any(clean.get(column) for column in known_by):
        raise Refused("Enter a name.", "given_names")
    must_agree(clean)
    if clean.get("expected_on") and kind != "child":
        raise Refused("Only a child who is not born yet has an expected date of birth.", "expected_on")
    if clean.get("expected_on") and clean.get("birth_certainty", "") == "" and not clean.get("born_on"):
        clean["birth_certainty"] = "estimated"
    person = Person(kind=kind, recorded_at=at, changed_at=at, agency_id=agency)
    for column, value in clean.items():
        setattr(person, column, value)
    person.birth_certainty = person.birth_certainty or "exact"
    _save(person)
    if person.given_names or person.family_name:
        _write_name(person, name_kind, source, by, at)
    said = {column: as_kept(value) for column, value in clean.items() if value not in (None, "", [])}
    Recording.objects.create(person=person, values=said, source=source, recorded_by=by, recorded_at=at)
    record(
        act="person.add",
        by=by,
        at=at,
        child=person.pk,
        subject=f"person:{person.pk}",
        right=decision.right,
        detail={"kind": kind, "columns": sorted(said)},
    )
    return person.pk


def _who_changed(person: Person, since: int) -> str:
    """What was recorded after version `since`, and by whom: for the person whose form is stale."""
    later = (
        Recording.objects.filter(person=person, confirmed=False)
        .order_by("-recorded_at", "-pk")
        .select_related("recorded_by")[: max(1, person.version - since)]
    )
    return " ".join(
        f"{row.recorded_by.name if row.recorded_by else 'A loaded file'} changed "
        f"{', '.join(SETS['identity_fact'].label(column).lower() for column in row.values)} "
        f"on {timezone.localtime(row.recorded_at):%-d %B %Y}."
        for row in later
    )


def not_stale(person: Person, based_on: int | None) -> None:
    """Raises `Refused`, saying what changed and by whom, when a form was drawn from an older version."""
    if based_on is not None and based_on != person.version:
        raise Refused(
            "This record was changed while you were writing, so nothing was saved. "
            f"{_who_changed(person, based_on)} Look at what it says now, then save again if yours still holds."
        )


@transaction.atomic
def record_values(
    *, person: int, values: Mapping[str, Any], source: str, by: User, at: datetime, based_on: int | None = None
) -> int:
    """Records values of a person and returns the record's new version.

    Only the columns named change. `based_on` is the version the form was drawn from: an older one is refused with
    what changed and by whom. A changed name keeps the old one as a former name. Raises `Refused`, `NotAllowed`.
    """
    decision = Person.objects.require(by, "person.record", person, at=at)
    source = source_said(source)
    clean = checked(values, today=timezone.localdate(at))
    held = locked(person)
    not_stale(held, based_on)
    changed = {column: value for column, value in clean.items() if getattr(held, column) != value}
    if not changed:
        return held.version
    must_agree({column: changed.get(column, getattr(held, column)) for column in COLUMNS})
    _keep_old_name(held, changed, source, by, at)
    for column, value in changed.items():
        setattr(held, column, value)
    held.version += 1
    held.changed_at = at
    _save(held, update_fields=[*changed, "version", "changed_at"])
    said = {column: as_kept(value) for column, value in changed.items()}
    Recording.objects.create(person=held, values=said, source=source, recorded_by=by, recorded_at=at)
    _enter("person.record", held.pk, decision.right, by, at, {"columns": sorted(said)})
    return held.version


def _keep_old_name(held: Person, changed: Mapping[str, Any], source: str, by: User, at: datetime) -> None:
    """The shown name is one of the person's names: a new one becomes legal and the old one ends."""
    given, family = (changed.get(column, getattr(held, column)) for column in SHOWN)
    if (given, family) == (held.given_names, held.family_name):
        return
    if not (given or family):
        raise Refused("Enter a name. A name that was wrong is corrected, never emptied.", "given_names")
    rows = Name.objects.filter(person=held, ends_on=None)
    rows.filter(given_names=held.given_names, family_name=held.family_name, kind__in=("legal", "known_as")).update(
        kind=Name.Kind.FORMER, ends_on=timezone.localdate(at)
    )
    if not rows.filter(given_names=given, family_name=family).exists():
        _name_row(held.pk, "legal", given, family, source, by, at)


@transaction.atomic
def confirm_value(*, person: int, columns: tuple[str, ...], source: str, by: User, at: datetime) -> None:
    """Answers "Still true?" with yes: the values stand as they are, and are recorded again from today.

    Raises `Refused` for an empty value: there is nothing to confirm.
    """
    decision = Person.objects.require(by, "person.record", person, at=at)
    held = locked(person)
    said = {column: as_kept(getattr(held, column)) for column in columns if column in COLUMNS}
    if not said or not all(said.values()):
        raise Refused("Nothing is recorded there to confirm. Record it instead.")
    Recording.objects.create(
        person=held, values=said, confirmed=True, source=source_said(source), recorded_by=by, recorded_at=at
    )
    _enter("person.record", person, decision.right, by, at, {"confirmed": sorted(said)})


@transaction.atomic
def add_name(
    *,
    person: int,
    kind: str,
    given_names: str,
    family_name: str,
    source: str,
    by: User,
    at: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> int:
    """Adds a further name by which the person is or was known; returns the key of the name."""
    decision = Person.objects.require(by, "person.record", person, at=at)
    today = timezone.localdate(at)
    clean = checked({"given_names": given_names, "family_name": family_name}, today=today)
    if kind not in Name.Kind.values:
        raise Refused("Choose what kind of name this is.", "kind")
    if not any(clean.values()):
        raise Refused("Enter a name.", "given_names")
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("A name cannot end before it began.", "ends_on")
    held = locked(person)
    row = _name_row(person, kind, *clean.values(), source_said(source), by, at, starts_on=starts_on, ends_on=ends_on)
    if not (held.given_names or held.family_name):
        held.given_names, held.family_name = clean["given_names"], clean["family_name"]
        held.version += 1
        held.changed_at = at
        held.save(update_fields=[*SHOWN, "version", "changed_at"])
        Recording.objects.create(person=held, values=clean, source=source, recorded_by=by, recorded_at=at)
    _enter("person.record", person, decision.right, by, at, {"name": row.pk})
    return row.pk


@transaction.atomic
def end_name(*, name: int, ends_on: date, by: User, at: datetime) -> None:
    """Says until when a name was used. It is kept, found by search, and shown as a former name."""
    row = Name.objects.select_for_update().filter(pk=name).first()
    if row is None:
        raise Refused("There is no such name.")
    decision = Person.objects.require(by, "person.record", row.person_id, at=at)
    if ends_on > timezone.localdate(at) or (row.starts_on and ends_on < row.starts_on):
        raise Refused("The day it ended must be after it began, and not in the future.", "ends_on")
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    _enter("person.record", row.person_id, decision.right, by, at, {"name": name})


def record_death(*, person: int, died_on: date, source: str, by: User, at: datetime, based_on: int | None) -> int:
    """Records that a person died; returns the record's new version. Raises `Refused` for a day before birth."""
    return record_values(person=person, values={"died_on": died_on}, source=source, by=by, at=at, based_on=based_on)


@transaction.atomic
def born(
    *, person: int, born_on: date, values: Mapping[str, Any], source: str, by: User, at: datetime, based_on: int | None
) -> int:
    """An unborn child is born: the date of birth and whatever else is known now (name, sex). The expected date stays
    on the record. Returns the new version. Raises `Refused` for a person who was not expected or is born already."""
    held = locked(person)
    if held.kind != Person.Kind.CHILD or held.expected_on is None or held.born_on is not None:
        raise Refused("This child is already recorded as born.", "born_on")
    if not born_on:
        raise Refused("Enter the date of birth.", "born_on")
    return record_values(
        person=person,
        values={**values, "born_on": born_on, "birth_certainty": "exact"},
        source=source,
        by=by,
        at=at,
        based_on=based_on,
    )


def _enter(act: str, person: int, right: str, by: User, at: datetime, detail: dict[str, Any]) -> None:
    record(act=act, by=by, at=at, child=person, subject=f"person:{person}", right=right, detail=detail)
