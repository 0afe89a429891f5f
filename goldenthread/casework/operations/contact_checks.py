"""Screening: what other agencies are asked about a family, and what they answer, with times."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from goldenthread.access.public import User, record, require_about
from goldenthread.casework.models import Contact, ScreeningCheck
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.drafts import people_in
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.people.public import agencies
from goldenthread.rulebook.forms.contact import LEAST_REASON
from goldenthread.rulebook.workflows import CONTACT
from goldenthread.ui.cleaning import Unclean, one_line

LONGEST = 20_000
LONGEST_NAME = 160


@transaction.atomic
def ask_agency(*, contact: int, agency: Collection[int], question: str, by: User, at: datetime) -> list[int]:
    """Asks one or several agencies the same question about the family, and starts the time they have to answer.

    Checks need a parent's agreement, or a reason on record for going ahead without it (consent model). Raises
    `NotAllowed`, `Refused`.
    """
    found, right = _locked(contact, "contact.ask_agency", by, at)
    _agreed(found)
    words = _clean(question, "question")
    if len(words) < 5:
        raise Refused("Write what you ask, so that the answer can be read with it", "question")
    known = {one.agency: one.name for one in agencies() if one.closed_on is None}
    if not agency or any(key not in known for key in agency):
        raise Refused("Choose the agencies to ask", "agency")
    waiting = set(found.checks.filter(answered_at=None, agency__in=agency).values_list("agency", flat=True))
    if waiting:
        raise Refused(f"{known[min(waiting)]} has been asked and has not answered yet", "agency")
    made = [
        ScreeningCheck.objects.create(contact=found, agency_id=key, question=words, asked_by=by, asked_at=at).pk
        for key in dict.fromkeys(agency)
    ]
    deadlines.start("contact_mash_checks", at=at, contact=found, team=found.team_id)
    record(
        act="contact.ask_agency",
        by=by,
        at=at,
        subject=f"contact:{found.pk}",
        right=right,
        detail={"checks": made, "agencies": list(agency)},
    )
    return made


@transaction.atomic
def record_answer(
    *,
    check: int,
    answer: str,
    answered_by: str,
    by: User,
    at: datetime,
    nothing_known: bool = False,
    answered_at: datetime | None = None,
) -> None:
    """Records what an agency answered, who there said it, and when it came. The last answer meets the deadline.

    Said twice with the same words, the first stands. Raises `NotAllowed`, `Refused`.
    """
    one = ScreeningCheck.objects.filter(pk=check).first()
    if one is None:
        raise Refused("There is no such question to an agency.")
    found, right = _locked(one.contact_id, "contact.record_answer", by, at)
    one.refresh_from_db()
    words, who, when = _clean(answer, "answer"), _clean(answered_by, "answered_by"), answered_at or at
    if one.answered_at is not None:
        if (one.answer, one.nothing_known) == (words, nothing_known):
            return
        raise Refused("This answer was recorded already. Ask again to record another.", "answer")
    if not words and not nothing_known:
        raise Refused("Write what the agency said, or say that it knows nothing", "answer")
    if not who:
        raise Refused("Say who answered", "answered_by")
    try:
        who = one_line(who)
    except Unclean as wrong:
        raise Refused(f"Who answered {wrong}", "answered_by") from None
    if when < one.asked_at or when > at:
        raise Refused("The answer must have come after the question and not later than now", "answered_at")
    if len(who) > LONGEST_NAME:
        sentence = f"Who answered can be {LONGEST_NAME} characters long at most. This has {len(who)}"
        raise Refused(f"{sentence}: write the rest with the answer", "answered_by")
    one.answer, one.nothing_known, one.answered_by = words, nothing_known, who
    one.answered_at, one.answer_recorded_by = when, by
    one.save(update_fields=["answer", "nothing_known", "answered_by", "answered_at", "answer_recorded_by"])
    if not found.checks.filter(answered_at=None).exists():
        deadlines.meet("contact_mash_checks", at=when, contact=found)
    record(
        act="contact.record_answer",
        by=by,
        at=at,
        subject=f"contact:{found.pk}",
        right=right,
        detail={"check": one.pk, "nothing_known": nothing_known},
    )


def _locked(contact: int, act: str, by: User, at: datetime) -> tuple[Contact, str]:
    found = Contact.objects.select_for_update().filter(pk=contact).first()
    if found is None:
        raise Refused("There is no such contact.")
    right = require_about(by, act, people_in(found), at=at).right
    try:
        CONTACT.step(found.state, act)
    except NotNow as reason:
        raise Refused(str(reason)) from reason
    return found, right


def _agreed(contact: Contact) -> None:
    """Whether others may be asked: agreed, or gone ahead without, for a reason on record."""
    said = contact.agreement_to_checks
    overridden = said == "refused" and contact.objection == "objection_considered_overridden"
    if said == "agreed":
        return
    if said == "dispensed_with" or overridden:
        if len(contact.consent_rationale.strip()) < LEAST_REASON:
            raise Refused("First say why it is right to ask without agreement, under what the family knows", "agency")
        return
    if not said:
        raise Refused("First say whether a parent agreed to checks, under what the family knows", "agency")
    raise Refused("A parent did not agree to checks. To go ahead, change that answer and say why", "agency")


def _clean(text: str, field: str) -> str:
    words = text.strip()
    if "\x00" in words:
        raise Refused("This holds a null character, which can’t be kept. Delete it and type that part again", field)
    if len(words) > LONGEST:
        raise Refused(f"This holds {len(words):,} characters: {LONGEST:,} can be kept", field)
    return words
