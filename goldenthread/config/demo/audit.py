"""What audit found in the fictional authority: two questions asked, answered and asked again, and a month of audits.

One theme was re-tested and closed. The other was not: the sample after a workshop was no better than chance, and the
one after the second action is planned, with what it needs said beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from goldenthread.access.public import User, find_user
from goldenthread.quality.public.audit import (
    GradingSaid,
    RoundSaid,
    agree_grade,
    audit_shown,
    check_action,
    close_audit,
    close_cycle,
    cycle_shown,
    draw_sample,
    finish_action,
    items_of,
    open_cycle,
    plan_retest,
    plan_round,
    raise_concern,
    read_retest,
    round_shown,
    send_grading,
    set_action,
    tool_of,
)

LEAST = 1_000  # children: a smaller authority has too few open cases to draw these samples from
MAIL = "thornshire.example"

TESTED = {
    "met": (
        "Both accounts have a named way to test them, and the worker rang the other parent the same day.",
        "Three evening visits without warning; the nan’s count agrees with what the mother said.",
        "The school was asked about the mornings he missed, and the answer is set against the mother’s.",
        "The GP was asked with consent, and what he said is in the analysis.",
    ),
    "not_met": (
        "“He has not been near the house” is taken on trust. Nothing says how it was checked.",
        "The account of the bruise is written twice, in the same words, and nobody was asked.",
        "The father says he has stopped drinking. No test, no visit in the evening, nobody else asked.",
        "No call-out is read as proof. The child said something else on 10 June.",
    ),
}
STRATEGY = {
    "met": (
        "Held within two working days with police and the school nurse; who was there is recorded.",
        "Police, health and school were on the call, and each said what it knew.",
    ),
    "not_met": (
        "Police and us alone. Health was told by email two days after.",
        "The school, which raised it, was not asked.",
        "No health professional was there, and nobody says why it went ahead.",
    ),
}
WHOLE = {
    "good": "The analysis says what it means for this child, and the plan follows from it.",
    "requires_improvement": "What happened is described well. What it means for the child is left to the reader.",
    "inadequate": "The risk that brought the child to us is not in the analysis at all.",
    "outstanding": "Could be used to teach: the child’s own account drives it from the first page to the last.",
}
REASONS = {
    "good": ("Seen in the visit notes and in the assessment itself.", "Clear, dated, and tested against the school."),
    "requires_improvement": ("Named once and not weighed.", "There in the notes, and missing from the analysis."),
    "inadequate": ("Nothing on record speaks to it.", "Contradicted by the chronology."),
    "outstanding": ("In the child’s own words, with what changed because of them.", "A model for others."),
}


@dataclass(frozen=True, slots=True)
class _People:
    """Who audits, who leads, and who answers for the actions."""

    tom: User
    margaret: User
    anita: User
    helen: User

    @property
    def auditors(self) -> tuple[int, ...]:
        return (self.tom.pk, self.margaret.pk)


def tell_audits(*, children: int, seed: int, now: datetime) -> None:
    """Tells the story of audit by the operations of the pages. Same seed, same children."""
    if children < LEAST:
        return
    found = [find_user(email=f"{name}@{MAIL}") for name in ("tom.ashby", "margaret.osei", "anita.rao", "helen.marsh")]
    if any(one is None for one in found):
        return
    people, chance = _People(*found), Random(f"{seed}:audit")  # type: ignore[arg-type] -- none of them is missing
    _strategy(people, chance, now)
    _tested(people, chance, now)
    _this_month(people, chance, now)


def _strategy(people: _People, chance: Random, now: datetime) -> None:
    """Found, acted on, re-tested and closed: 14 of 40, then 24 of 40."""
    began = now - timedelta(days=240)
    round = _dip(people, "Strategy discussions", "protection", "strategy_quorate", "open", 14, STRATEGY, chance, began)
    cycle = open_cycle(
        round=round,
        question="strategy_quorate",
        title="The right people at strategy discussions",
        words="Strategy discussions are held without health or school: the agencies that see the child are told after.",
        by=people.anita,
        at=began + timedelta(days=12),
    )
    _act(
        people,
        cycle,
        "One number rings police, the duty nurse and the school at once; nobody starts without a reason on record.",
        "30 discussions since the number began: 26 with all three, and a reason on record for the rest.",
        "I listened to two recordings and read ten records: nine had all three.",
        began + timedelta(days=20),
    )
    again = began + timedelta(days=150)
    _retest(people, cycle, "Strategy discussions: re-test", "protection", "strategy_quorate", "open", again)
    _answer_all(people, _under_way(people, cycle, again), 24, STRATEGY, chance, again)
    read_retest(cycle=cycle, by=people.anita, at=again + timedelta(days=12))
    close_cycle(
        cycle=cycle,
        words="Health and school are in the discussion and not told after it. The one number keeps it so, and the duty "
        "manager reads the list each Friday.",
        by=people.anita,
        at=again + timedelta(days=14),
    )


def _tested(people: _People, chance: Random, now: datetime) -> None:
    """Found, a workshop that changed nothing beyond chance, a second action, and the next sample planned."""
    began = now - timedelta(days=300)
    title = "Parents’ explanations"
    round = _dip(people, title, "assessment", "tested", "open", 9, TESTED, chance, began)
    cycle = open_cycle(
        round=round,
        question="tested",
        title="Explanations tested before sign-off",
        words="What parents explain is taken on trust: how it was tested is written for fewer than one in four.",
        by=people.anita,
        at=began + timedelta(days=12),
    )
    _act(
        people,
        cycle,
        "Every team has the workshop on testing what we are told.",
        "All nine teams had it; 61 workers signed in.",
        "The sign-in sheets are all there. They show who came, not what changed.",
        began + timedelta(days=60),
    )
    again = now - timedelta(days=66)
    _retest(people, cycle, f"{title}: after the workshop", "assessment", "tested", "open", again)
    _answer_all(people, _under_way(people, cycle, again), 14, TESTED, chance, again)
    read_retest(cycle=cycle, by=people.anita, at=again + timedelta(days=10))
    _act(
        people,
        cycle,
        "Every account of stopping, leaving or staying away has a named way to test it before sign-off.",
        "22 sign-offs read, 19 with a test named.",
        "I read ten of the 22 myself. Nine name a test, and seven of those were done.",
        again + timedelta(days=20),
    )
    _retest(people, cycle, f"{title}: after the second action", "assessment", "tested", "open", now - timedelta(days=3))


def _this_month(people: _People, chance: Random, now: datetime) -> None:
    """Whole audits, some with a second grade: one to be agreed, one with a concern, one still to do."""
    began = now - timedelta(days=9)
    round = plan_round(
        said=RoundSaid(
            title="Assessments this month",
            tier="3",
            month=began.date(),
            tool="assessment",
            tool_version=1,
            among="assessed",
            how="by_team",
            wanted=12,
            auditors=people.auditors,
            second_percent=30,
        ),
        by=people.anita,
        at=began,
    )
    draw_sample(round=round, by=people.anita, at=began)
    shown = round_shown(round, reader=people.tom, at=now)
    assert shown is not None
    wanted = ["good", "requires_improvement", "good", "inadequate", "good", "requires_improvement", "outstanding"]
    for place, one in enumerate(shown.audits[:10]):
        grade = wanted[place % len(wanted)]
        at = began + timedelta(days=2, hours=place)
        first = people.tom if one.auditor == people.tom.name else people.margaret
        other = people.margaret if first is people.tom else people.tom
        if grade == "inadequate":
            raise_concern(
                audit=one.key,
                words="Nobody has recorded seeing the child since the police were called out.",
                told=people.helen.pk,
                by=first,
                at=now - timedelta(hours=3),
            )
        said = _whole(grade, chance)
        send_grading(audit=one.key, part="first", said=said, by=first, at=at)
        audit = audit_shown(one.key, reader=first, at=at)
        if audit is None or audit.state != "second" or place > 7:
            continue
        differs = place in (0, 6)
        second = "requires_improvement" if grade == "good" and differs else "good" if differs else grade
        send_grading(audit=one.key, part="second", said=_whole(second, chance), by=other, at=at + timedelta(days=1))
        if differs and place == 0:
            agree_grade(
                audit=one.key,
                overall="requires_improvement",
                words="We weigh the account that carries the risk, not the count of accounts.",
                by=first,
                at=at + timedelta(days=2),
            )


def _whole(grade: str, chance: Random) -> GradingSaid:
    items = items_of(tool_of("assessment", 1), "")
    near = {"good": "requires_improvement", "requires_improvement": "good", "outstanding": "good"}
    grades = {}
    for item in items:
        one = grade if chance.random() < 0.7 else near.get(grade, grade)
        grades[item.key] = (one, chance.choice(REASONS[one]))
    return GradingSaid(
        grades=grades,
        overall=grade,
        overall_words=WHOLE[grade],
        safe=grade != "inadequate",
        learning="Bring one account that was tested well to the next practice forum.",
        worker_there=True,
        worker_words="Fair. I took “no call-out” as proof.",
        family_asked="parent",
        family_words="Nobody checked, they just asked me." if grade != "outstanding" else "She listened to all of us.",
    )


def _dip(
    people: _People,
    title: str,
    tool: str,
    question: str,
    among: str,
    met: int,
    words: dict[str, tuple[str, ...]],
    chance: Random,
    at: datetime,
) -> int:
    said = _dip_said(people, title, tool, question, among, at)
    round = plan_round(said=said, by=people.anita, at=at)
    draw_sample(round=round, by=people.anita, at=at)
    _answer_all(people, round, met, words, chance, at)
    return round


def _dip_said(people: _People, title: str, tool: str, question: str, among: str, at: datetime) -> RoundSaid:
    return RoundSaid(
        title=title,
        tier="3",
        month=at.date(),
        tool=tool,
        tool_version=1,
        question=question,
        among=among,
        how="random",
        wanted=40,
        auditors=people.auditors,
        second_percent=0,
    )


def _answer_all(
    people: _People, round: int, met: int, words: dict[str, tuple[str, ...]], chance: Random, at: datetime
) -> None:
    """Answers every child of a dip sample, so many met, and closes it."""
    shown = round_shown(round, reader=people.tom, at=at)
    assert shown is not None
    assert shown.question is not None
    passing = set(chance.sample(range(len(shown.audits)), met))
    for place, one in enumerate(shown.audits):
        by = people.tom if one.auditor == people.tom.name else people.margaret
        answer = "met" if place in passing else "not_met"
        said = GradingSaid(grades={shown.question.key: (answer, chance.choice(words[answer]))})
        on = at + timedelta(days=3, minutes=11 * place)
        send_grading(audit=one.key, part="first", said=said, by=by, at=on)
        close_audit(audit=one.key, by=by, at=on + timedelta(days=4))


def _act(people: _People, cycle: int, what: str, evidence: str, checked: str, at: datetime) -> None:
    action = set_action(
        cycle=cycle, what=what, owner=people.helen.pk, due_on=(at + timedelta(days=21)).date(), by=people.anita, at=at
    )
    finish_action(action=action, evidence=evidence, by=people.helen, at=at + timedelta(days=17))
    check_action(action=action, holds=True, words=checked, by=people.margaret, at=at + timedelta(days=24))


def _retest(people: _People, cycle: int, title: str, tool: str, question: str, among: str, at: datetime) -> None:
    said = replace(_dip_said(people, title, tool, question, among, at), cycle=cycle, not_audited_months=0)
    plan_retest(cycle=cycle, said=said, by=people.anita, at=at)


def _under_way(people: _People, cycle: int, at: datetime) -> int:
    """Draws the sample that was planned for a cycle, and returns its round."""
    shown = cycle_shown(cycle, reader=people.anita)
    assert shown is not None
    assert shown.under_way is not None
    draw_sample(round=shown.under_way, by=people.anita, at=at)
    return shown.under_way
