"""How a part of quality says what it asks of somebody, so that all parts are asked for in one query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, QuerySet, Value

from goldenthread.access.public import alike
from goldenthread.casework.public.supervision import Asked


class Row(NamedTuple):
    """One thing that waits for somebody, as it is read: which kind, its key, words of its own, who has to do with it,
    a day that explains it, the day it is due (None where `told` works that out from the moment `at`), and the child
    whom it is about, if any. What a kind has no use for is None."""

    kind: str
    key: int
    words: str | None
    who: str | None
    on: date | None
    due_on: date | None
    at: datetime | None
    child: int | None
    given: str | None
    family: str | None
    number: str | None
    born_on: date | None


@dataclass(frozen=True, slots=True)
class Asks:
    """What one kind asks. `there`, told whose work it is, says whether anything stands open, on any day and whatever
    the right. `rows`, told `whose`, `reader`, whether it is her `own` work, `at` and `until`, finds what the reader may
    see, with `as_rows`; part of a kept query, so it is told names. `told` puts one of them into words."""

    kind: str
    there: Callable[[Any], Exists]
    rows: Callable[..., QuerySet]
    told: Callable[[Row], Asked]


_OF_A_CHILD = {"given": "given_names", "family": "family_name", "number": "la_child_id", "born_on": "born_on"}


def as_rows(kind: str, rows: QuerySet, *, key: str = "pk", child: str = "", **columns: str) -> QuerySet:
    """The rows of a kind in the columns of `Row`, each by the name of the rows' own; with `child`, the column that
    leads to the child, those of the child follow from it."""
    if child:
        columns |= {"child": child} | {name: f"{child}__{column}" for name, column in _OF_A_CHILD.items()}
    return alike(rows, Row, kind=Value(kind), key=key, **columns)
