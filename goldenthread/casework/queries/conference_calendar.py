"""The convenor's calendar: which conferences must be held by when, where they are arranged, and what will be late.

Lateness is said before it is: nothing arranged, arranged after the day it is due, no chair, a room taken twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from goldenthread.access.public import User, visible
from goldenthread.casework.models import Deadline, Meeting, MeetingChild
from goldenthread.casework.queries.meetings import CONFERENCES, LASTS, Room, called, kind_words, rooms
from goldenthread.kernel.clock import LONDON, add_months
from goldenthread.people.public import Person
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.ui.words import clock_time, day, day_short, join_names, plural

KIND_OF = {
    "icpc": "initial_conference",
    "icpc_transfer_in": "transfer_in_conference",
    "rcpc_first": "review_conference",
    "rcpc_subsequent": "review_conference",
}
"""The kind of conference that each clock waits for."""

NOTICE = 10
"""Working days before a conference is due from which nothing arranged is said to be trouble: agencies and family are
asked, and reports are read, within that time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One conference that is due, arranged, or both, for children of one family.

    `children` are (key, name) of those whom the reader may know of; `others` counts the rest. `due_on` is the earliest
    day by which it must be held, None for one that nothing waits for. `troubles` say in sentences what is wrong or will
    be late; `late` that it is late already or arranged too late. `done` when it was held.
    """

    kind: str
    kind_words: str
    children: tuple[tuple[int, str], ...]
    others: int
    due_on: date | None
    left: int | None
    meeting: int | None
    planned_at: datetime | None
    room: int | None
    room_name: str
    place: str
    chair: int | None
    chair_name: str
    troubles: tuple[str, ...]
    late: bool
    done: bool

    @property
    def on(self) -> date:
        """The day it stands on in the calendar: when it is arranged, else when it is due."""
        found = timezone.localdate(self.planned_at) if self.planned_at else self.due_on
        assert found is not None  # one of the two brought it here
        return found

    @property
    def names(self) -> str:
        """The children in a line."""
        rest = [f"{plural(self.others, 'child', 'children')} of a restricted record"] if self.others else []
        return join_names([*(name for _, name in self.children), *rest])


@dataclass(frozen=True, slots=True)
class Chair:
    """Somebody who chairs conferences, and how many she has in the time shown."""

    key: int
    name: str
    conferences: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """A month of conferences. `troubles` counts the entries with something wrong."""

    first: date
    last: date
    entries: tuple[Entry, ...]
    troubles: int
    chairs: tuple[Chair, ...]
    rooms: tuple[Room, ...]


def conference_calendar(
    *, first: date, reader: User, at: datetime, chair: int | None = None, room: int | None = None
) -> Calendar:
    """The month that begins with `first`: what is due or arranged in it, and in the present month all that is overdue.

    A child whose record is closed to the reader is counted and not named. Eight queries.
    """
    last = add_months(first, 1) - timedelta(days=1)
    today = timezone.localdate(at)
    since = date.min if first <= today <= last else first
    waiting = list(
        Deadline.objects.filter(clock__in=KIND_OF, met_at=None, void_at=None, due_on__lte=last)
        .values_list("clock", "child", "due_on", "started_at")
        .order_by("due_on")
    )
    start, end = _midnight(first), _midnight(last + timedelta(days=1))
    due_children = {child for _, child, due_on, _ in waiting if due_on >= since}
    meetings = list(
        Meeting.objects.filter(kind__in=CONFERENCES)
        .filter(
            Q(planned_at__gte=start, planned_at__lt=end, state="planned")
            | Q(held_at__gte=start, held_at__lt=end, state="held", loaded=False)
            | Q(state="planned", children__child__in=due_children)
        )
        .select_related("room", "chair")
        .order_by("planned_at", "pk")
        .distinct()
    )
    of_meeting: dict[int, list[int]] = defaultdict(list)
    for meeting, child in MeetingChild.objects.filter(meeting__in=meetings).values_list("meeting", "child"):
        of_meeting[meeting].append(child)
    known = _names(due_children | {child for children in of_meeting.values() for child in children}, reader, at)
    due_of: dict[tuple[str, int], date] = {}
    later = Deadline.objects.filter(
        clock__in=KIND_OF, met_at=None, void_at=None, child__in={c for found in of_meeting.values() for c in found}
    )
    for clock, child, due_on in later.values_list("clock", "child", "due_on"):
        key = (KIND_OF[clock], child)
        due_of[key] = min(due_on, due_of.get(key, due_on))
    clashes = _clashes(meetings)
    entries = [_arranged(row, of_meeting[row.pk], due_of, known, clashes, today) for row in meetings]
    arranged = {(row.kind, child) for row in meetings if row.state == "planned" for child in of_meeting[row.pk]}
    began = _began_together(waiting)
    entries += _unarranged((one for one in waiting if one[2] >= since), arranged, known, began, today)
    entries = [one for one in entries if one.children or one.meeting]
    chairs = _chairs(entries)
    shown = [one for one in entries if (chair is None or one.chair == chair) and (room is None or one.room == room)]
    shown.sort(key=lambda one: (one.on, one.planned_at or _midnight(one.on), one.names))
    return Calendar(
        first=first,
        last=last,
        entries=tuple(shown),
        troubles=sum(bool(one.troubles) for one in shown),
        chairs=chairs,
        rooms=rooms(on=first),
    )


def _arranged(
    row: Meeting,
    children: Collection[int],
    due_of: dict[tuple[str, int], date],
    known: dict[int, str],
    clashes: dict[int, list[str]],
    today: date,
) -> Entry:
    days = [due_of[row.kind, child] for child in children if (row.kind, child) in due_of]
    due_on = min(days, default=None)
    done = row.state == "held"
    troubles: list[str] = []
    late = False
    when = row.held_at if done else row.planned_at
    on = timezone.localdate(when) if when else today
    if not done:
        if due_on is not None and on > due_on:
            late = True
            over = plural(max(1, WORKING_DAYS.between(due_on, on)), "working day")
            troubles.append(f"It will be {over} late: due by {day_short(due_on, today)}, arranged for later.")
        if on < today:
            troubles.append("Its day has passed. Record it, or stand it down.")
        if not row.chair_id and not row.chair_name:
            troubles.append("Nobody is asked to chair.")
        if not row.room_id and not row.place:
            troubles.append("It has no room.")
        troubles += clashes.get(row.pk, [])
    return Entry(
        kind=row.kind,
        kind_words=kind_words(row.kind),
        children=tuple((child, known[child]) for child in sorted(children) if child in known),
        others=sum(child not in known for child in children),
        due_on=due_on,
        left=WORKING_DAYS.between(today, due_on) if due_on else None,
        meeting=row.pk,
        planned_at=when,
        room=row.room_id,
        room_name=row.room.name if row.room else "",
        place=row.place,
        chair=row.chair_id,
        chair_name=row.chair.name if row.chair else row.chair_name,
        troubles=tuple(troubles),
        late=late,
        done=done,
    )


def _unarranged(
    waiting: Iterable[tuple[str, int, date, datetime]],
    arranged: Collection[tuple[str, int]],
    known: dict[int, str],
    began: dict[tuple[int, datetime], int],
    today: date,
) -> list[Entry]:
    """One entry for the children of one family: those whose clock was begun by the same meeting."""
    together: dict[tuple[str, date, int], list[int]] = defaultdict(list)
    for clock, child, due_on, started_at in waiting:
        if (KIND_OF[clock], child) not in arranged:
            together[KIND_OF[clock], due_on, began.get((child, started_at), -child)].append(child)
    found = []
    for (kind, due_on, _), children in together.items():
        left = WORKING_DAYS.between(today, due_on)
        if due_on < today:
            trouble = [f"Nothing is arranged, and it was due by {day(due_on)}."]
        elif left <= NOTICE:
            trouble = [f"Nothing is arranged, and {plural(left, 'working day')} {'is' if left == 1 else 'are'} left."]
        else:
            trouble = []
        found.append(
            Entry(
                kind=kind,
                kind_words=kind_words(kind),
                children=tuple((child, known[child]) for child in sorted(children) if child in known),
                others=sum(child not in known for child in children),
                due_on=due_on,
                left=left,
                meeting=None,
                planned_at=None,
                room=None,
                room_name="",
                place="",
                chair=None,
                chair_name="",
                troubles=tuple(trouble),
                late=due_on < today,
                done=False,
            )
        )
    return found


def _began_together(waiting: Collection[tuple[str, int, date, datetime]]) -> dict[tuple[int, datetime], int]:
    """The meeting that began each clock: the discussion or conference about the child held then. One query."""
    rows = MeetingChild.objects.filter(
        child__in={child for _, child, _, _ in waiting}, meeting__held_at__in={at for *_, at in waiting}
    )
    return {(child, at): meeting for child, at, meeting in rows.values_list("child", "meeting__held_at", "meeting")}


def _clashes(meetings: list[Meeting]) -> dict[int, list[str]]:
    """For each meeting, a sentence for a room or a chair that another has within the same hours."""
    span = timedelta(hours=LASTS)
    planned = [row for row in meetings if row.state == "planned" and row.planned_at]
    found: dict[int, list[str]] = defaultdict(list)
    for number, one in enumerate(planned):
        for other in planned[number + 1 :]:
            if other.planned_at - one.planned_at >= span:
                break
            for first, second in ((one, other), (other, one)):
                if first.room_id and first.room_id == second.room_id:
                    found[first.pk].append(
                        f"{first.room.name} is also taken at {clock_time(second.planned_at)} by another conference."
                    )
                if first.chair_id and first.chair_id == second.chair_id:
                    found[first.pk].append(
                        f"{first.chair.name} is also asked to chair another at {clock_time(second.planned_at)}."
                    )
    return found


def _chairs(entries: Iterable[Entry]) -> tuple[Chair, ...]:
    counted: dict[int, tuple[str, int]] = {}
    for one in entries:
        if one.chair:
            counted[one.chair] = (one.chair_name, counted.get(one.chair, ("", 0))[1] + 1)
    rows = (Chair(key, name, count) for key, (name, count) in counted.items())
    return tuple(sorted(rows, key=lambda one: one.name))


def _names(children: Collection[int], reader: User, at: datetime) -> dict[int, str]:
    """Those of the children whom the reader may know of: whose record she may read, or for whom she may arrange."""
    may = visible(reader, "child.read", at=at) | visible(reader, "meeting.arrange", at=at)
    return {person.pk: called(person) for person in Person.objects.filter(may, pk__in=children)}


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), LONDON)
