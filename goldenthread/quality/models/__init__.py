from .findings import Finding, FindingAnswer, FindingChange, FindingChild, NotTheSame, Recurrence, RecurrencePart
from .inspections import Inspection, Reading, ReadingLine
from .standards import StandardResult, StandardRun

__all__ = [
    "Finding",
    "FindingAnswer",
    "FindingChange",
    "FindingChild",
    "Inspection",
    "NotTheSame",
    "Reading",
    "ReadingLine",
    "Recurrence",
    "RecurrencePart",
    "StandardResult",
    "StandardRun",
]
