"""A family that comes back within a year of a closure beside a written agreement: the manager is told, and answers what
is to be learned."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from goldenthread.access.public import User, notify, record, require
from goldenthread.casework.models import LearningEntry, Referral
from goldenthread.casework.queries.agreements import resting_closures
from goldenthread.kernel.clock import add_months
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_words
from goldenthread.ui.words import day, moment

WITHIN_MONTHS = 12


def open_learning(referral: Referral, *, by: User, at: datetime) -> int | None:
    """Opens what is to be learned when the child's case was closed beside an agreement within the year before, tells
    the manager, and returns its key. Runs inside the act that receives the referral."""
    found = resting_closures(
        [referral.child_id], since=add_months(referral.received_on, -WITHIN_MONTHS), until=referral.received_on
    )
    if not found:
        return None
    _, agreement, closed_on = found[0]
    made, new = LearningEntry.objects.get_or_create(
        referral=referral,
        agreement_id=agreement,
        defaults={"child_id": referral.child_id, "opened_at": at, "asked_of": by},
    )
    if new:
        notify(
            to=by,
            kind="learning",
            words=f"This family came back after a closure on {day(closed_on)} beside a written agreement. "
            "Say what is to be learned.",
            link=reverse("learning", args=[made.pk]),
            child=referral.child_id,
            by=None,
            at=at,
        )
    return made.pk


@transaction.atomic
def answer_learning(*, entry: int, words: str, by: User, at: datetime) -> None:
    """Says what is to be learned. Raises `NotAllowed`; `Refused` also when somebody answered first (who, and when)."""
    found = LearningEntry.objects.select_for_update(of=("self",)).filter(pk=entry).select_related("answered_by").first()
    if found is None:
        raise Refused("There is nothing of this to be learned.")
    right = require(by, "learning.answer", found.child_id, at=at).right
    if found.answered_at is not None and found.answered_by is not None:
        raise Refused(f"{found.answered_by.name} answered this {moment(found.answered_at, at)}: {found.words}")
    clean = kept_words(words, "words")
    if says_nothing(clean) or len(clean.split()) < 4:
        raise Refused("Say in a sentence what the agreement did not do, and what we do otherwise next time", "words")
    found.words, found.answered_by, found.answered_at = clean, by, at
    found.save(update_fields=["words", "answered_by", "answered_at"])
    record(
        act="learning.answer",
        by=by,
        at=at,
        child=found.child_id,
        subject=f"learning:{found.pk}",
        right=right,
        detail={"agreement": found.agreement_id},
    )
