"""What supervision recorded: about a child, the directions it gave and what became of them, and the personal part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet
from django.utils import timezone

from goldenthread.access.public import User, visible
from goldenthread.casework.public.supervision import called
from goldenthread.quality.models import ChildDiscussed, Direction, PersonalPart
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.drift import RULES


@dataclass(frozen=True, slots=True)
class GivenDirection:
    """A direction: what, whose, by when, and what became of it. `answer_words` and `closed_words` are labels;
    `asked_on` is the day of the supervision that gave it."""

    key: int
    child: int
    name: str
    what: str
    owner: int
    owner_name: str
    due_on: date
    asked_on: date | None
    asked_by: str
    answer: str
    answer_label: str
    answer_words: str
    answered_on: date | None
    answered_by: str
    closed_on: date | None
    closed_label: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What a supervision said of an earlier direction: what it was, what became of it, in whose words."""

    what: str
    outcome: str
    words: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Discussed:
    """What supervision said about one child, as it is read. `drift` is what the rules found that day: (sentence, since,
    what decided)."""

    key: int
    supervision: int
    child: int
    held_on: date | None
    worker_name: str
    supervisor_name: str
    happened: str
    child_view: str
    reflection: str
    challenge: str
    risk: str
    decision: str
    escalate_if: str
    no_direction_because: str
    drift: tuple[tuple[str, date, str], ...]
    directions: tuple[GivenDirection, ...]
    followed: tuple[Followed, ...]
    due_on: date | None
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed of a child's record so far: boxes by name, the version, and when it was saved."""

    boxes: Mapping[str, str]
    version: int
    saved_at: datetime | None
    recorded: bool


def typed_of(supervision: int, child: int) -> Typed:
    """What stands in the boxes of a child's record; nothing and version 0 where nobody typed."""
    row = ChildDiscussed.objects.filter(supervision=supervision, child=child).first()
    if row is None:
        return Typed({}, 0, None, recorded=False)
    return Typed(row.typed, row.version, row.saved_at, recorded=row.recorded_at is not None)


def discussed_of(child: int, *, most: int = 40) -> tuple[Discussed, ...]:
    """Everything supervision said about one child, the latest first: only what is about the child. Three queries."""
    rows = list(
        ChildDiscussed.objects.filter(child=child)
        .exclude(recorded_at=None)
        .select_related("supervision__worker", "supervision__supervisor")
        .prefetch_related("followed__direction")
        .order_by("-recorded_at", "-pk")[:most]
    )
    given: dict[int, list[GivenDirection]] = defaultdict(list)
    for row, one in _directions(Direction.objects.filter(discussed__in=[row.pk for row in rows])):
        given[row.discussed_id].append(one)
    return tuple(_discussed(row, given[row.pk]) for row in rows)


def discussed_in(supervision: int, child: int) -> Discussed | None:
    """What one session recorded about one child; None while it has not."""
    row = (
        ChildDiscussed.objects.filter(supervision=supervision, child=child)
        .exclude(recorded_at=None)
        .select_related("supervision__worker", "supervision__supervisor")
        .prefetch_related("followed__direction")
        .first()
    )
    if row is None:
        return None
    return _discussed(row, [one for _, one in _directions(Direction.objects.filter(discussed=row))])


def _discussed(row: ChildDiscussed, given: list[GivenDirection]) -> Discussed:
    session = row.supervision
    labels = SETS["direction_answer"]
    return Discussed(
        key=row.pk,
        supervision=session.pk,
        child=row.child_id,
        held_on=session.held_on or (timezone.localdate(row.recorded_at) if row.recorded_at else None),
        worker_name=session.worker.name,
        supervisor_name=session.supervisor.name,
        happened=row.happened,
        child_view=row.child_view,
        reflection=row.reflection,
        challenge=row.challenge,
        risk=row.risk,
        decision=row.decision,
        escalate_if=row.escalate_if,
        no_direction_because=row.no_direction_because,
        drift=tuple(
            (RULES[one["rule"]].sentence, date.fromisoformat(one["since"]), one["words"])
            for one in row.drift
            if one["rule"] in RULES
        ),
        directions=tuple(given),
        followed=tuple(
            Followed(one.direction.what, labels.label(one.outcome), one.words, one.due_on)
            for one in sorted(row.followed.all(), key=lambda one: one.pk)
        ),
        due_on=row.due_on,
        recorded_at=row.recorded_at,
    )


def directions_about(children: Collection[int], *, open_only: bool) -> dict[int, tuple[GivenDirection, ...]]:
    """The directions given for these children, by child, the soonest due first. One query."""
    rows = Direction.objects.filter(child__in=children)
    if open_only:
        rows = rows.filter(closed_on=None)
    found: dict[int, list[GivenDirection]] = defaultdict(list)
    for row, one in _directions(rows):
        found[row.child_id].append(one)
    return {child: tuple(some) for child, some in found.items()}


def direction_shown(direction: int) -> GivenDirection | None:
    """One direction; None when there is none."""
    return next((one for _, one in _directions(Direction.objects.filter(pk=direction))), None)


def child_of_direction(direction: int) -> int | None:
    """The child that a direction is for; None when there is none."""
    return Direction.objects.filter(pk=direction).values_list("child", flat=True).first()


def open_directions_of(owner: int, *, reader: User, at: datetime) -> tuple[GivenDirection, ...]:
    """What is asked of somebody and not answered, as far as the reader may see it."""
    may = visible(reader, "child.read", child="child", at=at)
    rows = Direction.objects.filter(may, owner=owner, closed_on=None, answer="")
    return tuple(one for _, one in _directions(rows))


def _directions(rows: QuerySet[Direction]) -> list[tuple[Direction, GivenDirection]]:
    labels = SETS["direction_answer"]
    asked = rows.select_related("owner", "child", "answered_by", "discussed__supervision__supervisor")
    return [
        (
            row,
            GivenDirection(
                key=row.pk,
                child=row.child_id,
                name=called(row.child.given_names, row.child.family_name, row.child.la_child_id or ""),
                what=row.what,
                owner=row.owner_id,
                owner_name=row.owner.name,
                due_on=row.due_on,
                asked_on=row.discussed.supervision.held_on
                or (timezone.localdate(row.discussed.recorded_at) if row.discussed.recorded_at else None),
                asked_by=row.discussed.supervision.supervisor.name,
                answer=row.answer,
                answer_label=labels.label(row.answer) if row.answer else "",
                answer_words=row.answer_words,
                answered_on=row.answered_on,
                answered_by=row.answered_by.name if row.answered_by else "",
                closed_on=row.closed_on,
                closed_label=labels.label(row.closed_as) if row.closed_as else "",
            ),
        )
        for row in asked.order_by("due_on", "position", "pk")
    ]


@dataclass(frozen=True, slots=True)
class Personal:
    """What the two of a session said about the worker's own work and welfare, by question."""

    boxes: Mapping[str, str]
    written_at: datetime | None


def personal_of(supervision: int) -> Personal:
    """The personal part of a session. The page asks first whether the reader is one of the two."""
    row = PersonalPart.objects.filter(supervision=supervision).first()
    if row is None:
        return Personal({}, None)
    names = ("workload", "wellbeing", "performance", "learning", "reflection", "carried_forward")
    return Personal({name: getattr(row, name) for name in names}, row.written_at)


def last_discussed(children: Collection[int]) -> dict[int, date]:
    """The last day on which each child was talked about in supervision. One query."""
    rows = (
        ChildDiscussed.objects.filter(child__in=children)
        .exclude(recorded_at=None)
        .values("child")
        .annotate(last=Max("supervision__held_on"))
    )
    return {row["child"]: row["last"] for row in rows if row["last"]}
