"""`goldenthread demo`: fill an empty database with a fictional authority."""

import argparse
import os
from dataclasses import asdict

from goldenthread.config.command import Refused, print_object, progress_bar, say, start_django, with_json
from goldenthread.config.home import home

SIZES = ("small", "typical", "county")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=SIZES, default="small", help="how large an authority (small)")
    parser.add_argument("--children", type=int, help="that many children, in place of a size")
    parser.add_argument("--years", type=int, help="how many years of history")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes another authority (1)")
    parser.add_argument("--if-empty", action="store_true", help="do nothing when there are people in the database")
    parser.add_argument("--standards", action="store_true", help="run the practice standards over it too")
    with_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build it.

    Raises:
        Refused: the database holds children already.
    """
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "owner"
    os.environ["GOLDENTHREAD_DEMONSTRATION"] = "1"
    start_django()
    from django.utils import timezone

    from goldenthread.config import demo
    from goldenthread.config.commands.standards_run import over_the_record
    from goldenthread.insight.public.dataset import build_dataset

    size = demo.SIZES[arguments.size]
    try:
        with progress_bar("Making a fictional authority") as progress:
            made = demo.build(
                children=arguments.children or size.children,
                years=arguments.years or size.years,
                seed=arguments.seed,
                now=timezone.now(),
                home=home(),
                progress=lambda done, total: progress(done, total, ""),
            )
        if arguments.standards:
            over_the_record(timezone.localdate(), everything=True)
        with progress_bar("Building the dataset of its measures"):
            build_dataset(by=None, at=timezone.now())
    except demo.NotEmpty as reason:
        if arguments.if_empty:
            return 0
        raise Refused(str(reason)) from reason
    if arguments.json:
        print_object(asdict(made))
    else:
        say("The fictional authority is ready.")
    return 0
