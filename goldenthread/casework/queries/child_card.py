"""Who a child is, for the head of her pages: name, age, home, family, warnings, and what the reader may do here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat, JSONObject, Lower
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from goldenthread.access.public import User, kept, visible
from goldenthread.casework.models import LoadedFact, Referral
from goldenthread.casework.queries.child import (
    STATUS,
    NoteKind,
    any_of_hers,
    note_kinds,
    of_child,
    read_note_kinds,
)
from goldenthread.casework.queries.child_keys import same_person
from goldenthread.kernel.clock import LONDON
from goldenthread.people.public import Person, Warning, warnings_for
from goldenthread.rulebook.codes import RELATIONSHIP_KINDS, SETS, reciprocal

OFFERED = ("note.record", "person.record", "record.seal", "child.see_ledger", "child.read_address", "child.read")
"""The acts a child's pages offer, each to those who may."""


@dataclass(frozen=True, slots=True)
class Held:
    """A value in words, with who recorded it, when, and from what source. Empty when nothing is held."""

    value: str
    source: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """Where she lives. A confidential address has empty `lines`."""

    kind: str
    lines: str
    since: date | None
    confidential: bool


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody directly related to her. `what` is what they are to her ("Mother"). `page` is false when the reader may
    not open their record; `name` is then empty."""

    key: int
    name: str
    kind: str
    what: str
    born_on: date | None
    died_on: date | None
    responsibility: bool
    page: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Who she is. `name` is never empty: a child loaded without a name is called by the council's number.

    `short` is what a sentence calls her. `reference` is the council's number, or ours. `status` is empty when no case
    is open. `homes` are where she lives today. `loaded` is whether files told more of her than the record
    holds. `may` holds the acts of `OFFERED` that the reader may perform.
    """

    key: int
    name: str
    short: str
    reference: str
    born_on: date | None
    birth_certainty: str
    expected_on: date | None
    died_on: date | None
    pronouns: str
    ethnicity: Held
    ethnicity_in_own_words: str
    ethnicity_not_known_because: str
    language: Held
    interpreter: str
    status: str
    restricted: bool
    emergency_until: datetime | None
    merged_into: int | None
    notes: tuple[NoteKind, ...]
    homes: tuple[Home, ...]
    deadlines: bool
    loaded: bool
    may: frozenset[str]


def card(child: int, *, reader: User, at: datetime) -> Card | None:
    """Who the child is, and what the reader may do; None when there is no such child. One query."""
    today = timezone.localdate(at)
    this_year = datetime.combine(date(today.year, 1, 1), time(), LONDON)
    rows = _card_row(child=child, reader=reader, at=at, today=today, this_year=this_year)
    return _card(rows[0]) if rows else None


@kept
def _card_row(*, child: int, reader: User, at: datetime, today: date, this_year: datetime) -> QuerySet[Person]:
    hers = Person.objects.filter(pk=OuterRef("pk"))
    now_open = Referral.objects.filter(child=OuterRef("pk"), closed_on=None).order_by("-received_on", "-pk")
    return Person.objects.filter(pk=child, kind=Person.Kind.CHILD).annotate(
        **{_column(act): _flag(visible(reader, act, at=at)) for act in OFFERED},
        open_state=Subquery(now_open.values("state")[:1]),
        said_ethnicity=_recorded(hers, "ethnicity"),
        said_language=_recorded(hers, "language"),
        restricted=Exists(hers.filter(seals__user=None, seals__lifted_at=None, seals__isnull=False)),
        emergency_until=Subquery(
            hers.filter(emergencies__user=reader, emergencies__until__gt=at)
            .values("pk")
            .annotate(until=Max("emergencies__until"))
            .values("until")
        ),
        note_rows=note_kinds(child, this_year),
        home_rows=_homes(child, today),
        has_deadlines=_flag(any_of_hers(child)),
        has_loaded=Exists(LoadedFact.objects.filter(child=child, withdrawn_on=None)),
    )


def _column(act: str) -> str:
    return f"may_{act.replace('.', '_')}"


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _recorded(hers: QuerySet, column: str) -> Subquery:
    """The latest recording of a column, as an object."""
    return Subquery(
        hers.filter(recordings__values__has_key=column)
        .order_by("-recordings__recorded_at", "-recordings")
        .values(
            told=JSONObject(
                source="recordings__source", by="recordings__recorded_by__name", at="recordings__recorded_at"
            )
        )[:1]
    )


def _card(row: Any) -> Card:
    name = f"{row.given_names} {row.family_name}".strip()
    unborn = row.born_on is None and row.expected_on is not None
    number = row.la_child_id or ""
    return Card(
        key=row.pk,
        name=name or (f"Child {number}" if number else "Unborn baby" if unborn else "Name not known"),
        short=row.given_names.split(" ")[0] or ("the baby" if unborn else "this child"),
        reference=number or f"record {row.pk}",
        born_on=row.born_on,
        birth_certainty=row.birth_certainty,
        expected_on=row.expected_on,
        died_on=row.died_on,
        pronouns=row.pronouns,
        ethnicity=_held("ethnicity", row.ethnicity, row.said_ethnicity),
        ethnicity_in_own_words=row.ethnicity_in_own_words,
        ethnicity_not_known_because=row.ethnicity_not_known_because,
        language=_held("language", row.language, row.said_language),
        interpreter=SETS["interpreter"].label(row.interpreter) if row.interpreter else "",
        status=STATUS.get(row.open_state, "Open") if row.open_state else "",
        restricted=row.restricted,
        emergency_until=row.emergency_until,
        merged_into=row.merged_into_id,
        notes=read_note_kinds(row.note_rows),
        homes=tuple(
            Home(
                kind=SETS["address_kind"].label(home["kind"]),
                lines=home["lines"].removesuffix(", "),
                since=date.fromisoformat(home["since"]) if home["since"] else None,
                confidential=home["confidential"],
            )
            for home in row.home_rows
        ),
        deadlines=row.has_deadlines,
        loaded=row.has_loaded,
        may=frozenset(act for act in OFFERED if getattr(row, _column(act))),
    )


def _held(column: str, code: str, told: dict[str, Any] | None) -> Held:
    if not code:
        return Held("")
    words = SETS[column].label(code)
    if not told:
        return Held(words)
    return Held(words, told["source"], told["by"] or "Loaded from a file", parse_datetime(told["at"]))


def _homes(child: int, today: date) -> ArraySubquery:
    """Where she lives today. A confidential address stays in the database: `address` asks for it."""
    lines = Case(
        When(
            residences__confidential=False,
            then=Concat("residences__address__lines", Value(", "), "residences__address__postcode"),
        ),
        default=Value(""),
    )
    return ArraySubquery(
        Person.objects.filter(of_child("pk", child), residences__period__contains=today)
        .order_by("residences__kind")
        .values(
            row=JSONObject(
                kind="residences__kind",
                lines=lines,
                since=Lower("residences__period"),
                confidential="residences__confidential",
            )
        )
    )


def address(child: int, *, on: date) -> tuple[Home, ...]:
    """Where she lives on a day, confidential or not: for somebody who asked and may. One query."""
    rows = (
        Person.objects.filter(pk__in=same_person(child), residences__period__contains=on)
        .order_by("residences__kind")
        .values_list(
            "residences__kind",
            "residences__address__lines",
            "residences__address__postcode",
            "residences__period",
            "residences__confidential",
        )
    )
    return tuple(
        Home(SETS["address_kind"].label(kind), _joined(lines, postcode), period.lower, confidential)
        for kind, lines, postcode, period, confidential in rows
    )


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


@kept
def _related(*, child: int, reader: User, at: datetime, today: date) -> QuerySet:
    readable = Person.objects.filter(pk=OuterRef("pk")).open_to(reader, "child.read", at=at)
    responsible = Person.objects.filter(
        Q(responsibility_for__ends_on=None) | Q(responsibility_for__ends_on__gt=today),
        pk=OuterRef("pk"),
        responsibility_for__child=child,
    )

    def side(way: str, near: str) -> QuerySet:
        runs = Q(**{f"{way}__ends_on": None}) | Q(**{f"{way}__ends_on__gt": today})
        return (
            Person.objects.filter(runs, of_child(f"{way}__{near}", child))
            .annotate(way=Value(way), link=F(f"{way}__kind"), opens=Exists(readable), responsible=Exists(responsible))
            .values_list(
                "pk",
                "given_names",
                "family_name",
                "kind",
                "sex",
                "born_on",
                "died_on",
                "way",
                "link",
                "opens",
                "responsible",
            )
            .order_by()
        )

    return side("relationships_out", "other").union(side("relationships_in", "person"), all=True)


def relatives(child: int, *, reader: User, at: datetime) -> tuple[Relative, ...]:
    """Those directly related to her today, parents first. One query, whatever the size of the family."""
    today = timezone.localdate(at)
    found: dict[int, Relative] = {}
    lines: dict[int, str] = {}
    for key, given, family, kind, sex, born_on, died_on, way, link, opens, holds in _related(
        child=child, reader=reader, at=at, today=today
    ):
        what = RELATIONSHIP_KINDS[link if way == "relationships_out" else reciprocal(link)]
        lines[key] = what.line
        found.setdefault(
            key,
            Relative(
                key=key,
                name=(f"{given} {family}".strip() or "Name not known") if opens else "",
                kind=kind,
                what=what.words(sex if opens else ""),
                born_on=born_on if opens else None,
                died_on=died_on if opens else None,
                responsibility=holds,
                page=opens,
            ),
        )
    order = {"parent": 0, "partner": 1, "former_partner": 2, "sibling": 3, "child": 4, "kin": 5, "other": 6}
    return tuple(sorted(found.values(), key=lambda one: (order[lines[one.key]], one.name, one.key)))


def warnings(child: int, family: Iterable[Relative], *, on: date) -> tuple[tuple[str, Warning], ...]:
    """The warnings in force about her and about those of her family whose record is open, each with whom it is about
    (empty for herself). One query."""
    names = {child: ""} | {one.key: one.name for one in family if one.page}
    found = warnings_for(names, on=on)
    return tuple((name, warning) for key, name in names.items() for warning in found.get(key, ()))
