"""The door to where children's cases stand, for whoever supervises or weighs the work, and to the clocks of that."""

from goldenthread.casework.operations.deadlines import meet as meet_clock
from goldenthread.casework.operations.deadlines import start as start_clock
from goldenthread.casework.operations.deadlines import void as void_clock
from goldenthread.casework.queries.supervision import (
    CaseNow,
    Happening,
    OutcomeStands,
    Running,
    WithoutWorker,
    cases_now,
    falls_due,
    statuses,
    without_worker,
)
from goldenthread.casework.queries.work_elsewhere import Asked, ask_for_work
from goldenthread.casework.queries.work_words import called

__all__ = [
    "Asked",
    "CaseNow",
    "Happening",
    "OutcomeStands",
    "Running",
    "WithoutWorker",
    "ask_for_work",
    "called",
    "cases_now",
    "falls_due",
    "meet_clock",
    "start_clock",
    "statuses",
    "void_clock",
    "without_worker",
]
