"""Saying that what a strategy discussion asked of somebody was done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, record, require_about
from goldenthread.casework.models import MeetingAction
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.second_look import says_nothing

LONGEST = 500


@transaction.atomic
def finish_meeting_action(*, action: int, words: str, by: User, at: datetime) -> None:
    """Records that an action of a strategy discussion was done, by its owner or the colleague who covers for her, and
    what came of it. Said twice, the first stands. Raises `NotAllowed`, `Refused`."""
    found = MeetingAction.objects.select_for_update(of=("self",)).select_related("meeting").filter(pk=action).first()
    if found is None:
        raise Refused("There is no such action.")
    children = sorted(found.meeting.children.values_list("child", flat=True))
    right = require_about(by, "action.finish", children, at=at).right
    covers = by.covers.filter(absent=found.owner_id, period__contains=timezone.localdate(at)).exists()
    if found.owner_id != by.pk and not covers:
        raise Refused("This action is somebody else’s.")
    if found.done_on is not None:
        return
    if says_nothing(words):
        raise Refused("Say what was done and what came of it", "words")
    said = words.strip()
    if len(said) > LONGEST:
        sentence = f"What came of it can be {LONGEST} characters long at most. This has {len(said)}"
        raise Refused(f"{sentence}: write the rest in a note", "words")
    found.done_on, found.done_words = timezone.localdate(at), said
    found.save(update_fields=["done_on", "done_words"])
    for child in children:
        record(
            act="action.finish",
            by=by,
            at=at,
            child=child,
            right=right,
            subject=f"meeting:{found.meeting_id}",
            detail={"action": found.pk},
        )
