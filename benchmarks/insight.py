"""The dataset and the measures: building, a day's change, five years by months with every breakdown, and bare scans.

    GOLDENTHREAD_HOME=FOLDER .venv/bin/python -m benchmarks.insight [--years 5]

Runs over the database that is there, which `goldenthread demo` filled, and prints tables in Markdown. The bare scans
read the same columns of the same tables for the same months without any of a measure's logic: they count rows, grouped
by month.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=5, help="how many years of months")
    given = parser.parse_args()
    from goldenthread.config import embedded

    with nullcontext() if os.environ.get("DATABASE_URL") else embedded.held():
        _measure(given.years)


def timed(does: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = does()
    return time.perf_counter() - began, found


def _measure(years: int) -> None:
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
    print("| build | tables | rows | seconds |\n|---|---:|---:|---:|")
    print(f"| whole | {built.tables} | {built.rows:,} | {whole:.1f} |")
    print(f"| nothing changed | 0 | 0 | {nothing:.2f} |")
    print(f"| a day's change | {len(changed.written)} | {sum(changed.written.values()):,} | {day:.2f} |\n")

    now = timezone.now()
    scope, last = Scope(None, now), timezone.localdate().replace(day=1) - timedelta(days=1)
    first = date(last.year - years, last.month, 1) + timedelta(days=31)
    first = first.replace(day=1)
    measures = catalogue().measures
    held = dataset()
    timed(lambda: ask(held, "SELECT 1"))

    def alone() -> None:
        for one in measures:
            series(one, scope=scope, starts_on=first, ends_on=last)

    def broken_down() -> None:
        for one in measures:
            series_by_each(one, scope=scope, starts_on=first, ends_on=last)

    without, _ = timed(alone)
    within, _ = timed(broken_down)
    _summed_once.cache_clear()
    page, _ = timed(lambda: figure("assessment_45wd", scope=scope, span=next(spans_of(last, last, "month")), by="team"))
    scans, asked = timed(lambda: _bare(held, ask, periods_sql, first, last, measures))
    print(f"{len(measures)} measures, {years * 12} months.\n")
    print("| what | queries | seconds | against bare scans |\n|---|---:|---:|---:|")
    print(f"| bare scans of the same tables by month | {asked} | {scans:.2f} | 1.0 |")
    print(f"| every measure | {len(measures)} | {without:.2f} | {without / scans:.1f} |")
    print(f"| every measure by every dimension | {len(measures)} | {within:.2f} | {within / scans:.1f} |")
    print(f"| one figure by team | 1 | {page:.3f} | |")


def _bare(held: Any, ask: Any, periods_sql: Any, first: date, last: date, measures: Any) -> int:
    """For each measure, the tables that it reads, counted by month by their first column of time."""
    import sqlglot
    from sqlglot import exp

    from goldenthread.insight.public.measures import spans_of

    spans = [(span.starts_on, span.ends_on) for span in spans_of(first, last, "month")]
    asked = 0
    for one in measures.values():
        syntax = sqlglot.parse_one(one.sql, dialect="duckdb")
        for table in sorted({found.name for found in syntax.find_all(exp.Table)}):
            if table not in held.tables:
                continue
            names, _ = ask(held, f"SELECT * FROM {table} LIMIT 0")
            times = [name for name in names if name.endswith(("_on", "_at", "_date")) or name == "day"]
            if times:
                ask(
                    held,
                    f"WITH {periods_sql(spans)} SELECT period.starts_on, count(*), count(DISTINCT {table}.{names[0]})"
                    f" FROM period JOIN {table}"
                    f" ON CAST({table}.{times[0]} AS DATE) BETWEEN period.starts_on AND period.ends_on"
                    " GROUP BY 1",
                )
            asked += 1
    return asked


if __name__ == "__main__":
    main()
