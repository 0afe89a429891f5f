"""Which teams' figures somebody may see beside one another, and for whom she answers."""

from __future__ import annotations

from datetime import datetime

from goldenthread.access.public import User, teams
from goldenthread.casework.public.oversight import teams_of
from goldenthread.kernel.clock import london_date
from goldenthread.rulebook.rights import Role


def teams_to_see(reader: User, *, at: datetime) -> dict[int, str]:
    """The teams whose own page of measures she may open, by name: a manager those that she answers for today, a
    director and an analyst every one that stands."""
    standing = {one.key: one.name for one in teams()}
    if reader.role in (Role.ANALYST, Role.DIRECTOR):
        return standing
    hers = teams_of(reader, london_date(at))
    return {key: name for key, name in standing.items() if key in hers}
