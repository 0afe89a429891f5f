"""Supervision as the practice standards read it, and what supervision asks of people, for My work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Exists, QuerySet
from django.utils import timezone

from goldenthread.access.public import User, visible
from goldenthread.casework.public.record_facts import Thing
from goldenthread.casework.public.supervision import Asked, called
from goldenthread.quality.models import ChildDiscussed, Direction, DirectionFollowed, Supervision
from goldenthread.quality.queries.asking import Asks, Row, as_rows
from goldenthread.rulebook.standards.facts import ActionFacts, SupervisionFacts
from goldenthread.rulebook.supervision import ABOUT_A_CHILD
from goldenthread.ui.words import day


def supervision_things(children: Collection[int], *, on: date) -> Iterator[Thing]:
    """What supervision recorded about these children by a day, as standards read it. Three queries."""
    rows = list(
        ChildDiscussed.objects.filter(child__in=children)
        .exclude(recorded_at=None)
        .select_related("supervision")
        .order_by("child", "recorded_at", "pk")
    )
    keys = [row.pk for row in rows]
    given: dict[int, list[ActionFacts]] = defaultdict(list)
    directions = Direction.objects.filter(discussed__in=keys).select_related("owner").order_by("position", "pk")
    for one in directions:
        given[one.discussed_id].append(
            ActionFacts(text=one.what, owner=one.owner.name, owner_is_person=True, due_on=one.due_on)
        )
    followed: dict[int, list[ActionFacts]] = defaultdict(list)
    looked = DirectionFollowed.objects.filter(discussed__in=keys).select_related("direction").order_by("pk")
    for follow in looked:
        done = follow.outcome == "done"
        followed[follow.discussed_id].append(
            ActionFacts(
                text=follow.direction.what,
                done_on=follow.direction.answered_on or timezone.localdate(follow.said_at) if done else None,
                done_evidence=follow.words or follow.direction.answer_words,
            )
        )
    before: dict[int, str] = {}
    for earlier, row in pairwise([None, *rows]):
        if row is None:
            continue
        if earlier is None or earlier.child_id != row.child_id:
            before.pop(row.child_id, None)
        record = " ".join(getattr(row, ask.name) for ask in ABOUT_A_CHILD)
        yield Thing(
            row.child_id,
            f"supervision:{row.supervision_id}",
            SupervisionFacts(
                held_on=row.supervision.held_on or (timezone.localdate(row.recorded_at) if row.recorded_at else None),
                due_on=row.due_on,
                record=record,
                earlier_record=before.get(row.child_id, ""),
                child_view=row.child_view,
                reflection=row.reflection,
                challenge=row.challenge,
                actions=tuple(given[row.pk]),
                earlier_actions=tuple(followed[row.pk]),
            ),
        )
        before[row.child_id] = record


def _unanswered(*, whose: int, reader: User, own: bool, at: datetime, until: date) -> QuerySet:
    may = visible(reader, "child.read", child="child", at=at)
    given = Direction.objects.filter(may, owner=whose, closed_on=None, answer="", due_on__lte=until)
    return as_rows(
        "direction", given, child="child", words="what", who="discussed__supervision__supervisor__name", due_on="due_on"
    )


def _to_hold(*, whose: int, reader: User, own: bool, at: datetime, until: date) -> QuerySet:
    sessions = Supervision.objects.filter(supervisor=whose, state__in=_TO_HOLD, due_on__lte=until)
    return as_rows("supervision", sessions, who="worker__name", on="counted_from", due_on="due_on")


def _direction_told(row: Row) -> Asked:
    assert row.due_on
    return Asked(
        source=row.kind,
        key=row.key,
        what=row.words or "",
        why=f"Direction by {row.who} in supervision.",
        due_on=row.due_on,
        page="direction",
        label="Say what became of it",
        child=row.child,
        name=called(row.given or "", row.family or "", row.number or ""),
        born_on=row.born_on,
    )


def _supervision_told(row: Row) -> Asked:
    assert row.on and row.due_on
    return Asked(
        source=row.kind,
        key=row.key,
        what="Hold supervision",
        why=f"Counted from {day(row.on)} (council policy).",
        due_on=row.due_on,
        page="supervision_session",
        label="Open the agenda",
        title=row.who or "",
    )


_TO_HOLD = ("due", "running")
ASKS = (
    Asks(
        "direction",
        lambda whose: Exists(Direction.objects.filter(owner=whose, closed_on=None, answer="")),
        _unanswered,
        _direction_told,
    ),
    Asks(
        "supervision",
        lambda whose: Exists(Supervision.objects.filter(supervisor=whose, state__in=_TO_HOLD)),
        _to_hold,
        _supervision_told,
    ),
)
"""What supervision asks of somebody: the directions that she has not answered, the supervisions she has to hold."""
