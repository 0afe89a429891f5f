"""The door of the checklists at a signature."""

from goldenthread.casework.queries.checklists import (
    Line,
    agreement_checklist,
    closure_checklist,
    conference_checklist,
    enquiry_checklist,
)

__all__ = ["Line", "agreement_checklist", "closure_checklist", "conference_checklist", "enquiry_checklist"]
