"""The door of access: who somebody is, what she may do and why, and the ledger of what was done and seen."""

from goldenthread.access.models import Cover, EmergencyAccess, Notice, Seal, Team, Tie, User
from goldenthread.access.operations.bulk import (
    LedgerRow,
    TieRow,
    load_rows,
    load_ties,
    record_many,
    take_keys,
)
from goldenthread.access.operations.ledger import came_from, record
from goldenthread.access.queries.rights import Decision, NotAllowed, acts_of, decide, require, visible

__all__ = [
    "Cover",
    "Decision",
    "EmergencyAccess",
    "LedgerRow",
    "NotAllowed",
    "Notice",
    "Seal",
    "Team",
    "Tie",
    "TieRow",
    "User",
    "acts_of",
    "came_from",
    "decide",
    "load_rows",
    "load_ties",
    "record",
    "record_many",
    "require",
    "take_keys",
    "visible",
]
