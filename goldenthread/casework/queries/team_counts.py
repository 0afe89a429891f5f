"""What teams have to do now, as counts: for those who answer for one team or for several."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from goldenthread.casework.queries.teams import SOON
from goldenthread.kernel.clock import london_date
from goldenthread.rulebook.calendar import WORKING_DAYS


@dataclass(frozen=True, slots=True)
class TeamNow:
    """What one team has to do. `children` are its open cases, of whom `no_worker` wait for one; `overdue` and `soon`
    count deadlines that are past, and that fall within the next five working days; `to_decide` counts contacts without
    a decision, and `to_sign` what waits for a manager's word."""

    team: int
    name: str
    service: str
    children: int
    no_worker: int
    overdue: int
    soon: int
    to_decide: int
    to_sign: int


@dataclass(frozen=True, slots=True)
class ClockNow:
    """The deadlines of one clock that run in a team: how many are past, and how many fall within five working days."""

    clock: str
    overdue: int
    soon: int


def teams_now(teams: Collection[int], *, at: datetime) -> tuple[TeamNow, ...]:
    """Each of these teams, by name. Counts are of everything, also of what is closed to the reader, and name nobody.
    One query."""
    today = london_date(at)
    with connection.cursor() as cursor:
        cursor.execute(
            _TEAMS,
            {"teams": sorted(teams), "at": at, "today": today, "soon": WORKING_DAYS.add(today, SOON)},
        )
        return tuple(TeamNow(*row) for row in cursor.fetchall())


def clocks_now(team: int, *, at: datetime) -> tuple[ClockNow, ...]:
    """The clocks of a team of which something is past or falls soon, most past first. One query."""
    today = london_date(at)
    with connection.cursor() as cursor:
        cursor.execute(_CLOCKS, {"team": team, "at": at, "today": today, "soon": WORKING_DAYS.add(today, SOON)})
        return tuple(ClockNow(*row) for row in cursor.fetchall())


_TEAMS = """
SELECT t.id, t.name, t.service, coalesce(r.children, 0), coalesce(r.waiting, 0), coalesce(d.overdue, 0),
       coalesce(d.soon, 0), coalesce(c.waiting, 0), coalesce(s.waiting, 0)
  FROM access_team t
  LEFT JOIN (SELECT team_id, count(*) AS children,
                    count(*) FILTER (WHERE worker_id IS NULL AND NOT loaded) AS waiting
               FROM casework_referral WHERE closed_on IS NULL AND team_id = ANY(%(teams)s) GROUP BY 1) r
         ON r.team_id = t.id
  LEFT JOIN (SELECT team_id, count(*) FILTER (WHERE late) AS overdue, count(*) FILTER (WHERE NOT late) AS soon
               FROM (SELECT team_id, due_on < %(today)s OR coalesce(due_at < %(at)s, false) AS late
                       FROM casework_deadline
                      WHERE met_at IS NULL AND void_at IS NULL AND team_id = ANY(%(teams)s) AND due_on <= %(soon)s) ran
              GROUP BY 1) d
         ON d.team_id = t.id
  LEFT JOIN (SELECT team_id, count(*) AS waiting FROM casework_contact
              WHERE state IN ('to_decide', 'second_look') AND team_id = ANY(%(teams)s) GROUP BY 1) c
         ON c.team_id = t.id
  LEFT JOIN (SELECT team_id, count(*) AS waiting
               FROM (SELECT team_id FROM casework_assessment WHERE state = 'with_manager'
                     UNION ALL SELECT team_id FROM casework_agreement WHERE state = 'proposed'
                     UNION ALL SELECT r.team_id FROM casework_enquiry e JOIN casework_referral r ON r.id = e.referral_id
                                WHERE e.state = 'with_manager'
                     UNION ALL SELECT r.team_id FROM casework_closure x JOIN casework_referral r ON r.id = x.referral_id
                                WHERE x.state = 'proposed'
                     UNION ALL SELECT to_team_id FROM casework_transfer WHERE state = 'accepted') waits
              WHERE team_id = ANY(%(teams)s) GROUP BY 1) s
         ON s.team_id = t.id
 WHERE t.id = ANY(%(teams)s)
 ORDER BY t.name
"""
_CLOCKS = """
SELECT clock, count(*) FILTER (WHERE late) AS overdue, count(*) FILTER (WHERE NOT late) AS soon
  FROM (SELECT clock, due_on < %(today)s OR coalesce(due_at < %(at)s, false) AS late
          FROM casework_deadline
         WHERE met_at IS NULL AND void_at IS NULL AND team_id = %(team)s AND due_on <= %(soon)s) ran
 GROUP BY 1 ORDER BY 2 DESC, 3 DESC, 1
"""
