"""Managers: decisions with reasons, and supervision that challenges and directs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from goldenthread.kernel.standard import Because, Finding, Standard
from goldenthread.rulebook.standards import themes
from goldenthread.rulebook.standards.facts import ActionFacts, DecisionFacts, SupervisionFacts
from goldenthread.rulebook.standards.judging import NOT_ASKED, by, decide, met, missing, quote, says, unmet
from goldenthread.rulebook.text import actions
from goldenthread.rulebook.text.likeness import likeness, most_alike

_ASKING = re.compile(
    r"\?|\b(?:what else|how do we know|who says|why|what would|challeng\w+|alternative|hypothes[ie]s|wonder(?:ed|ing)?|"
    r"evidence (?:for|against|of|that)|instead|over-?optimis\w+|disguised|bias|tested?)\b",
    re.IGNORECASE,
)


def _reasoned(facts: DecisionFacts) -> Finding:
    if not facts.decision and facts.decided_at is None:
        return NOT_ASKED
    if says(facts.rationale, 8):
        return met(quote(facts.rationale, "rationale"))
    return unmet(quote(facts.rationale or "nothing written", "rationale"))


def _grounded(facts: DecisionFacts) -> Finding:
    if not facts.decision:
        return NOT_ASKED
    where = [name for name in ("facts", "risks") if not says(getattr(facts, name), 5)]
    return missing(*where) if where else met(quote(facts.facts, "facts"))


def _decided_in_time(facts: DecisionFacts) -> Finding:
    return by(facts.decided_at, facts.decide_by, "decided_at", "decide_by")


def _recorded_in_time(facts: DecisionFacts) -> Finding:
    return by(facts.recorded_at, facts.record_by, "recorded_at", "record_by")


def _child_in_it(facts: DecisionFacts) -> Finding:
    if not facts.decision:
        return NOT_ASKED
    return met(quote(facts.child_view, "child_view")) if says(facts.child_view) else missing("child_view")


def _new_reason(facts: DecisionFacts) -> Finding:
    if not facts.rationale or not facts.earlier_rationales:
        return NOT_ASKED
    if any(one.split() == facts.rationale.split() for one in facts.earlier_rationales):
        return unmet(quote(facts.rationale, "rationale"))
    found = most_alike(facts.rationale, facts.earlier_rationales)
    return unmet(Because(found.passage, "rationale", found.start, found.end)) if found.copied else met()


def _followed(facts: DecisionFacts) -> Finding:
    if not facts.decision:
        return NOT_ASKED
    if not facts.actions:
        return met(Because("a day to look again", "review_on")) if facts.review_on else missing("actions", "review_on")
    return _owned(facts.actions)


def _owned(given: tuple[ActionFacts, ...]) -> Finding:
    bad = []
    for at, one in enumerate(given):
        fault = (
            actions.loose(one.text)
            or actions.unowned(one.text, one.owner, one.owner_is_person)
            or actions.undated(one.text, one.due, one.due_on)
        )
        if fault is not None:
            bad.append(quote(one.text, f"actions[{at}]"))
    return decide((quote(one.text, f"actions[{at}]") for at, one in enumerate(given)), bad)


def _challenge(facts: SupervisionFacts) -> Finding:
    if facts.held_on is None:
        return NOT_ASKED
    text = facts.challenge or facts.reflection
    if not says(text, 6):
        return missing("challenge")
    match = _ASKING.search(text)
    return met(quote(text, "challenge")) if match else unmet(quote(text, "challenge"))


def _reflection(facts: SupervisionFacts) -> Finding:
    if facts.held_on is None:
        return NOT_ASKED
    return met(quote(facts.reflection, "reflection")) if says(facts.reflection, 10) else missing("reflection")


def _direction(facts: SupervisionFacts) -> Finding:
    if facts.held_on is None:
        return NOT_ASKED
    return _owned(facts.actions) if facts.actions else missing("actions")


def _earlier(facts: SupervisionFacts) -> Finding:
    bad = [
        quote(one.text, f"earlier_actions[{at}]")
        for at, one in enumerate(facts.earlier_actions)
        if one.done_on is None and not says(one.done_evidence, 3)
    ]
    return decide((quote(one.text, f"earlier_actions[{at}]") for at, one in enumerate(facts.earlier_actions)), bad)


def _child_discussed(facts: SupervisionFacts) -> Finding:
    if facts.held_on is None:
        return NOT_ASKED
    return met(quote(facts.child_view, "child_view")) if says(facts.child_view) else missing("child_view")


def _supervised_in_time(facts: SupervisionFacts) -> Finding:
    return by(facts.held_on, facts.due_on, "held_on", "due_on")


def _not_repeated(facts: SupervisionFacts) -> Finding:
    if not facts.earlier_record or len(facts.record.split()) < 25:
        return NOT_ASKED
    found = likeness(facts.record, facts.earlier_record)
    if found.copied:
        return unmet(Because(found.passage, "record", found.start, found.end))
    return met(Because(f"{round(found.share * 100)}% the same", "record"))


_AT = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
_HELD = date(2026, 3, 3)
_WHY = "Two sources say that Mum drinks most nights, and Maya was out until two; a plan by agreement has not held"
_DO = ActionFacts(text="See Maya at school and ask who picks her up", owner="Priya Nair", due_on=date(2026, 3, 6))
_RECORD = (
    "We asked what we would expect to see if Mum had really stopped. Priya has only been at two in the afternoon. She "
    "will go in the evening three times. We wondered whether we like Mum too much to look. Darren is one line."
)

STANDARDS: tuple[Standard, ...] = (
    Standard(
        id="decision.reasoned",
        sentence="I wrote why I decided this, and why now.",
        why="Anyone who reads it later, the child among them, must be able to see why.",
        theme=themes.OVERSIGHT_WEAK,
        area="supervision",
        reads=DecisionFacts,
        hint="Why this, why now, and what did you decide against?",
        decide=_reasoned,
        passing=(DecisionFacts(decision="enquiry", rationale=_WHY),),
        failing=(DecisionFacts(decision="enquiry", rationale="Agreed"), DecisionFacts(decision="no action")),
    ),
    Standard(
        id="decision.grounded",
        sentence="I wrote the facts and the risks it rests on.",
        why="A decision is only as good as what it looked at.",
        theme=themes.OVERSIGHT_WEAK,
        area="supervision",
        reads=DecisionFacts,
        hint="Which facts does it rest on, history among them, and what are the risks?",
        decide=_grounded,
        passing=(
            DecisionFacts(
                decision="enquiry",
                facts="Nan’s count, the police log, and the 2021 assessment",
                risks="Maya alone at night with Ben; men at the house",
            ),
        ),
        failing=(DecisionFacts(decision="enquiry", facts="See case notes"),),
    ),
    Standard(
        id="decision.in_time",
        sentence="I decided within the time allowed.",
        why="While it waits, so does the child.",
        theme=themes.OVERSIGHT_WEAK,
        area="supervision",
        reads=DecisionFacts,
        hint="This was decided after the time allowed. What held it up?",
        decide=_decided_in_time,
        passing=(DecisionFacts(decided_at=_AT, decide_by=_HELD),),
        failing=(DecisionFacts(decided_at=_AT, decide_by=date(2026, 3, 1)),),
        while_writing=False,
    ),
    Standard(
        id="decision.recorded_in_time",
        sentence="I wrote the decision down within a working day of making it.",
        why="Until it is written, nobody else can act on it or ask about it.",
        theme=themes.OVERSIGHT_WEAK,
        area="supervision",
        reads=DecisionFacts,
        hint="This is written down late. Say what held it up, so that nobody has to guess.",
        decide=_recorded_in_time,
        passing=(DecisionFacts(recorded_at=_AT, record_by=_HELD),),
        failing=(DecisionFacts(recorded_at=_AT, record_by=date(2026, 3, 1)),),
    ),
    Standard(
        id="decision.child_in_it",
        sentence="I wrote what the child says, or what the child’s days are like.",
        why="A decision about a child that does not mention the child was about something else.",
        theme=themes.CHILD_NOT_HEARD,
        area="supervision",
        reads=DecisionFacts,
        hint="What does the child say, and what would the child notice?",
        decide=_child_in_it,
        passing=(DecisionFacts(decision="enquiry", child_view="“I stay awake so Ben won’t be scared”"),),
        failing=(DecisionFacts(decision="enquiry"),),
    ),
    Standard(
        id="decision.reason_new",
        sentence="The reason is about this decision, not an earlier one’s again.",
        why="Copied oversight is none.",
        theme=themes.COPIED,
        area="supervision",
        reads=DecisionFacts,
        hint="This reason was used before. What is different now?",
        decide=_new_reason,
        passing=(DecisionFacts(rationale=_WHY, earlier_rationales=("Needs can be met by early help at this time",)),),
        failing=(DecisionFacts(rationale=_WHY, earlier_rationales=(_WHY,)),),
    ),
    Standard(
        id="decision.followed_by_action",
        sentence="I wrote who does what by when, or when I look again.",
        why="A decision that nobody carries out was not one.",
        theme=themes.OVERSIGHT_WEAK,
        area="supervision",
        reads=DecisionFacts,
        hint="Who does what, by when? If nobody, when do you look again?",
        decide=_followed,
        passing=(
            DecisionFacts(decision="enquiry", actions=(_DO,)),
            DecisionFacts(decision="wait", review_on=date(2026, 4, 1)),
        ),
        failing=(
            DecisionFacts(decision="enquiry"),
            DecisionFacts(decision="enquiry", actions=(ActionFacts(text="Monitor", owner="All"),)),
        ),
    ),
    Standard(
        id="supervision.challenge",
        sentence="We asked what else could be true, and how we know.",
        why="Social workers say that they need challenge. Children need them to have it.",
        theme=themes.SUPERVISION_UNCRITICAL,
        area="supervision",
        reads=SupervisionFacts,
        hint="What did you challenge? What else could explain this, and how do we know?",
        decide=_challenge,
        passing=(
            SupervisionFacts(
                held_on=_HELD, challenge="Who says so besides Mum? What would we see if she had not stopped?"
            ),
        ),
        failing=(
            SupervisionFacts(held_on=_HELD, challenge="Case discussed and progress noted by both of us"),
            SupervisionFacts(held_on=_HELD),
        ),
    ),
    Standard(
        id="supervision.reflection",
        sentence="We thought about this child, and wrote what we thought.",
        why="A list of updates is not supervision.",
        theme=themes.SUPERVISION_UNCRITICAL,
        area="supervision",
        reads=SupervisionFacts,
        hint="What do you make of it together? What might you not be seeing?",
        decide=_reflection,
        passing=(
            SupervisionFacts(
                held_on=_HELD,
                reflection="We may like Mum too much to look in the evening, and Maya knows that we leave at four",
            ),
        ),
        failing=(SupervisionFacts(held_on=_HELD, reflection="Visit done. Core group 4 May."),),
    ),
    Standard(
        id="supervision.direction",
        sentence="I left with direction: who does what, by when.",
        why="Direction without a day is encouragement.",
        theme=themes.SUPERVISION_UNCRITICAL,
        area="supervision",
        reads=SupervisionFacts,
        hint="What exactly is to be done next, by whom, by when?",
        decide=_direction,
        passing=(SupervisionFacts(held_on=_HELD, actions=(_DO,)),),
        failing=(
            SupervisionFacts(held_on=_HELD),
            SupervisionFacts(
                held_on=_HELD, actions=(ActionFacts(text="Continue to monitor", owner="SW", due="ongoing"),)
            ),
        ),
    ),
    Standard(
        id="supervision.followed_up",
        sentence="We looked at what was asked last time, and said what became of it.",
        why="What nobody asks about again is not done.",
        theme=themes.SUPERVISION_UNCRITICAL,
        area="supervision",
        reads=SupervisionFacts,
        hint="This was asked for last time. Was it done? If not, why?",
        decide=_earlier,
        passing=(SupervisionFacts(earlier_actions=(ActionFacts(text="See Darren", done_on=date(2026, 2, 20)),)),),
        failing=(SupervisionFacts(earlier_actions=(ActionFacts(text="See Darren"),)),),
    ),
    Standard(
        id="supervision.child_discussed",
        sentence="We talked about the child: seen when, and saying what.",
        why="Supervision about parents leaves the child out twice.",
        theme=themes.CHILD_NOT_HEARD,
        area="supervision",
        reads=SupervisionFacts,
        hint="When was the child last seen, and what did the child say?",
        decide=_child_discussed,
        passing=(
            SupervisionFacts(held_on=_HELD, child_view="Seen on 27 February at school: “it’s fine when Nan’s there”"),
        ),
        failing=(SupervisionFacts(held_on=_HELD),),
    ),
    Standard(
        id="supervision.in_time",
        sentence="This child was talked about in supervision when due.",
        why="Drift begins between supervisions.",
        theme=themes.SUPERVISION_UNCRITICAL,
        area="supervision",
        reads=SupervisionFacts,
        hint="Supervision about this child was later than it should be.",
        decide=_supervised_in_time,
        passing=(SupervisionFacts(held_on=_HELD, due_on=date(2026, 3, 5)),),
        failing=(SupervisionFacts(held_on=_HELD, due_on=date(2026, 2, 20)),),
        while_writing=False,
    ),
    Standard(
        id="supervision.own_record",
        sentence="The record is of this supervision, not the last one’s again.",
        why="Repeated supervision tells an inspector, and a child, that nobody thought.",
        theme=themes.COPIED,
        area="supervision",
        reads=SupervisionFacts,
        hint="Much of this stood in the last record. What is new?",
        decide=_not_repeated,
        passing=(
            SupervisionFacts(
                record=_RECORD,
                earlier_record=(
                    "The first look at this family together. We drew the family tree and found nobody had spoken to "
                    "Darren. Legal advice is not needed yet. Priya asks for help with the chronology by the end of May."
                ),
            ),
        ),
        failing=(SupervisionFacts(record=_RECORD, earlier_record=_RECORD),),
    ),
)
