"""Keeping what a file told and the record has no table of its own for: the second half of the bulk door.

How a row is known again: by its key among the rows of its child, table and kind of file. What a file tells anew
replaces what it told before; of a file that tells only a part, what it leaves empty or out stays, and of one that tells
a child's table whole, what it no longer tells is withdrawn. A file of an earlier day fills gaps alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import transaction
from psycopg.types.json import Jsonb

from goldenthread.access.public import change_rows, load_rows, take_keys
from goldenthread.casework.models import LoadedFact
from goldenthread.casework.operations.bulk_rows import LoadedFactRow

LONGEST_KEY, LONGEST_SOURCE = 80, 120


class ToldFact(NamedTuple):
    """A row as a file tells it (`models.LoadedFact`). One that `stands` tells how something stands on the file's day,
    such as who has the case: it is kept once for as long as it stays the same, and its key names what it is about."""

    child: int | None
    about: str
    key: str
    happened_on: date | None
    values: dict[str, Any]
    source: str
    stands: bool = False


@dataclass(slots=True)
class _Standing:
    """What is kept of some children: rows by their key, and of what stands the latest."""

    by_key: dict[tuple[int | None, str, str], LoadedFact] = field(default_factory=dict)
    latest: dict[tuple[int | None, str, str], LoadedFact] = field(default_factory=dict)


def keep_told(
    told: Iterable[ToldFact],
    *,
    children: Collection[int],
    kind: str,
    on: date,
    at: datetime,
    whole: Collection[str] = (),
) -> int:
    """Keeps what a file of the day `on` tells of these children, and of staff; returns how many rows it made, changed
    or withdrew. `whole` names the tables that the file tells in full for each of these children.

    Inside the caller's transaction, which has decided, holds other loads off, and enters the ledger.
    """
    # Of what stands there is one of a key: of a child who is told twice, what is said last.
    some = list({_key(one) if one.stands else n: one for n, one in enumerate(told)}.values())
    tables = {one.about for one in some} | set(whole)
    standing = _standing(children, kind, tables, staff=any(one.child is None for one in some))
    new: list[ToldFact] = []
    changes: list[tuple[int, dict[str, Any]]] = []
    seen: set[int] = set()
    for one in some:
        row = _known(standing, one, on)
        if row is None:
            new.append(one)
            continue
        seen.add(row.pk)
        change = _change(row, one, on, whole=one.about in whole)
        if change:
            changes.append((row.pk, change))
    gone = [
        row.pk
        for row in standing.by_key.values()
        if row.about in whole and row.pk not in seen and row.withdrawn_on is None and row.told_on <= on
    ]
    changes += [(key, {"withdrawn_on": on}) for key in gone]
    with transaction.atomic():
        change_rows(LoadedFact, changes)
        load_rows((LoadedFactRow,), _rows(new, kind, on, at))
    return len(new) + len(changes)


def _standing(children: Collection[int], kind: str, tables: Collection[str], *, staff: bool) -> _Standing:
    found = _Standing()
    if not tables:
        return found
    kept = LoadedFact.objects.filter(kind=kind, about__in=tables)
    rows = list(kept.filter(child__in=list(children)).order_by("told_on", "pk"))
    if staff:
        rows += kept.filter(child=None).order_by("told_on", "pk")
    # Two records of one child that were merged may each have had a row of that key: the later of them is the second.
    for row in sorted(rows, key=attrgetter("pk")):
        key, place = row.key, 1
        while (row.child_id, row.about, key) in found.by_key:
            place += 1
            key = numbered(row.key, place)
        found.by_key[row.child_id, row.about, key] = row
    for row in rows:
        found.latest[row.child_id, row.about, _subject(row.key)] = row
    return found


def numbered(key: str, place: int) -> str:
    """The key of the second, third and later row of one key."""
    return key if place == 1 else f"{key[: LONGEST_KEY - 4]} {place}"


def _key(one: ToldFact) -> tuple[int | None, str, str]:
    return one.child, one.about, one.key


def _known(standing: _Standing, one: ToldFact, on: date) -> LoadedFact | None:
    """The row that this is. Of what stands: that of the same day, or the latest while it says the same."""
    if not one.stands:
        return standing.by_key.get((one.child, one.about, one.key[:LONGEST_KEY]))
    same_day = standing.by_key.get((one.child, one.about, _dated(one, on)))
    if same_day is not None:
        return same_day
    latest = standing.latest.get((one.child, one.about, _subject(_dated(one, on))))
    return latest if latest is not None and latest.told_on <= on and latest.values == one.values else None


def _change(row: LoadedFact, one: ToldFact, on: date, *, whole: bool) -> dict[str, Any]:
    if row.told_on > on or (row.withdrawn_on is not None and row.withdrawn_on > on):
        return {"known_on": on} if on < row.known_on and not one.stands else {}
    # What stands unchanged keeps the day on which it was first told: nothing of it is written.
    if one.stands and row.values == one.values:
        return {}
    told = {name: value for name, value in one.values.items() if value not in (None, "")}
    values = one.values if whole or one.stands else row.values | told
    if row.values == values and row.withdrawn_on is None:
        return {}
    return {
        "values": Jsonb(values),
        "happened_on": one.happened_on or row.happened_on,
        "source": one.source[:LONGEST_SOURCE],
        "told_on": on,
        "withdrawn_on": None,
    }


def _rows(new: Collection[ToldFact], kind: str, on: date, at: datetime) -> Iterable[Any]:
    for key, one in zip(take_keys(LoadedFactRow, len(new)), new, strict=True):
        yield LoadedFactRow(
            id=key,
            child_id=one.child,
            about=one.about,
            key=_dated(one, on) if one.stands else one.key[:LONGEST_KEY],
            happened_on=one.happened_on,
            values=one.values,
            kind=kind,
            source=one.source[:LONGEST_SOURCE],
            known_on=on,
            told_on=on,
            recorded_at=at,
        )


def _dated(one: ToldFact, on: date) -> str:
    """The key of what stands on a day: what it is about, and the day."""
    return f"{one.key[: LONGEST_KEY - 11]}@{on.isoformat()}"


def _subject(key: str) -> str:
    return key.rpartition("@")[0]
