"""`goldenthread migrate`: bring the database up to date, then set what the serving role may do."""

import argparse
import os

from goldenthread.config.command import Refused, say, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--verbose", action="store_true", help="name each migration")


def run(arguments: argparse.Namespace) -> int:
    """Migrate as the owner of the tables and grant.

    Raises:
        Refused: the database cannot be reached.
    """
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "owner"
    start_django()
    from django.core.management import call_command
    from django.db import OperationalError, connection

    from goldenthread.config.postgres import apply_grants

    try:
        call_command("migrate", interactive=False, verbosity=1 if arguments.verbose else 0)
        withheld = apply_grants(connection)
    except OperationalError as reason:
        raise Refused(f"The database cannot be reached: {str(reason).splitlines()[0]}") from reason
    say(withheld or "The database is up to date.")
    return 0
