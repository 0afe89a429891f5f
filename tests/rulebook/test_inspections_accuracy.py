"""How well real reports are read, against the published lists of what they ask for. Skipped, by name, where the reports
are not at hand: set GOLDENTHREAD_REPORTS to the folder that holds them and their lists."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.inspections import FEWEST_GRADES, FEWEST_ITEMS, Reports, measured, stories

HERE = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("GOLDENTHREAD_REPORTS") or HERE.parent / "shared")

pytestmark = pytest.mark.skipif(
    not (FOLDER / "inspection-reports").is_dir(),
    reason="the 62 inspection reports and their lists of items are not beside this repository",
)


def test_items_and_grades_of_real_reports_are_read_as_they_were_published():
    table = measured(Reports(FOLDER))
    assert table.reports >= 60
    assert table.recall >= FEWEST_ITEMS, table.missed
    assert table.precision >= FEWEST_ITEMS, table.extra
    assert table.grades_right / table.grades >= FEWEST_GRADES, table.wrong_grades
    assert table.slowest <= 2


def test_stories_and_an_old_letter_read_sensibly():
    told = stories(Reports(FOLDER))
    assert [one.kind for one in told] == ["press", "press", "letter", "press", "press"]
    assert [one.regime for one in told] == [
        "focused_visit",
        "focused_visit",
        "unannounced_2009_12",
        "monitoring_visit",
        "lga_peer",
    ]
    assert [one.authority for one in told] == ["Wigan", "Wigan", "Wigan", "Wirral", "Wigan"]
    asked = [sum(found.polarity == "area_for_improvement" for found in one.findings) for one in told]
    assert asked[1] == 2
    assert asked[2] == 6
    assert min(asked) >= 2
    for one in told:
        whole = " ".join(found.words for found in one.findings).casefold()
        assert not any(word in whole for word in ("hide ad", "freeview", "tel:", "delighted", "jayne ivory"))
