"""`goldenthread ledger`: verify that nothing in the ledger was changed, or show its latest entries."""

import argparse
from dataclasses import asdict

from goldenthread.config.command import print_object, progress_bar, say, start_django, with_json


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

    with progress_bar("Checking the ledger") as progress:
        found = verify_ledger(progress=lambda done, total: progress(done, total, ""))
    if as_json:
        print_object(asdict(found))
    elif found.ok:
        print(f"The ledger is whole: {found.checked} entries. Its head is {found.head}.")
    else:
        for problem in found.problems:
            print(problem.sentence)
        say("The ledger was changed.")
    return 0 if found.ok else 1


def _show(last: int, as_json: bool) -> int:
    from goldenthread.access.public import entries

    latest = entries(limit=last)
    if as_json:
        print_object({"entries": [{**asdict(entry), "at": entry.at.isoformat()} for entry in latest]})
        return 0
    for entry in latest:
        print(f"{entry.number}  {entry.at:%Y-%m-%d %H:%M:%S}  {entry.name or '-'}  {entry.label}  {entry.subject}")
    return 0
