"""What a manager reads before deciding a contact, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models.functions import Coalesce

from goldenthread.casework.models import (
    Contact,
    ContactPerson,
    ContactSection,
    Decision,
    DecisionAction,
    Referral,
    SecondLook,
)
from goldenthread.casework.models.earlier import EarlierContact, earlier_contacts
from goldenthread.casework.models.front_door import DRAFT, draft_key
from goldenthread.casework.queries.deadlines import Standing, deadlines_of
from goldenthread.casework.queries.tray_rows import name_and_age
from goldenthread.kernel.clock import london_date
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import ContactFacts, reasons
from goldenthread.ui.words import join_names

STORY = ("what_happened", "narrative")


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the contact. `key` is the line in the contact, `person` the record when one is matched or added.

    `open_to` says who has the open case ("Priya Nair", "the team Assessment north"), empty when none is open.
    """

    key: int
    person: int | None
    name: str
    name_and_age: str
    seen: str
    said: str
    said_to: str
    open_case: bool
    open_to: str


@dataclass(frozen=True, slots=True)
class Check:
    """A question to an agency, and its answer; `waiting` when none has come."""

    agency: str
    phone: str
    question: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None

    @property
    def waiting(self) -> bool:
        return self.answered_at is None


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier contact about the same people, what was decided on it and by whom, and whether it was weighed."""

    contact: int
    received_at: datetime
    source: str
    domestic_abuse: bool
    outcome: str
    decided_by: str
    weighed: bool


@dataclass(frozen=True, slots=True)
class Look:
    """A second look: the question, and the answer once there is one."""

    reasons: tuple[str, ...]
    question: str
    asked_by: str
    asked_of: str
    asked_of_key: int
    asked_at: datetime
    agrees: bool | None
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Act:
    """An action of a decision."""

    key: int
    what: str
    owner: str
    due_on: date
    done_at: datetime | None
    done_words: str


@dataclass(frozen=True, slots=True)
class Made:
    """A decision as it was made, for ever."""

    key: int
    outcome: str
    outcome_words: str
    why_this: str
    why_now: str
    rejected: str
    risk: str
    risk_by_child: tuple[tuple[str, str], ...]
    detail: str
    feedback: str
    despite_second_look: str
    went_ahead_rightly: bool | None
    went_ahead_words: str
    decided_by: str
    decided_at: datetime
    actions: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything on the left of the decision page, and what the right side needs to know.

    `reasons` say why a second look is asked for. `gaps` are what nobody knows yet, a sentence each. `people` are the
    keys of everybody matched in it, for the right. `clocks` are its deadlines, the nearest first.
    """

    key: int
    reference: str
    state: str
    family: str
    title: str
    received_at: datetime
    sent_at: datetime | None
    written_by: str
    written_by_key: int | None
    story: str
    answers: dict[str, dict[str, Any]]
    referrer: str
    source: str
    how_known: str
    concerns: tuple[str, ...]
    domestic_abuse: bool
    priority: str
    priority_words: str
    level_of_need: str
    suggested: str
    parents_informed: str
    agreement_to_checks: str
    agreement_words: str
    agreement_to_service: str
    consent_rationale: str
    children: tuple[Child, ...]
    checks: tuple[Check, ...]
    before: tuple[Before, ...]
    reasons: tuple[str, ...]
    looks: tuple[Look, ...]
    clocks: tuple[Standing, ...]
    gaps: tuple[str, ...]
    decisions: tuple[Made, ...]
    returned_because: str
    feedback_sent_at: datetime | None
    feedback_words: str
    referrals: tuple[tuple[int, str], ...]

    @property
    def clock(self) -> Standing | None:
        """The decision's own clock: the first that is not yet met."""
        return next((one for one in self.clocks if one.met_at is None), None)

    @property
    def answered(self) -> Look | None:
        """The last second look that was answered."""
        return next((look for look in reversed(self.looks) if look.answered_at), None)

    @property
    def waiting_look(self) -> Look | None:
        """The second look that nobody has answered yet."""
        return next((look for look in self.looks if look.answered_at is None), None)

    @property
    def unweighed(self) -> tuple[Before, ...]:
        return tuple(one for one in self.before if not one.weighed)


def people_in(contact: int) -> tuple[int, ...] | None:
    """The keys of everybody matched in a contact, for the right; None when there is no such contact."""
    named = ContactPerson.objects.filter(contact=contact, taken_out_at=None, person__isnull=False)
    people = tuple(named.values_list("person", flat=True).distinct())
    return people if people or Contact.objects.filter(pk=contact).exists() else None


def evidence(contact: int, *, at: datetime) -> Evidence:
    """What is known for a decision on this contact. Raises `Contact.DoesNotExist`."""
    row = Contact.objects.select_related("written_by").get(pk=contact)
    people = list(row.people.filter(taken_out_at=None).select_related("person").order_by("born_on", "pk"))
    children = _children(people, at)
    earlier = earlier_contacts([row.pk])[row.pk]
    checks = tuple(
        Check(
            agency=one.agency.name,
            phone=one.agency.phone,
            question=one.question,
            asked_at=one.asked_at,
            answer="Nothing known" if one.nothing_known and not one.answer else one.answer,
            answered_at=one.answered_at,
        )
        for one in row.checks.select_related("agency").order_by("asked_at", "pk")
    )
    answers = _answers(row)
    first_names = join_names(child.name for child in children)
    return Evidence(
        key=row.pk,
        reference=row.reference,
        state=row.state,
        family=row.family_name,
        title=first_names or row.family_name or "this family",
        received_at=row.received_at,
        sent_at=row.sent_at,
        written_by=row.written_by.name if row.written_by else "",
        written_by_key=row.written_by_id,
        story=_story(row, answers),
        answers=answers,
        referrer=", ".join(part for part in (row.referrer_name, row.referrer_role, row.referrer_agency) if part),
        source=SETS["referral_source"].label(row.source),
        how_known=SETS["how_referrer_knows"].label(row.how_known) if row.how_known else "",
        concerns=tuple(SETS["concerns"].label(code) for code in row.concerns),
        domestic_abuse=row.domestic_abuse,
        priority=row.priority,
        priority_words=SETS["priority"].label(row.priority) if row.priority else "",
        level_of_need=row.level_of_need,
        suggested=SETS["contact_outcomes"].label(row.suggested_outcome) if row.suggested_outcome else "",
        parents_informed=SETS["parents_informed"].label(row.parents_informed) if row.parents_informed else "",
        agreement_to_checks=row.agreement_to_checks,
        agreement_words=SETS["agreement_to_checks"].label(row.agreement_to_checks) if row.agreement_to_checks else "",
        agreement_to_service=(
            SETS["agreement_to_service"].label(row.agreement_to_service) if row.agreement_to_service else ""
        ),
        consent_rationale=row.consent_rationale,
        children=children,
        checks=checks,
        before=_before(row, earlier),
        reasons=reasons(_facts(row, earlier)),
        looks=_looks(row),
        clocks=tuple(
            one
            for one in deadlines_of(contact=row.pk, at=at)
            if one.clock in ("contact_decision", "contact_priority_red")
        ),
        gaps=_gaps(people, checks, at),
        decisions=decisions_of(contact=row.pk) if row.decided_at else (),
        returned_because=row.returned_because,
        feedback_sent_at=row.feedback_sent_at,
        feedback_words=row.feedback_words,
        referrals=tuple(
            (one.pk, one.child.given_names or "the child")
            for one in row.referrals.select_related("child").order_by("child__born_on", "pk")
        )
        if row.decided_at
        else (),
    )


def decisions_of(*, contact: int | None = None, referral: int | None = None) -> tuple[Made, ...]:
    """The decisions on a contact or a referral, the latest first. Raises `ValueError` when neither is named."""
    if contact is None and referral is None:
        raise ValueError("Decisions are those of a contact or a referral: say which.")
    named = {"contact": contact} if contact is not None else {"referral": referral}
    chosen = Decision.objects.filter(**named).select_related("decided_by").prefetch_related("actions__owner")
    rows = list(chosen.order_by("-decided_at", "-pk"))
    names = _names_in(rows)
    return tuple(_made(row, names) for row in rows)


def _made(row: Decision, names: dict[int, str]) -> Made:
    codes = SETS["contact_outcomes"] if row.contact_id else SETS["referral_outcomes"]
    return Made(
        key=row.pk,
        outcome=row.outcome,
        outcome_words=codes.label(row.outcome),
        why_this=row.why_this,
        why_now=row.why_now,
        rejected=row.rejected,
        risk=row.risk,
        risk_by_child=tuple((names.get(risk.get("person"), "Child"), risk["words"]) for risk in row.risk_by_child),
        detail=row.detail,
        feedback=row.feedback,
        despite_second_look=row.despite_second_look,
        went_ahead_rightly=row.went_ahead_rightly,
        went_ahead_words=row.went_ahead_words,
        decided_by=row.decided_by.name,
        decided_at=row.decided_at,
        actions=tuple(_act(action) for action in sorted(row.actions.all(), key=lambda one: (one.due_on, one.pk))),
    )


def _act(row: DecisionAction) -> Act:
    return Act(row.pk, row.what, row.owner.name, row.due_on, row.done_at, row.done_words)


def _names_in(rows: Sequence[Decision]) -> dict[int, str]:
    keys = {risk.get("person") for row in rows for risk in row.risk_by_child if risk.get("person")}
    people = Referral.child.field.related_model.objects.filter(pk__in=keys)
    # A record may have been merged since: the child is called by the name of the one that was kept.
    named = people.values_list("pk", Coalesce("merged_into__given_names", "given_names"))
    return {key: name or "Child" for key, name in named} if keys else {}


def _children(people: Sequence[ContactPerson], at: datetime) -> tuple[Child, ...]:
    those = [one for one in people if one.part == "child"]
    kept = {one.pk: (one.person.merged_into_id or one.person_id) if one.person else None for one in those}
    opened = {
        one.child_id: one
        for one in Referral.objects.filter(
            child__in=[key for key in kept.values() if key], closed_on=None
        ).select_related("worker", "team")
    }
    found = []
    for one in those:
        case = opened.get(kept[one.pk] or 0)
        words = name_and_age(one, at)
        found.append(
            Child(
                key=one.pk,
                person=kept[one.pk],
                name=words.partition(",")[0],
                name_and_age=words,
                seen=one.seen_since,
                said=one.said,
                said_to=one.said_to,
                open_case=case is not None,
                open_to=_holder(case) if case else "",
            )
        )
    return tuple(found)


def _holder(case: Referral) -> str:
    if case.worker:
        return case.worker.name
    return f"the team {case.team.name}" if case.team else ""


def _before(row: Contact, earlier: Sequence[EarlierContact]) -> tuple[Before, ...]:
    weighed = set(row.history_weighed.values_list("about", flat=True))
    who = dict(
        Decision.objects.filter(contact__in=[one.key for one in earlier])
        .order_by("decided_at")
        .values_list("contact", "decided_by__name")
    )
    return tuple(
        Before(
            contact=one.key,
            received_at=one.received_at,
            source=SETS["referral_source"].label(one.source),
            domestic_abuse=one.domestic_abuse,
            outcome=SETS["contact_outcomes"].label(one.outcome) if one.outcome else "",
            decided_by=who.get(one.key, ""),
            weighed=f"contact:{one.key}" in weighed,
        )
        for one in earlier
    )


def _facts(row: Contact, earlier: Sequence[EarlierContact]) -> ContactFacts:
    return ContactFacts(
        received_on=london_date(row.received_at),
        earlier_on=tuple(london_date(one.received_at) for one in earlier),
        domestic_abuse=row.domestic_abuse,
        earlier_abuse_on=tuple(london_date(one.received_at) for one in earlier if one.domestic_abuse),
        checks_without_agreement=row.agreement_to_checks == "dispensed_with",
        why_without_agreement=row.consent_rationale,
    )


def _looks(row: Contact) -> tuple[Look, ...]:
    looks = SecondLook.objects.filter(contact=row).select_related("asked_by", "asked_of").order_by("asked_at", "pk")
    return tuple(
        Look(
            reasons=tuple(one.reasons),
            question=one.question,
            asked_by=one.asked_by.name,
            asked_of=one.asked_of.name,
            asked_of_key=one.asked_of_id,
            asked_at=one.asked_at,
            agrees=one.agrees,
            answer=one.answer,
            answered_at=one.answered_at,
        )
        for one in looks
    )


def _answers(row: Contact) -> dict[str, dict[str, Any]]:
    sections = ContactSection.objects.filter(contact=row).exclude(key__startswith=DRAFT)
    return dict(sections.values_list("key", "answers"))


def draft_of(contact: int, decider: int) -> tuple[dict[str, str], datetime | None]:
    """What a decider had typed when it was last kept, by the names of the form's fields, and when that was."""
    draft = ContactSection.objects.filter(contact=contact, key=draft_key(decider)).first()
    return (draft.answers, draft.saved_at) if draft and draft.answers else ({}, None)


def _story(row: Contact, answers: dict[str, dict[str, Any]]) -> str:
    section, question = STORY
    return str(answers.get(section, {}).get(question) or row.summary)


def _gaps(people: Sequence[ContactPerson], checks: Sequence[Check], at: datetime) -> tuple[str, ...]:
    """What nobody knows yet, said plainly."""
    found = []
    for one in people:
        if one.part != "child":
            continue
        name = name_and_age(one, at).partition(",")[0]
        if one.person_id is None:
            found.append(f"{name} is not yet matched to a record.")
        if not one.said and not one.said_to:
            found.append(f"What {name} says is not recorded.")
        if not one.ethnicity:
            why = f": {one.ethnicity_not_known_because}" if one.ethnicity_not_known_because else ""
            found.append(f"{name}’s ethnicity is not known{why}.")
    waiting = [check.agency for check in checks if check.waiting]
    if waiting:
        found.append(f"{join_names(waiting)} {'has' if len(waiting) == 1 else 'have'} not answered.")
    return tuple(found)
