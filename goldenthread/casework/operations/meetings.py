"""Meetings about children: arranged, moved, held, stood down, and their records sent out.

What every kind of meeting shares. What a kind decides and which clocks it stops is its own module's, which calls
these inside its own transaction: strategy discussions (`child_protection`), conferences, core groups and reviews.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import (
    User,
    decide,
    find_user,
    notify,
    record,
    require_about,
    require_each,
    tie,
    untie,
)
from goldenthread.casework.models import ConferenceRoom, Meeting, MeetingAction, MeetingChild, MeetingPart
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.chairs import keep_why_chair_changed
from goldenthread.casework.queries.meetings import CONFERENCES, children_in, taken
from goldenthread.kernel.clock import LONDON
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.people.public import Person
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import MEETING
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import clock_time, day, long_day, moment, weekday

LONGEST_LINE = 500
FARTHEST = 800  # days ahead that a meeting may be arranged for


@dataclass(frozen=True, slots=True)
class PartSaid:
    """Somebody asked to a meeting or who came to it, and what she brought; `key` is her line when she has one.

    `agency` is a code of "took_part". `dissent` holds the words of somebody who does not agree.
    """

    name: str
    agency: str = ""
    role: str = ""
    person: int | None = None
    user: int | None = None
    attended: bool | None = None
    absent_because: str = ""
    report_shared_on: date | None = None
    view: str = ""
    dissents: bool = False
    dissent: str = ""
    key: int | None = None


@dataclass(frozen=True, slots=True)
class ChildSaid:
    """What a meeting heard about and decided for one child. `views` are the child's own words and how they came."""

    child: int
    plan: int | None = None
    attended: bool | None = None
    views: str = ""
    views_brought_how: str = ""
    family_view: str = ""
    decision: str = ""
    category: str = ""
    reasons: str = ""
    unchanged_because: str = ""


@dataclass(frozen=True, slots=True)
class ActionSaid:
    """One thing to do by one person by a day: `owner` when she signs in, else `owner_name`."""

    what: str
    due_on: date | None
    owner: int | None = None
    owner_name: str = ""


@transaction.atomic
def arrange_meeting(
    *,
    kind: str,
    children: Collection[int],
    planned_at: datetime,
    place: str = "",
    room: int | None = None,
    chair: int | None = None,
    chair_name: str = "",
    team: int | None = None,
    why_called: str = "",
    parts: Sequence[PartSaid] = (),
    instead_of: int | None = None,
    follows: int | None = None,
    immediate: bool = False,
    despite_clash: bool = False,
    chair_reason: str = "",
    chair_reason_words: str = "",
    by: User,
    at: datetime,
) -> int:
    """Arranges a meeting of some children and returns its key. A meeting recorded after it was held has a past time.

    A conference's chair is tied to each child as the one who reviews, and told. Where another chaired the child's last,
    `chair_reason` says why ("worker_change"). Raises `NotAllowed`; `Refused` for a conference on a weekend or bank
    holiday, a chair who may not see a child, another chair without a reason, and a room or chair taken at that time
    unless `despite_clash`.
    """
    if kind not in SETS["meeting_kind"].codes:
        raise Refused("Choose what kind of meeting it is", "kind")
    people = tuple(sorted(set(children)))
    if not people or Person.objects.filter(pk__in=people).count() != len(people):
        raise Refused("Choose the children whom the meeting is about", "children")
    right = require_each(by, "meeting.arrange", people, at=at).right
    fitting(kind, planned_at, at=at)
    chairing = _chair(kind, chair, people, at)
    _free(None, planned_at, room, chair, despite_clash)
    made = Meeting.objects.create(
        kind=kind,
        state=MEETING.begin("meeting.arrange"),
        planned_at=planned_at,
        place=line(place, "place"),
        room_id=room,
        chair=chairing,
        chair_name=chairing.name if chairing else line(chair_name, "chair_name"),
        team_id=team,
        why_called=kept_words(why_called, "why_called"),
        instead_of_id=instead_of,
        follows_id=follows,
        immediate=immediate,
        arranged_by=by,
        arranged_at=at,
    )
    MeetingChild.objects.bulk_create(MeetingChild(meeting=made, child_id=child) for child in people)
    _put_parts(made, parts)
    keep_why_chair_changed(
        kind=kind,
        children=people,
        named=None,
        came=chairing,
        reason=chair_reason,
        words=chair_reason_words,
        by=by,
        at=at,
    )
    if chairing is not None:
        _give_to_chair(made, people, chairing, by, at)
    enter("meeting.arrange", made, people, right, by, at, {"kind": kind, "planned_at": planned_at.isoformat()})
    return made.pk


@transaction.atomic
def rearrange(
    *,
    meeting: int,
    planned_at: datetime,
    place: str = "",
    room: int | None = None,
    chair: int | None = None,
    chair_name: str = "",
    parts: Sequence[PartSaid] | None = None,
    based_on: datetime | None = None,
    despite_clash: bool = False,
    chair_reason: str = "",
    chair_reason_words: str = "",
    by: User,
    at: datetime,
) -> None:
    """Changes when and where a meeting is and who chairs it; `parts`, when given, are all who are asked. Where another
    is to chair a conference, `chair_reason` says why ("worker_change").

    `based_on` is the time that the page showed: when somebody has moved it since, this is refused with the sentence.
    Its due date stays. Raises `NotAllowed`, `Refused` as `arrange_meeting`.
    """
    found, people, right = locked(meeting, "meeting.rearrange", by, at)
    found.state = step(found, "meeting.rearrange")
    if based_on is not None and found.planned_at != based_on:
        raise Refused(f"Somebody moved this to {said_at(found.planned_at)} meanwhile. Look at it as it stands now.")
    fitting(found.kind, planned_at, at=at)
    if planned_at < at and planned_at != found.planned_at:
        raise Refused(f"{moment(planned_at)} has passed. Choose a time to come", "planned_at")
    chairing = _chair(found.kind, chair, people, at)
    _free(found.pk, planned_at, room, chair, despite_clash)
    before, was = found.chair_id, found.planned_at
    found.planned_at, found.place, found.room_id = planned_at, line(place, "place"), room
    found.chair = chairing
    found.chair_name = chairing.name if chairing else line(chair_name, "chair_name")
    found.save(update_fields=["planned_at", "place", "room_id", "chair_id", "chair_name"])
    if parts is not None:
        _put_parts(found, parts)
    if before != found.chair_id:
        keep_why_chair_changed(
            kind=found.kind,
            children=people,
            named=before,
            came=chairing,
            reason=chair_reason,
            words=chair_reason_words,
            by=by,
            at=at,
        )
        if before is not None:
            let_chair_go(found, people, before, at)
        if chairing is not None:
            _give_to_chair(found, people, chairing, by, at)
    detail = {"from": was.isoformat() if was else None, "to": planned_at.isoformat(), "chair": found.chair_id}
    enter("meeting.rearrange", found, people, right, by, at, detail)


@transaction.atomic
def stand_down(*, meeting: int, because: str, by: User, at: datetime) -> None:
    """Says that a meeting that was arranged does not go on, and why. What it was due for stays due on the same day.

    Raises `NotAllowed`; `Refused` without a reason and when it was held or stood down already.
    """
    found, people, right = locked(meeting, "meeting.stand_down", by, at)
    found.state = step(found, "meeting.stand_down")
    why = line(because, "because", longest=300)
    if says_nothing(why):
        raise Refused("Say why it does not go on, and how the children are kept safe until it does", "because")
    found.stood_down_because = why
    found.recorded_by, found.recorded_at = by, at
    found.save(update_fields=["state", "stood_down_because", "recorded_by", "recorded_at"])
    for child in people:
        deadlines.void(
            "conf_report_parent_initial", "The conference was stood down.", child=child, about=about(found), at=at
        )
    enter("meeting.stand_down", found, people, right, by, at, {"kind": found.kind})


@transaction.atomic
def hold(
    *,
    meeting: int,
    held_at: datetime,
    parts: Sequence[PartSaid] = (),
    children: Sequence[ChildSaid] = (),
    quorate: bool | None = None,
    not_quorate_because: str = "",
    summary: str = "",
    decision: str = "",
    rationale: str = "",
    contingency_weighed: str = "",
    measured_change: str = "",
    next_on: date | None = None,
    actions: Sequence[ActionSaid] = (),
    by: User,
    at: datetime,
) -> None:
    """Records that a meeting was held: who came and what each said, what was decided, who does what.

    Stops and starts no clock: that is the business of the kind of meeting, in the same transaction. Raises
    `NotAllowed`; `Refused` with every sentence that says what is missing, and when somebody recorded it first (who).
    """
    found, people, right = locked(meeting, "meeting.hold", by, at)
    found.state = step(found, "meeting.hold")
    fitting(found.kind, held_at, at=at, held=True)
    problems = [*_of_parts(parts), *_of_actions(actions, held_at)]
    strangers = {said.child for said in children} - set(people)
    if strangers:
        problems.append(("children", "Somebody was decided for whom this meeting was not about"))
    if quorate is False and says_nothing(not_quorate_because):
        problems.append(("not_quorate_because", "Say why it went on without everybody it needs"))
    if problems:
        raise Refused(problems=tuple(problems))
    found.held_at, found.quorate = held_at, quorate
    found.not_quorate_because = line(not_quorate_because, "not_quorate_because")
    found.summary, found.decision = kept_words(summary, "summary"), decision
    found.rationale = kept_words(rationale, "rationale")
    found.contingency_weighed = kept_words(contingency_weighed, "contingency_weighed")
    found.measured_change, found.next_on = kept_words(measured_change, "measured_change"), next_on
    found.recorded_by, found.recorded_at = by, at
    found.save()
    _put_parts(found, parts)
    for said in children:
        MeetingChild.objects.filter(meeting=found, child=said.child).update(
            plan=said.plan,
            attended=said.attended,
            views=kept_words(said.views, f"views_{said.child}"),
            views_brought_how=line(said.views_brought_how, f"views_brought_how_{said.child}", longest=200),
            family_view=kept_words(said.family_view, f"family_view_{said.child}"),
            decision=said.decision,
            category=said.category,
            reasons=kept_words(said.reasons, f"reasons_{said.child}"),
            unchanged_because=kept_words(said.unchanged_because, f"unchanged_because_{said.child}"),
        )
    owners = dict(User.objects.filter(pk__in=[one.owner for one in actions if one.owner]).values_list("pk", "name"))
    MeetingAction.objects.bulk_create(
        MeetingAction(
            meeting=found,
            what=line(one.what, "what"),
            owner_id=one.owner,
            owner_name=owners.get(one.owner, "") or line(one.owner_name, "owner_name", longest=120),
            due_on=one.due_on,
        )
        for one in actions
    )
    detail = {"kind": found.kind, "held_at": held_at.isoformat(), "quorate": quorate, "decision": decision}
    enter("meeting.hold", found, people, right, by, at, detail)


def enter(
    act: str,
    meeting: Meeting,
    children: Iterable[int],
    right: str,
    by: User,
    at: datetime,
    detail: dict[str, object],
) -> None:
    """One line in the ledger for each child of the meeting."""
    for child in children:
        record(act=act, by=by, at=at, child=child, subject=about(meeting), right=right, detail=detail)


def locked(meeting: int, act: str, by: User, at: datetime) -> tuple[Meeting, tuple[int, ...], str]:
    """The meeting, locked; its children; and the right by which she may. Raises `NotAllowed`, `Refused`."""
    found = Meeting.objects.select_for_update().filter(pk=meeting).first()
    if found is None:
        raise Refused("There is no such meeting.")
    people = children_in(found.pk)
    return found, people, require_about(by, act, people, at=at).right


def step(meeting: Meeting, act: str) -> str:
    """The state after an act; raises `Refused` with who did what when, when somebody was first."""
    try:
        return MEETING.step(meeting.state, act)
    except NotNow as reason:
        if meeting.state == "planned" or meeting.recorded_by is None or meeting.recorded_at is None:
            raise Refused(str(reason)) from reason
        did = "recorded this meeting" if meeting.state == "held" else "stood this meeting down"
        raise Refused(f"{meeting.recorded_by.name} {did} {moment(meeting.recorded_at)}.") from reason


def about(meeting: Meeting | int) -> str:
    """How a deadline or a line of the ledger names a meeting: “meeting:12”."""
    return f"meeting:{meeting if isinstance(meeting, int) else meeting.pk}"


def fitting(kind: str, when: datetime, *, at: datetime, held: bool = False) -> None:
    """Raises `Refused` for a time that a meeting of this kind cannot have."""
    field = "held_at" if held else "planned_at"
    on = timezone.localdate(when)
    if held and when > at:
        raise Refused(f"{said_at(when)} has not come yet. Record it when it was held", field)
    if on.year < timezone.localdate(at).year - 20:
        raise Refused(f"{day(on)} is too long ago for this meeting. Check the year", field)
    if (on - timezone.localdate(at)).days > FARTHEST:
        raise Refused(f"{day(on)} is too far ahead. Choose a day within the next two years", field)
    if kind in CONFERENCES and not WORKING_DAYS.is_working(on):
        name = f"a {weekday(on)}" if on.weekday() >= 5 else "a bank holiday"
        raise Refused(f"{long_day(on)} is {name}. A conference is held on a working day", field)


def let_chair_go(meeting: Meeting, children: Iterable[int], chair: int, at: datetime) -> None:
    """Ends what ties a chair to these children, except where another meeting that she chairs is still to be held."""
    for child in children:
        others = Meeting.objects.filter(children__child=child, chair=chair, state="planned").exclude(pk=meeting.pk)
        if not others.exists():
            untie(child=child, kind="reviewing", user=chair, ends_on=timezone.localdate(at))


def at_noon(on: date, at: datetime) -> datetime:
    """A moment on a day for the clocks: now when that is today, else midday in London."""
    return at if on == timezone.localdate(at) else datetime.combine(on, time(12), LONDON)


def said_at(when: datetime | None) -> str:
    """“Thursday 19 November 2026 at 10am”."""
    return f"{long_day(when)} at {clock_time(when)}" if when else "no time yet"


def line(text: str, field: str, *, longest: int = 0) -> str:
    """What was typed on a line of a meeting: as long as its column holds. Raises `Refused`."""
    most = longest or (160 if field == "place" else 120 if field in ("chair_name", "owner_name") else LONGEST_LINE)
    return kept_line(text, field, most)


def _chair(kind: str, chair: int | None, children: Collection[int], at: datetime) -> User | None:
    if chair is None:
        return None
    found = find_user(key=chair)
    if found is None or not found.is_active:
        raise Refused("Choose a chair who still works here", "chair")
    if kind in CONFERENCES and found.role != Role.CONFERENCE_CHAIR:
        raise Refused(f"{found.name} does not chair conferences. Choose a conference chair", "chair")
    if any(decide(found, "child.read", child, at=at).sealed for child in children):
        raise Refused(f"{found.name} may not see one of these records. Choose another chair", "chair")
    return found


def _free(meeting: int | None, planned_at: datetime, room: int | None, chair: int | None, despite: bool) -> None:
    """Raises `Refused` when the room or the chair is taken; the rooms are locked, so that two cannot take one."""
    if room is not None:
        place = ConferenceRoom.objects.select_for_update().filter(pk=room).first()
        if place is None or (place.closed_on and place.closed_on <= timezone.localdate(planned_at)):
            raise Refused("Choose a room that is in use", "room")
    if despite:
        return
    found = taken(planned_at, room=room, chair=chair, but=meeting)
    problems = [
        (
            one.what,
            (
                f"{one.name} is taken at {clock_time(one.planned_at)} that day by {one.by_whom}. "
                f"Choose another {one.what} or time, or say below that both can be held"
            ),
        )
        for one in found
    ]
    if problems:
        raise Refused(problems=tuple(problems))


def _give_to_chair(meeting: Meeting, children: Iterable[int], chair: User, by: User, at: datetime) -> None:
    if meeting.kind in CONFERENCES:
        for child in children:
            tie(child=child, kind="reviewing", user=chair, starts_on=timezone.localdate(at))
    if chair.pk != by.pk and meeting.planned_at is not None and meeting.planned_at > at:
        kind = SETS["meeting_kind"].label(meeting.kind)
        notify(
            to=chair,
            kind="meeting",
            words=f"{by.name} asked you to chair: {kind.lower()}, {said_at(meeting.planned_at)}.",
            link=reverse("meeting", args=[meeting.pk]),
            by=by,
            at=at,
        )


def _put_parts(meeting: Meeting, parts: Sequence[PartSaid]) -> None:
    """Writes the lines of those asked: one with a key is changed, one without is added; none is taken away."""
    standing = {part.pk: part for part in meeting.parts.all()}
    for said in parts:
        row = standing.get(said.key) if said.key else None
        row = row or MeetingPart(meeting=meeting)
        row.name = line(said.name, "name", longest=120)
        row.agency, row.role = said.agency, line(said.role, "role", longest=120)
        row.person_id, row.user_id = said.person, said.user
        row.attended, row.absent_because = said.attended, line(said.absent_because, "absent_because", longest=300)
        row.report_shared_on = said.report_shared_on
        row.view, row.dissents, row.dissent = (
            kept_words(said.view, "view"),
            said.dissents,
            kept_words(said.dissent, "dissent"),
        )
        row.save()


def _of_parts(parts: Sequence[PartSaid]) -> list[tuple[str, str]]:
    problems = []
    for number, said in enumerate(parts, start=1):
        who = said.name or f"Person {number}"
        if not said.name.strip():
            problems.append((f"part_{number}_name", f"Person {number}: give a name"))
        if said.agency and said.agency not in SETS["took_part"].codes:
            problems.append((f"part_{number}_agency", f"{who}: choose which agency"))
        if said.dissents and says_nothing(said.dissent):
            problems.append((f"part_{number}_dissent", f"{who} does not agree: write down why, in their words"))
    return problems


def _of_actions(actions: Sequence[ActionSaid], held_at: datetime) -> list[tuple[str, str]]:
    problems = []
    held_on = timezone.localdate(held_at)
    owners = {one.owner for one in actions if one.owner}
    known = set(User.objects.filter(pk__in=owners, is_active=True).values_list("pk", flat=True)) if owners else set()
    for number, one in enumerate(actions, start=1):
        if says_nothing(one.what):
            problems.append((f"action_{number}_what", f"Action {number}: say what is to be done"))
        if one.owner not in known and says_nothing(one.owner_name):
            problems.append((f"action_{number}_owner", f"Action {number}: name one person who answers for it"))
        elif shared(one.owner_name):
            problems.append(
                (f"action_{number}_owner", f"Action {number}: “{one.owner_name}” is nobody. Name one person")
            )
        if one.due_on is None:
            problems.append((f"action_{number}_due_on", f"Action {number}: say by which day"))
        elif one.due_on < held_on:
            problems.append((f"action_{number}_due_on", f"Action {number}: {day(one.due_on)} is before the meeting"))
        elif (one.due_on - held_on).days > FARTHEST:
            problems.append((f"action_{number}_due_on", f"Action {number}: choose a day within the next two years"))
    return problems


_SHARED = {"all", "everyone", "everybody", "all agencies", "all professionals", "professionals", "the group", "team",
           "core group", "agencies", "all present", "all concerned", "tbc", "n/a", "family", "parents"}  # fmt: skip


def shared(owner: str) -> bool:
    """Whether an owner is nobody in particular: “all professionals”, “core group”, “TBC”."""
    return " ".join(owner.casefold().split()).strip(" .") in _SHARED
