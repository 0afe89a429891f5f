"""Somebody's own unfinished words of a strategy discussion, an enquiry or a conference, kept while she types.

They are hers alone, and go when the thing is recorded. The questions are made for each meeting, so the page that asks
them hands them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from goldenthread.access.public import User, require
from goldenthread.casework.models import OwnDraft, OwnDraftClash
from goldenthread.casework.operations import sections
from goldenthread.casework.operations.sections import Clash, Saved
from goldenthread.kernel.form import Section
from goldenthread.kernel.refusal import Refused

DRAFTED = {"strategy": "meeting.hold", "conference": "meeting.hold", "enquiry": "enquiry.conclude"}
"""The forms that are drafted so, each with the act that records what it asks."""


@transaction.atomic
def keep_protection_draft(
    *, form: str, child: int, section: Section, answers: Mapping[str, Any], based_on: int, by: User, at: datetime
) -> Saved | Clash:
    """Keeps what she has typed so far. A clash is with her own other window, and is kept too.

    Raises `NotAllowed`; `Refused` for what cannot be kept.
    """
    require(by, DRAFTED[form], child, at=at)
    draft = OwnDraft.objects.select_for_update().filter(form=form, child=child, written_by=by).first()
    if draft is None:
        if not answers:
            return Saved(0, at, answers, changed=False)
        draft, _ = OwnDraft.objects.get_or_create(form=form, child_id=child, written_by=by, defaults={"began_at": at})
    return sections.keep(draft, section.key, section, answers, based_on=based_on, by=by, at=at)


@transaction.atomic
def settle_protection_clash(*, clash: int, use: bool, section: Section, by: User, at: datetime) -> None:
    """Puts the words of her other window in place of those that stand, or (`use` false) throws them away.

    Raises `NotAllowed`, `Refused`.
    """
    found = OwnDraftClash.objects.select_related("draft").filter(pk=clash, draft__written_by=by).first()
    if found is None or found.draft.form not in DRAFTED:
        raise Refused("There are no such words of yours.")
    draft = OwnDraft.objects.select_for_update().get(pk=found.draft_id)
    require(by, DRAFTED[draft.form], draft.child_id, at=at)
    stands = draft.sections.get(key=section.key)
    chosen = stands.answers | found.answers if use else stands.answers
    sections.settle(draft, found, section, chosen, based_on=stands.version, by=by, at=at)


@transaction.atomic
def throw_protection_draft(*, form: str, child: int, by: User, at: datetime, based_on: int | None = None) -> None:
    """Throws her own draft away. With `based_on`, only when it still is the version that was recorded: later words of
    another window stay. Raises `NotAllowed`."""
    require(by, "child.read", child, at=at)
    mine = OwnDraft.objects.filter(form=form, child=child, written_by=by)
    if based_on is not None:
        mine = mine.filter(sections__version__lte=based_on).exclude(clashes__settled_at=None, clashes__isnull=False)
    for draft in mine:
        draft.delete()
