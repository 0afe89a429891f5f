"""What small numbers can show, against figures worked out by hand or published."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from goldenthread.rulebook.beyond_chance import (
    agreement,
    by_chance,
    fewest_beyond_chance,
    interval,
    matrix,
    uneven_split,
)

GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
FIFTY = [[2, 2, 0, 0], [1, 14, 7, 0], [0, 3, 15, 2], [0, 0, 1, 3]]


def test_the_tea_taster():
    # R. A. Fisher's own example: all four of eight cups right is 1 in 70 on each side.
    assert by_chance(4, 4, 0, 4) == pytest.approx(2 / 70)
    assert by_chance(3, 4, 1, 4) == pytest.approx(34 / 70)


def test_dieting_students():
    # 1 of 12 against 9 of 12: 2 x (12 x 220 + 66) / C(24, 10), worked out by hand.
    assert by_chance(1, 12, 9, 12) == pytest.approx(2 * (12 * 220 + 66) / comb(24, 10))


@pytest.mark.parametrize(("passed", "then"), [(14, 24), (9, 19)])
def test_the_fewest_is_the_first_that_is_beyond_chance(passed, then):
    assert fewest_beyond_chance(passed, 40, 40) == then
    assert by_chance(passed, 40, then - 1, 40) >= 0.05 > by_chance(passed, 40, then, 40)


def test_a_sample_too_small_to_show_anything_is_told_so():
    assert fewest_beyond_chance(2, 4, 4) is None
    assert fewest_beyond_chance(40, 40, 40) is None


def test_wilson():
    # 81 of 263 is the example in R. G. Newcombe's paper of 1998: 0.2553 to 0.3662.
    found = interval(81, 263)
    assert (found.low, found.high) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))
    assert interval(0, 10).low == 0
    with pytest.raises(ValueError, match="no count"):
        interval(3, 2)


def test_kappa_by_hand():
    # Observed and chance agreement of the fifty, with linear weights 1, 2/3, 1/3, 0, as fractions.
    rows, columns = [sum(row) for row in FIFTY], [sum(column) for column in zip(*FIFTY, strict=True)]
    seen = sum((1 - Fraction(abs(a - b), 3)) * FIFTY[a][b] for a in range(4) for b in range(4)) / 50
    chance = sum((1 - Fraction(abs(a - b), 3)) * rows[a] * columns[b] for a in range(4) for b in range(4)) / 2500
    found = agreement(FIFTY)
    assert seen == Fraction(34 * 3 + 16 * 2, 150)
    assert found.kappa == pytest.approx(float((seen - chance) / (1 - chance)))
    assert round(found.kappa, 2) == 0.60
    assert (found.pairs, found.same, found.one_apart, found.further) == (50, 34, 16, 0)
    assert found.low < found.kappa < found.high


def test_two_grades_make_the_kappa_everybody_knows():
    # Two raters, yes and no, 20 5 10 15: kappa is 0.4, and its standard error 0.1303 (Fleiss, Cohen and Everitt).
    found = agreement([[20, 5], [10, 15]])
    assert found.kappa == pytest.approx(0.4)
    assert (found.high - found.kappa) / 1.959964 == pytest.approx(0.1264, abs=0.005)


def test_no_judgement_on_few_or_all_alike():
    assert agreement([[3, 1], [1, 4]]).kappa is None
    assert agreement([[30, 0], [0, 0]]).kappa is None


def test_who_is_lower_and_how_often_chance_does_that():
    assert uneven_split(7, 3) == pytest.approx(2 * (1 + 10 + 45 + 120) / 1024)
    assert uneven_split(0, 0) == 1
    found = agreement(matrix([("good", "requires_improvement")] * 7 + [("good", "outstanding")] * 3, GRADES))
    assert (found.lower, found.higher) == (7, 3)
