"""A measure as what an improvement plan is measured by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from goldenthread.quality.public.improvement import sources
from tests.building.insight import an_empty_dataset, with_rows

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def referred(child: str, number: int, on: date) -> dict[str, Any]:
    return {"cine_person_id": child, "cine_referral_id": f"{child}-{number}", "cine_referral_date": on}


def test_the_figure_of_the_last_whole_month_measures_a_plan(settings: Any, tmp_path: Path) -> None:
    held = an_empty_dataset(settings, tmp_path)
    came = [referred("1", 1, date(2025, 9, 1)), referred("1", 2, date(2026, 2, 3))]
    with_rows(held, ssd_cin_episodes=[*came, referred("2", 1, date(2026, 2, 10))])
    found = sources()["measure"].figure("rereferral_12m", None, MARCH)
    assert found is not None
    assert (found.as_of, found.met, found.asked, found.value) == (date(2026, 2, 28), 1, 2, 50.0)
    assert "February 2026" in found.how


def test_where_nothing_was_counted_there_is_no_figure(settings: Any, tmp_path: Path) -> None:
    measures = sources()["measure"]
    settings.HOME = tmp_path
    assert measures.figure("rereferral_12m", None, MARCH) is None  # no dataset yet
    an_empty_dataset(settings, tmp_path)
    assert measures.figure("rereferral_12m", None, MARCH) is None


def test_measures_that_wait_for_records_are_not_offered(settings: Any, tmp_path: Path) -> None:
    an_empty_dataset(settings, tmp_path)
    offered = dict(sources()["measure"].choices())
    assert "rereferral_12m" in offered
    assert "cla_reviews" not in offered


def test_less_is_better_where_the_measure_says_so() -> None:
    measures = sources()["measure"]
    assert measures.higher("contact_decision_1wd")
    assert not measures.higher("rereferral_12m")
