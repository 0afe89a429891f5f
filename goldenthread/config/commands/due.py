"""`goldenthread due`: when a statutory clock falls due and why. Needs no database."""

import argparse
import difflib
from datetime import date, datetime

from goldenthread.config.command import CalledWrongly, print_object, say, with_json
from goldenthread.kernel.clock import LONDON, Clock, Due, london_date
from goldenthread.rulebook.calendar import COVERS
from goldenthread.rulebook.clocks import CLOCKS, due


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("clock", metavar="CLOCK_ID", help="the clock, such as icpc")
    parser.add_argument("start", metavar="START", help="2026-03-03, or 2026-03-03T14:41 for a clock in hours")
    with_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the due date.

    Raises:
        CalledWrongly: no clock has that id, or the start is not a date.
    """
    clock = _clock(arguments.clock)
    start = _start(arguments.start)
    try:
        found = due(clock.id, start)
    except (ValueError, OverflowError) as reason:
        raise CalledWrongly(f"{clock.id} cannot be counted from {arguments.start}: {reason}") from reason
    if london_date(start) < COVERS[0] or found.due_on > COVERS[1]:
        say(
            f"Bank holidays are known from {COVERS[0].year} to {COVERS[1].year}: "
            "outside those years only weekends are left out of the count."
        )
    if arguments.json:
        print_object(
            {
                "clock": clock.id,
                "start": start.isoformat(),
                "due": (found.due_at or found.due_on).isoformat(),
                "skipped": [{"date": skipped.date.isoformat(), "name": skipped.name} for skipped in found.skipped],
            }
        )
    else:
        print(_in_words(clock, start, found))
    return 0


def _clock(given: str) -> Clock:
    if given in CLOCKS:
        return CLOCKS[given]
    near = difflib.get_close_matches(given.casefold(), list(CLOCKS), n=5, cutoff=0.4)
    near += [name for name in CLOCKS if given.casefold() in name and name not in near]
    told = f" Did you mean {' or '.join(near[:5])}?" if near else f" The first of them: {', '.join(list(CLOCKS)[:5])}."
    raise CalledWrongly(f"No clock is called {given}.{told}")


def _start(given: str) -> date | datetime:
    try:
        if len(given) <= len("2026-03-03"):
            return date.fromisoformat(given)
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise CalledWrongly(f"{given} is not a date: write it as 2026-03-03 or 2026-03-03T14:41.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def _in_words(clock: Clock, start: date | datetime, found: Due) -> str:
    lines = [
        f"{clock.name}: due {_when(found.due_at or found.due_on)}",
        f"  Started {_when(start)}.",
        f"  {clock.why}. Source: {clock.authority.source}.",
    ]
    if found.skipped:
        lines.append("  Not counted:")
        for skipped in found.skipped:
            weekend = skipped.name == f"{skipped.date:%A}"
            lines.append(f"    {_when(skipped.date)}" + ("" if weekend else f", {skipped.name}"))
    return "\n".join(lines)


def _when(day: date | datetime) -> str:
    if isinstance(day, datetime):
        moment = day.astimezone(LONDON)
        clock_time = f"{moment.hour % 12 or 12}:{moment.minute:02}{'am' if moment.hour < 12 else 'pm'}"
        return f"{_when(moment.date())} at {clock_time}"
    return f"{day:%A} {day.day} {day:%B} {day.year}"
