"""Causes planted in the demonstration, so that analysis has something true to find: what happened, and when.

Three of them. For eleven months all but schools have reported through a hub of early help, and managers rule on what
early help and other services of the council refer later than on the rest: they rule sooner on the referrals of every
source than a year before, and yet later over all. Seven months ago the threshold for a referral was lowered. And for
four months a manager's post in the largest team has stood empty, and the assessments that it finished have waited to be
authorised since. Each lies so far from the others that no figure's change fits the time of two.

Nothing else is planted: what a figure counts is drawn evenly from month to month, so that chance of few cases neither
hides the causes nor looks like one.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from random import Random

from goldenthread.config.demo import distributions as d
from goldenthread.config.demo.evenly import Evenly
from goldenthread.config.demo.staff_shapes import CaseTeam, Staff
from goldenthread.kernel.clock import add_months
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.codes import SETS

HUB, LOWERED, VACANT = 11, 7, 4
"""Whole months before this one in which each began; the manager left on its fifth day."""
REFERRED, REFERRED_LOWERED = 0.42, 0.68
"""Share of first contacts that become referrals, before the threshold was lowered and since; ours."""
AGAIN, AGAIN_LOWERED = 0.75, 0.9
"""The same where the family was referred before."""
HELD_UP, HELD_UP_FOR = 0.97, (28, 48)
"""Part of the team's assessments that wait since the manager left, and for how many working days."""
EARLY_HELP, THROUGH_HUB = "5D", 0.95
"""The code of early help, and the part of what all but schools and the council would have sent that comes from it."""
SLOW, LATE_IN_HUB = 0.77, 0.46
"""Part of the referrals of council services that are ruled on late before the hub; and of all referrals since, when
none but theirs are."""
FEW, EVERY = 6, 40
"""Of each other source one family is ruled on late in a quarter once so many children came, and one more for each so
many after, before the hub."""
LATE_WHEN_SLOW = 0.2
"""Part of a slow team's assessments that its slowness makes late; ours."""
LATE_CONTACT = 0.11
"""Part of contacts that are decided late; ours."""

_GROUPS = {item.code: item.group for item in SETS["referral_source"].items}


def vacant_team(staff: Staff) -> CaseTeam:
    """The team whose manager left."""
    return staff.teams[1 % len(staff.teams)]


def lowered_on(today: date) -> date:
    """The day on which the threshold for a referral was lowered."""
    return add_months(today.replace(day=1), -LOWERED)


def vacant_on(today: date) -> date:
    """The day on which the manager left."""
    return add_months(today.replace(day=1), -VACANT) + timedelta(days=4)


def hub_on(today: date) -> date:
    """The day on which the hub of early help began."""
    return add_months(today.replace(day=1), -HUB)


class Planted:
    """What is planted in one authority, and what is drawn evenly in it. It draws from chance of its own."""

    def __init__(self, staff: Staff, today: date, seed: int) -> None:
        self.staff, self.today, self.vacant = staff, today, vacant_team(staff).key
        self.lowered_on, self.vacant_on, self.hub_on = lowered_on(today), vacant_on(today), hub_on(today)
        self.evenly = Evenly(seed)
        # By its place: keys are not the same in every database.
        self._place = {team.key: place for place, team in enumerate(staff.teams)}
        most = max((len(team.workers) for team in staff.teams), default=0)
        self._turns = [team for turn in range(most) for team in staff.teams if turn < len(team.workers)]
        self._came: dict[tuple[str, int], int] = defaultdict(int)
        self._late: dict[tuple[str, int], int] = defaultdict(int)

    def team_of(self, family: int) -> CaseTeam:
        """The team that a family comes to, by its number: to each as many as it has workers."""
        return self._turns[family % len(self._turns)]

    def referred(self, day: date, *, again: bool, children: int) -> bool:
        """Whether a contact of a day becomes a referral."""
        part = AGAIN if again else REFERRED
        if day >= self.lowered_on:
            part = AGAIN_LOWERED if again else REFERRED_LOWERED
        return self.evenly.draw(("referred", _month(day)), part, children)

    def source(self, drawn: str, received: datetime, children: int) -> str:
        """From whom a contact comes, where `drawn` would have brought it."""
        if received.date() < self.hub_on or _GROUPS[drawn] in ("Education", _GROUPS[EARLY_HELP]):
            return drawn
        return EARLY_HELP if self.evenly.draw(("hub", _month(received.date())), THROUGH_HUB, children) else drawn

    def ruled_late(self, source: str, day: date, children: int, *, urgent: bool) -> bool:
        """Whether the manager rules late on a referral of so many children; never on one that is urgent."""
        group, hub = _GROUPS[source], day >= self.hub_on
        quarter = ((day.year - self.today.year) * 12 + day.month - self.today.month) // 3
        slow = group == _GROUPS[EARLY_HELP]
        if hub:
            return self.evenly.draw(("ruled", _month(day)), LATE_IN_HUB, children, may=slow and not urgent)
        if slow:
            return self.evenly.draw(("ruled", quarter), SLOW, children, may=not urgent)
        at = (group, quarter)
        self._came[at] += children
        late = not urgent and self._late[at] < (self._came[at] - FEW) // EVERY + 1
        self._late[at] += late
        return late

    def decided_late(self, received: datetime, children: int) -> bool:
        """Whether a contact is decided late."""
        return self.evenly.draw(("decided", _month(received.date())), LATE_CONTACT, children)

    def no_action(self, day: date, children: int) -> bool:
        """Whether nothing follows a referral of a day."""
        return self.evenly.draw(("no action", _month(day)), d.NO_FURTHER_ACTION, children)

    def finished(self, team: CaseTeam, day: date, children: int, chance: Random) -> tuple[date, date]:
        """The days on which an assessment that began on a day is written, and authorised."""
        in_time = WORKING_DAYS.add(day, max(1, d.within(d.IN_TIME.draw(chance), chance)))
        late = WORKING_DAYS.add(day, d.within(d.LATE.draw(chance), chance))
        part = d.PART_LATE + (1 - d.PART_LATE) * LATE_WHEN_SLOW * team.slow
        soon, later = ([("late", _month(day)), ("late", _month(day), self._place[team.key])] for day in (in_time, late))
        written = late if self.evenly.either(soon, later, part, children) else in_time
        if team.key != self.vacant or written < self.vacant_on:
            return written, written
        waits = chance.randint(*HELD_UP_FOR) if self.evenly.draw(("held up", _month(written)), HELD_UP, children) else 0
        return written, WORKING_DAYS.add(written, waits)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
