"""Strategy discussions, and the section 47 enquiries that they begin.

The clocks of an enquiry run from the discussion that began it: the conference, the outcome and seeing the child. A
later discussion about the same child moves none of them (Children in need census guide, section 4.12.2).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import User, decide_about, managers, notify, record, require
from goldenthread.casework.models import Deadline, Enquiry, Meeting, TransferIn
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.meetings import ActionSaid, ChildSaid, PartSaid, arrange_meeting, hold
from goldenthread.casework.queries.meetings import Hands, called, children_in, in_hands
from goldenthread.kernel.clock import LONDON
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.people.public import Person
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import ENQUIRY
from goldenthread.ui.cleaning import kept_words
from goldenthread.ui.words import day, join_names, moment

QUORUM = ("social_care", "police", "health")
"""Who must take part in a strategy discussion (Working Together to Safeguard Children)."""

ENQUIRING = ("s47_joint", "s47_single")
"""Decisions of a strategy discussion that begin an enquiry."""

ENQUIRY_CLOCKS = ("s47_outcome", "s47_child_seen", "icpc")


@dataclass(frozen=True, slots=True)
class StrategySaid:
    """What a strategy discussion heard and decided. `summary` is what each brought; `kept_safe` how each child is kept
    safe meanwhile; `decision` a code of "strategy_decision"; `next_on` when it meets again, if it does."""

    held_at: datetime
    parts: Sequence[PartSaid]
    summary: str
    decision: str
    rationale: str
    kept_safe: str
    not_quorate_because: str = ""
    actions: Sequence[ActionSaid] = ()
    children: Sequence[ChildSaid] = ()
    next_on: date | None = None


def harm_suspected(
    children: Collection[int], *, suspected_at: datetime, team: int | None = None, owner: int | None = None
) -> None:
    """Starts the clock of a strategy discussion for each child for whom none waits yet.

    Runs inside the act by which significant harm came to be suspected: a decision on a contact or referral, an
    assessment's outcome, or a discussion that somebody arranges.
    """
    hands = in_hands(children)
    for child in sorted(children):
        if Deadline.objects.filter(clock="strategy_discussion", child=child, met_at=None, void_at=None).exists():
            continue
        deadlines.start(
            "strategy_discussion",
            at=suspected_at,
            child=child,
            referral=hands[child].referral,
            team=hands[child].team or team,
            owner=hands[child].worker or owner,
        )


@transaction.atomic
def arrange_strategy(
    *,
    children: Collection[int],
    suspected_at: datetime,
    why_called: str,
    planned_at: datetime,
    place: str = "",
    chair: int | None = None,
    chair_name: str = "",
    parts: Sequence[PartSaid] = (),
    immediate: bool = False,
    by: User,
    at: datetime,
) -> int:
    """Arranges a strategy discussion and starts its clock from when significant harm was suspected; returns its key.

    Raises `NotAllowed`; `Refused` also when the same children have one arranged already.
    """
    _of_calling(children, suspected_at, why_called, planned_at, at)
    standing = Meeting.objects.filter(kind="strategy", state="planned", children__child__in=children).first()
    if standing is not None:
        raise Refused(f"A strategy discussion is arranged already, for {moment(standing.planned_at)}. Record that one.")
    made = arrange_meeting(
        kind="strategy",
        children=children,
        planned_at=planned_at,
        place=place,
        chair=chair,
        chair_name=chair_name,
        team=by.team_id,
        why_called=why_called,
        parts=parts,
        immediate=immediate,
        despite_clash=True,
        by=by,
        at=at,
    )
    harm_suspected(children, suspected_at=suspected_at, team=by.team_id, owner=by.pk)
    return made


@transaction.atomic
def record_strategy(
    *,
    children: Collection[int],
    suspected_at: datetime,
    why_called: str,
    said: StrategySaid,
    place: str = "",
    chair_name: str = "",
    immediate: bool = False,
    by: User,
    at: datetime,
) -> int:
    """Records in one act a strategy discussion that was not arranged first: most are held the same hour.

    Raises as `arrange_strategy` and `hold_strategy`.
    """
    _of_calling(children, suspected_at, why_called, said.held_at, at)
    made = arrange_meeting(
        kind="strategy",
        children=children,
        planned_at=said.held_at,
        place=place,
        chair_name=chair_name or by.name,
        team=by.team_id,
        why_called=why_called,
        immediate=immediate,
        despite_clash=True,
        by=by,
        at=at,
    )
    harm_suspected(children, suspected_at=suspected_at, team=by.team_id, owner=by.pk)
    hold_strategy(meeting=made, said=said, by=by, at=at)
    return made


@transaction.atomic
def hold_strategy(*, meeting: int, said: StrategySaid, by: User, at: datetime) -> tuple[int, ...]:
    """Records a strategy discussion and what it decided; returns the keys of the enquiries it began.

    Quorate when children's social care, the police and health all took part; if not, somebody says why it went on.
    Raises `NotAllowed`; `Refused` with every sentence that says what is missing.
    """
    children = children_in(meeting)
    missing = _not_there(said.parts)
    problems = []
    if said.decision not in SETS["strategy_decision"].codes:
        problems.append(("decision", "Choose what was decided"))
    if says_nothing(said.summary):
        problems.append(("summary", "Write down what each person brought to the discussion"))
    if says_nothing(said.rationale):
        problems.append(("rationale", "Say why this was decided, so that somebody who was not there follows it"))
    if says_nothing(said.kept_safe):
        problems.append(("kept_safe", "Say how each child is kept safe now"))
    if missing and says_nothing(said.not_quorate_because):
        names = join_names(SETS["took_part"].label(one).lower() for one in missing)
        problems.append(("not_quorate_because", f"Say why it went on without {names}"))
    if said.decision in (*ENQUIRING, "again") and not said.actions:
        problems.append(("action_1_what", "Say who does what, and by which day"))
    if said.decision == "again" and (said.next_on is None or said.next_on < timezone.localdate(said.held_at)):
        problems.append(("next_on", "Say on which day it meets again"))
    if said.decision in ENQUIRING and not decide_about(by, "enquiry.start", children, at=at).allowed:
        problems.append(("decision", "A manager decides to begin an enquiry. Ask her to record this discussion"))
    suspected = Deadline.objects.filter(clock="strategy_discussion", child__in=children, met_at=None, void_at=None)
    first = suspected.order_by("-started_at").values_list("started_at", flat=True).first()
    if first is not None and said.held_at < first:
        problems.append(("held_at", f"It cannot be before harm was suspected, {moment(first)}"))
    if problems:
        raise Refused(problems=tuple(problems))
    hold(
        meeting=meeting,
        held_at=said.held_at,
        parts=said.parts,
        children=said.children,
        quorate=not missing,
        not_quorate_because=said.not_quorate_because if missing else "",
        summary=said.summary,
        decision=said.decision,
        rationale=said.rationale,
        contingency_weighed=said.kept_safe,
        next_on=said.next_on,
        actions=said.actions,
        by=by,
        at=at,
    )
    for child in children:
        deadlines.meet("strategy_discussion", child=child, at=said.held_at)
    if said.decision not in ENQUIRING:
        return ()
    hands = in_hands(children)
    begun = []
    for child in children:
        made = _begin(child, meeting, said, hands[child], by, at)
        begun += [made] if made is not None else []
    return tuple(begun)


@transaction.atomic
def conclude_enquiry(
    *,
    enquiry: int,
    outcome: str,
    findings: str,
    rationale: str,
    concluded_on: date,
    not_seen_because: str = "",
    by: User,
    at: datetime,
) -> None:
    """Concludes an enquiry and sends it to the manager, who authorises its outcome or sends it back.

    Raises `NotAllowed`; `Refused` with every sentence that says what is missing, and when it was concluded already.
    """
    found, right = _locked(enquiry, "enquiry.conclude", by, at)
    found.state = _step(found, "enquiry.conclude")
    problems = []
    if outcome not in SETS["s47_outcome"].codes:
        problems.append(("outcome", "Choose the outcome of the enquiry"))
    if says_nothing(findings):
        problems.append(("findings", "Write down what the enquiry found"))
    if says_nothing(rationale):
        problems.append(("rationale", "Say why this outcome follows from what was found"))
    if concluded_on < found.started_on:
        problems.append(("concluded_on", f"It cannot end before it began, on {day(found.started_on)}"))
    elif concluded_on > timezone.localdate(at):
        problems.append(("concluded_on", f"{day(concluded_on)} has not come yet"))
    seen = deadlines_running("s47_child_seen", found.child_id)
    if seen and says_nothing(not_seen_because):
        problems.append(
            ("not_seen_because", ("No visit in this enquiry is recorded. Record it first, or say why the child was "
             "not seen"))
        )  # fmt: skip
    if problems:
        raise Refused(problems=tuple(problems))
    found.outcome, found.findings = outcome, kept_words(findings, "findings")
    found.rationale, found.concluded_on = kept_words(rationale, "rationale"), concluded_on
    found.concluded_by, found.conference_not_required = by, outcome != "CONFERENCE"
    found.save()
    if seen:
        deadlines.void("s47_child_seen", f"Not seen: {not_seen_because}", child=found.child_id, at=at)
    _tell_managers(found, "The outcome of an enquiry waits for you", by, at)
    _enter("enquiry.conclude", found, right, by, at, {"outcome": outcome})


@transaction.atomic
def return_enquiry(*, enquiry: int, because: str, by: User, at: datetime) -> None:
    """Sends an enquiry back to whoever concluded it, with the reason. Raises `NotAllowed`, `Refused`."""
    found, right = _locked(enquiry, "enquiry.return", by, at)
    found.state = _step(found, "enquiry.return")
    if says_nothing(because):
        raise Refused("Say what must be looked at again", "because")
    found.returned_because = kept_words(because, "because")
    found.save(update_fields=["state", "returned_because"])
    if found.concluded_by is not None and found.concluded_by_id != by.pk:
        _notify(found.concluded_by, found, f"{by.name} sent an enquiry back to you", by, at)
    _enter("enquiry.return", found, right, by, at, {})


@transaction.atomic
def authorise_enquiry(*, enquiry: int, words_of_manager: str, by: User, at: datetime) -> None:
    """Authorises an enquiry's outcome; never by the person who concluded it.

    A conference keeps its clock and is asked for; any other outcome ends that clock with the outcome as its reason.
    Raises `NotAllowed`; `Refused`, also when another manager authorised it first (and who).
    """
    found, right = _locked(enquiry, "enquiry.authorise", by, at)
    state = _step(found, "enquiry.authorise")
    if found.concluded_by_id == by.pk:
        raise Refused("You concluded this enquiry, so another manager must authorise it.")
    if says_nothing(words_of_manager):
        raise Refused("Say why you agree with the outcome", "words_of_manager")
    arranged = Meeting.objects.filter(
        kind="initial_conference", state="planned", children__child=found.child_id
    ).first()
    if found.outcome != "CONFERENCE" and arranged is not None:
        raise Refused(
            f"A conference is arranged for {moment(arranged.planned_at)}. Stand it down first, or send this back."
        )
    found.state, found.authorised_at, found.authorised_by = state, at, by
    found.authorised_words = kept_words(words_of_manager, "words_of_manager")
    found.save(update_fields=["state", "authorised_at", "authorised_by", "authorised_words"])
    deadlines.meet("s47_outcome", child=found.child_id, at=at)
    outcome = SETS["s47_outcome"].label(found.outcome)
    if found.outcome != "CONFERENCE":
        deadlines.void("icpc", f"The enquiry ended without a conference: {outcome}.", child=found.child_id, at=at)
    if found.concluded_by is not None:
        _notify(found.concluded_by, found, f"{by.name} authorised an enquiry: {outcome.lower()}", by, at)
    _enter("enquiry.authorise", found, right, by, at, {"outcome": found.outcome})


@transaction.atomic
def stop_enquiry(*, enquiry: int, because: str, by: User, at: datetime) -> None:
    """Stops an enquiry that was begun in error: its clocks end with the reason. Raises `NotAllowed`, `Refused`."""
    found, right = _locked(enquiry, "enquiry.stop", by, at)
    found.state = _step(found, "enquiry.stop")
    if says_nothing(because):
        raise Refused("Say why it was begun in error", "because")
    found.returned_because = kept_words(because, "because")
    found.save(update_fields=["state", "returned_because"])
    for clock in ENQUIRY_CLOCKS:
        deadlines.void(clock, f"The enquiry was begun in error: {because}", child=found.child_id, at=at)
    _enter("enquiry.stop", found, right, by, at, {})


@transaction.atomic
def record_transfer_in(
    *,
    child: int,
    notified_on: date,
    from_authority: str,
    category: str = "",
    plan_began_there_on: date | None = None,
    said: str = "",
    by: User,
    at: datetime,
) -> int:
    """Records that a child on a child protection plan elsewhere has moved here; the conference's clock runs from the
    day we were told. Returns the key. Raises `NotAllowed`, `Refused`."""
    right = require(by, "transfer_in.record", child, at=at).right
    today = timezone.localdate(at)
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=child)
    problems = []
    if says_nothing(from_authority):
        problems.append(("from_authority", "Say which council the child moved from"))
    if notified_on > today:
        problems.append(("notified_on", f"{day(notified_on)} has not come yet"))
    elif person.born_on and notified_on < person.born_on:
        problems.append(("notified_on", f"{called(person)} was born on {day(person.born_on)}. Check the year"))
    if plan_began_there_on is not None and plan_began_there_on > notified_on:
        problems.append(("plan_began_there_on", "The plan there began before we were told of the move"))
    if category and category not in SETS["abuse_category"].codes:
        problems.append(("category", "Choose the category of the plan there"))
    if TransferIn.objects.filter(child=child, conference=None).exists():
        problems.append(("from_authority", "This move is recorded already, and its conference is still to be held"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = TransferIn.objects.create(
        child_id=child,
        notified_on=notified_on,
        from_authority=" ".join(from_authority.split())[:120],
        category=category,
        plan_began_there_on=plan_began_there_on,
        words=kept_words(said, "said"),
        recorded_by=by,
        recorded_at=at,
    )
    hands = in_hands([child])[child]
    deadlines.start(
        "icpc_transfer_in",
        at=datetime.combine(notified_on, time(12), LONDON),
        child=child,
        referral=hands.referral,
        team=hands.team or by.team_id,
        owner=hands.worker,
    )
    record(act="transfer_in.record", by=by, at=at, child=child, subject=f"transfer_in:{made.pk}", right=right)
    return made.pk


def deadlines_running(clock: str, child: int) -> bool:
    """Whether a clock runs for a child."""
    return Deadline.objects.filter(clock=clock, child=child, met_at=None, void_at=None).exists()


def _begin(child: int, meeting: int, said: StrategySaid, hands: Hands, by: User, at: datetime) -> int | None:
    """Begins an enquiry for a child; None when one runs already, whose clocks a later discussion does not move."""
    right = require(by, "enquiry.start", child, at=at).right
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=child)
    if Enquiry.objects.filter(child=child, authorised_at=None, loaded=False).exclude(state="stopped").exists():
        return None
    if hands.referral is None:
        sentence = f"{called(person)} has no open case. Record a referral first: the enquiry belongs to it"
        raise Refused(sentence, "decision")
    started_on = timezone.localdate(said.held_at)
    received_on = Enquiry.referral.field.related_model.objects.values_list("received_on", flat=True).get(
        pk=hands.referral
    )
    if started_on < received_on:
        raise Refused(f"It cannot be before {called(person)} was referred, on {day(received_on)}", "held_at")
    made = Enquiry.objects.create(
        child=person,
        referral_id=hands.referral,
        state=ENQUIRY.begin("enquiry.start"),
        strategy_id=meeting,
        started_on=started_on,
        joint=said.decision == "s47_joint",
        worker_id=hands.worker,
    )
    of_the_child = {"child": child, "referral": hands.referral, "team": hands.team or by.team_id, "owner": hands.worker}
    falls = {clock: deadlines.start(clock, at=said.held_at, **of_the_child) for clock in ENQUIRY_CLOCKS}
    made.conference_target_on = falls["icpc"].due_on
    made.save(update_fields=["conference_target_on"])
    if made.worker is not None and made.worker_id != by.pk:
        _notify(made.worker, made, f"{by.name} began a section 47 enquiry", by, at)
    _enter("enquiry.start", made, right, by, at, {"meeting": meeting, "joint": made.joint})
    return made.pk


def _of_calling(children: Collection[int], suspected_at: datetime, why: str, when: datetime, at: datetime) -> None:
    problems = []
    if suspected_at > at:
        problems.append(("suspected_at", f"{moment(suspected_at)} has not come yet"))
    if timezone.localdate(suspected_at).year < timezone.localdate(at).year - 1:
        problems.append(("suspected_at", "Say when harm was suspected this time. Check the year"))
    if when < suspected_at:
        problems.append(("planned_at", "The discussion comes after harm was suspected"))
    if says_nothing(why):
        problems.append(("why_called", "Say what is suspected, and what happened"))
    if not children:
        problems.append(("children", "Choose the children whom it is about"))
    if problems:
        raise Refused(problems=tuple(problems))


def _not_there(parts: Sequence[PartSaid]) -> list[str]:
    there = {said.agency for said in parts if said.attended}
    return [one for one in QUORUM if one not in there]


def _locked(enquiry: int, act: str, by: User, at: datetime) -> tuple[Enquiry, str]:
    found = Enquiry.objects.select_for_update().filter(pk=enquiry).first()
    if found is None:
        raise Refused("There is no such enquiry.")
    return found, require(by, act, found.child_id, at=at).right


def _step(enquiry: Enquiry, act: str) -> str:
    """The state after an act; raises `Refused` with who did what when, when somebody was first."""
    try:
        return ENQUIRY.step(enquiry.state, act)
    except NotNow as reason:
        if enquiry.state == "authorised" and enquiry.authorised_by is not None:
            sentence = f"{enquiry.authorised_by.name} authorised this {moment(enquiry.authorised_at)}."
            raise Refused(sentence) from reason
        if enquiry.state == "with_manager" and enquiry.concluded_by is not None:
            raise Refused(f"{enquiry.concluded_by.name} concluded this, and it waits for a manager.") from reason
        raise Refused(str(reason)) from reason


def _tell_managers(enquiry: Enquiry, sentence: str, by: User, at: datetime) -> None:
    team = in_hands([enquiry.child_id])[enquiry.child_id].team
    for one in managers(team) if team else ():
        if one.key != by.pk:
            _notify(one.key, enquiry, sentence, by, at)


def _notify(to: User | int, enquiry: Enquiry, sentence: str, by: User, at: datetime) -> None:
    notify(
        to=to,
        kind="enquiry",
        words=f"{sentence}: {called(enquiry.child)}.",
        link=reverse("enquiry", args=[enquiry.pk]),
        child=enquiry.child_id,
        by=by,
        at=at,
    )


def _enter(act: str, enquiry: Enquiry, right: str, by: User, at: datetime, detail: dict[str, object]) -> None:
    record(act=act, by=by, at=at, child=enquiry.child_id, subject=f"enquiry:{enquiry.pk}", right=right, detail=detail)
