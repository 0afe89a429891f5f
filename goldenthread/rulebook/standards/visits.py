"""Visits: why we went, who was seen and heard, and what changed."""

from __future__ import annotations

import re
from datetime import date

from goldenthread.kernel.standard import Because, Finding, Standard
from goldenthread.rulebook.standards import themes
from goldenthread.rulebook.standards.assessment import ALONE_FROM, TALKS_FROM
from goldenthread.rulebook.standards.facts import SeenFacts, VisitFacts
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

WRITTEN_WITHIN = 5  # calendar days

_ROUTINE = re.compile(
    r"^(?:(?:a |the )?(?:statutory|routine|planned|announced|unannounced|usual|monthly|weekly|fortnightly|cin|cp|"
    r"home|child in need|child protection|visit|welfare|check(?:ing)? in|catch up|review|see (?:the )?(?:child(?:ren)?|"
    r"family)|update)[ ,.]*)+$",
    re.IGNORECASE,
)


def _purpose(facts: VisitFacts) -> Finding:
    words = facts.purpose.strip()
    if not says(words, 3) or _ROUTINE.match(words):
        return unmet(quote(words or "nothing written", "purpose"))
    return met(quote(words, "purpose"))


def _alone(facts: VisitFacts) -> Finding:
    if not facts.kept:
        return NOT_ASKED
    good, bad = [], []
    for at, one in enumerate(facts.children):
        if one.age_months is not None and one.age_months < ALONE_FROM:
            (good if one.seen else bad).append(Because(one.called or "the child", f"children[{at}].seen"))
        elif one.alone or says(one.not_alone_because, 3):
            good.append(Because(one.called or "the child", f"children[{at}].alone"))
        else:
            bad.append(Because(one.called or "the child", f"children[{at}].alone"))
    return decide(good, bad)


def _quoted(facts: VisitFacts) -> Finding:
    if not facts.kept:
        return NOT_ASKED
    good, bad = [], []
    for at, one in enumerate(facts.children):
        if not one.seen:
            continue
        young = one.age_months is not None and one.age_months < TALKS_FROM
        words = one.words if says(one.words, 2) else one.shown if young or says(one.shown) else ""
        if says(words, 2):
            good.append(quote(words, f"children[{at}].words"))
        else:
            bad.append(Because(one.called or "the child", f"children[{at}].words"))
    return decide(good, bad)


def _bedroom(facts: VisitFacts) -> Finding:
    if not facts.kept:
        return NOT_ASKED
    asked = [(at, one) for at, one in enumerate(facts.children) if one.bedroom_seen is not None]
    bad = [
        Because(one.called or "the child", f"children[{at}].bedroom_seen") for at, one in asked if not one.bedroom_seen
    ]
    return decide((Because(one.called or "the child", f"children[{at}].bedroom_seen") for at, one in asked), bad)


def _changed(facts: VisitFacts) -> Finding:
    if not facts.kept:
        return NOT_ASKED
    return met(quote(facts.what_changed, "what_changed")) if says(facts.what_changed, 5) else missing("what_changed")


def _moves_plan(facts: VisitFacts) -> Finding:
    if not facts.kept or not facts.plan_open:
        return NOT_ASKED
    return (met if facts.outcomes_touched else unmet)(Because(f"{facts.outcomes_touched} outcomes", "outcomes_touched"))


def _in_time(facts: VisitFacts) -> Finding:
    if not facts.kept:
        return NOT_ASKED
    return by(facts.on, facts.due_on, "on", "due_on")


def _failed_followed(facts: VisitFacts) -> Finding:
    if facts.kept is not False:
        return NOT_ASKED
    return met(quote(facts.what_next, "what_next")) if says(facts.what_next) else missing("what_next")


def _written_soon(facts: VisitFacts) -> Finding:
    if facts.on is None or facts.recorded_on is None:
        return NOT_ASKED
    late = days_between(facts.on, facts.recorded_on) > WRITTEN_WITHIN
    return (unmet if late else met)(on(facts.on, "on"), on(facts.recorded_on, "recorded_on"))


def _own_record(facts: VisitFacts) -> Finding:
    if not facts.earlier_record or len(facts.record.split()) < 25:
        return NOT_ASKED
    found = likeness(facts.record, facts.earlier_record)
    if found.copied:
        return unmet(Because(found.passage, "record", found.start, found.end))
    return met(Because(f"{round(found.share * 100)}% the same", "record"))


_ON = date(2026, 4, 14)
_MAYA = SeenFacts(called="Maya", seen=True, alone=True, words="Mum slept all day again", age_months=110)
_RECORD = (
    "Maya opened the door. Mum was asleep on the sofa and woke when I spoke. Maya had made toast for Ben. We walked "
    "to the shop and she told me about the play. Nan came at six and stayed."
)

STANDARDS: tuple[Standard, ...] = (
    Standard(
        id="visit.purpose",
        sentence="I went for a reason, and wrote it.",
        why="A visit to meet a date meets only the date.",
        theme=themes.VISITS_WITHOUT_PURPOSE,
        area="visits",
        reads=VisitFacts,
        hint="What did you go to find out or to do?",
        decide=_purpose,
        passing=(VisitFacts(purpose="See what Maya eats in the evening, and who puts Ben to bed"),),
        failing=(VisitFacts(purpose="Statutory visit"), VisitFacts()),
    ),
    Standard(
        id="visit.child_seen_alone",
        sentence="I saw each child, and alone where old enough, or wrote why not.",
        why="What a child says with a parent in the room is what the parent can hear.",
        theme=themes.CHILD_NOT_HEARD,
        area="visits",
        reads=VisitFacts,
        hint="Was the child seen alone? If not, why not?",
        decide=_alone,
        passing=(VisitFacts(kept=True, children=(_MAYA, SeenFacts(called="Ben", seen=True, age_months=14))),),
        failing=(VisitFacts(kept=True, children=(SeenFacts(called="Maya", seen=True, alone=False, age_months=110),)),),
    ),
    Standard(
        id="visit.child_quoted",
        sentence="I wrote what each child said, in the child’s words, or what a baby showed.",
        why="One sentence of a child’s says more than a page about the child.",
        theme=themes.CHILD_NOT_HEARD,
        area="visits",
        reads=VisitFacts,
        hint="What did the child say, in the child’s own words?",
        decide=_quoted,
        passing=(VisitFacts(kept=True, children=(_MAYA,)),),
        failing=(VisitFacts(kept=True, children=(SeenFacts(called="Maya", seen=True, age_months=110),)),),
    ),
    Standard(
        id="visit.bedroom_seen",
        sentence="I saw where the child sleeps.",
        why="The bedroom is the part of a home that is not tidied for us.",
        theme=themes.CHILD_NOT_HEARD,
        area="visits",
        reads=VisitFacts,
        hint="Where does the child sleep? When was it last seen?",
        decide=_bedroom,
        passing=(VisitFacts(kept=True, children=(SeenFacts(called="Maya", bedroom_seen=True),)),),
        failing=(VisitFacts(kept=True, children=(SeenFacts(called="Maya", bedroom_seen=False),)),),
    ),
    Standard(
        id="visit.what_changed",
        sentence="I wrote what has changed since last time, or that nothing has.",
        why="Visits that each stand alone cannot show drift.",
        theme=themes.VISITS_WITHOUT_PURPOSE,
        area="visits",
        reads=VisitFacts,
        hint="What is different since last time, for the child?",
        decide=_changed,
        passing=(VisitFacts(kept=True, what_changed="Maya has a bed; Mum was asleep at four again"),),
        failing=(VisitFacts(kept=True, what_changed="No change"),),
    ),
    Standard(
        id="visit.moves_the_plan",
        sentence="The visit gave evidence on at least one outcome of the plan.",
        why="A plan is tested at the kitchen table, not at the meeting.",
        theme=themes.PLANS_NOT_USED,
        area="visits",
        reads=VisitFacts,
        hint="Which outcome of the plan did you see something of?",
        decide=_moves_plan,
        passing=(VisitFacts(kept=True, plan_open=True, outcomes_touched=2),),
        failing=(VisitFacts(kept=True, plan_open=True),),
    ),
    Standard(
        id="visit.in_time",
        sentence="I saw the child by the day the plan asks.",
        why="A child whom nobody saw is a child about whom we do not know.",
        theme=themes.CHILD_NOT_HEARD,
        area="visits",
        reads=VisitFacts,
        hint="The child was seen later than the plan asks. What kept the child safe meanwhile?",
        decide=_in_time,
        passing=(VisitFacts(kept=True, on=_ON, due_on=date(2026, 4, 15)),),
        failing=(VisitFacts(kept=True, on=_ON, due_on=date(2026, 4, 10)),),
        while_writing=False,
    ),
    Standard(
        id="visit.failed_followed_up",
        sentence="When nobody was seen, I wrote what I did about it.",
        why="A closed door is news.",
        theme=themes.VISITS_WITHOUT_PURPOSE,
        area="visits",
        reads=VisitFacts,
        hint="Nobody was seen. What did you do next, and when will you try again?",
        decide=_failed_followed,
        passing=(VisitFacts(kept=False, what_next="Rang school: both in. Going again tomorrow at four"),),
        failing=(VisitFacts(kept=False),),
    ),
    Standard(
        id="visit.written_soon",
        sentence="I wrote it up within five days.",
        why="Memory tidies.",
        theme=themes.VISITS_WITHOUT_PURPOSE,
        area="visits",
        reads=VisitFacts,
        hint="This was written more than five days after the visit.",
        decide=_written_soon,
        passing=(VisitFacts(on=_ON, recorded_on=date(2026, 4, 15)),),
        failing=(VisitFacts(on=_ON, recorded_on=date(2026, 4, 29)),),
        while_writing=False,
    ),
    Standard(
        id="visit.own_record",
        sentence="This record is of this visit, not of the last one.",
        why="A copied visit is one nobody can believe.",
        theme=themes.COPIED,
        area="visits",
        reads=VisitFacts,
        hint="Much of this is the same as the last visit’s. What did you see this time?",
        decide=_own_record,
        passing=(
            VisitFacts(
                record=_RECORD,
                earlier_record=(
                    "Mum met me at the gate and said she had been to see Sam. The kitchen was clean. Ben showed me his "
                    "new shoes. Maya was at netball and I saw her at school the next morning before lessons."
                ),
            ),
        ),
        failing=(VisitFacts(record=_RECORD, earlier_record=_RECORD),),
    ),
)
