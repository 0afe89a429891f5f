"""The dataset and the measures: building, a day's change, five years by months with every breakdown, and bare scans.

    .venv/bin/python -m benchmarks.insight --home FOLDER [--years 5] [--worst 10]

FOLDER holds a record, which `goldenthread demo` filled; its dataset is built anew. Without `--home` it is the data
folder that the settings name, or the database of `DATABASE_URL`. Prints tables in Markdown. The bare scans read the
same columns of the same tables for the same months without any of a measure's logic: they count rows, grouped by
month. With `--worst` it also names the measures that take longest with every breakdown, each beside the bare scans of
its own tables. Seconds of the processor are this process's own, over all its threads: the database's share of a build
is not among them.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))

from benchmarks.measuring import settle  # noqa: E402 -- found by the path above

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, help="data folder with a record in it")
    parser.add_argument("--years", type=int, default=5, help="how many years of months")
    parser.add_argument("--worst", type=int, default=0, help="how many of the slowest measures to name")
    given = parser.parse_args()
    if given.home:
        settle(given.home)
    from goldenthread.config import embedded

    with nullcontext() if os.environ.get("DATABASE_URL") else embedded.held():
        _measure(given.years, given.worst)


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, and of this process's own processor time."""

    wall: float = 0.0
    own: float = 0.0

    def __add__(self, other: Took) -> Took:
        return Took(self.wall + other.wall, self.own + other.own)


def timed(does: Callable[[], Any]) -> tuple[Took, Any]:
    began, spent = time.perf_counter(), time.process_time()
    found = does()
    return Took(time.perf_counter() - began, time.process_time() - spent), found


def _measure(years: int, worst: int) -> None:
    from goldenthread.config.command import start_django

    start_django("owner")
    from django.db import connection, transaction
    from django.utils import timezone

    from goldenthread.insight.public.dataset import build_dataset, dataset
    from goldenthread.insight.public.measures import Scope, catalogue, figure, series, series_by_each, spans_of
    from goldenthread.insight.queries.engine import ask, periods_sql
    from goldenthread.insight.queries.figures import _summed_once

    def build(**how: bool) -> Any:
        return build_dataset(by=None, at=timezone.now(), **how)

    whole, built = timed(lambda: build(whole=True))
    nothing, _ = timed(build)
    with transaction.atomic(), connection.cursor() as cursor:
        # A day's change: a visit, a contact and a deadline in a thousand are touched, and so is every table of theirs.
        for table in ("casework_visit", "casework_contact", "casework_deadline", "casework_referral"):
            cursor.execute(f"UPDATE {table} SET id = id WHERE id % 1000 = 0")
    day, changed = timed(build)
    print(f"Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
    print("| build | tables | rows | seconds | of the processor |\n|---|---:|---:|---:|---:|")
    print(f"| whole | {built.tables} | {built.rows:,} | {whole.wall:.1f} | {whole.own:.1f} |")
    print(f"| nothing changed | 0 | 0 | {nothing.wall:.2f} | {nothing.own:.2f} |")
    rows = sum(changed.written.values())
    print(f"| a day's change | {len(changed.written)} | {rows:,} | {day.wall:.2f} | {day.own:.2f} |\n", flush=True)

    now = timezone.now()
    scope, last = Scope(None, now), timezone.localdate().replace(day=1) - timedelta(days=1)
    first = date(last.year - years, last.month, 1) + timedelta(days=31)
    first = first.replace(day=1)
    measures = catalogue().measures
    held = dataset()
    timed(lambda: ask(held, "SELECT 1"))

    spans = list(spans_of(first, last, "month"))
    without = {one: timed(lambda one=one: series(one, scope=scope, starts_on=first, ends_on=last)) for one in measures}
    within = {
        one: timed(lambda one=one: series_by_each(one, scope=scope, starts_on=first, ends_on=last)) for one in measures
    }
    scans = {one: timed(lambda one=one: _bare(held, ask, periods_sql, spans, measures[one])) for one in measures}
    _summed_once.cache_clear()
    page, _ = timed(lambda: figure("assessment_45wd", scope=scope, span=next(spans_of(last, last, "month")), by="team"))
    bare = sum((took for took, _ in scans.values()), Took())
    print(f"{len(measures)} measures, {len(spans)} months; load {os.getloadavg()[0]:.1f}.\n")
    print("| what | queries | seconds | of the processor | against bare scans |\n|---|---:|---:|---:|---:|")
    asked = sum(count for _, count in scans.values())
    print(f"| bare scans of the same tables by month | {asked} | {bare.wall:.2f} | {bare.own:.2f} | 1.0 |")
    for what, found in (("every measure", without), ("every measure by every dimension", within)):
        took = sum((each for each, _ in found.values()), Took())
        over = f"{took.wall / bare.wall:.1f}, of the processor {took.own / bare.own:.1f}"
        print(f"| {what} | {len(measures)} | {took.wall:.2f} | {took.own:.2f} | {over} |")
    print(f"| one figure by team | 1 | {page.wall:.3f} | {page.own:.3f} | |")
    if worst:
        print("\n| measure | every breakdown | alone | its bare scans |\n|---|---:|---:|---:|")
        for one in sorted(measures, key=lambda one: -within[one][0].own)[:worst]:
            print(f"| {one} | {within[one][0].own:.3f} | {without[one][0].own:.3f} | {scans[one][0].own:.3f} |")


def _bare(held: Any, ask: Any, periods_sql: Any, spans: Any, one: Any) -> int:
    """The tables that a measure reads, each counted by month by its first column of time; returns how many."""
    import sqlglot
    from sqlglot import exp

    given = [(span.starts_on, span.ends_on) for span in spans]
    asked = 0
    syntax = sqlglot.parse_one(one.sql, dialect="duckdb")
    for table in sorted({found.name for found in syntax.find_all(exp.Table)} & held.tables.keys()):
        names, _ = ask(held, f"SELECT * FROM {table} LIMIT 0")
        times = [name for name in names if name.endswith(("_on", "_at", "_date")) or name == "day"]
        if times:
            ask(
                held,
                f"WITH {periods_sql(given)} SELECT period.starts_on, count(*), count(DISTINCT {table}.{names[0]})"
                f" FROM period JOIN {table}"
                f" ON CAST({table}.{times[0]} AS DATE) BETWEEN period.starts_on AND period.ends_on"
                " GROUP BY 1",
            )
        asked += 1
    return asked


if __name__ == "__main__":
    main()
