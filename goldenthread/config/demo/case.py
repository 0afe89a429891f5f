"""A family's case after the front door, drawn once for its children, and the rows that its story is written in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from goldenthread.access.public import LedgerRow
from goldenthread.casework.public import Starting
from goldenthread.config.demo.families import Family, Keys, Someone
from goldenthread.config.demo.staff_shapes import CaseTeam, Staff, Told
from goldenthread.kernel.clock import LONDON
from goldenthread.rulebook.calendar import WORKING_DAYS


@dataclass(slots=True)
class Case:
    """A family's case: `children` with the keys of their referrals; `closed` is the day it closes, which may be ahead.

    `written` is when the assessment was or will be sent to a manager at the latest, `assessed` when it is authorised.
    `earlier` is what was recorded before: key, title and day; `live` are the keys of what the assessment said is live.
    `well` says that whoever writes here writes well; `previous` how many child protection plans each child had.
    """

    family: Family
    children: list[tuple[Someone, int]]
    team: CaseTeam
    worker: int
    decided: datetime
    placed: datetime
    written: date
    assessed: date
    closed: date
    concern: str
    enquiry: bool
    well: bool
    contact: int
    earlier: list[tuple[str, str, date]] = field(default_factory=list)
    live: list[str] = field(default_factory=list)
    previous: dict[int, int] = field(default_factory=dict)


class Writer:
    """Writes rows, clocks and acts of one case into what is told. Every date is worked out; none is read."""

    def __init__(self, case: Case, told: Told, keys: Keys, chance: Random, now: datetime, staff: Staff) -> None:
        self.case, self.told, self.keys, self.chance = case, told, keys, chance
        family = case.family
        # A chance of its own, so that a detail told or left out moves nothing else of the authority.
        own = f"{family.name} {family.mother.given} {family.address} {case.decided:%Y-%m-%d}"
        self.beside = Random(own)  # noqa: S311 -- chance of a made-up family
        self.now, self.today, self.staff = now, now.astimezone(LONDON).date(), staff
        self.chair = chance.choice(staff.chairs)
        self.names = {
            "mother": family.mother.given,
            "partner": family.partners[-1].given if family.partners else "her former partner",
            "school": family.school,
            "worker": staff.names[case.worker],
            "value": "",
            "words": "",
        }

    def add(self, row: type[Any], /, **values: Any) -> int:
        """Writes a row and returns its key."""
        key = self.keys.next(row)
        self.told.rows.append(row(id=key, **values))
        return key

    def name_of(self, user: int) -> str:
        """What somebody who works here is called."""
        return self.staff.names[user]

    def fill(self, text: str, child: Someone, **more: str) -> str:
        """A sentence with the family's names in it, begun with a capital."""
        said = text.format(child=child.given, **(self.names | more))
        return said[:1].upper() + said[1:]

    def any_of(self, texts: list[Any]) -> Any:
        return self.chance.choice(texts)

    def start(
        self, clock: str, at: datetime, child: Someone, referral: int, met_at: datetime | None = None, about: str = ""
    ) -> None:
        """Starts a clock of a child; one that is met in the time to come still runs."""
        self.told.starting.append(
            Starting(
                clock,
                at,
                child=child.key,
                referral=referral,
                team=self.case.team.key,
                owner=self.case.worker,
                met_at=met_at if met_at is not None and met_at <= self.now else None,
                about=about,
            )
        )

    def enter(self, act: str, child: int, subject: str, by: int, at: datetime) -> None:
        """Enters an act in the ledger, in the name of whoever did it and at its time."""
        self.told.ledger.append(LedgerRow(act, child, subject, None, by, min(at, self.now)))

    def moment(self, day: date) -> datetime:
        """In the office hours of that day."""
        return datetime.combine(day, time(self.chance.randint(9, 16), self.chance.choice((0, 10, 15, 30, 40))), LONDON)

    def late(self) -> bool:
        """Whether this team does this one late."""
        return self.chance.random() < self.case.team.slow

    def after(self, day: date, working_days: int) -> date:
        """So many working days after a day."""
        return WORKING_DAYS.add(day, working_days)

    def working(self, day: date) -> date:
        """That day, or the next on which people work."""
        return WORKING_DAYS.next_working(day)

    def speaks(self, child: Someone, on: date) -> bool:
        """Old enough to be asked."""
        return child.born is not None and on - child.born > timedelta(days=4 * 365)

    def here(self, on: date) -> Iterable[tuple[Someone, int]]:
        """The children who are born by a day."""
        return [(child, referral) for child, referral in self.case.children if child.born and child.born <= on]
