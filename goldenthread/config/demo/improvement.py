"""How Thornshire answered what it was told: one plan on its way, one closed that holds, one closed that slipped.

The first is measured by a practice standard that Golden Thread counts; the others by counts that people recorded. A
workspace is open to an inspector, the evidence library holds what has run out, and the director has signed a
self-evaluation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goldenthread.access.public import User, add_person_who_signs_in, find_user
from goldenthread.people.public import Person
from goldenthread.quality.public.findings import enter_finding
from goldenthread.quality.public.improvement import (
    ActionSaid,
    MeasureSaid,
    PaperSaid,
    PlanSaid,
    RetestSaid,
    ValueSaid,
    add_improvement_action,
    add_measure,
    check_improvement_action,
    close_improvement,
    findings_to_answer,
    finish_improvement_action,
    record_retest,
    record_value,
    sign_paper,
    start_improvement,
    write_paper,
)
from goldenthread.quality.public.readiness import (
    DocumentSaid,
    WorkspaceSaid,
    add_evidence,
    open_workspace,
    sign_self_evaluation,
    start_self_evaluation,
    write_self_evaluation,
)
from goldenthread.rulebook.rights import Role

MAIL = "thornshire.example"
INSPECTOR = "Eleanor Voss"
LEAST = 100  # children: a smaller authority tells no such story

PLANS = "The precision of children’s plans, including what will happen if change does not come in time."
STRATEGY = "The strategy discussion went ahead without the school nurse, who knew of two earlier injuries."
SUPERVISION = "Four in ten workers had no supervision in the month that we looked at."


@dataclass(frozen=True, slots=True)
class _People:
    director: User
    leader: User
    helen: User
    ruth: User
    auditor: User
    analyst: User
    administrator: User


def tell_improvement(*, children: int, now: datetime, password: str) -> list[dict[str, str]]:
    """Tells the story, through the operations of the pages; returns who signs in besides, for the list of sign-ins."""
    if children < LEAST:
        return []
    who = _People(*(_person(name) for name in _NAMES))
    _open_plan(who, now)
    _held_plan(who, now)
    _slipped_plan(who, now)
    _library(who, now)
    inspector = add_person_who_signs_in(
        email=f"{INSPECTOR.lower().replace(' ', '.')}@{MAIL}",
        name=INSPECTOR,
        role=Role.INSPECTOR,
        job_title="Inspector",
        access_until=_day(now, 30),
        password=password,
        by=who.administrator,
        at=now,
    )
    _workspace(who, inspector, now)
    _self_evaluation(who, now)
    return [{"email": inspector.email, "name": inspector.name, "role": "Inspector"}]


_NAMES = (
    "catherine.booth",
    "anita.rao",
    "helen.marsh",
    "ruth.ellison",
    "tom.ashby",
    "mei.lin.chan",
    "sam.whitworth",
)


def _person(name: str) -> User:
    found = find_user(email=f"{name}@{MAIL}")
    if found is None:
        raise LookupError(f"The demonstration has nobody called {name}")
    return found


def _open_plan(who: _People, now: datetime) -> None:
    """Plans that say what will change: on its way, with a paper to the board."""
    began = now - timedelta(days=250)
    finding = _said_of_plans(who, now, began)
    plan = _plan(
        who,
        began,
        "Plans that say what will change",
        "75 in 100 outcomes in children’s plans can be measured by the end of next March, up from 33 in 100.",
        [finding],
        _day(now, 120),
        who.leader,
    )
    said = MeasureSaid(
        kind="standard",
        of="plan.outcome_measurable",
        baseline="33",
        baseline_on=_day(began, -15),
        baseline_how="40 of 120 plans, read by two auditors",
        target="75",
        by_on=_day(now, 120),
    )
    measure = add_measure(plan=plan, said=said, by=who.leader, at=began)
    for days, met, asked in ((-210, 44, 118), (-180, 48, 121), (-150, 55, 120), (-90, 62, 119), (-60, 66, 122)):
        _value(who, measure, now + timedelta(days=days), met, asked, "Plans of the month, read by two auditors")
    _value(who, measure, now - timedelta(days=20), 72, 124, "Plans of the month, read by two auditors")
    hints = _action(
        who,
        plan,
        began,
        "Put hints beside each outcome while it is written",
        who.helen,
        _day(began, 40),
        "The form itself",
    )
    _done(
        who,
        hints,
        began + timedelta(days=35),
        who.helen,
        "The hints are live for every team since the first week of March.",
    )
    _checked(
        who,
        hints,
        began + timedelta(days=50),
        "I wrote an outcome as a worker of three teams: the hints came each time.",
    )
    _action(
        who,
        plan,
        began,
        "Read two plans a month with each social worker and record what changed in the plan",
        who.helen,
        _day(now, 45),
        "The record of each reading, with the words before and after",
    )
    _action(
        who,
        plan,
        began,
        "Show each team its own share at the monthly meeting",
        who.ruth,
        _day(now, -6),
        "Minutes of the meetings",
    )
    paper = PaperSaid(
        _day(now, -55),
        "Counted: the share rose each month since the hints went live in March. Likely: the hints, as the teams that "
        "opened them first rose first. Training again in 2019 was followed by no change.",
        "Families can tell whether things are getting better. In Skye’s plan “engage with support” became “in school "
        "nine days in ten by half term”, and her mum could say when it was reached.",
        "Helen Marsh reads two plans a month with each worker, from October. Ruth Ellison shows each team its share.",
        "We said the hints would be live by the end of March. They were. The check by managers that we promised in "
        "2022 changed nothing in 61 of 100 plans, and has stopped.",
    )
    signed_at = now - timedelta(days=58)
    key = write_paper(plan=plan, said=paper, by=who.leader, at=signed_at)
    sign_paper(paper=key, by=who.director, at=signed_at + timedelta(hours=3))


def _held_plan(who: _People, now: datetime) -> None:
    """Supervision each month: closed on its evidence in the summer, and holding."""
    began = now - timedelta(days=420)
    finding = _finding(who, "audit", SUPERVISION, _day(now, -480), began)
    plan = _plan(
        who,
        began,
        "Supervision every month for every worker",
        "90 in 100 workers have supervision each month by the end of the year, up from 61 in 100.",
        [finding],
        _day(now, -120),
        who.leader,
    )
    measure = _other(
        who, plan, began, "Workers supervised in the month", "61", "90", _day(now, -120), "HR return of that month"
    )
    action = _action(
        who,
        plan,
        began,
        "Put supervision dates for the year in every calendar",
        who.ruth,
        _day(began, 60),
        "The calendars",
    )
    _done(
        who,
        action,
        began + timedelta(days=52),
        who.ruth,
        "Every worker has twelve dates, with a second manager as cover.",
    )
    _checked(
        who, action, began + timedelta(days=70), "I opened twenty calendars drawn by lot: all twelve dates in each."
    )
    for month, met in enumerate((44, 52, 55, 57, 58, 57, 58, 59)):
        _value(who, measure, began + timedelta(days=60 + 30 * month), met, 62, "Counted from the supervision record")
    retest = RetestSaid(
        (began + timedelta(days=280)).date(),
        "20 records drawn by seed 1184: dated, reflective, with a direction that was followed up.",
        17,
        20,
        14,
    )
    record_retest(plan=plan, said=retest, by=who.auditor, at=began + timedelta(days=280))
    close_improvement(
        plan=plan,
        words="Every worker can say when she is next supervised, and what was asked of her last time was done.",
        by=who.director,
        at=began + timedelta(days=290),
    )
    for days, met in ((310, 58), (340, 57), (370, 59), (400, 58)):
        _value(who, measure, began + timedelta(days=days), met, 62, "Counted from the supervision record")


def _slipped_plan(who: _People, now: datetime) -> None:
    """Health and school in strategy discussions: closed in the spring, reopened by the autumn's counts."""
    began = now - timedelta(days=400)
    finding = _finding(who, "learning_review", STRATEGY, _day(now, -460), began)
    plan = _plan(
        who,
        began,
        "Everybody who knows the child at the strategy discussion",
        "85 in 100 strategy discussions have health and school there by next spring, up from 52 in 100.",
        [finding],
        _day(now, -190),
        who.leader,
    )
    measure = _other(
        who,
        plan,
        began,
        "Strategy discussions with health and school there",
        "52",
        "85",
        _day(now, -190),
        "Audit of 50 strategy discussions",
    )
    action = _action(
        who,
        plan,
        began,
        "Agree one number each for health and school that answers within the hour",
        who.helen,
        _day(began, 45),
        "The agreement, signed by both",
    )
    _done(who, action, began + timedelta(days=44), who.helen, "Both numbers answer since the middle of the month.")
    _checked(
        who, action, began + timedelta(days=48), "I rang both on three days: six answers, the longest after 20 minutes."
    )
    for month, met in enumerate((31, 38, 44, 44, 43)):
        _value(
            who,
            measure,
            began + timedelta(days=60 + 30 * month),
            met,
            50,
            "50 discussions of the month, read by an auditor",
        )
    retest = RetestSaid(
        (began + timedelta(days=185)).date(),
        "40 discussions drawn by seed 2207: health and school there, or asked by telephone.",
        36,
        40,
        31,
    )
    record_retest(plan=plan, said=retest, by=who.auditor, at=began + timedelta(days=185))
    close_improvement(
        plan=plan,
        words="What health and school know is heard before we decide whether a child is at risk.",
        by=who.director,
        at=began + timedelta(days=200),
    )
    for days, met in ((240, 43), (300, 42), (375, 33)):
        _value(who, measure, began + timedelta(days=days), met, 50, "50 discussions of the month, read by an auditor")


def _library(who: _People, now: datetime) -> None:
    """Three documents: one current, one that expires soon, one that has run out."""
    for title, kind, says, owner, added, until, shared in (
        (
            "Quality assurance framework",
            "policy",
            "How we audit, moderate and re-test, and who does it.",
            who.auditor,
            -200,
            165,
            True,
        ),
        (
            "What children told us, summer",
            "survey",
            "118 children and young people on their social worker, in their own words.",
            who.leader,
            -90,
            18,
            True,
        ),
        ("Workforce plan", "plan", "How we recruit and keep social workers.", who.director, -370, -5, False),
    ):
        at = now + timedelta(days=added)
        said = DocumentSaid(title, kind, says, owner.pk, _day(now, until), shared)
        words = f"{title}\n\n{says}\n\nThornshire Council. A made-up document of the demonstration.\n"
        name = f"{title.lower().replace(' ', '-').replace(',', '')}.txt"
        add_evidence(said=said, file=words.encode(), file_name=name, by=owner, at=at)


def _workspace(who: _People, inspector: User, now: datetime) -> None:
    """Open for a fortnight, with the Ashdown children and what the director asked to be looked at."""
    chosen = list(
        Person.objects.filter(kind="child", family_name="Ashdown", merged_into=None)
        .order_by("pk")
        .values_list("pk", flat=True)[:3]
    )
    said = WorkspaceSaid(
        "Focused visit: planning for children in need",
        [inspector.pk],
        dict.fromkeys(chosen, "Plan reviewed three times: did it change anything?"),
        now.date(),
        _day(now, 14),
    )
    open_workspace(said=said, by=who.director, at=now)


def _self_evaluation(who: _People, now: datetime) -> None:
    """Signed last month."""
    at = now - timedelta(days=30)
    key = start_self_evaluation(title=f"Self-evaluation {at.year}", by=who.leader, at=at)
    answers = {
        "known": "Children are seen and seen alone. Plans are better than they were and not yet good: four in ten "
        "outcomes still cannot be measured. Health and school have dropped out of strategy discussions again.",
        "how": "From audits moderated blind, from the standards over every record, from 118 children’s own words, and "
        "from re-tests of what we said we had put right.",
        "next": "Read two plans a month with each worker. Reopen the work on strategy discussions with the integrated "
        "care board. Hold supervision where it is.",
    }
    write_self_evaluation(evaluation=key, answers=answers, by=who.leader, at=at)
    sign_self_evaluation(evaluation=key, by=who.director, at=at + timedelta(hours=4))


def _said_of_plans(who: _People, now: datetime, at: datetime) -> int:
    """What the last inspection said of plans, where it is in the register already."""
    open_ones = [
        one for one in findings_to_answer(reader=who.director) if "plans" in one.words and one.source == "inspection"
    ]
    latest = max(open_ones, key=lambda one: (one.found_on, "precis" in one.words), default=None)
    return latest.key if latest else _finding(who, "inspection", PLANS, _day(now, -365), at)


def _finding(who: _People, source: str, words: str, found_on: date, at: datetime) -> int:
    return enter_finding(
        source=source,
        about="",
        words=words,
        polarity="area_for_improvement",
        themes=None,
        found_on=found_on,
        by=who.director,
        at=at,
    )


def _plan(who: _People, at: datetime, title: str, aim: str, findings: list[int], by_on: date, owner: User) -> int:
    said = PlanSaid(title=title, aim=aim, owner=owner.pk, by_on=by_on, findings=findings)
    return start_improvement(said=said, by=who.director, at=at)


def _other(who: _People, plan: int, at: datetime, title: str, start: str, target: str, by_on: date, how: str) -> int:
    said = MeasureSaid(
        kind="other",
        title=title,
        baseline=start,
        baseline_on=_day(at, -15),
        baseline_how=how,
        target=target,
        by_on=by_on,
    )
    return add_measure(plan=plan, said=said, by=who.leader, at=at)


def _value(who: _People, measure: int, at: datetime, met: int, asked: int, how: str) -> None:
    said = ValueSaid(as_of=at.date(), met=met, asked=asked, how=how)
    record_value(measure=measure, said=said, by=who.analyst, at=at)


def _action(who: _People, plan: int, at: datetime, what: str, owner: User, due_on: date, shown_by: str) -> int:
    said = ActionSaid(what, owner.pk, due_on, shown_by)
    return add_improvement_action(plan=plan, said=said, by=who.leader, at=at)


def _done(who: _People, action: int, at: datetime, by: User, words: str) -> None:
    finish_improvement_action(action=action, done_on=at.date(), words=words, by=by, at=at)


def _checked(who: _People, action: int, at: datetime, words: str) -> None:
    check_improvement_action(action=action, outcome="shown", words=words, by=who.auditor, at=at)


def _day(at: datetime, days: int) -> date:
    return (at + timedelta(days=days)).date()
