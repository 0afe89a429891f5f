"""The rows of Annex A on a day, from the live record: what each cell says, and which record it says it from.

What the record has no place for yet and an earlier file told (who had the case, early help, children in care) is given
as that file told it: `annex_kept`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goldenthread.access.public import User
from goldenthread.casework.public import listed
from goldenthread.kernel.clock import add_months
from goldenthread.people import public as people
from goldenthread.returns.queries.annex_kept import Told, told_lists
from goldenthread.rulebook.annex import LISTS, PLACES, in_the_list

MONTHS_BEFORE = 6
CONTACTS = 1  # the list of them: the record fills it, and a loaded file is kept beside
OWN_NUMBER = "GT"  # begins the id of a child to whom the council has given none

type Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A row of one list. `cells` are in the order of its columns; `sources` names the record of those columns that do
    not come from the child's own: {"Date of Contact": "contact:4"}. `child` is None where nobody here is that child."""

    number: int
    child: int | None
    cells: tuple[Cell, ...]
    sources: Mapping[str, str]

    def cell(self, column: str) -> Cell:
        """What stands in a column."""
        return self.cells[PLACES[self.number][column]]


@dataclass(frozen=True, slots=True)
class AnnexLists:
    """Annex A on a day. `left_out` counts children whose record is closed to who asks."""

    on: date
    since: date
    rows: Mapping[int, tuple[AnnexRow, ...]]
    children: frozenset[int]
    left_out: int


def annex_lists(*, on: date, reader: User | None, at: datetime) -> AnnexLists:
    """The eleven lists as they stand on a day. `reader` is None for a command on the server, which leaves nobody out.

    Nine queries, however many rows.
    """
    since = add_months(on, -MONTHS_BEFORE)
    found: dict[int, list[Any]] = {
        1: list(listed.listed_contacts(since=since, on=on)),
        3: list(listed.listed_referrals(since=since, on=on)),
        4: list(listed.listed_assessments(since=since, on=on)),
        5: list(listed.listed_enquiries(since=since, on=on)),
        6: list(listed.listed_cases(since=since, on=on)),
        7: list(listed.listed_protection(since=since, on=on)),
    }
    told = told_lists()
    children = {one.child for some in found.values() for one in some} | set(told)
    open_to = people.readable(reader, children, at=at, act="annex_a.produce") if reader is not None else children
    known = people.characteristics(sorted(open_to))
    making = _Making(on, known, told)
    rows = {number: tuple(making.rows(number, found.get(number, ()), since)) for number in LISTS}
    listed_ones = frozenset(row.child for some in rows.values() for row in some if row.child is not None)
    shut = children - set(open_to)
    hidden = {one.child for some in found.values() for one in some if one.child in shut}
    # And those of whom only a file told.
    hidden |= {child for child in shut & told.keys() if _has_a_row(told[child], since, on)}
    return AnnexLists(on, since, rows, listed_ones, len(hidden))


def _has_a_row(told: Told, since: date, on: date) -> bool:
    return any(True for number in LISTS for _ in told.only_told(number, since=since, on=on))


class _Making:
    def __init__(self, on: date, known: Mapping[int, people.Characteristics], told: Mapping[int, Told]) -> None:
        self.on, self.known, self.told = on, known, told

    def rows(self, number: int, found: Collection[Any], since: date) -> Iterator[AnnexRow]:
        make = _MADE.get(number)
        for one in found:
            if one.child not in self.known:
                continue
            told = self.told.get(one.child)
            made = make(one, told) if make is not None else None
            if made is not None:
                yield self._row(number, one.child, *made)
        # A contact that is in the record, and in a file too, is one contact.
        recorded = Counter((one.child, one.received_on) for one in found) if number == CONTACTS else Counter()
        for child, told in self.told.items():
            if child in self.known:
                for cells in told.only_told(number, since=since, on=self.on):
                    if recorded[same := (child, cells.get("Date of Contact"))]:
                        recorded[same] -= 1
                    else:
                        yield self._row(number, child, cells, {})

    def _row(self, number: int, child: int, cells: dict[str, Cell], sources: dict[str, str]) -> AnnexRow:
        about = self._about(child) | cells
        sources = {name: key for name, key in sources.items() if about.get(name) not in (None, "")}
        return AnnexRow(number, child, tuple(about.get(name) for name in LISTS[number].names), sources)

    def _about(self, child: int) -> dict[str, Cell]:
        one = self.known[child]
        return {
            "Child Unique ID": one.council_id or f"{OWN_NUMBER}{child}",
            "Gender": in_the_list("gender", one.sex or "U"),
            "Ethnicity": in_the_list("ethnicity", one.ethnicity or "UNKNOWN"),
            "Date of Birth": one.born_on or one.expected_on,
            "Age of Child (Years)": age(one.born_on, self.on),
            "Does the Child have a Disability": in_the_list("yes_no_unknown", _disability(one.disabilities)),
        }


def age(born_on: date | None, on: date) -> int | None:
    """Whole years on a day; None before birth, or where the day of birth is not known."""
    if born_on is None or born_on > on:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _disability(codes: Collection[str]) -> str:
    return "U" if not codes else "N" if set(codes) == {"NONE"} else "Y"


def _yes_no(value: bool | None) -> str:
    return "" if value is None else in_the_list("yes_no", "Y" if value else "N")


def _source(code: str) -> str:
    # Early help is a source of its own since 2026, and the list has no place for it but the council's other services.
    return in_the_list("source", "5B" if code == "5D" else code)


type Made = tuple[dict[str, Cell], dict[str, str]] | None


def _contact(one: listed.ListedContact, told: Told | None) -> Made:
    cells: dict[str, Cell] = {"Date of Contact": one.received_on, "Contact Source": _source(one.source)}
    return cells, dict.fromkeys(cells, f"contact:{one.contact}")


def _team(one: Any, said: Mapping[str, Any]) -> dict[str, Cell]:
    return {
        "Allocated Team": one.team or said.get("Allocated Team", ""),
        "Allocated Worker": one.worker or said.get("Allocated Worker", ""),
    }


def _most(counted: int, said: Any) -> int:
    """A file that told only six months may know of more than it told."""
    return max(counted, said) if isinstance(said, int) else counted


def _said(told: Told | None, one: Any, number: int, day: date) -> Mapping[str, Any] | None:
    """What a file told of a loaded row; None where it told this list and not this row."""
    if told is None or not one.loaded:
        return {}
    return told.row(number, day)


def _referral(one: listed.ListedReferral, told: Told | None) -> Made:
    said = _said(told, one, 3, one.received_on)
    if said is None:
        return None
    times = "Number of Referrals in Last 12 Months"
    cells: dict[str, Cell] = {
        "Date of referral": one.received_on,
        "Referral Source": _source(one.source),
        "Referral NFA?": _yes_no(one.no_further_action),
        times: _most(one.in_a_year, said.get(times)),
        **_team(one, said),
    }
    return cells, dict.fromkeys(cells, f"referral:{one.referral}")


# After which no support by children's social care follows.
_NO_SUPPORT = ("close", "early_help")


def _assessment(one: listed.ListedAssessment, told: Told | None) -> Made:
    said = _said(told, one, 4, one.started_on) or {}
    seen = "Child Seen During Continuous Assessment"
    needed = "Was the child assessed as requiring LA children's social care support?"
    cells: dict[str, Cell] = {
        "Continuous Assessment Start Date": one.started_on,
        seen: said.get(seen, in_the_list("yes_no_unknown", "U"))
        if one.loaded
        else in_the_list("yes_no_unknown", "Y" if one.seen else "N"),
        "Continuous Assessment Date of Authorisation": one.authorised_on,
        needed: said.get(needed, "")
        if one.loaded
        else _yes_no(one.outcome not in _NO_SUPPORT if one.outcome else None),
        **_team(one, said),
    }
    return cells, dict.fromkeys(cells, f"assessment:{one.assessment}")


def _enquiry(one: listed.ListedEnquiry, told: Told | None) -> Made:
    said = _said(told, one, 5, one.started_on) or {}
    held, led = (
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
    )
    deemed = "Was an Initial Child Protection Conference deemed unnecessary?"
    enquiries, conferences = (
        "Number of Section 47 Enquiries in the last 12 months",
        "Number of ICPCs in the last 12 months",
    )
    result = {"plan": "Y", "no_plan": "N"}.get(one.decision, "")
    cells: dict[str, Cell] = {
        "Strategy discussion initiating Section 47 Enquiry Start Date": one.started_on,
        deemed: _yes_no(one.unnecessary) or said.get(deemed, ""),
        held: one.conference_on,
        led: in_the_list("yes_no_unknown", result) or said.get(led, ""),
        enquiries: _most(one.enquiries_in_a_year, said.get(enquiries)),
        conferences: _most(one.conferences_in_a_year, said.get(conferences)),
        **_team(one, said),
    }
    sources = dict.fromkeys(cells, f"enquiry:{one.enquiry}")
    if one.conference is not None:
        sources |= dict.fromkeys((held, led), f"meeting:{one.conference}")
    return cells, sources


def _case(one: listed.ListedCase, told: Told | None) -> Made:
    said = _said(told, one, 6, one.started_on)
    if said is None:
        return None
    seen, status = "Date Child Was Last Seen", "Case Status"
    now = in_the_list("status", one.status)
    cells: dict[str, Cell] = {
        "CIN Start Date": said.get("CIN Start Date", one.started_on),
        "Primary Need Code": in_the_list("need", one.primary_need),
        seen: one.seen_on or said.get(seen),
        "CIN Closure Date": one.closed_on,
        "Reason for Closure": in_the_list("closure", one.closure_reason),
        status: now if one.status in ("closed", "protection") else said.get(status) or now,
        **_team(one, said),
    }
    sources = dict.fromkeys(cells, f"referral:{one.referral}")
    if one.visit is not None:
        sources[seen] = f"visit:{one.visit}"
    return cells, sources


def _protection(one: listed.ListedProtection, told: Told | None) -> Made:
    said = _said(told, one, 7, one.started_on) or {}
    visited, alone, reviewed = (
        "Date of the Last Statutory Visit",
        "Was the Child Seen Alone?",
        "Date of latest review conference",
    )
    emergency = "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)"
    by_this = one.visit is not None
    cells: dict[str, Cell] = {
        "Child Protection Plan Start Date": one.started_on,
        "Initial Category of Abuse": in_the_list("abuse", one.first_category),
        "Latest Category of Abuse": in_the_list("abuse", one.category),
        visited: one.visited_on or said.get(visited),
        alone: in_the_list("yes_no_unknown", {True: "Y", False: "N", None: "U"}[one.alone])
        if by_this
        else said.get(alone, ""),
        reviewed: one.reviewed_on or said.get(reviewed),
        "Child Protection Plan End Date": one.ended_on,
        emergency: said.get(emergency, ""),
        "Number of Previous Child Protection Plans": one.previous,
        **_team(one, said),
    }
    sources = dict.fromkeys(cells, f"plan:{one.plan}")
    if by_this:
        sources |= dict.fromkeys((visited, alone), f"visit:{one.visit}")
    if one.review is not None:
        sources[reviewed] = f"meeting:{one.review}"
    return cells, sources


_MADE: dict[int, Callable[[Any, Told | None], Made]] = {
    1: _contact,
    3: _referral,
    4: _assessment,
    5: _enquiry,
    6: _case,
    7: _protection,
}

HELD = frozenset(_MADE)
"""The lists that the record can fill. The others have what files told."""
