"""Why a share moved: parts that add up, causes that were planted found, and none found where none was planted."""

from __future__ import annotations

from datetime import date
from math import sin
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.insight.analysis.causes import Happening, explain
from goldenthread.insight.analysis.decomposition import decompose, largest_remainder, reversals, waterfall
from goldenthread.insight.analysis.fairness import compare
from goldenthread.insight.analysis.forecast import forecast

BEFORE = {"North": (131, 150), "South": (128, 148), "East": (124, 142), "Disabled": (32, 40)}
AFTER = {"North": (111, 196), "South": (119, 141), "East": (121, 139), "Disabled": (28, 36)}
COUNTS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair))),
    min_size=1,
)


def test_hand_worked_parts_of_a_fall() -> None:
    found = decompose("team", BEFORE, AFTER)
    assert found.before == (415, 480) and found.after == (379, 512)
    assert found.change == pytest.approx(379 / 512 - 415 / 480)
    north = next(one for one in found.groups if one.key == "North")
    # (150/480 + 196/512) / 2 × (111/196 − 131/150) = −10.67 points.
    assert north.rate == pytest.approx(-0.10673, abs=5e-6)
    assert found.groups[0] == north
    drawn = waterfall(found)
    assert (drawn.before, drawn.after) == (865, 740)
    assert sum(part.tenths for part in drawn.parts) == 740 - 865


@given(COUNTS, COUNTS)
def test_any_parts_add_up(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> None:
    if not sum(one[1] for one in before.values()) or not sum(one[1] for one in after.values()):
        with pytest.raises(ValueError):
            decompose("team", before, after)
        return
    found = decompose("team", before, after)
    assert found.rate + found.mix == pytest.approx(found.change, abs=1e-9)
    drawn = waterfall(found)
    assert drawn.before + sum(part.tenths for part in drawn.parts) == drawn.after


@given(st.lists(st.floats(-500, 500), min_size=1, max_size=8))
def test_rounding_moves_no_part_further_than_it_must(values: list[float]) -> None:
    total = round(sum(values))
    found = largest_remainder(values, total)
    assert sum(found) == total
    assert all(abs(whole - value) <= 1.0 + 1e-9 for whole, value in zip(found, values, strict=True))


def test_a_reversal_is_found_and_an_ordinary_fall_is_none() -> None:
    # Both groups do better and the whole does worse, because the work moved to the harder group.
    before, after = {"easy": (81, 90), "hard": (3, 10)}, {"easy": (10, 10), "hard": (36, 90)}
    assert reversals(decompose("need", before, after)) == (2, 2)
    assert reversals(decompose("team", BEFORE, AFTER)) is None


LEAVES = Happening(date(2026, 6, 8), "North’s second manager leaves", "vacancy", "North")
NEW_FORM = Happening(date(2026, 7, 14), "A new assessment form", "new_form")
LONG_AGO = Happening(date(2025, 1, 1), "A second duty team opens", "staffing", "North")


def test_a_teams_lateness_after_a_vacancy_is_found_and_is_likely() -> None:
    found = explain(
        {"team": BEFORE, "sex": {"1": (208, 240), "2": (207, 240)}},
        {"team": AFTER, "sex": {"1": (190, 256), "2": (189, 256)}},
        since=date(2026, 8, 1),
        events=[NEW_FORM, LEAVES, LONG_AGO],
    )
    assert found and found.best and found.best.by == "team" and found.best.leader
    assert found.best.leader.key == "North"
    assert next(cut for cut in found.cuts if cut.by == "sex").finding == "spread"
    assert [(one.event, one.sure) for one in found.timing] == [(LEAVES, "likely"), (NEW_FORM, "possible")]
    assert set(found.timing[0].untouched) == {"Disabled", "East", "South"}


def test_a_vacancy_in_a_team_that_did_not_move_explains_nothing() -> None:
    elsewhere = Happening(date(2026, 6, 8), "South’s manager leaves", "vacancy", "South")
    found = explain({"team": BEFORE}, {"team": AFTER}, since=date(2026, 8, 1), events=[elsewhere])
    assert found and found.timing == ()


def test_a_mix_is_found_where_no_group_changed() -> None:
    before = {"easy": (450, 500), "hard": (250, 500)}
    after = {"easy": (180, 200), "hard": (400, 800)}
    found = explain({"need": before}, {"need": after}, since=date(2026, 8, 1))
    assert found and found.best and found.best.finding == "mix"


def test_chance_alone_is_given_no_cause() -> None:
    """A hundred made-up years in which nothing happened: a cause is named in a few at most."""
    chance, named = Random(7), 0  # noqa: S311  # chance that repeats, not secrecy
    for _ in range(100):
        before, after = (
            {team: (sum(chance.random() < 0.85 for _ in range(120)), 120) for team in "ABCD"} for _ in range(2)
        )
        found = explain({"team": before}, {"team": after}, since=None)
        named += bool(found and found.best)
    assert named <= 3


def test_nothing_counted_is_nothing_explained() -> None:
    assert explain({"team": {}}, {"team": AFTER}, since=None) is None


# --- fairness


def test_a_group_that_differs_is_told_from_one_too_small_to_say() -> None:
    found = {
        one.key: one for one in compare({"White": (800, 1000), "Black": (55, 100), "Other": (2, 6), "None": (0, 0)})
    }
    assert set(found) == {"White", "Black", "Other"}
    assert found["Black"].differs and not found["Black"].above
    assert found["Other"].differs is None
    assert found["Black"].others == pytest.approx(802 / 1006)


# --- forecast


def seasonal(months: int, *, noise: float, growth: float = 0.0, seed: int = 3) -> list[float]:
    chance = Random(seed)  # noqa: S311  # chance that repeats, not secrecy
    return [(200 + growth * at) * (1 + 0.2 * sin(at * 0.5236)) + chance.gauss(0, noise) for at in range(months)]


def test_a_growing_season_is_forecast_better_than_last_year() -> None:
    found = forecast(date(2021, 1, 1), seasonal(60, noise=6, growth=2.0), ahead=3)
    assert found and not found.naive_used and found.test.ratio < 0.8
    assert [one.month for one in found.months] == [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    assert all(one.lower < one.middle < one.upper for one in found.months)
    assert 0.6 <= found.test.covered <= 1.0


def test_where_last_year_is_better_it_is_used_and_said() -> None:
    exact = [float([90, 140, 60, 200, 120, 80, 150, 70, 180, 110, 95, 130][at % 12]) for at in range(60)]
    found = forecast(date(2021, 1, 1), exact)
    assert found and found.naive_used and found.months[0].middle == 90


def test_too_little_is_not_forecast_and_the_same_months_give_the_same() -> None:
    assert forecast(date(2021, 1, 1), [1.0] * 29) is None
    values = seasonal(48, noise=20)
    assert forecast(date(2021, 1, 1), values) == forecast(date(2021, 1, 1), values)
    assert forecast(date(2021, 1, 1), [0.0] * 40) is not None
