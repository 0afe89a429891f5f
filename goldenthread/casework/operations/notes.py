"""Case notes, and the mark that puts one in the chronology."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from goldenthread.access.public import User, record, require
from goldenthread.casework.models import Note, NoteChild
from goldenthread.casework.operations.own_drafts import end_own_draft
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.note import LONGEST, LONGEST_MEANING

EARLIEST = 1900  # a year before it is a slip of the pen


def record_note(
    *,
    child: int,
    kind: str,
    happened_at: datetime,
    words: str,
    by: User,
    at: datetime,
    significant: bool = False,
    meaning: str = "",
    draft: int | None = None,
    also_about: Collection[int] = (),
) -> int:
    """Records what happened and returns the note's key. Her draft of it goes; `draft` is the version it was built on.

    `also_about` are brothers and sisters it is about as well: it is written once and stands in each record.
    A significant note is in the chronology, and then `meaning` says what it means for the child. Raises `Refused` for
    an empty note, one that has not happened yet, one that is too long, or one that is marked without its meaning;
    `NotAllowed`.
    """
    others = [key for key in dict.fromkeys(also_about) if key != child]
    for key in others:
        require(by, "note.record", key, at=at)  # a right on one child is no right to write in another's record
    decision = require(by, "note.record", child, at=at)
    problems: list[tuple[str, str]] = []
    if kind not in SETS["note_kind"].codes:
        problems.append(("kind", "Choose what kind of note this is"))
    if not words.strip():
        problems.append(("words", "Write what happened"))
    if len(words) > LONGEST:
        problems.append(("words", f"A note can be {LONGEST:,} characters long at most. This one has {len(words):,}"))
    if happened_at.year < EARLIEST:
        problems.append(("happened_at", f"Check the year: it must be {EARLIEST} or later"))
    if happened_at > at:
        problems.append(("happened_at", "The note is about something that has not happened yet"))
    if significant and not meaning.strip():
        problems.append(("meaning", "Say what this means for the child, so that the chronology says it too"))
    if len(meaning) > LONGEST_MEANING:
        problems.append(("meaning", f"What it means can be {LONGEST_MEANING} characters long at most"))
    if problems:
        raise Refused(problems=tuple(problems))
    with transaction.atomic():
        note = Note.objects.create(
            child_id=child,
            kind=kind,
            happened_at=happened_at,
            words=words.replace("\x00", "").strip(),
            significant=significant,
            meaning=meaning.replace("\x00", "").strip() if significant else "",
            written_by=by,
            written_at=at,
        )
        NoteChild.objects.bulk_create(NoteChild(note=note, child_id=key) for key in others)
        end_own_draft("note", child, {"words": words, "meaning": meaning}, based_on=draft, writer=by)
        for key in (child, *others):
            record(
                act="note.record", by=by, at=at, child=key, subject=f"note:{note.pk}", right=decision.right, detail={}
            )
    return note.pk
