"""Writing Annex A as a workbook: a sheet for each list, one of checks, one that traces each cell, one about the file.

Rows go to the disk as they are written, so memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from goldenthread.kernel.clock import LONDON
from goldenthread.returns.operations.annex_reading import AS_IT_STOOD_ON
from goldenthread.returns.queries.annex_checks import FIRST_ROW, KINDS, Check
from goldenthread.returns.queries.annex_lists import HELD, AnnexLists, AnnexRow, Cell
from goldenthread.rulebook.annex import LISTS
from goldenthread.ui.words import day as in_words
from goldenthread.ui.workbooks import harmless


def write_workbook(
    path: Path, lists: AnnexLists, found: Iterable[Check], *, address: str, at: datetime
) -> dict[str, Any]:
    """Writes the workbook and returns how many rows each list has. `address` is that of a child's
    record, less the key at its end."""
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),  # the rows wait beside the workbook, and not where every account may look
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": f"Annex A, {in_words(lists.on)}", "created": at.replace(tzinfo=None)})
        writing = _Writing(book)
        for number, one in LISTS.items():
            sheet = writing.sheet(one.sheet, one.names, frozen=True)
            for n, row in enumerate(lists.rows[number], FIRST_ROW):
                sheet.row(n - 1, row.cells)
        # The sheets that come after are written whole before the next one: each keeps its own rows on the disk.
        sheet = writing.sheet("Checks", ("List", "Row", "Column", "What", "Why"), frozen=True)
        for n, check in enumerate(found, 1):
            sheet.row(n, (check.number, check.row, check.column, KINDS[check.kind], check.why))
        sheet = writing.sheet("Trace", ("List", "Row", "Child’s record", "Records", "Columns of each"), frozen=True)
        n = 1
        for number in LISTS:
            for at_row, row in enumerate(lists.rows[number], FIRST_ROW):
                sheet.row(n, (number, at_row, f"{address}{row.child}/", *_traced(row)))
                n += 1
        _about(writing, lists, at)
    return {str(number): len(rows) for number, rows in lists.rows.items()}


def _traced(row: AnnexRow) -> tuple[str, str]:
    """The records of a row, and which columns come from each. What comes from the child's own record is not named."""
    by_record: dict[str, list[str]] = {}
    for column, record in row.sources.items():
        by_record.setdefault(record, []).append(column)
    if not by_record:
        return "", "As a loaded file told it" if row.number not in HELD else ""
    return "; ".join(by_record), "; ".join(f"{record}: {', '.join(names)}" for record, names in by_record.items())


def _about(writing: _Writing, lists: AnnexLists, at: datetime) -> None:
    sheet = writing.sheet("About", ("What", "Says"))
    lines: list[tuple[str, Cell]] = [
        ("Made from", "The live record, by Golden Thread"),
        (AS_IT_STOOD_ON, lists.on),
        ("Counting back to", lists.since),
        ("Made on", at.astimezone(LONDON).date()),
        ("Children", len(lists.children)),
        ("Children left out because their records are closed to who made this", lists.left_out),
        ("Team and worker", "As they are on the day the file was made"),
        (
            "Columns about the child",
            "Id, gender, ethnicity, date of birth, age and disability come from the child’s own record",
        ),
        (
            "An id that begins with GT",
            "The council has given this child no id: it is the number of the record here",
        ),
        ("Contact or referral from early help", "Given as 5B, because the list has no entry for 5D"),
        ("A value that begins with =, +, - or @", "Has an apostrophe before it, so that no program runs it"),
    ]
    for number, one in LISTS.items():
        held = one.scope if number in HELD else f"{one.scope}. Not in this record yet: only what a loaded file told"
        lines.append((f"{one.sheet}, {one.title}", f"{held}. Rows: {len(lists.rows[number])}"))
    for n, line in enumerate(lines, 1):
        sheet.row(n, line)


class _Writing:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})
        self.bold = book.add_format({"bold": True})

    def sheet(self, name: str, columns: Iterable[str], *, frozen: bool = False) -> _Sheet:
        sheet = self.book.add_worksheet(name)
        names = tuple(columns)
        for n, column in enumerate(names):
            sheet.set_column(n, n, min(40, max(12, len(column))))
        if frozen:
            sheet.freeze_panes(1, 0)
        for n, column in enumerate(names):
            sheet.write_string(0, n, column, self.bold)
        return _Sheet(sheet, self.day)


class _Sheet:
    def __init__(self, sheet: Any, day: Any) -> None:
        self._sheet, self._day = sheet, day

    def row(self, n: int, cells: Iterable[Cell]) -> None:
        for column, value in enumerate(cells):
            if isinstance(value, date):
                self._sheet.write_datetime(n, column, value, self._day)
            elif isinstance(value, int):
                self._sheet.write_number(n, column, value)
            elif value:
                self._sheet.write_string(n, column, harmless(value))
