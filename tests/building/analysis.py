"""Datasets with planted causes, and one of each thing that is said of a measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from goldenthread.access.models import User
from goldenthread.insight.analysis.commentary import PARTS, Clause
from goldenthread.insight.analysis.points import month_after
from goldenthread.insight.public.analysis import (
    confirm_step,
    last_month,
    record_event,
    record_measure_action,
    write_commentary,
)
from goldenthread.insight.public.closer import Asked, save_look
from goldenthread.insight.public.dataset import Dataset, build_dataset
from goldenthread.rulebook.rights import Role
from tests.building.insight import an_empty_dataset, with_rows

MEASURE = "assessment_45wd"
TEAMS = ("North", "South", "East")
MONTHS = 40
A_MONTH = 60
"""Assessments that each team finishes in a month, where nothing else is said."""


def planted(
    settings: Any,
    folder: Path,
    *,
    late: Any = None,
    work: Any = None,
    seed: int = 5,
    keys: Mapping[str, int] | None = None,
    children: Sequence[int] = (),
) -> Dataset:
    """A dataset of assessments by three teams over 40 months. `late(team, back)` is the part that is late in the month
    that is `back` months before the last (a seventh, unless said), `work(team, back)` how many are finished."""
    held = an_empty_dataset(settings, folder)
    last = month_after(date.today().replace(day=1), -1)  # noqa: DTZ011 -- the dataset's own day, as it is built today
    chance, rows, number = Random(seed), [], 0  # noqa: S311 -- chance that repeats, not secrecy
    for back in range(MONTHS):
        month = month_after(last, -back)
        for team in TEAMS:
            for _ in range(work(team, back) if work else A_MONTH):
                number += 1
                done = month + timedelta(days=chance.randrange(28))
                over = chance.random() < (late(team, back) if late else 1 / 7)
                key = str((keys or {}).get(team, TEAMS.index(team) + 1))
                rows.append(
                    {
                        "row": str(number),
                        "assessment": str(number),
                        "child": str(children[number % len(children)] if children else 900_000 + number),
                        "referral": str(number),
                        "kind": "single",
                        "state": "authorised",
                        "referred_on": done - timedelta(days=90 if over else 40),
                        "started_on": done - timedelta(days=30),
                        "authorised_at": datetime.combine(done, time(15)),
                        "team": key,
                    }
                )
    teams = [{"team": str((keys or {}).get(name, at + 1)), "name": name} for at, name in enumerate(TEAMS)]
    return with_rows(held, gt_assessments=rows, gt_teams=teams)


def after_a_vacancy(team: str, back: int) -> float:
    """North is late with half of its work in the last three months."""
    return 0.55 if team == "North" and back < 3 else 1 / 7


def one_of_each_analysis(people: Mapping[Role, User], now: datetime) -> dict[str, tuple[Any, ...]]:
    """A dataset of the record as it stands, and an event, a step, an action and words about one measure."""
    build_dataset(by=None, at=now)
    month, leader = last_month(), people[Role.SERVICE_MANAGER]
    record_event(happened_on=month, kind="vacancy", words="A manager leaves", by=leader, at=now)
    confirm_step(measure=MEASURE, month=month_after(month, -6), reason="A second duty team opened.", by=leader, at=now)
    record_measure_action(
        measure=MEASURE,
        month=month,
        words="A second manager authorises.",
        owner=leader.pk,
        due_on=now.date() + timedelta(days=20),
        expected=Decimal("80"),
        judged_on=month_after(month, 2),
        by=leader,
        at=now,
    )
    clauses = [Clause(part, "Said by a person, and no more than that.", "likely", (), True) for part in PARTS]
    write_commentary(measure=MEASURE, month=month, clauses=clauses, by=leader, at=now)
    asked = Asked(month, 6, by="team")
    look = save_look(
        measure=MEASURE, name="Late by team", asked=asked, latest=True, role=Role.TEAM_MANAGER, by=leader, at=now
    )
    hers = people[Role.TEAM_MANAGER]
    own = save_look(measure=MEASURE, name="Ours", asked=asked, latest=False, team=hers.team_id, by=hers, at=now)
    return {"measure": (MEASURE,), "look_id": (look, own)}
