"""The other engine: Spark, over the same Parquet files in a folder or in object storage.

For a region or the country, whose rows are too many for one process. It comes with the extra `spark`; without a
cluster named it runs in this machine. What it must write down while it works is encrypted. Each dataset has a session
of its own, so that the tables of one authority are never seen by a query about another.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from secrets import token_hex
from typing import Any

import pyarrow as pa
from django.conf import settings

from goldenthread.insight.queries.dataset import Dataset, NoDataset
from goldenthread.insight.queries.engine.dialect import DAYS, in_spark
from goldenthread.insight.queries.engine.refusals import EngineMissing, MeasureFailed, TookTooLong
from goldenthread.insight.queries.root import Elsewhere

SECONDS = 600.0
MOST_SESSIONS = 40

_lock = threading.Lock()
_sessions: dict[str, tuple[Any, set[str]]] = {}
_spark: Any = None


def ask(dataset: Dataset, sql: str, *, seconds: float = SECONDS) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The names of the columns and the rows of a query over the dataset. Raises as the engine's `ask` does."""
    words, tables = in_spark(sql)
    session = _session(dataset, tables)
    tag = f"measure-{token_hex(8)}"
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        session.sparkContext.cancelJobsWithTag(tag)

    watch = threading.Timer(seconds, stop)
    session.sparkContext.addJobTag(tag)
    watch.start()
    try:
        found = session.sql(words)
        return list(found.columns), [tuple(row) for row in found.collect()]
    except Exception as reason:
        if stopped.is_set():
            raise TookTooLong(f"The measure ran for more than {seconds:g} seconds and was stopped.") from None
        if _is_sparks(reason):
            raise MeasureFailed(f"The measure cannot be run: {_first_line(reason)}") from None
        raise
    finally:
        watch.cancel()
        session.sparkContext.removeJobTag(tag)


def stop() -> None:
    """Stop Spark in this process; the next query starts it again."""
    global _spark
    with _lock:
        _sessions.clear()
        if _spark is not None:
            _spark.stop()
            _spark = None


def _is_sparks(reason: Exception) -> bool:
    return type(reason).__module__.startswith(("pyspark", "py4j"))


def _first_line(reason: Exception) -> str:
    return next((line for line in str(reason).splitlines() if line.strip()), type(reason).__name__)


def _session(dataset: Dataset, tables: frozenset[str]) -> Any:
    """A session in which these tables of the dataset stand."""
    with _lock:
        if dataset.key not in _sessions:
            while len(_sessions) >= MOST_SESSIONS:
                _sessions.pop(next(iter(_sessions)))
            _sessions[dataset.key] = (_started().newSession(), set())
        session, stands = _sessions[dataset.key]
        for name in tables - stands:
            if name in dataset.tables:
                _file(session, dataset, name).createOrReplaceTempView(name)
            stands.add(name)
        if DAYS not in stands:
            _count_days(session, dataset)
            stands.add(DAYS)
        return session


def _file(session: Any, dataset: Dataset, table: str) -> Any:
    """The rows of a table's file. Raises `NoDataset`: it is not named, not there, or cannot be read."""
    where = dataset.address if isinstance(dataset, Elsewhere) else dataset.folder.as_uri()
    try:
        return session.read.parquet(f"{where}/{dataset.tables[table].path}")
    except Exception as reason:
        if isinstance(reason, KeyError) or _is_sparks(reason):
            raise NoDataset(f"A file of the dataset of {dataset.authority} is missing, or cannot be read.") from None
        raise


def _count_days(session: Any, dataset: Dataset) -> None:
    """The working days as one row, so that the days between two are two look-ups and no join."""
    rows = _file(session, dataset, "gt_days").select("day", "number").orderBy("day").collect()
    numbers = pa.array([[row["number"] for row in rows]], pa.list_(pa.int64()))
    table = pa.table({"first_day": pa.array([rows[0]["day"]], pa.date32()), "numbers": numbers})
    session.createDataFrame(table).createOrReplaceTempView(DAYS)


def _started() -> Any:
    """Spark, started by the first who asks."""
    global _spark
    if _spark is not None:
        return _spark
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise EngineMissing(
            "Spark is not installed. Install goldenthread[spark], or leave GOLDENTHREAD_ENGINE as duckdb."
        ) from None
    if "JAVA_HOME" not in os.environ and not shutil.which("java"):
        raise EngineMissing("Spark needs Java 17 or later, and finds none on this machine.")
    place = settings.HOME / "spark"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    master = settings.SPARK_MASTER
    made = (
        SparkSession.builder.appName("Golden Thread")
        .master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.catalogImplementation", "in-memory")
        .config("spark.sql.warehouse.dir", str(place / "warehouse"))
        .config("spark.io.encryption.enabled", "true")
        .config("spark.local.dir", str(place))
        .config("spark.log.level", "ERROR")
    )
    if master.startswith("local"):
        made = (
            made.config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", _cores(master))
        )
    _spark = made.getOrCreate()
    return _spark


def _cores(master: str) -> str:
    """How many cores of this machine a local master is given: that many parts a sort is cut into."""
    named = re.fullmatch(r"local\[(\d+)\]", master)
    return named[1] if named else str(os.cpu_count() or 2)
