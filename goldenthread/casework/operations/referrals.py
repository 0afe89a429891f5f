"""Referrals: a request for services for one child, from the day it arrives to its decision and its closure.

New only while the child's case is not open. What we are told about an open case goes to the worker instead (Children
in need census guide, section 4.1). The clocks run from the day the information reached us, not from the decision.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import User, notify, record, require, untie
from goldenthread.casework.models import Allocation, Contact, Decision, Referral
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.child_protection import harm_suspected
from goldenthread.casework.operations.learning import open_learning
from goldenthread.kernel.clock import add_months
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.people.public import kept_of
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import REFERRAL
from goldenthread.ui.words import moment

REREFERRAL_MONTHS = 12
"""A referral within so many months of the child's previous one, whatever came of that, is a re-referral (Department
for Education, Local Authority Interactive Tool, definition of re-referrals)."""

LONGEST_HOW = 200  # characters

FRONT_DOOR_CLOCKS = ("referral_decision", "referral_ack", "referral_outcome_feedback")
"""Clocks that stay with the front door when the work goes to another team."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a referral: its key, or None when the case is open and `told` names who was told instead."""

    referral: int | None
    told: tuple[str, ...] = ()
    is_rereferral: bool = False


def open_referrals(children: Collection[int]) -> QuerySet[Referral]:
    """The open referrals of these children: what makes a case open."""
    return Referral.objects.filter(child__in=children, closed_on=None)


@transaction.atomic
def receive_referral(
    *,
    child: int,
    source: str,
    by: User,
    at: datetime,
    contact: Contact | int | None = None,
    received_at: datetime | None = None,
    primary_need: str = "",
) -> Received:
    """Records a referral of one child, or, when the case is open, tells its worker instead.

    `received_at` is when the information reached us; the contact's own, or else `at`. The child's record is locked, so
    that two managers cannot refer one child twice. Starts the clocks for deciding and acknowledging. Raises
    `NotAllowed`, `Refused`.
    """
    right = require(by, "referral.receive", child, at=at)
    person = _lock_child(child)
    about = contact if isinstance(contact, Contact) or contact is None else Contact.objects.get(pk=contact)
    if open_referrals([person.pk]).exists():
        return Received(None, pass_to_open_case(contact=about, child=person.pk, by=by, at=at))
    if source not in SETS["referral_source"].codes:
        raise Refused("Choose where the referral came from", "source")
    arrived = received_at or (about.received_at if about else at)
    if arrived > at:
        raise Refused("A referral cannot arrive in the future", "received_at")
    arrived_on = timezone.localdate(arrived)
    previous = (
        Referral.objects.filter(child=person, received_on__lte=arrived_on).order_by("-received_on", "-pk").first()
    )
    again = previous is not None and previous.received_on >= add_months(arrived_on, -REREFERRAL_MONTHS)
    made = Referral.objects.create(
        child=person,
        contact=about,
        state=REFERRAL.begin("referral.receive"),
        received_at=arrived,
        received_on=arrived_on,
        source=source,
        primary_need=primary_need,
        previous=previous,
        is_rereferral=again,
    )
    owner = about.written_by_id if about else by.pk
    for clock in ("referral_decision", "referral_ack"):
        deadlines.start(
            clock,
            referral=made,
            child=person,
            at=arrived,
            team=(about.team_id if about else None) or by.team_id,
            owner=by if clock == "referral_decision" else owner,
        )
    detail = {"rereferral": again, "contact": about.pk if about else None}
    record(
        act="referral.receive",
        by=by,
        at=at,
        child=person.pk,
        subject=f"referral:{made.pk}",
        right=right.right,
        detail=detail,
    )
    if again:
        open_learning(made, by=by, at=at)
    return Received(made.pk, is_rereferral=again)


def receive_and_decide(
    *, contact: Contact, child: int, response: str, decision: Decision, risk: str, by: User, at: datetime
) -> Received:
    """The referral that a manager's decision on a contact makes, decided in the same act: one press, not two.

    Runs inside that decision's transaction.
    """
    got = receive_referral(child=child, source=contact.source, contact=contact, by=by, at=at)
    if got.referral is not None:
        decide_referral(
            referral=got.referral,
            response=response,
            why_this=decision.why_this,
            why_now=decision.why_now,
            rejected=decision.rejected,
            risk=risk,
            by=by,
            at=at,
        )
    return got


@transaction.atomic
def decide_referral(
    *,
    referral: int,
    response: str,
    why_this: str,
    why_now: str = "",
    rejected: str = "",
    risk: str,
    by: User,
    at: datetime,
) -> int:
    """Decides the response to a referral, and returns the decision's key.

    An assessment's 45 working days run from the day the referral arrived; allocation runs from now. "No further action"
    closes it. Raises `NotAllowed`; `Refused`, also when somebody decided first (and who).
    """
    found = _locked(referral)
    right = require(by, "referral.decide", found.child_id, at=at)
    if found.decided_at is not None:
        last = found.decisions.select_related("decided_by").order_by("-decided_at").first()
        who = last.decided_by.name if last else "Somebody"
        raise Refused(f"{who} decided this {moment(found.decided_at, at)}.")
    problems = []
    if response not in SETS["referral_outcomes"].codes:
        problems.append(("response", "Choose what should happen"))
    if says_nothing(why_this):
        problems.append(("why_this", "Say why this is the right decision. “Agreed” or “noted” alone is no reason"))
    if says_nothing(risk):
        problems.append(("risk", "Say what the risk to the child is, or that there is none seen"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = Decision.objects.create(
        referral=found,
        outcome=response,
        why_this=why_this.strip(),
        why_now=why_now.strip(),
        rejected=rejected.strip(),
        risk=risk.strip(),
        risk_by_child=[{"person": kept_of(found.child_id), "words": risk.strip()}],
        decided_by=by,
        decided_at=at,
    )
    found.state, found.decided_at = step(found, "referral.decide"), at
    found.no_further_action = response == "NFA"
    if found.no_further_action:
        found.state, found.closed_on = step(found, "referral.close"), timezone.localdate(at)
    found.save(update_fields=["state", "decided_at", "no_further_action", "closed_on"])
    deadlines.meet("referral_decision", referral=found, at=at)
    if not found.no_further_action:
        of_the_child = {"referral": found, "child": found.child_id, "team": by.team_id}
        deadlines.start("single_assessment", at=found.received_at, **of_the_child)
        deadlines.start("assessment_allocated", at=at, owner=by, **of_the_child)
    if response == "STRATEGY":
        harm_suspected([found.child_id], suspected_at=at, team=by.team_id, owner=by.pk)
    _record("referral.decide", found, right.right, by, at, {"decision": made.pk, "outcome": response})
    return made.pk


@transaction.atomic
def acknowledge(*, referral: int, how: str, by: User, at: datetime) -> int:
    """Records that the person who made the referral was told we have it, and how; returns for how many children.

    Brothers and sisters referred together are acknowledged together. Raises `NotAllowed`, `Refused`.
    """
    found = _locked(referral)
    if says_nothing(how):
        raise Refused("Say how the referrer was told that we have the referral, and by whom", "how")
    if len(how.strip()) > LONGEST_HOW:
        sentence = f"How they were told can be {LONGEST_HOW} characters long at most. This has {len(how.strip())}"
        raise Refused(f"{sentence}: write the rest in a note", "how")
    if found.acknowledged_at is not None:
        raise Refused(f"This was acknowledged already, {moment(found.acknowledged_at, at)}.")
    together = Referral.objects.filter(pk=found.pk)
    if found.contact_id is not None:
        together = Referral.objects.filter(contact=found.contact_id, acknowledged_at=None)
    count = 0
    for one in together.select_for_update().order_by("pk"):
        right = require(by, "referral.acknowledge", one.child_id, at=at)
        step(one, "referral.acknowledge")
        one.acknowledged_at, one.acknowledged_how = at, how.strip()[:200]
        one.save(update_fields=["acknowledged_at", "acknowledged_how"])
        deadlines.meet("referral_ack", referral=one, at=at)
        _record("referral.acknowledge", one, right.right, by, at, {})
        count += 1
    return count


@transaction.atomic
def close(*, referral: int, reason: str, closed_on: date, by: User, at: datetime) -> None:
    """Closes a referral with the census's reason: its clocks are taken back, its allocation and ties end.

    Raises `NotAllowed`, `Refused`.
    """
    found = _locked(referral)
    right = require(by, "referral.close", found.child_id, at=at)
    today = timezone.localdate(at)
    problems = []
    if reason not in SETS["closure_reason"].codes:
        problems.append(("reason", "Choose why the case closes"))
    if not found.received_on <= closed_on <= today:
        problems.append(("closed_on", "The day must be between the day of the referral and today"))
    if problems:
        raise Refused(problems=tuple(problems))
    found.state = step(found, "referral.close")
    found.closed_on, found.closure_reason = closed_on, reason
    found.save(update_fields=["state", "closed_on", "closure_reason"])
    for clock in found.deadlines.filter(met_at=None, void_at=None).values_list("clock", flat=True):
        deadlines.void(clock, "The case closed.", referral=found, at=at)
    Allocation.objects.filter(referral=found, ended_at=None).update(ended_at=at)
    for kind in ("allocated", "co_working", "team"):
        untie(child=found.child_id, kind=kind, ends_on=today)
    _record("referral.close", found, right.right, by, at, {"reason": reason})


def pass_to_open_case(*, contact: Contact | None, child: int, by: User, at: datetime) -> tuple[str, ...]:
    """Tells the worker of an open case, else the managers of its team, what was heard; returns the names told.

    Nothing when the case is not open. Runs inside the act that brought the information.
    """
    opened = open_referrals([child]).select_related("worker", "child").order_by("-received_on").first()
    if opened is None:
        return ()
    people = [opened.worker] if opened.worker and opened.worker.is_active else []
    if not people and opened.team_id:
        people = list(User.objects.filter(role=Role.TEAM_MANAGER, team=opened.team_id, is_active=True))
    name = " ".join(part for part in (opened.child.given_names, opened.child.family_name) if part)
    for person in people or [by]:
        notify(
            to=person,
            kind="new_information",
            words=f"New information about {name or 'a child'}. The case is open, so it is not a new referral.",
            link=reverse("contact", args=[contact.pk]) if contact else reverse("child", args=[child]),
            child=child,
            by=by,
            at=at,
        )
    return tuple(person.name for person in people or [by])


def step(referral: Referral, act: str) -> str:
    """The state after an act; raises `Refused` with the workflow's own sentence when it is out of turn."""
    try:
        return REFERRAL.step(referral.state, act)
    except NotNow as reason:
        raise Refused(str(reason)) from reason


def _lock_child(child: int) -> Model:
    """The child's row, locked; the one she was merged into when two records became one."""
    people = Referral.child.field.related_model
    found = people.objects.select_for_update(of=("self",), no_key=True).get(pk=child)
    if found.merged_into_id is None:
        return found
    return people.objects.select_for_update(of=("self",), no_key=True).get(pk=found.merged_into_id)


def _locked(referral: int) -> Referral:
    try:
        return Referral.objects.select_for_update().get(pk=referral)
    except Referral.DoesNotExist:
        raise Refused("There is no such referral.") from None


def _record(act: str, referral: Referral, right: str, by: User, at: datetime, detail: dict[str, object]) -> None:
    record(
        act=act, by=by, at=at, child=referral.child_id, subject=f"referral:{referral.pk}", right=right, detail=detail
    )
