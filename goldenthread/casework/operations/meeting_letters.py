"""Decisions and minutes sent out: on which day, to whom, and with somebody's word where a recipient asks for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User
from goldenthread.casework.models import Meeting
from goldenthread.casework.operations import deadlines, meetings
from goldenthread.casework.operations.conferences import free_chair
from goldenthread.casework.operations.meetings import about, enter, line, locked
from goldenthread.casework.queries.child_protection import recipients
from goldenthread.casework.queries.meetings import CONFERENCES, show_meeting
from goldenthread.kernel.refusal import Refused
from goldenthread.ui.words import day, join_names

DECISION, RECORD = "decision", "record"


@transaction.atomic
def issue(
    *,
    meeting: int,
    what: str,
    issued_on: date,
    to: Collection[str],
    others: str = "",
    checked: bool = False,
    by: User,
    at: datetime,
) -> None:
    """Records that the decision ("decision") or the minutes ("record") of a meeting went out, and stops that clock.

    `to` names recipients as `recipients` does; `others` is anybody else, by name. A recipient who is not related to
    every child or must have no contact, and anybody else, asks for `checked`. Raises `NotAllowed`, `Refused`.
    """
    found, people, right = locked(meeting, "meeting.issue", by, at)
    found.state = meetings.step(found, "meeting.issue")
    if found.state != "held":
        raise Refused("The meeting was not held yet, so there is nothing to send.")
    if what not in (DECISION, RECORD) or (what == DECISION and found.kind not in CONFERENCES):
        raise Refused("Choose what was sent", "what")
    before = found.decision_issued_on if what == DECISION else found.record_issued_on
    if before is not None:
        raise Refused(f"This is recorded already: sent on {day(before)}.")
    held_on = timezone.localdate(found.held_at)
    problems = []
    if issued_on < held_on:
        problems.append(("issued_on", f"It was sent after the meeting, which was on {day(held_on)}"))
    elif issued_on > timezone.localdate(at):
        problems.append(("issued_on", f"{day(issued_on)} has not come yet"))
    shown = show_meeting(meeting, reader=by, at=at)
    known = {one.ref: one for one in (recipients(shown, reader=by, at=at) if shown else ())}
    chosen = [known[ref] for ref in dict.fromkeys(to) if ref in known]
    anybody_else = line(others, "others")
    if not chosen and not anybody_else:
        problems.append(("to", "Choose to whom it was sent"))
    cautions = [one.caution for one in chosen if one.caution]
    if anybody_else:
        cautions.append(f"{anybody_else}: not of the family on record, and not asked to the meeting.")
    if cautions and not checked:
        problems.append(("checked", f"Check before it goes, and say that you have. {' '.join(cautions)}"))
    if problems:
        raise Refused(problems=tuple(problems))
    names = line(join_names([*(one.name for one in chosen), anybody_else]), "others")
    if what == DECISION:
        found.decision_issued_on, found.decision_issued_to = issued_on, names
    else:
        found.record_issued_on, found.record_issued_to = issued_on, names
    found.save(update_fields=["decision_issued_on", "decision_issued_to", "record_issued_on", "record_issued_to"])
    clock = _clock(found, what)
    for child in people:
        deadlines.meet(clock, child=child, about=about(found), at=meetings.at_noon(issued_on, at))
    free_chair(found, people, at)
    detail = {"what": what, "issued_on": issued_on.isoformat(), "checked": bool(cautions)}
    enter("meeting.issue", found, people, right, by, at, detail)


def _clock(meeting: Meeting, what: str) -> str:
    if what == DECISION:
        return "conf_decision_letter"
    return "conf_minutes" if meeting.kind in CONFERENCES else "core_group_record"
