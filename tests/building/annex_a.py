"""Workbooks for tests of Annex A: lists spelt as the list spells them, and as councils do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

from goldenthread.rulebook.annex import LISTS

BORN = date(2015, 5, 6)


def a_row(number: int, child: str = "LA001", **cells: Any) -> dict[str, Any]:
    """A row of a list with what every row needs; `cells` are by the column's name with underscores for spaces."""
    about = {
        "Child Unique ID": child,
        "Gender": "b) Female",
        "Ethnicity": "a) WBRI",
        "Date of Birth": BORN,
        "Does the Child have a Disability": "b) No",
    }
    row = {name: value for name, value in about.items() if name in LISTS[number].names}
    return row | {name.replace("_", " "): value for name, value in cells.items()}


def a_referral_row(child: str = "LA001", on: Any = date(2026, 3, 3), **cells: Any) -> dict[str, Any]:
    """A row of list 3: a referral that led to further action."""
    return a_row(3, child, Date_of_referral=on, Referral_Source="q) 6: Police", **{"Referral NFA?": "b) No"} | cells)


def a_case_row(child: str = "LA001", on: Any = date(2026, 3, 3), **cells: Any) -> dict[str, Any]:
    """A row of list 6: a case that is open."""
    return a_row(6, child, CIN_Start_Date=on, Primary_Need_Code="N1 - Abuse or neglect", **cells)


def a_workbook(path: Path, lists: Mapping[int | str, Iterable[Mapping[str, Any]]], name: str = "annex.xlsx") -> Path:
    """A workbook. A list is named by its number, and has its columns; or a sheet by its name, and has those of its
    first row."""
    file = path / name
    with xlsxwriter.Workbook(str(file), {"default_date_format": "dd/mm/yyyy"}) as book:
        for which, given in lists.items():
            rows = list(given)
            sheet = book.add_worksheet(LISTS[which].sheet if isinstance(which, int) else which)
            columns = LISTS[which].names if isinstance(which, int) else tuple(rows[0])
            sheet.write_row(0, 0, columns)
            for n, row in enumerate(rows, 1):
                for place, column in enumerate(columns):
                    if row.get(column) is not None:
                        sheet.write(n, place, row[column])
    return file


def rows_of(file: Path, sheet: str) -> list[list[Any]]:
    """The rows of a sheet below its header."""
    with python_calamine.CalamineWorkbook.from_path(str(file)) as book:
        return book.get_sheet_by_name(sheet).to_python()[1:]


def header_of(file: Path, sheet: str) -> list[Any]:
    """The first row of a sheet."""
    with python_calamine.CalamineWorkbook.from_path(str(file)) as book:
        return book.get_sheet_by_name(sheet).to_python()[0]
