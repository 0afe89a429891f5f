"""The usual engine: DuckDB in the process, over the Parquet files of the dataset, and nothing else.

It has no file but those of the dataset, no network, no extension to load, a bounded memory and time, and its settings
are locked before the first measure runs.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import duckdb

from goldenthread.insight.queries.dataset import Dataset, NoDataset
from goldenthread.insight.queries.engine.refusals import EngineMissing, MeasureFailed, TookTooLong
from goldenthread.insight.queries.engine.sql import literal
from goldenthread.insight.queries.root import Elsewhere

MEMORY = "1GB"
THREADS = 2
SECONDS = 20.0
MOST_ENGINES = 2  # the dataset of now, and the one before for whoever still reads it

MACROS = (
    # Working days after the first day up to and including the second; negative when the second is the earlier.
    """CREATE MACRO working_days(first_day, last_day) AS (
        (SELECT number FROM gt_days WHERE day = CAST(last_day AS DATE))
        - (SELECT number FROM gt_days WHERE day = CAST(first_day AS DATE)))""",
    # Whole years lived on a day.
    """CREATE MACRO age_on(born_on, day) AS
        date_diff('year', CAST(born_on AS DATE), CAST(day AS DATE))
        - CASE WHEN strftime(CAST(day AS DATE), '%m%d') < strftime(CAST(born_on AS DATE), '%m%d') THEN 1 ELSE 0 END""",
    # The same day of a later month, or that month's last.
    "CREATE MACRO months_after(day, months) AS CAST(CAST(day AS DATE) + to_months(months) AS DATE)",
)


_engines: dict[str, duckdb.DuckDBPyConnection] = {}
_lock = threading.Lock()


def ask(dataset: Dataset, sql: str, *, seconds: float = SECONDS) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The names of the columns and the rows of a query over the dataset.

    Raises:
        TookTooLong: it was stopped.
        MeasureFailed: it is not SQL that the engine can run over the dataset.
        NoDataset: a file of the dataset is missing, or cannot be read.
        EngineMissing: the dataset lies where this engine does not reach.
    """
    if isinstance(dataset, Elsewhere):
        raise EngineMissing("A dataset in object storage is read by Spark alone: set GOLDENTHREAD_ENGINE to spark.")
    cursor = _engine(dataset).cursor()
    watch = threading.Timer(seconds, cursor.interrupt)
    watch.start()
    try:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return names, cursor.fetchall()
    except duckdb.InterruptException:
        raise TookTooLong(f"The measure ran for more than {seconds:g} seconds and was stopped.") from None
    except duckdb.OutOfMemoryException:
        raise TookTooLong(f"The measure wanted more than {MEMORY} of memory and was stopped.") from None
    except duckdb.Error as reason:
        first = str(reason).splitlines()[0] if str(reason) else type(reason).__name__
        raise MeasureFailed(f"The measure cannot be run: {first}") from None
    finally:
        watch.cancel()
        cursor.close()


def _engine(dataset: Dataset) -> duckdb.DuckDBPyConnection:
    with _lock:
        key = dataset.key
        if key not in _engines:
            while len(_engines) >= MOST_ENGINES:
                _engines.pop(next(iter(_engines)))  # closed when the last who reads it is done
            try:
                _engines[key] = open_engine(
                    {name: dataset.folder / one.path for name, one in dataset.tables.items()}, dataset.folder
                )
            except duckdb.Error:
                raise NoDataset(
                    f"A file of the dataset of {dataset.authority} is missing, or cannot be read."
                ) from None
        return _engines[key]


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def open_engine(tables: dict[str, Path], folder: Path) -> duckdb.DuckDBPyConnection:
    """An engine with a view for each table, shut against everything outside the folder."""
    engine = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "threads": THREADS,
            "temp_directory": "",  # nothing of the children is spilled to the disk: what wants more is refused
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    engine.execute("SET parquet_metadata_cache = true")
    engine.execute(f"SET allowed_directories = [{literal(str(folder))}]")
    engine.execute("SET enable_external_access = false")
    for name, path in tables.items():
        engine.execute(f"CREATE VIEW {_identifier(name)} AS SELECT * FROM read_parquet({literal(str(path))})")  # noqa: S608 -- our own names
    for macro in MACROS:
        engine.execute(macro)
    engine.execute("SET lock_configuration = true")
    return engine
