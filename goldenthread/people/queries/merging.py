"""What merging two records would do, and what was merged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goldenthread.people.models import Agency, Merge, Person
from goldenthread.people.models.merge import COMPARED, stands, table_words, tables_about_people
from goldenthread.people.queries.values import value_in_words
from goldenthread.rulebook.codes import SETS

_WORDS = {"kind": "Kind of record", "agency_id": "Agency"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact in both records, in words. `stands` is "kept" or "folded"; `differ` asks for a choice."""

    column: str
    label: str
    kept: str
    folded: str
    stands: str
    differ: bool


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do: each fact that either record has, what will move by table, and reasons to stop and
    think (the two NHS numbers differ)."""

    kept: int
    folded: int
    kept_name: str
    folded_name: str
    facts: tuple[Compared, ...]
    moves: tuple[tuple[str, int], ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergeDone:
    """One merge, done or undone."""

    merge: int
    kept: int
    folded: int
    kept_name: str
    folded_name: str
    reason: str
    merged_by: str
    merged_at: datetime
    undone_by: str
    undone_at: datetime | None
    undone_reason: str
    moves: tuple[tuple[str, int], ...]
    stayed: tuple[tuple[str, int], ...]


def _shown(column: str, value: Any) -> str:
    if column == "kind":
        return Person.Kind(value).label
    if column == "agency_id":
        return (Agency.objects.filter(pk=value).values_list("name", flat=True).first() or "") if value else ""
    return value_in_words(column, value)


def _name(person: Person) -> str:
    return f"{person.given_names} {person.family_name}".strip() or f"Child {person.la_child_id or person.pk}"


def preview(kept: int, folded: int) -> MergePreview | None:
    """What merging would do; None when either record is missing or merged already."""
    held = {row.pk: row for row in Person.objects.filter(pk__in=(kept, folded), merged_into=None)}
    if len(held) != 2:
        return None
    one, other = held[kept], held[folded]
    facts = []
    for column in COMPARED:
        mine, theirs = getattr(one, column), getattr(other, column)
        if mine in (None, "", []) and theirs in (None, "", []):
            continue
        label = _WORDS.get(column) or SETS["identity_fact"].label(column)
        differ = mine != theirs and mine not in (None, "", []) and theirs not in (None, "", [])
        facts.append(
            Compared(column, label, _shown(column, mine), _shown(column, theirs), stands(one, other, column), differ)
        )
    moves: dict[str, int] = {}
    for model, field in tables_about_people():
        count = model._base_manager.filter(**{field: folded}).count()
        if count:
            moves[table_words(model)] = moves.get(table_words(model), 0) + count
    return MergePreview(kept, folded, _name(one), _name(other), tuple(facts), tuple(moves.items()), _doubts(one, other))


def _doubts(one: Person, other: Person) -> tuple[str, ...]:
    found = []
    if one.kind != other.kind:
        found.append("One record is a child’s and the other is not.")
    if one.nhs_number and other.nhs_number and one.nhs_number != other.nhs_number:
        found.append("The NHS numbers differ. Each person has one of their own.")
    if one.upn and other.upn and one.upn != other.upn:
        found.append("The unique pupil numbers differ.")
    if _far(one.born_on, other.born_on):
        found.append("The dates of birth are far apart.")
    if {one.sex, other.sex} == {"F", "M"}:
        found.append("The sex recorded differs.")
    return tuple(found)


def _far(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs((one - other).days) > 366


def merges_of(person: int) -> tuple[MergeDone, ...]:
    """Every merge that this record was part of, the latest first."""
    rows = (Merge.objects.filter(kept=person) | Merge.objects.filter(folded=person)).select_related(
        "kept", "folded", "merged_by", "undone_by"
    )
    return tuple(_done(row) for row in rows.order_by("-merged_at"))


def merge_done(merge: int) -> MergeDone | None:
    """One merge, or None."""
    row = Merge.objects.filter(pk=merge).select_related("kept", "folded", "merged_by", "undone_by").first()
    return _done(row) if row else None


def _done(row: Merge) -> MergeDone:
    return MergeDone(
        merge=row.pk,
        kept=row.kept_id,
        folded=row.folded_id,
        kept_name=_name(row.kept),
        folded_name=_name(row.folded),
        reason=row.reason,
        merged_by=row.merged_by.name,
        merged_at=row.merged_at,
        undone_by=row.undone_by.name if row.undone_by else "",
        undone_at=row.undone_at,
        undone_reason=row.undone_reason,
        moves=_counts(row.moved["rows"]),
        stayed=_counts(row.moved["stayed"]),
    )


def _counts(entries: list[dict[str, Any]]) -> tuple[tuple[str, int], ...]:
    from django.apps import apps

    found: dict[str, int] = {}
    for entry in entries:
        words = table_words(apps.get_model(entry["table"]))
        found[words] = found.get(words, 0) + len(entry["keys"])
    return tuple(found.items())


def kept_of(person: int) -> int:
    """The key of the record that stands for this one: itself, or the one it was merged into, to the end."""
    seen = set()
    while person not in seen:
        seen.add(person)
        into = Person.objects.filter(pk=person).values_list("merged_into", flat=True).first()
        if into is None:
            break
        person = into
    return person
