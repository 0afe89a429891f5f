"""A person as a page shows her: each value with who recorded it, when, and from what source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from goldenthread.access.public import Fixed, among, kept
from goldenthread.people.models import Agency, Name, Person, Recording, Residence, WarningNote
from goldenthread.people.models.merge import COMPARED
from goldenthread.people.queries.values import value_in_words
from goldenthread.rulebook.codes import SETS

COLUMNS = tuple(column for column in COMPARED if column not in ("kind", "agency_id"))


@dataclass(frozen=True, slots=True)
class Fact:
    """One value and where it came from. `value` is in words, empty when nothing is held. `confirmed` means that the
    latest recording said it is still true."""

    column: str
    label: str
    value: str
    source: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class PersonName:
    name: int
    kind: str
    shown: str
    starts_on: date | None
    ends_on: date | None
    source: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives or lived. `until` is the last day there; None while it holds. A confidential address has
    empty `lines` unless the reader may see it; `hidden` then says that there is one."""

    residence: int
    kind: str
    lines: str
    postcode: str
    starts_on: date | None
    until: date | None
    confidential: bool
    hidden: bool
    source: str
    recorded_by: str
    recorded_at: datetime
    from_merged: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """A telephone number or email, with its mark: yes, no or unknown ("not asked yet")."""

    detail: int
    kind: str
    value: str
    safe: str
    safe_words: str
    note: str
    ended_on: date | None
    source: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Warning:
    """A warning note in force. `review_overdue` when its review date has passed; it is shown until it expires."""

    warning: int
    person: int
    kind: str
    title: str
    words: str
    disclosed: bool
    not_disclosed_because: str
    review_on: date
    expires_on: date
    review_overdue: bool
    source: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """The line that says who somebody is. `name` is never empty: a child loaded without a name is called by the
    council's number."""

    person: int
    name: str
    given_names: str
    family_name: str
    kind: str
    born_on: date | None
    expected_on: date | None
    died_on: date | None
    sex: str
    gender: str
    pronouns: str
    ethnicity: str
    ethnicity_not_known_because: str
    la_child_id: str
    nhs_number: str
    version: int
    merged_into: int | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything about one person that is not about a case."""

    who: KnownPerson
    facts: Mapping[str, Fact]
    names: tuple[PersonName, ...]
    homes: tuple[Home, ...]
    reach: tuple[Reach, ...]
    warnings: tuple[Warning, ...]
    agency: str
    raw: Mapping[str, Any]


def called(person: Person) -> str:
    """What to call somebody on a page."""
    name = f"{person.given_names} {person.family_name}".strip()
    if name:
        return name
    if person.la_child_id:
        return f"Child {person.la_child_id}"
    return "Unborn baby" if person.expected_on and not person.born_on else "Name not known"


def _known(person: Person) -> KnownPerson:
    return KnownPerson(
        person=person.pk,
        name=called(person),
        given_names=person.given_names,
        family_name=person.family_name,
        kind=person.kind,
        born_on=person.born_on,
        expected_on=person.expected_on,
        died_on=person.died_on,
        sex=person.sex,
        gender=person.gender,
        pronouns=person.pronouns,
        ethnicity=person.ethnicity,
        ethnicity_not_known_because=person.ethnicity_not_known_because,
        la_child_id=person.la_child_id or "",
        nhs_number=person.nhs_number,
        version=person.version,
        merged_into=person.merged_into_id,
    )


def known_people(people: Iterable[int]) -> dict[int, KnownPerson]:
    """Who these people are, by key; a key that is nobody's is left out. One query."""
    keys = list(people)
    return {person.pk: _known(person) for person in _people(keys=keys)} if keys else {}


@kept
def _people(*, keys: list[int]) -> QuerySet[Person]:
    return Person.objects.filter(among("pk", keys))


def person_page(person: int, *, on: date, confidential: bool = False) -> PersonPage | None:
    """Everything about one person; None when there is no such record. `confidential` shows confidential addresses.

    Rows that a merge left on the folded record are shown with the rest. At most eight queries.
    """
    held = Person.objects.filter(pk=person).select_related("agency").first()
    if held is None:
        return None
    same = [person, *_folded_into(person)]
    return PersonPage(
        who=_known(held),
        facts=_facts(held, same),
        names=tuple(_names(person)),
        homes=tuple(_homes(person, same, confidential)),
        reach=tuple(_reach(held)),
        warnings=warnings_for([person], on=on).get(person, ()),
        agency=held.agency.name if held.agency else "",
        raw={column: getattr(held, column) for column in COLUMNS},
    )


def records_of(person: int) -> tuple[int, ...]:
    """The keys of every record of one person: this one, and those that were merged into it. One query."""
    return (person, *_folded_into(person))


def _folded_into(person: int) -> list[int]:
    return list(Person.objects.filter(merged_into=person).values_list("pk", flat=True))


def _facts(held: Person, same: list[int]) -> dict[str, Fact]:
    """Each column's latest recording that says what stands now; after a merge it may be either record's."""
    latest: dict[str, Recording] = {}
    for row in Recording.objects.filter(person__in=same).select_related("recorded_by").order_by("recorded_at", "pk"):
        for column, value in row.values.items():
            if value == _as_recorded(getattr(held, column, None)):
                latest[column] = row
    facts = {}
    for column in COLUMNS:
        row = latest.get(column)
        facts[column] = Fact(
            column=column,
            label=SETS["identity_fact"].label(column),
            value=value_in_words(column, getattr(held, column)),
            source=row.source if row else "",
            recorded_by=_by(row) if row else "",
            recorded_at=row.recorded_at if row else None,
            confirmed=bool(row and row.confirmed),
        )
    return facts


@kept
def _recordings(*, people: list[int], column: Fixed) -> QuerySet[Recording]:
    rows = Recording.objects.filter(among("person", people), values__has_key=column)
    return rows.select_related("person", "recorded_by").order_by("recorded_at", "pk")


def fact_of(people: Collection[int], column: str) -> dict[int, Fact]:
    """For each of these people who has a value of this kind: the value, who recorded it last, when and from what
    source. One query; what was recorded on a record that was merged into another is not told."""
    found: dict[int, Fact] = {}
    for row in _recordings(people=list(people), column=column) if people else ():
        held = getattr(row.person, column, None)
        if held and row.values[column] == _as_recorded(held):
            found[row.person_id] = Fact(
                column=column,
                label=SETS["identity_fact"].label(column),
                value=value_in_words(column, held),
                source=row.source,
                recorded_by=_by(row),
                recorded_at=row.recorded_at,
                confirmed=bool(row.confirmed),
            )
    return found


def _as_recorded(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, list) else ("" if value is None else str(value))


def _by(row: Any) -> str:
    return row.recorded_by.name if row.recorded_by else "Loaded from a file"


def history_of(person: int, column: str) -> tuple[Fact, ...]:
    """Every recording of one fact, the latest first."""
    same = [person, *_folded_into(person)]
    rows = Recording.objects.filter(person__in=same, values__has_key=column).select_related("recorded_by")
    return tuple(
        Fact(
            column,
            SETS["identity_fact"].label(column),
            value_in_words(column, row.values[column]),
            row.source,
            _by(row),
            row.recorded_at,
            row.confirmed,
        )
        for row in rows.order_by("-recorded_at", "-pk")
    )


def _names(person: int) -> Iterable[PersonName]:
    for row in Name.objects.filter(person=person).select_related("recorded_by").order_by("ends_on", "-recorded_at"):
        yield PersonName(
            row.pk,
            Name.Kind(row.kind).label,
            f"{row.given_names} {row.family_name}".strip(),
            row.starts_on,
            row.ends_on,
            row.source,
            _by(row),
            row.recorded_at,
        )


def _homes(person: int, same: list[int], confidential: bool) -> Iterable[Home]:
    rows = Residence.objects.filter(person__in=same).select_related("address", "recorded_by")
    for row in sorted(rows, key=lambda row: (row.period.upper is None, row.period.lower or date.min), reverse=True):
        hidden = row.confidential and not confidential
        yield Home(
            residence=row.pk,
            kind=SETS["address_kind"].label(row.kind),
            lines="" if hidden else row.address.lines,
            postcode="" if hidden else row.address.postcode,
            starts_on=row.period.lower,
            until=row.period.upper - timedelta(days=1) if row.period.upper else None,
            confidential=row.confidential,
            hidden=hidden,
            source=row.source,
            recorded_by=_by(row),
            recorded_at=row.recorded_at,
            from_merged=row.person_id != person,
        )


def _reach(held: Person) -> Iterable[Reach]:
    for row in held.contact_details.select_related("recorded_by").order_by("ended_on", "kind", "-recorded_at"):
        yield Reach(
            row.pk,
            row.kind,
            row.value,
            row.safe,
            SETS["safe_to_use"].label(row.safe),
            row.note,
            row.ended_on,
            row.source,
            _by(row),
            row.recorded_at,
        )


def warnings_for(people: Iterable[int], *, on: date) -> dict[int, tuple[Warning, ...]]:
    """The warning notes in force on a day, by person, those overdue for review said to be so. One query."""
    found: dict[int, list[Warning]] = {}
    for row in _warnings(people=list(people), on=on):
        found.setdefault(row.person_id, []).append(
            Warning(
                row.pk,
                row.person_id,
                row.kind,
                SETS["warning_note_kind"].label(row.kind),
                row.words,
                row.disclosed,
                row.not_disclosed_because,
                row.review_on,
                row.expires_on,
                row.review_on < on,
                row.source,
                _by(row),
                row.recorded_at,
            )
        )
    return {person: tuple(notes) for person, notes in found.items()}


@kept
def _warnings(*, people: list[int], on: date) -> QuerySet[WarningNote]:
    return (
        WarningNote.objects.filter(among("person", people), expires_on__gt=on)
        .filter(Q(ended_at=None) | Q(ended_at__date__gt=on))
        .select_related("recorded_by")
        .order_by("person", "-recorded_at")
    )


@dataclass(frozen=True, slots=True)
class KnownAgency:
    agency: int
    name: str
    kind: str
    kind_words: str
    phone: str
    email: str
    asked_in_screening: bool
    closed_on: date | None


def agencies(*, on: date | None = None, in_screening: bool = False) -> tuple[KnownAgency, ...]:
    """The agencies, by name: those open on a day, or every one there has been."""
    rows = Agency.objects.order_by("name")
    if on is not None:
        rows = rows.filter(Q(closed_on=None) | Q(closed_on__gt=on))
    if in_screening:
        rows = rows.filter(asked_in_screening=True)
    return tuple(
        KnownAgency(
            row.pk,
            row.name,
            row.kind,
            SETS["agency_kind"].label(row.kind),
            row.phone,
            row.email,
            row.asked_in_screening,
            row.closed_on,
        )
        for row in rows
    )
