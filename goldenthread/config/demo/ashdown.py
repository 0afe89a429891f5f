"""The Ashdown family: Skye's plan has seven threads, of which three are broken, two are weak and two hold.

Days are given as they would be if today were 19 November 2026, and move with the day on which it is built.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from random import Random
from typing import Any

from goldenthread.casework.public import bulk
from goldenthread.config.demo.ashdown_plan import CHANGES, CORE_GROUPS, SAID, STRANDS, VISITS
from goldenthread.config.demo.assessing import agency_parts, make_visit
from goldenthread.config.demo.case import Writer
from goldenthread.config.demo.families import SOURCE, Family, named_family
from goldenthread.config.demo.history import Shown, Teller
from goldenthread.config.demo.planning import plan
from goldenthread.kernel.clock import LONDON
from goldenthread.people.public import bulk as people
from goldenthread.rulebook.calendar import WORKING_DAYS

TOLD_ON = date(2026, 11, 19)
_WRITTEN = json.loads(files("goldenthread.config.demo").joinpath("data", "ashdown.json").read_text("utf-8"))


def tell_ashdown(teller: Teller, chance: Random, number: int) -> Family:
    """Tells the family's history to today; returns the family, whose rows the caller writes."""
    today = teller.today

    def on(month: int, day: int) -> date:
        # A day on which people work, whatever today is: no conference was ever held on a Sunday.
        found = today - (TOLD_ON - date(2026, month, day))
        while not WORKING_DAYS.is_working(found):
            found -= timedelta(days=1)
        return found

    def at(month: int, day: int, hour: int = 14) -> datetime:
        return min(datetime.combine(on(month, day), time(hour), LONDON), teller.now)

    family = named_family(
        "Ashdown",
        ("Carly", 33),
        [("Darren", "Poole", 36), ("Lee", "Barrow", 35)],
        [("Skye", "F", date(today.year - 14, 3, 9)), ("Noah", "M", date(today.year - 6, 2, 20))],
        chance,
        teller.keys,
        today,
        teller.now,
        number=number,
    )
    _grandmother(family, teller)
    case = teller.show(family, Shown("parent_substances", on(7, 9), today + timedelta(days=200)), at(5, 12, 10), chance)
    write = Writer(case, teller.told, teller.keys, chance, teller.now, teller.staff)
    write.chair = teller.staff.chairs[0]
    (skye, referral), (noah, _) = case.children
    note = write.add(
        bulk.NoteRow,
        child_id=skye.key,
        kind="information",
        happened_at=at(6, 9) - timedelta(days=5 * 365),
        words="Hospital letter: four teeth taken out under anaesthetic. Two follow-up appointments were missed.",
        written_at=at(6, 9) - timedelta(days=5 * 365 - 1),
        written_by_id=case.worker,
        significant=True,
        meaning="Her teeth hurt for months before anybody took her to a dentist.",
    )
    assessment = _assessment(write, on, at, note)
    conference = _conference(write, on, at)
    key = write.keys.next(bulk.PlanRow)
    _threads(write, key, assessment, note, on, at)
    write.told.rows.append(
        bulk.PlanRow(
            id=key,
            child_id=skye.key,
            referral_id=referral,
            kind="child_protection",
            state="current",
            started_on=on(7, 23),
            assessment_id=assessment,
            conference_id=conference,
            first_category="NEG",
            category="NEG",
            number_of_previous=0,
            contingency="Legal advice, if Skye is harmed or missing overnight before the next review.",
            contingency_by=on(12, 9),
            shared_on=on(8, 6),
            shared_how="Read through at home with Carly and Skye; Nan has a copy",
            worker_id=case.worker,
            made_by_id=write.chair,
            made_at=at(7, 23),
            version=9,
        )
    )
    write.enter("plan.start", skye.key, f"plan:{key}", case.worker, at(7, 23))
    _meetings(write, key, on, at)
    seen = []
    for month, day in VISITS:
        made = at(month, day, 16)
        seen.append(made)
        _visit(write, made, "child_protection", SAID.get((month, day), ""), key)
    for month, day in ((6, 4), (6, 10), (6, 25)):
        _visit(write, at(month, day, 16), "assessment", SAID.get((month, day), ""), None, assessment_id=assessment)
    _chain(write, "cp_visit", "cp_visit", at(7, 23), seen)
    _chain(write, "core_group_first", "core_group_subsequent", at(7, 23), [at(*day) for day in CORE_GROUPS])
    _chain(write, "rcpc_first", "rcpc_subsequent", at(7, 23), [at(10, 14)])
    write.start("cp_plan_drift", at(7, 23), skye, referral)
    write.case.children = [pair for pair in case.children if pair[0] is noah]
    plan(write, "child_in_need", ["young_carer", "school"], on(7, 9), today + timedelta(days=200))
    return family


def _grandmother(family: Family, teller: Teller) -> None:
    key, since = teller.keys.next(people.PersonRow), teller.now - timedelta(days=900)
    values = {"given_names": "Jean", "family_name": "Ashdown", "sex": "F", "born_on": f"{teller.today.year - 61}-04-17"}
    family.rows += [
        people.PersonRow(
            id=key,
            kind="adult",
            recorded_at=since,
            changed_at=since,
            given_names="Jean",
            family_name="Ashdown",
            sex="F",
            born_on=date.fromisoformat(values["born_on"]),
        ),
        people.RecordingRow(teller.keys.next(people.RecordingRow), key, values, SOURCE, since),
        people.FamilyMembershipRow(teller.keys.next(people.FamilyMembershipRow), family.key, key),
    ]
    for child in family.children:
        family.rows.append(
            people.RelationshipRow(
                teller.keys.next(people.RelationshipRow), key, child.key, "grandparent", since, SOURCE
            )
        )


def _assessment(write: Writer, on: Any, at: Any, note: int) -> int:
    case, team = write.case, write.case.team
    (skye, _), (noah, _) = case.children
    began, ended = case.placed + timedelta(hours=1), at(7, 9, 15)
    key = write.add(
        bulk.AssessmentRow,
        kind="single",
        state="authorised",
        started_on=began.date(),
        started_at=began,
        team_id=team.key,
        author_id=case.worker,
        sent_at=at(7, 8),
        sent_by_id=case.worker,
        authorised_at=ended,
        authorised_by_id=team.manager,
        authorised_words="The three challenges are answered, and the text says now what this is like for Skye.",
        shared_on=on(7, 14),
        shared_how="Gone through at home with Carly; Darren by telephone",
    )
    factors = {skye.key: tuple(one.factor for one in STRANDS if one.factor), noah.key: ("1B", "3B")}
    for child, referral in case.children:
        write.add(
            bulk.AssessmentChildRow,
            assessment_id=key,
            child_id=child.key,
            referral_id=referral,
            factors=factors[child.key],
            outcome="strategy" if child is skye else "child_in_need",
            outcome_words="The nights must change first; the rest hangs on that.",
        )
        write.start("assessment_review_point", began, child, referral, at(6, 4), f"assessment:{key}")
        write.start("assessment_shared", ended, child, referral, at(7, 14), f"assessment:{key}")
        write.enter("assessment.authorise", child.key, f"assessment:{key}", team.manager, ended)
    whose = {"SKYE": str(skye.key), "NOAH": str(noah.key)}

    def keyed(section: str) -> str:
        """A section of a person, by the key of the person whom the data names."""
        name, colon, of = section.partition(":")
        return f"{name}{colon}{whose.get(of, of)}"

    for section, answers in _WRITTEN["sections"].items():
        write.add(
            bulk.AssessmentSectionRow,
            assessment_id=key,
            key=keyed(section),
            answers=answers,
            saved_by_id=case.worker,
            saved_at=at(7, 8, 10),
        )
    write.add(
        bulk.ReviewPointRow,
        assessment_id=key,
        due_on=write.after(began.date(), 15),
        held_on=on(6, 4),
        words="Asked who gave the phone, and for three evening visits without warning.",
        set_by_id=team.manager,
        held_by_id=team.manager,
    )
    write.add(
        bulk.HistoryAnsweredRow,
        assessment_id=key,
        about=f"note:{note}",
        title="Four teeth taken out; two follow-ups missed",
        happened_on=on(6, 9) - timedelta(days=5 * 365),
        answer="live",
        answered_by_id=case.worker,
        answered_at=at(7, 6),
    )
    for number, (section, words, answer) in enumerate(_WRITTEN["challenges"], start=1):
        write.add(
            bulk.ChallengeRow,
            assessment_id=key,
            number=number,
            section=keyed(section),
            words=words,
            made_by_id=team.manager,
            made_at=at(6, 26),
            answer=answer,
            answered_by_id=case.worker,
            answered_at=at(7, 6),
            accepted=True,
            accepted_at=ended,
        )
    return key


def _conference(write: Writer, on: Any, at: Any) -> int:
    case, team = write.case, write.case.team
    skye, referral = case.children[0]
    held, met = at(7, 2, 11), at(7, 23, 11)
    common: dict[str, Any] = {"state": "held", "team_id": team.key, "quorate": True}
    strategy = write.add(
        bulk.MeetingRow,
        kind="strategy",
        planned_at=held,
        held_at=held,
        chair_id=team.manager,
        why_called="Gifts, a second phone and an unknown car, and a mother who cannot watch over her at night.",
        decision="s47_joint",
        rationale="Reasonable cause to suspect that Skye is likely to suffer significant harm.",
        arranged_at=held - timedelta(hours=5),
        arranged_by_id=team.manager,
        recorded_by_id=team.manager,
        recorded_at=held,
        **common,
    )
    conference = write.add(
        bulk.MeetingRow,
        kind="initial_conference",
        planned_at=met,
        held_at=met,
        place="Thornshire House",
        chair_id=write.chair,
        summary="Each agency was heard, then Nan, then Carly. Zahra read out what Skye wrote.",
        decision_issued_on=on(7, 24),
        decision_issued_to="Carly, Darren, school and health",
        record_issued_on=on(8, 12),
        record_issued_to="Everybody who came",
        arranged_at=held,
        arranged_by_id=team.manager,
        recorded_by_id=write.chair,
        recorded_at=met,
        **common,
    )
    for meeting in (strategy, conference):
        agency_parts(write, meeting, on(7, 23), shared=meeting == conference)
    write.add(bulk.MeetingChildRow, meeting_id=strategy, child_id=skye.key)
    write.add(
        bulk.MeetingChildRow,
        meeting_id=conference,
        child_id=skye.key,
        attended=False,
        views="I want a door that shuts and for Mum to be awake. I don’t want a meeting about me without me.",
        views_brought_how="Zahra Khan read out what Skye wrote",
        family_view="Carly agrees that she drinks too much and not that Skye is at risk.",
        decision="plan",
        category="NEG",
        reasons="Skye is likely to go on being harmed by what nobody at home can see to.",
    )
    enquiry = write.add(
        bulk.EnquiryRow,
        child_id=skye.key,
        referral_id=referral,
        state="authorised",
        strategy_id=strategy,
        conference_id=conference,
        started_on=on(7, 2),
        joint=True,
        worker_id=case.worker,
        outcome="CONFERENCE",
        findings="Skye says that a man called Jay buys her things. She will not say more.",
        rationale="She is likely to suffer significant harm, and what was tried did not last.",
        concluded_on=on(7, 10),
        concluded_by_id=case.worker,
        authorised_at=at(7, 10),
        authorised_by_id=team.manager,
        conference_target_on=write.after(on(7, 2), 15),
        conference_on=on(7, 23),
    )
    for clock, since, then, about in (
        ("strategy_discussion", held - timedelta(hours=5), held, ""),
        ("s47_child_seen", held, held + timedelta(hours=4), ""),
        ("s47_outcome", held, at(7, 10), ""),
        ("icpc", held, met, ""),
        ("conf_decision_letter", met, at(7, 24), f"meeting:{conference}"),
        ("conf_minutes", met, at(8, 12), f"meeting:{conference}"),
    ):
        write.start(clock, since, skye, referral, then, about)
    write.enter("enquiry.authorise", skye.key, f"enquiry:{enquiry}", team.manager, at(7, 10))
    write.enter("meeting.hold", skye.key, f"meeting:{conference}", write.chair, met)
    return conference


def _threads(write: Writer, plan_key: int, assessment: int, note: int, on: Any, at: Any) -> None:
    skye, _ = write.case.children[0]
    family, worker = write.case.family, write.case.worker
    for place, strand in enumerate(STRANDS):
        concern = write.add(
            bulk.ConcernRow,
            child_id=skye.key,
            title=strand.title,
            saw=strand.saw,
            saw_source=strand.source,
            saw_on=on(*strand.saw_on),
            need=strand.need,
            factor=strand.factor,
            came_from=f"factor:{strand.factor}" if strand.factor else f"history:note:{note}",
            assessment_id=assessment,
            position=place,
            raised_on=on(7, 9),
            raised_by_id=worker,
        )
        if not strand.outcome:
            continue
        values = {name: on(*value) if isinstance(value, tuple) else value for name, value in strand.outcome.items()}
        counted = [value for _, _, _, value in strand.evidence if value is not None]
        outcome = write.add(
            bulk.OutcomeRow,
            plan_id=plan_key,
            concern_id=concern,
            position=place,
            added_on=on(7, 23),
            progress=strand.progress[-1][1],
            progress_on=on(*strand.progress[-1][0]),
            latest_value=counted[-1] if counted else None,
            **values,
        )
        for number, action in enumerate(strand.actions):
            who: dict[str, Any] = {"owner_name": action.owner}
            if action.owner == "Carly":
                who = {"owner_name": "Carly Ashdown", "person_id": family.mother.key}
            elif action.owner == "worker":
                who = {"owner_name": write.name_of(worker), "owner_id": worker}
            write.add(
                bulk.PlanActionRow,
                outcome_id=outcome,
                what=action.what,
                position=number,
                added_on=on(7, 23),
                due_on=on(*action.due) if action.due else None,
                done_on=on(*action.done) if action.done else None,
                **who,
            )
        for day, words, source, value in strand.evidence:
            write.add(
                bulk.EvidenceRow,
                outcome_id=outcome,
                happened_on=on(*day),
                words=words,
                source=source,
                value=value,
                recorded_by_id=worker,
                recorded_at=at(*day),
            )
        for day, code in strand.progress:
            write.add(
                bulk.ProgressRow,
                outcome_id=outcome,
                code=code,
                said_on=on(*day),
                said_by_id=worker,
                said_at=at(*day),
            )


def _meetings(write: Writer, plan_key: int, on: Any, at: Any) -> None:
    skye, referral = write.case.children[0]
    for kind, day in (*(("core_group", day) for day in CORE_GROUPS), ("review_conference", (10, 14))):
        held = at(*day)
        conference = kind == "review_conference"
        meeting = write.add(
            bulk.MeetingRow,
            kind=kind,
            state="held",
            planned_at=held,
            held_at=held,
            place="Thornshire House" if conference else "School",
            chair_id=write.chair if conference else None,
            team_id=write.case.team.key,
            quorate=True if conference else None,
            summary="Each outcome was gone through; Skye’s words were read out first.",
            next_on=on(12, 9) if day == CORE_GROUPS[-1] else None,
            record_issued_on=on(*day) + timedelta(days=3),
            record_issued_to="The family and everybody who came",
            arranged_by_id=write.case.worker,
            arranged_at=held - timedelta(days=14),
            recorded_by_id=write.case.worker,
            recorded_at=held,
        )
        write.add(
            bulk.MeetingChildRow,
            meeting_id=meeting,
            child_id=skye.key,
            plan_id=plan_key,
            attended=day == CORE_GROUPS[-1],
            views="I want Zahra every week.",
            decision="plan_continues" if conference else "",
            category="NEG" if conference else "",
        )
        write.enter("meeting.hold", skye.key, f"meeting:{meeting}", write.case.worker, held)
        if not conference:
            write.start("core_group_record", held, skye, referral, held + timedelta(days=3), f"meeting:{meeting}")
        if day != CORE_GROUPS[-1]:
            continue
        for part, before, after, because in CHANGES:
            write.add(
                bulk.PlanChangeRow,
                plan_id=plan_key,
                meeting_id=meeting,
                about="plan",
                part=part,
                before=before,
                after=after,
                because=because,
                changed_by_id=write.case.worker,
                changed_at=held,
            )


def _visit(write: Writer, at: datetime, purpose: str, words: str, plan_key: int | None, **values: Any) -> None:
    skye = write.case.children[0]
    plans = {skye[0].key: plan_key} if plan_key else None
    visit = make_visit(write, at, purpose, [skye], plans=plans, **values)
    if not words:
        return
    for number, row in enumerate(write.told.rows):
        if isinstance(row, bulk.VisitChildRow) and row.visit_id == visit:
            write.told.rows[number] = row._replace(words=words, alone=True, bedroom_seen=True)


def _chain(write: Writer, first: str, later: str, began: datetime, met: list[datetime]) -> None:
    skye, referral = write.case.children[0]
    since, clock = began, first
    for at in met:
        write.start(clock, since, skye, referral, at)
        since, clock = at, later
    write.start(clock, since, skye, referral)
