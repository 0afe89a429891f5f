"""The families a visitor is shown by name: one whose plan breaks and holds, and one at each point of the thread."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from goldenthread.casework.public import bulk
from goldenthread.config.demo.ashdown import tell_ashdown
from goldenthread.config.demo.assessing import assess, make_visit
from goldenthread.config.demo.case import Case, Writer
from goldenthread.config.demo.families import Family, named_family
from goldenthread.config.demo.history import Shown, Teller
from goldenthread.config.demo.planning import plan
from goldenthread.config.demo.thread import agree, propose_closure
from goldenthread.rulebook.calendar import WORKING_DAYS

FIRST_NUMBER = 80_000  # of the made-up NHS numbers, above those of the families that chance makes


def tell_showcase(teller: Teller, chance: Random) -> list[Family]:
    """Tells each of them; returns the families, whose rows the caller writes."""
    return [tell_ashdown(teller, chance, FIRST_NUMBER), *_others(teller, chance)]


def _others(teller: Teller, chance: Random) -> list[Family]:
    today, found = teller.today, []
    ahead = today + timedelta(days=200)

    def opened(
        place: int,
        name: str,
        mother: tuple[str, int],
        partner: tuple[str, str, int],
        children: list[tuple[str, str, int]],
        concern: str,
        days_ago: int,
        assessed: date,
    ) -> tuple[Case, Writer]:
        born = [(given, sex, _birthday(today, age, chance)) for given, sex, age in children]
        family = named_family(
            name, mother, [partner], born, chance, teller.keys, today, teller.now, number=FIRST_NUMBER + place
        )
        found.append(family)
        received = _office_hours(today - timedelta(days=days_ago), teller.now)
        case = teller.show(family, Shown(concern, assessed, ahead), received, chance)
        return case, Writer(case, teller.told, teller.keys, chance, teller.now, teller.staff)

    case, write = opened(
        1,
        "Holloway",
        ("Tasha", 31),
        ("Dean", "Pryce", 34),
        [("Kian", "M", 9), ("Teagan", "F", 4)],
        "neglect",
        52,
        ahead,
    )
    _returned(case, write)
    case, write = opened(
        2, "Diallo", ("Aminata", 35), ("Marc", "Fenn", 38), [("Amara", "F", 7)], "physical_harm", 24, ahead
    )
    _conference_due(case, write)
    assessed = today - timedelta(days=130)
    case, write = opened(
        3, "Prentice", ("Gemma", 29), ("Ross", "Keane", 33), [("Finlay", "M", 6)], "domestic_abuse", 185, assessed
    )
    assess(write, ["domestic_abuse"], "child_in_need")
    plans = plan(write, "child_in_need", ["domestic_abuse", "school"], today - timedelta(days=40), ahead)
    if plans is not None:
        agree(write, plans)
    assessed = today - timedelta(days=260)
    case, write = opened(
        4,
        "Whitcombe",
        ("Lorna", 40),
        ("Paul", "Whitcombe", 44),
        [("Isla", "F", 11)],
        "parent_mental_health",
        310,
        assessed,
    )
    told = assess(write, ["parent_mind"], "child_in_need")
    plans = plan(write, "child_in_need", ["parent_mind", "school"], assessed, ahead, assessment=told.key)
    if plans is not None:
        for child, referral in case.children:
            closes_on = min(today, WORKING_DAYS.next_working(today))
            propose_closure(write, child.key, child.given, referral, plans.keys[child.key], closes_on, None)
            write.start("cin_closure_summary", teller.now - timedelta(days=1, hours=1), child, referral)
    return found


def _returned(case: Case, write: Writer) -> None:
    """An assessment that the manager sent back with two challenges, of which one is answered."""
    sent = write.now - timedelta(days=2)
    began = case.placed + timedelta(hours=1)
    first = {"kind": "single", "state": "returned", "started_on": began.date(), "started_at": began}
    key = write.add(
        bulk.AssessmentRow,
        **first,
        team_id=case.team.key,
        author_id=case.worker,
        sent_at=sent,
        sent_by_id=case.worker,
    )
    sections: dict[str, dict[str, Any]] = {
        "why_now": {
            "why": "School has rung three times since September: the children come hungry and without coats.",
            "find_out": "What mornings are like, and where the money goes by Thursday.",
        },
        "account:1": {
            "about": "Food in the house",
            "who": "Tasha",
            "says": "“There is always food in. We had one bad month.”",
            "known": "The family worker found one tin and no milk. School’s chart: breakfast on 5 days in 14.",
        },
        "history": {"pattern": ""},
    }
    for child, referral in case.children:
        write.add(
            bulk.AssessmentChildRow,
            assessment_id=key,
            child_id=child.key,
            referral_id=referral,
            factors=("16A",),
            outcome="child_in_need",
        )
        sections[f"analysis:{child.key}"] = {
            "means": f"{child.given} thinks about food in lessons. There is shouting when money runs out.",
            "unchanged": "",
        }
        sections[f"factors:{child.key}"] = {"own": ["16A"], "family": []}
        sections[f"outcome:{child.key}"] = {"outcome": "child_in_need", "outcome_words": ""}
        write.start("assessment_review_point", began, child, referral, began + timedelta(days=20), f"assessment:{key}")
        write.enter("assessment.send", child.key, f"assessment:{key}", case.worker, sent)
        write.enter("assessment.return", child.key, f"assessment:{key}", case.team.manager, sent + timedelta(hours=4))
    for section, answers in sections.items():
        write.add(
            bulk.AssessmentSectionRow,
            assessment_id=key,
            key=section,
            answers=answers,
            saved_by_id=case.worker,
            saved_at=sent,
        )
    write.add(
        bulk.ReviewPointRow,
        assessment_id=key,
        due_on=write.after(began.date(), 15),
        held_on=(began + timedelta(days=20)).date(),
        words="See both alone before the next one.",
        set_by_id=case.team.manager,
        held_by_id=case.team.manager,
    )
    for number, (section, words, answer) in enumerate(
        (
            (
                "account:1",
                "You write that there is food in now. Who says so besides Tasha? What would you expect to see if not?",
                "Nobody did. I have been at 7.30am twice without warning: toast once, nothing once.",
            ),
            (
                f"analysis:{case.children[0][0].key}",
                "It says what is happening. What is likely if nothing changes? And the shouting: is it a risk?",
                "",
            ),
        ),
        start=1,
    ):
        write.add(
            bulk.ChallengeRow,
            assessment_id=key,
            number=number,
            section=section,
            words=words,
            made_by_id=case.team.manager,
            made_at=sent + timedelta(hours=4),
            answer=answer,
            answered_by_id=case.worker if answer else None,
            answered_at=write.now - timedelta(hours=4) if answer else None,
        )
    for days in (30, 12):
        make_visit(
            write,
            _office_hours(write.today - timedelta(days=days), write.now),
            "assessment",
            case.children,
            assessment_id=key,
        )


def _conference_due(case: Case, write: Writer) -> None:
    """An enquiry that leads to a conference within days."""
    team = case.team
    held = _office_hours(WORKING_DAYS.add(write.today, -11), write.now)
    planned = _office_hours(WORKING_DAYS.add(write.today, 3), write.now + timedelta(days=30))
    strategy = write.add(
        bulk.MeetingRow,
        kind="strategy",
        state="held",
        planned_at=held,
        held_at=held,
        team_id=team.key,
        chair_id=team.manager,
        place="By video",
        why_called="A bruise in the shape of a belt on the back of Amara’s leg, and two accounts that do not fit.",
        quorate=True,
        decision="s47_joint",
        rationale="Police, health and social care agree that Amara may have suffered significant harm.",
        summary="The doctor says that a fall does not make that shape. Police know Marc from 2019.",
        arranged_by_id=team.manager,
        arranged_at=held - timedelta(hours=5),
        recorded_by_id=team.manager,
        recorded_at=held,
    )
    for agency, name, view in (
        ("police", "DC Alan Moss", "A joint visit today; Marc to be spoken with first."),
        ("health", "Dr Ifeoma Eze, paediatrician", "The mark fits a belt and no fall."),
        ("education", case.family.school, "Amara has flinched when a chair was moved."),
    ):
        write.add(
            bulk.MeetingPartRow,
            meeting_id=strategy,
            name=name,
            role=agency.capitalize(),
            agency=agency,
            attended=True,
            view=view,
        )
    conference = write.add(
        bulk.MeetingRow,
        kind="initial_conference",
        state="planned",
        planned_at=planned,
        place="Thornshire House",
        chair_id=write.chair,
        team_id=team.key,
        arranged_by_id=team.manager,
        arranged_at=held + timedelta(days=6),
    )
    for child, referral in case.children:
        write.add(bulk.MeetingChildRow, meeting_id=strategy, child_id=child.key)
        write.add(bulk.MeetingChildRow, meeting_id=conference, child_id=child.key)
        ended = held + timedelta(days=9)
        enquiry = write.add(
            bulk.EnquiryRow,
            child_id=child.key,
            referral_id=referral,
            state="authorised",
            strategy_id=strategy,
            conference_id=conference,
            started_on=held.date(),
            joint=True,
            worker_id=case.worker,
            outcome="CONFERENCE",
            findings="What Amara said alone fits what the doctor saw. Marc says now that he used a belt.",
            rationale="She has been hit more than once, and nobody at home could stop it.",
            concluded_on=ended.date(),
            concluded_by_id=case.worker,
            authorised_at=ended,
            authorised_by_id=team.manager,
            authorised_words="Agreed. To conference.",
            conference_target_on=write.after(held.date(), 15),
        )
        seen = held + timedelta(hours=3)
        write.start("strategy_discussion", held - timedelta(hours=6), child, referral, held)
        write.start("s47_child_seen", held, child, referral, seen)
        write.start("s47_outcome", held, child, referral, ended)
        write.start("icpc", held, child, referral)
        write.start("conf_report_parent_initial", planned, child, referral, None, f"meeting:{conference}")
        write.enter("enquiry.authorise", child.key, f"enquiry:{enquiry}", team.manager, ended)
        make_visit(write, seen, "enquiry", case.children, enquiry_id=enquiry)
    began = case.placed + timedelta(hours=1)
    key = write.add(
        bulk.AssessmentRow,
        kind="single",
        started_on=began.date(),
        started_at=began,
        team_id=team.key,
        author_id=case.worker,
    )
    for child, referral in case.children:
        write.add(bulk.AssessmentChildRow, assessment_id=key, child_id=child.key, referral_id=referral)
        write.start("assessment_review_point", began, child, referral, about=f"assessment:{key}")


def _birthday(today: date, age: int, chance: Random) -> date:
    return today - timedelta(days=age * 365 + 90 + chance.randint(0, 200))


def _office_hours(day: date, no_later: datetime) -> datetime:
    """Ten in the morning of that day or of the next working one, or an hour before `no_later`."""
    at = datetime.combine(WORKING_DAYS.next_working(day), datetime.min.time(), no_later.tzinfo).replace(hour=10)
    return min(at, no_later - timedelta(hours=1))
