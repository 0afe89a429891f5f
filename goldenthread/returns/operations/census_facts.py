"""What a census record says, in the terms of our tables: a person's columns, referrals, and clocks started and met.

Pure: a record in, plain values out. The census knows days and not times; noon stands for the day, so that no time zone
can move it to another.
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from goldenthread.kernel.clock import LONDON, add_months, london_date
from goldenthread.returns.operations.census_file import Header
from goldenthread.rulebook.census import (
    YES_NO,
    Record,
    ReferralWork,
    disabilities_of,
    read_date,
    reviews_of,
    sex_of,
    work_in,
)

# The clocks that the census tells the start of. It tells no times of day, and nothing of contacts or decisions.
CLOCKS = ("single_assessment", "icpc", "rcpc_first", "rcpc_subsequent")

NOTHING: dict[str, Any] = {
    "born_on": None,
    "expected_on": None,
    "died_on": None,
    "sex": "",
    "ethnicity": "",
    "disabilities": (),
    "upn": "",
    "former_upn": "",
    "upn_unknown": "",
}


class Ran(NamedTuple):
    """A clock that started on a day, and the day it was met; None while it runs."""

    clock: str
    started_on: date
    met_on: date | None


class Facts(NamedTuple):
    """A referral as the census tells it. `work` is what was done on it."""

    received_on: date
    source: str
    primary_need: str
    no_further_action: bool
    closed_on: date | None
    closure_reason: str
    ran: tuple[Ran, ...]
    work: ReferralWork

    @property
    def state(self) -> str:
        """One of the referral workflow's. An open case is with a team of the system it came from; which, the census
        does not say."""
        return "closed" if self.closed_on else "with_team"


@lru_cache(maxsize=20_000)
def noon(day: date) -> datetime:
    """The instant that stands for a day of which no time is known."""
    return datetime.combine(day, time(12), LONDON)


def from_a_file(at: datetime | None) -> bool:
    """Whether an instant may be a day that a file told. What is done here happens at noon to the microsecond once in a
    great while, and is then taken for a file's."""
    return at is None or at == noon(london_date(at))


def columns_of(record: Record) -> dict[str, Any]:
    """The person's columns that the census fills."""
    ids = record.get("ChildIdentifiers") or NOTHING
    rest = record.get("ChildCharacteristics") or {}
    born = read_date(ids.get("PersonBirthDate", ""))
    disabilities = tuple(dict.fromkeys(disabilities_of(rest)))
    if len(disabilities) > 1:
        disabilities = tuple(code for code in disabilities if code != "NONE")
    return {
        "born_on": born,
        "expected_on": None if born else read_date(ids.get("ExpectedPersonBirthDate", "")),
        "died_on": read_date(ids.get("PersonDeathDate", "")),
        "sex": sex_of(ids),
        "ethnicity": rest.get("Ethnicity", ""),
        "disabilities": disabilities,
        "upn": ids.get("UPN", "").upper(),
        "former_upn": ids.get("FormerUPN", "").upper(),
        "upn_unknown": ids.get("UPNunknown", ""),
    }


def referrals_in(record: Record, header: Header) -> list[Facts]:
    """The referrals of a checked record, the oldest first.

    A referral with no further action opens no case: where the census gives it no date of closing, it closed on the day
    it came.
    """
    found = []
    for it, work in zip(record.get("CINdetails", ()), work_in(record), strict=True):
        came = work.received_on
        nothing_more = YES_NO[it["ReferralNFA"]]
        closed = read_date(it.get("CINclosureDate", "")) or (came if nothing_more else None)
        found.append(
            Facts(
                came,
                it["ReferralSource"],
                it.get("PrimaryNeedCode", ""),
                nothing_more,
                closed,
                it.get("ReasonForClosure", "") if closed else "",
                tuple(_clocks(it, came, closed, nothing_more, header)),
                work,
            )
        )
    found.sort(key=lambda one: (one.received_on, one.source))
    return found


def _clocks(it: Record, came: date, closed: date | None, nothing_more: bool, header: Header) -> list[Ran]:
    """At most one of each clock is left running, and none once the case has closed: what did not happen by then will
    not happen, and nobody waits for it."""
    ran = [*_assessments(it, came, nothing_more, header), *_conferences(it), *_reviews(it, header)]
    running: dict[str, Ran] = {}
    kept: dict[tuple[str, date], Ran] = {}
    for one in ran:
        if one.met_on is not None:
            kept.setdefault((one.clock, one.started_on), one)
        elif closed is None and (one.clock not in running or one.started_on > running[one.clock].started_on):
            running[one.clock] = one
    for one in running.values():
        kept.setdefault((one.clock, one.started_on), one)
    return list(kept.values())


def _assessments(it: Record, came: date, nothing_more: bool, header: Header) -> list[Ran]:
    """The first assessment counts from the referral, a later one from its own start. A referral of this year that led
    to further action and has no assessment yet waits for one; of an older one the census no longer tells it."""
    assessments = [
        (read_date(one["AssessmentActualStartDate"]) or came, read_date(one.get("AssessmentAuthorisationDate", "")))
        for one in it.get("Assessments", ())
        if one
    ]
    assessments.sort(key=lambda pair: (pair[0], pair[1] or date.max))
    this_year = came >= header.starts_on
    if not assessments:
        return [Ran("single_assessment", came, None)] if this_year and not nothing_more else []
    return [
        Ran("single_assessment", came if n == 0 and this_year else starts, done)
        for n, (starts, done) in enumerate(assessments)
    ]


def _conferences(it: Record) -> list[Ran]:
    return [
        Ran("icpc", starts, held)
        for one in it.get("Section47", ())
        if one
        for starts in (read_date(one["S47ActualStartDate"]),)
        for held in (read_date(one.get("DateOfInitialCPC", "")),)
        if starts and (held or not YES_NO.get(one.get("ICPCnotRequired", ""), False))
    ]


def _reviews(it: Record, header: Header) -> list[Ran]:
    """From the start of a plan to its first review, and from each review to the next. The census tells the reviews of
    its own year alone, so of an older plan only what follows the first review it tells."""
    ran: list[Ran] = []
    for plan in it.get("ChildProtectionPlans", ()):
        if not plan:
            continue
        starts, ended = read_date(plan["CPPstartDate"]), read_date(plan.get("CPPendDate", ""))
        days = sorted(day for day in map(read_date, reviews_of(plan)) if day)
        of_this: list[Ran] = []
        if starts and starts >= header.starts_on:
            of_this.append(Ran("rcpc_first", starts, days[0] if days else None))
        of_this += [Ran("rcpc_subsequent", day, after) for day, after in pairwise([*days, None]) if day]
        # Once the plan has ended nobody waits for another review.
        ran += [one for one in of_this if one.met_on is not None] if ended else of_this
    return ran


def came_again(earlier: date, later: date) -> bool:
    """Whether a referral is a re-referral: within twelve months of the one before it."""
    return earlier < later <= add_months(earlier, 12)
