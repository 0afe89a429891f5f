"""What is drafted of a measure: only what the results allow, each sentence with how sure and what it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from goldenthread.insight.analysis.causes import Happening, explain
from goldenthread.insight.analysis.charts import Verdict
from goldenthread.insight.analysis.commentary import (
    PARTS,
    SURE,
    Clause,
    Facts,
    Promise,
    PublishedFigure,
    draft,
    gaps,
    points,
)
from goldenthread.insight.analysis.judging import judge

BEFORE = {"North": (131, 150), "South": (128, 148), "East": (124, 142), "Disabled": (32, 40)}
AFTER = {"North": (111, 196), "South": (119, 141), "East": (121, 139), "Disabled": (28, 36)}
LEAVES = Happening(date(2026, 6, 8), "North’s second manager leaves", "vacancy", "North")
FELL = Facts(
    title="Assessments finished within 45 working days",
    counts="assessments authorised within 45 working days of the referral",
    period="August to October 2026",
    compared="the same months of 2025",
    now=(379, 512),
    before=(415, 480),
    verdict=Verdict("worse", date(2026, 8, 1), "outside", up=False),
    polarity="high",
    target=90.0,
    published=PublishedFigure("the year to March 2025", 85.7, 79.0),
    explanation=explain({"team": BEFORE}, {"team": AFTER}, since=date(2026, 8, 1), events=[LEAVES]),
    made_up_of={"team": "team"},
)


def words(clauses: tuple[Clause, ...], part: str = "") -> str:
    return " ".join(one.words for one in clauses if not part or one.part == part)


def test_a_fall_is_told_in_order_with_its_cause_and_how_sure() -> None:
    said = draft(FELL)
    assert [one.part for one in said] == sorted((one.part for one in said), key=list(PARTS).index)
    assert all(one.sure in SURE for one in said)
    assert words(said).startswith(
        "Assessments finished within 45 working days: 74.0% in August to October 2026, down from 86.5% in the same"
    )
    assert "began in August 2026, by the rule of a month outside the limits" in words(said)
    assert "Most of the fall, 10.7 of 12.5 points, is in North." in words(said, "why")
    likely = next(one for one in said if one.sure == "likely")
    assert "8 June 2026 (North’s second manager leaves)" in likely.words and "not ruled out" in likely.words
    assert "133 of 512 in August to October 2026 did not have what is measured: assessments authorised" in words(
        said, "so_what"
    )
    assert next(one for one in said if one.part == "what_changed").rests_on == (
        ("379 of 512", "rows:now"),
        ("415 of 480", "rows:before"),
    )


def test_no_change_beyond_chance_has_no_cause() -> None:
    said = draft(replace(FELL, verdict=Verdict("same")))
    assert "There is no change beyond chance." in words(said, "what_changed")
    assert words(said, "why") == "Nothing moved beyond chance, so there is no cause to look for."
    assert "North" not in words(said)


def test_an_unknown_cause_is_said_to_be_unknown() -> None:
    said = draft(replace(FELL, explanation=None))
    assert [one.sure for one in said if one.part == "why"] == ["not_known"]


def test_what_was_promised_is_judged_plainly() -> None:
    promise = Promise(3, "Overtime in North", "Grace Abara", date(2026, 9, 30), 80.0, date(2026, 10, 1), 72.7, "no")
    said = draft(replace(FELL, said=[promise], will_do=[replace(promise, key=4, words="A second manager authorises")]))
    assert "It did not: October 2026 was 72.7%." in words(said, "last_time")
    todo = next(one for one in said if one.part == "what_we_will_do")
    assert todo.sure == "likely" and ("the action", "action:4") in todo.rests_on


@pytest.mark.parametrize(
    ("start", "expected", "came", "over", "found"),
    [
        (72.7, 80.0, 81.0, True, "yes"),
        (72.7, 80.0, 77.0, True, "in_part"),
        (72.7, 80.0, 73.0, True, "no"),
        (72.7, 80.0, 60.0, True, "no"),
        (21.0, 18.0, 17.5, True, "yes"),
        (72.7, 80.0, None, True, "not_known"),
        (72.7, 80.0, 90.0, False, "too_early"),
        (80.0, 80.0, 80.0, True, "yes"),
    ],
)
def test_whether_it_worked(start: float, expected: float, came: float | None, over: bool, found: str) -> None:
    assert judge(start=start, expected=expected, came=came, over=over) == found


def test_what_is_missing_is_named_before_it_is_signed() -> None:
    said = draft(FELL)
    assert [part for part, _ in gaps(said)] == ["what_we_will_do"]
    bold = (*said, Clause("what_we_will_do", "It fell because of the form.", "possible", edited=True))
    assert any("need ‘likely’ or surer" in sentence for _, sentence in gaps(bold))
    sure = (*said, Clause("what_we_will_do", "The wait will be gone by May.", "counted", edited=True))
    assert any("never surer than ‘likely’" in sentence for _, sentence in gaps(sure))
    assert len(gaps([])) == len(PARTS)


def test_minus_is_a_true_minus() -> None:
    assert (points(-97), points(12, sign=True), points(0, sign=True)) == ("−9.7", "+1.2", "0.0")
