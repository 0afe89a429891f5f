"""Written agreements: proportionate, watched, reviewed, and never laid on the one who is being hurt."""

from __future__ import annotations

from datetime import date

from goldenthread.kernel.standard import Because, Finding, Standard
from goldenthread.rulebook.standards import themes
from goldenthread.rulebook.standards.facts import AgreementFacts, BreachFacts, PartyFacts
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

LONGEST = 84  # calendar days: twelve weeks, the council's own limit
ANSWER_WITHIN = 1  # calendar days from a breach to our response
LAST_RENEWAL = 3  # the renewal that a head of service must agree


def _risk(facts: AgreementFacts) -> Finding:
    return met(quote(facts.risk, "risk")) if says(facts.risk, 5) else missing("risk")


def _proportionate(facts: AgreementFacts) -> Finding:
    if says(facts.why_proportionate, 8):
        return met(quote(facts.why_proportionate, "why_proportionate"))
    return missing("why_proportionate")


def _duties(facts: AgreementFacts) -> Finding:
    """Blocked where there is domestic abuse and only people who do not pose the risk have promised anything."""
    if not facts.parties:
        return NOT_ASKED
    causing = [(at, one) for at, one in enumerate(facts.parties) if one.poses_risk]
    good = [Because(one.called, f"parties[{at}].duties") for at, one in causing if one.duties]
    if good:
        return met(*good)
    if facts.domestic_abuse or causing:
        others = [(at, one) for at, one in enumerate(facts.parties) if not one.poses_risk and one.duties]
        return unmet(*(Because(one.called, f"parties[{at}].duties") for at, one in others or causing))
    return NOT_ASKED


def _monitored(facts: AgreementFacts) -> Finding:
    where = [name for name in ("monitored_how", "monitored_by") if not getattr(facts, name).strip()]
    if facts.monitored_every_days is None:
        where.append("monitored_every_days")
    return missing(*where) if where else met(quote(facts.monitored_how, "monitored_how"))


def _dated(facts: AgreementFacts) -> Finding:
    if facts.starts_on is None:
        return NOT_ASKED
    if facts.review_on is None or facts.expires_on is None:
        return missing(*(name for name in ("review_on", "expires_on") if getattr(facts, name) is None))
    if days_between(facts.starts_on, facts.expires_on) > LONGEST or facts.review_on > facts.expires_on:
        return unmet(on(facts.review_on, "review_on"), on(facts.expires_on, "expires_on"))
    return met(on(facts.review_on, "review_on"), on(facts.expires_on, "expires_on"))


def _reviewed(facts: AgreementFacts) -> Finding:
    if facts.review_on is None or facts.as_of is None:
        return NOT_ASKED
    if facts.reviewed_on is not None:
        return (met if facts.reviewed_on <= facts.review_on else unmet)(on(facts.reviewed_on, "reviewed_on"))
    closed = facts.ended_on is not None and facts.ended_on <= facts.review_on
    if closed or facts.as_of <= facts.review_on:
        return NOT_ASKED
    return unmet(on(facts.review_on, "review_on"))


def _consequence(facts: AgreementFacts) -> Finding:
    return met(quote(facts.if_broken, "if_broken")) if says(facts.if_broken, 6) else missing("if_broken")


def _our_part(facts: AgreementFacts) -> Finding:
    return met(quote(facts.we_will, "we_will")) if says(facts.we_will, 5) else missing("we_will")


def _understood(facts: AgreementFacts) -> Finding:
    bad = [
        Because(one.called, f"parties[{at}].understood") for at, one in enumerate(facts.parties) if not one.understood
    ]
    return decide((Because(one.called, f"parties[{at}].understood") for at, one in enumerate(facts.parties)), bad)


def _child(facts: AgreementFacts) -> Finding:
    return met(quote(facts.child_view, "child_view")) if says(facts.child_view) else missing("child_view")


def _not_closing(facts: AgreementFacts) -> Finding:
    return unmet(Because("sole reason to close", "sole_reason_to_close")) if facts.sole_reason_to_close else met()


def _renewal(facts: AgreementFacts) -> Finding:
    if not facts.renewal:
        return NOT_ASKED
    times = Because(f"renewal {facts.renewal}", "renewal")
    return unmet(times) if facts.renewal >= LAST_RENEWAL and not facts.head_of_service_agreed else met(times)


def _breach(facts: AgreementFacts) -> Finding:
    good, bad = [], []
    for at, one in enumerate(facts.breaches):
        soon = one.responded_on is not None and days_between(one.on, one.responded_on) <= ANSWER_WITHIN
        (good if soon and says(one.response) else bad).append(on(one.on, f"breaches[{at}].on"))
    return decide(good, bad)


def _approved(facts: AgreementFacts) -> Finding:
    return met(Because("approved", "approved_by")) if facts.approved_by else missing("approved_by")


_START = date(2026, 3, 2)

STANDARDS: tuple[Standard, ...] = (
    Standard(
        id="agreement.risk_stated",
        sentence="The agreement says which risk it is about.",
        why="An agreement about everything keeps nobody safe from anything.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="agreements",
        reads=AgreementFacts,
        hint="Which risk to which child is this agreement about?",
        decide=_risk,
        passing=(AgreementFacts(risk="Lee coming to the house while the order is not served"),),
        failing=(AgreementFacts(risk="Safety"),),
    ),
    Standard(
        id="agreement.proportionate",
        sentence="I wrote why an agreement is enough for this risk, and not a plan or an order.",
        why="Agreements have stood where protection should have.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="agreements",
        reads=AgreementFacts,
        hint="Why is an agreement enough here? What would make a plan or a court order the right step instead?",
        decide=_proportionate,
        passing=(
            AgreementFacts(
                why_proportionate="He has left, has kept to bail for six weeks, and the order is heard on 9 March"
            ),
        ),
        failing=(AgreementFacts(why_proportionate="Parents agree"),),
    ),
    Standard(
        id="agreement.duties_on_who_harms",
        sentence="The person who poses the risk has promised something too.",
        why="“She will not let him in” makes the person who is hurt answer for the person who hurts.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="agreements",
        reads=AgreementFacts,
        hint="Only the parent who is not the risk has duties here. What must the person who poses it do?",
        decide=_duties,
        passing=(
            AgreementFacts(
                domestic_abuse=True,
                parties=(
                    PartyFacts(called="Lee", poses_risk=True, duties=("Stay away from the road and the school",)),
                    PartyFacts(called="Gemma", duties=("Ring 999 if he comes",)),
                ),
            ),
        ),
        failing=(
            AgreementFacts(domestic_abuse=True, parties=(PartyFacts(called="Gemma", duties=("Not let Lee in",)),)),
            AgreementFacts(
                domestic_abuse=True,
                parties=(
                    PartyFacts(called="Lee", poses_risk=True),
                    PartyFacts(called="Gemma", duties=("Not let Lee in",)),
                ),
            ),
        ),
    ),
    Standard(
        id="agreement.monitored",
        sentence="It says how we will know it is kept, who looks, and how often.",
        why="An agreement nobody watches is a piece of paper.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="agreements",
        reads=AgreementFacts,
        hint="How will you know it is kept? Who looks, and how often?",
        decide=_monitored,
        passing=(
            AgreementFacts(
                monitored_how="Visits without warning in the evening", monitored_by="Priya Nair", monitored_every_days=7
            ),
        ),
        failing=(AgreementFacts(monitored_how="Visits"), AgreementFacts()),
    ),
    Standard(
        id="agreement.dated",
        sentence="It has a day of review and a day on which it ends, within twelve weeks.",
        why="Agreements without an end become the case.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="agreements",
        reads=AgreementFacts,
        hint="On which day is it reviewed, and on which does it end?",
        decide=_dated,
        passing=(AgreementFacts(starts_on=_START, review_on=date(2026, 3, 30), expires_on=date(2026, 5, 25)),),
        failing=(
            AgreementFacts(starts_on=_START, expires_on=date(2026, 5, 25)),
            AgreementFacts(starts_on=_START, review_on=date(2026, 3, 30), expires_on=date(2026, 9, 25)),
        ),
    ),
    Standard(
        id="agreement.reviewed",
        sentence="We reviewed it by its day.",
        why="Whether it was kept is only known if somebody asks.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="agreements",
        reads=AgreementFacts,
        hint="The day of review has passed. Has it been kept?",
        decide=_reviewed,
        passing=(AgreementFacts(review_on=date(2026, 3, 30), reviewed_on=date(2026, 3, 27), as_of=date(2026, 4, 1)),),
        failing=(AgreementFacts(review_on=date(2026, 3, 30), as_of=date(2026, 4, 1)),),
        while_writing=False,
    ),
    Standard(
        id="agreement.consequence",
        sentence="It says what happens if it is broken.",
        why="Everyone should know beforehand, and we should do it.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="agreements",
        reads=AgreementFacts,
        hint="What will happen if it is broken?",
        decide=_consequence,
        passing=(AgreementFacts(if_broken="We meet the next working day and take legal advice"),),
        failing=(AgreementFacts(if_broken="Further action"),),
    ),
    Standard(
        id="agreement.our_part",
        sentence="It says what we will do, too.",
        why="A promise by one side is an instruction.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="agreements",
        reads=AgreementFacts,
        hint="What will the council do for its part?",
        decide=_our_part,
        passing=(AgreementFacts(we_will="Fit new locks by Friday and ring each evening"),),
        failing=(AgreementFacts(we_will="Support"),),
    ),
    Standard(
        id="agreement.understood",
        sentence="Each person who signed understood it.",
        why="It may be read out in court. It must have been read at the table.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="agreements",
        reads=AgreementFacts,
        hint="How do you know that this person understood it? Was an interpreter or a reader needed?",
        decide=_understood,
        passing=(AgreementFacts(parties=(PartyFacts(called="Lee", understood=True),)),),
        failing=(AgreementFacts(parties=(PartyFacts(called="Lee"),)),),
    ),
    Standard(
        id="agreement.child_view",
        sentence="I asked what the child thinks of it.",
        why="The child lives in it.",
        theme=themes.CHILD_NOT_HEARD,
        area="agreements",
        reads=AgreementFacts,
        hint="What does the child think of it?",
        decide=_child,
        passing=(AgreementFacts(child_view="“He comes anyway when you’ve gone”"),),
        failing=(AgreementFacts(),),
    ),
    Standard(
        id="agreement.not_why_we_close",
        sentence="We are not closing because there is an agreement.",
        why="Families come back when the only thing that held was a signature.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="agreements",
        reads=AgreementFacts,
        hint="What has changed for the child, besides the agreement?",
        decide=_not_closing,
        passing=(AgreementFacts(),),
        failing=(AgreementFacts(sole_reason_to_close=True),),
    ),
    Standard(
        id="agreement.renewed_with_thought",
        sentence="It was not renewed a third time without the head of service.",
        why="Renewing is what one does when nothing has changed.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="agreements",
        reads=AgreementFacts,
        hint="This is the third renewal. The head of service must agree to it.",
        decide=_renewal,
        passing=(AgreementFacts(renewal=1), AgreementFacts(renewal=3, head_of_service_agreed=True)),
        failing=(AgreementFacts(renewal=3),),
    ),
    Standard(
        id="agreement.breach_answered",
        sentence="When it was broken, we did what we said, by the next day.",
        why="The first breach that nobody answers ends the agreement.",
        theme=themes.AGREEMENTS_OVERUSED,
        area="agreements",
        reads=AgreementFacts,
        hint="It was broken. What was done about it, and when?",
        decide=_breach,
        passing=(
            AgreementFacts(
                breaches=(
                    BreachFacts(
                        on=date(2026, 3, 9),
                        response="Met at the office; legal advice sought",
                        responded_on=date(2026, 3, 10),
                    ),
                )
            ),
        ),
        failing=(AgreementFacts(breaches=(BreachFacts(on=date(2026, 3, 9)),)),),
    ),
    Standard(
        id="agreement.approved",
        sentence="A manager approved it.",
        why="Another pair of eyes asks whether it is enough.",
        theme=themes.OVERSIGHT_WEAK,
        area="agreements",
        reads=AgreementFacts,
        hint="Has a manager approved it?",
        decide=_approved,
        passing=(AgreementFacts(approved_by="9"),),
        failing=(AgreementFacts(),),
        while_writing=False,
    ),
)
