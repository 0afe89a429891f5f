from .agreements import Agreement, AgreementChild, AgreementEntry, AgreementParty, LearningEntry
from .assessment import (
    Assessment,
    AssessmentChild,
    AssessmentClash,
    AssessmentSection,
    AssessmentWriter,
    Challenge,
    HistoryAnswered,
    ReviewPoint,
    StandardAnswered,
)
from .child_protection import Enquiry, TransferIn
from .closure import Closure
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
from .loaded import LoadedFact
from .meetings import ConferenceRoom, Meeting, MeetingAction, MeetingChild, MeetingPart
from .notes import Note
from .oversight import Dispute, DisputeStep, Transfer, TransferChild, WorkerChange
from .plans import Concern, Evidence, Outcome, Plan, PlanAction, PlanChange, Progress
from .sections import OwnDraft, OwnDraftClash, OwnDraftSection
from .visits import NoteChild, Visit, VisitChild, VisitPerson
from .writing import ContactNumber, ContactWriter

__all__ = [
    "Agreement",
    "AgreementChild",
    "AgreementParty",
    "AgreementEntry",
    "LearningEntry",
    "Assessment",
    "AssessmentChild",
    "AssessmentSection",
    "AssessmentClash",
    "AssessmentWriter",
    "HistoryAnswered",
    "ReviewPoint",
    "Challenge",
    "StandardAnswered",
    "Enquiry",
    "TransferIn",
    "Closure",
    "ConferenceRoom",
    "Meeting",
    "MeetingChild",
    "MeetingPart",
    "MeetingAction",
    "Plan",
    "Concern",
    "Outcome",
    "PlanAction",
    "Evidence",
    "Progress",
    "PlanChange",
    "Visit",
    "VisitChild",
    "VisitPerson",
    "NoteChild",
    "Allocation",
    "Contact",
    "ContactNumber",
    "ContactPerson",
    "ContactSection",
    "ContactWriter",
    "Deadline",
    "LoadedFact",
    "Decision",
    "Dispute",
    "DisputeStep",
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
    "Transfer",
    "TransferChild",
    "WorkerChange",
]
