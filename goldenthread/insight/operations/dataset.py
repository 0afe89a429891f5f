"""Building the dataset from the live record: Parquet in the shape of the Standard Safeguarding Dataset, and what that
lacks.

Every extract is read in one transaction that sees the record as it stood when it began. Rows stream from COPY in pieces
of a few megabytes, so memory stays bounded. A table is written anew only when something that it is made from has
changed: each live table is asked how many rows it has and for the sum of the transactions that wrote them, which no
insert, update or delete leaves as it was.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from hashlib import file_digest, sha256
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet
from django.conf import settings
from django.db import connection, transaction

from goldenthread.access.public import User, record, require
from goldenthread.insight.queries.dataset import (
    NoDataset,
    TableOnDisk,
    authority_name,
    dataset,
    dataset_folder,
    manifest_path,
)
from goldenthread.insight.queries.extracts import LOADED, Extract, extracts
from goldenthread.insight.queries.names import VERSION, standard_tables, waiting_tables
from goldenthread.insight.queries.population import children_in_area
from goldenthread.rulebook.calendar import WORKING_DAYS

PIECE = 8 * 1024 * 1024  # bytes of text turned into columns at once
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2045, 12, 31)
KINDS = {
    "text": pa.string(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "number": pa.int64(),
    "decimal": pa.float64(),
    "truth": pa.bool_(),
}
# What PostgreSQL calls a column, by the number it gives the type.
TYPES = {
    16: pa.bool_(),
    20: pa.int64(),
    21: pa.int64(),
    23: pa.int64(),
    25: pa.string(),
    114: pa.string(),
    701: pa.float64(),
    1042: pa.string(),
    1043: pa.string(),
    1082: pa.date32(),
    1114: pa.timestamp("us"),
}


class WrongType(TypeError):
    """An extract gives a column of a type that the dataset does not know."""


@dataclass(frozen=True, slots=True)
class DatasetBuilt:
    """What a build did. `written` names the tables that were written anew, with their rows; the others stood."""

    authority: str
    tables: int
    rows: int
    bytes: int
    written: dict[str, int]
    seconds: float
    manifest: str


def build_dataset(*, by: User | None, at: datetime, whole: bool = False) -> DatasetBuilt:
    """Brings the dataset up to date with the record; with `whole`, writes every table anew.

    `by` is None for the nightly job and the command. Raises `NotAllowed`.
    """
    began = monotonic()
    right = require(by, "dataset.build", at=at).right if by is not None else "command"
    folder, authority = dataset_folder(), authority_name()
    with _alone(folder):
        before = _before(folder, authority)
        tables: dict[str, TableOnDisk] = {}
        written: dict[str, int] = {}
        with _as_it_stands():
            marks = _marks({table for one in extracts() for table in one.reads})
            for name, mark, rows in [*_from_the_record(marks), *_from_the_rulebook(), *_held_by_nobody()]:
                stood = None if whole else before.get(name)
                if stood and stood.mark == mark and (folder / stood.path).exists():
                    tables[name] = stood
                    continue
                tables[name] = _write(folder, authority, name, mark, rows)
                written[name] = tables[name].rows
            manifest = _say(folder, authority, tables, at)
        _tidy(folder, authority, {one.path for named in (before, tables) for one in named.values()})
    with transaction.atomic():
        record(
            act="dataset.build",
            by=by,
            at=at,
            right=right,
            subject=f"dataset:{authority}",
            detail={"tables": len(written), "rows": sum(written.values())},
        )
    return DatasetBuilt(
        authority=authority,
        tables=len(tables),
        rows=sum(one.rows for one in tables.values()),
        bytes=sum(one.bytes for one in tables.values()),
        written=written,
        seconds=round(monotonic() - began, 2),
        manifest=str(manifest),
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One build at a time: a second waits for the first, and finds its work done."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _as_it_stands() -> Iterator[None]:
    """One look at the record for all extracts. Within a caller's transaction, that transaction's look."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _before(folder: Path, authority: str) -> dict[str, TableOnDisk]:
    try:
        return dict(dataset(folder, authority).tables)
    except NoDataset:
        return {}


def _marks(tables: Iterable[str]) -> dict[str, str]:
    """For each live table what changes whenever it does: its rows, and the sum of the transactions that wrote them."""
    # A part of what files told has a mark of its own, so that another part can change without it.
    parts = sorted(name for name in tables if ":" in name)
    names = sorted(set(tables) - set(parts))
    # Names of tables from our own extracts, never from outside.
    asked = " UNION ALL ".join(
        f"SELECT '{name}', count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) FROM {name}"  # noqa: S608 -- our own names
        for name in names
    )
    told = (
        f"SELECT '{LOADED}:' || about, count(*) || ':' || coalesce(sum(xmin::text::bigint), 0)"  # noqa: S608 -- as above
        f" FROM {LOADED} GROUP BY about"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = dict(cursor.fetchall())
        cursor.execute(told)
        return dict.fromkeys(parts, "0:0") | found | dict(cursor.fetchall())


type Columns = Iterator[pa.Table] | pa.Table


def _from_the_record(marks: dict[str, str]) -> Iterator[tuple[str, str, Any]]:
    for extract in extracts():
        mark = _hash(extract.mark, VERSION, *(f"{table}={marks[table]}" for table in extract.reads))
        yield extract.name, mark, extract


def _from_the_rulebook() -> Iterator[tuple[str, str, pa.Table]]:
    """Working days counted from the first, so that the working days between two days are a difference."""
    days = [FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    numbers, number = [], 0
    for day in days:
        number += WORKING_DAYS.is_working(day)
        numbers.append(number)
    working = [WORKING_DAYS.is_working(day) for day in days]
    table = pa.table({"day": pa.array(days, pa.date32()), "working": working, "number": pa.array(numbers, pa.int64())})
    yield "gt_days", _hash("days", str(sorted(WORKING_DAYS.holidays.items()))), table
    version = {"version_number": [VERSION], "is_current": [True], "description": ["Standard Safeguarding Dataset"]}
    yield "ssd_version_log", _hash("version", VERSION), _in_full("ssd_version_log", pa.table(version))


def _held_by_nobody() -> Iterator[tuple[str, str, pa.Table]]:
    """The tables that the record does not hold yet, of the standard and of what measures wait for: every column, no
    row."""
    held = {extract.name for extract in extracts()} | {"ssd_version_log"}
    for name in standard_tables():
        if name not in held:
            yield name, _hash("empty", VERSION), _schema_of(name, {}).empty_table()
    for name, fields in waiting_tables().items():
        schema = pa.schema({field: KINDS[kind] for field, kind in fields.items()})
        yield name, _hash("empty", str(fields)), schema.empty_table()


def _schema_of(name: str, given: dict[str, pa.DataType]) -> pa.Schema:
    """The columns of a table: those of the standard in its order, whatever we hold; else those the extract gives."""
    fields = standard_tables().get(name)
    if fields is None:
        return pa.schema(given)
    strange = sorted(set(given) - set(fields))
    if strange:
        raise WrongType(f"{name} gives {', '.join(strange)}, which the standard does not know")
    return pa.schema({field: KINDS[kind] for field, kind in fields.items()})


def _in_full(name: str, table: pa.Table) -> pa.Table:
    """The table with every column of its standard, those not held empty."""
    schema = _schema_of(name, {field.name: field.type for field in table.schema})
    columns = [
        table[field.name].cast(field.type) if field.name in table.column_names else pa.nulls(len(table), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _write(folder: Path, authority: str, name: str, mark: str, source: Extract | pa.Table) -> TableOnDisk:
    """Writes one table beside the one that stands, and names it by its content."""
    place = folder / name / f"authority={authority}"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place / f".{token_hex(4)}"
    rows = 0
    try:
        if isinstance(source, Extract):
            schema, pieces = _stream(source)
        else:
            schema, pieces = source.schema, iter([source])
        with parquet.ParquetWriter(part, schema, compression="zstd") as writer:
            for piece in pieces:
                rows += len(piece)
                writer.write_table(piece, row_group_size=122_880)
        with part.open("rb") as file:
            content = _hash_of(file)
        path = place / f"{content[:16]}.parquet"
        os.chmod(part, 0o600)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return TableOnDisk(name, str(path.relative_to(folder)), rows, path.stat().st_size, content, mark)


def _stream(extract: Extract) -> tuple[pa.Schema, Iterator[pa.Table]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({extract.sql}) AS extract LIMIT 0")  # noqa: S608 -- our own extract
        given: dict[str, pa.DataType] = {}
        for column in cursor.description:
            if column.type_code not in TYPES:
                raise WrongType(f"{extract.name}.{column.name} is of a type the dataset does not know")
            given[column.name] = TYPES[column.type_code]
    schema = _schema_of(extract.name, given)
    return schema, (_in_full(extract.name, piece) for piece in _copied(extract.sql, given))


def _copied(sql: str, given: dict[str, pa.DataType]) -> Iterator[pa.Table]:
    """The rows of a query as columns, a piece at a time."""
    read = arrow_csv.ReadOptions(column_names=list(given))
    parse = arrow_csv.ParseOptions(newlines_in_values=True)
    convert = arrow_csv.ConvertOptions(
        column_types=given,
        true_values=["t"],
        false_values=["f"],
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )

    def columns(lines: list[bytes]) -> pa.Table:
        return arrow_csv.read_csv(pa.py_buffer(b"".join(lines)), read, parse, convert)

    lines: list[bytes] = []
    size = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy:
        for line in copy:
            lines.append(bytes(line))
            size += len(line)
            if size >= PIECE:
                yield columns(lines)
                lines, size = [], 0
    if lines:
        yield columns(lines)


def _say(folder: Path, authority: str, tables: dict[str, TableOnDisk], at: datetime) -> Path:
    """Writes the manifest in the place of the one before, in one step."""
    people, source = children_in_area(settings.COUNCIL, fictional=settings.COUNCIL_IS_FICTIONAL)
    told = {
        "authority": authority,
        "built_at": at.isoformat(),
        "standard": f"Standard Safeguarding Dataset {VERSION}",
        "parameters": {
            "council": settings.COUNCIL,
            "children_in_area": people,
            "children_in_area_source": source,
        },
        "tables": {
            name: {key: value for key, value in asdict(one).items() if key != "name"}
            for name, one in sorted(tables.items())
        },
    }
    path = manifest_path(folder, authority)
    part = path.with_name(f".{token_hex(4)}")
    part.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    os.chmod(part, 0o600)
    part.replace(path)
    return path


def _tidy(folder: Path, authority: str, named: set[str]) -> None:
    """Removes what neither this manifest names nor the one before it, whose files somebody may still be reading; and
    what a build that was killed left half written. Within the lock, so that no other build is writing."""
    kept = {folder / path for path in named}
    place = f"*/authority={authority}"
    for path in (*folder.glob(f"{place}/*.parquet"), *folder.glob(f"{place}/.*"), *folder.glob(".*")):
        if path not in kept and path.is_file():
            path.unlink(missing_ok=True)


def _hash(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def _hash_of(file: BinaryIO) -> str:
    return file_digest(file, "sha256").hexdigest()
