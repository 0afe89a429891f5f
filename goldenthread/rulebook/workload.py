"""What a case weighs, as data: by the child's status, its complexity and its travel; and what a worker can carry.

No national scheme exists. These weights are a starting point of our own for a council to replace, unverified; one is a
child in need plan of usual complexity near the office. A weight says how much work there is, and nothing of a child.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

SOURCE = "Our own starting point, not verified: no national scheme exists. A council sets its own."


@dataclass(frozen=True, slots=True)
class Weight:
    """One line of the table: a key, its words, and what it multiplies by or counts for."""

    key: str
    words: str
    weight: Decimal


def _table(*rows: tuple[str, str, str]) -> Mapping[str, Weight]:
    return {key: Weight(key, words, Decimal(weight)) for key, words, weight in rows}


BY_STATUS = _table(
    ("enquiry", "Section 47 enquiry", "2.0"),
    ("child_protection", "Child protection plan", "1.75"),
    ("assessment", "Assessment", "1.25"),
    ("child_in_need", "Child in need plan", "1.0"),
    ("other", "Open case", "0.75"),
)
COMPLEXITY = _table(
    ("usual", "As its status says", "1.0"),
    ("more", "More than its status says", "1.25"),
    ("most", "Much more than its status says", "1.5"),
)
TRAVEL = _table(
    ("near", "Under half an hour each way", "1.0"),
    ("far", "Half an hour to an hour and a half each way", "1.15"),
    ("very_far", "More than an hour and a half each way", "1.3"),
)
CO_WORKING = Decimal("0.5")
"""The share of a case's weight that a second worker carries."""

FULL = Decimal("18.0")
"""What a full-time worker can carry. It falls with the part of a post that she works."""

NEWLY_QUALIFIED = Decimal("0.9")
"""The share of it in a newly qualified worker's protected year: 90%, often less in its first months (local)."""


def weight_of(*, status: str, complexity: str = "usual", travel: str = "near", co_working: bool = False) -> Decimal:
    """What one child's case weighs, to two places. Raises `KeyError` for a key that the tables do not have."""
    found = BY_STATUS[status].weight * COMPLEXITY[complexity].weight * TRAVEL[travel].weight
    return (found * CO_WORKING if co_working else found).quantize(Decimal("0.01"))


def room_for(*, fte: Decimal = Decimal(1), newly_qualified: bool = False) -> Decimal:
    """What a worker can carry, to one place; `fte` is the part of a full-time post that she works."""
    room = FULL * fte * (NEWLY_QUALIFIED if newly_qualified else Decimal(1))
    return room.quantize(Decimal("0.1"))
