"""Warning notes: a hazard to staff, or a limit on contact."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, record
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Person, WarningNote
from goldenthread.people.operations.person import locked, source_said
from goldenthread.rulebook.codes import SETS

LONGEST_WORDS = 2_000
LONGEST = timedelta(days=366 * 2)  # a note that nobody has looked at for two years is no longer believed


def _dates(review_on: date | None, expires_on: date | None, today: date) -> None:
    problems = []
    if review_on is None or review_on <= today:
        problems.append(("review_on", "Enter a review date in the future."))
    if expires_on is None or expires_on <= today:
        problems.append(("expires_on", "Enter the date it stops being shown, in the future."))
    elif expires_on > today + LONGEST:
        problems.append(("expires_on", "A warning is shown for at most 2 years. Choose an earlier date."))
    elif review_on and review_on > expires_on:
        problems.append(("review_on", "The review must be on or before the date it stops being shown."))
    if problems:
        raise Refused(problems=tuple(problems))


def _said(words: str, field: str, sentence: str, longest: int) -> str:
    words = words.strip()
    if not words:
        raise Refused(sentence, field)
    if len(words) > longest:
        raise Refused(f"Use {longest:,} characters or fewer.", field)
    return words.replace("\x00", "")


@transaction.atomic
def warn(
    *,
    person: int,
    kind: str,
    words: str,
    disclosed: bool | None,
    review_on: date | None,
    expires_on: date | None,
    source: str,
    by: User,
    at: datetime,
    not_disclosed_because: str = "",
) -> int:
    """Records a warning note and returns its key.

    It says whether the person knows of it, and why not; when it is looked at again; when it stops being shown (at
    most two years on).
    """
    decision = Person.objects.require(by, "person.warn", person, at=at)
    if kind not in SETS["warning_note_kind"]:
        raise Refused("Choose what the warning is about.", "kind")
    words = _said(words, "words", "Say what the danger is and what staff should do.", LONGEST_WORDS)
    if disclosed is None:
        raise Refused("Say whether the person knows of this note.", "disclosed")
    reason = ""
    if not disclosed:
        reason = _said(not_disclosed_because, "not_disclosed_because", "Say why the person has not been told.", 300)
    _dates(review_on, expires_on, timezone.localdate(at))
    locked(person)
    row = WarningNote.objects.create(
        person_id=person,
        kind=kind,
        words=words,
        disclosed=disclosed,
        not_disclosed_because=reason,
        review_on=review_on,
        expires_on=expires_on,
        recorded_by=by,
        recorded_at=at,
        source=source_said(source),
    )
    _enter(person, decision.right, by, at, {"warning": row.pk, "kind": kind})
    return row.pk


def _open_note(warning: int) -> WarningNote:
    row = WarningNote.objects.select_for_update().filter(pk=warning, ended_at=None).first()
    if row is None:
        raise Refused("This warning note has ended already.")
    return row


@transaction.atomic
def review_warning(
    *, warning: int, words: str, review_on: date | None, expires_on: date | None, by: User, at: datetime
) -> None:
    """Keeps a warning note after looking at it again: its words as they hold now, and its next dates. What it said
    before stays in the history that the database keeps."""
    row = _open_note(warning)
    decision = Person.objects.require(by, "person.warn", row.person_id, at=at)
    _dates(review_on, expires_on, timezone.localdate(at))
    row.words = _said(words, "words", "Say what the danger is and what staff should do.", LONGEST_WORDS)
    row.review_on, row.expires_on = review_on, expires_on
    row.save(update_fields=["words", "review_on", "expires_on"])
    _enter(row.person_id, decision.right, by, at, {"warning": row.pk, "reviewed": True})


@transaction.atomic
def end_warning(*, warning: int, because: str, by: User, at: datetime) -> None:
    """Ends a warning note with a reason. It is no longer shown; the record keeps it."""
    row = _open_note(warning)
    decision = Person.objects.require(by, "person.warn", row.person_id, at=at)
    row.ended_because = _said(because, "because", "Say why the warning no longer holds.", 300)
    row.ended_at, row.ended_by = at, by
    row.save(update_fields=["ended_because", "ended_at", "ended_by"])
    _enter(row.person_id, decision.right, by, at, {"warning": row.pk, "ended": True})


def _enter(person: int, right: str, by: User, at: datetime, detail: dict[str, Any]) -> None:
    record(act="person.warn", by=by, at=at, child=person, subject=f"person:{person}", right=right, detail=detail)
