"""A folder of the Standard Safeguarding Dataset that somebody sent as one zip file: unpacked where nobody else may
look, loaded, and gone.

A zip file may unpack to any size, and may name any place on the disk. Both are looked for, and refused, before anything
is unpacked; only tables are taken out, each under a name of our own making.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from django.conf import settings

from goldenthread.access.public import User, require
from goldenthread.returns.operations.census_reading import Loaded
from goldenthread.returns.operations.load_ssd import load_ssd
from goldenthread.returns.operations.ssd_tables import NotADataset
from goldenthread.returns.operations.zip_file import is_read, opened_zip

MOST_PARTS = 5_000
MOST_UNPACKED = 4 * 1024 * 1024 * 1024  # bytes: a county's tables have a tenth of it
TABLES = (".csv", ".parquet")
PIECE = 1 << 20
UNPACKED = "unpacked-"  # begins the name of the folder that a zip file is unpacked to


def load_ssd_zip(
    path: Path | str,
    *,
    by: User | None,
    at: datetime,
    on: date | None = None,
    file_name: str = "",
    progress: Callable[[int, int | None, str], None] | None = None,
) -> Loaded:
    """Loads the tables in a zip file, as `load_ssd` loads a folder. Raises what that raises, and `NotADataset` for what
    is no zip file or unpacks to more than any dataset holds."""
    if by is not None:
        require(by, "file.load", at=at)
    home = Path(settings.HOME)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=UNPACKED, dir=home) as folder:
        _unpack(Path(path), Path(folder))
        name = file_name or Path(path).name
        return load_ssd(folder, by=by, at=at, on=on, file_name=name, progress=progress)


def looked_into_zip(path: Path) -> None:
    """Raises `NotADataset` for a file that is no zip file of tables, by what it says it holds."""
    with opened_zip(path, NotADataset(_NO_ZIP)) as packed:
        _tables(packed)


_NO_ZIP = "This is not a zip file, or it is damaged: a folder of tables, packed as .zip, is asked for"
_TOO_LARGE = "This zip file unpacks to more than any safeguarding dataset holds. Load the folder by the command instead"


def _tables(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotADataset(_TOO_LARGE)
    tables = [one for one in parts if not one.is_dir() and one.filename.lower().endswith(TABLES)]
    tables = [one for one in tables if "__MACOSX" not in one.filename]
    if not tables:
        raise NotADataset("The zip file holds no table: files that end in .csv or .parquet are asked for")
    if any(one.flag_bits & 1 for one in tables):
        raise NotADataset("The zip file is protected with a password. Send it without one")
    if not is_read(tables):
        raise NotADataset(
            "The zip file is packed in a way that cannot be read here. Pack the folder again as an ordinary zip file"
        )
    return tables


def _unpack(path: Path, folder: Path) -> None:
    """Each table under its own name, or, for parts of a table in a folder, in one of that name: never anywhere else."""
    left = MOST_UNPACKED
    with opened_zip(path, NotADataset(_NO_ZIP)) as packed:
        for number, part in enumerate(_tables(packed)):
            where = PurePosixPath(part.filename.replace("\\", "/"))
            inner = folder / str(number) / _plain(where.parent.name or "tables")
            inner.mkdir(mode=0o700, parents=True)
            with packed.open(part) as file, (inner / _plain(where.name)).open("wb") as kept:
                while piece := file.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise NotADataset(_TOO_LARGE)
                    kept.write(piece)


def _plain(name: str) -> str:
    """A name in letters, figures and the signs of tables, so that it can name no other place."""
    kept = "".join(letter if letter.isalnum() and letter.isascii() or letter in "_-.=" else "_" for letter in name)
    return kept.strip(".")[-100:] or "table"
