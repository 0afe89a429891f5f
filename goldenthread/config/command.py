"""The command `goldenthread`: what an administrator types.

Exit codes: 0 done, 1 refused or something was found wrong, 2 the command was called wrongly. With `--json` one JSON
object stands alone on standard output; progress and messages go to standard error always.
"""

import argparse
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

# Each is a module of `commands`, loaded when it is called for: `due` must not wait for Django.
SUBCOMMANDS = {
    "serve": "Serve the pages on this machine",
    "migrate": "Bring the database up to date and set what the serving role may do",
    "demo": "Fill an empty database with a fictional authority",
    "load": "Load a file of returns",
    "annex-a": "Make Annex A, the lists of children for an inspection, as a workbook",
    "due": "Say when a statutory clock falls due, and why",
    "deadlines": "Count deadlines by clock: running, due soon, overdue, met, met late",
    "standards": "Try the text rules of the practice standards on a file of sentences",
    "dataset": "Build the dataset that measures are made from",
    "measures": "List, run, open or explain the measures",
    "region": "List the authorities of the region, or work out measures in each",
    "ledger": "Verify the ledger, or show its latest entries",
    "inspections": "Read a report of an inspection, and propose what it finds",
    "worker": "Run the background jobs",
    "postgres": "Start, stop or look at the embedded database",
}


class Refused(Exception):
    """The command will not do it, or found something wrong: exit code 1 and the message."""


class CalledWrongly(Exception):
    """The command was called with words it does not know: exit code 2 and the message."""


Progress = Callable[[int, int | None, str], None]
"""Told as long work goes on: how many are done, of how many (`None`: not known), and what is being done."""


def main(words: Sequence[str] | None = None) -> int:
    """Run the command with the given words (those it was called with, by default) and return its exit code."""
    given = list(sys.argv[1:] if words is None else words)
    chosen = next((word for word in given if not word.startswith("-")), None)
    parser = argparse.ArgumentParser(
        prog="goldenthread", description="Record and oversight for children's social care in England."
    )
    parsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, summary in SUBCOMMANDS.items():
        one = parsers.add_parser(name, help=summary, description=f"{summary}.")
        if name == chosen:
            module = importlib.import_module(f"goldenthread.config.commands.{name.replace('-', '_')}")
            module.add_arguments(one)
            one.set_defaults(run=module.run)
    try:
        arguments = parser.parse_args(given)
    except SystemExit as left:  # argparse has said why
        return int(left.code or 0)
    try:
        return int(arguments.run(arguments) or 0)
    except CalledWrongly as reason:
        return _say_and_return(str(reason), 2)
    except Refused as reason:
        return _say_and_return(str(reason), 1)
    except BrokenPipeError:  # the reader of our output has gone
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 -- so that closing at exit does not fail again
        return 1
    except KeyboardInterrupt:
        return 130


def with_json(parser: argparse.ArgumentParser) -> None:
    """Let a command print one JSON object in place of words."""
    parser.add_argument("--json", action="store_true", help="print one JSON object alone on standard output")


def print_object(thing: dict[str, Any]) -> None:
    """Print the one JSON object."""
    print(json.dumps(thing, ensure_ascii=False))


def say(words: str) -> None:
    """A message for the person who typed the command, on standard error."""
    print(words, file=sys.stderr, flush=True)


def start_django(role: str = "owner") -> None:
    """Load the application, connected in a role: `owner`, or `app` for what serves.

    A role that the environment names already stands.

    Raises:
        Refused: the settings or the database say no; the message is theirs.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
    os.environ.setdefault("GOLDENTHREAD_DATABASE_ROLE", role)
    from goldenthread.config.embedded import PostgresUnavailable
    from goldenthread.config.postgres import DatabaseAddressRefused
    from goldenthread.config.secrets import SecretKeyExposed

    try:
        import django

        django.setup()
    except (PostgresUnavailable, DatabaseAddressRefused, SecretKeyExposed) as reason:
        raise Refused(str(reason)) from reason


@contextmanager
def progress_bar(doing: str) -> Iterator[Progress]:
    """A progress bar on standard error, drawn when that is a terminal; else a line where the words change."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    if not console.is_terminal:
        said = ""

        def tell_in_lines(done: int, total: int | None = None, words: str = "") -> None:
            nonlocal said
            if words != said:
                said = words
                say(f"{doing}: {words}")

        say(doing)
        yield tell_in_lines
        return
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(doing, total=None)

        def tell(done: int, total: int | None = None, words: str = "") -> None:
            bar.update(task, completed=done, total=total, description=f"{doing}: {words}" if words else doing)

        yield tell


def _say_and_return(words: str, code: int) -> int:
    say(words)
    return code


if __name__ == "__main__":
    # By its full name, so that the refusals raised elsewhere are of the same class as those caught here.
    sys.exit(importlib.import_module("goldenthread.config.command").main())
