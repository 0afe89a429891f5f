"""Oversight in the fictional authority: managers who decide with reasons and managers who write “Agreed”, transfers
that wait and come back, a dispute past its day. Told by the operations of the pages, at moments that have passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from goldenthread.access.public import User, managers, tie
from goldenthread.casework.public import finish_action
from goldenthread.casework.public.agreements import children_with
from goldenthread.casework.public.oversight import (
    AskedAction,
    DecisionSaid,
    HeldCase,
    MeetingSaid,
    TransferSaid,
    accept_transfer,
    answer_dispute,
    complete_transfer,
    held_cases,
    propose_transfer,
    raise_dispute,
    record_management_decision,
    record_transfer_meeting,
    return_transfer,
    show_decision,
    step_up_dispute,
    workers_of,
)
from goldenthread.config.demo.staff_shapes import CaseTeam, Staff
from goldenthread.kernel.clock import LONDON
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.forms.transfer import TRANSFER as FORM

LEAST = 100  # children: a smaller authority has no cases that last long enough
SETTLED = timedelta(days=75)  # a case that is told of here began before that
A_TEAM = 4  # decisions told of each team
LOOKED_AT = 30  # cases of a team among which one with a conference is looked for
MOST_TEAMS = 8

WELL = (
    (
        "direction",
        "Evening visits go on for six more weeks, two of them without warning.",
        (
            "{child} has been seen only in the afternoon, and what worries the school happens after six. Six weeks "
            "takes us past half term, when it was worst last year."
        ),
        "Waiting for the next core group: it is a month away, and nobody would know sooner.",
        "{child} says “it’s different when you’re here”. An evening visit is when we can see what that means.",
        "The attendance chart, two calls from the neighbour, and what {child} said to the school nurse",
        "{child} alone with a parent who has been drinking, and no adult nearby who would ring",
        "See {child} at home after six, once without warning",
    ),
    (
        "not_to_act",
        "We do not call a strategy discussion after the call of the weekend.",
        (
            "The mark on {child}’s arm was seen by the GP the same day and fits the fall in the playground that two "
            "teachers saw. Nothing else is new."
        ),
        "A strategy discussion today: the police and health have nothing to add to what the GP wrote.",
        "{child} told the teacher about the fall before anybody asked. The police would only frighten.",
        "The GP’s letter, the school’s accident book, and no call in the five months before",
        "If the account changes, or there is a second mark, this decision no longer holds",
        "Ring the GP and school again on Friday, and write down what they say",
    ),
    (
        "threshold",
        "We ask for legal advice before the next review.",
        (
            "The plan has run for nine months and two of its three outcomes stand where they began. Another review "
            "without advice would be the third that changes nothing."
        ),
        "Six more months of the same plan, with more visits: we have tried that since spring.",
        "{child} asks when it will be over. Nine months is a tenth of {child}’s life.",
        "The plan’s record, the chronology, and the father’s second missed assessment",
        "Drift: each month the morning looks a little better when somebody comes, and nothing lasts",
        "Write the chronology up to this week for the legal meeting",
    ),
)
POOR = (
    ("direction", "Plan to continue.", "Agreed.", "None", "Noted", "Continue to monitor"),
    ("urgent", "Visit to be arranged.", "Noted.", "None", "As above", "Update manager as and when"),
    (
        "direction",
        "Continue with current plan and review.",
        "Agreed.",
        "N/A",
        "Noted",
        "Continue to support the family",
    ),
)


def tell_oversight(*, staff: Staff, children: int, seed: int, now: datetime) -> None:
    """Tells it of the cases that are open. Same arguments, same story. Nothing in an authority that is too small."""
    if children < LEAST:
        return
    chance = Random(f"{seed}:oversight")
    people = {one.pk: one for one in User.objects.filter(pk__in=_everybody(staff))}
    used: set[int] = set()
    told = staff.teams[:MOST_TEAMS]
    for team in told:
        _decisions(people[team.manager], team, chance, now, used)
    if len(told) > 2:
        _transfers(people, told, now, used)
    if staff.chairs:
        _disputes(people, told, people[staff.chairs[0]], now)


def _everybody(staff: Staff) -> set[int]:
    found = {one.manager for one in staff.teams} | set(staff.chairs) | set(staff.service_managers)
    return found | {worker for one in staff.teams for worker in one.workers}


def _decisions(manager: User, team: CaseTeam, chance: Random, now: datetime, used: set[int]) -> None:
    cases = held_cases(act="decision.record", reader=manager, before=now - SETTLED, at=now)
    for case in chance.sample(cases, min(A_TEAM, len(cases))):
        made = _office(now - timedelta(days=chance.randint(6, 45)), chance)
        well = chance.random() < team.writes
        late = chance.random() < team.slow * 2
        written = _office(datetime.combine(WORKING_DAYS.add(made.date(), chance.randint(3, 9)), time(16)), chance)
        written = min(written if late else made + timedelta(minutes=chance.randint(5, 90)), now)
        key = record_management_decision(
            child=case.child, said=_said(case, chance, well, made, written), by=manager, at=written
        )
        used.add(case.child)
        for action in show_decision(key, at=now).actions if well or chance.random() < 0.4 else ():  # type: ignore[union-attr] -- it was made just now
            done = _office(written + timedelta(days=chance.randint(2, 5)), chance)
            if done <= now:
                words = "Done: written up the same day, with what was said."
                finish_action(action=action.key, words=words, by=User.objects.get(pk=case.worker), at=done)


def _said(case: HeldCase, chance: Random, well: bool, made: datetime, written: datetime) -> DecisionSaid:
    due = WORKING_DAYS.add(written.date(), 5)
    if well:
        kind, decided, why, rejected, view, facts, risk, what = chance.choice(WELL)
        words = [
            one.format(child=case.given or "The baby") for one in (decided, why, rejected, view, facts, risk, what)
        ]
        decided, why, rejected, view, facts, risk, what = words
    else:
        kind, decided, why, rejected, view, what = chance.choice(POOR)
        facts = risk = ""
    return DecisionSaid(
        kind=kind,
        decided=decided,
        why=why,
        rejected=rejected,
        child_view=view,
        facts=facts,
        risk=risk,
        decided_at=made,
        actions=(AskedAction(what, case.worker, due),),
        review_on=WORKING_DAYS.add(written.date(), 15) if well else None,
    )


def _transfers(people: dict[int, User], teams: Sequence[CaseTeam], now: datetime, used: set[int]) -> None:
    """One that nobody answered in time, one that came back, one accepted that waits for a worker, one completed."""
    north, other, south = teams[0], teams[1], teams[2]
    _transfer(people, south, north, "area", now, now - timedelta(days=12), used, upto="proposed")
    _transfer(people, north, other, "assessed_cp", now, now - timedelta(days=5), used, upto="returned")
    _transfer(people, north, other, "assessed_cin", now, now - timedelta(days=9), used, upto="accepted")
    _transfer(people, north, other, "assessed_cin", now, now - timedelta(days=24), used, upto="completed")


def _transfer(
    people: dict[int, User],
    giving: CaseTeam,
    taking: CaseTeam,
    route: str,
    now: datetime,
    began: datetime,
    used: set[int],
    *,
    upto: str,
) -> None:
    manager, receiver = people[giving.manager], people[taking.manager]
    began = _office(began)
    cases = held_cases(act="transfer.propose", reader=manager, before=now - SETTLED, at=began)
    # The families that are told by name were the first: they keep their own story.
    free = (one for one in reversed(cases) if one.child not in used and one.team == giving.key and one.given)
    case = next(free, None)
    if case is None:
        return
    family = [one.key for one in children_with(case.child, "transfer.propose", reader=manager, at=began)]
    used.update(family)
    worker = people[case.worker].name
    said = TransferSaid(
        to_team=taking.key,
        route=route,
        why="The family has moved, and everybody around the children is there now."
        if route == "area"
        else "The assessment is authorised and the plan is agreed; the next part of the work is yours.",
        risks=f"{case.given} is left with an older brother when there is an argument; it was twice in October.",
        strengths="The aunt comes every day, and school trusts the mother.",
        child_wants=f"{case.given} wants to know who will come, and whether {worker} says goodbye.",
        next_days="See the children by the end of next week; the review is in the diary; ring school on Monday.",
        checklist={
            one.key: ("no", f"{worker} by Friday") if one.key == "chronology" and upto == "returned" else ("yes", "")
            for one in FORM.sections[0].questions
        },
    )
    key = propose_transfer(children=family, said=said, by=manager, at=began)
    if upto == "proposed":
        return
    if upto == "returned":
        because = "The chronology stops in March, and nobody has spoken to the father. I take it when both are there."
        return_transfer(transfer=key, because=because, by=receiver, at=_office(began + timedelta(days=2)))
        return
    met = _office(began + timedelta(days=1))
    record_transfer_meeting(transfer=key, said=_met(met.date(), worker), by=manager, at=met)
    accepted = _office(began + timedelta(days=3))
    words = "I have read the assessment, the plan and the chronology. The first visit is together."
    accept_transfer(transfer=key, words=words, by=receiver, at=accepted)
    if upto == "completed":
        complete_transfer(
            transfer=key,
            worker=taking.workers[0],
            instructions=f"Visit with {worker} first. Read the chronology before you go, and see each child alone.",
            by=receiver,
            at=_office(began + timedelta(days=6)),
        )


def _met(on: date, worker: str) -> MeetingSaid:
    return MeetingSaid(
        met_on=on,
        met_with="The mother, the aunt, both managers, the worker and the school’s family lead",
        appropriate=True,
        appropriate_words="Nothing points to court, the plan is agreed, and the children know.",
        cannot_wait=f"The visit of this week: {worker} makes it, whoever holds the children then.",
        unassessed="What the father’s new partner means for the weekends.",
        tells_family=f"{worker}, at home, with the new worker on the first visit",
        moves_on=WORKING_DAYS.add(on, 5),
    )


def _disputes(people: dict[int, User], teams: Sequence[CaseTeam], chair: User, now: datetime) -> None:
    """One that nobody answered in time, one answered, one at the second stage."""
    by_team = {team.key: people[team.manager] for team in teams}
    chosen = _chaired(by_team, chair, now)
    days = (13, 6, 20)
    heads = [one for one in managers() if one.role == "service_manager"]
    for place, case in enumerate(chosen[:3]):
        at = _office(now - timedelta(days=days[place]))
        asked = by_team[case.team]
        key = raise_dispute(
            child=case.child,
            about=("drift", "not_done", "visits")[place],
            words=(
                f"The plan for {case.given} is as it was at the last conference. Two of its actions have no date.",
                f"The conference asked for a family meeting within four weeks. {case.given} is still waiting.",
                f"{case.given} was seen twice since the conference. The plan asks for every ten working days.",
            )[place],
            tried="We spoke on the telephone twice, and I wrote after the second time.",
            wants="The plan changed, or the reason why not, in writing within a week.",
            stage="team_manager",
            asked_of=asked.pk,
            by=chair,
            at=at,
        )
        if place == 1:
            words = "The family meeting is on Thursday week; the letters went out today."
            answer_dispute(dispute=key, answer=words, by=asked, at=_office(at + timedelta(days=2)))
        if place == 2 and heads:
            words = "Nobody answered in five working days, and the visits are as they were."
            step_up_dispute(
                dispute=key, words=words, asked_of=heads[0].key, by=chair, at=_office(at + timedelta(days=12))
            )


def _chaired(by_team: dict[int, User], chair: User, now: datetime) -> list[HeldCase]:
    """Cases of which she held the latest conference, one of each team first; from now on she reviews for them."""
    found = []
    for manager in by_team.values():
        cases = held_cases(act="decision.record", reader=manager, before=now - SETTLED, at=now)
        for case in reversed(cases[-LOOKED_AT:]):
            chaired = workers_of(case.child).reviewing
            if case.given and case.team in by_team and chaired and chaired[-1].user == chair.pk:
                tie(child=case.child, kind="reviewing", user=chair, starts_on=chaired[-1].since)
                found.append(case)
                break
    return found


def _office(at: datetime, chance: Random | None = None) -> datetime:
    """A moment in office hours of that day, or of the working day after it."""
    day = WORKING_DAYS.next_working(at.date())
    return datetime.combine(day, time(chance.randint(9, 15), 20) if chance else time(10, 40), LONDON)
