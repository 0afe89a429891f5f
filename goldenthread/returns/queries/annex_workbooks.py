"""Workbooks of Annex A that were made: by whom, of how many, and what was found wrong in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from goldenthread.access.public import User
from goldenthread.returns.models import AnnexWorkbook

LISTED = 20


def folder() -> Path:
    """Where workbooks wait for those who made them: in the data folder, for the account of the server alone."""
    found = Path(settings.HOME) / "workbooks"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def answers_path(workbook: Path) -> Path:
    """Where the answers that its report is made from lie beside a workbook."""
    return workbook.with_suffix(".parquet")


@dataclass(frozen=True, slots=True)
class Workbook:
    """One making. `by` is empty for a command on the server. `rows` counts by list, `checked` by kind of check; `mine`
    says that the reader made it, and `waits` that its file is still there for her."""

    key: int
    on: date
    by: str
    at: datetime
    children: int
    left_out: int
    rows: Mapping[str, int]
    checked: Mapping[str, int]
    mine: bool
    waits: bool


def workbooks(reader: User) -> tuple[Workbook, ...]:
    """The latest, the last first."""
    rows = AnnexWorkbook.objects.select_related("made_by").defer("checks").order_by("-made_at", "-pk")[:LISTED]
    return tuple(_workbook(row, reader) for row in rows)


def workbook(key: int, reader: User) -> Workbook | None:
    """One; None where there is none."""
    row = AnnexWorkbook.objects.select_related("made_by").defer("checks").filter(pk=key).first()
    return _workbook(row, reader) if row else None


def checks_of(key: int) -> tuple[dict[str, Any], ...]:
    """What was found wrong in one, as far as it is kept: {"kind", "list", "row", "column", "why"}."""
    return tuple(AnnexWorkbook.objects.values_list("checks", flat=True).get(pk=key))


def _workbook(row: AnnexWorkbook, reader: User) -> Workbook:
    mine = row.made_by_id == reader.pk
    return Workbook(
        row.pk,
        row.on,
        row.made_by.name if row.made_by else "",
        row.made_at,
        row.children,
        row.left_out,
        row.rows,
        row.checked,
        mine,
        mine and bool(row.stored_as),
    )
