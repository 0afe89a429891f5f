"""The bulk door of people: many persons, and what hangs from them, in one COPY a table.

A row's fields are the columns of its table; keys come from `take_keys`, so that rows can point to one another before
any is written. Every person made here has a recording that says from what source, and a line in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from goldenthread.access.public import change_rows, load_rows
from goldenthread.people.models import Person


class AgencyRow(NamedTuple):
    table = "people_agency"
    id: int
    name: str
    kind: str
    phone: str = ""
    email: str = ""
    asked_in_screening: bool = False
    closed_on: date | None = None


class PersonRow(NamedTuple):
    """A person. `changed_at` is when a value last changed; `disabilities` are census codes."""

    table = "people_person"
    id: int
    kind: str
    recorded_at: datetime
    changed_at: datetime
    given_names: str = ""
    family_name: str = ""
    born_on: date | None = None
    expected_on: date | None = None
    birth_certainty: str = "exact"
    died_on: date | None = None
    sex: str = ""
    gender: str = ""
    pronouns: str = ""
    ethnicity: str = ""
    ethnicity_in_own_words: str = ""
    ethnicity_not_known_because: str = ""
    language: str = ""
    interpreter: str = ""
    religion: str = ""
    disabilities: tuple[str, ...] = ()
    immigration_status: str = ""
    nhs_number: str = ""
    nhs_number_source: str = ""
    nhs_number_trace: str = ""
    upn: str = ""
    former_upn: str = ""
    upn_unknown: str = ""
    la_child_id: str | None = None
    agency_id: int | None = None
    job_title: str = ""
    merged_into_id: int | None = None
    version: int = 1


class NameRow(NamedTuple):
    """A name. `search` and `sounds` are what matching compares: make them with the door's own functions for names."""

    table = "people_name"
    id: int
    person_id: int
    kind: str
    given_names: str
    family_name: str
    search: str
    sounds: tuple[str, ...]
    recorded_at: datetime
    source: str
    recorded_by_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class RecordingRow(NamedTuple):
    """One act of recording; `values` is {column: value as text or list}."""

    table = "people_recording"
    id: int
    person_id: int
    values: dict[str, Any]
    source: str
    recorded_at: datetime
    recorded_by_id: int | None = None
    confirmed: bool = False


class AddressRow(NamedTuple):
    """A place. `search` is lower case, without punctuation, postcode last."""

    table = "people_address"
    id: int
    lines: str
    postcode: str
    search: str
    uprn: str = ""


class ResidenceRow(NamedTuple):
    """A person lived there. `period` is made by `period(first day, first day after)`."""

    table = "people_residence"
    id: int
    person_id: int
    address_id: int
    period: str
    recorded_at: datetime
    source: str
    recorded_by_id: int | None = None
    kind: str = "home"
    confidential: bool = False


class ContactDetailRow(NamedTuple):
    table = "people_contactdetail"
    id: int
    person_id: int
    kind: str
    value: str
    recorded_at: datetime
    source: str
    recorded_by_id: int | None = None
    safe: str = "unknown"
    note: str = ""
    ended_on: date | None = None


class RelationshipRow(NamedTuple):
    """`person_id` is the `kind` of `other_id`: stored once, read from both ends."""

    table = "people_relationship"
    id: int
    person_id: int
    other_id: int
    kind: str
    recorded_at: datetime
    source: str
    recorded_by_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    note: str = ""


class ParentalResponsibilityRow(NamedTuple):
    table = "people_parentalresponsibility"
    id: int
    child_id: int
    how: str
    recorded_at: datetime
    source: str
    holder_id: int | None = None
    authority: str = ""
    recorded_by_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class FamilyGroupRow(NamedTuple):
    table = "people_familygroup"
    id: int
    name: str
    made_at: datetime


class FamilyMembershipRow(NamedTuple):
    table = "people_familymembership"
    id: int
    family_id: int
    person_id: int
    starts_on: date | None = None
    ends_on: date | None = None


class WarningNoteRow(NamedTuple):
    table = "people_warningnote"
    id: int
    person_id: int
    kind: str
    words: str
    disclosed: bool
    review_on: date
    expires_on: date
    recorded_at: datetime
    source: str
    not_disclosed_because: str = ""
    recorded_by_id: int | None = None
    ended_at: datetime | None = None
    ended_by_id: int | None = None
    ended_because: str = ""


# What is pointed to stands before what points to it.
ROWS = (
    AgencyRow,
    PersonRow,
    NameRow,
    RecordingRow,
    AddressRow,
    ResidenceRow,
    ContactDetailRow,
    RelationshipRow,
    ParentalResponsibilityRow,
    FamilyGroupRow,
    FamilyMembershipRow,
    WarningNoteRow,
)


def period(starts_on: date | None, ends_on: date | None = None) -> str:
    """A stretch of days as the database writes it: the first day is in it, `ends_on` is the first day after."""
    return f"[{starts_on or ''},{ends_on or ''})"


def load_people(rows: Iterable[Any]) -> dict[type[Any], int]:
    """Writes rows of any of `ROWS`, in one transaction or in the caller's, and returns how many of each class.

    The caller decides the right and enters the ledger (`access.record_many`) when it has written all it means to.
    Raises `ValueError` for a person without a recording among the rows, for then nobody could say where her values
    come from; `django.db.IntegrityError` when the database refuses a row. Nothing is written then.
    """
    rows = list(rows)
    recorded = {row.person_id for row in rows if type(row) is RecordingRow}
    without = sum(1 for row in rows if type(row) is PersonRow and row.id not in recorded)
    if without:
        raise ValueError(f"{without} of the people have no recording that says where their values come from.")
    with transaction.atomic():
        return load_rows(ROWS, rows)


def update_people(
    changes: Iterable[tuple[int, dict[str, Any]]], *, recordings: Iterable[RecordingRow], at: datetime
) -> int:
    """Writes changed columns of many people, with the recordings that say where each came from; returns how many.

    The row's version rises, so that a form that was built before is stale. A value that is None empties the column.
    """
    with transaction.atomic():
        count = change_rows(Person, changes, with_each={"changed_at": at}, raises="version")
        load_rows((RecordingRow,), recordings)
    return count


class KnownChild(NamedTuple):
    """A child we know by the council's child id. `merged` says that her record was folded into another, `id`."""

    id: int
    merged: bool
    values: dict[str, Any]


def children_by_council_id(ids: Iterable[str], columns: Iterable[str]) -> dict[str, KnownChild]:
    """Those whose council child id is among `ids`, by it, with these columns as they stand. The rows stay locked until
    the caller's transaction ends: what is read here is what will be changed."""
    wanted = [Person._meta.get_field(column).column for column in columns]
    named = "".join(f', "{column}"' for column in wanted)
    with connection.cursor() as cursor:
        # An array is one value to send and to plan for, where a list of a thousand is a thousand.
        cursor.execute(
            f"SELECT la_child_id, id, merged_into_id{named} FROM people_person"  # noqa: S608 -- the model's own columns
            " WHERE la_child_id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            [list(ids)],
        )
        return {
            council_id: KnownChild(into or key, into is not None, dict(zip(wanted, values, strict=True)))
            for council_id, key, into, *values in cursor.fetchall()
        }


def merged_children(ids: Iterable[str]) -> dict[str, int]:
    """Of the children with these council child ids, those whose record is one of several that were merged: by the id,
    the record that was kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.la_child_id, coalesce(p.merged_into_id, p.id) FROM people_person p"
            " WHERE p.la_child_id = ANY(%s) AND (p.merged_into_id IS NOT NULL"
            " OR EXISTS (SELECT 1 FROM people_person o WHERE o.merged_into_id = p.id))",
            [list(ids)],
        )
        return dict(cursor.fetchall())
