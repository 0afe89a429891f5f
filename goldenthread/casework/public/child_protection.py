"""The door of child protection: strategy discussions, section 47 enquiries, conferences, and the meetings they are."""

from goldenthread.casework.operations.child_protection import (
    ENQUIRING,
    QUORUM,
    StrategySaid,
    arrange_strategy,
    authorise_enquiry,
    conclude_enquiry,
    harm_suspected,
    hold_strategy,
    record_strategy,
    record_transfer_in,
    return_enquiry,
    stop_enquiry,
)
from goldenthread.casework.operations.conference_rooms import save_room
from goldenthread.casework.operations.conferences import (
    ConferenceChild,
    ConferenceSaid,
    arrange_conference,
    hold_conference,
    move_conference,
    share_report,
)
from goldenthread.casework.operations.meeting_letters import issue
from goldenthread.casework.operations.meetings import (
    ActionSaid,
    ChildSaid,
    PartSaid,
    arrange_meeting,
    hold,
    rearrange,
    stand_down,
)
from goldenthread.casework.operations.plans import ActionSaid as PlanActionSaid
from goldenthread.casework.operations.plans import ConcernSaid, OutcomeSaid
from goldenthread.casework.operations.protection_drafts import (
    keep_protection_draft,
    settle_protection_clash,
    throw_protection_draft,
)
from goldenthread.casework.queries.child_protection import (
    EnquiryShown,
    Protection,
    Recipient,
    asked_usually,
    chairs,
    change_since_last,
    child_of_enquiry,
    children_for,
    plan_of_letter,
    protection_of,
    recipients,
    show_enquiry,
    visits_by_policy,
    who_signs_in,
)
from goldenthread.casework.queries.conference_calendar import Calendar, Entry, conference_calendar
from goldenthread.casework.queries.facts_child_protection import conference_facts, enquiry_facts
from goldenthread.casework.queries.meetings import (
    CONFERENCES,
    Room,
    Shown,
    children_in,
    in_hands,
    kind_words,
    rooms,
    show_meeting,
)
from goldenthread.casework.queries.oversight import chair_to_follow

__all__ = [
    "ActionSaid", "CONFERENCES", "Calendar", "ChildSaid", "ConcernSaid", "ConferenceChild", "ConferenceSaid",
    "ENQUIRING", "EnquiryShown", "Entry", "OutcomeSaid", "PartSaid", "PlanActionSaid", "Protection", "QUORUM",
    "Recipient", "Room", "Shown", "StrategySaid", "arrange_conference", "arrange_meeting", "arrange_strategy",
    "asked_usually", "authorise_enquiry", "chair_to_follow", "chairs", "change_since_last", "child_of_enquiry",
    "children_for",
    "children_in", "conclude_enquiry", "conference_calendar", "conference_facts", "enquiry_facts", "harm_suspected",
    "hold", "hold_conference", "hold_strategy", "in_hands", "issue", "keep_protection_draft", "kind_words",
    "move_conference", "plan_of_letter", "protection_of", "rearrange", "recipients", "record_strategy",
    "record_transfer_in", "return_enquiry", "rooms", "save_room", "settle_protection_clash", "share_report",
    "show_enquiry", "show_meeting", "stand_down", "stop_enquiry", "throw_protection_draft", "visits_by_policy",
    "who_signs_in",
]  # fmt: skip
