"""Safety concerns that an audit found: one manager is told by name, answers within a working day, and somebody who did
not answer confirms that the child is safe."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from goldenthread.access.public import User, decide, find_user, notify, record, require
from goldenthread.casework.public.audit import meet, start
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import SafetyConcern
from goldenthread.quality.operations.audit_steps import locked, needed, step
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import CONCERN
from goldenthread.ui.cleaning import kept_words

ANSWERED_BY = "audit_action_urgent"


@transaction.atomic
def raise_concern(*, audit: int, words: str, told: int, by: User, at: datetime) -> int:
    """Tells a manager by name of something that cannot wait, and returns the concern's key. Raises `NotAllowed`;
    `Refused` for words that say nothing, and for a manager who may not open the record."""
    found, right = locked(audit, "concern.raise", by, at, moves=False)
    problems = []
    manager = find_user(key=told)
    if says_nothing(words):
        problems.append(("words", "Say what you found, and what the child may be in danger of now"))
    if manager is None or not manager.is_active:
        problems.append(("told", "Choose the manager who acts on it today"))
    elif manager.pk == by.pk:
        problems.append(("told", "Choose a manager other than yourself"))
    elif not decide(manager, "concern.answer", found.child_id, at=at).allowed:
        problems.append(("told", f"{manager.name} may not open this record. Choose another manager"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = SafetyConcern.objects.create(
        audit=found,
        child_id=found.child_id,
        words=kept_words(words, "words"),
        told=manager,
        state=CONCERN.begin("concern.raise"),
        raised_by=by,
        raised_at=at,
    )
    start(ANSWERED_BY, at=at, child=found.child_id, about=f"concern:{made.pk}", owner=manager, team=found.team_id)
    notify(
        to=told,
        kind="concern",
        words="An audit found something that cannot wait. Make sure today that the child is safe.",
        link=reverse("concern", args=[made.pk]),
        child=found.child_id,
        by=by,
        at=at,
    )
    record(
        act="concern.raise",
        by=by,
        at=at,
        child=found.child_id,
        subject=f"concern:{made.pk}",
        right=right,
        detail={"told": told, "audit": audit},
    )
    return made.pk


@transaction.atomic
def answer_concern(*, concern: int, words: str, by: User, at: datetime) -> None:
    """Records what was done to make the child safe. Raises `NotAllowed`, `Refused`."""
    found, right = _locked(concern, "concern.answer", by, at)
    found.state = step(CONCERN, found.state, "concern.answer")
    found.answer = needed(words, "answer", "Say what you did, who saw the child, and how the child is safe now")
    found.answered_by, found.answered_at = by, at
    found.save()
    if found.raised_by_id != by.pk:
        _tell(found, found.raised_by_id, "A safety concern that you raised was answered.", by, at)
    _enter("concern.answer", found, right, by, at)


@transaction.atomic
def return_concern(*, concern: int, because: str, by: User, at: datetime) -> None:
    """Asks again: what was done does not show that the child is safe. Raises `NotAllowed`, `Refused`."""
    found, right = _locked(concern, "concern.return", by, at)
    after = step(CONCERN, found.state, "concern.return")
    found.returned_because = needed(because, "because", "Say what is still not safe, or not shown")
    found.state = after
    found.save()
    _tell(found, found.told_id, "A safety concern came back to you: it is not shown that the child is safe.", by, at)
    _enter("concern.return", found, right, by, at)


@transaction.atomic
def confirm_concern(*, concern: int, words: str, by: User, at: datetime) -> None:
    """Confirms that the child is safe; never by whoever answered. The clock is met. Raises `NotAllowed`, `Refused`."""
    found, right = _locked(concern, "concern.confirm", by, at)
    after = step(CONCERN, found.state, "concern.confirm")
    if found.answered_by_id == by.pk:
        raise Refused("You answered this, so somebody else must confirm that the child is safe.")
    found.confirmed_words = needed(words, "confirmed", "Say what shows you that the child is safe")
    found.state, found.confirmed_by, found.confirmed_at = after, by, at
    found.save()
    meet(ANSWERED_BY, at=at, child=found.child_id, about=f"concern:{concern}")
    _enter("concern.confirm", found, right, by, at)


def _locked(concern: int, act: str, by: User, at: datetime) -> tuple[SafetyConcern, str]:
    child = SafetyConcern.objects.values_list("child", flat=True).get(pk=concern)
    right = require(by, act, child, at=at).right
    return SafetyConcern.objects.select_for_update().get(pk=concern), right


def _tell(found: SafetyConcern, to: int, words: str, by: User, at: datetime) -> None:
    notify(
        to=to,
        kind="concern",
        words=words,
        link=reverse("concern", args=[found.pk]),
        child=found.child_id,
        by=by,
        at=at,
    )


def _enter(act: str, found: SafetyConcern, right: str, by: User, at: datetime) -> None:
    record(act=act, by=by, at=at, child=found.child_id, subject=f"concern:{found.pk}", right=right)
