"""`goldenthread ledger`: verify that nothing in the ledger was changed, or show its latest entries."""

import argparse
from dataclasses import asdict

from goldenthread.config.command import print_object, say, start_django, with_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    verify = acts.add_parser(
        "verify",
        help="find any change",
        description="Recount the ledger's chain and name the first entry that was changed, removed or put in.",
    )
    with_json(verify)
    show = acts.add_parser("show", help="the latest entries", description="Show the latest entries.")
    show.add_argument("--last", type=int, default=20, metavar="N", help="how many (20)")
    with_json(show)


def run(arguments: argparse.Namespace) -> int:
    """Verify or show. A ledger that was changed is exit code 1."""
    start_django("app")
    return _verify(arguments.json) if arguments.act == "verify" else _show(arguments.last, arguments.json)


def _verify(as_json: bool) -> int:
    from goldenthread.access.public import verify_ledger

    found = verify_ledger()
    if as_json:
        print_object(
            {"whole": found.whole, "entries": found.entries, "first_wrong": found.first_wrong, "why": found.why}
        )
    elif found.whole:
        say(f"The ledger is whole: {found.entries} entries.")
    else:
        say(f"The ledger was changed. Entry {found.first_wrong}: {found.why}")
    return 0 if found.whole else 1


def _show(last: int, as_json: bool) -> int:
    from goldenthread.access.public import latest_entries

    entries = latest_entries(last)
    if as_json:
        print_object({"entries": [{name: _plain(part) for name, part in asdict(entry).items()} for entry in entries]})
        return 0
    for entry in entries:
        print(f"{entry.number}  {entry.at:%Y-%m-%d %H:%M:%S}  {entry.act}  {entry.actor or ''}  {entry.subject}")
    return 0


def _plain(part: object) -> object:
    return part if part is None or isinstance(part, (str, int, float, bool, dict, list)) else str(part)
