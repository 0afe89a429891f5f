"""Closing: proposed by whoever works with the child, authorised by a manager who did not propose it.

Nothing is closed over what is still open, and never because of a written agreement alone. Authorising ends the plan and
closes the referral in one act; the proposal stays, and is what a new referral begins from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import NotAllowed, User, acts_of, decide, notify, record, require
from goldenthread.casework.models import Agreement, Closure, Plan, Referral
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.agreements import REVIEW
from goldenthread.casework.operations.plans import end_plan
from goldenthread.casework.operations.referrals import close as close_referral
from goldenthread.casework.operations.typed_drafts import throw_typed_away
from goldenthread.casework.queries.closure import GONE, agreement_status, in_the_way, open_agreements_of
from goldenthread.casework.queries.meetings import in_hands
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.people.public import Person
from goldenthread.rulebook.agreeing import SOLE_REASON, closes_on_it_alone
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.closure import CLOSURE as FORM
from goldenthread.rulebook.forms.closure import NO
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import CLOSURE
from goldenthread.ui.cleaning import kept_words
from goldenthread.ui.words import day, moment

SUMMARY = "cin_closure_summary"

PLAN_ENDS = {"RC1": "other", "RC2": "died", "RC5": "moved", "RC6": "aged_out"}
"""Why the plan ends, for the reasons of closing that say more than that the need is met."""


@dataclass(frozen=True, slots=True)
class ClosureSaid:
    """A proposal to close. `checklist` holds for each question of the form its answer and its words. `would_without`
    says whether it would close without the written agreement there is; None where there is none."""

    reason: str
    closes_on: date
    what_changed: str = ""
    evidence: str = ""
    rationale: str = ""
    checklist: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    would_without: bool | None = None
    who_stays: str = ""
    if_it_returns: str = ""
    child_view: str = ""
    family_view: str = ""
    step_down_to: str = ""
    step_down_words: str = ""


@transaction.atomic
def propose_closure(*, child: int, said: ClosureSaid, by: User, at: datetime) -> int:
    """Proposes to close a child's case, and returns the proposal's key. The closing summary falls due.

    Raises `NotAllowed`; `Refused` for what is missing, for what is still open (named), and when an open agreement is
    the only reason.
    """
    right = require(by, "closure.propose", child, at=at).right
    Person.objects.select_for_update(no_key=True).get(pk=child)
    referral = Referral.objects.select_for_update().filter(child=child, closed_on=None).order_by("-pk").first()
    if referral is None:
        raise Refused("No case is open for this child, so there is nothing to close.")
    if referral.state == "to_decide":
        raise Refused("This referral has not been decided yet. A manager decides it first.")
    waiting = (
        Closure.objects.filter(referral=referral, state__in=("proposed", "returned"))
        .select_related("proposed_by")
        .first()
    )
    if waiting is not None:
        raise Refused(f"{waiting.proposed_by.name} proposed to close {moment(waiting.proposed_at, at)}.")
    made = Closure(
        child_id=child,
        referral=referral,
        plan=Plan.objects.filter(child=child, ended_on=None, loaded=False).first(),
        state=CLOSURE.begin("closure.propose"),
        proposed_by=by,
        proposed_at=at,
    )
    _put(made, said, referral, at)
    made.save()
    hands = in_hands([child])[child]
    deadlines.start(SUMMARY, at=at, child=child, referral=referral, team=hands.team, owner=hands.worker)
    throw_typed_away("closure", child, by)
    _enter("closure.propose", made, right, by, at, {"reason": made.reason})
    _tell_managers(made, hands.team, by, at)
    return made.pk


@transaction.atomic
def change_closure(*, closure: int, said: ClosureSaid, by: User, at: datetime) -> None:
    """Answers what the manager sent back, and proposes it again. Raises `NotAllowed`, `Refused`."""
    found, right = _locked(closure, "closure.change", by, at)
    after = _step(found, "closure.change")
    _put(found, said, found.referral, at)
    found.state = after
    found.proposed_by, found.proposed_at = by, at
    found.save()
    throw_typed_away("closure", found.child_id, by)
    _enter("closure.change", found, right, by, at, {})
    _tell_managers(found, in_hands([found.child_id])[found.child_id].team, by, at)


@transaction.atomic
def return_closure(*, closure: int, because: str, by: User, at: datetime) -> None:
    """Sends a proposal back with the reason. Raises `NotAllowed`, `Refused`."""
    found, right = _locked(closure, "closure.return", by, at)
    after = _step(found, "closure.return")
    if says_nothing(because):
        raise Refused("Say what must be different before this closes", "because")
    found.state, found.returned_because = after, kept_words(because, "because")
    found.save(update_fields=["state", "returned_because"])
    _enter("closure.return", found, right, by, at, {})
    if found.proposed_by_id != by.pk:
        notify(
            to=found.proposed_by,
            kind="returned",
            words="A proposal to close came back to you.",
            link=reverse("closure", args=[found.pk]),
            child=found.child_id,
            by=by,
            at=at,
        )


@transaction.atomic
def withdraw_closure(*, closure: int, by: User, at: datetime) -> None:
    """Takes a proposal back: work goes on. Raises `NotAllowed`, `Refused`."""
    found, right = _locked(closure, "closure.withdraw", by, at)
    found.state = _step(found, "closure.withdraw")
    found.save(update_fields=["state"])
    deadlines.void(SUMMARY, "The proposal to close was taken back.", child=found.child_id, at=at)
    _enter("closure.withdraw", found, right, by, at, {})


@transaction.atomic
def authorise_closure(*, closure: int, words: str, by: User, at: datetime) -> None:
    """Closes: the plan ends, the referral closes, agreements nobody watches any more end.

    Never by whoever proposed it. Raises `NotAllowed`; `Refused` also for what was opened meanwhile.
    """
    found, right = _locked(closure, "closure.authorise", by, at)
    after = _step(found, "closure.authorise")
    if found.proposed_by_id == by.pk:
        raise Refused("You proposed to close, so a manager who did not must authorise it.")
    if says_nothing(words):
        raise Refused("Say why you agree that the child no longer needs this", "words")
    _refuse_open(found.child_id, found.reason)
    _refuse_sole_reason(found.child_id, found.what_changed, found.evidence, would_without=True)
    found.state, found.authorised_by, found.authorised_at = after, by, at
    found.authorised_words = kept_words(words, "words")
    found.agreement_status, found.rests_on = _agreements(found)
    plan = Plan.objects.filter(child=found.child_id, ended_on=None, loaded=False).first()
    if plan is not None:
        found.plan = plan
    found.save()
    deadlines.meet(SUMMARY, at=at, child=found.child_id)
    # Her rights here rest on the team that has the child, which the closing of the referral ends: so it is last.
    if plan is not None:
        reason = PLAN_ENDS.get(found.reason, "needs_met")
        end_plan(plan=plan.pk, reason=reason, ended_on=found.closes_on, words=_why(found), by=by, at=at)
    _end_agreements(found, at)
    _enter("closure.authorise", found, right, by, at, {"reason": found.reason, "agreement": found.agreement_status})
    close_referral(referral=found.referral_id, reason=found.reason, closed_on=found.closes_on, by=by, at=at)


def _why(found: Closure) -> str:
    return found.what_changed or found.rationale


def _put(row: Closure, said: ClosureSaid, referral: Referral, at: datetime) -> None:
    problems = _problems(row.child_id, said, referral, at)
    if problems:
        raise Refused(problems=tuple(problems))
    _refuse_open(row.child_id, said.reason)
    _refuse_sole_reason(row.child_id, said.what_changed, said.evidence, would_without=said.would_without)
    row.reason, row.closes_on = said.reason, said.closes_on
    for name in (
        "what_changed",
        "evidence",
        "rationale",
        "who_stays",
        "if_it_returns",
        "child_view",
        "family_view",
        "step_down_words",
    ):
        setattr(row, name, kept_words(getattr(said, name), name))
    row.step_down_to = said.step_down_to
    row.checklist = [
        {
            "key": question.key,
            "asked": question.label,
            "answer": said.checklist[question.key][0],
            "words": kept_words(said.checklist[question.key][1], f"words-{question.key}"),
        }
        for question in FORM.sections[0].questions
        if question.key in said.checklist
    ]
    opened = open_agreements_of(row.child_id)
    row.agreement_status = agreement_status(row.child_id, referral.received_on, opened=bool(opened))


def _problems(child: int, said: ClosureSaid, referral: Referral, at: datetime) -> list[tuple[str, str]]:
    found = []
    gone = said.reason in GONE
    if said.reason not in SETS["closure_reason"].codes:
        found.append(("reason", "Choose why the case closes"))
    if said.closes_on < referral.received_on:
        found.append(("closes_on", f"The referral came on {day(referral.received_on)}: it cannot close before that"))
    elif said.closes_on > timezone.localdate(at):
        found.append(("closes_on", f"{day(said.closes_on)} has not come yet"))
    plan = Plan.objects.filter(child=child, ended_on=None, loaded=False).first()
    if plan is not None and said.closes_on < plan.started_on:
        found.append(("closes_on", f"The plan began on {day(plan.started_on)}: it cannot close before that"))
    asked = [
        (said.rationale, "rationale", "Say why it is right to close now", True),
        (said.what_changed, "what_changed", "Say what has changed for the child", not gone),
        (said.evidence, "evidence", "Say what shows it: who saw it, and when", not gone),
        (said.who_stays, "who_stays", "Say who stays with the family, by name", not gone),
        (said.if_it_returns, "if_it_returns", "Say what the family and others do if it returns", not gone),
        (said.child_view, "child_view", "Say what the child thinks of our leaving, or why nobody could ask", not gone),
        (said.family_view, "family_view", "Say what the family thinks of our leaving", not gone),
    ]
    found += [(name, sentence) for words, name, sentence, needed in asked if needed and says_nothing(words)]
    if said.step_down_to not in SETS["step_down"].codes and not gone:
        found.append(("step_down_to", "Choose where the help goes on, or that no more is needed"))
    elif said.step_down_to not in ("", "none") and says_nothing(said.step_down_words):
        found.append(("step_down_words", "Say who took it over there, and when"))
    for question in FORM.sections[0].questions:
        answer, words = said.checklist.get(question.key, ("", ""))
        if answer not in {choice.value for choice in question.choices}:
            if not gone:
                found.append((f"check-{question.key}", f"Answer ‘{question.label}’"))
        elif answer == NO and says_nothing(words):
            found.append((f"words-{question.key}", f"Say why it is right to close all the same: ‘{question.label}’"))
    return found


def _refuse_open(child: int, reason: str) -> None:
    sentences = in_the_way(child, reason=reason)
    if sentences:
        raise Refused(problems=tuple(("", sentence) for sentence in sentences))


def _refuse_sole_reason(child: int, what_changed: str, evidence: str, *, would_without: bool | None) -> None:
    """An open agreement is never the only thing under a closure."""
    opened = [one for one in open_agreements_of(child) if one.state in ("in_force", "proposed")]
    if not opened:
        return
    if would_without is None:
        raise Refused("Say whether you would close without the written agreement", "would_without")
    if closes_on_it_alone(
        what_changed=what_changed, evidence=evidence, open_agreement=True, rests_on=not would_without
    ):
        raise Refused(SOLE_REASON, "would_without")


def _agreements(found: Closure) -> tuple[str, Agreement | None]:
    """How it stands with agreements on the day it closes, and the one that ran on to that day."""
    opened = open_agreements_of(found.child_id)
    status = agreement_status(found.child_id, found.referral.received_on, opened=bool(opened))
    return status, Agreement.objects.filter(pk__in=[one.key for one in opened], state="in_force").first()


def _end_agreements(found: Closure, at: datetime) -> None:
    """Agreements that no open case watches any more end with the last of their children."""
    rows = Agreement.objects.select_for_update().filter(children__child=found.child_id).exclude(state="ended")
    for row in rows:
        others = row.children.exclude(child=found.child_id).values("child")
        if Referral.objects.filter(child__in=others, closed_on=None).exists():
            continue
        row.state, row.ended_on = "ended", found.closes_on
        row.ended_outcome = "kept" if row.approved_at else "withdrawn"
        row.ended_words = "Work with the family closed, so nobody watches it any more."
        row.save(update_fields=["state", "ended_on", "ended_outcome", "ended_words"])
        for child in row.children.values_list("child", flat=True):
            deadlines.void(REVIEW, "The case closed.", child=child, about=f"agreement:{row.pk}", at=at)


def _locked(closure: int, act: str, by: User, at: datetime) -> tuple[Closure, str]:
    found = Closure.objects.select_for_update(of=("self",)).select_related("referral").filter(pk=closure).first()
    if found is None:
        raise Refused("There is no such proposal.")
    try:
        return found, require(by, act, found.child_id, at=at).right
    except NotAllowed:
        # Closing ends the rights of the team that had the child. Whoever pressed second is told who closed, where she
        # may read the record.
        if found.authorised_by_id and act in acts_of(by) and decide(by, "child.read", found.child_id, at=at).allowed:
            _step(found, act)
        raise


def _step(found: Closure, act: str) -> str:
    try:
        return CLOSURE.step(found.state, act)
    except NotNow as reason:
        if found.authorised_by is not None and found.authorised_at is not None:
            who, when = found.authorised_by.name, moment(found.authorised_at)
            raise Refused(f"{who} authorised this closure {when}.") from reason
        raise Refused(str(reason)) from reason


def _enter(act: str, found: Closure, right: str, by: User, at: datetime, detail: dict[str, object]) -> None:
    record(act=act, by=by, at=at, child=found.child_id, subject=f"closure:{found.pk}", right=right, detail=detail)


def _tell_managers(found: Closure, team: int | None, by: User, at: datetime) -> None:
    for person in User.objects.filter(role=Role.TEAM_MANAGER, team=team, is_active=True).exclude(pk=by.pk):
        notify(
            to=person,
            kind="closure",
            words="A proposal to close waits for you.",
            link=reverse("closure", args=[found.pk]),
            child=found.child_id,
            by=by,
            at=at,
        )
