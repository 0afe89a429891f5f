"""Loading Annex A: its children, referrals, cases, assessments, enquiries and plans, as a census is loaded.

The whole file is one transaction. A row that cannot be known is left out alone, and said; what was read otherwise than
it is spelt is said as a guess. Loading the same file again changes nothing. What the record has no place for is kept
whole with the child, and Annex A made here tells it again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from itertools import batched
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.access.public import User, record, record_many, require
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.returns.models import Load
from goldenthread.returns.operations.annex_file import digest_of, sheets_of
from goldenthread.returns.operations.annex_reading import AnnexReading
from goldenthread.returns.operations.census_file import Header
from goldenthread.returns.operations.census_reading import CheckedChild, Loaded
from goldenthread.returns.operations.cin_census import AT_ONCE, one_at_a_time, without_collecting
from goldenthread.returns.operations.loading_a_part import LoadingAPart
from goldenthread.returns.operations.part_reading import Said

KIND = "annex-a"

type Progress = Callable[[int, int | None, str], None]


def load_annex_a(
    path: Path | str,
    *,
    by: User | None,
    at: datetime,
    on: date | None = None,
    file_name: str = "",
    progress: Progress | None = None,
) -> Loaded:
    """Loads a workbook of Annex A and says what it did. `on` is the day its lists are of, by default the latest day in
    them; `by` is None for a command run on the server.

    Raises `NotAWorkbook` or `NotAnnexA` with one sentence for a file that is neither, `AnotherLoad` while another is
    being loaded, `NotAllowed`. Nothing is written then.
    """
    right = require(by, "file.load", at=at).right if by is not None else "command"
    today = london_date(at)
    if on is not None and on > today:
        raise Refused("The lists cannot be of a day that has not come yet", "on")
    if progress is not None:
        progress(0, None, "reading the sheets")
    reading = AnnexReading(sheets_of(Path(path)), today=today, on=on)
    children = [one.checked() for one in reading.children()]
    return load_told(
        children,
        reading.said,
        kind=KIND,
        on=reading.on,
        source=reading.source,
        sha256=digest_of(Path(path)),
        file_name=file_name or Path(path).name,
        by=by,
        at=at,
        right=right,
        progress=progress,
    )


def load_told(
    children: Iterable[CheckedChild],
    said: Said,
    *,
    kind: str,
    on: date,
    source: str,
    sha256: str,
    file_name: str,
    by: User | None,
    at: datetime,
    right: str,
    staff: Iterable[Any] = (),
    whole: Collection[str] = (),
    progress: Progress | None = None,
) -> Loaded:
    """Writes children that lists or tables told, in one transaction, with the ledger. The caller has decided. `staff`
    are rows about no child, and `whole` names the tables that tell a child's rows in full (`LoadingAPart`)."""
    header = Header(on.year, on, "")
    with without_collecting(), transaction.atomic():
        one_at_a_time()
        load = Load.objects.create(
            kind=kind, file_name=file_name[:200], census_year=on.year, authority="", loaded_by=by, loaded_at=at
        )
        loading = LoadingAPart(load, header, by, at, kind=kind, source=source, whole=whole)
        for some in batched(children, AT_ONCE, strict=False):
            loading.write(some)
            if progress is not None:
                progress(loading.done.children, None, f"{loading.done.children:,} children")
        loading.keep_merged()
        for some in batched(staff, AT_ONCE, strict=False):
            loading.keep(some)
        loaded = loading.done
        loaded.facts = loaded.facts or 0
        loaded.noticed = said.noticed
        loaded.guesses = list(said.guesses.values())
        loaded.rejected_count = said.rejected_count
        loaded.rejected = said.rejected
        load.sha256 = sha256
        load.counts = loaded.counts | {
            "rows_kept": loaded.facts,
            "noticed": list(loaded.noticed.values()),
            "guesses": loaded.guesses,
            "on": on.isoformat(),
        }
        load.rejected = [one.as_dict() for one in loaded.rejected]
        load.save()
        record(act="file.load", by=by, at=at, subject=f"load:{load.pk}", right=right, detail=dict(loaded.counts))
        record_many(loading.ledger(), by=by, at=at, right=right)
    return loaded
