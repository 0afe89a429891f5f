"""Compliments, complaints and allegations at each step, by the operations of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from goldenthread.access.models import User
from goldenthread.kernel.clock import london_date
from goldenthread.quality.models import Complaint
from goldenthread.quality.public.allegations import (
    AllegationSaid,
    conclude_allegation,
    consult_officer,
    record_entry,
    record_referral,
    report_allegation,
)
from goldenthread.quality.public.complaints import (
    AnswerSaid,
    ComplaintSaid,
    answer_complaint,
    appoint,
    check_complaint_action,
    finish_complaint_action,
    hold_panel,
    record_complaint,
    report_investigation,
    set_complaint_action,
    step_up,
)
from goldenthread.quality.public.compliments import ComplimentSaid, record_compliment
from goldenthread.quality.public.learning_reviews import ReviewSaid, enter_review_finding, record_review
from goldenthread.rulebook.rights import Role
from tests.building.access import a_team, person_who_signs_in
from tests.building.front_door import THURSDAY, Placed, child_at

STEPS = ("recorded", "answered", "stage2", "appointed", "reported", "answered2", "stage3", "panel")


@dataclass(frozen=True)
class Complained:
    """A complaint with who is in it. `answers` has stage 1, `leader` stage 2, `other` stage 3."""

    complaint: int
    child: int
    placed: Placed
    answers: User
    leader: User
    other: User
    officer: User


def complaint_said(team: int, owner: int, at: datetime, **changed: Any) -> ComplaintSaid:
    """A whole complaint of a mother, with two points."""
    whole = ComplaintSaid(
        complainant="parent",
        complainant_name="Stacey Carter",
        reach="07700 900982, after 4pm",
        channel="phone",
        advocate="declined",
        child_agrees="yes",
        team=team,
        desired="Somebody rings me back, and the report says what I said.",
        received_on=london_date(at),
        owner=owner,
        points=(
            ("communication", "I rang nine times in May and nobody rang back."),
            ("assessment", "The report says I was drunk. I was not, and nobody asked me."),
        ),
    )
    return replace(whole, **changed)


def answer_said(complaint: int, at: datetime, outcome: str = "upheld", **changed: Any) -> AnswerSaid:
    """Every point alike, with an apology where something is upheld."""
    points = Complaint.objects.get(pk=complaint).points.values_list("pk", flat=True)
    whole = AnswerSaid(
        words="You rang nine times and we did not ring back. I am sorry.",
        answered_on=london_date(at),
        outcomes={key: (outcome, "The call log shows nine calls and no call back.") for key in points},
        remedy=("apology",) if outcome in ("upheld", "partly") else (),
    )
    return replace(whole, **changed)


def complaint_at(
    step: str = "recorded", *, at: datetime = THURSDAY, people: Mapping[Role, User] | None = None, **changed: Any
) -> Complained:
    """A complaint at one of `STEPS`, received at `at`, a day between the steps."""
    placed = child_at("allocated", at=at - timedelta(hours=2), received_at=at - timedelta(hours=4))
    team = placed.team or a_team("Assessment east")
    held = people or {}
    answers = held.get(Role.SERVICE_MANAGER) or person_who_signs_in(Role.TEAM_MANAGER, team=team)
    leader = held.get(Role.DIRECTOR) or person_who_signs_in(Role.SERVICE_MANAGER)
    other = person_who_signs_in(Role.DIRECTOR)
    officer = held.get(Role.AUDITOR) or person_who_signs_in(Role.AUDITOR)
    said = complaint_said(team.pk, answers.pk, at, **changed)
    taking = placed.writer
    key = record_complaint(children=[placed.child], said=said, by=taking, at=at)
    made = Complained(key, placed.child, placed, answers, leader, other, officer)
    reached = STEPS.index(step)
    if reached >= 1:
        answer_complaint(complaint=key, said=answer_said(key, at, "not_upheld"), by=answers, at=at)
    if reached >= 2:
        step_up(
            complaint=key,
            stage="2",
            asked_on=london_date(at),
            because="You looked at your own records and not at mine.",
            owner=leader.pk,
            by=leader,
            at=at,
        )
    if reached >= 3:
        appoint(
            complaint=key,
            investigator=officer.pk,
            investigator_name="",
            independent_name="Gwen Tarrant",
            independent_because="Neither has worked in the service. Ms Tarrant is from the county’s list.",
            by=leader,
            at=at,
        )
    if reached >= 4:
        report_investigation(
            complaint=key, words="Both points are made out.", reported_on=london_date(at), by=officer, at=at
        )
    if reached >= 5:
        answer_complaint(complaint=key, said=answer_said(key, at), by=leader, at=at)
    if reached >= 6:
        step_up(
            complaint=key,
            stage="3",
            asked_on=london_date(at),
            because="Sorry is not enough.",
            owner=other.pk,
            by=leader,
            at=at,
        )
    if reached >= 7:
        hold_panel(complaint=key, panel_on=london_date(at), people="Ms Tarrant in the chair.", by=leader, at=at)
    return made


def action_of(made: Complained, step: str = "set", *, owner: User, at: datetime = THURSDAY) -> int:
    """An action of a complaint: "set", "done" or "checked"."""
    key = set_complaint_action(
        complaint=made.complaint,
        what="Every missed call is rung back by the end of the next day.",
        owner=owner.pk,
        due_on=london_date(at) + timedelta(days=14),
        by=made.leader,
        at=at,
    )
    if step != "set":
        finish_complaint_action(action=key, evidence="Call log of June: 41 of 43 rung back.", by=owner, at=at)
    if step == "checked":
        check_complaint_action(action=key, holds=True, words="I read 20 of them.", by=made.leader, at=at)
    return key


def allegation_said(officer: int, second: int, at: datetime, **changed: Any) -> AllegationSaid:
    """A whole allegation about somebody from outside."""
    whole = AllegationSaid(
        about_name="Rolf Quint",
        job="Football coach",
        setting="voluntary",
        source="child",
        known_at=at,
        words="He says the coach sends him messages at night.",
        criteria=("suitability",),
        child_words="A boy of 12 at the club. He is not at training and his mother knows.",
        officer=officer,
        second=second,
    )
    return replace(whole, **changed)


@dataclass(frozen=True)
class Alleged:
    """An allegation with who reported it and the two who are named on it."""

    allegation: int
    reporter: User
    officer: User
    second: User


def allegation_at(
    step: str = "reported",
    *,
    at: datetime = THURSDAY,
    officer: User | None = None,
    second: User | None = None,
    reporter: User | None = None,
    **changed: Any,
) -> Alleged:
    """An allegation: "reported", "open" or "concluded"."""
    officer = officer or person_who_signs_in(Role.SERVICE_MANAGER)
    second = second or person_who_signs_in(Role.DIRECTOR)
    reporter = reporter or person_who_signs_in(Role.SOCIAL_WORKER)
    key = report_allegation(said=allegation_said(officer.pk, second.pk, at, **changed), by=reporter, at=at)
    if step != "reported":
        consult_officer(
            allegation=key,
            threshold="met",
            because="Messages at night to a child he coaches.",
            advice="The club stops him today. Police are told. A strategy discussion tomorrow.",
            on=london_date(at),
            by=officer,
            at=at,
        )
    if step == "concluded":
        words = "His mother was rung; he is seen by the school nurse."
        record_entry(allegation=key, kind="child", on=london_date(at), words=words, by=officer, at=at)
        record_referral(
            allegation=key,
            to="dbs",
            made_on=london_date(at),
            because="He was removed from the club.",
            by=officer,
            at=at,
        )
        conclude_allegation(
            allegation=key,
            outcome="substantiated",
            because="The messages were read.",
            told="All were told in person.",
            on=london_date(at),
            by=officer,
            at=at,
        )
    return Alleged(key, reporter, officer, second)


def one_of_each_complaint(people: Mapping[Role, User], at: datetime) -> dict[str, tuple[Any, ...]]:
    """A complaint and an allegation at each step, actions, compliments and a learning review, by people of each role;
    by the words that stand for them in addresses."""
    before = at - timedelta(days=1)
    complaints = [complaint_at(step, at=before, people=people) for step in STEPS]
    answered, worker = complaints[1], people[Role.SOCIAL_WORKER]
    actions = [action_of(answered, step, owner=worker, at=before) for step in ("set", "done", "checked")]
    named = {
        "officer": people[Role.SERVICE_MANAGER],
        "second": people[Role.DIRECTOR],
        "reporter": people[Role.FRONT_DOOR_WORKER],
    }
    allegations = [allegation_at(step, at=before, **named) for step in ("reported", "open", "concluded")]
    praised = [
        record_compliment(
            said=ComplimentSaid(
                said_by="parent",
                words="She listened to me.",
                said_on=london_date(before),
                worker=worker.pk,
                share=share,
            ),
            by=people[Role.SERVICE_MANAGER],
            at=before,
        )
        for share in (True, False)
    ]
    lead = people[Role.DIRECTOR]
    review = record_review(
        said=ReviewSaid(
            kind="rapid",
            title="Rapid review, autumn 2026",
            by_whom="Thornshire Safeguarding Children Partnership",
            published_on=london_date(before),
            summary="A baby hurt at home while three agencies each held a part of the picture.",
        ),
        by=lead,
        at=before,
    )
    enter_review_finding(
        review=review,
        words="Health visitors were not asked before decisions.",
        polarity="area_for_improvement",
        theme="",
        by=lead,
        at=before,
    )
    return {
        "complaint_id": tuple(one.complaint for one in complaints),
        "complaint_action_id": tuple(actions),
        "allegation_id": tuple(one.allegation for one in allegations),
        "compliment_id": tuple(praised),
        "learning_review_id": (review,),
    }
