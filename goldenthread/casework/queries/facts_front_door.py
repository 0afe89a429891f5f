"""Contacts as the practice standards read them, one child of a contact each, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from goldenthread.casework.models import (
    Contact,
    ContactPerson,
    ContactSection,
    Deadline,
    Decision,
    HistoryWeighed,
)
from goldenthread.rulebook.standards.facts import AskedChildFacts, FrontDoorFacts, HistoryFacts

DECIDED_BY = ("contact_decision", "contact_priority_red")
TOLD_BY = "referral_outcome_feedback"
NARRATIVE = "what_happened"


def contact_facts(keys: Collection[int], *, on: date) -> dict[int, FrontDoorFacts]:
    """The facts of a child's line in a contact that was sent, by key of the line, on a day. Six queries.

    A brother's or sister's part in the same contact is no part of them: each child is asked of by itself.
    """
    lines = list(
        ContactPerson.objects.filter(pk__in=keys, part="child", taken_out_at=None, contact__received_at__date__lte=on)
        .exclude(contact__state="writing")
        .select_related("contact")
        .order_by("pk")
    )
    contacts = {line.contact_id for line in lines}
    stories = dict(ContactSection.objects.filter(contact__in=contacts, key=NARRATIVE).values_list("contact", "answers"))
    weighed: dict[int, list[HistoryWeighed]] = defaultdict(list)
    for one in HistoryWeighed.objects.filter(contact__in=contacts).order_by("pk"):
        weighed[one.contact_id].append(one)
    due: dict[tuple[int, str], Deadline] = {}
    for deadline in Deadline.objects.filter(contact__in=contacts, clock__in=(*DECIDED_BY, TOLD_BY), void_at=None):
        due[deadline.contact_id or 0, deadline.clock] = deadline
    reasons = _reasons({line.person_id for line in lines if line.person_id})
    return {line.pk: _facts(line, stories, weighed, due, reasons.get(line.person_id or 0, ())) for line in lines}


def _reasons(children: Collection[int]) -> dict[int, list[tuple[datetime, int, str]]]:
    """Why each contact about each child was decided as it was, first to latest: (when, contact, words)."""
    told: dict[int, list[tuple[datetime, int, str]]] = defaultdict(list)
    rows = Decision.objects.filter(
        contact__people__person__in=children, contact__people__part="child", contact__people__taken_out_at=None
    )
    for child, at, contact, why, now in rows.order_by("decided_at", "pk").values_list(
        "contact__people__person", "decided_at", "contact", "why_this", "why_now"
    ):
        told[child].append((at, contact, f"{why} {now}".strip()))
    return told


def _facts(
    line: ContactPerson,
    stories: dict[int, dict[str, str]],
    weighed: dict[int, list[HistoryWeighed]],
    due: dict[tuple[int, str], Deadline],
    reasons: Collection[tuple[datetime, int, str]],
) -> FrontDoorFacts:
    contact: Contact = line.contact
    decide = [one for clock in DECIDED_BY if (one := due.get((contact.pk, clock)))]
    first = min(decide, key=lambda one: (one.due_on, one.due_at is None), default=None)  # hours before whole days
    told = due.get((contact.pk, TOLD_BY))
    mine = [words for _, key, words in reasons if key == contact.pk]
    before = [
        words for at, key, words in reasons if key != contact.pk and contact.decided_at and at < contact.decided_at
    ]
    return FrontDoorFacts(
        children=(
            AskedChildFacts(
                called=line.given_names,
                ethnicity=line.ethnicity,
                ethnicity_unknown_because=line.ethnicity_not_known_because,
                said=line.said,
                seen_since=line.seen_since,
                unborn=line.born_on is None and line.expected_on is not None,
            ),
        ),
        narrative=stories.get(contact.pk, {}).get("narrative", ""),
        concerns=tuple(contact.concerns),
        history=tuple(_weighed(one) for one in weighed[contact.pk]),
        parents_informed=contact.parents_informed,
        agreement_to_checks=contact.agreement_to_checks,
        consent_reason=contact.consent_rationale,
        received_at=contact.received_at,
        decide_by=(first.due_at or first.due_on) if first else None,
        decided_at=contact.decided_at,
        outcome=contact.outcome,
        rationale=mine[-1] if mine else "",
        feedback_by=told.due_on if told else None,
        feedback_on=timezone.localdate(contact.feedback_sent_at) if contact.feedback_sent_at else None,
        earlier_rationales=tuple(before),
    )


def _weighed(one: HistoryWeighed) -> HistoryFacts:
    """A piece of history that somebody opened, weighed in a sentence, or set aside: each is an answer."""
    answer = "not_relevant" if one.set_aside_because else "live" if one.means or one.opened_at else ""
    return HistoryFacts(title=one.about.replace(":", " "), answer=answer, because=one.set_aside_because or one.means)
