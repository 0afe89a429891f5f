"""What somebody has typed of a long form that is about one child, kept as it was typed until the thing is recorded.

For forms whose questions depend on the family (a visit to several children, a closing checklist): every box by its own
name, hers alone, in the same table as her other drafts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from goldenthread.access.public import User, require
from goldenthread.casework.models import OwnDraft
from goldenthread.kernel.refusal import Refused
from goldenthread.ui.cleaning import UNKEPT

ACTS = {
    "visit": "visit.record",
    "closure": "closure.propose",
    "management_decision": "decision.record",
    "transfer": "transfer.propose",
    "dispute": "dispute.raise",
    "plan_part": "plan.write",
    "plan_words": "plan.write",
    "plan_start": "plan.start",
    "plan_end": "plan.end",
    "plan_share": "plan.share",
    "plan_record": "meeting.issue",
}
"""The forms that are kept so, each with the act that records what it asks. After a colon a form may say of which part
it is ("plan_part:outcome:12"): each part has a draft of its own."""

LONGEST = 100_000  # characters of one box
MOST_BOXES = 400
LONGEST_NAME = 60
LONGEST_FORM = 60


@transaction.atomic
def keep_typed(*, form: str, child: int, typed: Mapping[str, str], by: User, at: datetime) -> int:
    """Keeps what she has typed so far, and returns the version it stands at. Raises `NotAllowed`; `Refused` for what
    cannot be kept."""
    require(by, _act(form), child, at=at)
    long = [name for name, words in typed.items() if len(words) > LONGEST]
    if long:
        raise Refused(f"An answer can be {LONGEST:,} characters long at most. It has {len(typed[long[0]]):,}", long[0])
    kept = {
        name[:LONGEST_NAME]: UNKEPT.sub("", words) for name, words in list(typed.items())[:MOST_BOXES] if words.strip()
    }
    draft = OwnDraft.objects.select_for_update().filter(form=form, child=child, written_by=by).first()
    if draft is None:
        if not kept:
            return 0
        draft, _ = OwnDraft.objects.get_or_create(form=form, child_id=child, written_by=by, defaults={"began_at": at})
    section, made = draft.sections.get_or_create(
        key=form.partition(":")[0], defaults={"answers": kept, "version": 1, "saved_by": by, "saved_at": at}
    )
    if not made and section.answers != kept:
        section.answers, section.version = kept, section.version + 1
        section.saved_by, section.saved_at = by, at
        section.save()
    return section.version


@transaction.atomic
def delete_typed(*, form: str, child: int, by: User, at: datetime) -> None:
    """Deletes her own draft. Raises `NotAllowed`."""
    require(by, _act(form), child, at=at)
    throw_typed_away(form, child, by)


def throw_typed_away(form: str, child: int, writer: User) -> None:
    """The thing was recorded, so her draft of it goes. Runs inside the act that records."""
    OwnDraft.objects.filter(form=form, child=child, written_by=writer).delete()


def _act(form: str) -> str:
    act = ACTS.get(form.partition(":")[0])
    if act is None or len(form) > LONGEST_FORM:
        raise Refused("There is no such form.")
    return act
