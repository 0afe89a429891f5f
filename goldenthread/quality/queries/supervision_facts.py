"""Supervision as the practice standards read it, and what supervision asks of people, for My work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import pairwise

from django.db.models import QuerySet
from django.utils import timezone

from goldenthread.access.public import User, kept, visible
from goldenthread.casework.public.record_facts import Thing
from goldenthread.casework.public.supervision import Asked, called
from goldenthread.quality.models import ChildDiscussed, Direction, DirectionFollowed, Supervision
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


def asked_of(*, whose: int, reader: User, at: datetime, until: date) -> list[Asked]:
    """The directions that somebody has not answered, and the supervisions she has to hold, up to a day. Two queries."""
    found = [
        Asked(
            source="direction",
            key=row.pk,
            what=row.what,
            why=f"Direction by {row.discussed__supervision__supervisor__name} in supervision.",
            due_on=row.due_on,
            page="direction",
            label="Say what became of it",
            child=row.child,
            name=called(row.child__given_names, row.child__family_name, row.child__la_child_id or ""),
            born_on=row.child__born_on,
        )
        for row in _unanswered(whose=whose, reader=reader, at=at, until=until)
    ]
    for key, name, counted_from, due_on in _to_hold(whose=whose, until=until):
        found.append(
            Asked(
                source="supervision",
                key=key,
                what="Hold supervision",
                why=f"Counted from {day(counted_from)} (council policy).",
                due_on=due_on,
                page="supervision_session",
                label="Open the agenda",
                title=name,
            )
        )
    return found


@kept
def _unanswered(*, whose: int, reader: User, at: datetime, until: date) -> QuerySet:
    may = visible(reader, "child.read", child="child", at=at)
    return (
        Direction.objects.filter(may, owner=whose, closed_on=None, answer="", due_on__lte=until)
        .order_by("due_on", "pk")
        .values_list(
            "pk",
            "what",
            "due_on",
            "child",
            "child__given_names",
            "child__family_name",
            "child__la_child_id",
            "child__born_on",
            "discussed__supervision__supervisor__name",
            named=True,
        )
    )


@kept
def _to_hold(*, whose: int, until: date) -> QuerySet:
    sessions = Supervision.objects.filter(supervisor=whose, state__in=("due", "running"), due_on__lte=until)
    return sessions.order_by("due_on", "pk").values_list("pk", "worker__name", "counted_from", "due_on")
