"""Opening a workbook that somebody sent: what it is, is decided by what is in it, and nothing in it can fill the
memory or the disk.

A workbook is a zip file, and a small one may unpack to any size; and one cell at the far end of an empty sheet may ask
for a table of a thousand million. Both are looked for, and refused, before the sheets are read.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from goldenthread.kernel.refusal import Refused
from goldenthread.returns.operations.zip_file import is_read, opened_zip

MOST_UNPACKED = 300 * 1024 * 1024  # bytes: a county's workbook of all its children has a third of it
MOST_PARTS = 2_000
MOST_ROWS, MOST_COLUMNS = 400_000, 300
MOST_CELLS = 12_000_000  # of one sheet
PIECE = 1 << 20

_CELL = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_LONGEST_PLACE = 20  # bytes of a cell's place in the file


class NotAWorkbook(Refused):
    """The file is no workbook, or one that cannot be read safely: nothing of it is loaded. One sentence."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as rows of cells; row 1 is the first. Empty rows above the first cell are counted."""

    name: str
    rows: list[list[Any]]


def digest_of(*paths: Path) -> str:
    """The sha256 of a file, or of several, one after the other."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            hashlib.file_digest(file, lambda: digest)
    return digest.hexdigest()


def sheets_of(path: Path) -> list[Sheet]:
    """The sheets of a workbook (.xlsx), with formulas as the values they had when it was saved.

    Raises `NotAWorkbook`.
    """
    looked_into(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return list(_read(book))
    except (CalamineError, OSError, ValueError):
        raise NotAWorkbook(_DAMAGED) from None


def _read(book: CalamineWorkbook) -> Iterator[Sheet]:
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height == 0:
            yield Sheet(name, [])
            continue
        yield Sheet(name, sheet.to_python(skip_empty_area=False))


def looked_into(path: Path) -> None:
    """Raises `NotAWorkbook` for a file that is no workbook, or would not be safe to read."""
    with path.open("rb") as file:
        beginning = file.read(8)
    if not beginning:
        raise NotAWorkbook("The file is empty")
    if beginning.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotAWorkbook(
            "This is an older Excel file, or one with a password. Save it as .xlsx without a password, and load that"
        )
    if not beginning.startswith(b"PK"):
        raise NotAWorkbook("This is not a workbook: an Excel file that ends in .xlsx is asked for")
    with opened_zip(path, NotAWorkbook(_DAMAGED)) as packed:
        parts = packed.infolist()
        if "xl/workbook.xml" not in {part.filename for part in parts}:
            raise NotAWorkbook("This is a zip file, and not an Excel workbook that ends in .xlsx")
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise NotAWorkbook(_TOO_LARGE)
        if not is_read(parts):
            raise NotAWorkbook(_DAMAGED)
        unpacked = 0
        for part in parts:
            unpacked += _weighed(packed, part, MOST_UNPACKED - unpacked)


_DAMAGED = "This workbook is damaged, or protected with a password, and cannot be read"
_TOO_LARGE = "This workbook unpacks to more than any Annex A holds. Save it again with the lists alone, and load that"


def _weighed(packed: zipfile.ZipFile, part: zipfile.ZipInfo, allowed: int) -> int:
    """The bytes that a part unpacks to. Raises `NotAWorkbook` where they are more than allowed, or where a sheet asks
    for a table larger than any list. Every part is looked into: a workbook may call a sheet by any name."""
    size, rows, columns, before = 0, 0, 0, b""
    with packed.open(part) as file:
        while piece := file.read(PIECE):
            size += len(piece)
            if size > allowed:
                raise NotAWorkbook(_TOO_LARGE)
            text = before + piece
            for letters, number in _CELL.findall(text):
                rows = max(rows, int(number))
                columns = max(columns, _column(letters))
            before = text[-_LONGEST_PLACE:]
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise NotAWorkbook(
            "A sheet of this workbook has cells far outside any list. Save the lists alone in a new workbook, and load"
            " that"
        )
    return size


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
