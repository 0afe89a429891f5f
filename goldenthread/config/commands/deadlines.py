"""`goldenthread deadlines`: how many deadlines run, are due soon, overdue, met and met late, by clock."""

import argparse
from dataclasses import asdict
from datetime import date

from goldenthread.config.command import CalledWrongly, print_object, start_django, with_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", metavar="DATE", help="the day to count on, as 2026-03-03 (today)")
    with_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Count.

    Raises:
        CalledWrongly: the date is not a date.
    """
    as_of = None
    if arguments.as_of:
        try:
            as_of = date.fromisoformat(arguments.as_of)
        except ValueError:
            raise CalledWrongly(f"{arguments.as_of} is not a date: write it as 2026-03-03.") from None
    start_django("app")
    from django.utils import timezone

    from goldenthread.casework.public import deadline_counts

    as_of = as_of or timezone.localdate()
    counts = {clock: asdict(count) for clock, count in deadline_counts(as_of, at=timezone.now()).items()}
    if arguments.json:
        print_object({"as_of": as_of.isoformat(), "clocks": counts})
        return 0
    for clock, count in counts.items():
        told = ", ".join(f"{name.replace('_', ' ')} {number}" for name, number in count.items())
        print(f"{clock}: {told}")
    if not counts:
        print("No deadlines.")
    return 0
