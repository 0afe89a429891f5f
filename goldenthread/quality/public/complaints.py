"""The door of complaints: stages and their clocks, who investigates, what was done after, and totals without names."""

from goldenthread.quality.operations.complaint_actions import (
    check_complaint_action,
    finish_complaint_action,
    learn_from_complaint,
    set_complaint_action,
)
from goldenthread.quality.operations.complaint_investigations import (
    appoint,
    hold_panel,
    report_investigation,
    report_panel,
)
from goldenthread.quality.operations.complaints import (
    AFTER,
    AnswerSaid,
    ComplaintSaid,
    answer_complaint,
    close_complaint,
    extend_stage,
    record_complaint,
    step_up,
    withdraw_complaint,
)
from goldenthread.quality.queries.complaint_rights import (
    children_of_complaint,
    complaint_of_action,
    may_read,
)
from goldenthread.quality.queries.complaint_totals import Totals, complaint_totals
from goldenthread.quality.queries.complaints import (
    ComplaintShown,
    complaint_action,
    complaint_shown,
    complaints_in,
)

__all__ = [
    "AFTER",
    "AnswerSaid",
    "ComplaintSaid",
    "ComplaintShown",
    "Totals",
    "answer_complaint",
    "appoint",
    "check_complaint_action",
    "children_of_complaint",
    "close_complaint",
    "complaint_action",
    "complaint_of_action",
    "complaint_shown",
    "complaint_totals",
    "complaints_in",
    "extend_stage",
    "finish_complaint_action",
    "hold_panel",
    "learn_from_complaint",
    "may_read",
    "record_complaint",
    "report_investigation",
    "report_panel",
    "set_complaint_action",
    "step_up",
    "withdraw_complaint",
]
