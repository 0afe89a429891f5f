"""The door of inspections: the register, documents read into proposals, and what recurs across the years."""

from goldenthread.quality.operations.inspections import (
    InspectionSaid,
    LineSaid,
    confirm_inspection,
    decide_lines,
    read_document,
    record_inspection,
)
from goldenthread.quality.operations.recurrence import link_findings, say_not_the_same, unlink_finding
from goldenthread.quality.queries.inspections import (
    InspectionRow,
    ShownReading,
    document_text,
    inspections,
    reading_exists,
    readings_that_wait,
    show_inspection,
    show_reading,
)
from goldenthread.quality.queries.recurrence import (
    KeptBeingTold,
    Lane,
    ShownRecurrence,
    kept_being_told,
    recurrence_exists,
    show_recurrence,
)

__all__ = [
    "InspectionRow",
    "InspectionSaid",
    "KeptBeingTold",
    "Lane",
    "ShownRecurrence",
    "LineSaid",
    "ShownReading",
    "confirm_inspection",
    "decide_lines",
    "document_text",
    "inspections",
    "kept_being_told",
    "link_findings",
    "read_document",
    "reading_exists",
    "readings_that_wait",
    "record_inspection",
    "recurrence_exists",
    "say_not_the_same",
    "show_inspection",
    "show_reading",
    "show_recurrence",
    "unlink_finding",
]
