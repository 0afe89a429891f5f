"""`goldenthread demo`: fill an empty database with a fictional authority."""

import argparse
import os

from goldenthread.config.command import Refused, print_object, progress_bar, say, start_django, with_json

SIZES = ("small", "typical", "large")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=SIZES, default="small", help="how large an authority (small)")
    parser.add_argument("--children", type=int, help="that many children, in place of a size")
    parser.add_argument("--years", type=int, help="how many years of history")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes another authority (1)")
    parser.add_argument("--if-empty", action="store_true", help="do nothing when the database holds children")
    with_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build it.

    Raises:
        Refused: the database holds children already.
    """
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "owner"
    os.environ["GOLDENTHREAD_DEMONSTRATION"] = "1"
    start_django()
    from goldenthread.config import demo

    if not demo.is_empty():
        if arguments.if_empty:
            return 0
        raise Refused("The database is not empty, and a fictional authority is never mixed with a real one.")
    with progress_bar("Making a fictional authority") as progress:
        made = demo.build(
            size=arguments.size,
            children=arguments.children,
            years=arguments.years,
            seed=arguments.seed,
            progress=progress,
        )
    if arguments.json:
        print_object(made)
    else:
        say("The fictional authority is ready.")
    return 0
