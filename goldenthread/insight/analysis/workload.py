"""Which deadlines of the next fortnight are likely to be missed, by rules about work that anybody can read.

It says nothing of any child: each rule is about who has the work and how much of it there is. What the rules would have
said four weeks ago is set beside what then happened, so that a reader sees how far to trust them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

AHEAD = timedelta(days=14)
BACK = timedelta(days=28)
LEARNED = timedelta(days=91)
FEWEST = 10
LATE_SHARE = 0.4
"""Part of a team's deadlines of a kind, late in the last quarter, from which the next count as likely to be."""
CROWDED = 2.0
"""Times as many in the fortnight as the worker usually has in one."""

RULES = {
    "nobody": "Nobody has it, though work of this kind usually has an owner",
    "team": "The team was late with four in ten or more of its own in the last quarter",
    "crowded": "Its worker has at least twice as many due in the fortnight as she usually has",
}


@dataclass(frozen=True, slots=True)
class Running:
    """One deadline: its clock, whose it is, when it is due, and when it was met (None while it runs)."""

    clock: str
    team: str
    worker: str
    started_on: date
    due_on: date
    met_on: date | None


@dataclass(frozen=True, slots=True)
class Group:
    """Deadlines of one clock in one team: how many fall due, how many are likely to be missed, and by which rules."""

    clock: str
    team: str
    due: int
    likely: int
    rules: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tried:
    """What the rules would have said four weeks ago: late of those they named, and late of the others."""

    named: int
    named_late: int
    others: int
    others_late: int


def likely_missed(rows: Sequence[Running], *, today: date) -> tuple[Group, ...]:
    """The deadlines from today to a fortnight on, by clock and team, those with most likely to be missed first."""
    due: Counter[tuple[str, str]] = Counter()
    likely: Counter[tuple[str, str]] = Counter()
    rules: dict[tuple[str, str], Counter[str]] = {}
    for row, why in judged(rows, today=today):
        key = (row.clock, row.team)
        due[key] += 1
        if why:
            likely[key] += 1
            rules.setdefault(key, Counter()).update(why)
    groups = [
        Group(clock, team, count, likely[clock, team], dict(rules.get((clock, team), {})))
        for (clock, team), count in due.items()
    ]
    return tuple(sorted(groups, key=lambda one: (-one.likely, -one.due, one.clock, one.team)))


def tried(rows: Sequence[Running], *, today: date) -> Tried:
    """The rules as they would have stood four weeks before, against what then happened."""
    then = today - BACK
    known = [
        Running(
            one.clock,
            one.team,
            one.worker,
            one.started_on,
            one.due_on,
            one.met_on if one.met_on and one.met_on <= then else None,
        )
        for one in rows
        if one.started_on <= then
    ]
    came = {
        id(before): after for before, after in zip(known, (one for one in rows if one.started_on <= then), strict=True)
    }
    named = named_late = others = others_late = 0
    for row, why in judged(known, today=then):
        late = _late(came[id(row)], today)
        if why:
            named, named_late = named + 1, named_late + late
        else:
            others, others_late = others + 1, others_late + late
    return Tried(named, named_late, others, others_late)


def judged(rows: Sequence[Running], *, today: date) -> Iterable[tuple[Running, tuple[str, ...]]]:
    """Each running deadline of the fortnight with the rules that name it."""
    ended = [one for one in rows if today - LEARNED <= one.due_on < today]
    by_team: Counter[tuple[str, str]] = Counter((one.clock, one.team) for one in ended)
    late: Counter[tuple[str, str]] = Counter((one.clock, one.team) for one in ended if _late(one, today))
    owned = Counter(one.clock for one in ended if one.worker)
    every = Counter(one.clock for one in ended)
    usual = Counter(one.worker for one in ended if one.worker)
    ahead = [one for one in rows if one.met_on is None and today <= one.due_on < today + AHEAD]
    now = Counter(one.worker for one in ahead if one.worker)
    fortnights = LEARNED / AHEAD
    for one in ahead:
        why = []
        key = (one.clock, one.team)
        if not one.worker and every[one.clock] >= FEWEST and owned[one.clock] > every[one.clock] / 2:
            why.append("nobody")
        if by_team[key] >= FEWEST and late[key] / by_team[key] >= LATE_SHARE:
            why.append("team")
        if one.worker and now[one.worker] >= 6 and now[one.worker] >= CROWDED * usual[one.worker] / fortnights:
            why.append("crowded")
        yield one, tuple(why)


def _late(one: Running, today: date) -> bool:
    return one.met_on > one.due_on if one.met_on else one.due_on < today
