"""Plans: actions and outcomes that can be used, needs that are all answered, and what happens if nothing changes."""

from __future__ import annotations

from datetime import date

from goldenthread.kernel.standard import Because, Finding, Standard
from goldenthread.rulebook.standards import themes
from goldenthread.rulebook.standards.facts import ActionFacts, NeedFacts, OutcomeFacts, PlanFacts
from goldenthread.rulebook.standards.judging import (
    NOT_ASKED,
    days_between,
    decide,
    met,
    missing,
    on,
    quote,
    says,
    unmet,
)
from goldenthread.rulebook.text import actions, outcomes
from goldenthread.rulebook.text.likeness import most_alike
from goldenthread.rulebook.text.reading import reading_age

MOST_ACTIONS = 12
LONGEST_WITHOUT_EVIDENCE = 42  # days: six weeks
OLDEST_READER = 11  # years: what most adults read with ease


def _read(fault: Because | None, *good: Because) -> Finding:
    return unmet(fault) if fault is not None else met(*good)


def _action_specific(facts: ActionFacts) -> Finding:
    return _read(actions.loose(facts.text)) if facts.text.strip() else NOT_ASKED


def _one_owner(facts: ActionFacts) -> Finding:
    fault = actions.unowned(facts.text, facts.owner, facts.owner_is_person)
    return _read(fault, Because(facts.owner.strip(), "owner"))


def _action_dated(facts: ActionFacts) -> Finding:
    fault = actions.undated(facts.text, facts.due, facts.due_on)
    return _read(fault, *([on(facts.due_on, "due_on")] if facts.due_on else []))


def _one_action(facts: ActionFacts) -> Finding:
    return _read(actions.several(facts.text)) if facts.text.strip() else NOT_ASKED


def _outcome_for_child(facts: OutcomeFacts) -> Finding:
    return _read(outcomes.service_not_change(facts.text, facts.child_names)) if facts.text.strip() else NOT_ASKED


def _outcome_measurable(facts: OutcomeFacts) -> Finding:
    if not facts.text.strip():
        return NOT_ASKED
    return _read(outcomes.unmeasured(facts.text, facts.baseline, facts.target, facts.measure))


def _outcome_dated(facts: OutcomeFacts) -> Finding:
    if not facts.text.strip():
        return NOT_ASKED
    return _read(outcomes.undated(facts.text, facts.by, facts.by_on))


def _has_actions(facts: OutcomeFacts) -> Finding:
    if facts.ended_on is not None:
        return NOT_ASKED
    return met(Because(f"{len(facts.actions)} actions", "actions")) if facts.actions else missing("actions")


def _evidence_fresh(facts: OutcomeFacts) -> Finding:
    if facts.as_of is None or facts.started_on is None or facts.ended_on is not None:
        return NOT_ASKED
    since = max(filter(None, (facts.started_on, facts.last_evidence_on)))
    stale = days_between(since, facts.as_of) > LONGEST_WITHOUT_EVIDENCE
    if not stale and facts.last_evidence_on is None:
        return NOT_ASKED
    where = "last_evidence_on" if facts.last_evidence_on else "started_on"
    return (unmet if stale else met)(on(since, where))


def _starts_somewhere(facts: PlanFacts) -> Finding:
    live = _live(facts)
    bad = [quote(one.text, f"outcomes[{at}]") for at, one in live if not (one.baseline.strip() and one.target.strip())]
    return decide((quote(one.baseline, f"outcomes[{at}].baseline") for at, one in live), bad)


def _contingency(facts: PlanFacts) -> Finding:
    if not facts.outcomes:
        return NOT_ASKED
    if not says(facts.contingency):
        return missing("contingency")
    if not facts.contingency_by.strip() and not actions.due_is_firm(facts.contingency):
        return unmet(quote(facts.contingency, "contingency"), Because("no day", "contingency_by"))
    return met(quote(facts.contingency, "contingency"))


def _need_answered(facts: PlanFacts) -> Finding:
    bad = [quote(need.text, f"needs[{at}]") for at, need in enumerate(facts.needs) if need.outcomes == 0]
    return decide((quote(need.text, f"needs[{at}]") for at, need in enumerate(facts.needs)), bad)


def _need_evidenced(facts: PlanFacts) -> Finding:
    bad = [quote(need.text, f"needs[{at}]") for at, need in enumerate(facts.needs) if not says(need.evidence)]
    return decide((quote(need.evidence, f"needs[{at}].evidence") for at, need in enumerate(facts.needs)), bad)


def _history_carried(facts: PlanFacts) -> Finding:
    bad = [Because(title, "live_history") for title in facts.live_history if title not in facts.history_in_needs]
    return decide((Because(title, "history_in_needs") for title in facts.live_history), bad)


def _child_action(facts: PlanFacts) -> Finding:
    everything = [action for _, outcome in _live(facts) for action in outcome.actions]
    if not everything:
        return NOT_ASKED
    for action in everything:
        if action.for_child or any(name and name in action.text for name in facts.child_names):
            return met(quote(action.text, "actions"))
    if all(action.for_child is None for action in everything) and not facts.child_names:
        return NOT_ASKED
    return unmet(*(quote(action.text, "actions") for action in everything[:3]))


def _short_enough(facts: PlanFacts) -> Finding:
    count = sum(1 for _, one in _live(facts) for action in one.actions if action.done_on is None)
    if not facts.outcomes:
        return NOT_ASKED
    return (unmet if count > MOST_ACTIONS else met)(Because(f"{count} actions to do", "actions"))


def _dates_differ(facts: PlanFacts) -> Finding:
    days = [action.due_on for _, one in _live(facts) for action in one.actions if action.due_on and not action.done_on]
    if len(days) < 3:
        return NOT_ASKED
    same = len(set(days)) == 1 and days[0] == facts.next_review_on
    return (unmet if same else met)(on(days[0], "due_on"))


def _copied(facts: PlanFacts, others: tuple[str, ...]) -> Finding:
    text = _text(facts)
    if not others or len(text.split()) < 25:
        return NOT_ASKED
    found = most_alike(text, others, leave_out=facts.child_names)
    if found.copied:
        return unmet(Because(found.passage, "outcomes"), Because(f"{round(found.share * 100)}% the same", "outcomes"))
    return met(Because(f"{round(found.share * 100)}% the same", "outcomes"))


def _not_siblings(facts: PlanFacts) -> Finding:
    return _copied(facts, facts.sibling_texts)


def _not_last_times(facts: PlanFacts) -> Finding:
    return _copied(facts, facts.earlier_texts)


def _family_can_read(facts: PlanFacts) -> Finding:
    age = reading_age(facts.family_text)
    if age is None:
        return NOT_ASKED
    return (unmet if age > OLDEST_READER else met)(Because(f"reading age {age}, by formula", "family_text"))


def _shared(facts: PlanFacts) -> Finding:
    if facts.started_on is None:
        return NOT_ASKED
    return met(on(facts.shared_on, "shared_on")) if facts.shared_on else missing("shared_on")


def _live(facts: PlanFacts) -> list[tuple[int, OutcomeFacts]]:
    return [(at, one) for at, one in enumerate(facts.outcomes) if one.ended_on is None]


def _text(facts: PlanFacts) -> str:
    return "\n".join(part for _, one in _live(facts) for part in (one.text, *(action.text for action in one.actions)))


_GOOD = ActionFacts(
    text="Support Mum to phone the GP on Monday 3 March and write the date in the book",
    owner="Priya Nair",
    due_on=date(2025, 3, 3),
)
_SCHOOL = OutcomeFacts(
    text="Maya is in school 9 days in 10 by 18 December; she was there 7 in 10 in June, by the register",
    baseline="7 days in 10 in June",
    target="9 days in 10",
    measure="The register, each half term",
    by_on=date(2025, 12, 18),
    child_names=("Maya",),
    actions=(_GOOD, ActionFacts(text="Walk Maya to the bus each school day", owner="Nan", for_child=True)),
)
_VAGUE = OutcomeFacts(text="Maya to be safe", child_names=("Maya",), actions=(ActionFacts(text="Engage with support"),))
_PLAN = PlanFacts(outcomes=(_SCHOOL,), child_names=("Maya",))
_LONG = (
    "Maya goes to bed by eight on school nights and wakes in time for breakfast. Mum puts the phone in the kitchen "
    "drawer at seven, and reads with her for ten minutes. Nan comes on Tuesdays."
)

_BEN = (
    "Ben is five and frightened of the dark. He sleeps in his own bed on six nights of seven by May, with the landing "
    "light on, and Dad stays upstairs until he is asleep. Nursery asks him each Monday how he slept."
)
_BEFORE = (
    "At the start Maya was missing breakfast and came to school late on four days of five. We agreed that Nan would "
    "come at seven, and that Mr Obi would ring the same morning if she was not in form."
)

STANDARDS: tuple[Standard, ...] = (
    Standard(
        id="plan.action_specific",
        sentence="I said what will be done, so that anyone could see whether it was.",
        why="“Engage with” and “monitor” cannot be done or missed. A family can only do what they can picture.",
        theme=themes.PLANS_NOT_SPECIFIC,
        area="plans",
        reads=ActionFacts,
        hint="What exactly will be done? Say it so that someone watching could tick it off.",
        decide=_action_specific,
        passing=(_GOOD, ActionFacts(text="Weigh Alfie in clinic and send the centile to Priya the same day")),
        failing=(ActionFacts(text="Engage with CAMHS"), ActionFacts(text="Ring if there are worries, as and when")),
    ),
    Standard(
        id="plan.one_owner",
        sentence="Each action has one person who does it.",
        why="What everybody owns, nobody does. One name can be rung.",
        theme=themes.PLANS_NOT_SPECIFIC,
        area="plans",
        reads=ActionFacts,
        hint="Who will do it? Give one person, by name.",
        decide=_one_owner,
        passing=(_GOOD, ActionFacts(text="Ring the school", owner="Mr Obi, head of year")),
        failing=(
            ActionFacts(text="Ring the school", owner="All professionals"),
            ActionFacts(text="Ring the school", owner="Mum / Dad"),
            ActionFacts(text="Ring the school"),
        ),
    ),
    Standard(
        id="plan.action_dated",
        sentence="Each action has a day by which it is done.",
        why="“Ongoing” and “as soon as possible” are never late, so nobody sees that nothing happened.",
        theme=themes.PLANS_NOT_SPECIFIC,
        area="plans",
        reads=ActionFacts,
        hint="By which day? If it repeats, say on which days and until when.",
        decide=_action_dated,
        passing=(_GOOD, ActionFacts(text="Ring Nan each Sunday until 5 May")),
        failing=(ActionFacts(text="Ring the school", due="ASAP"), ActionFacts(text="Ring the school", due="ongoing")),
    ),
    Standard(
        id="plan.one_action",
        sentence="I wrote one action at a time.",
        why="A list in one line is half done and cannot be ticked.",
        theme=themes.PLANS_NOT_USED,
        area="plans",
        reads=ActionFacts,
        hint="This looks like several actions. Give each its own line, person and day.",
        decide=_one_action,
        passing=(_GOOD,),
        failing=(
            ActionFacts(text="Ring the GP, apply for nursery, clean the kitchen, attend the course and see the school"),
        ),
    ),
    Standard(
        id="plan.outcome_for_child",
        sentence="The outcome is a change for this child, not something an adult attends.",
        why="A finished course is not a safer child. The service is the means; the change is the end.",
        theme=themes.PLANS_FOR_ADULTS,
        area="plans",
        reads=OutcomeFacts,
        hint="That is what a service or an adult does. What will be different for the child?",
        decide=_outcome_for_child,
        passing=(_SCHOOL,),
        failing=(
            OutcomeFacts(text="Mum to attend the parenting course"),
            OutcomeFacts(text="A referral to CAMHS is made"),
        ),
    ),
    Standard(
        id="plan.outcome_measurable",
        sentence="Anyone could say where it began, where it should get to, and how we will know.",
        why="A review can only judge progress on something that can be counted or seen.",
        theme=themes.PLANS_NOT_SPECIFIC,
        area="plans",
        reads=OutcomeFacts,
        hint="How would you know? Say where it is now and where it should be: how often, how many, seen by whom.",
        decide=_outcome_measurable,
        passing=(_SCHOOL,),
        failing=(_VAGUE, OutcomeFacts(text="Improved school attendance")),
    ),
    Standard(
        id="plan.outcome_dated",
        sentence="The outcome has a day by which we expect it.",
        why="Drift is seen only against a day.",
        theme=themes.PLANS_NOT_SPECIFIC,
        area="plans",
        reads=OutcomeFacts,
        hint="By when should this be so?",
        decide=_outcome_dated,
        passing=(_SCHOOL,),
        failing=(OutcomeFacts(text="Maya has her own bed", by="ongoing"), OutcomeFacts(text="Maya has her own bed")),
    ),
    Standard(
        id="plan.outcome_has_actions",
        sentence="Somebody does something for every outcome.",
        why="An outcome that nobody works on is a wish.",
        theme=themes.PLANS_NOT_USED,
        area="plans",
        reads=OutcomeFacts,
        hint="Nobody does anything for this outcome yet. Who will do what?",
        decide=_has_actions,
        passing=(_SCHOOL,),
        failing=(OutcomeFacts(text="Maya is in school 9 days in 10"),),
    ),
    Standard(
        id="plan.evidence_fresh",
        sentence="In the last six weeks someone has written what shows how this outcome is going.",
        why="Without evidence a core group can only talk.",
        theme=themes.PLANS_NOT_USED,
        area="plans",
        reads=OutcomeFacts,
        hint="Nothing has been recorded on this outcome for six weeks. What have you seen?",
        decide=_evidence_fresh,
        passing=(
            OutcomeFacts(
                text="x", started_on=date(2026, 1, 5), last_evidence_on=date(2026, 3, 1), as_of=date(2026, 3, 20)
            ),
        ),
        failing=(
            OutcomeFacts(
                text="x", started_on=date(2026, 1, 5), last_evidence_on=date(2026, 1, 20), as_of=date(2026, 3, 20)
            ),
        ),
        while_writing=False,
    ),
    Standard(
        id="plan.starts_somewhere",
        sentence="Every outcome says where we begin and where we want to be.",
        why="“Better” means nothing without “than what”.",
        theme=themes.PLANS_NOT_SPECIFIC,
        area="plans",
        reads=PlanFacts,
        hint="Say for each outcome where it is now and where it should be.",
        decide=_starts_somewhere,
        passing=(_PLAN,),
        failing=(PlanFacts(outcomes=(_VAGUE,)),),
    ),
    Standard(
        id="plan.contingency",
        sentence="The plan says what happens if this does not work, and when we would decide that.",
        why="Families and workers should know beforehand; otherwise drift decides.",
        theme=themes.NO_CONTINGENCY,
        area="plans",
        reads=PlanFacts,
        hint="What will happen if things do not change, and by which day will that be decided?",
        decide=_contingency,
        passing=(
            PlanFacts(
                outcomes=(_SCHOOL,),
                contingency="If Mum misses two more Tuesdays we meet within two days to decide on legal advice",
                contingency_by="within two days",
            ),
        ),
        failing=(_PLAN, PlanFacts(outcomes=(_SCHOOL,), contingency="Escalate if there is no progress")),
    ),
    Standard(
        id="plan.need_answered",
        sentence="Every need and risk leads to an outcome.",
        why="A risk that nobody acts on is a broken thread.",
        theme=themes.PLANS_NOT_USED,
        area="plans",
        reads=PlanFacts,
        hint="This need or risk has no outcome yet. What should change, or is it no longer one?",
        decide=_need_answered,
        passing=(PlanFacts(needs=(NeedFacts(text="Maya misses school", outcomes=1),)),),
        failing=(PlanFacts(needs=(NeedFacts(text="Maya misses school"),)),),
    ),
    Standard(
        id="plan.need_evidenced",
        sentence="I wrote what shows each need or risk.",
        why="A plan stands on what was seen, so that it can be seen to change.",
        theme=themes.PLANS_NOT_SPECIFIC,
        area="plans",
        reads=PlanFacts,
        hint="What shows this need or risk? Who saw it, and when?",
        decide=_need_evidenced,
        passing=(PlanFacts(needs=(NeedFacts(text="Maya misses school", evidence="Absent 22 days since September"),)),),
        failing=(PlanFacts(needs=(NeedFacts(text="Maya misses school", evidence="As above"),)),),
    ),
    Standard(
        id="plan.history_carried",
        sentence="Every earlier concern that is still live is in the plan.",
        why="What was known before and fell out of the plan is what reviews of serious harm find.",
        theme=themes.HISTORY_NOT_WEIGHED,
        area="plans",
        reads=PlanFacts,
        hint="You wrote that this is still live. Which need in the plan answers it?",
        decide=_history_carried,
        passing=(PlanFacts(live_history=("Police, 2018",), history_in_needs=("Police, 2018",)),),
        failing=(PlanFacts(live_history=("Police, 2018",)),),
    ),
    Standard(
        id="plan.child_action",
        sentence="At least one action is done with or for the child directly.",
        why="Plans that list only what adults attend leave the child’s day as it was.",
        theme=themes.PLANS_FOR_ADULTS,
        area="plans",
        reads=PlanFacts,
        hint="Every action is for an adult. What will someone do with or for the child?",
        decide=_child_action,
        passing=(_PLAN,),
        failing=(PlanFacts(outcomes=(_VAGUE,), child_names=("Maya",)),),
    ),
    Standard(
        id="plan.short_enough",
        sentence="A family could keep this plan in mind.",
        why="Long plans are not used: twelve things to do is the most anyone can hold.",
        theme=themes.PLANS_NOT_USED,
        area="plans",
        reads=PlanFacts,
        hint="There are more than twelve actions to do. Which matter most now?",
        decide=_short_enough,
        passing=(_PLAN,),
        failing=(PlanFacts(outcomes=(OutcomeFacts(text="x", actions=(_GOOD,) * 13),)),),
    ),
    Standard(
        id="plan.dates_differ",
        sentence="Each action has its own day, not the day of the next meeting.",
        why="A plan in which everything is due at the review is a plan nobody dated.",
        theme=themes.PLANS_NOT_SPECIFIC,
        area="plans",
        reads=PlanFacts,
        hint="Every action is due on the day of the review. Which should be done first?",
        decide=_dates_differ,
        passing=(
            PlanFacts(
                outcomes=(
                    OutcomeFacts(
                        text="x",
                        actions=tuple(ActionFacts(text="x", due_on=date(2026, 3, day)) for day in (3, 10, 24)),
                    ),
                ),
                next_review_on=date(2026, 3, 24),
            ),
        ),
        failing=(
            PlanFacts(
                outcomes=(
                    OutcomeFacts(
                        text="x", actions=tuple(ActionFacts(text="x", due_on=date(2026, 3, 24)) for _ in range(3))
                    ),
                ),
                next_review_on=date(2026, 3, 24),
            ),
        ),
    ),
    Standard(
        id="plan.not_siblings",
        sentence="This child’s plan is this child’s, not a sibling’s with the name changed.",
        why="Two children in one home do not have one need.",
        theme=themes.COPIED,
        area="plans",
        reads=PlanFacts,
        hint="Much of this is the same as a sibling’s plan. What is different for this child?",
        decide=_not_siblings,
        passing=(
            PlanFacts(
                outcomes=(OutcomeFacts(text=_LONG),),
                sibling_texts=(_BEN,),
            ),
        ),
        failing=(
            PlanFacts(
                outcomes=(OutcomeFacts(text=_LONG),),
                child_names=("Maya", "Ben"),
                sibling_texts=(_LONG.replace("Maya", "Ben"),),
            ),
        ),
    ),
    Standard(
        id="plan.not_last_times",
        sentence="The plan has changed with the child since the last one.",
        why="A plan copied forward says that nothing was learned.",
        theme=themes.COPIED,
        area="plans",
        reads=PlanFacts,
        hint="Much of this is the same as the last plan. What has changed since?",
        decide=_not_last_times,
        passing=(
            PlanFacts(
                outcomes=(OutcomeFacts(text=_LONG),),
                earlier_texts=(_BEFORE,),
            ),
        ),
        failing=(PlanFacts(outcomes=(OutcomeFacts(text=_LONG),), earlier_texts=(_LONG,)),),
    ),
    Standard(
        id="plan.family_can_read",
        sentence="The family’s copy is in words that most people read with ease.",
        why="A plan that a family cannot read is not theirs.",
        theme=themes.PLANS_NOT_USED,
        area="plans",
        reads=PlanFacts,
        hint="By formula this asks for an older reader. Try shorter sentences and everyday words.",
        decide=_family_can_read,
        passing=(
            PlanFacts(
                family_text="Mum was drinking. We were worried. Nan will come and stay when Mum is not well. " * 2
            ),
        ),
        failing=(
            PlanFacts(
                family_text=(
                    "Multi-agency professionals will collaboratively facilitate proportionate interventions promoting "
                    "sustainable improvements to parental capacity, emotional availability and appropriate supervision."
                )
                * 2
            ),
        ),
    ),
    Standard(
        id="plan.shared",
        sentence="The family has the plan.",
        why="Nobody can keep to a plan they have not been given.",
        theme=themes.PLANS_NOT_USED,
        area="plans",
        reads=PlanFacts,
        hint="When was the plan given to the family?",
        decide=_shared,
        passing=(PlanFacts(started_on=date(2026, 1, 5), shared_on=date(2026, 1, 8)),),
        failing=(PlanFacts(started_on=date(2026, 1, 5)),),
        while_writing=False,
    ),
)
