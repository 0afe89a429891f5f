"""A checklist as `casework/checklist.html` draws it: what is not met first, with its hint and what decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from goldenthread.casework.public.checklists import Line


def as_checklist(
    name: str, lines: Iterable[Line], answer: Callable[[Line], Mapping[str, Any]] | None = None
) -> dict[str, Any]:
    """The lines about one child, or of one thing where `name` is empty, each standard once. `answer` adds to a line
    that is not met the box in which whoever signs says what she makes of it: {field, words, error}."""
    once = list({line.standard: line for line in lines}.values())
    return {
        "name": name,
        "met": sum(line.met is True for line in once),
        "unmet": [
            {"sentence": line.sentence, "why": line.why, "hint": line.hint, "because": line.because}
            | (answer(line) if answer else {})
            for line in once
            if line.met is False
        ],
        "fine": [{"sentence": line.sentence, "because": line.because} for line in once if line.met],
    }


def checklists_by_child(lines: Iterable[Line], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """A checklist for each child of whom something is asked, by name; one without a name where there is one child."""
    every = list(lines)
    found = [as_checklist(name, [line for line in every if line.child == child]) for child, name in names.items()]
    shown = [one for one in found if one["unmet"] or one["fine"]]
    return [one | {"name": ""} for one in shown] if len(names) == 1 else shown
