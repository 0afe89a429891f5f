"""Running the practice standards over the record, and keeping what they found.

A run goes child by child in batches: the facts of a batch are read in a constant number of queries, the standards read
the facts, and only what is found otherwise than before is written. So a run costs what was recorded, once, and the run
after a day costs that day's changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched, chain
from typing import Any, NamedTuple

from django.db import transaction

from goldenthread.access.public import User, last_ledger_number, load_rows, record, require, take_keys
from goldenthread.casework.public.record_facts import things_of
from goldenthread.quality.models import StandardResult, StandardRun
from goldenthread.quality.queries.supervision_facts import supervision_things
from goldenthread.rulebook.standards import READING, examine

AT_ONCE = 200  # children whose facts are read together
MOST_WORDS = 6  # what decided, as far as anybody would read
LONGEST_WORDS = 200


class ResultRow(NamedTuple):
    table = "quality_standardresult"
    id: int
    child_id: int
    about: str
    standard: str
    met: bool
    because: list[list[str]]
    since: date


@dataclass(frozen=True, slots=True)
class Ran:
    """How many children were looked at, results found, and results that differ from before."""

    children: int = 0
    results: int = 0
    changed: int = 0

    def __add__(self, other: Ran) -> Ran:
        return Ran(self.children + other.children, self.results + other.results, self.changed + other.changed)


@transaction.atomic
def begin_run(*, on: date, whole: bool, by: User | None, at: datetime) -> int:
    """Notes that a run begins, and how far the ledger goes that it will have seen; returns its key.

    `by` is None for the nightly job and the command. Raises `NotAllowed`.
    """
    right = require(by, "setting.manage", at=at).right if by is not None else "command"
    made = StandardRun.objects.create(on=on, whole=whole, began_at=at, ledger_number=last_ledger_number())
    record(act="standards.run", by=by, at=at, right=right, subject=f"run:{made.pk}", detail={"whole": whole})
    return made.pk


def end_run(run: int, ran: Ran, *, at: datetime) -> None:
    """Notes that a run ended, and what it found."""
    StandardRun.objects.filter(pk=run).update(
        ended_at=at, children=ran.children, results=ran.results, changed=ran.changed
    )


def run_for(children: Collection[int], *, on: date) -> Ran:
    """Runs every standard over these children's records, and keeps what is found, in batches of one transaction."""
    found = Ran()
    for some in batched(sorted(children), AT_ONCE, strict=False):
        found += _batch(some, on)
    return found


@transaction.atomic
def _batch(children: tuple[int, ...], on: date) -> Ran:
    stood = {
        (child, about, standard): (key, met, because)
        for key, child, about, standard, met, because in StandardResult.objects.select_for_update()
        .filter(child__in=children)
        .values_list("pk", "child", "about", "standard", "met", "because")
    }
    results, new, changed = 0, [], 0
    for child, about, standard, met, because in _found(children, on):
        results += 1
        before = stood.pop((child, about, standard), None)
        if before is None:
            new.append((child, about, standard, met, because, on))
        elif before[1:] != (met, because):
            changed += 1
            values: dict[str, Any] = {"met": met, "because": because}
            if before[1] != met:
                values["since"] = on
            StandardResult.objects.filter(pk=before[0]).update(**values)
    gone = [key for key, *_ in stood.values()]
    StandardResult.objects.filter(pk__in=gone).delete()
    rows = [ResultRow(key, *one) for key, one in zip(take_keys(ResultRow, len(new)), new, strict=True)]
    load_rows((ResultRow,), rows)
    return Ran(len(children), results, len(new) + changed + len(gone))


def _found(children: Collection[int], on: date) -> Iterator[tuple[int, str, str, bool, list[list[str]]]]:
    for thing in chain(things_of(children, on=on), supervision_things(children, on=on)):
        if type(thing.facts) not in READING:
            continue
        for standard, finding in examine(thing.facts):
            if finding.met is not None:
                because = [[one.words[:LONGEST_WORDS], one.where] for one in finding.because[:MOST_WORDS]]
                yield thing.child, thing.about, standard.id, finding.met, because
