"""Child protection: strategy discussions, enquiries and conferences that protect in time and say why."""

from __future__ import annotations

from datetime import date

from goldenthread.kernel.standard import Because, Finding, Standard
from goldenthread.rulebook.standards import themes
from goldenthread.rulebook.standards.facts import ActionFacts, AgencyFacts, ConferenceFacts, EnquiryFacts, SeenFacts
from goldenthread.rulebook.standards.judging import (
    NOT_ASKED,
    by,
    days_between,
    decide,
    has_quotation,
    met,
    missing,
    on,
    quote,
    says,
    unmet,
)
from goldenthread.rulebook.text import actions

# Who at least takes part, so that a decision rests on what all three know (Working Together to Safeguard Children).
QUORUM = ("social_care", "police", "health")
REPORT_DAYS = 2  # calendar days before a conference by which the family has a report


def _quorate(facts: EnquiryFacts) -> Finding:
    if facts.strategy_on is None:
        return NOT_ASKED
    absent = [agency for agency in QUORUM if agency not in facts.agencies]
    if not absent:
        return met(*(Because(agency, "agencies") for agency in QUORUM))
    if says(facts.absent_because):
        return met(quote(facts.absent_because, "absent_because"))
    return unmet(*(Because(agency.replace("_", " "), "agencies") for agency in absent))


def _strategy_reasoned(facts: EnquiryFacts) -> Finding:
    if not facts.strategy_decision:
        return NOT_ASKED
    return (
        met(quote(facts.strategy_reasons, "strategy_reasons"))
        if says(facts.strategy_reasons, 6)
        else missing("strategy_reasons")
    )


def _strategy_actions(facts: EnquiryFacts) -> Finding:
    bad = []
    for at, one in enumerate(facts.actions):
        fault = actions.unowned(one.text, one.owner, one.owner_is_person) or actions.undated(
            one.text, one.due, one.due_on
        )
        if fault is not None:
            bad.append(quote(one.text, f"actions[{at}]"))
    return decide((quote(one.text, f"actions[{at}]") for at, one in enumerate(facts.actions)), bad)


def _enquiry_seen(facts: EnquiryFacts) -> Finding:
    if facts.concluded_on is None:
        return NOT_ASKED
    for at, one in enumerate(facts.seen):
        if one.seen:
            return met(*([on(one.on, f"seen[{at}].on")] if one.on else []))
    return missing("seen")


def _enquiry_reasoned(facts: EnquiryFacts) -> Finding:
    if not facts.outcome:
        return NOT_ASKED
    return (
        met(quote(facts.outcome_because, "outcome_because"))
        if says(facts.outcome_because, 6)
        else missing("outcome_because")
    )


def _conference_in_time(facts: ConferenceFacts) -> Finding:
    return by(facts.held_on, facts.due_on, "held_on", "due_on")


def _reports_shared(facts: ConferenceFacts) -> Finding:
    if facts.held_on is None:
        return NOT_ASKED
    good, bad = [], []
    for at, one in enumerate(facts.agencies):
        if one.report_sent is not True:
            continue
        early = one.report_shared_on is not None and days_between(one.report_shared_on, facts.held_on) >= REPORT_DAYS
        (good if early else bad).append(Because(one.called, f"agencies[{at}].report_shared_on"))
    return decide(good, bad)


def _agencies_say(facts: ConferenceFacts) -> Finding:
    if facts.held_on is None:
        return NOT_ASKED
    good, bad = [], []
    for at, one in enumerate(facts.agencies):
        if one.attended:
            told = one.view.strip() and says(one.because)
            (good if told else bad).append(Because(one.called, f"agencies[{at}]"))
    return decide(good, bad)


def _dissent(facts: ConferenceFacts) -> Finding:
    dissenting = [(at, one) for at, one in enumerate(facts.agencies) if one.dissents]
    bad = [Because(one.called, f"agencies[{at}]") for at, one in dissenting if not says(one.because)]
    return decide((quote(one.because, f"agencies[{at}].because") for at, one in dissenting), bad)


def _decision(facts: ConferenceFacts) -> Finding:
    if not facts.decision:
        return NOT_ASKED
    if not says(facts.reasons, 8):
        return missing("reasons")
    if facts.decision in ("plan", "plan_continues") and not facts.category:
        return missing("category")
    return met(quote(facts.reasons, "reasons"))


def _child_and_family(facts: ConferenceFacts) -> Finding:
    if facts.held_on is None:
        return NOT_ASKED
    bad = [Because("not recorded", where) for where in ("child_view", "family_view") if not says(getattr(facts, where))]
    return unmet(*bad) if bad else met(quote(facts.child_view, "child_view"))


def _child_quoted(facts: ConferenceFacts) -> Finding:
    if facts.held_on is None or not facts.child_view.strip():
        return NOT_ASKED
    return (met if has_quotation(facts.child_view) else unmet)(quote(facts.child_view, "child_view"))


def _outline(facts: ConferenceFacts) -> Finding:
    if facts.decision != "plan":
        return NOT_ASKED
    if not facts.outline:
        return missing("outline")
    if not says(facts.contingency):
        return missing("contingency")
    bad = [quote(one.text, f"outline[{at}]") for at, one in enumerate(facts.outline) if actions.loose(one.text)]
    return decide((quote(one.text, f"outline[{at}]") for at, one in enumerate(facts.outline)), bad)


def _measured(facts: ConferenceFacts) -> Finding:
    if facts.kind != "review" or facts.held_on is None:
        return NOT_ASKED
    return (
        met(quote(facts.measured_change, "measured_change"))
        if says(facts.measured_change, 6)
        else missing("measured_change")
    )


_HELD = date(2026, 5, 20)
_GP = AgencyFacts(called="GP", attended=True, view="plan", because="Weight has fallen two centiles since March")

STANDARDS: tuple[Standard, ...] = (
    Standard(
        id="child_protection.strategy_quorate",
        sentence="Police, health and social care decided together, or I wrote why one could not.",
        why="Each holds a piece. Without one, the decision rests on what the others happen to know.",
        theme=themes.PROTECTION_LATE,
        area="child_protection",
        reads=EnquiryFacts,
        hint="Who of police, health and social care did not take part, and why?",
        decide=_quorate,
        passing=(EnquiryFacts(strategy_on=_HELD, agencies=("police", "health", "social_care", "school")),),
        failing=(EnquiryFacts(strategy_on=_HELD, agencies=("police", "social_care")),),
    ),
    Standard(
        id="child_protection.strategy_reasoned",
        sentence="We wrote why we decided on an enquiry, or why not.",
        why="A threshold is a judgement; its reason must be open to challenge.",
        theme=themes.OVERSIGHT_WEAK,
        area="child_protection",
        reads=EnquiryFacts,
        hint="Why was this decided? What would have changed it?",
        decide=_strategy_reasoned,
        passing=(
            EnquiryFacts(
                strategy_decision="enquiry",
                strategy_reasons="Three marks in three weeks that nobody explains, in a baby",
            ),
        ),
        failing=(EnquiryFacts(strategy_decision="enquiry", strategy_reasons="Threshold met"),),
    ),
    Standard(
        id="child_protection.strategy_actions",
        sentence="Each thing the strategy discussion asked for has a person and a day.",
        why="An enquiry drifts in its first two days or not at all.",
        theme=themes.PROTECTION_LATE,
        area="child_protection",
        reads=EnquiryFacts,
        hint="Who will do this, and by when?",
        decide=_strategy_actions,
        passing=(EnquiryFacts(actions=(ActionFacts(text="Medical at 2pm", owner="Dr Amin", due_on=_HELD),)),),
        failing=(EnquiryFacts(actions=(ActionFacts(text="Medical to be arranged", owner="Health"),)),),
    ),
    Standard(
        id="child_protection.enquiry_child_seen",
        sentence="The child was seen in the enquiry.",
        why="An enquiry about a child nobody saw has not been made.",
        theme=themes.CHILD_NOT_HEARD,
        area="child_protection",
        reads=EnquiryFacts,
        hint="When was the child seen in this enquiry, and by whom?",
        decide=_enquiry_seen,
        passing=(EnquiryFacts(concluded_on=_HELD, seen=(SeenFacts(seen=True, on=date(2026, 5, 8)),)),),
        failing=(EnquiryFacts(concluded_on=_HELD, seen=(SeenFacts(seen=False),)), EnquiryFacts(concluded_on=_HELD)),
    ),
    Standard(
        id="child_protection.enquiry_reasoned",
        sentence="I wrote why the enquiry ended as it did.",
        why="Half of all enquiries end without a conference. The reason protects the child the next time.",
        theme=themes.OVERSIGHT_WEAK,
        area="child_protection",
        reads=EnquiryFacts,
        hint="Why this outcome? What was found, and what was not?",
        decide=_enquiry_reasoned,
        passing=(
            EnquiryFacts(
                outcome="SERVICES", outcome_because="The medical explains the marks; Mum still needs help at night"
            ),
        ),
        failing=(EnquiryFacts(outcome="NFA", outcome_because="Not substantiated"),),
    ),
    Standard(
        id="child_protection.conference_in_time",
        sentence="The conference was held in its time.",
        why="Until it is held, a child thought to be at risk has no plan.",
        theme=themes.PROTECTION_LATE,
        area="child_protection",
        reads=ConferenceFacts,
        hint="The conference was held after it was due. What kept the child safe meanwhile?",
        decide=_conference_in_time,
        passing=(ConferenceFacts(held_on=_HELD, due_on=date(2026, 5, 22)),),
        failing=(ConferenceFacts(held_on=_HELD, due_on=date(2026, 5, 18)),),
        while_writing=False,
    ),
    Standard(
        id="child_protection.reports_shared",
        sentence="The family had every report at least two days before.",
        why="Nobody can answer what they read in the waiting room.",
        theme=themes.PROTECTION_LATE,
        area="child_protection",
        reads=ConferenceFacts,
        hint="When did the family have this report?",
        decide=_reports_shared,
        passing=(
            ConferenceFacts(
                held_on=_HELD,
                agencies=(AgencyFacts(called="School", report_sent=True, report_shared_on=date(2026, 5, 17)),),
            ),
        ),
        failing=(
            ConferenceFacts(
                held_on=_HELD, agencies=(AgencyFacts(called="School", report_sent=True, report_shared_on=_HELD),)
            ),
        ),
    ),
    Standard(
        id="child_protection.agencies_say_why",
        sentence="Each agency that came said what it thinks, and why.",
        why="A round of nods is not a decision of many.",
        theme=themes.PROTECTION_LATE,
        area="child_protection",
        reads=ConferenceFacts,
        hint="What does this agency think, and what does it know that makes it think so?",
        decide=_agencies_say,
        passing=(ConferenceFacts(held_on=_HELD, agencies=(_GP,)),),
        failing=(ConferenceFacts(held_on=_HELD, agencies=(AgencyFacts(called="GP", attended=True, view="plan"),)),),
    ),
    Standard(
        id="child_protection.dissent_explained",
        sentence="Where an agency disagreed, its reason is on the record.",
        why="The one who disagreed may have been right.",
        theme=themes.OVERSIGHT_WEAK,
        area="child_protection",
        reads=ConferenceFacts,
        hint="Why did this agency disagree?",
        decide=_dissent,
        passing=(
            ConferenceFacts(
                agencies=(
                    AgencyFacts(called="Police", dissents=True, because="He has breached bail twice since April"),
                )
            ),
        ),
        failing=(ConferenceFacts(agencies=(AgencyFacts(called="Police", dissents=True),)),),
    ),
    Standard(
        id="child_protection.decision_reasoned",
        sentence="The conference said why there is, or is not, a plan, and for what kind of harm.",
        why="A family must be able to read why.",
        theme=themes.OVERSIGHT_WEAK,
        area="child_protection",
        reads=ConferenceFacts,
        hint="Why was this decided, in words that the family will read?",
        decide=_decision,
        passing=(
            ConferenceFacts(
                decision="plan",
                category="NEG",
                reasons="Maya is left to look after Ben most nights and it has not changed since May",
            ),
        ),
        failing=(
            ConferenceFacts(decision="plan", category="NEG", reasons="Significant harm"),
            ConferenceFacts(
                decision="plan", reasons="Maya is left to look after Ben most nights and nothing has changed"
            ),
        ),
    ),
    Standard(
        id="child_protection.views_heard",
        sentence="The conference heard the child’s view and the family’s.",
        why="What is decided without them is done to them.",
        theme=themes.CHILD_NOT_HEARD,
        area="child_protection",
        reads=ConferenceFacts,
        hint="What did the child want the conference to know? And the parents?",
        decide=_child_and_family,
        passing=(
            ConferenceFacts(
                held_on=_HELD,
                child_view="“I want Mum to be well”",
                family_view="Mum agrees, and is frightened of losing them",
            ),
        ),
        failing=(ConferenceFacts(held_on=_HELD, child_view="Not present"),),
    ),
    Standard(
        id="child_protection.child_quoted",
        sentence="The conference heard the child in the child’s own words.",
        why="A view passed on in our words is ours.",
        theme=themes.CHILD_NOT_HEARD,
        area="child_protection",
        reads=ConferenceFacts,
        hint="What did the child say, in the child’s own words?",
        decide=_child_quoted,
        passing=(ConferenceFacts(held_on=_HELD, child_view="“I want Mum to be well”"),),
        failing=(ConferenceFacts(held_on=_HELD, child_view="The child is happy at home"),),
    ),
    Standard(
        id="child_protection.outline_plan_usable",
        sentence="The outline plan says what will be done from tomorrow, and what if it is not.",
        why="The first ten days are the ones without a core group.",
        theme=themes.PLANS_NOT_SPECIFIC,
        area="child_protection",
        reads=ConferenceFacts,
        hint="What exactly happens from tomorrow, and what if it does not?",
        decide=_outline,
        passing=(
            ConferenceFacts(
                decision="plan",
                outline=(ActionFacts(text="See Maya alone at school on Friday 22 May"),),
                contingency="If Mum is drinking when we come, the children go to Nan and we meet next day",
            ),
        ),
        failing=(
            ConferenceFacts(
                decision="plan",
                outline=(ActionFacts(text="Engage with services"),),
                contingency="Legal advice if no change",
            ),
            ConferenceFacts(decision="plan"),
        ),
    ),
    Standard(
        id="child_protection.review_measures_change",
        sentence="The review conference began with what has changed since the last.",
        why="Without it, plans last because they lasted.",
        theme=themes.PLANS_NOT_USED,
        area="child_protection",
        reads=ConferenceFacts,
        hint="What has changed for the child since the last conference, and what shows it?",
        decide=_measured,
        passing=(
            ConferenceFacts(
                kind="review", held_on=_HELD, measured_change="School from 7 days in 10 to 9; no police since April"
            ),
        ),
        failing=(ConferenceFacts(kind="review", held_on=_HELD, measured_change="Some progress"),),
    ),
)
