"""A team's page, and the totals of the whole authority: counts alone, and none that could point to a child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from goldenthread.access.public import Team, User, visible, visible_about
from goldenthread.casework.models import (
    Assessment,
    Contact,
    ContactPerson,
    Deadline,
    LocalAllowance,
    Plan,
    Referral,
)
from goldenthread.casework.queries.deadlines import MARKS, deadline_counts, falls, left_of, standing
from goldenthread.casework.queries.deadlines import Count as ClockCount
from goldenthread.casework.queries.referrals import Load, worker_loads
from goldenthread.casework.queries.waiting import Waits, to_sign
from goldenthread.kernel.clock import LONDON, Allowance, add_months, london_date
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.workflows import WORKFLOWS
from goldenthread.ui.words import age

SMALLEST = 5
"""The smallest count shown to people who may see no child: one to four could be recognised."""

MOST = 100  # rows of one list on a page


@dataclass(frozen=True, slots=True)
class Waiting:
    """A child with the team and no worker: how many working days since the team was given it."""

    referral: int
    child: int
    title: str
    days: int
    since: date
    is_rereferral: bool
    mark: str
    left: str


@dataclass(frozen=True, slots=True)
class Late:
    """A deadline of the team that is overdue."""

    child: int | None
    title: str
    what: str
    words: str
    falls: str
    owner: str
    referral: int | None
    contact: int | None
    deadline: int
    accepted: str


@dataclass(frozen=True, slots=True)
class TeamPage:
    """What a manager asks of her team first: who carries what, who waits, what is late."""

    team: int
    name: str
    kind: str
    children: int
    loads: tuple[Load, ...]
    waiting: tuple[Waiting, ...]
    late: tuple[Late, ...]
    late_in_all: int
    to_sign: tuple[Waits, ...] = ()
    assessments: tuple[tuple[str, int], ...] = ()
    plans: tuple[tuple[str, int], ...] = ()
    visits_late: int = 0
    visits_soon: int = 0


VISITS = ("cp_visit", "cin_visit")
SOON = 5  # working days


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the front door. Counts of a month that has not ended are of what has come so far."""

    starts_on: date
    contacts: int
    referrals: int
    rereferrals: int
    decided_in_time: int
    decided_late: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of the whole authority at a moment."""

    open_cases: int
    waiting_for_decision: int
    waiting_for_team: int
    waiting_for_worker: int
    months: tuple[Month, ...]
    clocks: tuple[tuple[str, ClockCount], ...]


@dataclass(frozen=True, slots=True)
class AllowanceSet:
    """A council's own allowance, whether it holds on the day asked, and who set it when and why."""

    key: int
    clock: str
    name: str
    words: str
    book: str
    starts_on: date
    ends_on: date | None
    reason: str
    set_by: str
    set_at: datetime
    holds: bool


def team_page(team: Team, *, by: User, at: datetime) -> TeamPage:
    """The team's page as `by` may see it. What a restriction keeps from her is left out of the lists, not of counts."""
    today = london_date(at)
    named = ContactPerson.objects.filter(contact=OuterRef("contact"), person__isnull=False, taken_out_at=None)
    waiting = (
        Referral.objects.filter(team=team, worker=None, closed_on=None, loaded=False)
        .filter(visible(by, "child.read", child="child", at=at))
        .select_related("child")
        .order_by("decided_at", "pk")[:MOST]
    )
    late = (
        Deadline.objects.filter(team=team, met_at=None, void_at=None)
        .filter(Q(due_on__lt=today) | Q(due_at__lt=at))
        .order_by("due_on", "pk")
    )
    shown = (
        late.annotate(of_child=Coalesce("child", "referral__child"))
        .filter(Q(of_child=None) | visible(by, "child.read", child="of_child", at=at))
        .filter(Q(contact=None) | visible_about(by, "contact.read", named, at=at))
        .select_related("child", "referral__child", "contact", "owner", "team", "authorised_by")[:MOST]
    )
    return TeamPage(
        team=team.pk,
        name=team.name,
        kind=team.get_kind_display(),
        children=Referral.objects.filter(team=team, closed_on=None).count(),
        loads=worker_loads(team.pk, at=at),
        waiting=tuple(_waiting(row, at) for row in waiting),
        late=tuple(_late(row, at) for row in shown),
        late_in_all=late.count(),
        to_sign=to_sign(team.pk, but=None, reader=by, at=at),
        **_of_the_thread(team, today),
    )


def _of_the_thread(team: Team, today: date) -> dict[str, Any]:
    """How many assessments of the team are at each stage, plans of each kind its children have, and visits that are
    late or due by the end of the next five working days. One query."""

    def counted(rows: QuerySet, sort: str, by: str) -> QuerySet:
        named = {"sort": Value(sort, output_field=TextField()), "which": F(by)}
        return rows.annotate(**named).values("sort", "which").annotate(n=Count("pk")).order_by()

    assessed = Assessment.objects.filter(team=team, authorised_at=None, loaded=False)
    planned = Plan.objects.filter(referral__team=team, referral__closed_on=None, ended_on=None)
    visits = Deadline.objects.filter(
        team=team, met_at=None, void_at=None, clock__in=VISITS, due_on__lte=WORKING_DAYS.add(today, SOON)
    )
    rows = counted(assessed, "assessment", "state").union(
        counted(planned, "plan", "kind"),
        counted(visits.filter(due_on__lt=today), "late", "clock"),
        counted(visits.filter(due_on__gte=today), "soon", "clock"),
        all=True,
    )
    found: dict[str, dict[str, int]] = {"assessment": {}, "plan": {}, "late": {}, "soon": {}}
    for row in rows:
        found[row["sort"]][row["which"]] = row["n"]
    stages, kinds = WORKFLOWS["assessment"].states, SETS["plan_kind"]
    return {
        "assessments": tuple((stages[one], found["assessment"][one]) for one in stages if one in found["assessment"]),
        "plans": tuple((kinds.label(one), found["plan"][one]) for one in kinds.codes if one in found["plan"]),
        "visits_late": sum(found["late"].values()),
        "visits_soon": sum(found["soon"].values()),
    }


def _waiting(row: Referral, at: datetime) -> Waiting:
    since = london_date(row.decided_at or row.received_at)
    due_on = WORKING_DAYS.add(since, 1)
    left = left_of(due_on, None, at)
    return Waiting(
        referral=row.pk,
        child=row.child_id,
        title=_title(row.child, at),
        days=WORKING_DAYS.between(since, london_date(at)),
        since=since,
        is_rereferral=row.is_rereferral,
        mark=MARKS[left.state],
        left=left.words,
    )


def _late(row: Deadline, at: datetime) -> Late:
    clock = CLOCKS.get(row.clock)
    child = row.child or (row.referral.child if row.referral else None)
    title = _title(child, at) if child else (row.contact.family_name if row.contact else "")
    return Late(
        child=child.pk if child else None,
        title=title or "Not yet named",
        what=clock.name if clock else row.clock,
        words=left_of(row.due_on, row.due_at, at).words,
        falls=falls(row.due_on, row.due_at),
        owner=row.owner.name if row.owner else "",
        referral=row.referral_id,
        contact=row.contact_id,
        deadline=row.pk,
        accepted=standing(row, at).accepted,
    )


def _title(child: object, at: datetime) -> str:
    name = " ".join(part for part in (child.given_names, child.family_name) if part)
    name = name or (f"Child {child.la_child_id}" if child.la_child_id else "Unborn baby")
    years = age(child.born_on, at)
    return f"{name}, {years}" if years else name


def totals(*, at: datetime, months: int = 12) -> Totals:
    """Counts of the whole authority: the last twelve months by month, what is open and waits now, and the clocks."""
    today = london_date(at)
    first = add_months(today.replace(day=1), -months + 1)
    states = dict(
        Referral.objects.filter(closed_on=None).values("state").annotate(n=Count("pk")).values_list("state", "n")
    )
    return Totals(
        open_cases=sum(states.values()),
        waiting_for_decision=Contact.objects.filter(state__in=("to_decide", "second_look")).count(),
        waiting_for_team=states.get("to_allocate", 0),
        waiting_for_worker=states.get("with_team", 0),
        months=_months(first, at),
        clocks=tuple(
            (CLOCKS[clock].name, count)
            for clock, count in deadline_counts(today, at=at).items()
            if clock in CLOCKS and any((count.running, count.met, count.met_late))
        ),
    )


def _months(first: date, at: datetime) -> tuple[Month, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            _MONTHS,
            {"first": datetime.combine(first, time(), LONDON), "first_on": first, "at": at, "zone": str(LONDON)},
        )
        return tuple(Month(*row) for row in cursor.fetchall())


_MONTHS = """
WITH month AS (
    SELECT generate_series(%(first_on)s::date, (%(at)s AT TIME ZONE %(zone)s)::date, '1 month')::date AS starts_on
), contact AS (
    SELECT date_trunc('month', received_at AT TIME ZONE %(zone)s)::date AS starts_on, count(*) AS contacts
      FROM casework_contact WHERE received_at >= %(first)s AND state <> 'writing' GROUP BY 1
), referral AS (
    SELECT date_trunc('month', received_on)::date AS starts_on, count(*) AS referrals,
           count(*) FILTER (WHERE is_rereferral) AS again
      FROM casework_referral WHERE received_on >= %(first_on)s GROUP BY 1
), decided AS (
    SELECT date_trunc('month', met_at AT TIME ZONE %(zone)s)::date AS starts_on,
           count(*) FILTER (WHERE (met_at AT TIME ZONE %(zone)s)::date <= due_on) AS in_time,
           count(*) FILTER (WHERE (met_at AT TIME ZONE %(zone)s)::date > due_on) AS late
      FROM casework_deadline
     WHERE clock = 'contact_decision' AND met_at >= %(first)s AND void_at IS NULL GROUP BY 1
)
SELECT month.starts_on, coalesce(contacts, 0), coalesce(referrals, 0), coalesce(again, 0),
       coalesce(in_time, 0), coalesce(late, 0)
  FROM month LEFT JOIN contact USING (starts_on) LEFT JOIN referral USING (starts_on)
       LEFT JOIN decided USING (starts_on)
 ORDER BY month.starts_on
"""


def suppressed(count: int) -> str:
    """A count for people who may see no child: one to four is said as “fewer than 5”, none as 0."""
    return f"fewer than {SMALLEST}" if 0 < count < SMALLEST else f"{count:,}"


def share(part: int, whole: int, *, hide_small: bool) -> str:
    """A percentage, or nothing where the whole is too small to say, or the part or the rest would point to a child."""
    if not whole or (hide_small and (0 < part < SMALLEST or 0 < whole - part < SMALLEST)):
        return ""
    return f"{100 * part / whole:.0f}%"


def allowances(*, on: date) -> tuple[AllowanceSet, ...]:
    """Every allowance the council has set, by clock and then the latest first."""
    rows = LocalAllowance.objects.select_related("set_by").order_by("clock", "-starts_on")
    in_force = _in_force(rows, on)
    return tuple(
        AllowanceSet(
            key=row.pk,
            clock=row.clock,
            name=CLOCKS[row.clock].name if row.clock in CLOCKS else row.clock,
            words=Allowance.read(f"{row.limit} {row.unit}").words,
            book=CLOCKS[row.clock].allowance.words if row.clock in CLOCKS else "",
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            reason=row.reason,
            set_by=row.set_by.name,
            set_at=row.set_at,
            holds=row.pk in in_force,
        )
        for row in rows
    )


def _in_force(rows: Sequence[LocalAllowance], on: date) -> set[int]:
    by_clock: dict[str, list[LocalAllowance]] = {}
    for row in rows:
        by_clock.setdefault(row.clock, []).append(row)
    return {one.pk for some in by_clock.values() if (one := LocalAllowance.in_force(some, on)) is not None}
