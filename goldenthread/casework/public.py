"""The door of casework: the front door's contacts, decisions, referrals, deadlines and notes."""

from goldenthread.casework.operations import bulk
from goldenthread.casework.operations.allocations import allocate_team, allocate_worker, read_instructions
from goldenthread.casework.operations.allowances import end_allowance, set_allowance
from goldenthread.casework.operations.bulk import load_casework, update_referrals
from goldenthread.casework.operations.deadlines import Starting, replay
from goldenthread.casework.operations.decisions import (
    DETAIL_ASKED,
    Action,
    Said,
    answer_second_look,
    ask_second_look,
    feed_back,
    finish_action,
    return_to_writer,
)
from goldenthread.casework.operations.decisions import decide as decide_contact
from goldenthread.casework.operations.referrals import acknowledge, decide_referral, receive_referral
from goldenthread.casework.operations.referrals import close as close_referral
from goldenthread.casework.queries.deadlines import deadline_counts, deadlines_of
from goldenthread.casework.queries.decisions import evidence, people_in
from goldenthread.casework.queries.referrals import child_of, show_referral, team_loads, worker_loads
from goldenthread.casework.queries.teams import allowances, share, suppressed, team_page, totals
from goldenthread.casework.queries.trays import CHECKS, NEEDS, SORTS, TRAYS, Filters, new_since, open_tray
from goldenthread.casework.queries.work import my_work

__all__ = [
    "Action",
    "CHECKS",
    "DETAIL_ASKED",
    "Filters",
    "NEEDS",
    "SORTS",
    "Said",
    "Starting",
    "TRAYS",
    "acknowledge",
    "allocate_team",
    "allocate_worker",
    "allowances",
    "answer_second_look",
    "ask_second_look",
    "bulk",
    "child_of",
    "close_referral",
    "deadline_counts",
    "deadlines_of",
    "decide_contact",
    "decide_referral",
    "end_allowance",
    "evidence",
    "feed_back",
    "finish_action",
    "load_casework",
    "my_work",
    "new_since",
    "open_tray",
    "people_in",
    "read_instructions",
    "receive_referral",
    "replay",
    "return_to_writer",
    "set_allowance",
    "share",
    "show_referral",
    "suppressed",
    "team_loads",
    "team_page",
    "totals",
    "update_referrals",
    "worker_loads",
]
