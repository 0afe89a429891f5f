"""Control charts against hand-worked figures and the Making Data Count rules."""

from __future__ import annotations

from datetime import date
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.insight.analysis.charts import Chart, control_chart, verdict
from goldenthread.insight.analysis.intervals import funnel, two_shares, wilson
from goldenthread.insight.analysis.points import Point, month_after
from goldenthread.insight.analysis.suppression import SMALL, hidden_cells, may_show_share, shown, with_totals

FIRST = date(2024, 4, 1)


def counts(*values: float) -> list[Point]:
    return [Point(month_after(FIRST, at), value) for at, value in enumerate(values)]


def shares(*pairs: tuple[int, int]) -> list[Point]:
    return [Point(month_after(FIRST, at), *pair) for at, pair in enumerate(pairs)]


def rules(chart: Chart) -> set[tuple[str, bool]]:
    return {(one.rule, one.up) for one in chart.signals}


STEADY = (50, 52, 49, 51, 50, 48, 51, 50, 52, 49, 51, 50, 49, 51, 50)


def test_xmr_limits_are_the_mean_and_two_point_six_six_mean_ranges() -> None:
    # Ranges: 2 3 2 1 2 3 1 2 3 2 1 1 2 1 = 26 over 14; the mean is 753 / 15.
    chart = control_chart(counts(*STEADY))
    mean, ranged = 753 / 15, 26 / 14
    assert chart.stretches[0].kind == "XmR"
    assert chart.points[0].centre == pytest.approx(mean)
    assert chart.points[0].upper == pytest.approx(mean + 2.66 * ranged, rel=1e-4)
    assert chart.points[0].lower == pytest.approx(mean - 2.66 * ranged, rel=1e-4)
    assert not chart.signals


def test_p_limits_step_with_the_denominator() -> None:
    chart = control_chart(shares(*[(85, 100), (170, 200)] * 8))
    assert chart.stretches[0].kind == "p"
    assert chart.points[0].lower == pytest.approx(0.85 - 3 * sqrt(0.85 * 0.15 / 100))
    assert chart.points[1].lower == pytest.approx(0.85 - 3 * sqrt(0.85 * 0.15 / 200))
    assert max(one.upper or 0 for one in chart.points) <= 1


def test_large_denominators_widen_to_p_prime_and_never_narrow() -> None:
    swings = [(84_000 if at % 2 else 86_000, 100_000) for at in range(20)]
    chart = control_chart(shares(*swings))
    assert chart.stretches[0].kind == "p-prime"
    # Laney: every moving range of the scores is 2,000 / (100,000 × standard error).
    error = sqrt(0.84933333 * (1 - 0.84933333) / 100_000)
    centre = chart.stretches[0].centre
    assert (chart.points[0].upper or 0) - centre == pytest.approx(3 * 0.02 / error / 1.128 * error, rel=1e-3)
    assert not [one for one in chart.signals if one.rule == "outside"]
    still = control_chart(shares(*[(85_000, 100_000)] * 20))
    assert still.stretches[0].kind == "p"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((60,), ("outside", True)),
        ((40,), ("outside", False)),
        ((50.5,) * 7, ("shift", True)),
        ((50.4, 50.8, 51.2, 51.5, 51.8), ("trend", True)),
        ((53.9, 50, 53.9), ("two_of_three", True)),
    ],
)
def test_each_rule_is_found(after: tuple[float, ...], expected: tuple[str, bool]) -> None:
    assert expected in rules(control_chart(counts(*STEADY, *after)))


@pytest.mark.parametrize(
    "after", [(50.5,) * 6, (50.4, 50.8, 51.2, 51.0), (53.9, 50, 50, 53.9), (54.9,)], ids=["6", "fall", "2of4", "inside"]
)
def test_one_less_is_no_signal(after: tuple[float, ...]) -> None:
    assert not control_chart(counts(*STEADY, *after)).signals


def test_a_month_at_the_average_breaks_a_run() -> None:
    mean = 753 / 15
    assert not control_chart(counts(*STEADY, *(mean + 0.5,) * 4, mean, *(mean + 0.5,) * 4)).signals


def test_limits_stay_as_they_were_first_worked_out() -> None:
    fell = control_chart(counts(*STEADY, *(30,) * 12))
    assert fell.points[-1].lower == fell.points[0].lower
    assert verdict(fell, polarity="high").way == "worse"


def test_a_confirmed_step_begins_new_limits_and_keeps_the_old() -> None:
    step = month_after(FIRST, 15)
    chart = control_chart(counts(*STEADY, *[value + 20 for value in STEADY]), steps=[step])
    assert chart.points[0].centre == pytest.approx(753 / 15)
    assert chart.points[-1].centre == pytest.approx(753 / 15 + 20)
    assert verdict(chart, polarity="high").way == "same"


@pytest.mark.parametrize(("polarity", "way"), [("high", "worse"), ("low", "better"), ("neutral", "changed")])
def test_the_verdict_knows_which_way_is_better_and_since_when(polarity: str, way: str) -> None:
    chart = control_chart(counts(*STEADY, 50, 40, 40, 40))
    found = verdict(chart, polarity=polarity)
    assert (found.way, found.since, found.rule) == (way, month_after(FIRST, 16), "outside")


def test_an_old_signal_is_not_the_last_months() -> None:
    chart = control_chart(counts(*STEADY, 40, *STEADY))
    assert chart.signals and verdict(chart, polarity="high").way == "same"


def test_too_few_months_are_not_judged_and_an_empty_month_is_no_nought() -> None:
    assert verdict(control_chart(counts(*STEADY[:11])), polarity="high").way == "too_few"
    assert verdict(control_chart([]), polarity="high").way == "too_few"
    chart = control_chart(shares(*[(0, 0) if at == 3 else (9, 10) for at in range(16)]))
    assert chart.points[3].value is None and chart.points[3].signals == ()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=40))
def test_any_months_give_limits_within_the_scale(pairs: list[tuple[int, int]]) -> None:
    chart = control_chart(shares(*[(min(pair), max(pair)) for pair in pairs]))
    assert len(chart.points) == len(pairs)
    for one in chart.points:
        if one.lower is not None and one.upper is not None and one.centre is not None:
            assert 0 <= one.lower <= one.centre <= one.upper <= 1


# --- few cases


@pytest.mark.parametrize(
    ("numerator", "denominator", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_what_newcombe_published(numerator: int, denominator: int, lower: float, upper: float) -> None:
    found = wilson(numerator, denominator)
    assert found == pytest.approx((lower, upper), abs=5e-5)


def test_two_shares_against_a_hand_worked_test() -> None:
    # 30 of 100 against 50 of 100: pooled 0.4, error 0.06928, z 2.887, p 0.0039.
    assert two_shares((30, 100), (50, 100)) == pytest.approx(0.0039, abs=5e-5)
    assert two_shares((0, 0), (5, 10)) == 1.0


def test_a_funnel_judges_a_team_by_its_size() -> None:
    centre, teams = funnel({"Large": (500, 1000), "Small": (5, 12), "Empty": (0, 0), "Rest": (900, 1000)})
    found = {one.key: one for one in teams}
    assert set(found) == {"Large", "Small", "Rest"} and centre == pytest.approx(1405 / 2012)
    assert found["Large"].outside and not found["Large"].above
    assert found["Rest"].outside and found["Rest"].above
    assert not found["Small"].outside, "five of twelve may be chance"


# --- small numbers

TABLES = st.integers(1, 3).flatmap(
    lambda wide: st.lists(st.lists(st.integers(0, 9), min_size=wide, max_size=wide), min_size=1, max_size=3)
)


@given(TABLES)
def test_no_cell_left_out_can_be_worked_back(counts: list[list[int]]) -> None:
    whole, hidden = with_totals(counts), hidden_cells(counts)
    for r, row in enumerate(whole):
        for c, count in enumerate(row):
            assert (r, c) in hidden or not 0 < count < SMALL
    for at in hidden:
        assert another_table(whole, hidden, at), f"{at} of {whole} can be worked back from what is shown"


def another_table(whole: list[list[int]], hidden: frozenset[tuple[int, int]], at: tuple[int, int]) -> bool:
    """Searches for a table that adds up, shows the same cells, has no count below nought and another count there.

    A search by itself, over whole tables a step away, which knows nothing of rectangles."""
    rows, columns = len(whole) - 1, len(whole[0]) - 1
    free = [(r, c) for r in range(rows) for c in range(columns) if (r, c) in hidden]

    def search(left: list[tuple[int, int]], made: dict[tuple[int, int], int]) -> bool:
        if left:
            here, later = left[0], left[1:]
            was = whole[here[0]][here[1]]
            return any(search(later, made | {here: was + by}) for by in (0, -1, 1) if was + by >= 0)
        inside = [[made.get((r, c), whole[r][c]) for c in range(columns)] for r in range(rows)]
        other = with_totals(inside)
        same = all(
            other[r][c] == whole[r][c] for r in range(rows + 1) for c in range(columns + 1) if (r, c) not in hidden
        )
        return same and other[at[0]][at[1]] != whole[at[0]][at[1]]

    return search(free, {})


def test_a_lone_small_number_takes_a_partner_in_its_row_and_column() -> None:
    assert shown([[3, 20], [30, 40]]) == [[None, None, 23], [None, None, 70], [33, 60, 93]]
    assert shown([[10, 20], [30, 40]])[0] == [10, 20, 30]
    with pytest.raises(ValueError):
        hidden_cells([[1, 2], [3]])


@pytest.mark.parametrize(("pair", "may"), [((3, 40), False), ((38, 40), False), ((0, 40), True), ((20, 40), True)])
def test_a_share_of_a_few_does_not_leave(pair: tuple[int, int], may: bool) -> None:
    assert may_show_share(*pair) is may


def test_a_share_that_stands_at_a_day_is_judged_by_how_many_it_has_of() -> None:
    """A young record: one plan, then many. What fell is found, and is never called better, where higher is better."""
    grown = [max(1, round(200 * at / 14)) for at in range(15)]
    baseline = [(round(0.85 * of) if of > 3 else of, of) for of in grown]
    steady = [(170, 200)] * 10
    chart = control_chart(shares(*baseline, *steady, (110, 200)), counted=False)
    assert chart.stretches[0].kind == "p-prime"
    found = verdict(chart, polarity="high")
    assert (found.way, found.up, found.rule) == ("worse", False, "outside")
    # The average is that of all who were counted: one of one weighs as one.
    assert chart.stretches[0].centre == pytest.approx(sum(one for one, _ in baseline) / sum(of for _, of in baseline))
    for of in (1, 20, 200):
        last = control_chart(shares(*baseline, *steady, *[(round(0.8 * of), of)] * 7), counted=False)
        assert verdict(last, polarity="high").way in ("same", "worse") or last.points[-1].value > 0.85


def test_a_share_at_a_day_has_the_spread_of_its_own_months() -> None:
    """The same children month after month: narrower than counting chance, where it hardly moved."""
    hardly = shares(*[(170 + at % 2, 200) for at in range(20)])
    wide, narrow = control_chart(hardly), control_chart(hardly, counted=False)
    # Every moving range is 1 of 200, so the limits stand 3 × 0.005 / 1.128 from the average.
    assert narrow.points[0].upper - narrow.points[0].centre == pytest.approx(3 * 0.005 / 1.128)
    assert wide.points[0].upper > narrow.points[0].upper
    for still in ([(200, 200)] * 20, [(0, 200)] * 20, [(170, 200)] * 20):
        assert not control_chart(shares(*still), counted=False).signals
