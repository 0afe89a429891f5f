"""Visits: seen and not seen, alone and not, and the clocks that only a child who was seen resets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goldenthread.casework.models import Deadline, Visit
from goldenthread.casework.operations.plans import start_plan
from goldenthread.casework.operations.visits import SeenSaid, record_visit
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from tests.build import child_at
from tests.building.front_door import THURSDAY

pytestmark = pytest.mark.django_db
LATER = THURSDAY + timedelta(days=7)


def on_a_plan():
    placed = child_at("allocated")
    start_plan(
        child=placed.child, kind="child_in_need", started_on=london_date(THURSDAY), by=placed.worker, at=THURSDAY
    )
    return placed


def due(child: int) -> Deadline:
    return Deadline.objects.get(child=child, clock="cin_visit", met_at=None, void_at=None)


def test_a_child_who_was_seen_resets_the_clock_of_visits():
    placed = on_a_plan()
    before = due(placed.child)
    record_visit(
        children=[SeenSaid(placed.child, seen=True, alone=True, words="I like my new school.")],
        happened_at=LATER,
        purpose="child_in_need",
        what_happened="Saw her after school.",
        by=placed.worker,
        at=LATER,
    )
    before.refresh_from_db()
    assert before.met_at == LATER
    assert due(placed.child).started_at == LATER


def test_a_failed_visit_never_resets_the_clock():
    placed = on_a_plan()
    before = due(placed.child)
    record_visit(
        children=[SeenSaid(placed.child, seen=False)],
        happened_at=LATER,
        purpose="child_in_need",
        failed_because="Nobody answered the door. Rang her mother, who will be in tomorrow.",
        by=placed.worker,
        at=LATER,
    )
    assert due(placed.child).pk == before.pk
    assert due(placed.child).due_on == before.due_on


def test_a_visit_written_up_late_moves_no_later_one():
    placed = on_a_plan()
    for when in (LATER + timedelta(days=3), LATER):
        record_visit(
            children=[SeenSaid(placed.child, seen=True, alone=True)],
            happened_at=when,
            purpose="child_in_need",
            what_happened="Saw her at home.",
            by=placed.worker,
            at=LATER + timedelta(days=4),
        )
    assert due(placed.child).started_at == LATER + timedelta(days=3)


def test_not_alone_needs_its_reason_and_nothing_is_half_recorded():
    placed = on_a_plan()
    with pytest.raises(Refused) as refused:
        record_visit(
            children=[SeenSaid(placed.child, seen=True, alone=False)],
            happened_at=LATER,
            purpose="child_in_need",
            what_happened="Saw her with her mother.",
            by=placed.worker,
            at=LATER,
        )
    assert refused.value.problems[0][0] == f"not_alone_because-{placed.child}"
    assert not Visit.objects.exists()


def test_a_visit_that_has_not_happened_is_refused():
    placed = on_a_plan()
    with pytest.raises(Refused, match="has not happened yet"):
        record_visit(
            children=[SeenSaid(placed.child, seen=True, alone=True)],
            happened_at=LATER,
            purpose="child_in_need",
            what_happened="Saw her.",
            by=placed.worker,
            at=THURSDAY,
        )
