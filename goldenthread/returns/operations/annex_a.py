"""Making Annex A: the workbook, its checks, and a line in the ledger for every child who is in it."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
from django.db import transaction

from goldenthread.access.public import LedgerRow, User, record, record_many, require_about
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.returns.models import AnnexWorkbook
from goldenthread.returns.operations.annex_file import digest_of
from goldenthread.returns.operations.annex_workbook import write_workbook
from goldenthread.returns.queries.annex_checks import KINDS, Check, checks
from goldenthread.returns.queries.annex_lists import annex_lists
from goldenthread.returns.queries.annex_report import answered
from goldenthread.returns.queries.annex_workbooks import answers_path, folder

ACT = "annex_a.produce"
EARLIEST = date(2000, 1, 1)
_RECORDS = "/children/"  # begins the address of a child's record
MOST_KEPT = 2_000  # checks kept for the page; the workbook has them all


@dataclass(frozen=True, slots=True)
class Produced:
    """A workbook that was made. `rows` counts by list, `checked` by kind of check; `checks` are all of them. Of
    `answers` its report is made."""

    workbook: int
    on: date
    children: int
    left_out: int
    rows: dict[str, int]
    checks: tuple[Check, ...]
    sha256: str
    answers: pa.Table = field(repr=False, compare=False)

    @property
    def checked(self) -> dict[str, int]:
        found = Counter(check.kind for check in self.checks)
        return {kind: found[kind] for kind in KINDS}

    def as_dict(self) -> dict[str, Any]:
        """The one object that the command prints."""
        return {
            "on": self.on.isoformat(),
            "children": self.children,
            "left_out": self.left_out,
            "rows": self.rows,
            "checked": self.checked,
            "checks": [check.as_dict() for check in self.checks],
            "sha256": self.sha256,
            "workbook": self.workbook,
        }


def produce_annex_a(
    path: Path | None = None,
    *,
    on: date,
    by: User | None,
    at: datetime,
    address: str = "",
    progress: Callable[[int, int | None, str], None] | None = None,
) -> Produced:
    """Makes Annex A as the record stood on a day, at `path` or, without one, in the data folder for who made it.
    `address` is where this product is served, for the addresses of records.

    Children whose record is closed to `by` are left out and counted; a command (`by` is None) leaves nobody out. Each
    child who is in it has a line in the ledger. Raises `Refused` for a day that is not past, `NotAllowed`.
    """
    right = require_about(by, ACT, (), at=at).right if by is not None else "command"
    if not EARLIEST <= on <= london_date(at):
        raise Refused("Choose a day that is not in the future", "on")
    if progress is not None:
        progress(0, None, "reading the record")
    stored = f"{secrets.token_hex(16)}.xlsx" if path is None else ""
    target = folder() / stored if path is None else path
    answers = answers_path(target) if path is None else None
    # Written beside its place and moved there whole, so that nobody ever finds half a file.
    beside = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with transaction.atomic():
            lists = annex_lists(on=on, reader=by, at=at)
            found = tuple(checks(lists))
            if progress is not None:
                progress(0, None, f"writing {sum(map(len, lists.rows.values())):,} rows")
            rows = write_workbook(beside, lists, found, address=f"{address}{_RECORDS}", at=at)
            produced = Produced(
                0, on, len(lists.children), lists.left_out, rows, found, digest_of(beside), answered(lists)
            )
            made = AnnexWorkbook.objects.create(
                on=on,
                made_by=by,
                made_at=at,
                stored_as=stored,
                sha256=produced.sha256,
                children=produced.children,
                left_out=produced.left_out,
                rows=rows,
                checks=[check.as_dict() for check in found[:MOST_KEPT]],
                checked=produced.checked,
            )
            subject = f"annex_a:{made.pk}"
            detail = {"children": produced.children, "left_out": produced.left_out, "on": on.isoformat()}
            record(act=ACT, by=by, at=at, subject=subject, right=right, detail=detail)
            lines = [LedgerRow(ACT, child=child, subject=subject) for child in sorted(lists.children)]
            record_many(lines, by=by, at=at, right=right)
            if answers is not None:
                os.close(os.open(answers, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
                parquet.write_table(produced.answers, answers, compression="zstd")
            os.replace(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        if answers is not None:
            answers.unlink(missing_ok=True)
        raise
    return replace(produced, workbook=made.pk)


def record_download(*, workbook: int, by: User, at: datetime) -> Path | None:
    """Where the file of a workbook lies, for the one who made it; the ledger says that it was fetched. None where it
    is gone, or is somebody else's. Raises `NotAllowed`."""
    right = require_about(by, ACT, (), at=at).right
    found = AnnexWorkbook.objects.filter(pk=workbook, made_by=by).exclude(stored_as="").first()
    if found is None or not (path := folder() / found.stored_as).is_file():
        return None
    detail = {"fetched": True, "children": found.children}
    record(act=ACT, by=by, at=at, subject=f"annex_a:{workbook}", right=right, detail=detail)
    return path


@transaction.atomic
def record_report(*, workbook: int, hidden: bool, by: User | None, at: datetime) -> None:
    """Enters in the ledger that the report of a workbook was taken out; `hidden`, whether small numbers were left out
    of it. Raises `NotAllowed`."""
    right = require_about(by, ACT, (), at=at).right if by is not None else "command"
    detail: dict[str, object] = {"report": True, "small_numbers_left_out": hidden}
    record(act=ACT, by=by, at=at, subject=f"annex_a:{workbook}", right=right, detail=detail)


def forget_workbooks(*, before: datetime) -> int:
    """Removes the files of workbooks made before that moment, and what a process that was killed left half written;
    returns how many workbooks. Who made them, and when, is kept."""
    count = 0
    for path in folder().iterdir():
        if path.is_file() and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            count += path.suffix == ".xlsx"
    AnnexWorkbook.objects.filter(made_at__lt=before).exclude(stored_as="").update(stored_as="")
    return count
