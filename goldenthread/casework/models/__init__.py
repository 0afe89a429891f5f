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
    SectionClash,
)
from .notes import Note
from .sections import OwnDraft, OwnDraftClash, OwnDraftSection
from .writing import ContactNumber, ContactWriter

__all__ = [
    "Allocation",
    "Contact",
    "ContactNumber",
    "ContactPerson",
    "ContactSection",
    "ContactWriter",
    "Deadline",
    "Decision",
    "DecisionAction",
    "HistoryWeighed",
    "LocalAllowance",
    "Note",
    "OwnDraft",
    "OwnDraftClash",
    "OwnDraftSection",
    "Referral",
    "ScreeningCheck",
    "SecondLook",
    "SectionClash",
]
