"""The door of oversight: decisions about a child, transfers, disputes, and who has worked with the child."""

from goldenthread.casework.operations.oversight_decisions import (
    AskedAction,
    DecisionSaid,
    record_management_decision,
)
from goldenthread.casework.operations.oversight_disputes import (
    answer_dispute,
    raise_dispute,
    resolve_dispute,
    step_up_dispute,
)
from goldenthread.casework.operations.oversight_transfers import (
    MeetingSaid,
    TransferSaid,
    accept_transfer,
    change_transfer,
    complete_transfer,
    propose_transfer,
    record_transfer_meeting,
    return_transfer,
    withdraw_transfer,
)
from goldenthread.casework.operations.oversight_workers import explain_change
from goldenthread.casework.queries.oversight import Holder, WorkersOf, workers_of
from goldenthread.casework.queries.oversight_decisions import (
    AskedOf,
    Noticed,
    ShownDecision,
    child_of_decision,
    decision_hints,
    decisions_of,
    late_decisions,
    show_decision,
    thing_is_of,
)
from goldenthread.casework.queries.oversight_disputes import ROLES as DISPUTE_ROLES
from goldenthread.casework.queries.oversight_disputes import (
    ShownDispute,
    child_of_dispute,
    disputes_of,
    open_disputes,
    show_dispute,
)
from goldenthread.casework.queries.oversight_teams import HeldCase, held_cases, teams_of
from goldenthread.casework.queries.oversight_transfers import (
    ShownTransfer,
    children_of_transfer,
    open_transfers,
    show_transfer,
    transfers_of,
)
from goldenthread.casework.queries.team_counts import ClockNow, TeamNow, clocks_now, teams_now

__all__ = [
    "DISPUTE_ROLES",
    "AskedAction",
    "AskedOf",
    "ClockNow",
    "DecisionSaid",
    "HeldCase",
    "Holder",
    "MeetingSaid",
    "Noticed",
    "ShownDecision",
    "ShownDispute",
    "ShownTransfer",
    "TeamNow",
    "TransferSaid",
    "WorkersOf",
    "accept_transfer",
    "answer_dispute",
    "change_transfer",
    "child_of_decision",
    "child_of_dispute",
    "children_of_transfer",
    "clocks_now",
    "complete_transfer",
    "decision_hints",
    "decisions_of",
    "disputes_of",
    "explain_change",
    "held_cases",
    "late_decisions",
    "open_disputes",
    "open_transfers",
    "propose_transfer",
    "raise_dispute",
    "record_management_decision",
    "record_transfer_meeting",
    "resolve_dispute",
    "return_transfer",
    "show_decision",
    "show_dispute",
    "show_transfer",
    "step_up_dispute",
    "teams_now",
    "teams_of",
    "thing_is_of",
    "transfers_of",
    "withdraw_transfer",
    "workers_of",
]
