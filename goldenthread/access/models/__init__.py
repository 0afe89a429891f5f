from .actors import Cover, Team, User
from .ledger import LedgerEntry, LedgerHead
from .notices import Notice
from .rights import EmergencyAccess, Seal, Tie
from .spent import SpentToken

__all__ = [
    "Cover",
    "EmergencyAccess",
    "LedgerEntry",
    "LedgerHead",
    "Notice",
    "Seal",
    "SpentToken",
    "Team",
    "Tie",
    "User",
]
