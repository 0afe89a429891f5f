"""The engine that measures run in: DuckDB in the process, or Spark where the setting says so.

Measures are written for DuckDB. Spark is given the same SQL in its own words, over the same files, and gives the same
figures and rows.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from goldenthread.insight.queries.dataset import Dataset
from goldenthread.insight.queries.engine import in_process
from goldenthread.insight.queries.engine.refusals import EngineMissing, MeasureFailed, TookTooLong
from goldenthread.insight.queries.engine.sql import literal, periods_sql

__all__ = ["EngineMissing", "MeasureFailed", "TookTooLong", "ask", "literal", "periods_sql"]


def ask(dataset: Dataset, sql: str, *, seconds: float | None = None) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The names of the columns and the rows of a query over the dataset. `seconds`: None for the engine's own limit.

    Raises:
        TookTooLong: it was stopped.
        MeasureFailed: it is not SQL that the engine can run over the dataset.
        NoDataset: a file of the dataset is missing, or cannot be read.
        EngineMissing: the engine that the setting names is not there.
    """
    if settings.INSIGHT_ENGINE == "spark":
        from goldenthread.insight.queries.engine import spark

        return spark.ask(dataset, sql, seconds=seconds or spark.SECONDS)
    return in_process.ask(dataset, sql, seconds=seconds or in_process.SECONDS)
