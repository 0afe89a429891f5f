"""`goldenthread dataset build`: the Parquet files that measures are made from."""

import argparse
from dataclasses import asdict

from goldenthread.config.command import print_object, start_django, with_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["build"], help="bring the dataset up to date with the record")
    parser.add_argument("--all", action="store_true", help="write every table anew, not only what changed")
    with_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build."""
    start_django("app")
    from django.utils import timezone

    from goldenthread.insight.public.dataset import build_dataset

    built = build_dataset(by=None, at=timezone.now(), whole=arguments.all)
    if arguments.json:
        print_object(asdict(built))
        return 0
    print(
        f"{built.tables} tables, {built.rows:,} rows, {built.bytes / 1e6:,.1f} MB; "
        f"{len(built.written)} written anew in {built.seconds} seconds."
    )
    return 0
