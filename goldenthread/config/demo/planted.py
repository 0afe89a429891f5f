"""Causes planted in the demonstration, so that analysis has something true to find: what happened, and when.

A manager's post in one team has stood empty for five months, and the assessments it finished have waited to be
authorised since. Each draws from chance of its own, so that the rest of the history stays as it would have been.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from goldenthread.config.demo.staff_shapes import CaseTeam, Staff

VACANT_SINCE = timedelta(days=160)
"""How long before today the manager left."""
HELD_UP = 0.75
"""Part of the team's assessments that then wait."""


def vacant_team(staff: Staff) -> CaseTeam:
    """The team whose manager left."""
    return staff.teams[1 % len(staff.teams)]


def held_up(staff: Staff, team: CaseTeam, day: date, today: date, key: str) -> int:
    """Working days by which an assessment that began on a day is finished later than it would have been."""
    if team.key != vacant_team(staff).key or day < today - VACANT_SINCE:
        return 0
    chance = Random(f"held up:{key}")
    return chance.randint(14, 26) if chance.random() < HELD_UP else 0
