"""A family's case from allocation to closing: assessment, enquiry, plans, agreement and closure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from goldenthread.casework.public import bulk
from goldenthread.config.demo.assessing import assess
from goldenthread.config.demo.case import Case, Writer
from goldenthread.config.demo.families import Keys
from goldenthread.config.demo.planning import Plans, plan
from goldenthread.config.demo.protecting import Protected, enquire
from goldenthread.config.demo.staff_shapes import Staff, Told
from goldenthread.config.demo.thread_words import CATEGORY, PROTECTED_FOR, WORDS, themes
from goldenthread.rulebook.forms.closure import CLOSURE

AGREED = 0.05  # ours: share of plans beside which there was a written agreement


def tell_thread(case: Case, told: Told, keys: Keys, chance: Random, now: datetime, staff: Staff) -> None:
    """Tells a case that was placed with a worker, as far as it has come today."""
    write = Writer(case, told, keys, chance, now, staff)
    closes_at_once = case.closed <= case.assessed
    category = CATEGORY.draw(chance)
    protected = Protected()
    about = themes(chance, case.concern)
    if case.enquiry:
        protected = enquire(write, category)
        if protected.conference is not None:
            about = themes(chance, case.concern, category)
    outcome = "close" if closes_at_once else "strategy" if protected.plan_from else "child_in_need"
    assessed = assess(write, about, outcome)
    if closes_at_once or case.assessed >= write.today or case.assessed <= case.placed.date():
        return
    plans: Plans | None = None
    if protected.plan_from is not None:
        ends = min(protected.plan_from + timedelta(days=chance.randint(*PROTECTED_FOR.draw(chance))), case.closed)
        ends = write.working(ends)
        if ends > case.closed:  # nobody works on the day it closes: the plan ended on the last day before it
            ends = write.after(ends, -1)
        steps_down = ends + timedelta(days=30) < case.closed
        plans = plan(
            write,
            "child_protection",
            about,
            protected.plan_from,
            ends,
            conference=protected.conference,
            category=category,
            assessment=assessed.key,
            end_reason="stepped_down" if steps_down else "needs_met",
        )
        if steps_down and ends < write.today:
            plans = plan(write, "child_in_need", about[:2], ends, case.closed, assessment=assessed.key, before=plans)
    elif case.closed > case.assessed + timedelta(days=14):
        plans = plan(write, "child_in_need", about, case.assessed, case.closed, assessment=assessed.key)
    if plans is not None:
        if chance.random() < AGREED and case.family.partners:
            agree(write, plans)
        if case.closed <= write.today:
            _closure(write, plans)


def agree(write: Writer, plans: Plans) -> None:
    """An agreement as it should be: the duties are of whoever poses the risk, and somebody watches."""
    case = write.case
    began = plans.began + timedelta(days=3)
    if began >= write.today:
        return
    expires = began + timedelta(days=84)
    runs = expires > write.today and plans.ends > write.today
    ended = min(expires, plans.ends)
    at = write.moment(write.working(began))
    at = min(at, write.now)
    partner = case.family.partners[-1]
    key = write.add(
        bulk.AgreementRow,
        state="in_force" if runs else "ended",
        risk=f"{partner.given} shouts and breaks things at home, and the children hear it.",
        risk_level="medium",
        why_agreement=f"{partner.given} asks for it himself, it is watched every week, and the plan goes on beside it.",
        domestic_abuse=False,
        we_will="Visit every week, once without warning, and ring the same day if a visit must move.",
        monitored_how="A visit each week, school each Monday, and the neighbour who rings.",
        monitored_by=write.name_of(case.worker),
        monitored_every_days=7,
        if_broken="We meet within 24 hours, and a strategy discussion decides on the next step.",
        child_view=f"{case.children[0][0].given} says: I want him to come when he’s nice.",
        understood="Each said it back in their own words.",
        starts_on=at.date(),
        review_on=at.date() + timedelta(days=28),
        expires_on=expires,
        team_id=case.team.key,
        written_by_id=case.worker,
        written_at=at - timedelta(hours=3),
        approved_by_id=case.team.manager,
        approved_at=at,
        approved_words="Watched by somebody each week; the risk is the adult’s to lower.",
        ended_on=None if runs else ended,
        ended_outcome="" if runs else "kept",
        ended_words="" if runs else "Kept for twelve weeks; the plan carries it now.",
    )
    for child, referral in plans.children:
        write.add(bulk.AgreementChildRow, agreement_id=key, child_id=child.key)
        write.enter("agreement.approve", child.key, f"agreement:{key}", case.team.manager, at)
        reviewed = write.moment(write.working(at.date() + timedelta(days=26)))
        if reviewed <= write.now and reviewed.date() < ended:
            write.start("written_agreement_review", at, child, referral, reviewed, f"agreement:{key}")
        if runs:
            since = reviewed if reviewed <= write.now else at
            write.start("written_agreement_review", since, child, referral, None, f"agreement:{key}")
    for person, risk, duties in (
        (partner, True, "Stay away from the house after 8pm\nGo to the course each Tuesday"),
        (case.family.mother, False, "Ring us when it is not kept"),
    ):
        write.add(
            bulk.AgreementPartyRow,
            agreement_id=key,
            person_id=person.key,
            name=f"{person.given} {person.family}",
            poses_risk=risk,
            duties=duties,
            understood=True,
            agreed_on=at.date(),
        )
    reviewed_on = at + timedelta(days=26)
    if reviewed_on < write.now and reviewed_on.date() < ended:
        write.add(
            bulk.AgreementEntryRow,
            agreement_id=key,
            kind="review",
            happened_at=reviewed_on,
            words="Kept, by three people’s account.",
            recorded_by_id=case.worker,
            recorded_at=reviewed_on,
        )


def _closure(write: Writer, plans: Plans) -> None:
    case = write.case
    agreed = write.moment(case.closed)
    for child, referral in plans.children:
        closure = propose_closure(write, child.key, child.given, referral, plans.keys[child.key], case.closed, agreed)
        write.enter("closure.authorise", child.key, f"closure:{closure}", case.team.manager, agreed)


def propose_closure(
    write: Writer,
    child: int,
    given: str,
    referral: int,
    of_plan: int,
    closes_on: date,
    agreed: datetime | None,
) -> int:
    """A proposal to close, agreed at that instant or still waiting for the manager."""
    case, well = write.case, write.case.well
    names = {"child": given, "mother": write.names["mother"]}
    return write.add(
        bulk.ClosureRow,
        child_id=child,
        referral_id=referral,
        plan_id=of_plan,
        state="authorised" if agreed else "proposed",
        reason="RC7",
        closes_on=closes_on,
        what_changed=WORDS["closure_changed"].format(**names) if well else "Plan completed.",
        evidence=WORDS["closure_evidence"] if well else "",
        rationale="What the plan set out to change has changed, and has held." if well else "Threshold not met.",
        checklist=[
            {
                "key": question.key,
                "asked": question.label,
                "answer": "yes" if well or write.chance.random() < 0.6 else "no",
                "words": "",
            }
            for question in CLOSURE.sections[0].questions
        ],
        who_stays=WORDS["closure_stays"] if well else "Universal services",
        if_it_returns=WORDS["closure_returns"].format(**names) if well else "",
        child_view="Glad, and a bit worried who to ring." if well else "",
        family_view="We can do it now." if well else "",
        step_down_to="early_help" if well else "universal",
        step_down_words="The family worker at school met them on the last visit." if well else "",
        proposed_by_id=case.worker,
        proposed_at=(agreed or write.now) - timedelta(days=1, hours=1),
        authorised_by_id=case.team.manager if agreed else None,
        authorised_at=agreed,
        authorised_words="Seen with the family’s own words. Agreed." if agreed and well else "",
    )
