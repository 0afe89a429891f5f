"""Child protection conferences: arranged in time, held, and what follows for each child's plan and clocks.

A conference that is stood down keeps the day by which it was due: its clock runs on until one is held.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.access.public import User, decide_about, untie
from goldenthread.casework.models import Deadline, Enquiry, Meeting, MeetingPart, Plan, TransferIn
from goldenthread.casework.operations import deadlines, meetings
from goldenthread.casework.operations.meetings import ChildSaid, PartSaid, about, enter, locked, shared
from goldenthread.casework.operations.plans import ConcernSaid, end_plan, start_plan, start_visits
from goldenthread.casework.queries.child_protection import visits_by_policy
from goldenthread.casework.queries.meetings import CONFERENCES, called, in_hands, kind_words
from goldenthread.kernel.clock import LONDON
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import Person
from goldenthread.rulebook.clocks import due
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.words import day, join_names, moment

WAITS_FOR = {"initial_conference": ("icpc",), "transfer_in_conference": ("icpc_transfer_in",),
             "review_conference": ("rcpc_first", "rcpc_subsequent")}  # fmt: skip
"""The clocks that each kind of conference stops."""

MAY_DECIDE = {
    "initial_conference": ("plan", "no_plan"),
    "transfer_in_conference": ("plan", "no_plan"),
    "review_conference": ("plan_continues", "plan_ends"),
}


@dataclass(frozen=True, slots=True)
class ConferenceChild:
    """What a conference heard about and decided for one child, beside `said`.

    For a plan: `outline`, `contingency` and by when, and `visit_every` working days when closer than policy. For a
    plan that ends: `end_reason` (a code of "plan_end"), why, and `step_down_to`, the kind of plan that follows or "".
    """

    said: ChildSaid
    outline: Sequence[ConcernSaid] = ()
    contingency: str = ""
    contingency_by: date | None = None
    visit_every: int | None = None
    end_reason: str = ""
    step_down_to: str = ""


@dataclass(frozen=True, slots=True)
class ConferenceSaid:
    """What happened at a conference. `measured_change` is what changed since the last, as it was measured."""

    held_at: datetime
    parts: Sequence[PartSaid]
    children: Sequence[ConferenceChild]
    summary: str
    quorate: bool = True
    not_quorate_because: str = ""
    measured_change: str = ""
    contingency_weighed: str = ""
    next_on: date | None = None


@transaction.atomic
def arrange_conference(
    *,
    kind: str,
    children: Collection[int],
    planned_at: datetime,
    room: int | None = None,
    place: str = "",
    chair: int | None = None,
    why_called: str = "",
    parts: Sequence[PartSaid] = (),
    despite_clash: bool = False,
    chair_reason: str = "",
    chair_reason_words: str = "",
    by: User,
    at: datetime,
) -> int:
    """Arranges a conference about children for whom one is due, and returns its key.

    Follows the one stood down before it, whose due day stays. Starts the clock of the report that the family reads
    beforehand. Raises `NotAllowed`; `Refused` also for a day before the enquiry or plan that it is about began.
    """
    if kind not in CONFERENCES:
        raise Refused("Choose which conference it is", "kind")
    people = sorted(set(children))
    if planned_at <= at:
        raise Refused(f"{moment(planned_at)} has passed. Choose a time to come", "planned_at")
    list(Person.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=people).order_by("pk"))
    problems = [problem for child in people for problem in _may_arrange(kind, child, planned_at)]
    if problems:
        raise Refused(problems=tuple(problems))
    before = (
        Meeting.objects.filter(kind__in=CONFERENCES, children__child__in=people, state__in=("held", "stood_down"))
        .order_by("-arranged_at", "-pk")
        .first()
    )
    made = meetings.arrange_meeting(
        kind=kind,
        children=people,
        planned_at=planned_at,
        place=place,
        room=room,
        chair=chair,
        team=next((one.team for one in in_hands(people).values() if one.team), None),
        why_called=why_called,
        parts=parts,
        instead_of=before.pk if before and before.state == "stood_down" else None,
        follows=before.pk if before and before.state == "held" else None,
        despite_clash=despite_clash,
        chair_reason=chair_reason,
        chair_reason_words=chair_reason_words,
        by=by,
        at=at,
    )
    if kind == "initial_conference":
        Enquiry.objects.filter(_open_enquiry(people)).update(conference=made)
        _report_due(made, people, planned_at)
    return made


@transaction.atomic
def move_conference(
    *,
    meeting: int,
    planned_at: datetime,
    room: int | None = None,
    place: str = "",
    chair: int | None = None,
    parts: Sequence[PartSaid] | None = None,
    based_on: datetime | None = None,
    despite_clash: bool = False,
    chair_reason: str = "",
    chair_reason_words: str = "",
    by: User,
    at: datetime,
) -> None:
    """Changes when, where, by whom it is chaired or who is asked. The day it is due stays; the report's day moves.

    Raises as `meetings.rearrange`, and for a day before the enquiry or plan that it is about began.
    """
    found, people, _ = locked(meeting, "meeting.rearrange", by, at)
    problems = [problem for child in people for problem in _in_order(found.kind, child, planned_at)]
    if problems:
        raise Refused(problems=tuple(problems))
    moved = found.planned_at != planned_at
    meetings.rearrange(
        meeting=meeting,
        planned_at=planned_at,
        place=place,
        room=room,
        chair=chair,
        parts=parts,
        based_on=based_on,
        despite_clash=despite_clash,
        chair_reason=chair_reason,
        chair_reason_words=chair_reason_words,
        by=by,
        at=at,
    )
    if moved and found.kind == "initial_conference":
        running = Deadline.objects.filter(
            clock="conf_report_parent_initial", about=about(found), met_at=None, void_at=None
        )
        for child in running.values_list("child", flat=True):
            deadlines.void(
                "conf_report_parent_initial", "The conference was moved.", child=child, about=about(found), at=at
            )
            _report_due(found.pk, [child], planned_at)


@transaction.atomic
def share_report(*, meeting: int, part: int, shared_on: date, by: User, at: datetime) -> None:
    """Records the day on which the family had somebody's report. The social worker's own stops its clock.

    Raises `NotAllowed`; `Refused` for a day to come, and when it was recorded already.
    """
    found, people, right = locked(meeting, "meeting.issue", by, at)
    meetings.step(found, "meeting.issue")
    row = MeetingPart.objects.select_for_update().filter(pk=part, meeting=found).first()
    if row is None:
        raise Refused("Choose whose report it is", "part")
    if row.report_shared_on is not None:
        raise Refused(f"This is recorded already: the family had it on {day(row.report_shared_on)}.", "shared_on")
    if shared_on > timezone.localdate(at):
        raise Refused(f"{day(shared_on)} has not come yet", "shared_on")
    if shared_on < timezone.localdate(found.arranged_at) - timedelta(days=60):
        raise Refused(f"{day(shared_on)} is long before this conference was arranged. Check the date", "shared_on")
    row.report_shared_on = shared_on
    row.save(update_fields=["report_shared_on"])
    if row.agency == "social_care":
        _report_shared(found, people, shared_on, at)
    enter("meeting.issue", found, people, right, by, at, {"report_of": row.pk, "shared_on": shared_on.isoformat()})


@transaction.atomic
def hold_conference(*, meeting: int, said: ConferenceSaid, by: User, at: datetime) -> tuple[int, ...]:
    """Records a conference, and does what it decided for each child: begins plans, lets them go on, or ends them.

    Stops the clock it was due by and starts those of the letter, the minutes, the first core group and the next
    review. Returns the keys of plans begun. Raises `NotAllowed`; `Refused` with every sentence that says what is
    missing.
    """
    found, people, _ = locked(meeting, "meeting.hold", by, at)
    meetings.step(found, "meeting.hold")
    if found.kind not in CONFERENCES:
        raise Refused("This is not a conference.")
    meetings.fitting(found.kind, said.held_at, at=at, held=True)
    plans = {
        plan.child_id: plan
        for plan in Plan.objects.select_for_update().filter(
            child__in=people, kind="child_protection", ended_on=None, loaded=False
        )
    }
    held_on = timezone.localdate(said.held_at)
    problems = _of_conference(found, people, said, plans, held_on, by, at)
    if problems:
        raise Refused(problems=tuple(problems))
    meetings.hold(
        meeting=meeting,
        held_at=said.held_at,
        parts=said.parts,
        children=[one.said for one in said.children],
        quorate=said.quorate,
        not_quorate_because=said.not_quorate_because,
        summary=said.summary,
        measured_change=said.measured_change,
        contingency_weighed=said.contingency_weighed,
        next_on=said.next_on,
        by=by,
        at=at,
    )
    if found.kind == "initial_conference":
        Enquiry.objects.filter(_open_enquiry(people)).update(conference=found, conference_on=held_on)
    elif found.kind == "transfer_in_conference":
        TransferIn.objects.filter(child__in=people, conference=None).update(conference=found)
    had_it = [part.report_shared_on for part in said.parts if part.agency == "social_care" and part.report_shared_on]
    if had_it:
        _report_shared(found, people, min(had_it), at)
    begun = [_carry_out(found, one, plans.get(one.said.child), said, held_on, by, at) for one in said.children]
    return tuple(key for key in begun if key is not None)


def _carry_out(
    meeting: Meeting,
    one: ConferenceChild,
    plan: Plan | None,
    said: ConferenceSaid,
    held_on: date,
    by: User,
    at: datetime,
) -> int | None:
    """Does what a conference decided for one child; returns the plan that it began."""
    child, decision = one.said.child, one.said.decision
    hands = in_hands([child])[child]
    whose = {"child": child, "referral": hands.referral, "team": hands.team or meeting.team_id}
    for clock in WAITS_FOR[meeting.kind]:
        deadlines.meet(clock, child=child, at=said.held_at)
    for clock in ("conf_decision_letter", "conf_minutes"):
        deadlines.start(clock, at=said.held_at, about=about(meeting), owner=meeting.chair_id, **whose)
    started = None
    if decision == "plan":
        started = start_plan(
            child=child,
            kind="child_protection",
            started_on=held_on,
            category=one.said.category,
            conference=meeting.pk,
            visit_every=one.visit_every,
            outline=one.outline,
            contingency=one.contingency,
            contingency_by=one.contingency_by,
            by=by,
            at=at,
        )
        deadlines.start("core_group_first", at=said.held_at, owner=hands.worker, **whose)
        deadlines.start("rcpc_first", at=said.held_at, owner=meeting.chair_id, **whose)
    elif decision == "plan_continues" and plan is not None:
        _go_on(plan, one, meeting, by, at)
        deadlines.start("rcpc_subsequent", at=said.held_at, owner=meeting.chair_id, **whose)
    elif decision == "plan_ends" and plan is not None:
        end_plan(
            plan=plan.pk,
            reason=one.end_reason,
            ended_on=held_on,
            words=one.said.reasons,
            step_down_to=one.step_down_to,
            by=by,
            at=at,
        )
    its = started or (plan.pk if plan else None)
    meeting.children.filter(child=child).update(plan=its)
    return started


def _go_on(plan: Plan, one: ConferenceChild, meeting: Meeting, by: User, at: datetime) -> None:
    """Changes the category and how often the child is visited, where the conference did, with its reason."""
    categories = SETS["abuse_category"]
    changes = []
    if one.said.category != plan.category:
        changes.append(("Category", categories.label(plan.category), categories.label(one.said.category)))
        plan.category = one.said.category
    if one.visit_every != plan.visit_every:
        was, now = (f"Every {n} working days" if n else "As policy" for n in (plan.visit_every, one.visit_every))
        changes.append(("How often the child is visited", was, now))
        plan.visit_every = one.visit_every
    if not changes:
        return
    plan.version += 1
    plan.save(update_fields=["category", "visit_every", "version"])
    for part, before, after in changes:
        plan.changes.create(
            about="plan",
            part=part,
            before=before,
            after=after,
            because=one.said.reasons,
            meeting=meeting,
            changed_by=by,
            changed_at=at,
        )
    running = Deadline.objects.filter(clock="cp_visit", child=plan.child_id, met_at=None, void_at=None).first()
    if running is not None:
        start_visits(plan, at=running.started_at)


def free_chair(meeting: Meeting, children: Collection[int], at: datetime) -> None:
    """Ends what ties the chair to a child for whom no plan is left, once decision and minutes have both gone out."""
    if meeting.chair_id is None or meeting.decision_issued_on is None or meeting.record_issued_on is None:
        return
    under_plan = set(
        Plan.objects.filter(child__in=children, kind="child_protection", ended_on=None).values_list("child", flat=True)
    )
    ahead = set(
        Meeting.objects.filter(children__child__in=children, chair=meeting.chair_id, state="planned").values_list(
            "children__child", flat=True
        )
    )
    for child in set(children) - under_plan - ahead:
        # Today she still works with the record; from tomorrow she does not.
        tomorrow = timezone.localdate(at) + timedelta(days=1)
        untie(child=child, kind="reviewing", user=meeting.chair_id, ends_on=tomorrow)


def _open_enquiry(children: Collection[int]) -> Q:
    """The enquiries that a conference of these children answers: not stopped, and none held for them yet."""
    return Q(child__in=children, conference_on=None, loaded=False, conference_not_required=False) & ~Q(state="stopped")


def _may_arrange(kind: str, child: int, planned_at: datetime) -> list[tuple[str, str]]:
    name = called(Person.objects.get(pk=child))
    standing = Meeting.objects.filter(kind__in=CONFERENCES, state="planned", children__child=child).first()
    if standing is not None:
        what = kind_words(standing.kind)
        return [
            ("children", f"{name} has a conference arranged already: {what.lower()}, {moment(standing.planned_at)}")
        ]
    wanted = {
        "initial_conference": (
            Enquiry.objects.filter(_open_enquiry([child])).exists(),
            f"No section 47 enquiry is open that could bring {name} to a conference",
        ),
        "transfer_in_conference": (
            TransferIn.objects.filter(child=child, conference=None).exists(),
            f"No move of {name} from another council is recorded",
        ),
        "review_conference": (
            Plan.objects.filter(child=child, kind="child_protection", ended_on=None).exists(),
            f"{name} is not on a child protection plan",
        ),
    }[kind]
    return _in_order(kind, child, planned_at) if wanted[0] else [("children", wanted[1])]


def _in_order(kind: str, child: int, when: datetime, field: str = "planned_at") -> list[tuple[str, str]]:
    """A sentence when a conference would come before what it is about."""
    on = timezone.localdate(when)
    if kind == "initial_conference":
        begun = Enquiry.objects.filter(_open_enquiry([child])).values_list("started_on", flat=True).first()
        if begun and on < begun:
            return [(field, f"It cannot be before the strategy discussion that began the enquiry, on {day(begun)}")]
    elif kind == "transfer_in_conference":
        told = TransferIn.objects.filter(child=child, conference=None).values_list("notified_on", flat=True).first()
        if told and on < told:
            return [(field, f"It cannot be before we were told of the move, on {day(told)}")]
    else:
        plan = Plan.objects.filter(child=child, kind="child_protection", ended_on=None).first()
        if plan and on <= plan.started_on:
            return [(field, f"It must be after the plan began, on {day(plan.started_on)}")]
    return []


def _of_conference(
    meeting: Meeting,
    people: Collection[int],
    said: ConferenceSaid,
    plans: dict[int, Plan],
    held_on: date,
    by: User,
    at: datetime,
) -> list[tuple[str, str]]:
    names = {person.pk: person for person in Person.objects.filter(pk__in=people)}
    problems = [problem for child in people for problem in _in_order(meeting.kind, child, said.held_at, "held_at")]
    if meeting.kind == "initial_conference":
        waiting = Enquiry.objects.filter(_open_enquiry(people)).exclude(state="authorised", outcome="CONFERENCE")
        late = [called(names[child]) for child in waiting.values_list("child", flat=True) if child in names]
        if late:
            problems.append(
                ("", f"The enquiry about {join_names(late)} is not authorised yet with a conference as its outcome")
            )
    if says_nothing(said.summary):
        problems.append(("summary", "Write down what the conference heard"))
    if not any(part.attended for part in said.parts):
        problems.append(("part_1_attended", "Say who came"))
    for number, part in enumerate(said.parts, start=1):
        if part.attended and part.agency not in ("family", "") and says_nothing(part.view):
            problems.append((f"part_{number}_view", f"Write down what {part.name} thinks, and why"))
        if part.report_shared_on and part.report_shared_on > held_on:
            problems.append((f"part_{number}_shared_on", f"{part.name}’s report was shared before the conference"))
    if meeting.kind == "review_conference" and says_nothing(said.measured_change):
        problems.append(("measured_change", "Say what has changed for the children since the last conference"))
    for act, decision in (("plan.start", "plan"), ("plan.end", "plan_ends")):
        about_whom = [one.said.child for one in said.children if one.said.decision == decision]
        if any(not decide_about(by, act, [child], at=at).allowed for child in about_whom):
            problems.append((f"decision_{about_whom[0]}", "The chair or a manager of the child’s team records this"))
    missing = set(people) - {one.said.child for one in said.children}
    problems += [(f"decision_{child}", f"Say what was decided for {called(names[child])}") for child in sorted(missing)]
    goes_on = False
    for one in said.children:
        child = names.get(one.said.child)
        if child is None:
            continue
        problems += _of_child(meeting.kind, one, child, plans.get(child.pk), held_on)
        goes_on |= one.said.decision in ("plan", "plan_continues")
    if said.next_on is not None:
        problems += _of_next(meeting.kind, said.next_on, held_on, goes_on)
    return problems


def _of_child(
    kind: str, one: ConferenceChild, child: Person, plan: Plan | None, held_on: date
) -> list[tuple[str, str]]:
    said, key, name = one.said, child.pk, called(child)
    problems = []
    may = MAY_DECIDE[kind] if (plan is not None) == (kind == "review_conference") else ("no_plan",)
    if said.decision not in may:
        choices = " or ".join(f"“{SETS['conference_decision'].label(code).lower()}”" for code in may)
        problems.append((f"decision_{key}", f"Choose what was decided for {name}: {choices}"))
    if says_nothing(said.reasons):
        problems.append((f"reasons_{key}", f"Say why this was decided for {name}"))
    if child.born_on and child.born_on <= held_on and says_nothing(said.views):
        problems.append((f"views_{key}", f"Write what {name} thinks and wants, or what {name} showed"))
    if says_nothing(said.views_brought_how) and not says_nothing(said.views):
        problems.append((f"views_brought_how_{key}", f"Say who brought {name}’s views, and how"))
    if says_nothing(said.family_view):
        problems.append((f"family_view_{key}", f"Write what {name}’s family thinks, or why nobody could say"))
    if said.decision in ("plan", "plan_continues"):
        if said.category not in SETS["abuse_category"].codes:
            problems.append((f"category_{key}", f"Choose the category of {name}’s plan"))
        elif said.category == "MUL":
            problems.append((f"category_{key}", f"Choose the one category that says best what {name}’s plan is for"))
        policy = visits_by_policy(held_on)
        if one.visit_every is not None and not 1 <= one.visit_every <= policy:
            problems.append(
                (f"visit_every_{key}", (f"Policy is a visit every {policy} working days. A conference can ask for "
                 "visits more often, never less"))
            )  # fmt: skip
    if said.decision == "plan":
        if child.died_on and child.died_on < held_on:
            problems.append((f"decision_{key}", f"{name} died on {day(child.died_on)}"))
        if not one.outline:
            problems.append((f"outline_{key}_1_saw", f"Write at least one line of {name}’s outline plan"))
        if says_nothing(one.contingency):
            problems.append((f"contingency_{key}", f"Say what happens if {name} is not safer, and by when"))
        for number, line in enumerate(one.outline, start=1):
            problems += _of_line(line, f"outline_{key}_{number}", held_on)
    if said.decision == "plan_ends" and one.end_reason not in SETS["plan_end"].codes:
        problems.append((f"end_reason_{key}", f"Choose why {name}’s plan ends"))
    return problems


def _of_line(line: ConcernSaid, key: str, held_on: date) -> list[tuple[str, str]]:
    """A line of an outline plan says what was seen, what must change for the child, and who does what by when."""
    problems = []
    if says_nothing(line.saw):
        problems.append((f"{key}_saw", "Say what the worry is, and what was seen"))
    for outcome in line.outcomes:
        if says_nothing(outcome.words):
            problems.append((f"{key}_outcome", "Say what must be different for the child"))
        for action in outcome.actions:
            if says_nothing(action.what):
                problems.append((f"{key}_what", "Say what somebody does about it"))
            if says_nothing(action.owner_name) or shared(action.owner_name):
                problems.append((f"{key}_owner", "Name one person who does it"))
            if action.due_on is None:
                problems.append((f"{key}_due_on", "Say by which day"))
            elif action.due_on < held_on:
                problems.append((f"{key}_due_on", f"{day(action.due_on)} is before the conference"))
    if not line.outcomes or not all(outcome.actions for outcome in line.outcomes):
        problems.append((f"{key}_what", "Say what must change, and who does what about it"))
    return problems


def _of_next(kind: str, next_on: date, held_on: date, goes_on: bool) -> list[tuple[str, str]]:
    if not goes_on:
        return [("next_on", "No plan goes on, so there is no next conference. Leave this empty")]
    if next_on <= held_on:
        return [("next_on", "The next conference comes after this one")]
    clock = "rcpc_subsequent" if kind == "review_conference" else "rcpc_first"
    latest = due(clock, datetime.combine(held_on, time(12), LONDON)).due_on
    if next_on > latest:
        return [("next_on", f"The next conference is due by {day(latest)}")]
    return []


def _report_due(meeting: int, children: Collection[int], planned_at: datetime) -> None:
    hands = in_hands(children)
    for child in children:
        deadlines.start(
            "conf_report_parent_initial",
            at=planned_at,
            child=child,
            referral=hands[child].referral,
            about=about(meeting),
            team=hands[child].team,
            owner=hands[child].worker,
        )


def _report_shared(meeting: Meeting, children: Collection[int], shared_on: date, at: datetime) -> None:
    when = meetings.at_noon(shared_on, at)
    for child in children:
        deadlines.meet("conf_report_parent_initial", child=child, about=about(meeting), at=when)
