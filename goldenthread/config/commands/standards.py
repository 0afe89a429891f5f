"""`goldenthread standards`: try the text rules of the practice standards on lines of a file. Needs no database."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from goldenthread.config.command import CalledWrongly, say, with_json
from goldenthread.config.commands import standards_run
from goldenthread.rulebook.standards.facts import ActionFacts, OutcomeFacts
from goldenthread.rulebook.standards.plans import STANDARDS
from goldenthread.rulebook.text.factors import prompts

_READ_AS = {"plan-action": ActionFacts, "plan-outcome": OutcomeFacts}
# Those that look at the record around the sentence have nothing to look at here.
_OF_THE_RECORD = frozenset(("plan.outcome_has_actions", "plan.evidence_fresh"))


class LineRefused(ValueError):
    """A line of the file is not what was asked for; the message says how."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="what", required=True, metavar="ACTION")
    one = actions.add_parser(
        "try",
        help="hint at each line of a file",
        description='Hint at each line of a file: {"id": …, "text": …, "owner": …, "due": …} in, '
        '{"id": …, "hints": […]} out.',
    )
    one.add_argument("kind", metavar="KIND", choices=tuple(KINDS), help=", ".join(KINDS))
    one.add_argument("file", metavar="FILE", help="a file of JSON lines, or - for standard input")
    whole = actions.add_parser(
        "run",
        help="run every standard over the record",
        description="Run every standard over what changed since the last run, or over the whole record.",
    )
    whole.add_argument("--all", action="store_true", help="look at every child, not only at what changed")
    whole.add_argument("--as-of", metavar="DATE", help="the day to judge by, as 2026-03-03 (today)")
    whole.add_argument("--jobs", type=int, default=0, metavar="N", help="processes (as many as there are cores)")
    with_json(whole)


def run(arguments: argparse.Namespace) -> int:
    """Print the hints for every line; 2 when a line could not be read, after doing the others.

    Raises:
        CalledWrongly: the file cannot be opened.
    """
    if arguments.what == "run":
        return standards_run.run(arguments)
    hint = KINDS[arguments.kind]
    refused = False
    with ExitStack() as held:
        for number, read in _numbered(_opened(arguments.file, held)):
            try:
                thing = _line(read)
                found = hint(thing)
            except LineRefused as reason:
                say(f"line {number}: {reason}")
                refused = True
                continue
            print(json.dumps({"id": thing["id"], "hints": found}, ensure_ascii=False))
    return 2 if refused else 0


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, line


def _line(read: bytes) -> dict[str, Any]:
    try:
        thing = json.loads(read.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise LineRefused("it is not in UTF-8.") from None
    except (ValueError, RecursionError):
        raise LineRefused("it is not JSON.") from None
    if not isinstance(thing, dict):
        raise LineRefused("it is not a JSON object.")
    if "id" not in thing:
        raise LineRefused('it has no "id".')
    if not isinstance(thing.get("text"), str):
        raise LineRefused('its "text" is missing, or is not text.')
    for key in ("owner", "due"):
        if not isinstance(thing.get(key), str | None):
            raise LineRefused(f'its "{key}" is neither text nor null.')
    return thing


def _plan(kind: str) -> Callable[[Mapping[str, Any]], list[str]]:
    reads = _READ_AS[kind]
    asked = [one for one in STANDARDS if one.reads is reads and one.id not in _OF_THE_RECORD]

    def hints(thing: Mapping[str, Any]) -> list[str]:
        due = str(thing.get("due") or "")
        day = _day(due)
        facts: ActionFacts | OutcomeFacts
        if reads is ActionFacts:
            facts = ActionFacts(text=thing["text"], owner=str(thing.get("owner") or ""), due=due, due_on=day)
        else:
            facts = OutcomeFacts(text=thing["text"], by=due, by_on=day)
        return [one.id for one in asked if one.decide(facts).met is False]

    return hints


def _passage(thing: Mapping[str, Any]) -> list[str]:
    return [f"factor:{one.code}" for one in prompts(thing["text"], year=datetime.now(UTC).year)]


KINDS: Mapping[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "plan-action": _plan("plan-action"),
    "plan-outcome": _plan("plan-outcome"),
    "assessment-text": _passage,
}


def _day(due: str) -> date | None:
    try:
        return date.fromisoformat(due.strip()[:10])
    except ValueError:
        return None


def _opened(path: str, held: ExitStack) -> Iterable[bytes]:
    if path == "-":
        return sys.stdin.buffer
    try:
        return held.enter_context(Path(path).open("rb"))
    except OSError as reason:
        raise CalledWrongly(f"{path} cannot be read: {reason.strerror}.") from reason
