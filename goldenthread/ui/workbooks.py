"""Workbooks that people take out: plain values on sheets, each with a heading row, which no program runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import xlsxwriter

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | date | None

# A cell that begins so is taken for a formula by a program that reads the file as text.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 32_000  # characters of one cell
_NAME = 31  # characters of the name of a sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `columns` are its headings; a cell of None stays empty. `wide` says how many characters each column
    shows, and is worked out from the headings where it is not given."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    wide: Sequence[int] = ()


def harmless(text: str) -> str:
    """Text that no program takes for a formula: an apostrophe stands before what begins like one."""
    return f"'{text}"[:_WIDEST] if text.startswith(_FORMULAS) else text[:_WIDEST]


def workbook(title: str, sheets: Iterable[Sheet], *, at: datetime) -> bytes:
    """The workbook as a file in memory. Its first row is frozen on every sheet and is marked as the heading."""
    made = BytesIO()
    options = {
        "in_memory": True,  # nothing of it lies on the disk
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": title, "created": at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        words = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        for one in sheets:
            sheet = book.add_worksheet(one.name[:_NAME])
            for at_column, heading in enumerate(one.columns):
                wide = one.wide[at_column] if at_column < len(one.wide) else min(40, max(12, len(heading)))
                sheet.set_column(at_column, at_column, wide)
                sheet.write_string(0, at_column, heading, bold)
            sheet.freeze_panes(1, 0)
            for at_row, row in enumerate(one.rows, 1):
                for at_column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(at_row, at_column, value, day)
                    elif isinstance(value, int | float):
                        sheet.write_number(at_row, at_column, value)
                    elif value:
                        sheet.write_string(at_row, at_column, harmless(value), words)
    return made.getvalue()
