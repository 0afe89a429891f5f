"""Proposals to close: what stands in the way, what the plan came to, and what was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from goldenthread.access.public import User, acts_of, decide
from goldenthread.casework.models import (
    Agreement,
    AgreementChild,
    AgreementEntry,
    AssessmentChild,
    Closure,
    Concern,
    Enquiry,
    MeetingChild,
    Plan,
    Referral,
)
from goldenthread.casework.queries.child import of_child
from goldenthread.casework.queries.meetings import called, kind_words
from goldenthread.casework.queries.oversight_transfers import waiting_transfer
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.workflows import ASSESSMENT, CLOSURE, ENQUIRY
from goldenthread.ui.words import day

GONE = frozenset(("RC1", "RC2", "RC5"))
"""Reasons for which work ends whatever the plan is: adopted, died, moved to another council."""


@dataclass(frozen=True, slots=True)
class OutcomeStands:
    """An outcome of the plan, and how it stood last."""

    concern: str
    words: str
    baseline: str
    target: str
    progress: str
    progress_words: str
    progress_on: date | None
    evidence: str


@dataclass(frozen=True, slots=True)
class OpenAgreement:
    """A written agreement that has not ended, as a closure must answer it."""

    key: int
    risk: str
    state: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Closing:
    """What a proposal to close starts from. `in_the_way` are sentences for which it is refused now."""

    child: int
    child_name: str
    referral: int
    received_on: date
    plan: int | None
    plan_words: str
    plan_started_on: date | None
    outcomes: tuple[OutcomeStands, ...]
    agreements: tuple[OpenAgreement, ...]
    agreement_status: str
    in_the_way: tuple[str, ...]
    waiting: int | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A line of the checklist as it was asked and answered."""

    key: str
    asked: str
    answer: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownClosure:
    """A proposal to close, whole. `may` holds the acts open to the reader in its present state."""

    key: int
    child: int
    child_name: str
    referral: int
    state: str
    state_words: str
    reason: str
    reason_words: str
    closes_on: date
    what_changed: str
    evidence: str
    rationale: str
    checklist: tuple[Answered, ...]
    agreement_status: str
    agreement: int | None
    who_stays: str
    if_it_returns: str
    child_view: str
    family_view: str
    step_down_to: str
    step_down_words: str
    step_down_label: str
    outcomes: tuple[OutcomeStands, ...]
    in_the_way: tuple[str, ...]
    proposed_by: str
    proposed_at: datetime
    returned_because: str
    authorised_by: str
    authorised_at: datetime | None
    authorised_words: str
    mine: bool
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class EarlierWork:
    """What work with the child came to the last time it closed: what a new referral begins from."""

    closure: int
    closed_on: date
    what_changed: str
    if_it_returns: str
    who_stays: str
    plan: int | None
    plan_words: str
    concerns: tuple[tuple[str, str], ...]
    outcomes: tuple[OutcomeStands, ...]
    agreement: int | None


def in_the_way(child: int, *, reason: str = "") -> tuple[str, ...]:
    """What is still open and stops a closure, a sentence each. Six queries.

    An assessment, an enquiry, a meeting that is arranged, a child protection plan (a conference ends that), a broken
    agreement that nobody answered, and a transfer that waits.
    """
    found = []
    assessments = AssessmentChild.objects.filter(of_child("child", child), taken_out_at=None, assessment__loaded=False)
    for row in assessments.exclude(assessment__state__in=("authorised", "stopped")).select_related("assessment"):
        state = ASSESSMENT.states[row.assessment.state].lower()
        found.append(
            f"The assessment begun on {day(row.assessment.started_on)} is still open ({state}). "
            "Authorise or stop it first"
        )
    enquiries = Enquiry.objects.filter(of_child("child", child), loaded=False)
    for one in enquiries.exclude(state__in=("authorised", "stopped")):
        state = ENQUIRY.states[one.state].lower()
        found.append(
            f"The section 47 enquiry begun on {day(one.started_on)} is still open ({state}). Conclude it first"
        )
    meetings = MeetingChild.objects.filter(of_child("child", child), meeting__state="planned").select_related("meeting")
    for about in meetings:
        at = f" for {day(timezone.localdate(about.meeting.planned_at))}" if about.meeting.planned_at else ""
        found.append(
            f"A {kind_words(about.meeting.kind).lower()} is arranged{at}. Hold it, or stand it down with a reason, "
            "first"
        )
    if reason not in GONE:
        plan = Plan.objects.filter(
            of_child("child", child), ended_on=None, loaded=False, kind="child_protection"
        ).first()
        if plan is not None:
            found.append(
                f"There is a child protection plan since {day(plan.started_on)}. A review conference ends it, not a "
                "closure"
            )
    broken = AgreementEntry.objects.filter(
        kind="breach", answered_by=None, agreement__children__child=child, agreement__state="in_force"
    )
    for breach in broken:
        found.append(
            f"A written agreement was broken on {day(timezone.localdate(breach.happened_at))}, and nobody has "
            "written what was done. Record that first"
        )
    moving = waiting_transfer(child)
    if moving is not None:
        to, on = moving
        found.append(f"A transfer to {to}, proposed on {day(on)}, is still open. Complete it or take it back first")
    return tuple(found)


def closing(child: int) -> Closing | None:
    """What a proposal to close this child's case starts from; None when no case is open. Eleven queries."""
    referral = Referral.objects.filter(child=child, closed_on=None).select_related("child").order_by("-pk").first()
    if referral is None:
        return None
    plan = Plan.objects.filter(child=child, ended_on=None, loaded=False).first()
    waiting = Closure.objects.filter(referral=referral, state__in=("proposed", "returned")).values_list("pk", flat=True)
    opened = open_agreements_of(child)
    return Closing(
        child=child,
        child_name=called(referral.child),
        referral=referral.pk,
        received_on=referral.received_on,
        plan=plan.pk if plan else None,
        plan_words=SETS["plan_kind"].label(plan.kind) if plan else "",
        plan_started_on=plan.started_on if plan else None,
        outcomes=outcomes_of([plan.pk])[plan.pk] if plan else (),
        agreements=opened,
        agreement_status=agreement_status(child, referral.received_on, opened=bool(opened)),
        in_the_way=in_the_way(child),
        waiting=waiting.first(),
    )


def open_agreements_of(child: int) -> tuple[OpenAgreement, ...]:
    """The agreements for this child that have not ended. One query."""
    rows = Agreement.objects.filter(children__child=child).exclude(state="ended").order_by("pk")
    return tuple(OpenAgreement(one.pk, one.risk, one.state, one.expires_on) for one in rows)


def agreement_status(child: int, since: date, *, opened: bool) -> str:
    """none, ended or open: what there is of written agreements in this spell of work. One query."""
    if opened:
        return "open"
    ended = AgreementChild.objects.filter(child=child, agreement__state="ended", agreement__ended_on__gte=since)
    return "ended" if ended.exclude(agreement__approved_at=None).exists() else "none"


def outcomes_of(plans: list[int]) -> Mapping[int, tuple[OutcomeStands, ...]]:
    """The outcomes of plans, each with its latest evidence, by plan. Two queries."""
    made = Plan.outcomes.rel.related_model
    rows = list(made.objects.filter(plan__in=plans).select_related("concern").order_by("concern__position", "position"))
    latest: dict[int, str] = {}
    shown = made.evidence.rel.related_model
    for one in shown.objects.filter(outcome__in=rows).order_by("happened_on", "pk"):
        latest[one.outcome_id] = f"{day(one.happened_on)}: {one.words}"
    found: dict[int, tuple[OutcomeStands, ...]] = dict.fromkeys(plans, ())
    progress = SETS["plan_progress"]
    for row in rows:
        stands = OutcomeStands(
            row.concern.title,
            row.words,
            row.baseline,
            row.target,
            row.progress,
            progress.label(row.progress),
            row.progress_on,
            latest.get(row.pk, ""),
        )
        found[row.plan_id] = (*found[row.plan_id], stands)
    return found


def show_closure(closure: int, *, reader: User, at: datetime) -> ShownClosure | None:
    """One proposal to close; None when there is none."""
    row = Closure.objects.select_related("child", "proposed_by", "authorised_by").filter(pk=closure).first()
    if row is None:
        return None
    steps = set(CLOSURE.acts_from(row.state)) & acts_of(reader)
    waits = row.state in ("proposed", "returned")
    down = SETS["step_down"]
    return ShownClosure(
        key=row.pk,
        child=row.child_id,
        child_name=called(row.child),
        referral=row.referral_id,
        state=row.state,
        state_words=CLOSURE.states[row.state],
        reason=row.reason,
        reason_words=SETS["closure_reason"].label(row.reason).rstrip("."),
        closes_on=row.closes_on,
        what_changed=row.what_changed,
        evidence=row.evidence,
        rationale=row.rationale,
        checklist=tuple(Answered(**line) for line in row.checklist),
        agreement_status=row.agreement_status,
        agreement=row.rests_on_id,
        who_stays=row.who_stays,
        if_it_returns=row.if_it_returns,
        child_view=row.child_view,
        family_view=row.family_view,
        step_down_to=row.step_down_to,
        step_down_words=row.step_down_words,
        step_down_label=down.label(row.step_down_to) if row.step_down_to else "",
        outcomes=outcomes_of([row.plan_id])[row.plan_id] if row.plan_id else (),
        in_the_way=in_the_way(row.child_id, reason=row.reason) if waits else (),
        proposed_by=row.proposed_by.name,
        proposed_at=row.proposed_at,
        returned_because=row.returned_because,
        authorised_by=row.authorised_by.name if row.authorised_by else "",
        authorised_at=row.authorised_at,
        authorised_words=row.authorised_words,
        mine=row.proposed_by_id == reader.pk,
        may=frozenset(act for act in steps if decide(reader, act, row.child_id, at=at).allowed),
    )


def child_of_closure(closure: int) -> int | None:
    """The child a proposal to close is about."""
    return Closure.objects.filter(pk=closure).values_list("child", flat=True).first()


def earlier_work(child: int, *, before: date) -> EarlierWork | None:
    """What the last closure of this child's case left behind, with the concerns and outcomes of its last plan; None
    when nothing was closed here. Five queries."""
    row = (
        Closure.objects.filter(of_child("child", child), state="authorised", closes_on__lte=before)
        .order_by("-closes_on", "-pk")
        .first()
    )
    if row is None:
        return None
    plan = row.plan or (
        Plan.objects.filter(of_child("child", child), ended_on__lte=row.closes_on).order_by("-ended_on", "-pk").first()
    )
    concerns = Concern.objects.filter(outcomes__plan=plan).distinct().order_by("position") if plan else ()
    return EarlierWork(
        closure=row.pk,
        closed_on=row.closes_on,
        what_changed=row.what_changed,
        if_it_returns=row.if_it_returns,
        who_stays=row.who_stays,
        plan=plan.pk if plan else None,
        plan_words=SETS["plan_kind"].label(plan.kind) if plan else "",
        concerns=tuple((one.title, one.need) for one in concerns),
        outcomes=outcomes_of([plan.pk])[plan.pk] if plan else (),
        agreement=row.rests_on_id,
    )


def closures_of(child: int) -> tuple[tuple[int, str, date], ...]:
    """A child's closures, latest first: key, state in words, day. One query."""
    rows = Closure.objects.filter(of_child("child", child)).order_by("-proposed_at")
    return tuple((row.pk, CLOSURE.states[row.state], row.closes_on) for row in rows)
