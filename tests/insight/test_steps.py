"""A change taken apart by the step of the process: the parts add up, and each row is missed at one named step."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client

from goldenthread.insight.analysis.decomposition import by_step, share
from goldenthread.insight.pages import analysis_shown as shown
from goldenthread.insight.public.analysis import drafted, last_month, told
from goldenthread.insight.public.measures import catalogue
from goldenthread.insight.queries.steps import NOT_SAID
from tests.build import person_who_signs_in
from tests.building.analysis import MEASURE
from tests.building.insight import an_empty_dataset, with_rows

STEPS = ("writing", "waiting", "not known")


def some(chance: Random) -> tuple[dict[str, int], int]:
    """How many were missed at each of some steps, and how many were met."""
    return {step: chance.randrange(60) for step in chance.sample(STEPS, chance.randrange(4))}, chance.randrange(1, 400)


def test_the_parts_add_up_to_the_change() -> None:
    chance = Random(5)  # noqa: S311 -- chance that repeats, not secrecy
    for _ in range(300):
        (was, of_before), (now, of_after) = some(chance), some(chance)
        before, after = (was, sum(was.values()) + of_before), (now, sum(now.values()) + of_after)
        whole = by_step(before, after)
        assert whole.before + sum(part.tenths for part in whole.parts) == whole.after
        met = share((of_before, before[1])), share((of_after, after[1]))
        assert abs(whole.before - met[0] * 1000) <= 0.5 + 1e-6 and abs(whole.after - met[1] * 1000) <= 0.5 + 1e-6
        for part in whole.parts:
            exact = (was.get(part.key, 0) / before[1] - now.get(part.key, 0) / after[1]) * 1000
            assert abs(part.tenths - exact) < 2


def test_nothing_counted_is_refused() -> None:
    with pytest.raises(ValueError, match="Nothing was counted"):
        by_step(({}, 0), ({"writing": 1}, 4))


def waiting_for_a_manager(back: int) -> float:
    """In the last three months most assessments are finished in time and authorised late."""
    return 0.6 if back < 3 else 0.1


def assessments(late: Any, *, elsewhere: int = 10) -> list[dict[str, Any]]:
    """One in `elsewhere` of those that are late was not finished in time; the others waited for a manager."""
    last = date.today().replace(day=1) - timedelta(days=1)  # noqa: DTZ011 -- the dataset's own day, as it is built today
    rows, number = [], 0
    for back in range(30):
        month = last.replace(day=1)
        for n in range(60):
            number += 1
            done = month + timedelta(days=n % 27)
            over = n < 60 * late(back)
            rows.append(
                {
                    "row": str(number),
                    "assessment": str(number),
                    "child": str(900_000 + number),
                    "referral": str(number),
                    "kind": "single",
                    "state": "authorised",
                    "referred_on": done - timedelta(days=90 if over else 40),
                    "started_on": done - timedelta(days=30),
                    "sent_at": datetime.combine(done - timedelta(days=60 if over and n % elsewhere else 1), time(9)),
                    "authorised_at": datetime.combine(done, time(15)),
                    "team": "1",
                }
            )
        last = month - timedelta(days=1)
    return rows


@pytest.mark.django_db
def test_the_wait_for_a_manager_is_found(settings: Any, tmp_path: Path) -> None:
    held = an_empty_dataset(settings, tmp_path)
    with_rows(held, gt_assessments=assessments(waiting_for_a_manager), gt_teams=[{"team": "1", "name": "North"}])
    found = told(MEASURE, month=last_month())
    whole = found.steps_of_change
    assert whole is not None and whole.parts[0].key == "Finished in time and waited for a manager"
    assert abs(whole.parts[0].tenths) * 2 > abs(whole.after - whole.before)
    assert "Yes. Most of it is at one step: finished in time and waited" in shown.tested_rows(found)[-1]["found"]
    assert any("finished in time and waited for a manager" in one.words for one in drafted(found))
    # Every row that was missed is at one step that the measure names, so the parts are the whole.
    for figure, missed in zip((found.before_figure, found.now_figure), found.missed, strict=True):
        assert sum(missed.values()) == figure.denominator - figure.numerator
        assert NOT_SAID not in missed


@pytest.mark.django_db
@pytest.mark.parametrize(("elsewhere", "told_of"), [(10, False), (1, True)])
def test_a_step_of_a_few_is_not_in_the_pack(
    settings: Any, tmp_path: Path, client: Client, elsewhere: int, told_of: bool
) -> None:
    """Of a few that were missed at one step, the parts would tell; what was missed at one step alone is told."""
    rows = assessments(waiting_for_a_manager, elsewhere=elsewhere)
    held = an_empty_dataset(settings, tmp_path)
    with_rows(held, gt_assessments=rows, gt_teams=[{"team": "1", "name": "North"}])
    assert any("By step of the process" in one.words for one in drafted(told(MEASURE, month=last_month())))
    client.force_login(person_who_signs_in("director"))
    assert ("By step of the process" in client.get("/measures/pack/").content.decode()) is told_of


@pytest.mark.django_db
def test_nothing_is_said_of_steps_where_nothing_moved(settings: Any, tmp_path: Path) -> None:
    held = an_empty_dataset(settings, tmp_path)
    with_rows(held, gt_assessments=assessments(lambda back: 0.2), gt_teams=[{"team": "1", "name": "North"}])
    found = told(MEASURE, month=last_month())
    assert not found.verdict.moved
    assert shown.step_found(found) == "No. Nothing beyond chance"
    assert not any("By step of the process" in one.words for one in drafted(found))


def test_the_steps_of_a_measure_are_those_of_its_sql() -> None:
    stepped = [one for one in catalogue().measures.values() if one.steps]
    assert {one.id for one in stepped} >= {"assessment_45wd", "icpc_15wd"}
    for one in stepped:
        for step in one.steps:
            assert f"'{step}'" in one.sql, f"{one.id} names a step that its SQL never gives: {step}"
