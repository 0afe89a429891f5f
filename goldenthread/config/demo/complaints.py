"""What people said of the work in the fictional authority: complaints at each stage, one that changed something,
compliments, allegations that few can read, and what two learning reviews found. Told by the operations of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goldenthread.access.public import User, find_user
from goldenthread.casework.public.oversight import held_cases
from goldenthread.config.demo.staff_shapes import Staff
from goldenthread.kernel.clock import london_date
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
    close_complaint,
    complaint_shown,
    extend_stage,
    finish_complaint_action,
    learn_from_complaint,
    record_complaint,
    report_investigation,
    set_complaint_action,
    step_up,
    withdraw_complaint,
)
from goldenthread.quality.public.compliments import ComplimentSaid, learn_from_compliment, record_compliment
from goldenthread.quality.public.learning_reviews import ReviewSaid, enter_review_finding, record_review

LEAST = 100  # children: a smaller authority has no cases that last long enough
MAIL = "thornshire.example"
SETTLED = timedelta(days=115)  # a case that is told of here began before that
WANTED = 6  # children whose families complain

COMPLIMENTS = (
    (
        "parent",
        "She came when she said she would, and she told me what she was going to write before she wrote it.",
        "Say what will be in the report before it is sent: nobody is surprised by it.",
        12,
    ),
    ("child", "She remembered my dog’s name and asked about her.", "", 26),
    (
        "professional",
        "The best prepared core group I have been to this year: one page, three questions, done in forty minutes.",
        "One page and three questions before a core group.",
        40,
    ),
    ("carer", "I rang at five to five on a Friday and somebody rang me back at five.", "", 61),
)


@dataclass(frozen=True, slots=True)
class _People:
    helen: User
    anita: User
    priya: User
    tom: User
    margaret: User
    catherine: User
    door: User


def tell_complaints(*, staff: Staff, children: int, now: datetime) -> None:
    """Tells it all, at moments that have passed."""
    if children < LEAST:
        return
    names = ("helen.marsh", "anita.rao", "priya.nair", "tom.ashby", "margaret.osei", "catherine.booth", "daniel.okafor")
    found = [find_user(email=f"{name}@{MAIL}") for name in names]
    team = staff.teams[0].key
    if any(one is None for one in found):
        return
    people = _People(*found)  # type: ignore[arg-type] -- none of them is missing
    cases = held_cases(act="complaint.answer", reader=people.helen, before=now - SETTLED, at=now)
    # The families that are told by name were the first: they keep their own story.
    held = [one.child for one in reversed(cases) if one.team == team and one.given][:WANTED]
    if len(held) < WANTED:
        return
    _upheld(people, team, held[0], now)
    _others(people, team, held, now)
    _compliments(people, now)
    _allegations(people, now)
    _reviews(people, now)


def _on(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _said(
    people: _People, team: int, at: datetime, points: tuple[tuple[str, str], ...], **more: object
) -> ComplaintSaid:
    values: dict[str, object] = {
        "complainant": "parent",
        "complainant_name": "The mother, by telephone",
        "channel": "phone",
        "advocate": "declined",
        "child_agrees": "yes",
        "team": team,
        "desired": "Somebody says sorry, and it does not happen to the next family.",
        "received_on": london_date(at),
        "owner": people.helen.pk,
        "points": points,
    }
    return ComplaintSaid(**(values | more))  # type: ignore[arg-type] -- each value fits its field


def _answer(people: _People, key: int, by: User, at: datetime, words: str, came: tuple[tuple[str, str], ...]) -> None:
    shown = complaint_shown(key, reader=by, at=at)
    assert shown is not None
    held = any(outcome in ("upheld", "partly") for outcome, _ in came)
    said = AnswerSaid(
        words=words,
        answered_on=london_date(at),
        outcomes={point.key: one for point, one in zip(shown.points, came, strict=True)},
        remedy=("apology", "practice") if held else (),
    )
    answer_complaint(complaint=key, said=said, by=by, at=at)


def _upheld(people: _People, team: int, child: int, now: datetime) -> None:
    """Answered late at stage 1, taken further, investigated, upheld, acted on, and learned from."""
    at = _on(now, 110)
    points = (
        ("communication", "I rang nine times in May and nobody rang me back. Then there was a meeting without me."),
        ("assessment", "The report says I “minimise”. I said I was scared, and nobody wrote that down."),
    )
    key = record_complaint(children=[child], said=_said(people, team, at, points), by=people.door, at=at)
    late = _on(now, 90)
    came = (
        ("not_upheld", "Our notes show two calls, and both were rung back."),
        ("not_upheld", "The word is the professional view of the worker."),
    )
    _answer(people, key, people.helen, late, "We looked at our notes of May, and we do not agree.", came)
    asked = _on(now, 84)
    step_up(
        complaint=key,
        stage="2",
        asked_on=london_date(asked),
        because="You looked at your notes and not at my phone. I have the bill.",
        owner=people.anita.pk,
        by=people.anita,
        at=asked,
    )
    appoint(
        complaint=key,
        investigator=people.tom.pk,
        investigator_name="",
        independent_name="Gwen Tarrant",
        independent_because="Tom has never worked in the area, and Ms Tarrant is on the county’s list.",
        by=people.anita,
        at=_on(now, 82),
    )
    extend_stage(
        complaint=key,
        because="The telephone records take four weeks. She was told on the same day, and agrees.",
        by=people.anita,
        at=_on(now, 70),
    )
    report = (
        "The bill shows nine calls between 4 and 29 May. Two are in our notes. The team’s number rang out at the front "
        "desk after half past four. On the second point, the visit note has the words “scared of him”, and the "
        "assessment does not."
    )
    report_investigation(
        complaint=key, words=report, reported_on=london_date(_on(now, 36)), by=people.tom, at=_on(now, 36)
    )
    came = (
        ("upheld", "Nine calls, two rung back. The meeting went ahead without asking why she was not there."),
        ("partly", "What she said is in the note and not in the assessment. It has been added, with her words."),
    )
    _answer(people, key, people.anita, _on(now, 33), "You rang nine times. We are sorry.", came)
    first = set_complaint_action(
        complaint=key,
        what="The team’s number goes to a person until six, and every missed call is rung back by the end of the next "
        "day.",
        owner=people.helen.pk,
        due_on=london_date(_on(now, 12)),
        by=people.anita,
        at=_on(now, 33),
    )
    evidence = "Call log of four weeks: 61 missed calls, 58 rung back by the end of the next day."
    finish_complaint_action(action=first, evidence=evidence, by=people.helen, at=_on(now, 10))
    words = "I rang twice myself after five and was rung back both times. I read the log of one week."
    check_complaint_action(action=first, holds=True, words=words, by=people.anita, at=_on(now, 8))
    set_complaint_action(
        complaint=key,
        what="Read the assessment to her before it is shared, and add what she says of it.",
        owner=people.priya.pk,
        due_on=london_date(now + timedelta(days=9)),
        by=people.anita,
        at=_on(now, 33),
    )
    learn_from_complaint(
        complaint=key,
        words="Parents’ own words are left out of assessments when they do not fit the view of the worker.",
        theme="",
        by=people.anita,
        at=_on(now, 30),
    )


def _others(people: _People, team: int, held: list[int], now: datetime) -> None:
    """One of a child who has an advocate, one late, one with more time, one closed, one withdrawn."""
    at = _on(now, 5)
    own = (
        ("changes", "I have had four social workers. Nobody told me the last one was going."),
        ("listened", "I said I want to stay at my school and it is not in the plan."),
    )
    said = _said(
        people,
        team,
        at,
        own,
        complainant="child",
        complainant_name="The young person, with an advocate",
        channel="advocate",
        advocate="accepted",
        advocate_name="Bea Holloway, Thornshire Voices",
        child_agrees="own",
        desired="One social worker who stays, and my school in my plan.",
    )
    record_complaint(children=[held[1]], said=said, by=people.door, at=at)
    at = _on(now, 24)
    points = (("delay", "The support worker was promised in August. It is now months, and there is no date."),)
    said = _said(people, team, at, points, complainant="carer", complainant_name="The grandmother, who cares for him")
    record_complaint(children=[held[2]], said=said, by=people.door, at=at)
    at = _on(now, 16)
    points = (("records", "A letter about us went to our old address, where his father lives."),)
    key = record_complaint(
        children=[held[3]], said=_said(people, team, at, points, channel="email"), by=people.door, at=at
    )
    extend_stage(
        complaint=key,
        because="The post room’s record is with the data protection officer. She was told on the same day.",
        by=people.helen,
        at=_on(now, 6),
    )
    at = _on(now, 58)
    points = (("decision", "You closed the case and I did not want you to."),)
    key = record_complaint(children=[held[4]], said=_said(people, team, at, points), by=people.door, at=at)
    reason = "The decision was right, and it was explained on paper. It was not explained to her face."
    _answer(people, key, people.helen, _on(now, 48), "Helen went to see her to explain it.", (("not_upheld", reason),))
    close_complaint(complaint=key, because="She is content with the explanation.", by=people.helen, at=_on(now, 20))
    at = _on(now, 44)
    points = (("conduct", "He was short with me on the phone."),)
    key = record_complaint(children=[held[5]], said=_said(people, team, at, points), by=people.door, at=at)
    words = "“He rang and said sorry, so leave it.” Helen talked with him about the call all the same."
    withdraw_complaint(complaint=key, because=words, by=people.helen, at=_on(now, 40))


def _compliments(people: _People, now: datetime) -> None:
    for place, (said_by, words, learning, days) in enumerate(COMPLIMENTS):
        at = _on(now, days)
        said = ComplimentSaid(
            said_by=said_by,
            words=words,
            said_on=london_date(at),
            worker=(people.priya, people.priya, people.helen, people.door)[place].pk,
            learning=learning,
        )
        key = record_compliment(said=said, by=people.helen if place < 2 else people.anita, at=at)
        if place == 0:
            learn_from_compliment(compliment=key, words=learning, by=people.helen, at=at)


def _allegations(people: _People, now: datetime) -> None:
    """Two, read by two people each: one that goes on, and one that ended without evidence either way."""
    named = {"officer": people.margaret.pk, "second": people.catherine.pk}
    at = _on(now, 13)
    said = AllegationSaid(
        about_name="Rolf Quint",
        job="Football coach",
        setting="voluntary",
        employer="Thornbridge Juniors",
        source="child",
        known_at=at,
        words="A boy of 12 says that the coach writes to him at night and asks him not to tell his mother.",
        criteria=("risk", "suitability"),
        child_words="He is at home with his mother, who knows. He does not go to training.",
        **named,
    )
    key = report_allegation(said=said, by=people.priya, at=at)
    next_day = _on(now, 12)
    consult_officer(
        allegation=key,
        threshold="met",
        because="Messages in secret, at night, to a child whom he trains.",
        advice="Police today. The club stops him, without saying why to the team. A strategy discussion tomorrow.",
        on=london_date(next_day),
        by=people.margaret,
        at=next_day,
    )
    _entry(people, key, "child", "Seen at school with the nurse. He knows that he did nothing wrong.", _on(now, 11))
    _entry(
        people,
        key,
        "strategy",
        "Police have the phone. Other parents are not asked until they say so.",
        _on(now, 11),
        "Police, the club’s welfare officer, school nurse",
        london_date(now + timedelta(days=2)),
    )
    at = _on(now, 150)
    said = AllegationSaid(
        about_name="Oona Brill",
        job="Night worker in a children’s home",
        setting="residential",
        employer="Larkfield Care",
        source="employer",
        known_at=at,
        words="A girl of 14 said that she was pulled by the arm on the stairs.",
        criteria=("harm",),
        child_words="Seen by the nurse the same night: no mark. She stays at the home and asked to.",
        **named,
    )
    key = report_allegation(said=said, by=people.anita, at=at)
    consult_officer(
        allegation=key,
        threshold="met",
        because="She may have been hurt by somebody who looks after her.",
        advice="The worker does not work with children until the evaluation. The home’s camera is kept.",
        on=london_date(at),
        by=people.margaret,
        at=at,
    )
    _entry(people, key, "child", "She saw her own social worker and an advocate the next day.", _on(now, 148))
    record_referral(
        allegation=key,
        to="ofsted",
        made_on=london_date(_on(now, 149)),
        because="The home is registered, and has to say so itself too.",
        by=people.margaret,
        at=_on(now, 148),
    )
    conclude_allegation(
        allegation=key,
        outcome="unsubstantiated",
        because="The camera does not show the stairs. Two accounts, both steady, and nobody else there.",
        told="Each was told in person on the same day. The home changes how stairs are watched at night.",
        on=london_date(_on(now, 96)),
        by=people.margaret,
        at=_on(now, 96),
    )


def _entry(
    people: _People, key: int, kind: str, words: str, at: datetime, there: str = "", again: date | None = None
) -> None:
    record_entry(
        allegation=key,
        kind=kind,
        on=london_date(at),
        words=words,
        people=there,
        next_review_on=again,
        by=people.margaret,
        at=at,
    )


def _reviews(people: _People, now: datetime) -> None:
    """A local review and a rapid one, with what they found."""
    partnership = "Thornshire Safeguarding Children Partnership"
    local = _review(people, "local", "Local review: the family on the river", partnership, now, 400)
    rapid = _review(people, "rapid", "Rapid review, summer 2026", partnership, now, 120)
    for review, polarity, words in (
        (local, "area_for_improvement", "Men in the household are not asked about, seen or checked before decisions."),
        (local, "area_for_improvement", "Each agency held a part of the history, and no chronology put them together."),
        (local, "strength", "The school kept the child’s own words, with dates, for two years."),
        (rapid, "area_for_improvement", "Bruising in babies who do not move is explained without a paediatrician."),
    ):
        enter_review_finding(review=review, words=words, polarity=polarity, theme="", by=people.catherine, at=now)


def _review(people: _People, kind: str, title: str, by_whom: str, now: datetime, days: int) -> int:
    at = _on(now, days)
    said = ReviewSaid(
        kind=kind,
        title=title,
        by_whom=by_whom,
        published_on=london_date(at),
        summary="It asked what each agency knew, when, and what stopped it from being put together.",
    )
    return record_review(said=said, by=people.catherine, at=at)
