"""Annex A checked against itself: what is missing, what cannot be, and what says two things at once.

Pure: the lists in, what is wrong out. A check names the list, the row as it stands in the workbook, and the column; it
never repeats the value of a cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.returns.queries.annex_lists import AnnexLists, AnnexRow
from goldenthread.rulebook.annex import LISTS, PLACES, in_the_list

MISSING, IMPOSSIBLE, CONTRADICTING = "missing", "impossible", "contradicting"
KINDS = {MISSING: "Missing", IMPOSSIBLE: "Impossible", CONTRADICTING: "Contradicting"}
FIRST_ROW = 2  # the first row below the column names
OLDEST = 26  # nobody on these lists is as old: care leavers have support to 25
MOTHERS_MONTHS = 310  # days before birth on which work for an unborn child can have begun

_ENDS = {
    4: (("Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"),),
    5: (
        (
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Date of Initial Child Protection Conference",
        ),
    ),
    6: (("CIN Start Date", "CIN Closure Date"),),
    7: (
        ("Child Protection Plan Start Date", "Child Protection Plan End Date"),
        ("Child Protection Plan Start Date", "Date of latest review conference"),
    ),
}
# What an empty cell means, where more can be said than that it is empty.
_WHY_EMPTY = {
    "Case Status": "The case is open, and has neither a plan nor an open assessment.",
    "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)": (
        "Emergency protection orders and police protection are not in this record yet. Add it by hand."
    ),
    "Allocated Team": "The case is with no team.",
    "Allocated Worker": "The case has no worker.",
    "Primary Need Code": "No primary need has been recorded.",
}


@dataclass(frozen=True, slots=True)
class Check:
    """Something of a row to put right. `kind` is one of `KINDS`; `row` is the row of its sheet."""

    kind: str
    number: int
    row: int
    column: str
    why: str

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "list": self.number, "row": self.row, "column": self.column, "why": self.why}


def checks(lists: AnnexLists) -> Iterator[Check]:
    """Everything that is wrong, list by list and row by row."""
    said = _Said(lists)
    for number, rows in lists.rows.items():
        for n, row in enumerate(rows, FIRST_ROW):
            for kind, column, why in (*_missing(row), *_impossible(row, lists.on), *said.against(row)):
                yield Check(kind, number, n, column, why)


type _Wrong = Iterator[tuple[str, str, str]]


def _missing(row: AnnexRow) -> _Wrong:
    # Nobody has a referral that led to nothing more.
    nobodys = row.number == 3 and row.cell("Referral NFA?") == in_the_list("yes_no", "Y")
    for column, value in zip(LISTS[row.number].columns, row.cells, strict=True):
        if nobodys and column.name in ("Allocated Team", "Allocated Worker"):
            continue
        if column.needed and value in (None, ""):
            yield MISSING, column.name, _WHY_EMPTY.get(column.name, "The list needs a value here.")
    if "Date of Birth" in PLACES[row.number] and row.cell("Date of Birth") is None:
        yield MISSING, "Date of Birth", "Neither a date of birth nor an expected one has been recorded."


def _impossible(row: AnnexRow, on: date) -> _Wrong:
    names = LISTS[row.number].names
    days = {name: value for name, value in zip(names, row.cells, strict=True) if isinstance(value, date)}
    born = days.pop("Date of Birth", None)
    for name, day in days.items():
        if day > on:
            yield IMPOSSIBLE, name, "It is later than the day of these lists."
    if born is not None:
        early = [name for name, day in days.items() if (born - day).days > MOTHERS_MONTHS]
        if early:
            yield IMPOSSIBLE, "Date of Birth", f"It is long after the day in “{early[0]}”."
        if born <= on and on.year - born.year > OLDEST:
            yield IMPOSSIBLE, "Date of Birth", f"It makes the child older than {OLDEST}."
    for starts, ends in _ENDS.get(row.number, ()):
        if starts in days and ends in days and days[ends] < days[starts]:
            yield IMPOSSIBLE, ends, f"It is before the day in “{starts}”."
    if row.number == 6:
        closed, reason = row.cell("CIN Closure Date"), row.cell("Reason for Closure")
        if closed and not reason:
            yield MISSING, "Reason for Closure", "The case closed, and no reason has been recorded."


class _Said:
    """What the lists say of each child, for comparing one with another."""

    def __init__(self, lists: AnnexLists) -> None:
        self.protected = {
            row.child for row in lists.rows[7] if row.child and not row.cell("Child Protection Plan End Date")
        }
        self.plans = {(row.child, row.cell("Child Protection Plan Start Date")) for row in lists.rows[7]}
        cases = [row for row in lists.rows[6] if not row.cell("CIN Closure Date")]
        self.open = Counter(row.child for row in cases)
        self.on_protection = {row.child for row in cases if row.cell("Case Status") == _PROTECTION}
        self.in_need = self.open.keys()
        self.runs = Counter(row.child for row in lists.rows[7] if not row.cell("Child Protection Plan End Date"))

    def against(self, row: AnnexRow) -> _Wrong:
        if row.number == 5:
            held = row.cell("Date of Initial Child Protection Conference")
            led = row.cell("Did the Initial Child Protection Conference Result in a Child Protection Plan")
            unnecessary = row.cell("Was an Initial Child Protection Conference deemed unnecessary?")
            if held and unnecessary == in_the_list("yes_no", "Y"):
                column = "Was an Initial Child Protection Conference deemed unnecessary?"
                yield CONTRADICTING, column, "A conference was held, and another cell says that none was needed."
            if held and led == in_the_list("yes_no_unknown", "Y") and (row.child, held) not in self.plans:
                column = "Did the Initial Child Protection Conference Result in a Child Protection Plan"
                yield CONTRADICTING, column, "No plan on list 7 began on the day of this conference."
        elif row.number == 6 and not row.cell("CIN Closure Date"):
            if self.open[row.child] > 1:
                yield CONTRADICTING, "Child Unique ID", "The child has more than one open case on this list."
            if row.cell("Case Status") == _PROTECTION and row.child not in self.protected:
                yield CONTRADICTING, "Case Status", "No plan on list 7 runs for this child."
            if row.child in self.protected and row.child not in self.on_protection:
                yield CONTRADICTING, "Case Status", "A child protection plan on list 7 runs for this child."
        elif row.number == 7 and not row.cell("Child Protection Plan End Date"):
            if row.child not in self.in_need:
                yield CONTRADICTING, "Child Protection Plan End Date", "The plan runs, and list 6 has no open case."
            if self.runs[row.child] > 1:
                yield CONTRADICTING, "Child Unique ID", "The child has more than one plan that runs."


_PROTECTION = in_the_list("status", "protection")
