"""Causes that were planted in a dataset are found by the pages' own reading, and none where none was planted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from goldenthread.insight.public.analysis import confirm_step, drafted, last_month, record_event, told
from goldenthread.insight.public.measures import Scope, Span, figure, rows
from tests.build import a_team, person_who_signs_in
from tests.building.analysis import MEASURE, after_a_vacancy, planted

pytestmark = pytest.mark.django_db


def words(found: Any) -> str:
    return " ".join(one.words for one in drafted(found))


def test_a_teams_lateness_after_a_vacancy_is_found(settings: Any, tmp_path: Path) -> None:
    planted(settings, tmp_path, late=after_a_vacancy)
    month, by = last_month(), person_who_signs_in("service_manager")
    north = a_team("North")
    left_on = month - timedelta(days=80)
    record_event(
        happened_on=left_on,
        kind="vacancy",
        words="North’s second manager leaves",
        team=north.pk,
        by=by,
        at=timezone.now(),
    )
    found = told(MEASURE, month=month)
    assert (found.verdict.way, found.verdict.up) == ("worse", False)
    best = found.explanation.best
    assert (best.by, best.leader.key) == ("team", "North")
    assert [(one.sure, set(one.untouched)) for one in found.explanation.timing] == [("likely", {"South", "East"})]
    assert "is in North." in words(found) or "North alone" in words(found)
    assert "It is likely that this began with what happened" in words(found)


def test_a_threshold_change_that_touched_everybody_is_only_possible(settings: Any, tmp_path: Path) -> None:
    planted(settings, tmp_path, late=lambda team, back: 0.42 if back < 3 else 1 / 7)
    month, by = last_month(), person_who_signs_in("analyst")
    record_event(
        happened_on=month - timedelta(days=62),
        kind="threshold",
        words="The threshold for an assessment changes",
        by=by,
        at=timezone.now(),
    )
    found = told(MEASURE, month=month)
    assert found.verdict.way == "worse"
    assert next(cut for cut in found.explanation.cuts if cut.by == "team").finding == "spread"
    assert [one.sure for one in found.explanation.timing] == ["possible"]
    assert "is in North." not in words(found)


def test_a_reversal_hidden_by_the_total_is_found(settings: Any, tmp_path: Path) -> None:
    """Each team does better than a year before; the total falls, because the work went to the slower one."""
    planted(
        settings,
        tmp_path,
        late=lambda team, back: {"North": 0.45, "South": 0.08, "East": 0.08}[team] * (0.75 if back < 3 else 1),
        work=lambda team, back: {"North": 260 if back < 3 else 30, "South": 30 if back < 3 else 120, "East": 60}[team],
    )
    found = told(MEASURE, month=last_month())
    best = found.explanation.best
    assert found.explanation.change < 0 and best.finding == "both_ways"
    assert "although every group by team rose" in words(found)


def test_none_is_found_where_none_was_planted(settings: Any, tmp_path: Path) -> None:
    planted(settings, tmp_path)
    found = told(MEASURE, month=last_month())
    assert found.verdict.way == "same"
    assert found.explanation.best is None
    assert "There is no change beyond chance." in words(found)
    assert "North" not in words(found)


def test_parts_rows_and_figure_agree(settings: Any, tmp_path: Path) -> None:
    planted(settings, tmp_path, late=after_a_vacancy)
    found = told(MEASURE, month=last_month())
    scope = Scope(None, timezone.now())
    held = rows(MEASURE, scope=scope, span=found.now, many=None)
    assert sum(row.in_numerator for row in held.rows) == found.now_figure.numerator
    assert len(held.rows) == found.now_figure.denominator
    for cut in found.explanation.cuts:
        assert cut.parts.after == (found.now_figure.numerator, found.now_figure.denominator)
        assert cut.parts.rate + cut.parts.mix == pytest.approx(cut.parts.change)
    month = figure(MEASURE, scope=scope, span=Span(found.month, found.now.ends_on))
    assert found.value(found.month) == pytest.approx(month.value)


def test_a_confirmed_step_ends_the_signal_and_is_kept(settings: Any, tmp_path: Path) -> None:
    planted(settings, tmp_path, late=lambda team, back: 0.4 if back < 16 else 1 / 7)
    month, by = last_month(), person_who_signs_in("analyst")
    before = told(MEASURE, month=month)
    assert before.verdict.way == "worse"
    step = before.chart.points[-16].month
    confirm_step(measure=MEASURE, month=step, reason="A duty team closed.", by=by, at=timezone.now())
    after = told(MEASURE, month=month)
    assert after.verdict.way == "same"
    assert after.chart.points[0].centre == before.chart.points[0].centre
    assert [one.reason for one in after.steps] == ["A duty team closed."]
