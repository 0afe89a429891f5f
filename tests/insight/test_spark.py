"""Spark gives what DuckDB gives: every measure, by every dimension, and every row."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from goldenthread.insight.public.dataset import Dataset, NoDataset
from goldenthread.insight.public.measures import MeasureFailed, TookTooLong
from goldenthread.insight.public.region import region_figures
from goldenthread.insight.queries import figures
from goldenthread.insight.queries.figures import Span, measure_of, rows, series_by_each
from goldenthread.insight.queries.measures import own_measures
from goldenthread.insight.queries.region import _counted_once
from tests.building.filled import filled
from tests.building.insight import ANYBODY, an_empty_dataset
from tests.building.region import put_under

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed (make spark)"),
    pytest.mark.skipif(shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="Spark finds no Java"),
]
FROM, TO = date(2024, 7, 1), date(2025, 12, 31)
EVERY = sorted(own_measures())


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from goldenthread.insight.queries.engine import spark

    yield spark
    spark.stop()


@pytest.fixture
def held(settings: Any, tmp_path: Path) -> Dataset:
    settings.SPARK_MASTER = "local[1]"
    return filled(an_empty_dataset(settings, tmp_path))


def _forget() -> None:
    for kept in (figures._summed_once, figures._summed_by_each, figures._referral_of):
        kept.cache_clear()


def _found(settings: Any, engine: str, measure: str) -> tuple[Any, list[Any]]:
    settings.INSIGHT_ENGINE = engine
    _forget()
    over_time = series_by_each(measure, scope=ANYBODY, starts_on=FROM, ends_on=TO, step="quarter")
    behind = rows(measure, scope=ANYBODY, span=Span(FROM, TO), many=None)
    # Where a day, a subject and a child are the same, which of two rows comes first is nobody's promise.
    order = [(row.event_on, row.about, row.child) for row in behind.rows]
    whole = sorted(behind.rows, key=str)
    return over_time, [order, whole, behind.all_rows, behind.kept_back]


def test_every_measure_and_row_is_the_same(settings: Any, held: Dataset, spark: Any) -> None:
    differ, empty = [], []
    for measure in EVERY:
        here, behind = _found(settings, "duckdb", measure)
        there, also_behind = _found(settings, "spark", measure)
        if not behind[1]:
            empty.append(measure)
        if here != there:
            differ.append((measure, "figures"))
        if behind != also_behind:
            differ.append((measure, "rows"))
        assert set(here) == set(measure_of(measure).breakdowns)
    assert differ == []
    assert empty == [], "the made-up rows do not reach these measures"


def test_a_region_at_an_address_is_the_same_as_in_a_folder(
    settings: Any, held: Dataset, spark: Any, tmp_path: Path
) -> None:
    root = tmp_path / "region"
    for name in ("alderley", "briarton"):
        put_under(root, held, name)
    asked = {"scope": ANYBODY, "span": Span(FROM, TO)}
    measures = ("contact_volume", "cpp_reviewed", "wf_caseload")
    settings.INSIGHT_ENGINE, settings.REGION_ROOT = "duckdb", str(root)
    in_a_folder = list(region_figures(measures, **asked))
    _counted_once.cache_clear()
    settings.INSIGHT_ENGINE, settings.REGION_ROOT = "spark", root.as_uri()
    assert list(region_figures(measures, **asked)) == in_a_folder
    assert not any(part.wrong for one in in_a_folder for part in one.parts)


def test_a_measure_that_takes_too_long_is_stopped(settings: Any, held: Dataset, spark: Any) -> None:
    many = "SELECT count(*) FROM gt_days a JOIN gt_days b ON a.day <> b.day JOIN gt_days c ON c.day <> b.day"
    with pytest.raises(TookTooLong, match="stopped"):
        spark.ask(held, many, seconds=1.0)


def test_what_spark_cannot_run_is_said_in_words(settings: Any, held: Dataset, spark: Any) -> None:
    with pytest.raises(MeasureFailed, match="cannot be run"):
        spark.ask(held, "SELECT no_such_column FROM gt_contacts")


@pytest.mark.parametrize("half", [None, b"PAR1 half of a file"])
def test_a_file_that_is_gone_or_cut_short_is_said(spark: Any, settings: Any, held: Dataset, half: bytes | None) -> None:
    file = held.folder / held.tables["gt_visits"].path
    file.unlink()
    if half:
        file.write_bytes(half)
    with pytest.raises(NoDataset, match="is missing, or cannot be read"):
        spark.ask(held, "SELECT count(*) FROM gt_visits")
