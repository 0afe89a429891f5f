"""The practice standards over the whole record: from scratch, after a day, and as the record grows.

    GOLDENTHREAD_HOME=FOLDER .venv/bin/python -m benchmarks.standards [--day 1000] [--jobs 2] [--parts 4 2 1]

Runs over the database that is there, which `goldenthread demo` filled. First a quarter of the children, then half, then
all (or the parts that are named), each with nothing kept before; then a day's changes, made by noting in the ledger
that a note was written of so many children. Prints a table in Markdown. What it finds is kept in the database, as by
the nightly run.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import batched
from multiprocessing import get_context
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"

from goldenthread.config.commands.standards_run import AT_ONCE, _some, _wake  # noqa: E402 -- after the path is set


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--day", type=int, default=1000, help="how many children are written of in a day")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes")
    parser.add_argument("--parts", type=int, nargs="+", default=[4, 2, 1], help="4 is a quarter of the children")
    given = parser.parse_args()
    from goldenthread.config import embedded

    with nullcontext() if os.environ.get("DATABASE_URL") else embedded.held():
        _measure(given)


def _measure(given: argparse.Namespace) -> None:
    from goldenthread.config.command import start_django

    start_django("app")
    from django.utils import timezone

    from goldenthread.access.public import record
    from goldenthread.quality.models import StandardResult
    from goldenthread.quality.public.standards import begin_run, children_to_run, end_run, last_run, run_for

    on = timezone.localdate()
    everybody = children_to_run(on=on, since=None)
    print(f"{len(everybody):,} children; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start.\n")
    print("| what | children | results | seconds | children a second | load at the end |")
    print("|---|---:|---:|---:|---:|---:|")
    with ProcessPoolExecutor(given.jobs, mp_context=get_context("spawn"), initializer=_wake) as workers:
        list(workers.map(_nothing, range(given.jobs)))
        for part in given.parts:
            StandardResult.objects.all().delete()
            key = begin_run(on=on, whole=True, by=None, at=timezone.now())
            _told(f"one in {part}, from scratch" if part > 1 else "all, from scratch", everybody[::part], workers, on)
        end_run(key, run_for([], on=on), at=datetime.now(UTC))
        step = max(len(everybody) // given.day, 1)
        now = timezone.now()
        for child in everybody[::step]:
            record(act="note.record", by=None, at=now, child=child, right="command")
        changed = children_to_run(on=on, since=last_run())
        _told("a day’s changes", changed, workers, on)


def _told(name: str, children: Sequence[int], workers: ProcessPoolExecutor, on: object) -> None:
    begun = time.perf_counter()
    done = list(workers.map(_one, [(some, on) for some in batched(children, min(AT_ONCE, 500), strict=False)]))
    took = time.perf_counter() - begun
    results = sum(results for _, results, _ in done)
    print(
        f"| {name} | {len(children):,} | {results:,} | {took:.1f} | {len(children) / took:,.0f} |"
        f" {os.getloadavg()[0]:.1f} |",
        flush=True,
    )


def _one(work: tuple[Sequence[int], object]) -> tuple[int, int, int]:
    return _some(*work)  # type: ignore[arg-type] -- the children and the day


def _nothing(_: int) -> None:
    """Wakes a process, so that its start is not timed."""


if __name__ == "__main__":
    main()
