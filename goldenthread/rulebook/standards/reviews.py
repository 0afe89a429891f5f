"""Core groups, reviews and closure: progress judged, the plan moved, and work ended on what changed."""

from __future__ import annotations

from datetime import date

from goldenthread.kernel.standard import Because, Finding, Standard
from goldenthread.rulebook.standards import themes
from goldenthread.rulebook.standards.assessment import ALONE_FROM
from goldenthread.rulebook.standards.facts import ClosureFacts, ProgressFacts, ReviewFacts
from goldenthread.rulebook.standards.judging import (
    NOT_ASKED,
    by,
    days_between,
    decide,
    met,
    missing,
    on,
    quote,
    says,
    unmet,
)
from goldenthread.rulebook.text.likeness import likeness

SEEN_WITHIN = 28  # calendar days before closing in which the child was last seen
STUCK = frozenset(("same", "worse", "not_started"))


def _judged(facts: ReviewFacts) -> Finding:
    bad = [quote(one.title, f"outcomes[{at}]") for at, one in enumerate(facts.outcomes) if not one.progress]
    return decide((Because(one.progress, f"outcomes[{at}].progress") for at, one in enumerate(facts.outcomes)), bad)


def _shown(facts: ReviewFacts) -> Finding:
    judged = [(at, one) for at, one in enumerate(facts.outcomes) if one.progress and one.progress != "not_started"]
    bad = [quote(one.title, f"outcomes[{at}].evidence") for at, one in judged if not says(one.evidence)]
    return decide((quote(one.evidence, f"outcomes[{at}].evidence") for at, one in judged), bad)


def _moved(facts: ReviewFacts) -> Finding:
    if facts.held_on is None:
        return NOT_ASKED
    if facts.changes:
        return met(Because(f"{facts.changes} changes", "changes"))
    return (
        met(quote(facts.unchanged_because, "unchanged_because"))
        if says(facts.unchanged_because, 5)
        else missing("changes")
    )


def _stuck(facts: ReviewFacts) -> Finding:
    """What has not moved for two reviews changes, or somebody says why not."""
    stuck = [(at, one) for at, one in enumerate(facts.outcomes) if one.progress in STUCK and one.since in STUCK]
    bad = [
        quote(one.title, f"outcomes[{at}]") for at, one in stuck if not one.changed and not says(one.unchanged_because)
    ]
    return decide((quote(one.title, f"outcomes[{at}]") for at, one in stuck), bad)


def _child(facts: ReviewFacts) -> Finding:
    if facts.held_on is None:
        return NOT_ASKED
    return met(quote(facts.child_view, "child_view")) if says(facts.child_view) else missing("child_view")


def _next(facts: ReviewFacts) -> Finding:
    if facts.held_on is None:
        return NOT_ASKED
    return met(on(facts.next_on, "next_on")) if facts.next_on else missing("next_on")


def _in_time(facts: ReviewFacts) -> Finding:
    return by(facts.held_on, facts.due_on, "held_on", "due_on")


def _contingency(facts: ReviewFacts) -> Finding:
    if facts.held_on is None or not any(one.progress in STUCK for one in facts.outcomes):
        return NOT_ASKED
    return (
        met(quote(facts.contingency_weighed, "contingency_weighed"))
        if says(facts.contingency_weighed)
        else missing("contingency_weighed")
    )


def _fresh(facts: ReviewFacts) -> Finding:
    if not facts.earlier_record or len(facts.record.split()) < 25:
        return NOT_ASKED
    found = likeness(facts.record, facts.earlier_record)
    if found.copied:
        return unmet(Because(found.passage, "record", found.start, found.end))
    return met(Because(f"{round(found.share * 100)}% the same", "record"))


def _change_shown(facts: ClosureFacts) -> Finding:
    if not says(facts.what_changed, 5):
        return missing("what_changed")
    return met(quote(facts.evidence, "evidence")) if says(facts.evidence) else missing("evidence")


def _outcomes_reached(facts: ClosureFacts) -> Finding:
    if not facts.outcomes:
        return NOT_ASKED
    left = [one for one in facts.outcomes if one.progress not in ("achieved", "better")]
    if left and not says(facts.rationale, 8):
        return unmet(*(quote(one.title, "outcomes") for one in left))
    return met(*(quote(one.title, "outcomes") for one in facts.outcomes if one not in left))


def _not_on_agreement(facts: ClosureFacts) -> Finding:
    if facts.agreement == "open" or facts.rests_on_agreement:
        return unmet(
            Because("a written agreement is open" if facts.agreement == "open" else "rests on it", "agreement")
        )
    return met()


def _who_stays(facts: ClosureFacts) -> Finding:
    return met(quote(facts.who_stays, "who_stays")) if says(facts.who_stays, 3) else missing("who_stays")


def _if_it_returns(facts: ClosureFacts) -> Finding:
    return (
        met(quote(facts.if_it_returns, "if_it_returns")) if says(facts.if_it_returns, 5) else missing("if_it_returns")
    )


def _closing_views(facts: ClosureFacts) -> Finding:
    where = [name for name in ("child_view", "family_view") if not says(getattr(facts, name), 3)]
    return missing(*where) if where else met(quote(facts.child_view, "child_view"))


def _seen_lately(facts: ClosureFacts) -> Finding:
    if facts.closed_on is None:
        return NOT_ASKED
    alone = facts.age_months is None or facts.age_months >= ALONE_FROM
    last = facts.last_seen_alone_on if alone else facts.last_seen_on
    where = "last_seen_alone_on" if alone else "last_seen_on"
    if last is None:
        return missing(where)
    return (met if days_between(last, facts.closed_on) <= SEEN_WITHIN else unmet)(on(last, where))


_HELD = date(2026, 5, 20)
_SCHOOL = ProgressFacts(
    title="School", progress="better", evidence="By the register, from 7 days in 10 to 9", changed=True
)
_STUCK = ProgressFacts(title="Sober on school nights", progress="same", since="worse")
_RECORD = (
    "School came with the register. Nan had counted the nights. Mum said that Tuesdays are hard because the bus is "
    "late, so Sam will come to the house instead from next week. Maya sent a note and we read it first."
)

STANDARDS: tuple[Standard, ...] = (
    Standard(
        id="review.progress_judged",
        sentence="For each outcome we said: achieved, better, same, worse or not started.",
        why="A review is a judgement of change. A list of who came is not.",
        theme=themes.PLANS_NOT_USED,
        area="reviews",
        reads=ReviewFacts,
        hint="Is it achieved, better, the same, worse or not started?",
        decide=_judged,
        passing=(ReviewFacts(outcomes=(_SCHOOL,)),),
        failing=(ReviewFacts(outcomes=(_SCHOOL, ProgressFacts(title="Bed"))),),
    ),
    Standard(
        id="review.progress_shown",
        sentence="We said what shows it.",
        why="“Better” that nobody saw is hope.",
        theme=themes.PARENTS_NOT_TESTED,
        area="reviews",
        reads=ReviewFacts,
        hint="What shows this progress? Who saw it or counted it?",
        decide=_shown,
        passing=(ReviewFacts(outcomes=(_SCHOOL,)),),
        failing=(ReviewFacts(outcomes=(ProgressFacts(title="School", progress="better", evidence="Mum reports"),)),),
    ),
    Standard(
        id="review.moved_the_plan",
        sentence="The meeting changed the plan, or said why it stands.",
        why="A core group that changes nothing has only met.",
        theme=themes.PLANS_NOT_USED,
        area="reviews",
        reads=ReviewFacts,
        hint="What changes in the plan? If nothing, why does it stand as it is?",
        decide=_moved,
        passing=(
            ReviewFacts(held_on=_HELD, changes=2),
            ReviewFacts(held_on=_HELD, unchanged_because="All four outcomes are better and on their dates"),
        ),
        failing=(ReviewFacts(held_on=_HELD), ReviewFacts(held_on=_HELD, unchanged_because="Continue plan")),
    ),
    Standard(
        id="review.drift_answered",
        sentence="What has not moved for two reviews we changed, or said why we wait.",
        why="Drift is the same action, again.",
        theme=themes.PLANS_NOT_USED,
        area="reviews",
        reads=ReviewFacts,
        hint="This has not got better at two reviews. What will be done otherwise?",
        decide=_stuck,
        passing=(
            ReviewFacts(outcomes=(ProgressFacts(title="Sober", progress="same", since="worse", changed=True),)),
            ReviewFacts(
                outcomes=(
                    ProgressFacts(
                        title="Sober",
                        progress="same",
                        since="same",
                        unchanged_because="The new group began only last Tuesday",
                    ),
                )
            ),
        ),
        failing=(ReviewFacts(outcomes=(_STUCK,)),),
    ),
    Standard(
        id="review.contingency_weighed",
        sentence="Where something is not better, we asked whether the contingency is due.",
        why="A contingency that is never weighed is decoration.",
        theme=themes.NO_CONTINGENCY,
        area="reviews",
        reads=ReviewFacts,
        hint="Something is not better. Is it time for what the plan says happens then?",
        decide=_contingency,
        passing=(
            ReviewFacts(
                held_on=_HELD, outcomes=(_STUCK,), contingency_weighed="Not yet: one more missed Tuesday and we meet"
            ),
        ),
        failing=(ReviewFacts(held_on=_HELD, outcomes=(_STUCK,)),),
    ),
    Standard(
        id="review.child_view",
        sentence="We heard what the child thinks of how it is going.",
        why="The child knows first whether anything has changed.",
        theme=themes.CHILD_NOT_HEARD,
        area="reviews",
        reads=ReviewFacts,
        hint="What does the child say about how it is going?",
        decide=_child,
        passing=(ReviewFacts(held_on=_HELD, child_view="“Mum does my hair again”"),),
        failing=(ReviewFacts(held_on=_HELD),),
    ),
    Standard(
        id="review.next_date",
        sentence="We set the day of the next one.",
        why="A meeting without a next is the last.",
        theme=themes.PLANS_NOT_USED,
        area="reviews",
        reads=ReviewFacts,
        hint="When do you meet next?",
        decide=_next,
        passing=(ReviewFacts(held_on=_HELD, next_on=date(2026, 7, 1)),),
        failing=(ReviewFacts(held_on=_HELD),),
    ),
    Standard(
        id="review.in_time",
        sentence="It was held by its day.",
        why="A plan nobody reviews is a plan nobody follows.",
        theme=themes.PROTECTION_LATE,
        area="reviews",
        reads=ReviewFacts,
        hint="It was held after its day. What was done meanwhile?",
        decide=_in_time,
        passing=(ReviewFacts(held_on=_HELD, due_on=date(2026, 5, 22)),),
        failing=(ReviewFacts(held_on=_HELD, due_on=date(2026, 5, 1)),),
        while_writing=False,
    ),
    Standard(
        id="review.own_record",
        sentence="The record is of this meeting, not the last one’s again.",
        why="Copied minutes say that nothing was learned.",
        theme=themes.COPIED,
        area="reviews",
        reads=ReviewFacts,
        hint="Much of this stood in the last record. What was new this time?",
        decide=_fresh,
        passing=(
            ReviewFacts(
                record=_RECORD,
                earlier_record=(
                    "It was the first time that we all sat together. Darren came, and offered every second weekend. "
                    "The health visitor had weighed Ben on Monday and will do so again before the summer."
                ),
            ),
        ),
        failing=(ReviewFacts(record=_RECORD, earlier_record=_RECORD),),
    ),
    Standard(
        id="closure.change_shown",
        sentence="I wrote what has changed for the child, and what shows it.",
        why="Work ends on change that was seen, not on visits that were made.",
        theme=themes.CLOSED_TOO_SOON,
        area="reviews",
        reads=ClosureFacts,
        hint="What is different for the child now, and what shows it?",
        decide=_change_shown,
        passing=(
            ClosureFacts(
                what_changed="Maya sleeps at home and is in school",
                evidence="Register for the term; Nan’s count of nights",
            ),
        ),
        failing=(ClosureFacts(what_changed="Family have engaged"), ClosureFacts()),
    ),
    Standard(
        id="closure.outcomes_reached",
        sentence="The outcomes are reached, or I wrote why we end without.",
        why="What is left undone comes back.",
        theme=themes.CLOSED_TOO_SOON,
        area="reviews",
        reads=ClosureFacts,
        hint="This outcome is not reached. Why is it right to end now?",
        decide=_outcomes_reached,
        passing=(ClosureFacts(outcomes=(_SCHOOL,)),),
        failing=(ClosureFacts(outcomes=(_STUCK,), rationale="Closing"),),
    ),
    Standard(
        id="closure.not_on_an_agreement",
        sentence="We do not end on the strength of a written agreement.",
        why="Nobody watches an agreement in a closed case.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="reviews",
        reads=ClosureFacts,
        hint="A written agreement is still open. Who would see it broken, once we have gone?",
        decide=_not_on_agreement,
        passing=(ClosureFacts(), ClosureFacts(agreement="ended")),
        failing=(ClosureFacts(agreement="open"), ClosureFacts(rests_on_agreement=True)),
    ),
    Standard(
        id="closure.who_stays",
        sentence="I wrote who stays beside the family.",
        why="The week after we leave is the week it is tested.",
        theme=themes.CLOSED_TOO_SOON,
        area="reviews",
        reads=ClosureFacts,
        hint="Who stays with the family, and whom do they ring?",
        decide=_who_stays,
        passing=(ClosureFacts(who_stays="Mr Obi at school, and Nan"),),
        failing=(ClosureFacts(),),
    ),
    Standard(
        id="closure.if_it_returns",
        sentence="I wrote what would tell us that it is coming back, and what the family will do then.",
        why="Families fall back. Knowing the first sign is half of help.",
        theme=themes.NO_CONTINGENCY,
        area="reviews",
        reads=ClosureFacts,
        hint="What would be the first sign that it is coming back, and who does what then?",
        decide=_if_it_returns,
        passing=(ClosureFacts(if_it_returns="If Maya is late twice in a week Mr Obi rings Nan"),),
        failing=(ClosureFacts(if_it_returns="Re-refer"),),
    ),
    Standard(
        id="closure.views_heard",
        sentence="I asked the child and the family what they think of our going.",
        why="They know what still frightens them.",
        theme=themes.CHILD_NOT_HEARD,
        area="reviews",
        reads=ClosureFacts,
        hint="What do the child and the family think of ending now?",
        decide=_closing_views,
        passing=(
            ClosureFacts(child_view="“You can go, I’ve got Nan”", family_view="Mum is proud, and a little afraid"),
        ),
        failing=(ClosureFacts(child_view="“You can go, I’ve got Nan”"),),
    ),
    Standard(
        id="closure.child_seen_lately",
        sentence="I saw the child, alone where old enough, in the four weeks before we ended.",
        why="The last thing we know should be from the child.",
        theme=themes.CLOSED_TOO_SOON,
        area="reviews",
        reads=ClosureFacts,
        hint="When was the child last seen alone?",
        decide=_seen_lately,
        passing=(ClosureFacts(closed_on=_HELD, last_seen_alone_on=date(2026, 5, 12), age_months=110),),
        failing=(
            ClosureFacts(closed_on=_HELD, last_seen_alone_on=date(2026, 2, 12), age_months=110),
            ClosureFacts(closed_on=_HELD, last_seen_on=date(2026, 5, 12), age_months=110),
        ),
    ),
)
