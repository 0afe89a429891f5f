"""Deadlines are facts: when a clock was started, by when, and when it was met. Written here and nowhere else.

Nothing here says "overdue": that is worked out for the moment it is asked (`queries.deadlines`). Each function runs
inside the transaction of the act that calls for it; the act decides, locks its subject and enters itself in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import Model, QuerySet

from goldenthread.access.public import Team, User, record, require, require_about
from goldenthread.casework.models import Deadline, LocalAllowance
from goldenthread.casework.queries.deadlines import left_of, people_of
from goldenthread.kernel.clock import Allowance, TimeState, london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.clocks import CLOCKS, due
from goldenthread.rulebook.rights import Role
from goldenthread.ui.cleaning import UNKEPT

OF_THE_PLAN = "plan"
"""Whose allowance it is when a plan or a conference asked for sooner than policy."""

AT_ONCE = 1_000  # deadlines written in one statement, so that memory stays flat

type Subject = Model | int | None
"""What a deadline is of: a contact, a referral or a child, as a row or by its key."""


@dataclass(frozen=True, slots=True)
class Starting:
    """A clock to start with many others by the bulk door. `met_at` is filled for history that came from a file."""

    clock: str
    at: datetime
    contact: int | None = None
    referral: int | None = None
    child: int | None = None
    team: int | None = None
    owner: int | None = None
    met_at: datetime | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many deadlines `replay` looked at, and how many it moved, by clock."""

    seen: int
    moved: dict[str, int]


def start(
    clock: str,
    *,
    at: datetime,
    contact: Subject = None,
    referral: Subject = None,
    child: Subject = None,
    about: str = "",
    team: Team | int | None = None,
    owner: User | int | None = None,
    sooner: Allowance | None = None,
) -> Deadline:
    """Starts a clock for a contact, a referral or a child, and returns its deadline.

    `about` tells apart things of one child for which the same clock may run at once: "agreement:4", "meeting:12".
    Due by the council's own allowance in force on the day it starts, or else by the book's; the deadline keeps which.
    `sooner` is what a plan or conference asked for this child: it holds where it falls earlier, and never loosens.
    When the same clock already runs for the same subject, that deadline is returned as it is: an event told twice
    starts nothing twice. Raises `KeyError` for a clock that the rulebook does not have, `ValueError` without a subject.
    """
    subject = _subject(contact, referral, child) | {"about": about}
    running = Deadline.objects.filter(clock=clock, met_at=None, void_at=None, **subject).first()
    if running is not None:
        return running
    allowances = LocalAllowance.objects.by_clock([clock])
    values = subject | {"team_id": _key(team), "owner_id": _key(owner)}
    # Somebody who started it at the same moment wins, and the index `deadline_runs_once` tells.
    deadline, _ = Deadline.objects.get_or_create(
        clock=clock,
        met_at=None,
        void_at=None,
        **subject,
        defaults=values | {"started_at": at} | reckon(clock, at, allowances, sooner),
    )
    return deadline


def meet(
    clock: str,
    *,
    at: datetime,
    contact: Subject = None,
    referral: Subject = None,
    child: Subject = None,
    about: str | None = None,
) -> int:
    """Says that what the clock waits for was done at `at`; returns how many deadlines that met. Without `about`, those
    of the subject whatever they are about.

    Only running ones are met: doing it again changes nothing. Whether it was in time follows from the dates.
    """
    return _running(clock, contact, referral, child, about).update(met_at=at)


def void(
    clock: str,
    because: str,
    *,
    at: datetime,
    contact: Subject = None,
    referral: Subject = None,
    child: Subject = None,
    about: str | None = None,
) -> int:
    """Takes back a clock that was started in error or overtaken by another; returns how many that ended.

    Such a deadline is neither met nor late, and stays on record with the reason. Raises `ValueError` without one.
    """
    if not because.strip():
        raise ValueError("A deadline is taken back for a reason.")
    return _running(clock, contact, referral, child, about).update(void_at=at, void_because=because.strip()[:200])


def hand_over(
    *,
    contact: Subject = None,
    referral: Subject = None,
    child: Subject = None,
    team: Team | int | None = None,
    owner: User | int | None = None,
    but: Collection[str] = (),
) -> int:
    """Gives the running deadlines of a subject to a team and a person; returns how many went.

    `owner=None` leaves them with the team until somebody is named. `but` names clocks that stay where they are.
    """
    rows = Deadline.objects.filter(met_at=None, void_at=None, **_named(contact, referral, child))
    return rows.exclude(clock__in=but).update(team_id=_key(team), owner_id=_key(owner))


LONGEST_REASON = 300  # characters
LEAST_REASON = 20


@transaction.atomic
def authorise(*, deadline: int, reason: str, by: User, at: datetime) -> None:
    """Says that a manager accepts that something is late, and why. Its dates stay, and it still counts as late.

    By a manager of the team or of the service that the deadline is with, and never by whoever had to meet it. Raises
    `NotAllowed`; `Refused` before it is late, without a reason, and when somebody authorised it already.
    """
    found = (
        Deadline.objects.select_for_update(of=("self",))
        .select_related("referral", "contact", "team")
        .filter(pk=deadline, void_at=None)
        .first()
    )
    if found is None:
        raise Refused("There is no such deadline.")
    people = people_of(found)
    right = require_about(by, "deadline.authorise", people, at=at).right
    if found.authorised_reason:
        who = found.authorised_by.name if found.authorised_by else "Somebody"
        raise Refused(f"{who} authorised this already: “{found.authorised_reason}”")
    if found.owner_id == by.pk:
        raise Refused("This was yours to do, so somebody else must authorise that it is late.")
    if found.team is not None and not _manages(by, found.team, london_date(at)):
        raise Refused(f"This is with {found.team.name}. A manager of that team or its service authorises it.")
    if left_of(found.due_on, found.due_at, at, met_at=found.met_at).state not in (
        TimeState.OVERDUE,
        TimeState.DONE_LATE,
    ):
        raise Refused("This is not late, so there is nothing to authorise.")
    why = UNKEPT.sub("", reason).strip()
    if len(why) < LEAST_REASON:
        raise Refused("Say why it is late and what is done about it, in a sentence", "reason")
    if len(why) > LONGEST_REASON:
        raise Refused(f"The reason can be {LONGEST_REASON} characters long at most. This has {len(why)}", "reason")
    found.authorised_reason, found.authorised_by, found.authorised_at = why, by, at
    found.save(update_fields=["authorised_reason", "authorised_by", "authorised_at"])
    for child in people or (None,):
        record(
            act="deadline.authorise",
            by=by,
            at=at,
            child=child,
            subject=f"deadline:{found.pk}",
            right=right,
            detail={"clock": found.clock, "due_on": found.due_on.isoformat()},
        )


def _manages(by: User, team: Team, today: date) -> bool:
    """Whether the team is hers, of somebody she covers for, or one of her service's."""
    if team.pk == by.team_id or by.covers.filter(period__contains=today, absent__team=team).exists():
        return True
    of_her_service = by.team is not None and bool(team.service) and by.team.service == team.service
    return by.role == Role.SERVICE_MANAGER and of_her_service


def replay(
    *,
    clocks: Collection[str] | None = None,
    started_from: datetime | None = None,
    by: User | None,
    at: datetime,
    progress: Callable[[int], None] | None = None,
) -> Replayed:
    """Works out again when each deadline falls due, from when it started, and writes those that moved.

    For a bank holiday newly proclaimed, a clock corrected in the rulebook, or an allowance set from an earlier day.
    What each was before goes to the ledger. `by` is None for a command. Safe to run twice; `progress` is told how many
    have been looked at. Raises `NotAllowed`.
    """
    right = require(by, "setting.manage", at=at).right if by is not None else "command"
    rows = Deadline.objects.filter(void_at=None)
    if clocks is not None:
        rows = rows.filter(clock__in=clocks)
    if started_from is not None:
        rows = rows.filter(started_at__gte=started_from)
    allowances = LocalAllowance.objects.by_clock(clocks)
    seen, moved = 0, dict[str, int]()
    for some in _in_batches(rows):
        seen += len(some)
        changed, told = [], {}
        for deadline in some:
            was = _as_stored(deadline)
            own = Allowance.read(deadline.allowance) if deadline.allowance_from == OF_THE_PLAN else None
            for name, value in reckon(deadline.clock, deadline.started_at, allowances, own).items():
                setattr(deadline, name, value)
            if (now := _as_stored(deadline)) != was:
                changed.append(deadline)
                told[str(deadline.pk)] = {"was": was, "now": now}
                moved[deadline.clock] = moved.get(deadline.clock, 0) + 1
        if changed:
            with transaction.atomic():
                Deadline.objects.bulk_update(changed, ["due_on", "due_at", "allowance", "allowance_from"])
                record(act="deadline.replay", by=by, at=at, right=right, detail={"deadlines": told})
        if progress is not None:
            progress(seen)
    return Replayed(seen, moved)


def _in_batches(rows: QuerySet[Deadline]) -> Iterator[list[Deadline]]:
    """By ascending key, so that what is written meanwhile neither repeats nor hides a row."""
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        # A clock that left the rulebook keeps the dates it was given.
        yield [deadline for deadline in some if deadline.clock in CLOCKS]
        last = some[-1].pk


def reckon(
    clock: str, at: datetime, allowances: dict[str, list[LocalAllowance]], sooner: Allowance | None = None
) -> dict[str, object]:
    """When a clock that starts at `at` falls due, and by whose allowance: the columns of a deadline that say so.

    By the council's own allowance in force that day (`LocalAllowance.objects.by_clock`), else by the book's; by
    `sooner`, a plan's own, when that falls first.
    """
    ours = LocalAllowance.in_force(allowances.get(clock, ()), london_date(at))
    allowance = Allowance.read(f"{ours.limit} {ours.unit}") if ours else CLOCKS[clock].allowance
    allowed_by = "local" if ours else "rulebook"
    falls = due(clock, at, allowance=allowance)
    own = due(clock, at, allowance=sooner) if sooner else None
    if sooner and own and own.due_on < falls.due_on:
        falls, allowance, allowed_by = own, sooner, OF_THE_PLAN
    return {
        "due_on": falls.due_on,
        "due_at": falls.due_at,
        "allowance": str(allowance),
        "allowance_from": allowed_by,
    }


def _as_stored(deadline: Deadline) -> list[str]:
    # In one time zone, so that one instant is written one way whether it was read or worked out.
    at = deadline.due_at.astimezone(UTC).isoformat() if deadline.due_at else ""
    return [deadline.due_on.isoformat(), at, deadline.allowance, deadline.allowance_from]


def _running(clock: str, contact: Subject, referral: Subject, child: Subject, about: str | None) -> QuerySet[Deadline]:
    rows = Deadline.objects.filter(clock=clock, met_at=None, void_at=None, **_named(contact, referral, child))
    return rows if about is None else rows.filter(about=about)


def _subject(contact: Subject, referral: Subject, child: Subject) -> dict[str, int | str | None]:
    _named(contact, referral, child)
    return {"contact_id": _key(contact), "referral_id": _key(referral), "child_id": _key(child)}


def _named(contact: Subject, referral: Subject, child: Subject) -> dict[str, int]:
    """The keys that were given. Without any, every deadline there is would be meant."""
    keys = {"contact_id": _key(contact), "referral_id": _key(referral), "child_id": _key(child)}
    given = {name: key for name, key in keys.items() if key is not None}
    if not given:
        raise ValueError("A deadline is of a contact, a referral or a child: say which.")
    return given


def _key(thing: Model | int | None) -> int | None:
    return thing.pk if isinstance(thing, Model) else thing
