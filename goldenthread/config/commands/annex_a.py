"""`goldenthread annex-a`: make Annex A as a workbook."""

import argparse
import os
from datetime import date
from pathlib import Path
from typing import Any

from goldenthread.config.command import CalledWrongly, Refused, print_object, progress_bar, start_django, with_json

SHOWN = 10  # things to put right that are said in words; all of them are in the workbook and the JSON


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="OUT.xlsx", help="the workbook to write; one that is there is replaced"
    )
    parser.add_argument("--as-of", metavar="DATE", help="the day the lists are of, as 2026-03-03 (today)")
    parser.add_argument("--as", dest="by", metavar="EMAIL", help="the person in whose name, and with whose rights")
    parser.add_argument(
        "--address", default="", metavar="URL", help="where this product is served, for links to records"
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="REPORT.xlsx",
        help="also write the report of the lists: cohort, timeliness and comparators, without small numbers",
    )
    parser.add_argument(
        "--small-numbers",
        action="store_true",
        help="keep small numbers in the report, which then must not leave the authority",
    )
    with_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make it. 0 when it was made, whatever its checks found; they are said.

    Raises:
        CalledWrongly: no such day, folder or person.
        Refused: the person may not, or the day is to come.
    """
    try:
        on = date.fromisoformat(arguments.as_of) if arguments.as_of else None
    except ValueError:
        raise CalledWrongly(f"{arguments.as_of} is no day. Write it as 2026-03-03.") from None
    for file in (arguments.file, arguments.report):
        if file is not None and not file.absolute().parent.is_dir():
            raise CalledWrongly(f"There is no folder {file.absolute().parent}.")
    if arguments.report is not None and arguments.report.absolute() == arguments.file.absolute():
        raise CalledWrongly("The report needs a file of its own.")
    if arguments.small_numbers and arguments.report is None:
        raise CalledWrongly("--small-numbers is about the report: name its file with --report.")
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    start_django("app")
    from django.utils import timezone

    from goldenthread.access.public import NotAllowed, came_from, find_user
    from goldenthread.kernel import refusal
    from goldenthread.returns.public.annex_a import produce_annex_a, write_report

    by = find_user(email=arguments.by) if arguments.by else None
    if arguments.by and by is None:
        raise CalledWrongly(f"Nobody signs in as {arguments.by}.")
    came_from.set("goldenthread annex-a")
    now = timezone.now()
    try:
        with progress_bar("Making Annex A") as progress:
            made = produce_annex_a(
                arguments.file,
                on=on or timezone.localdate(now),
                by=by,
                at=now,
                address=arguments.address.rstrip("/"),
                progress=progress,
            )
    except (refusal.Refused, NotAllowed) as reason:
        raise Refused(str(reason)) from reason
    told = made.as_dict() | {"file": str(arguments.file)}
    if arguments.report is not None:
        write_report(arguments.report, made, by=by, at=now, hide=not arguments.small_numbers)
        told |= {"report": str(arguments.report), "small_numbers_left_out": not arguments.small_numbers}
    if arguments.json:
        print_object(told)
    else:
        _say(told)
    return 0


def _say(told: dict[str, Any]) -> None:
    print(f"Annex A as at {told['on']}: {told['children']:,} children, in {told['file']}")
    for number, count in told["rows"].items():
        print(f"  List {number}: {count:,} rows")
    for kind, count in told["checked"].items():
        print(f"{kind.capitalize()}: {count:,}")
    for one in told["checks"][:SHOWN]:
        print(f"  List {one['list']}, row {one['row']}, {one['column']}: {one['why']}")
    if len(told["checks"]) > SHOWN:
        print(f"  And {len(told['checks']) - SHOWN:,} more: see the sheet “Checks”, or --json.")
    if "report" in told:
        left_out = "small numbers are left out" if told["small_numbers_left_out"] else "it holds small numbers"
        print(f"Report of the lists: {told['report']} ({left_out})")
