"""What a case weighs, and what a worker can carry."""

from __future__ import annotations

from decimal import Decimal

import pytest

from goldenthread.rulebook.workload import BY_STATUS, SOURCE, room_for, weight_of


def test_weight_rises_with_status_complexity_and_travel_and_halves_for_a_second_worker() -> None:
    assert weight_of(status="child_in_need") == Decimal("1.00")
    assert weight_of(status="child_protection", complexity="more", travel="far") == Decimal("2.52")
    assert weight_of(status="child_protection", co_working=True) == Decimal("0.88")
    weights = [one.weight for one in BY_STATUS.values()]
    assert weights == sorted(weights, reverse=True)


def test_a_newly_qualified_or_part_time_worker_has_less_room() -> None:
    assert room_for() == Decimal("18.0")
    assert room_for(newly_qualified=True) == Decimal("16.2")
    assert room_for(fte=Decimal("0.6")) == Decimal("10.8")


def test_an_unknown_status_has_no_weight_and_the_table_says_whose_it_is() -> None:
    with pytest.raises(KeyError):
        weight_of(status="adopted")
    assert "not verified" in SOURCE
