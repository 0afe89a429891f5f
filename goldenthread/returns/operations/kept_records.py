"""Filling what an earlier release kept of census records and had no table for.

The whole record of each child and year was kept when it was loaded. Reading it again fills gaps: what stands is not
changed, and doing it twice does nothing the second time. Each batch is a transaction of its own, so that one that was
broken off goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from goldenthread.access.public import LedgerRow, User, record_many, require
from goldenthread.casework import public as casework
from goldenthread.returns.models import KeptRecord
from goldenthread.returns.operations.census_facts import referrals_in
from goldenthread.returns.operations.census_file import Header
from goldenthread.returns.operations.census_matching import match
from goldenthread.returns.operations.census_work import Told, Written, write_work
from goldenthread.returns.operations.cin_census import AT_ONCE, KIND, AnotherLoad


@dataclass(slots=True)
class Filled:
    """How many records were read, and how many rows were made of each sort. `conferences` are reviews too."""

    children: int = 0
    assessments: int = 0
    enquiries: int = 0
    conferences: int = 0
    plans: int = 0
    deadlines: int = 0

    def add(self, written: Written) -> None:
        """Counts what one batch wrote."""
        bulk = casework.bulk
        for name, row in (
            ("assessments", bulk.AssessmentRow),
            ("enquiries", bulk.EnquiryRow),
            ("conferences", bulk.MeetingRow),
            ("plans", bulk.PlanRow),
        ):
            setattr(self, name, getattr(self, name) + written.rows.get(row, 0))
        self.deadlines += written.started


def load_again(
    *, by: User | None, at: datetime, progress: Callable[[int, int | None, str], None] | None = None
) -> Filled:
    """Fills assessments, enquiries, conferences and plans from the records that were kept, the newest year first.

    `by` is None for a command run on the server; `progress` is told how many records have been read, of how many.
    Raises `NotAllowed`, `AnotherLoad` while a file is being loaded.
    """
    right = require(by, "file.load", at=at).right if by is not None else "command"
    filled, reckoner, total = Filled(), casework.bulk.Reckoner(), KeptRecord.objects.filter(kind=KIND).count()
    for year, some in _batches():
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('goldenthread file.load'))")
                if not cursor.fetchone()[0]:
                    raise AnotherLoad("A file is being loaded. Try again when it is done.")
            told = _told(year, some)
            written = write_work(told, at=at, reckoner=reckoner)
            if written.rows or written.changed:
                lines = [
                    LedgerRow("record.load", child=key, subject=f"person:{key}") for key in {t.child for t in told}
                ]
                record_many(lines, by=by, at=at, right=right)
        filled.children += len(some)
        filled.add(written)
        if progress is not None:
            progress(filled.children, total, f"{filled.children:,} records")
    return filled


def _batches() -> Iterator[tuple[int, list[tuple[int, dict[str, Any]]]]]:
    """The kept records by year and batch, as (child, record)."""
    years = (
        KeptRecord.objects.filter(kind=KIND).order_by("-census_year").values_list("census_year", flat=True).distinct()
    )
    for year in list(years):
        last = 0
        rows = KeptRecord.objects.filter(kind=KIND, census_year=year).order_by("pk")
        while some := list(rows.filter(pk__gt=last).values_list("pk", "child_id", "record")[:AT_ONCE]):
            last = some[-1][0]
            yield year, [(child, kept) for _, child, kept in some]


def _told(year: int, some: list[tuple[int, dict[str, Any]]]) -> list[Told]:
    header = Header(year, date(year, 3, 31), "")
    children = [child for child, _ in some]
    there = casework.bulk.referrals_of(children)
    latest = dict(
        KeptRecord.objects.filter(kind=KIND, child__in=children)
        .values("child_id")
        .annotate(year=Max("census_year"))
        .values_list("child_id", "year")
    )
    told = []
    for child, kept in some:
        pairs, _ = match(there.get(child, []), referrals_in(kept, header), None, header)
        for one, facts in pairs:
            if one.loaded:
                # Whether the case is open is what stands here, whatever the file said in its day; and nothing that was
                # said is said anew.
                facts = facts._replace(closed_on=one.closed_on)
                told.append(
                    Told(
                        child,
                        one.id,
                        facts,
                        older=latest[child] > year,
                        before=facts.work,
                        team=one.team_id,
                        owner=one.worker_id,
                    )
                )
    return told
