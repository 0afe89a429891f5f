from .deadlines import Deadline, LocalAllowance
from .front_door import (
    Allocation,
    Contact,
    ContactPerson,
    ContactSection,
    Decision,
    DecisionAction,
    HistoryWeighed,
    Referral,
    ScreeningCheck,
    SecondLook,
)
from .notes import Note

__all__ = [
    "Allocation",
    "Contact",
    "ContactPerson",
    "ContactSection",
    "Deadline",
    "Decision",
    "DecisionAction",
    "HistoryWeighed",
    "LocalAllowance",
    "Note",
    "Referral",
    "ScreeningCheck",
    "SecondLook",
]
