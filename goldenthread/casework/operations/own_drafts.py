"""Somebody's own unfinished words of a form about a child, before there is a record of them.

They are hers alone, survive signing out and a lost connection, and go when the thing is recorded; but never words that
the record does not have.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from goldenthread.access.public import User, require
from goldenthread.casework.models import Note, OwnDraft, OwnDraftClash
from goldenthread.casework.operations import sections
from goldenthread.casework.operations.sections import Clash, Saved, Sectioned
from goldenthread.kernel.form import Kind, Section
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.forms import FORMS

DRAFTED = {"note": "note.record"}
"""The forms that may be drafted so, each with the act that records what it asks. The first section is the draft's."""


@transaction.atomic
def keep_own_draft(
    *, form: str, child: int, answers: Mapping[str, Any], based_on: int, by: User, at: datetime
) -> Saved | Clash:
    """Keeps what she has typed so far. A clash is with her own other window, and is kept too.

    Raises `NotAllowed`; `Refused` for what cannot be kept.
    """
    require(by, DRAFTED[form], child, at=at)
    section = _section(form)
    draft = OwnDraft.objects.select_for_update().filter(form=form, child=child, written_by=by).first()
    if draft is None:
        if not answers or _recorded(form, child, answers, by):
            return Saved(0, at, answers, changed=False)
        draft, _ = OwnDraft.objects.get_or_create(form=form, child_id=child, written_by=by, defaults={"began_at": at})
    return sections.keep(draft, section.key, section, answers, based_on=based_on, by=by, at=at)


@transaction.atomic
def settle_own_clash(*, clash: int, add: bool, by: User, at: datetime) -> None:
    """Puts the words from her other window after those that stand, or (`add` false) throws them away.

    Raises `NotAllowed`, `Refused`; also when the words together are longer than the form keeps.
    """
    found = OwnDraftClash.objects.select_related("draft").filter(pk=clash, draft__written_by=by).first()
    if found is None:
        raise Refused("There are no such words of yours.")
    draft = OwnDraft.objects.select_for_update().get(pk=found.draft_id)
    require(by, DRAFTED[draft.form], draft.child_id, at=at)
    section = _section(draft.form)
    stands = draft.sections.get(key=section.key)
    both = dict(stands.answers)
    if add:
        for question in section.every_question():
            mine, other = both.get(question.key), found.answers.get(question.key)
            if other and not mine:
                both[question.key] = other
            elif question.kind is Kind.LONG_TEXT and other and mine != other:
                both[question.key] = f"{mine}\n\n{other}"
    kept = sections.settle(draft, found, section, both, based_on=stands.version, by=by, at=at)
    assert isinstance(kept, Saved)  # the draft is locked, so nothing moved meanwhile


@transaction.atomic
def throw_away(*, form: str, child: int, by: User, at: datetime) -> None:
    """Throws her own draft away, with what her other windows wrote. Raises `NotAllowed`."""
    require(by, DRAFTED[form], child, at=at)
    OwnDraft.objects.filter(form=form, child=child, written_by=by).delete()


def end_own_draft(form: str, child: int, recorded: Mapping[str, Any], *, based_on: int | None, writer: User) -> None:
    """The thing was recorded from `recorded`, built on version `based_on` of the draft (None when nobody said).

    The draft goes, unless it or a clash holds words that the record does not: those stay, to be found again. Runs
    inside the act that records.
    """
    draft = OwnDraft.objects.select_for_update().filter(form=form, child=child, written_by=writer).first()
    if draft is None:
        return
    section = _section(form)
    left = _left_over(draft, section, recorded, based_on)
    if not left:
        draft.delete()
        return
    stands = draft.sections.get(key=section.key)
    draft.clashes.filter(settled_at=None).delete()
    stands.answers, stands.version = left[0], stands.version + 1
    stands.save(update_fields=["answers", "version"])
    for answers in left[1:]:
        draft.clashes.create(key=stands.key, answers=answers, based_on=0, written_by=writer, written_at=stands.saved_at)


def _left_over(
    draft: Sectioned, section: Section, recorded: Mapping[str, Any], based_on: int | None
) -> list[Mapping[str, Any]]:
    """The words of the draft and its open clashes that are not in what was recorded."""
    stands = draft.sections.filter(key=section.key).exclude(version=based_on)
    others = draft.clashes.filter(settled_at=None).order_by("written_at")
    every = [*stands.values_list("answers", flat=True), *others.values_list("answers", flat=True)]
    texts = [question.key for question in section.every_question() if question.kind is Kind.LONG_TEXT]
    return [
        answers
        for answers in every
        if not sections.follows(
            {key: answers[key] for key in texts if answers.get(key)}, {key: recorded.get(key, "") for key in texts}
        )
    ]


def _recorded(form: str, child: int, answers: Mapping[str, Any], by: User) -> bool:
    """Whether these very words were just recorded: a save that was overtaken by the press of the button."""
    words = str(answers.get("words", "")).strip()
    if form != "note" or not words:
        return False
    last = Note.objects.filter(child=child, written_by=by).order_by("-written_at").values_list("words", flat=True)
    return words in last[:1]


def _section(form: str) -> Section:
    return FORMS[form].sections[0]
