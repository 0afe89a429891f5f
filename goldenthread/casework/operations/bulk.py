"""The bulk door of casework: many rows of any of its tables, and the deadlines they start, in one COPY a table.

Rows are made by the classes of `bulk_rows`; keys come from `access.take_keys`. Deadlines are not rows that a caller
makes: it says which clocks started (`Starting`), and they fall due as they would have if the act had been done on a
page, by the same reckoning and the council's own allowances.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.urls import reverse

from goldenthread.access.public import User, change_rows, decide, load_rows, notify, take_keys, untie
from goldenthread.casework.models import Allocation, Deadline, LocalAllowance, Referral
from goldenthread.casework.operations.bulk_rows import *  # noqa: F403 -- the rows are part of this door
from goldenthread.casework.operations.bulk_rows import ROWS, DeadlineRow
from goldenthread.casework.operations.bulk_work import KnownWork as KnownWork
from goldenthread.casework.operations.bulk_work import change_work as change_work
from goldenthread.casework.operations.bulk_work import conferences_of as conferences_of
from goldenthread.casework.operations.bulk_work import work_of as work_of
from goldenthread.casework.operations.deadlines import Starting, reckon
from goldenthread.casework.operations.loaded import ToldFact as ToldFact
from goldenthread.casework.operations.loaded import keep_told as keep_told
from goldenthread.casework.operations.loaded import numbered as numbered
from goldenthread.kernel.clock import Unit, london_date
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.rights import Role
from goldenthread.ui.words import day


class Reckoner:
    """Works out when clocks fall due, remembering what it has worked out: a file starts the same clock on the same
    day many times. Made anew for each load, so that a council's allowance set since is seen."""

    def __init__(self) -> None:
        self._allowances = LocalAllowance.objects.by_clock()
        self._known: dict[tuple[str, date], dict[str, Any]] = {}

    def falls(self, clock: str, at: datetime) -> dict[str, Any]:
        """`due_on`, `due_at`, `allowance` and `allowance_from`, as a deadline keeps them."""
        day = london_date(at)
        known = self._known.get((clock, day))
        if known is None:
            known = reckon(clock, at, self._allowances)
            # A clock that counts hours falls due at a moment, which is another for each start.
            if known["due_at"] is None and CLOCKS[clock].allowance.unit is not Unit.HOURS:
                self._known[clock, day] = known
        return known

    def rows(self, starting: Iterable[Starting]) -> list[Any]:
        """The deadlines of clocks that started, with keys."""
        some = list(starting)
        return [
            DeadlineRow(
                id=key,
                clock=one.clock,
                started_at=one.at,
                child_id=one.child,
                contact_id=one.contact,
                referral_id=one.referral,
                team_id=one.team,
                owner_id=one.owner,
                met_at=one.met_at,
                about=one.about,
                **self.falls(one.clock, one.at),
            )
            for key, one in zip(take_keys(DeadlineRow, len(some)), some, strict=True)
        ]


def load_casework(
    rows: Iterable[Any], starting: Iterable[Starting] = (), *, reckoner: Reckoner | None = None
) -> dict[type[Any], int]:
    """Writes rows of any of `ROWS` and the deadlines of the clocks that started, in one transaction or the caller's;
    returns how many of each class. Hand in one `Reckoner` to many calls of one load.

    The caller decides the right and enters the ledger (`access.record_many`) when it has written all it means to.
    Raises `django.db.IntegrityError` when the database refuses a row: then nothing is written.
    """
    with transaction.atomic():
        return load_rows((*ROWS, DeadlineRow), [*rows, *(reckoner or Reckoner()).rows(starting)])


def update_referrals(changes: Iterable[tuple[int, dict[str, Any]]]) -> int:
    """Writes changed columns of many loaded referrals; returns how many."""
    with transaction.atomic():
        return change_rows(Referral, changes, only="loaded")


class KnownReferral(NamedTuple):
    """A referral as it stands, with what a file can change of it. `loaded` is false for one recorded here."""

    id: int
    child_id: int
    received_on: date
    source: str
    primary_need: str
    no_further_action: bool
    closed_on: date | None
    closure_reason: str
    state: str
    loaded: bool
    team_id: int | None
    worker_id: int | None


class KnownDeadline(NamedTuple):
    id: int
    referral_id: int
    clock: str
    started_at: datetime
    met_at: datetime | None


def referrals_of(children: Iterable[int]) -> dict[int, list[KnownReferral]]:
    """The referrals of these children, by child, the oldest first; locked until the caller's transaction ends."""
    found: dict[int, list[KnownReferral]] = {}
    rows = (
        Referral.objects.select_for_update(no_key=True).filter(child__in=list(children)).order_by("received_on", "pk")
    )
    for values in rows.values_list(*KnownReferral._fields):
        one = KnownReferral(*values)
        found.setdefault(one.child_id, []).append(one)
    return found


def deadlines_of(referrals: Iterable[int], clocks: Iterable[str]) -> dict[int, list[KnownDeadline]]:
    """The deadlines of these referrals for these clocks that were not taken back, by referral."""
    found: dict[int, list[KnownDeadline]] = {}
    rows = Deadline.objects.filter(referral__in=list(referrals), clock__in=list(clocks), void_at=None).order_by("pk")
    for values in rows.values_list(*KnownDeadline._fields):
        one = KnownDeadline(*values)
        found.setdefault(one.referral_id, []).append(one)
    return found


def settle_deadlines(
    met: Iterable[tuple[int, datetime | None]], taken_back: Iterable[int], *, because: str, at: datetime
) -> None:
    """Says when deadlines were met, as a file now tells it (None: not yet after all), and takes back those it no longer
    tells of, for the reason given."""
    with transaction.atomic(), connection.cursor() as cursor:
        given = [(met_at, key) for key, met_at in met]
        # Those met first: a clock runs once at a time.
        given.sort(key=lambda pair: pair[0] is None)
        Deadline.objects.filter(pk__in=list(taken_back)).update(void_at=at, void_because=because[:200])
        if given:
            cursor.executemany("UPDATE casework_deadline SET met_at = %s WHERE id = %s", given)


def end_cases(
    cases: Iterable[tuple[KnownReferral, date]], *, source: str, told_by: User | None, at: datetime
) -> list[KnownReferral]:
    """Ends what hangs from referrals that a file has closed, each with the day it closed: running deadlines are taken
    back; of those that were allocated here the allocation and the ties end, and who had the case is told.

    A tie that another open referral of the child still needs stays. Runs inside the caller's transaction, after the
    referrals were closed; returns those that were allocated here, for the caller's ledger. `told_by` loads the file.
    """
    some = dict(cases)
    keys = [one.id for one in some]
    running = Deadline.objects.filter(referral__in=keys, met_at=None, void_at=None)
    running.update(void_at=at, void_because="The case closed.")
    Allocation.objects.filter(referral__in=keys, ended_at=None).update(ended_at=at)
    here = [one for one in some if one.team_id or one.worker_id]
    still_open = {
        (child, kind, who)
        for child, team, worker in Referral.objects.filter(
            child__in={one.child_id for one in here}, closed_on=None
        ).values_list("child_id", "team_id", "worker_id")
        for kind, who in (("", None), ("team", team), ("allocated", worker))
    }
    today = london_date(at)
    for one in here:
        child = one.child_id
        if (child, "", None) not in still_open:
            for kind in ("allocated", "co_working", "team"):
                untie(child=child, kind=kind, ends_on=today)
        else:
            if one.worker_id and (child, "allocated", one.worker_id) not in still_open:
                untie(child=child, kind="allocated", user=one.worker_id, ends_on=today)
            if one.team_id and (child, "team", one.team_id) not in still_open:
                untie(child=child, kind="team", team=one.team_id, ends_on=today)
        _tell_that_it_closed(one, some[one], source, told_by, at)
    return here


def _tell_that_it_closed(one: KnownReferral, closed_on: date, source: str, told_by: User | None, at: datetime) -> None:
    """Tells the worker, else the managers of the team. The address is given to those who may still open the record."""
    people = list(User.objects.filter(pk=one.worker_id, is_active=True))
    if not people:
        people = list(User.objects.filter(role=Role.TEAM_MANAGER, team=one.team_id, is_active=True))
    child = Referral.child.field.related_model.objects.get(pk=one.child_id)
    name = " ".join(part for part in (child.given_names, child.family_name) if part) or child.la_child_id or "a child"
    for person in people:
        may_open = decide(person, "child.read", one.child_id, at=at).allowed
        notify(
            to=person,
            kind="case_closed",
            words=f"The case of {name} closed on {day(closed_on)}, says the {source}. The allocation has ended.",
            link=reverse("child", args=[one.child_id]) if may_open else "",
            child=one.child_id,
            by=told_by,
            at=at,
        )
