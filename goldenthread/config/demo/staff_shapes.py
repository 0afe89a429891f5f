"""Who works in the fictional authority, as its history needs them, and what that history is written into."""

from __future__ import annotations

from dataclasses import dataclass, field

from goldenthread.access.public import LedgerRow, TieRow
from goldenthread.casework.public import Starting


@dataclass(frozen=True, slots=True)
class CaseTeam:
    """A team that children are allocated to. `slow` is how often it is late and `writes` how often it writes
    well, so that teams differ."""

    key: int
    manager: int
    workers: tuple[int, ...]
    slow: float
    writes: float = 0.6


@dataclass(frozen=True, slots=True)
class Staff:
    """Who does what, by key; `names` is what each is called."""

    front_door: int
    writers: tuple[int, ...]
    deciders: tuple[int, ...]
    teams: tuple[CaseTeam, ...]
    service_managers: tuple[int, ...]
    chairs: tuple[int, ...] = ()
    names: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Told:
    """Rows for casework's bulk door, the clocks that started, ties, and the acts for the ledger."""

    rows: list[object] = field(default_factory=list)
    starting: list[Starting] = field(default_factory=list)
    ties: list[TieRow] = field(default_factory=list)
    ledger: list[LedgerRow] = field(default_factory=list)
