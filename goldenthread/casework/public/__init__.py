"""The door of casework: the front door's contacts, decisions, referrals, deadlines and notes."""

from goldenthread.casework.operations import bulk
from goldenthread.casework.operations.allocations import allocate_team, allocate_worker, read_instructions
from goldenthread.casework.operations.allowances import end_allowance, set_allowance
from goldenthread.casework.operations.bulk import load_casework, update_referrals
from goldenthread.casework.operations.contact import (
    add_as_new,
    confirm_match,
    name_person,
    not_sure,
    send,
    start_contact,
    take_out,
    undo_match,
    weigh,
)
from goldenthread.casework.operations.contact_checks import ask_agency, record_answer
from goldenthread.casework.operations.deadlines import Starting, replay
from goldenthread.casework.operations.deadlines import authorise as authorise_lateness
from goldenthread.casework.operations.decisions import (
    DETAIL_ASKED,
    Action,
    Said,
    answer_second_look,
    ask_second_look,
    feed_back,
    finish_action,
    keep_draft,
    return_to_writer,
)
from goldenthread.casework.operations.decisions import decide as decide_contact
from goldenthread.casework.operations.drafts import look_in, merge_clash, save_section
from goldenthread.casework.operations.meeting_actions import finish_meeting_action
from goldenthread.casework.operations.notes import record_note
from goldenthread.casework.operations.own_drafts import keep_own_draft, settle_own_clash, throw_away
from goldenthread.casework.operations.referrals import acknowledge, decide_referral, receive_referral
from goldenthread.casework.operations.referrals import close as close_referral
from goldenthread.casework.operations.sections import Clash, Saved
from goldenthread.casework.queries.child import Found
from goldenthread.casework.queries.child import Record as ChildRecord
from goldenthread.casework.queries.child import deadlines as child_deadlines
from goldenthread.casework.queries.child import record as child_record
from goldenthread.casework.queries.child_card import Card, Relative
from goldenthread.casework.queries.child_card import address as child_address
from goldenthread.casework.queries.child_card import card as child_card
from goldenthread.casework.queries.child_card import relatives as child_relatives
from goldenthread.casework.queries.child_card import warnings as child_warnings
from goldenthread.casework.queries.contact import Check as ContactCheck
from goldenthread.casework.queries.contact import (
    ContactToWrite,
    contact_page,
    contact_to_write,
    presence,
)
from goldenthread.casework.queries.contact import Line as ContactLine
from goldenthread.casework.queries.contact_rights import contacts_open_to, named_in, require_contact
from goldenthread.casework.queries.deadline_rows import Behind, deadlines_behind
from goldenthread.casework.queries.deadlines import Standing as DeadlineStanding
from goldenthread.casework.queries.deadlines import deadline_counts, deadlines_of, lateness
from goldenthread.casework.queries.decisions import Evidence, draft_of, evidence, people_in
from goldenthread.casework.queries.known import (
    Abuse,
    Known,
    domestic_abuse_pattern,
    hints_for,
    still_to_do,
    what_we_know,
)
from goldenthread.casework.queries.loaded import loaded_of
from goldenthread.casework.queries.notes import notes as child_notes
from goldenthread.casework.queries.notes import search_record, words_of_notes
from goldenthread.casework.queries.own_drafts import own_draft
from goldenthread.casework.queries.referrals import (
    child_of,
    child_of_allocation,
    show_referral,
    team_loads,
    worker_loads,
)
from goldenthread.casework.queries.teams import Month, allowances, share, suppressed, team_page, totals
from goldenthread.casework.queries.tray_rows import PAGE as TRAY_PAGE
from goldenthread.casework.queries.tray_rows import Row as TrayRow
from goldenthread.casework.queries.tray_rows import Tray
from goldenthread.casework.queries.trays import CHECKS, NEEDS, SORTS, TRAYS, Filters, new_since, open_tray
from goldenthread.casework.queries.waiting import Waits, to_sign
from goldenthread.casework.queries.work import Item, Thing, my_work

__all__ = [
    "Behind",
    "Abuse",
    "Action",
    "CHECKS",
    "Card",
    "ChildRecord",
    "Clash",
    "ContactCheck",
    "ContactLine",
    "ContactToWrite",
    "DETAIL_ASKED",
    "DeadlineStanding",
    "Evidence",
    "Filters",
    "Found",
    "Item",
    "Known",
    "Month",
    "NEEDS",
    "Relative",
    "SORTS",
    "Said",
    "Saved",
    "Starting",
    "TRAYS",
    "TRAY_PAGE",
    "Thing",
    "Tray",
    "TrayRow",
    "Waits",
    "acknowledge",
    "add_as_new",
    "allocate_team",
    "allocate_worker",
    "allowances",
    "answer_second_look",
    "ask_agency",
    "ask_second_look",
    "bulk",
    "authorise_lateness",
    "child_address",
    "child_card",
    "child_deadlines",
    "child_notes",
    "child_of",
    "child_of_allocation",
    "child_record",
    "child_relatives",
    "child_warnings",
    "close_referral",
    "confirm_match",
    "contact_page",
    "contact_to_write",
    "contacts_open_to",
    "deadline_counts",
    "deadlines_behind",
    "deadlines_of",
    "decide_contact",
    "decide_referral",
    "domestic_abuse_pattern",
    "draft_of",
    "end_allowance",
    "evidence",
    "feed_back",
    "finish_action",
    "finish_meeting_action",
    "hints_for",
    "keep_draft",
    "keep_own_draft",
    "lateness",
    "load_casework",
    "loaded_of",
    "look_in",
    "merge_clash",
    "my_work",
    "name_person",
    "named_in",
    "new_since",
    "not_sure",
    "open_tray",
    "own_draft",
    "people_in",
    "presence",
    "read_instructions",
    "receive_referral",
    "record_answer",
    "record_note",
    "replay",
    "require_contact",
    "return_to_writer",
    "save_section",
    "search_record",
    "send",
    "set_allowance",
    "settle_own_clash",
    "share",
    "show_referral",
    "start_contact",
    "suppressed",
    "still_to_do",
    "take_out",
    "team_loads",
    "team_page",
    "throw_away",
    "to_sign",
    "totals",
    "undo_match",
    "update_referrals",
    "weigh",
    "what_we_know",
    "words_of_notes",
    "worker_loads",
]
