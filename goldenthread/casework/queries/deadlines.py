"""Deadlines as they stand: those of one child or contact, in words; and how many there are of each clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Q, QuerySet

from goldenthread.access.public import among, kept
from goldenthread.casework.models import Deadline, Referral
from goldenthread.kernel.calendar import Skipped
from goldenthread.kernel.clock import LONDON, Allowance, Clock, TimeLeft, TimeState, Unit, london_date, time_left
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.office import OFFICE_HOURS
from goldenthread.ui.words import clock_time, day, day_short, long_day, weekday

MARKS = {
    TimeState.DONE: "done",
    TimeState.DONE_LATE: "late",
    TimeState.OVERDUE: "over",
    TimeState.TODAY: "to_come",
    TimeState.TO_COME: "to_come",
}
"""The shape that stands for each state of time, in the one vocabulary of `ui`."""

KEPT_APART = tuple(key for key, clock in CLOCKS.items() if clock.stage == "complaints")
"""The clocks of complaints. A complaint is kept apart from the child's record: whoever answers it is told of them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One deadline at the moment asked.

    `words` is the time left or how late ("2 working days late"); `falls` the day or moment in words; `why` the rule
    with its authority; `source` where the rule is written; `how` the sum, a sentence a step. `mark` is the shape.
    """

    key: int
    clock: str
    name: str
    words: str
    state: TimeState
    mark: str
    falls: str
    due_on: date
    due_at: datetime | None
    started_at: datetime
    met_at: datetime | None
    why: str
    source: str
    how: tuple[str, ...]
    owner: str
    team: str
    child: int | None
    contact: int | None
    referral: int | None
    authorised_reason: str
    authorised_by: str
    authorised_at: datetime | None
    sort: tuple[int, float]

    @property
    def late(self) -> bool:
        """Whether it is overdue now, or was met late."""
        return self.state in (TimeState.OVERDUE, TimeState.DONE_LATE)

    @property
    def accepted(self) -> str:
        """Who authorised the lateness, when and why, in a sentence; empty when nobody did."""
        if not self.authorised_reason:
            return ""
        who = f" by {self.authorised_by}" if self.authorised_by else ""
        when = f", {day(self.authorised_at)}" if self.authorised_at else ""
        return f"Lateness authorised{who}{when}: “{self.authorised_reason}”"


@dataclass(frozen=True, slots=True)
class Count:
    """How the deadlines of one clock stand at the end of a day.

    `running` is every one started and not yet met, whatever its date; `due_in_5_working_days` and `overdue` are parts
    of it and have none in common. `met` was in time and `met_late` was not; each deadline met is in one of the two.
    """

    running: int = 0
    due_in_5_working_days: int = 0
    overdue: int = 0
    met: int = 0
    met_late: int = 0


def deadlines_of(
    *, at: datetime, child: int | None = None, contact: int | None = None, referral: int | None = None
) -> tuple[Standing, ...]:
    """Every deadline of a child, a contact or a referral that was not taken back: overdue first, what is done last.

    Raises `ValueError` when none is named.
    """
    named = {"child": child, "contact": contact, "referral": referral}
    if not any(key is not None for key in named.values()):
        raise ValueError("Deadlines are those of a child, a contact or a referral: say which.")
    rows = _of(**named)
    return tuple(sorted((standing(row, at) for row in rows), key=lambda one: (one.sort, one.key)))


@kept
def _of(*, child: int | None, contact: int | None, referral: int | None) -> QuerySet[Deadline]:
    rows = Deadline.objects.filter(void_at=None).exclude(clock__in=KEPT_APART)
    rows = rows.select_related("owner", "team", "authorised_by")
    if child is not None:
        # What runs for the child's referral runs for the child, also where only the referral is named.
        referrals = Referral.objects.filter(child=child).values("pk")
        rows = rows.filter(Q(child=child) | among("referral", ArraySubquery(referrals)))
    named = {"contact": contact, "referral": referral}
    return rows.filter(**{name: key for name, key in named.items() if key is not None})


@dataclass(frozen=True, slots=True)
class Lateness:
    """One deadline with what the page that authorises its lateness needs: whose it is, and every person it is about."""

    deadline: Standing
    title: str
    people: tuple[int, ...]


def people_of(row: Deadline) -> tuple[int, ...]:
    """The child that a deadline is about, or everybody known in its contact: a seal on any of them closes it."""
    child = row.child_id or (row.referral.child_id if row.referral else None)
    if child is not None or row.contact is None:
        return () if child is None else (child,)
    named = row.contact.people.filter(person__isnull=False, taken_out_at=None)
    return tuple(named.values_list("person_id", flat=True).distinct())


def lateness(deadline: int, *, at: datetime) -> Lateness | None:
    """One deadline that was not taken back; None when there is none."""
    rows = Deadline.objects.filter(pk=deadline, void_at=None)
    row = rows.select_related("owner", "team", "authorised_by", "child", "referral__child", "contact").first()
    if row is None:
        return None
    child = row.child or (row.referral.child if row.referral else None)
    name = f"{child.given_names} {child.family_name}".strip() if child else ""
    title = name or (f"contact {row.contact.reference}" if row.contact else "this child")
    return Lateness(standing(row, at), title, people_of(row))


def standing(row: Deadline, at: datetime) -> Standing:
    """One deadline in words, at a moment. The row's owner, team and `authorised_by` must be loaded with it."""
    clock = CLOCKS.get(row.clock)
    met_at = row.met_at
    if clock and clock.at_least and row.due_on <= london_date(at):
        met_at = met_at or at  # the least time has gone by, so nothing is late
        met_at = min(met_at, datetime.combine(row.due_on, time(12), LONDON))
    left = left_of(row.due_on, row.due_at, at, met_at=met_at)
    allowance = Allowance.read(row.allowance)
    ours = allowance if row.allowance_from == "local" else None
    return Standing(
        key=row.pk,
        clock=row.clock,
        name=clock.name if clock else row.clock,
        words=left.words,
        state=left.state,
        mark=MARKS[left.state],
        falls=falls(row.due_on, row.due_at),
        due_on=row.due_on,
        due_at=row.due_at,
        started_at=row.started_at,
        met_at=row.met_at,
        why=_why(clock, ours, allowance, row.allowance_from) if clock else "",
        source=f"{clock.authority.source} ({clock.authority.status.words})" if clock else "",
        how=worked_out(row.started_at, row.due_on, row.due_at, allowance),
        owner=row.owner.name if row.owner_id else "",
        team=row.team.name if row.team_id else "",
        child=row.child_id,
        contact=row.contact_id,
        referral=row.referral_id,
        authorised_reason=row.authorised_reason,
        authorised_by=row.authorised_by.name if row.authorised_by else "",
        authorised_at=row.authorised_at,
        sort=left.sort,
    )


def _why(clock: Clock, ours: Allowance | None, allowance: Allowance, allowed_by: str) -> str:
    """The rule with its authority: the council's or the book's, or what this child's plan asks for sooner."""
    if allowed_by != "plan":
        return clock.why_with(ours)
    return clock.why_with(allowance).replace("(council policy)", "(this child’s plan)")


def left_of(due_on: date, due_at: datetime | None, at: datetime, *, met_at: datetime | None = None) -> TimeLeft:
    """The time left by our own calendar and office hours."""
    return time_left(due_on, due_at, at, WORKING_DAYS, OFFICE_HOURS, met_at)


def falls(due_on: date, due_at: datetime | None) -> str:
    """When it falls due: “Thursday 19 November 2026, 3:20pm”, or “the end of Thursday 19 November 2026”."""
    if due_at is not None:
        return f"{long_day(due_at)}, {clock_time(due_at)}"
    return f"the end of {long_day(due_on)}"


def falls_shortly(due_on: date, due_at: datetime | None, at: datetime) -> str:
    """For a list: “by 3:20pm”, “by the end of today”, “by the end of Wednesday 18 November”."""
    today = london_date(at)
    on = "today" if due_on == today else f"{weekday(due_on)} {day_short(due_on, today)}"
    if due_at is not None:
        return f"by {clock_time(due_at)}" + ("" if due_on == today else f", {on}")
    return f"by the end of {on}"


def worked_out(started_at: datetime, due_on: date, due_at: datetime | None, allowance: Allowance) -> tuple[str, ...]:
    """How the date follows from the start, a sentence a step, with every day that was not counted and why."""
    begins = f"It started on {long_day(started_at)} at {clock_time(started_at)}."
    ends = f"That makes it due at {falls(due_on, due_at)}."
    counted = f"{allowance.words} {'is' if abs(allowance.limit) == 1 else 'are'}"
    match allowance.unit:
        case Unit.HOURS:
            return (begins, f"{counted} counted by the clock, night and day, weekends too.", ends)
        case Unit.WORKING_DAYS:
            skipped = WORKING_DAYS.skipped(london_date(started_at), due_on)
            steps = [begins, f"{counted} counted, from the next working day on."]
            if skipped:
                steps.append(f"Not counted: {_days_skipped(skipped)}.")
            return (*steps, ends)
        case _:
            return (begins, f"{counted} counted by the calendar, weekends and holidays too.", ends)


MOST_DAYS_NAMED = 6


def _days_skipped(skipped: Sequence[Skipped]) -> str:
    """Each day in order; when there are many, weekends by their number and holidays by name."""
    holidays = [one for one in skipped if one.name != weekday(one.date)]
    if len(skipped) <= MOST_DAYS_NAMED:
        return ", ".join(f"{one.name}, {day(one.date)}" if one in holidays else long_day(one.date) for one in skipped)
    weekend = f"{len(skipped) - len(holidays)} days at weekends"
    return "; ".join([weekend, *(f"{one.name}, {day(one.date)}" for one in holidays)])


def deadline_counts(as_of: date, *, at: datetime | None = None) -> dict[str, Count]:
    """How many deadlines of each clock run, are due soon, overdue, met and met late, as they stood at the end of a day.

    What was started later, or taken back by then, is not counted; what was met later still ran. `at` is the present
    moment when `as_of` is today, so that something due this evening is not called late this morning. One query. Every
    clock whose events this release records is named, also with nothing to count.
    """
    ended = datetime.combine(as_of + timedelta(days=1), time(), LONDON)
    if at is not None and london_date(at) == as_of:
        ended = min(ended, at)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTS, {"ended": ended, "as_of": as_of, "soon": WORKING_DAYS.add(as_of, 5), "zone": str(LONDON)}
        )
        found = {clock: Count(*counts) for clock, *counts in cursor.fetchall()}
    live = {clock.id: Count() for clock in CLOCKS.values() if clock.live}
    return live | found


_COUNTS = """
SELECT clock,
       count(*) FILTER (WHERE NOT met),
       count(*) FILTER (WHERE NOT met AND NOT late AND due_on <= %(soon)s),
       count(*) FILTER (WHERE NOT met AND late),
       count(*) FILTER (WHERE met AND NOT late),
       count(*) FILTER (WHERE met AND late)
  FROM (SELECT clock, due_on, met_at IS NOT NULL AND met_at < %(ended)s AS met,
               CASE WHEN met_at < %(ended)s AND due_at IS NOT NULL THEN met_at > due_at
                    WHEN met_at < %(ended)s THEN (met_at AT TIME ZONE %(zone)s)::date > due_on
                    WHEN due_at IS NOT NULL THEN due_at < %(ended)s
                    ELSE due_on < %(as_of)s END AS late
          FROM casework_deadline
         WHERE started_at < %(ended)s AND (void_at IS NULL OR void_at >= %(ended)s)) AS stood
 GROUP BY clock ORDER BY clock
"""
