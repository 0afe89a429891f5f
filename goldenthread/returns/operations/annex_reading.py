"""Reading a workbook of Annex A: its sheets, headers, rows and cells, and what they tell of each child.

Nothing here touches a table. A row that cannot be known (no id, no day that it is about) is left out alone, and so is a
value that cannot be read; each is said with its sheet, row and column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goldenthread.kernel.refusal import Refused
from goldenthread.returns.operations.annex_facts import facts_of
from goldenthread.returns.operations.annex_file import Sheet
from goldenthread.returns.operations.loading_a_part import SOME_DISABILITY
from goldenthread.returns.operations.part_reading import Said
from goldenthread.returns.operations.told import ToldChild, ToldReferral
from goldenthread.rulebook.annex import LISTS, AnnexList, Column, in_the_list
from goldenthread.rulebook.annex.headers import Matched, list_like, list_named, match_headers, plain
from goldenthread.rulebook.annex.reading import (
    DayOrder,
    Unreadable,
    as_text,
    is_empty,
    order_of,
    read_code,
    read_date,
    read_whole,
)
from goldenthread.rulebook.census.values import COUNCIL_ID
from goldenthread.ui.words import day

HEADER_WITHIN = 15  # rows from the top
OURS = frozenset({"checks", "trace", "about"})  # sheets that our own workbooks have beside the lists
AS_IT_STOOD_ON = "As it stood on"  # on the last of them, before the day that the lists are of
ID = "Child Unique ID"
ABOUT_THE_CHILD = frozenset(
    {ID, "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)", "Does the Child have a Disability"}
)
# The day that a row is about: without it nothing can be loaded.
IS_ABOUT = {
    1: "Date of Contact",
    2: "Assessment start date",
    3: "Date of referral",
    4: "Continuous Assessment Start Date",
    5: "Strategy discussion initiating Section 47 Enquiry Start Date",
    6: "CIN Start Date",
    7: "Child Protection Plan Start Date",
}
CARE_BEGAN = "Date Started to be Looked After"
ADOPTERS = 11
LONGEST_TEXT = 300


class NotAnnexA(Refused):
    """No sheet of the workbook is a list of Annex A: nothing of it is loaded."""


@dataclass(slots=True)
class Row:
    """A row as it was read. `cells` are by column: our code for an entry, a day, a number or words."""

    number: int
    sheet: str
    line: int
    child: str
    cells: dict[str, Any]

    def get(self, column: str) -> Any:
        return self.cells.get(column)


class AnnexReading:
    """The workbook as it is read. `children` are put together from all its lists; `said` tells the rest."""

    def __init__(self, sheets: list[Sheet], *, today: date, on: date | None = None) -> None:
        self.said = Said()
        self.today = today
        found = self._lists(sheets)
        if not found:
            raise NotAnnexA("No sheet of this workbook is a list of Annex A: none has its name or its columns")
        # A list is found in another's place only by its own name or columns, so a missing one is said by its title.
        for number, one in LISTS.items():
            if number not in found:
                self.said.notice("", f"There is no sheet for list {number}, {one.title.lower()}.")
        self.rows = [row for number in sorted(found) for row in self._rows(number, *found[number])]
        self.on = on or self._said_in(sheets) or self._latest()
        self.source = f"Annex A of {day(self.on)}"

    def _lists(self, sheets: list[Sheet]) -> dict[int, tuple[Sheet, int, Matched]]:
        """For each list its sheet, the row of its header, and how its headers are read."""
        found: dict[int, tuple[Sheet, int, Matched]] = {}
        for sheet in sheets:
            if plain(sheet.name) in OURS or not sheet.rows:
                continue
            named = list_named(sheet.name)
            if named is None:
                number = next((n for row in sheet.rows[:HEADER_WITHIN] if (n := list_like(_texts(row)))), None)
                if number is None:
                    self.said.notice("", f"The sheet “{sheet.name[:40]}” is no list of Annex A, and was not read.")
                    continue
                named = number, "The sheet has that list’s columns."
            number, why = named
            if number in found:
                self.said.notice("", f"Two sheets are list {number}: “{sheet.name[:40]}” was not read.")
                continue
            at, matched = self._header(LISTS[number], sheet)
            if matched is None:
                self.said.notice("", f"The sheet “{sheet.name[:40]}” has no row of column names, and was not read.")
                continue
            if why:
                self.said.guess(number, "", sheet.name, LISTS[number].sheet, why)
            self._say_columns(LISTS[number], matched)
            found[number] = sheet, at, matched
        return found

    def _header(self, wanted: AnnexList, sheet: Sheet) -> tuple[int, Matched | None]:
        best: tuple[int, int, Matched | None] = (0, 0, None)
        for n, row in enumerate(sheet.rows[:HEADER_WITHIN]):
            matched = match_headers(wanted, _texts(row))
            if len(matched.columns) > best[0]:
                best = len(matched.columns), n, matched
        return (best[1], best[2]) if best[0] >= 2 else (0, None)

    def _say_columns(self, wanted: AnnexList, matched: Matched) -> None:
        for one in matched.columns:
            if one.why:
                self.said.guess(wanted.number, one.said, one.said, one.column, one.why)
        for header in matched.unread:
            self.said.notice(header[:60], f"This column is not one of list {wanted.number}, and was not read.")
        for name in matched.lacking:
            self.said.notice(name, f"List {wanted.number} has no such column.")

    def _rows(self, number: int, sheet: Sheet, at: int, matched: Matched) -> Iterator[Row]:
        if number == ADOPTERS:
            told = sum(not all(map(is_empty, row)) for row in sheet.rows[at + 1 :])
            if told:
                self.said.notice("", f"List 11 is about adults: its {told} rows were not loaded.")
            return
        columns = {one.name: one for one in LISTS[number].columns}
        orders = self._orders(number, sheet, at, matched)
        seen: set[tuple[Any, ...]] = set()
        for line, cells in enumerate(sheet.rows[at + 1 :], at + 2):
            if all(map(is_empty, cells)):
                continue
            read = {
                one.column: self._cell(number, sheet, line, columns[one.column], cells[one.place], orders)
                for one in matched.columns
                if one.place < len(cells)
            }
            row = self._known(Row(number, sheet.name, line, str(read.get(ID) or ""), read))
            if row is None:
                continue
            key = tuple(sorted((name, str(value)) for name, value in row.cells.items()))
            if key in seen:
                self.said.notice(ID, f"A row of list {number} is there twice: it was loaded once.", line)
                continue
            seen.add(key)
            yield row

    def _orders(self, number: int, sheet: Sheet, at: int, matched: Matched) -> dict[str, DayOrder]:
        """For each column of days, whether they begin with the day or the month: by the column, else by the sheet."""
        days = {one.name for one in LISTS[number].columns if one.kind == "date"}
        places = {one.column: one.place for one in matched.columns if one.column in days}
        own = {
            name: order_of(row[place] for row in sheet.rows[at + 1 :] if place < len(row))
            for name, place in places.items()
        }
        firsts = {order.first for order in own.values() if order is not None}
        usual = DayOrder()
        if firsts == {"month"}:
            usual = DayOrder("month", "The other columns of this sheet begin their days with the month.")
        return {name: order or usual for name, order in own.items()}

    def _cell(
        self, number: int, sheet: Sheet, line: int, column: Column, cell: Any, orders: Mapping[str, DayOrder]
    ) -> Any:
        if is_empty(cell):
            return None
        try:
            if column.kind == "date":
                read = read_date(cell, orders[column.name])
                if isinstance(read.value, date) and read.value > self.today and column.name != "Date of Birth":
                    raise Unreadable("This day has not come yet.")
            elif column.kind == "whole":
                # The age is worked out from the date of birth, and councils give it with fractions.
                if column.name == "Age of Child (Years)":
                    return None
                read = read_whole(cell)
            elif column.kind == "code":
                read = read_code(column.codes, as_text(cell))
            else:
                return as_text(cell)[:LONGEST_TEXT]
        except Unreadable as reason:
            self.said.refuse(sheet.name, line, column.name, as_text(cell), str(reason), "value")
            return None
        if read.why:
            said = f"{column.name} as in row {line}" if column.kind == "date" else as_text(cell)
            known = (number, column.name, read.why) if column.kind == "date" else None
            self._guess(number, column, said, read.value, read.why, known)
        return read.value

    def _guess(
        self, number: int, column: Column, said: str, value: Any, why: str, known: tuple[Any, ...] | None
    ) -> None:
        """Days are guessed a column at a time and never repeated; entries are said as they stood."""
        if known is not None:
            self.said.guess(number, column.name, "", "a day", why)
        else:
            entry = in_the_list(column.codes, str(value)) if column.codes else str(value)
            self.said.guess(number, column.name, said, entry, why)

    def _known(self, row: Row) -> Row | None:
        """The row, where it says whom and what it is about."""
        if not row.child:
            self.said.refuse(row.sheet, row.line, ID, None, "The row has no child id, so nobody can be found by it.")
            return None
        if not COUNCIL_ID.fullmatch(row.child):
            why = "A child id has at most 32 letters, figures and signs, and no spaces."
            self.said.refuse(row.sheet, row.line, ID, row.child, why)
            return None
        about = IS_ABOUT.get(row.number)
        if about and row.number != 6 and row.get(about) is None:
            self.said.refuse(row.sheet, row.line, about, None, "The row has no day, so it cannot be told from another.")
            return None
        born = row.get("Date of Birth")
        if born is not None and born > self.today and (born - self.today).days > 300:
            self.said.refuse(row.sheet, row.line, "Date of Birth", born, "This day is too far ahead.", "value")
            row.cells["Date of Birth"] = None
        if row.number == 8 and row.get(CARE_BEGAN) is None:
            why = "A child in care without the day on which care began is counted in no measure."
            self.said.notice(CARE_BEGAN, why, row.line)
        for starts, ends in _SPANS.get(row.number, ()):
            if row.get(starts) and row.get(ends) and row.get(ends) < row.get(starts):
                self.said.refuse(
                    row.sheet, row.line, ends, row.get(ends), f"It is before the day in “{starts}”.", "value"
                )
                row.cells[ends] = None
        return row

    def _said_in(self, sheets: list[Sheet]) -> date | None:
        """The day that a workbook of our own says it is of."""
        about = next((sheet for sheet in sheets if plain(sheet.name) == "about"), None)
        for row in about.rows if about is not None else ():
            if len(row) > 1 and row[0] == AS_IT_STOOD_ON and type(row[1]) is date and row[1] <= self.today:
                return row[1]
        return None

    def _latest(self) -> date:
        """The day the lists are of, where nobody says: the latest day that they tell."""
        days = [
            value
            for row in self.rows
            for name, value in row.cells.items()
            if isinstance(value, date) and name != "Date of Birth"
        ]
        on = max(days, default=self.today)
        self.said.guess("", "", "", on.isoformat(), "The day the lists are of: the latest day in them.")
        return on

    def children(self) -> Iterator[ToldChild]:
        """The children, each put together from all the lists, in the order in which they are first told."""
        by_child: dict[str, list[Row]] = {}
        for row in self.rows:
            by_child.setdefault(row.child, []).append(row)
        for council_id, rows in by_child.items():
            yield self._child(council_id, rows)

    def _child(self, council_id: str, rows: list[Row]) -> ToldChild:
        child = ToldChild(council_id, rows[0].line)
        born = self._one(rows, "Date of Birth")
        if born is not None and born > self.on:
            child.expected_on = born
        else:
            child.born_on = born
        sex = self._one(rows, "Gender") or ""
        child.sex = "U" if sex == "N" else sex
        ethnicity = self._one(rows, "Ethnicity") or ""
        child.ethnicity = "" if ethnicity == "UNKNOWN" else ethnicity
        disabled = self._one(rows, "Does the Child have a Disability")
        child.disabilities = {"Y": SOME_DISABILITY, "N": ("NONE",)}.get(disabled or "", ())
        if disabled == "Y":
            why = "The list does not say which disability."
            self.said.guess("", "Does the Child have a Disability", "a) Yes", "DDA, another disability", why)
        by_list: dict[int, list[Row]] = {}
        for row in rows:
            by_list.setdefault(row.number, []).append(row)
        self._referrals(child, by_list)
        for number, some in sorted(by_list.items()):
            child.lists[str(number)] = [_kept(row) for row in some]
        child.facts = facts_of(by_list, self.source)
        return child

    def _one(self, rows: list[Row], column: str) -> Any:
        """What the lists say of a child, as most of them say it."""
        counted = Counter(value for row in rows if (value := row.get(column)) is not None)
        if not counted:
            return None
        value = max(counted, key=lambda one: counted[one])
        if len(counted) > 1:
            other = next(row for row in rows if row.get(column) not in (None, value))
            self.said.notice(column, "The lists differ on this child: what most of them say was loaded.", other.line)
        return value

    def _referrals(self, child: ToldChild, rows: dict[int, list[Row]]) -> None:
        for row in rows.get(3, ()):
            child.referrals.append(
                ToldReferral(
                    row.get("Date of referral"), row.get("Referral Source") or "10", row.get("Referral NFA?") == "Y"
                )
            )
        child.referrals.sort(key=lambda one: one.received_on)
        for row in sorted(rows.get(6, ()), key=lambda one: one.get("CIN Start Date") or date.max):
            self._case(child, row)
        for number, put in ((4, _assessment), (5, _enquiry), (7, _protection)):
            for row in sorted(rows.get(number, ()), key=lambda one: one.get(IS_ABOUT[number])):
                began = row.get(IS_ABOUT[number])
                put(child.referral_of(began, lambda n=number: self._made_up(n)), row)

    def _case(self, child: ToldChild, row: Row) -> None:
        began = row.get("CIN Start Date")
        if began is None:
            free = [one for one in child.referrals if not one.case and not one.no_further_action]
            if len(free) != 1:
                why = "The case has no day on which it began, and no one referral that it could be of."
                self.said.refuse(row.sheet, row.line, "CIN Start Date", None, why)
                return
            began = free[0].received_on
            self.said.guess(6, "CIN Start Date", "", "the day of the child’s only referral", "The cell is empty.")
        referral = child.case_of(began, lambda: self._made_up(6))
        if referral.received_on != began:
            why = f"The child’s referral came at most {60} days before."
            self.said.guess(6, "CIN Start Date", "", "the case of an earlier referral", why)
        row.cells["of"] = referral.received_on
        referral.primary_need = row.get("Primary Need Code") or ""
        referral.closed_on = row.get("CIN Closure Date")
        referral.closure_reason = row.get("Reason for Closure") or ""

    def _made_up(self, number: int) -> None:
        why = "No referral of this child is told that was open then."
        self.said.guess(number, IS_ABOUT[number], "", "a referral on that day, from a source not known", why)


_SPANS = {
    2: (("Assessment start date", "Assessment completion date"),),
    4: (("Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"),),
    5: (
        (
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Date of Initial Child Protection Conference",
        ),
    ),
    6: (("CIN Start Date", "CIN Closure Date"),),
    7: (("Child Protection Plan Start Date", "Child Protection Plan End Date"),),
    8: ((CARE_BEGAN, "Date Ceased to be Looked After"),),
}


def _texts(row: list[Any]) -> list[str]:
    return [as_text(cell) if isinstance(cell, str) else "" for cell in row]


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _filled(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value}


def _assessment(referral: ToldReferral, row: Row) -> None:
    referral.add(
        "Assessments",
        _filled(
            {
                "AssessmentActualStartDate": _day(row.get("Continuous Assessment Start Date")),
                "AssessmentAuthorisationDate": _day(row.get("Continuous Assessment Date of Authorisation")),
            }
        ),
    )


def _enquiry(referral: ToldReferral, row: Row) -> None:
    held = row.get("Date of Initial Child Protection Conference")
    unnecessary = row.get("Was an Initial Child Protection Conference deemed unnecessary?") == "Y" and held is None
    referral.add(
        "Section47",
        _filled(
            {
                "S47ActualStartDate": _day(row.get(IS_ABOUT[5])),
                "DateOfInitialCPC": _day(held),
                "ICPCnotRequired": "true" if unnecessary else "",
            }
        ),
    )


def _protection(referral: ToldReferral, row: Row) -> None:
    first, latest = row.get("Initial Category of Abuse"), row.get("Latest Category of Abuse")
    previous, reviewed = (
        row.get("Number of Previous Child Protection Plans"),
        row.get("Date of latest review conference"),
    )
    ended = row.get("Child Protection Plan End Date")
    referral.add(
        "ChildProtectionPlans",
        _filled(
            {
                "CPPstartDate": _day(row.get("Child Protection Plan Start Date")),
                "CPPendDate": _day(ended),
                "InitialCategoryOfAbuse": first or latest or "",
                "LatestCategoryOfAbuse": latest or first or "",
                "NumberOfPreviousCPP": "" if previous is None else str(previous),
                "Reviews": {"CPPreviewDate": [_day(reviewed)]} if reviewed else None,
            }
        ),
    )


def _kept(row: Row) -> dict[str, Any]:
    """A row as it is kept whole: without what is the child's own, days as text and entries as the list spells them."""
    codes = {column.name: column.codes for column in LISTS[row.number].columns}
    kept: dict[str, Any] = {}
    for name, value in row.cells.items():
        if value is None or name in ABOUT_THE_CHILD:
            continue
        if isinstance(value, date) and not isinstance(value, datetime):
            kept[name] = value.isoformat()
        else:
            kept[name] = in_the_list(codes[name], value) if codes.get(name) else value
    return kept
