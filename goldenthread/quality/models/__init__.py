from .findings import Finding, FindingAnswer, FindingChange, FindingChild, NotTheSame, Recurrence, RecurrencePart
from .inspections import Inspection, Reading, ReadingLine
from .standards import StandardResult, StandardRun
from .supervision import (
    CaseWeight,
    ChildDiscussed,
    Direction,
    DirectionFollowed,
    PersonalPart,
    Supervision,
    SupervisionAgreement,
)
from .workforce import Training, Vacancy, WorkerRecord

__all__ = [
    "CaseWeight",
    "ChildDiscussed",
    "Direction",
    "DirectionFollowed",
    "Finding",
    "FindingAnswer",
    "FindingChange",
    "FindingChild",
    "Inspection",
    "NotTheSame",
    "PersonalPart",
    "Reading",
    "ReadingLine",
    "Recurrence",
    "RecurrencePart",
    "StandardResult",
    "StandardRun",
    "Supervision",
    "SupervisionAgreement",
    "Training",
    "Vacancy",
    "WorkerRecord",
]
