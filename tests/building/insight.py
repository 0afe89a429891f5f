"""A dataset for a test: built from the test's own record, or with rows of a table given by hand."""

from __future__ import annotations

import atexit
import dataclasses
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from goldenthread.insight.public.dataset import Dataset, build_dataset, dataset
from goldenthread.insight.public.measures import Scope

BUILT_AT = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)
ANYBODY = Scope(None, BUILT_AT)


def a_dataset(settings: Any, folder: Path) -> Dataset:
    """The dataset of the record as it stands, in a folder of the test's own."""
    settings.HOME = folder
    build_dataset(by=None, at=BUILT_AT)
    return dataset()


_empty: list[Path] = []


def an_empty_dataset(settings: Any, folder: Path) -> Dataset:
    """The dataset of a record in which nothing stands. It is built once in a run, and copied."""
    if not _empty:
        kept = Path(tempfile.mkdtemp(prefix="empty-dataset-"))
        atexit.register(shutil.rmtree, kept, ignore_errors=True)
        a_dataset(settings, kept)
        _empty.append(kept)
    shutil.copytree(_empty[0] / "dataset", folder / "dataset", dirs_exist_ok=True)  # the folder keeps its permissions
    settings.HOME = folder
    return dataset()


def with_rows(held: Dataset, **tables: Sequence[Mapping[str, Any]] | pa.Table) -> Dataset:
    """The dataset with these rows in place of what the tables held; what a row does not name is empty."""
    manifest = held.folder / f"manifest-{held.authority}.json"
    told = json.loads(manifest.read_text())
    for name, rows in tables.items():
        path = held.folder / held.tables[name].path
        schema = parquet.read_schema(path)
        if isinstance(rows, pa.Table):
            columns = [
                rows[field.name].cast(field.type)
                if field.name in rows.column_names
                else pa.nulls(len(rows), field.type)
                for field in schema
            ]
            table = pa.Table.from_arrays(columns, schema=schema)
        else:
            strange = {key for row in rows for key in row} - set(schema.names)
            assert not strange, f"{name} has no {strange}"
            moments = {field.name for field in schema if pa.types.is_timestamp(field.type)}
            table = pa.Table.from_pylist(
                [
                    {field: _midnight(row.get(field)) if field in moments else row.get(field) for field in schema.names}
                    for row in rows
                ],
                schema=schema,
            )
        made = path.with_name(f"by-hand-{len(told['tables'])}-{name}.parquet")
        parquet.write_table(table, made)
        told["tables"][name]["path"] = str(made.relative_to(held.folder))
        told["tables"][name]["rows"] = len(table)
    told["built_at"] = datetime.now(UTC).isoformat()
    manifest.write_text(json.dumps(told))
    return dataclasses.replace(dataset())


def _midnight(value: Any) -> Any:
    """A day as the moment it begins; anything else as it is."""
    return datetime.combine(value, time()) if isinstance(value, date) and not isinstance(value, datetime) else value
