"""Meetings as they stand: who is asked, what was said and decided, and which rooms and chairs are taken when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from goldenthread.access.public import User, visible
from goldenthread.casework.models import ConferenceRoom, Meeting, MeetingChild, Referral
from goldenthread.people.public import Person
from goldenthread.rulebook.codes import SETS

CONFERENCES = ("initial_conference", "transfer_in_conference", "review_conference")
"""The kinds of meeting that are child protection conferences."""

LASTS = 2
"""Hours for which a meeting takes its room and its chair."""


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody asked to a meeting, and what she brought."""

    key: int
    name: str
    role: str
    agency: str
    agency_name: str
    person: int | None
    user: int | None
    attended: bool | None
    absent_because: str
    report_shared_on: date | None
    view: str
    dissents: bool
    dissent: str


@dataclass(frozen=True, slots=True)
class About:
    """A child of a meeting whom the reader may see, and what was said and decided for this child."""

    child: int
    name: str
    born_on: date | None
    expected_on: date | None
    attended: bool | None
    views: str
    views_brought_how: str
    family_view: str
    decision: str
    decision_words: str
    category: str
    category_words: str
    reasons: str
    unchanged_because: str
    plan: int | None


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing that a strategy discussion asked of one person."""

    key: int
    what: str
    owner: str
    due_on: date
    done_on: date | None
    done_words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting with everything on its record. `kind_words` and `decision_words` are labels; times are instants."""

    key: int
    kind: str
    kind_words: str
    state: str
    planned_at: datetime | None
    held_at: datetime | None
    place: str
    room: int | None
    room_name: str
    chair: int | None
    chair_name: str
    team: int | None
    instead_of: int | None
    stood_down_because: str
    immediate: bool
    why_called: str
    quorate: bool | None
    not_quorate_because: str
    summary: str
    measured_change: str
    decision: str
    decision_words: str
    rationale: str
    contingency_weighed: str
    next_on: date | None
    decision_issued_on: date | None
    decision_issued_to: str
    record_issued_on: date | None
    record_issued_to: str
    arranged_by: str
    arranged_at: datetime
    recorded_by: str
    recorded_at: datetime | None
    children: tuple[About, ...]
    parts: tuple[Part, ...]
    actions: tuple[ToDo, ...]

    @property
    def at(self) -> datetime | None:
        """When it was held, or else is planned."""
        return self.held_at or self.planned_at

    @property
    def family(self) -> str:
        """The children by name, as the meeting is called."""
        return ", ".join(one.name for one in self.children)


@dataclass(frozen=True, slots=True)
class Hands:
    """In whose hands a child is: the open referral, its team and its worker by key and name."""

    referral: int | None = None
    team: int | None = None
    worker: int | None = None
    worker_name: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A room or a chair that another meeting has at that time. `what` is "room" or "chair"."""

    what: str
    name: str
    planned_at: datetime
    by_whom: str
    meeting: int


@dataclass(frozen=True, slots=True)
class Room:
    """A room in which conferences are held."""

    key: int
    name: str
    place: str
    seats: int | None
    closed_on: date | None


def children_in(meeting: int) -> tuple[int, ...]:
    """The keys of the children a meeting is about. A seal on any of them closes it."""
    return tuple(MeetingChild.objects.filter(meeting=meeting).order_by("child").values_list("child", flat=True))


def in_hands(children: Collection[int]) -> dict[int, Hands]:
    """Each child's open referral with its team and worker; a child without one has nobody. One query."""
    rows = Referral.objects.filter(child__in=children, closed_on=None).order_by("received_on", "pk")
    found = {child: Hands() for child in children}
    for child, key, team, worker, name in rows.values_list("child", "pk", "team", "worker", "worker__name"):
        found[child] = Hands(key, team, worker, name or "")
    return found


def show_meeting(meeting: int, *, reader: User, at: datetime) -> Shown | None:
    """One meeting, with the children whom the reader may see; None when there is none. Five queries."""
    row = Meeting.objects.select_related("room", "chair", "arranged_by", "recorded_by").filter(pk=meeting).first()
    if row is None:
        return None
    children = MeetingChild.objects.filter(visible(reader, "child.read", child="child", at=at), meeting=row)
    return shown(
        row,
        [_about(one) for one in children.select_related("child").order_by("child__born_on", "child")],
        [_part(one) for one in row.parts.order_by("pk")],
        [
            ToDo(one.pk, one.what, one.owner_name, one.due_on, one.done_on, one.done_words)
            for one in row.actions.order_by("due_on", "pk")
        ],
    )


def shown(row: Meeting, children: list[About], parts: list[Part], actions: list[ToDo]) -> Shown:
    """A meeting's row with what belongs to it, as plain values. Its room, chair and writers must be loaded with it."""
    decisions = SETS["strategy_decision"]
    return Shown(
        key=row.pk,
        kind=row.kind,
        kind_words=kind_words(row.kind),
        state=row.state,
        planned_at=row.planned_at,
        held_at=row.held_at,
        place=row.place,
        room=row.room_id,
        room_name=row.room.name if row.room else "",
        chair=row.chair_id,
        chair_name=row.chair.name if row.chair else row.chair_name,
        team=row.team_id,
        instead_of=row.instead_of_id,
        stood_down_because=row.stood_down_because,
        immediate=row.immediate,
        why_called=row.why_called,
        quorate=row.quorate,
        not_quorate_because=row.not_quorate_because,
        summary=row.summary,
        measured_change=row.measured_change,
        decision=row.decision,
        decision_words=decisions.label(row.decision) if row.decision in decisions.codes else row.decision,
        rationale=row.rationale,
        contingency_weighed=row.contingency_weighed,
        next_on=row.next_on,
        decision_issued_on=row.decision_issued_on,
        decision_issued_to=row.decision_issued_to,
        record_issued_on=row.record_issued_on,
        record_issued_to=row.record_issued_to,
        arranged_by=row.arranged_by.name if row.arranged_by else "",
        arranged_at=row.arranged_at,
        recorded_by=row.recorded_by.name if row.recorded_by else "",
        recorded_at=row.recorded_at,
        children=tuple(children),
        parts=tuple(parts),
        actions=tuple(actions),
    )


def kind_words(kind: str) -> str:
    """A kind of meeting as it is called."""
    return SETS["meeting_kind"].label(kind) if kind in SETS["meeting_kind"].codes else kind


def called(person: Person) -> str:
    """A child's name for a list."""
    name = f"{person.given_names} {person.family_name}".strip()
    return name or ("The baby" if person.expected_on else f"Child {person.pk}")


def _about(one: MeetingChild) -> About:
    decisions, categories = SETS["conference_decision"], SETS["abuse_category"]
    return About(
        child=one.child_id,
        name=called(one.child),
        born_on=one.child.born_on,
        expected_on=one.child.expected_on,
        attended=one.attended,
        views=one.views,
        views_brought_how=one.views_brought_how,
        family_view=one.family_view,
        decision=one.decision,
        decision_words=decisions.label(one.decision) if one.decision in decisions.codes else one.decision,
        category=one.category,
        category_words=categories.label(one.category) if one.category in categories.codes else one.category,
        reasons=one.reasons,
        unchanged_because=one.unchanged_because,
        plan=one.plan_id,
    )


def _part(one: object) -> Part:
    agencies = SETS["took_part"]
    return Part(
        key=one.pk,
        name=one.name,
        role=one.role,
        agency=one.agency,
        agency_name=agencies.label(one.agency) if one.agency in agencies.codes else one.agency,
        person=one.person_id,
        user=one.user_id,
        attended=one.attended,
        absent_because=one.absent_because,
        report_shared_on=one.report_shared_on,
        view=one.view,
        dissents=one.dissents,
        dissent=one.dissent,
    )


def taken(planned_at: datetime, *, room: int | None, chair: int | None, but: int | None) -> tuple[Taken, ...]:
    """Which of a room and a chair another meeting has within the hours that a meeting lasts. One query."""
    wanted = Q(pk__in=[])
    if room is not None:
        wanted |= Q(room=room)
    if chair is not None:
        wanted |= Q(chair=chair)
    span = timedelta(hours=LASTS)
    rows = (
        Meeting.objects.filter(wanted, state="planned", planned_at__gt=planned_at - span)
        .filter(planned_at__lt=planned_at + span)
        .exclude(pk=but)
        .select_related("room", "chair")
        .order_by("planned_at")
    )
    found = []
    for row in rows:
        by_whom = f"another {kind_words(row.kind).lower()}"
        if room is not None and row.room_id == room:
            found.append(Taken("room", row.room.name, row.planned_at, by_whom, row.pk))
        if chair is not None and row.chair_id == chair:
            found.append(Taken("chair", row.chair.name, row.planned_at, by_whom, row.pk))
    return tuple({one.what: one for one in reversed(found)}.values())


def rooms(*, on: date | None = None) -> tuple[Room, ...]:
    """Conference rooms by name; with `on`, those in use on that day."""
    rows = ConferenceRoom.objects.order_by("name")
    if on is not None:
        rows = rows.filter(Q(closed_on=None) | Q(closed_on__gt=on))
    return tuple(Room(one.pk, one.name, one.place, one.seats, one.closed_on) for one in rows)
