"""Plans: started, carried from one to the next, shared with the family, and ended.

What is written inside a plan is in `plan_parts`, and its reviews in `plan_reviews`. A child has one plan at a time.
When its kind changes, the clocks of the new kind start on that day and those of the old one close.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, record, require
from goldenthread.casework.models import Concern, Deadline, Outcome, Plan, PlanAction
from goldenthread.casework.operations import deadlines
from goldenthread.casework.queries.child import of_child
from goldenthread.casework.queries.meetings import Hands, in_hands
from goldenthread.casework.queries.plan_shapes import CARRIED, ENDED_WITH
from goldenthread.kernel.clock import LONDON, Allowance, Unit
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.people.public import Person
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import PLAN
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day, moment

VISITS = {"child_protection": "cp_visit", "child_in_need": "cin_visit", "family_help": "cin_visit"}
"""The clock of visits under each kind of plan."""

CLOSES_WITH = {
    "child_protection": (
        "cp_visit",
        "cp_plan_drift",
        "core_group_first",
        "core_group_subsequent",
        "rcpc_first",
        "rcpc_subsequent",
    ),
    "child_in_need": ("cin_visit", "cin_plan_meeting", "cin_review"),
    "family_help": ("cin_visit", "cin_plan_meeting", "cin_review"),
}
"""The clocks that close when a plan of the kind ends."""

LEVEL = {"family_help": 1, "child_in_need": 2, "child_protection": 3}
"""How grave each kind is: what follows on a lower level is a step down."""


@dataclass(frozen=True, slots=True)
class ActionSaid:
    """One thing to do. `owner` (somebody who signs in), `person` (somebody on record) or only the name as written."""

    what: str
    owner_name: str = ""
    owner: int | None = None
    person: int | None = None
    due_on: date | None = None
    due_words: str = ""
    family_words: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeSaid:
    """A change for the child, and the actions for it. Values are filled when the measure is a number of `unit`."""

    words: str
    baseline: str = ""
    target: str = ""
    how_we_know: str = ""
    unit: str = ""
    baseline_value: Decimal | None = None
    target_value: Decimal | None = None
    by_on: date | None = None
    contingency: str = ""
    contingency_by: date | None = None
    family_words: str = ""
    actions: Sequence[ActionSaid] = ()


@dataclass(frozen=True, slots=True)
class ConcernSaid:
    """The start of a thread. `concern` is the key of one that the child has already; then the rest may stay empty."""

    title: str = ""
    saw: str = ""
    saw_source: str = ""
    saw_on: date | None = None
    need: str = ""
    factor: str = ""
    came_from: str = ""
    concern: int | None = None
    outcomes: Sequence[OutcomeSaid] = ()


@transaction.atomic
def start_plan(
    *,
    child: int,
    kind: str,
    started_on: date,
    by: User,
    at: datetime,
    referral: int | None = None,
    category: str = "",
    conference: int | None = None,
    assessment: int | None = None,
    steps_from: int | None = None,
    visit_every: int | None = None,
    outline: Sequence[ConcernSaid] = (),
    contingency: str = "",
    contingency_by: date | None = None,
) -> int:
    """Starts a plan and returns its key. It is an outline until its first review makes it the plan.

    A current plan of another kind ends on that day, and its concerns and open outcomes go on in this one. `steps_from`
    is an ended plan of the child whose open outcomes go on, when a case is opened again.

    Starts the clock of visits (`visit_every` working days when that is tighter than policy), and for child protection
    that of a long plan. Raises `NotAllowed`; `Refused` for a second plan of the same kind, dates out of order, and a
    child protection plan without its category.
    """
    right = require(by, "plan.start", child, at=at).right
    person = Person.objects.select_for_update(no_key=True).get(pk=child)
    _fitting(person, kind, started_on, category, visit_every, at)
    running = Plan.objects.select_for_update().filter(child=child, ended_on=None, loaded=False).first()
    if running is not None:
        if running.kind == kind:
            name = SETS["plan_kind"].label(kind)
            raise Refused(f"There is a plan already: {name.lower()}, since {day(running.started_on)}.", "kind")
        if started_on < running.started_on:
            raise Refused(
                f"The plan there is began on {day(running.started_on)}, so this one cannot start before that",
                "started_on",
            )
        reason = "stepped_up" if LEVEL[kind] > LEVEL[running.kind] else "stepped_down"
        _close(running, reason, started_on, "", at=at, by=by)
    before = running or _ended(child, steps_from)
    earlier = Plan.objects.filter(of_child("child", child), kind="child_protection").count()
    protecting = kind == "child_protection"
    hands = in_hands([child])[child]
    made = Plan.objects.create(
        child=person,
        referral_id=referral or hands.referral,
        kind=kind,
        state=PLAN.begin("plan.start"),
        started_on=started_on,
        steps_from=before,
        assessment_id=assessment,
        conference_id=conference,
        category=category if protecting else "",
        first_category=category if protecting else "",
        number_of_previous=earlier if protecting else None,
        visit_every=visit_every,
        contingency=kept_words(contingency, "contingency"),
        contingency_by=contingency_by,
        worker_id=hands.worker,
        made_by=by,
        made_at=at,
    )
    if before is not None:
        carry(before, made)
    put_outline(made, outline, by=by)
    _start_clocks(made, hands, at=at)
    detail = {"kind": kind, "started_on": started_on.isoformat(), "category": category, "from": made.steps_from_id}
    enter("plan.start", made, right, by, at, detail)
    return made.pk


@transaction.atomic
def end_plan(
    *, plan: int, reason: str, ended_on: date, words: str, by: User, at: datetime, step_down_to: str = ""
) -> int | None:
    """Ends a plan. With `step_down_to`, the plan of that kind follows on the same day, and its key is returned.

    The plan that follows has the same concerns and open outcomes. Its clocks close, and after child protection the
    clock of the least time on a child in need plan starts. Raises `NotAllowed`; `Refused` for dates out of order, a
    reason that does not fit, and when somebody ended it first (who, and when).
    """
    found, right = locked(plan, "plan.end", by, at)
    today = timezone.localdate(at)
    problems: list[tuple[str, str]] = []
    if reason not in SETS["plan_end"].codes:
        problems.append(("reason", "Choose why the plan ends"))
    if ended_on > today:
        problems.append(("ended_on", f"{day(ended_on)} has not come yet"))
    elif ended_on < found.started_on:
        problems.append(("ended_on", f"The plan began on {day(found.started_on)}: it cannot end before that"))
    if says_nothing(words):
        problems.append(("words", "Say what is different for the child now"))
    if bool(step_down_to) != (reason == "stepped_down"):
        problems.append(("step_down_to", "Choose the plan that follows when the reason is a step down, and only then"))
    elif step_down_to and LEVEL.get(step_down_to, 9) >= LEVEL.get(found.kind, 0):
        problems.append(("step_down_to", "Choose a plan at a lower level than this one"))
    if problems:
        raise Refused(problems=tuple(problems))
    found.state = step(found, "plan.end")
    _close(found, reason, ended_on, kept_words(words, "words"), at=at, by=by)
    detail = {"reason": reason, "ended_on": ended_on.isoformat(), "to": step_down_to}
    enter("plan.end", found, right, by, at, detail)
    if not step_down_to:
        return None
    hands = in_hands([found.child_id])[found.child_id]
    follows = Plan.objects.create(
        child_id=found.child_id,
        referral_id=found.referral_id,
        kind=step_down_to,
        state=PLAN.begin("plan.start"),
        started_on=ended_on,
        steps_from=found,
        assessment_id=found.assessment_id,
        contingency=found.contingency,
        contingency_by=found.contingency_by,
        worker_id=hands.worker,
        made_by=by,
        made_at=at,
    )
    carry(found, follows)
    _start_clocks(follows, hands, at=at)
    enter("plan.start", follows, right, by, at, {"kind": step_down_to, "from": found.pk})
    return follows.pk


@transaction.atomic
def share_plan(*, plan: int, shared_on: date, how: str, by: User, at: datetime) -> None:
    """Records that the family has the plan, since when and how. Raises `NotAllowed`, `Refused`."""
    found, right = locked(plan, "plan.share", by, at)
    if not found.started_on <= shared_on <= timezone.localdate(at):
        raise Refused(f"Choose a day from {day(found.started_on)}, when the plan began, to today", "shared_on")
    if says_nothing(how):
        raise Refused("Say who was given it and how: “read aloud with his mother at home”", "how")
    found.state = step(found, "plan.share")
    found.shared_on, found.shared_how = shared_on, kept_line(how, "how", 300)
    found.save(update_fields=["state", "shared_on", "shared_how"])
    enter("plan.share", found, right, by, at, {"shared_on": shared_on.isoformat()})


def start_visits(plan: Plan, *, at: datetime, hands: Hands | None = None) -> Deadline | None:
    """Starts the clock of visits under a plan, from its start or from the last visit that counts.

    A conference may ask for visits more often than policy, and then the deadline is the plan's own; never less often.
    """
    clock = VISITS.get(plan.kind)
    if clock is None:
        return None
    hands = hands or in_hands([plan.child_id])[plan.child_id]
    own = Allowance(plan.visit_every, Unit.WORKING_DAYS) if plan.visit_every else None
    running = Deadline.objects.filter(clock=clock, child=plan.child_id, met_at=None, void_at=None).first()
    if running is not None and (own is not None or running.allowance_from == deadlines.OF_THE_PLAN):
        if running.allowance != str(own):
            deadlines.void(clock, "How often the child is visited was changed.", child=plan.child_id, at=at)
        at = running.started_at
    of = {"child": plan.child_id, "referral": hands.referral, "team": hands.team, "owner": hands.worker}
    return deadlines.start(clock, at=at, sooner=own, **of)


def put_outline(plan: Plan, outline: Iterable[ConcernSaid], *, by: User) -> None:
    """Writes concerns, outcomes and actions into a plan. Runs inside the act that brings them."""
    place = Concern.objects.filter(child=plan.child_id).count()
    for said in outline:
        place += 1
        concern = _concern(plan, said, place, by)
        for number, outcome in enumerate(said.outcomes):
            put_outcome(plan, concern, outcome, position=number, added_on=plan.started_on)


def put_outcome(plan: Plan, concern: Concern, said: OutcomeSaid, *, position: int, added_on: date) -> Outcome:
    """Writes one outcome with its actions. Runs inside the act that brings it."""
    made = Outcome.objects.create(
        plan=plan,
        concern=concern,
        words=kept_words(said.words, "words"),
        baseline=kept_line(said.baseline, "baseline", 300),
        target=kept_line(said.target, "target", 300),
        how_we_know=kept_line(said.how_we_know, "how_we_know", 500),
        unit=kept_line(said.unit, "unit", 60),
        baseline_value=said.baseline_value,
        target_value=said.target_value,
        by_on=said.by_on,
        contingency=kept_words(said.contingency, "contingency"),
        contingency_by=said.contingency_by,
        family_words=kept_words(said.family_words, "family_words"),
        position=position,
        added_on=added_on,
    )
    PlanAction.objects.bulk_create(
        action_row(made, one, position=number, added_on=added_on) for number, one in enumerate(said.actions)
    )
    return made


def action_row(outcome: Outcome, said: ActionSaid, *, position: int, added_on: date) -> PlanAction:
    """An action as a row, not yet written."""
    return PlanAction(
        outcome=outcome,
        what=kept_words(said.what, "what"),
        owner_name=kept_line(said.owner_name or owner_called(said.owner, said.person), "owner_name", 120),
        owner_id=said.owner,
        person_id=said.person,
        due_on=said.due_on,
        due_words=kept_line(said.due_words, "due_words", 60),
        family_words=kept_words(said.family_words, "family_words"),
        position=position,
        added_on=added_on,
    )


def owner_called(owner: int | None, person: int | None) -> str:
    """The name of somebody who was chosen and not written; raises `Refused` for nobody on record."""
    user = User.objects.filter(pk=owner, is_active=True).first() if owner else None
    known = Person.objects.filter(pk=person).first() if person else None
    if (owner and user is None) or (person and known is None):
        raise Refused("Choose somebody who is on the list", "owner")
    if user is not None:
        return user.name
    return f"{known.given_names} {known.family_name}".strip() if known is not None else ""


def carry(before: Plan, after: Plan) -> None:
    """Puts the open outcomes of a plan, with their open actions, into the one that follows."""
    left = before.outcomes.filter(ended_because__in=(CARRIED, ENDED_WITH)).exclude(progress="achieved")
    for outcome in left.order_by("pk"):
        actions = list(outcome.actions.filter(done_on=None, dropped_on=None).order_by("position", "pk"))
        first = outcome.carried_from_id or outcome.pk
        outcome.pk, outcome.id = None, None
        outcome._state.adding = True
        outcome.plan, outcome.carried_from_id = after, first
        outcome.ended_on, outcome.ended_because = None, ""
        outcome.added_on = after.started_on
        outcome.save()
        for action in actions:
            action.pk, action.id = None, None
            action._state.adding = True
            action.outcome = outcome
        PlanAction.objects.bulk_create(actions)


def _ended(child: int, plan: int | None) -> Plan | None:
    if plan is None:
        return None
    found = Plan.objects.filter(of_child("child", child), pk=plan, loaded=False).exclude(ended_on=None).first()
    if found is None:
        raise Refused("This plan is not one that ended for this child. Open the page again.", "steps_from")
    return found


def locked(plan: int, act: str, by: User, at: datetime) -> tuple[Plan, str]:
    """The plan, locked, and the right by which she may. Raises `NotAllowed`, `Refused`."""
    found = Plan.objects.select_for_update().filter(pk=plan).first()
    if found is None:
        raise Refused("There is no such plan.")
    return found, require(by, act, found.child_id, at=at).right


def step(plan: Plan, act: str) -> str:
    """The state after an act; raises `Refused` with who ended the plan and when, when somebody did."""
    try:
        return PLAN.step(plan.state, act)
    except NotNow as reason:
        if plan.state != "ended":
            raise Refused(str(reason)) from reason
        last = plan.changes.select_related("changed_by").filter(about="plan", part="The plan").last()
        who = last.changed_by.name if last and last.changed_by else "Somebody"
        when = moment(last.changed_at) if last else f"on {day(plan.ended_on)}"
        raise Refused(f"{who} ended this plan {when}, so it cannot be changed any more.") from reason


def enter(act: str, plan: Plan, right: str, by: User, at: datetime, detail: dict[str, object]) -> None:
    """A line in the ledger."""
    record(act=act, by=by, at=at, child=plan.child_id, subject=f"plan:{plan.pk}", right=right, detail=detail)


def day_as_moment(on: date, at: datetime) -> datetime:
    """A moment of a day for the ledger and the clocks: now when it is today, else its noon in London."""
    return at if on == timezone.localdate(at) else datetime.combine(on, time(12), LONDON)


def _concern(plan: Plan, said: ConcernSaid, place: int, by: User) -> Concern:
    if said.concern is not None:
        found = Concern.objects.filter(of_child("child", plan.child_id), pk=said.concern).first()
        if found is None:
            raise Refused("This concern is about another child.")
        return found
    if says_nothing(said.title) and says_nothing(said.need) and says_nothing(said.saw):
        raise Refused("Say what you are worried about, in a few words", "title")
    title = said.title or said.need or said.saw
    return Concern.objects.create(
        child_id=plan.child_id,
        title=kept_line(title if said.title else title[:117] + "…" if len(title) > 120 else title, "title", 120),
        saw=kept_words(said.saw, "saw"),
        saw_source=kept_line(said.saw_source, "saw_source", 200),
        saw_on=said.saw_on,
        need=kept_words(said.need, "need"),
        factor=said.factor,
        came_from=said.came_from,
        assessment_id=plan.assessment_id,
        position=place,
        raised_on=plan.started_on,
        raised_by=by,
    )


def _fitting(child: Person, kind: str, started_on: date, category: str, visit_every: int | None, at: datetime) -> None:
    problems = []
    if kind not in SETS["plan_kind"].codes:
        problems.append(("kind", "Choose what kind of plan it is"))
    if started_on > timezone.localdate(at):
        problems.append(("started_on", f"{day(started_on)} has not come yet"))
    elif child.born_on and started_on < child.born_on:
        problems.append(("started_on", f"{day(started_on)} is before the child was born"))
    elif (timezone.localdate(at) - started_on).days > 366 * 26:
        problems.append(("started_on", f"{day(started_on)} is too long ago for this plan. Check the year"))
    if kind == "child_protection" and category not in SETS["abuse_category"].codes:
        problems.append(("category", "Choose the category of the child protection plan"))
    if visit_every is not None and not 1 <= visit_every <= 60:
        problems.append(("visit_every", "Say the number of working days between visits, from 1 to 60"))
    if problems:
        raise Refused(problems=tuple(problems))


def _start_clocks(plan: Plan, hands: Hands, *, at: datetime) -> None:
    began = day_as_moment(plan.started_on, at)
    of = {"child": plan.child_id, "referral": hands.referral, "team": hands.team, "owner": hands.worker}
    start_visits(plan, at=began, hands=hands)
    if plan.kind == "child_protection":
        deadlines.start("cp_plan_drift", at=began, **of)
    elif not Deadline.objects.filter(
        child=plan.child_id, clock__in=("cin_plan_meeting", "cin_review"), met_at=None, void_at=None
    ).exists():
        deadlines.start("cin_plan_meeting", at=began, **of)


def _close(plan: Plan, reason: str, ended_on: date, words: str, *, at: datetime, by: User | None = None) -> None:
    """Ends a plan that is locked: its outcomes, its clocks, its place as the child's plan."""
    label = SETS["plan_end"].label(reason)
    plan.state, plan.ended_on, plan.end_reason, plan.end_words = "ended", ended_on, reason, words
    plan.version += 1
    plan.save()
    plan.changes.create(
        about="plan", part="The plan", before="Current", after="Ended", because=label, changed_by=by, changed_at=at
    )
    goes_on = reason in ("stepped_up", "stepped_down")
    plan.outcomes.filter(ended_on=None).update(ended_on=ended_on, ended_because=CARRIED if goes_on else ENDED_WITH)
    ended_at = day_as_moment(ended_on, at)
    for clock in CLOSES_WITH.get(plan.kind, ()):
        deadlines.void(clock, f"The plan ended: {label.lower()}.", child=plan.child_id, at=at)
    if plan.kind == "child_protection" and reason == "stepped_down":
        # The least time that help goes on: nobody's task, so nobody's list has it.
        deadlines.start("cp_stepdown_cin", at=ended_at, child=plan.child_id, referral=plan.referral_id)
    elif plan.kind != "child_protection":
        deadlines.meet("cp_stepdown_cin", child=plan.child_id, at=ended_at)
