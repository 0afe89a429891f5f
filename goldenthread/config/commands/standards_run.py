"""`goldenthread standards run`: the practice standards over the record, on every core."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from datetime import UTC, date, datetime
from itertools import batched
from multiprocessing import get_context
from typing import TYPE_CHECKING

from goldenthread.config.command import CalledWrongly, print_object, progress_bar, start_django

if TYPE_CHECKING:
    from goldenthread.quality.public.standards import Ran

AT_ONCE = 500  # children handed to a process


def run(arguments: argparse.Namespace) -> int:
    """Run them; prints how many children, results and changes.

    Raises:
        CalledWrongly: the date is not a date.
    """
    on = _day(arguments.as_of)
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    start_django("app")
    from django.utils import timezone

    on = on or timezone.localdate()
    ran, whole = over_the_record(on, everything=arguments.all, jobs=arguments.jobs)
    told = {"on": on.isoformat(), "whole": whole} | asdict(ran)
    if arguments.json:
        print_object(told)
    else:
        print(f"{ran.children:,} children, {ran.results:,} results, {ran.changed:,} of them changed.")
    return 0


def over_the_record(on: date, *, everything: bool, jobs: int | None = None) -> tuple[Ran, bool]:
    """Runs them, as the record stands on a day, in so many processes (all cores), with a progress bar: over all of it,
    or what was written since they last ran. Returns what came of it, and whether it was the whole record. Django is
    started."""
    from django.db import connections
    from django.utils import timezone

    from goldenthread.quality.public.standards import Ran, begin_run, children_to_run, end_run, last_run

    before = None if everything else last_run()
    children = children_to_run(on=on, since=before)
    key = begin_run(on=on, whole=before is None, by=None, at=timezone.now())
    connections.close_all()
    ran = Ran()
    # A fresh process each: a connection to the database does not survive being copied.
    with (
        progress_bar("Running the standards") as progress,
        ProcessPoolExecutor(jobs or os.cpu_count() or 1, mp_context=get_context("spawn"), initializer=_wake) as workers,
    ):
        waiting = [workers.submit(_some, some, on) for some in batched(children, AT_ONCE, strict=False)]
        for done in as_completed(waiting):
            ran += Ran(*done.result())
            progress(ran.children, len(children))
    end_run(key, ran, at=datetime.now(UTC))
    return ran, before is None


def _wake() -> None:
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    start_django("app")


def _some(children: Sequence[int], on: date) -> tuple[int, int, int]:
    from goldenthread.quality.public.standards import run_for

    ran = run_for(children, on=on)
    return ran.children, ran.results, ran.changed


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CalledWrongly(f"{text} is not a date: write it as 2026-03-03.") from None
