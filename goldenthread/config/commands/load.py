"""`goldenthread load`: load a file of returns."""

import argparse
import os
from dataclasses import asdict
from pathlib import Path

from goldenthread.config.command import CalledWrongly, Refused, print_object, progress_bar, start_django, with_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    census = kinds.add_parser(
        "cin-census",
        help="a children in need census",
        description="Load a children in need census (2022 to 2026), all of it or nothing.",
    )
    census.add_argument("file", type=Path, metavar="FILE.xml", help="the census file")
    census.add_argument("--by", metavar="EMAIL", help="the person in whose name it is loaded")
    with_json(census)


def run(arguments: argparse.Namespace) -> int:
    """Load it.

    Raises:
        CalledWrongly: there is no such file, or nobody has that address.
        Refused: the file cannot be read as a census; nothing of it is kept.
    """
    if not arguments.file.is_file():
        raise CalledWrongly(f"There is no file {arguments.file}.")
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    start_django("app")
    from django.utils import timezone

    from goldenthread.access.public import find_user
    from goldenthread.returns.public import CensusRefused, load_cin_census

    by = find_user(email=arguments.by) if arguments.by else None
    if arguments.by and by is None:
        raise CalledWrongly(f"Nobody signs in as {arguments.by}.")
    try:
        with progress_bar("Loading the census") as progress:
            loaded = load_cin_census(arguments.file, by=by, at=timezone.now(), progress=progress)
    except CensusRefused as reason:
        raise Refused(str(reason)) from reason
    counts = asdict(loaded)
    if arguments.json:
        print_object(counts)
    else:
        for name, number in counts.items():
            print(f"{name.replace('_', ' ').capitalize()}: {number}")
    return 0
