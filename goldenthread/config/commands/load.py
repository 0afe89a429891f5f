"""`goldenthread load`: load a file of returns."""

import argparse
import os
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from goldenthread.config.command import CalledWrongly, Refused, print_object, progress_bar, start_django, with_json

SHOWN = 20  # rejections said in words; all of them are in the JSON and on the page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    census = kinds.add_parser(
        "cin-census",
        help="a children in need census",
        description=(
            "Load a children in need census (2022 to 2026). A bad record is left out alone and said; a file that is "
            "not a census is refused whole. Loading it again changes nothing."
        ),
    )
    census.add_argument("file", type=Path, metavar="FILE.xml", help="the census file")
    census.add_argument("--as", dest="by", metavar="EMAIL", help="the person in whose name it is loaded")
    with_json(census)
    annex = kinds.add_parser(
        "annex-a",
        help="a workbook of Annex A",
        description=(
            "Load a workbook of Annex A (.xlsx). Headers, entries and days are read forgivingly and every guess is "
            "said; a bad row is left out alone. Loading it again changes nothing."
        ),
    )
    annex.add_argument("file", type=Path, metavar="WORKBOOK.xlsx", help="the workbook")
    annex.add_argument("--as-of", metavar="DATE", help="the day its lists are of, as 2026-03-03 (the latest in them)")
    annex.add_argument("--as", dest="by", metavar="EMAIL", help="the person in whose name it is loaded")
    with_json(annex)
    tables = kinds.add_parser(
        "ssd",
        help="a folder of the Standard Safeguarding Dataset",
        description=(
            "Load the tables of the Standard Safeguarding Dataset from a folder: CSV or Parquet, each named for its "
            "table. A bad row is left out alone and said. Loading it again changes nothing."
        ),
    )
    tables.add_argument("file", type=Path, metavar="FOLDER", help="the folder")
    tables.add_argument("--as-of", metavar="DATE", help="the day the tables are of, as 2026-03-03 (today)")
    tables.add_argument("--as", dest="by", metavar="EMAIL", help="the person in whose name it is loaded")
    with_json(tables)
    again = kinds.add_parser(
        "again",
        help="what was kept of censuses loaded before",
        description=(
            "Fill assessments, enquiries, conferences and plans from the census records that were kept when they were "
            "loaded by an earlier release. Fills gaps alone: what stands is not changed, and a second run does nothing."
        ),
    )
    again.add_argument("--as", dest="by", metavar="EMAIL", help="the person in whose name it is done")
    with_json(again)


def run(arguments: argparse.Namespace) -> int:
    """Load it. 0 when the file was loaded, whether or not records of it were left out; 1 when it was refused whole.

    Raises:
        CalledWrongly: there is no such file, or nobody has that address.
        Refused: the file cannot be read as a census; nothing of it is kept.
    """
    if arguments.kind == "again":
        return _again(arguments)
    if arguments.kind == "ssd" and not arguments.file.is_dir():
        raise CalledWrongly(f"There is no folder {arguments.file}.")
    if arguments.kind != "ssd" and not arguments.file.is_file():
        raise CalledWrongly(f"There is no file {arguments.file}.")
    on = _day(getattr(arguments, "as_of", None))
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    start_django("app")
    from django.utils import timezone

    from goldenthread.access.public import NotAllowed, came_from, find_user
    from goldenthread.kernel import refusal
    from goldenthread.returns.public import load_annex_a, load_cin_census, load_ssd

    by = find_user(email=arguments.by) if arguments.by else None
    if arguments.by and by is None:
        raise CalledWrongly(f"Nobody signs in as {arguments.by}.")
    came_from.set("goldenthread load")
    try:
        with progress_bar("Loading the file") as progress:
            if arguments.kind == "annex-a":
                loaded = load_annex_a(arguments.file, by=by, at=timezone.now(), on=on, progress=progress)
            elif arguments.kind == "ssd":
                loaded = load_ssd(arguments.file, by=by, at=timezone.now(), on=on, progress=progress)
            else:
                loaded = load_cin_census(arguments.file, by=by, at=timezone.now(), progress=progress)
    except (refusal.Refused, NotAllowed) as reason:
        if arguments.json:
            names = ("children", "referrals", "created", "updated", "unchanged")
            print_object(dict.fromkeys(names, 0) | {"rejected": [], "refused": str(reason)})
        raise Refused(str(reason)) from reason
    told = loaded.as_dict()
    if arguments.json:
        print_object(told)
    else:
        _say(told)
    return 0


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CalledWrongly(f"{text} is no day. Write it as 2026-03-03.") from None


def _again(arguments: argparse.Namespace) -> int:
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    start_django("app")
    from django.utils import timezone

    from goldenthread.access.public import NotAllowed, came_from, find_user
    from goldenthread.kernel import refusal
    from goldenthread.returns.public import load_again

    by = find_user(email=arguments.by) if arguments.by else None
    if arguments.by and by is None:
        raise CalledWrongly(f"Nobody signs in as {arguments.by}.")
    came_from.set("goldenthread load")
    try:
        with progress_bar("Reading what was kept") as progress:
            filled = load_again(by=by, at=timezone.now(), progress=progress)
    except (refusal.Refused, NotAllowed) as reason:
        raise Refused(str(reason)) from reason
    told = asdict(filled)
    if arguments.json:
        print_object(told)
        return 0
    for name, count in told.items():
        print(f"{name.capitalize()}: {count:,}")
    return 0


def _say(told: dict[str, Any]) -> None:
    print(f"Of {told['census_year']}" if "guesses" in told else f"Census of {told['census_year']}")
    for words, name in (
        ("Children", "children"),
        ("Made", "created"),
        ("Updated", "updated"),
        ("Unchanged", "unchanged"),
        ("Referrals", "referrals"),
        ("Assessments", "assessments"),
        ("Enquiries", "enquiries"),
        ("Conferences", "conferences"),
        ("Plans", "plans"),
        ("Rows kept for measures", "rows_kept"),
        ("Reasons to leave a record out", "rejected_count"),
    ):
        if name in told:
            print(f"{words}: {told[name]:,}")
    for one in told["rejected"][:SHOWN]:
        value = f" “{one['value']}”" if one["value"] else ""
        where = f"{one['sheet']}, row {one['row']}" if "sheet" in one else f"Line {one['line']}"
        print(f"  {where}, {one['element']}{value}: {one['why']}{_rule(one)}")
    if told["rejected_count"] > SHOWN:
        print(f"  And {told['rejected_count'] - SHOWN:,} more: see the page for loading files, or --json.")
    if told.get("guesses"):
        print("Read otherwise than it is spelt:")
    for one in told.get("guesses", ())[:SHOWN]:
        where = ", ".join(part for part in (_list(one["list"]), one["column"]) if part)
        said = f" “{one['said']}”" if one["said"] else ""
        print(f"  {where or 'The whole file'}{said}: read as {one['read_as']}. {one['why']} Times: {one['times']:,}.")
    if len(told.get("guesses", ())) > SHOWN:
        print(f"  And {len(told['guesses']) - SHOWN:,} more: see the page for loading files, or --json.")
    if told["noticed"]:
        print("Loaded, and worth putting right:")
    for one in told["noticed"]:
        print(f"  {one['why']} Times: {one['times']:,}.{_first(one)}{_rule(one)}")


def _list(name: int | str) -> str:
    return f"List {name}" if isinstance(name, int) else name


def _first(one: dict[str, Any]) -> str:
    if not one["lines"]:
        return f" {one['element']}." if one["element"] else ""
    return f" First on line {one['lines'][0]}, {one['element']}."


def _rule(one: dict[str, Any]) -> str:
    return f" (census rule {one['rule']})" if one["rule"] else ""
