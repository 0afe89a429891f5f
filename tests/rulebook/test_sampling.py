"""A sample can be drawn again by anybody, and says plainly when there are too few to draw from."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

import pytest

from goldenthread.rulebook.sampling import (
    TooFew,
    draw,
    draw_by_stratum,
    graded_twice,
    place,
    share_out,
    shares,
)


def test_the_same_seed_and_list_give_the_same_children_in_whatever_order_the_list_comes():
    drawn = draw("2609", range(1, 1000), 40)
    assert drawn == draw("2609", reversed(range(1, 1000)), 40)
    assert len(set(drawn)) == 40
    assert drawn != draw("2610", range(1, 1000), 40)


def test_anybody_with_the_hash_comes_to_the_same():
    assert place("2609", 7) == sha256(b"2609:7").hexdigest()
    assert (
        draw("2609", range(1, 11), 3)
        == sorted(range(1, 11), key=lambda n: sha256(f"2609:{n}".encode()).hexdigest())[:3]
    )


def test_every_child_is_as_likely():
    often = Counter(key for seed in range(2000) for key in draw(str(seed), range(20), 5))
    assert all(400 < often[key] < 600 for key in range(20))  # 500 expected, five standard deviations either side


@pytest.mark.parametrize(
    ("there_are", "sentence"),
    [(0, "There are no children to draw from"), (1, "There is 1 child"), (7, "There are 7 children")],
)
def test_too_few_is_a_sentence_with_a_way_on(there_are, sentence):
    with pytest.raises(TooFew, match=sentence):
        draw("1", range(there_are), 10)
    with pytest.raises(TooFew, match="Ask for 7 or fewer"):
        shares({"North": 4, "South": 3}, 10)


def test_strata_get_their_share_and_at_least_one():
    found = {one.stratum: one.drawn for one in shares({"North": 10, "South": 1, "East": 89}, 10)}
    assert found == {"North": 1, "South": 1, "East": 8}
    assert sum(one.drawn for one in shares({"a": 3, "b": 3, "c": 3}, 8)) == 8


def test_a_stratified_sample_can_be_drawn_again():
    strata = {key: "North" if key < 30 else "South" for key in range(100)}
    drawn = draw_by_stratum("2609", strata, 20)
    assert drawn == draw_by_stratum("2609", dict(reversed(strata.items())), 20)
    assert sum(strata[key] == "North" for key in drawn) == 6


def test_nobody_gets_her_own_case_and_work_is_shared_out():
    given = share_out(range(10), [1, 2], {1: {0, 1, 2}, 2: {3}})
    assert all(given[key] == 2 for key in (0, 1, 2))
    assert given[3] == 1
    assert Counter(given.values()) == {1: 5, 2: 5}
    assert share_out([5], [1], {1: {5}}) == {5: None}


def test_a_share_is_graded_twice_and_at_least_one():
    assert len(graded_twice("2609", range(40), 15)) == 6
    assert len(graded_twice("2609", range(3), 15)) == 1
    assert graded_twice("2609", range(3), 0) == frozenset()
