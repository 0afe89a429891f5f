"""What was read, guessed, left out and worth putting right in lists or tables: said once each, and counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from goldenthread.returns.operations.census_reading import LINES_TOLD, MOST_TOLD, Rejection, shown

MOST_GUESSES = 2_000


@dataclass(slots=True)
class Said:
    """What is told of a file beside its children. `guesses` are by what was guessed; each says how often."""

    rejected: list[Rejection] = field(default_factory=list)
    rejected_count: int = 0
    noticed: dict[str, dict[str, Any]] = field(default_factory=dict)
    guesses: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)

    def refuse(self, sheet: str, row: int, column: str, value: object, why: str, record: str = "row") -> None:
        """A row or a value that is left out."""
        self.rejected_count += 1
        if len(self.rejected) < MOST_TOLD:
            said = "" if value is None else shown(str(value))
            self.rejected.append(Rejection(row, column, said, why, "", record, sheet))

    def guess(self, number: int | str, column: str, said: str, read_as: str, why: str, times: int = 1) -> None:
        """Something that was read otherwise than it is spelt. The same guess is said once and counted."""
        key = (number, column, said[:200], read_as, why)
        known = self.guesses.get(key)
        if known is not None:
            known["times"] += times
        elif len(self.guesses) < MOST_GUESSES:
            self.guesses[key] = {
                "list": number,
                "column": column,
                "said": shown(said),
                "read_as": read_as,
                "why": why,
                "times": times,
            }

    def notice(self, column: str, why: str, row: int = 0) -> None:
        """Something that was loaded and is worth putting right; no row where it is about the whole file."""
        known = self.noticed.setdefault(
            f"{column} {why}", {"rule": "", "why": why, "element": column, "times": 0, "lines": []}
        )
        known["times"] += 1
        if row and len(known["lines"]) < LINES_TOLD:
            known["lines"].append(row)
