"""Practice watched, and what children and families say, in the fictional authority: most workers were observed and one
team’s were not; families answer by a code, and are answered. Told by the operations of the pages, at past moments."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from goldenthread.access.public import User
from goldenthread.casework.public.oversight import HeldCase, held_cases
from goldenthread.config.demo.staff_shapes import CaseTeam, Staff
from goldenthread.config.demo.voice_words import (
    DONE,
    FAMILY,
    NEXT,
    PARTS,
    REFLECTS,
    SAID,
    SAW,
    STEPS,
    WHY,
)
from goldenthread.kernel.clock import LONDON
from goldenthread.quality.public.feedback import (
    FeedbackSaid,
    answer_feedback,
    child_of_feedback,
    feedback_rows,
    give_code,
    give_feedback,
    learn_from_feedback,
    make_safe,
    make_service_code,
    share_feedback,
)
from goldenthread.quality.public.observation import (
    ObservationSaid,
    StepSaid,
    answer_observation,
    begin_observation,
    finish_observation_step,
    follow_up_observation,
    learn_from_observation,
    send_observation,
    show_observation,
)
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.observing import FOR

LEAST = 1_000  # children: a smaller authority has too few cases that last
UNWATCHED = 2  # which team is not observed
MOST_TEAMS = 6
SETTLED = timedelta(days=75)
FAMILIES = 6  # of each team that tell us


def tell_voice(*, staff: Staff, children: int, seed: int, now: datetime) -> None:
    """Tells it of the teams that hold cases. Same arguments, same story. Nothing in an authority that is too small."""
    if children < LEAST:
        return
    chance = Random(f"{seed}:voice")
    told = staff.teams[:MOST_TEAMS]
    keys = {worker for one in told for worker in one.workers} | {one.manager for one in told}
    people = {one.pk: one for one in User.objects.select_related("team").filter(pk__in=keys)}
    auditor = User.objects.filter(role="auditor", is_active=True).order_by("pk").first()
    for place, team in enumerate(told):
        if place != UNWATCHED % len(told):
            _observed(team, people, auditor, chance, now, first=place == 0)
        _families(team, people, chance, now, first=place == 0)
    _group(people[told[0].manager], told[0], chance, now)


def _observed(
    team: CaseTeam, people: dict[int, User], auditor: User | None, chance: Random, now: datetime, *, first: bool
) -> None:
    """Most of a team’s workers twice in the year, one longer ago, and the last of them never."""
    manager = people[team.manager]
    for place, key in enumerate(team.workers[:-1]):
        long_ago = place == 3
        for days in (chance.randint(380, 440),) if long_ago else (chance.randint(190, 330), chance.randint(25, 160)):
            observer = auditor if auditor is not None and chance.random() < 0.2 else manager
            _observation(people[key], observer, team, chance, _office(now - timedelta(days=days), chance), now)
    if first:
        recent = _office(now - timedelta(days=5), chance)
        _observation(people[team.workers[0]], manager, team, chance, recent, now, left="sent")


def _observation(
    worker: User, observer: User, team: CaseTeam, chance: Random, at: datetime, now: datetime, *, left: str = ""
) -> None:
    activity = chance.choice(("visit", "visit", "direct_work", "core_group"))
    key = begin_observation(worker=worker.pk, activity=activity, observed_on=at.date(), child=None, by=observer, at=at)
    good = 0.45 + team.writes / 3
    parts = {}
    for one in FOR[activity].parts:
        strength = chance.random() < good
        missed = chance.random() < 0.12
        seen = "not_seen" if missed else "strength" if strength else "to_work_on"
        parts[one.key] = (seen, "" if missed else PARTS[one.key][0 if strength else 1])
    work = sum(seen == "to_work_on" for seen, _ in parts.values())
    whole = "strong" if work == 0 else "sound" if work < 4 else "needs_work"
    step = StepSaid(chance.choice(STEPS), worker.pk, (at + timedelta(days=21)).date())
    said = ObservationSaid(
        family_agreed="agreed",
        family_words=chance.choice(FAMILY),
        saw=(SAW[1] if activity == "core_group" else chance.choice((SAW[0], SAW[2]))).replace("\n", " "),
        parts=parts,
        whole=whole,
        whole_words=WHY[whole],
        steps=(step,) if work else (),
        no_step_because="" if work else "Nothing to change: asked to show it at the team’s practice hour.",
        follow_up_on=(at + timedelta(days=70)).date(),
    )
    sent = _office(at + timedelta(days=1), chance)
    send_observation(observation=key, said=said, by=observer, at=sent)
    if left == "sent":
        return
    answered = _office(sent + timedelta(days=chance.randint(1, 12)), chance)
    if answered >= now:
        return
    answer_observation(
        observation=key, words=chance.choice(REFLECTS), next_words=chance.choice(NEXT), by=worker, at=answered
    )
    if work and answered + timedelta(days=15) < now:
        _finish(key, worker, chance, _office(answered + timedelta(days=10), chance))
    looked = _office(at + timedelta(days=68 + chance.randint(0, 8)), chance)
    if looked < now and chance.random() < 0.85:
        words = "Two visits since, and the record of each, show it. The family was asked and said the same."
        follow_up_observation(observation=key, words=words, by=observer, at=looked)
        if whole == "needs_work" and observer.role == "auditor":
            learn_from_observation(
                observation=key,
                words="Children are in the room on visits and are not spoken with first.",
                polarity="area_for_improvement",
                by=observer,
                at=looked,
            )


def _finish(observation: int, worker: User, chance: Random, at: datetime) -> None:
    shown = show_observation(observation, reader=worker)
    for one in shown.steps if shown else ():
        finish_observation_step(observation_step=one.key, words=chance.choice(DONE), by=worker, at=at)


def _families(team: CaseTeam, people: dict[int, User], chance: Random, now: datetime, *, first: bool) -> None:
    """Some of a team’s families tell us how it was: most are answered, one waits, and once a child is not safe."""
    manager = people[team.manager]
    cases = held_cases(act="decision.record", reader=manager, before=now - SETTLED, at=now)
    chosen = chance.sample(cases, min(FAMILIES, len(cases)))
    for place, case in enumerate(chosen):
        days = (3, 17)[place] if place < 2 else chance.randint(20, 60)
        asked = _office(now - timedelta(days=days), chance)
        _told(case, manager, team, chance, asked, now, waits=place == 0 or (place == 1 and team.slow > 0.2))
    if first and cases:
        _not_safe(cases[0], manager, now - timedelta(days=44), now, made_safe=True)
        _not_safe(cases[-1], manager, now - timedelta(minutes=50), now, made_safe=False)


def _told(
    case: HeldCase, manager: User, team: CaseTeam, chance: Random, asked: datetime, now: datetime, *, waits: bool
) -> None:
    occasion = chance.choice(("visit", "visit", "assessment", "meeting", "plan"))
    code = give_code(child=case.child, occasion=occasion, uses=1, days=30, by=manager, at=asked)
    who = chance.choice(("child", "parent_carer", "parent_carer", "other"))
    said_at = min(asked + timedelta(days=chance.randint(0, 2), hours=chance.randint(2, 9)), now - timedelta(hours=2))
    words, (done, reply) = chance.choice(SAID[who])
    said = _said(who, words, team.writes, chance)
    give_feedback(code=code, said=said, once=f"demonstration-{code}", at=said_at)
    if waits:
        return
    late = chance.random() < team.slow
    answered = _office(said_at + timedelta(days=17 if late else chance.randint(2, 8)), chance)
    found = _feedback_of(manager, case.child, said_at, now)
    if found is None or answered >= now:
        return
    answer_feedback(feedback=found, done=done, reply=reply, by=manager, at=answered)
    if chance.random() < 0.7:
        share_feedback(feedback=found, by=manager, at=answered)
    if chance.random() < 0.15:
        learn_from_feedback(
            feedback=found,
            words="Families are not rung back when we said that we would.",
            polarity="area_for_improvement",
            by=manager,
            at=answered,
        )


def _said(who: str, words: str, writes: float, chance: Random) -> FeedbackSaid:
    weights = (3 + 4 * writes, 3.0, 2.2 - writes, 1.4 - writes / 2, 0.6)
    answers = ("yes", "mostly", "not_much", "no", "not_sure")
    faces = {
        one: chance.choices(answers, weights)[0] for one in ("listened", "understood", "respect", "promises", "better")
    }
    return FeedbackSaid(
        who=who,
        faces=faces,
        differently=words,
        come_back=chance.choice((True, True, False, None)),
    )


def _not_safe(case: HeldCase, manager: User, asked: datetime, now: datetime, *, made_safe: bool) -> None:
    code = give_code(child=case.child, occasion="visit", uses=1, days=30, by=manager, at=asked - timedelta(days=1))
    said = FeedbackSaid(
        who="child",
        faces={"listened": "mostly", "better": "no"},
        not_safe=True,
        not_safe_words="I do not want to go there at the weekend. I cannot say why here.",
        come_back=True,
        reach="At school, with Miss Byrne",
    )
    give_feedback(code=code, said=said, once=f"demonstration-{code}", at=asked)
    found = _feedback_of(manager, case.child, asked, now)
    if not made_safe or found is None:
        return
    words = (
        "Rang Miss Byrne within the hour; seen alone at school at 2pm. No contact at the weekend for now. "
        "Strategy discussion the same day at 4pm."
    )
    make_safe(feedback=found, words=words, by=manager, at=asked + timedelta(hours=3))
    answer_feedback(
        feedback=found,
        done="The enquiry was held and its decision is on the record. The worker tells the child what was decided.",
        reply="Thank you for telling us. We listened, and we came to talk with you.",
        by=manager,
        at=asked + timedelta(days=6),
    )


def _feedback_of(manager: User, child: int, said_at: datetime, now: datetime) -> int | None:
    """What was said about a child at that moment, where the manager may read it."""
    rows = feedback_rows(reader=manager, at=now, most=400)
    at_once = (one.key for one in rows if one.said_at == said_at and child_of_feedback(one.key)[1] == child)
    return next(at_once, None)


def _group(manager: User, team: CaseTeam, chance: Random, now: datetime) -> None:
    """A poster at the family hub, about the team."""
    asked = _office(now - timedelta(days=25), chance)
    code = make_service_code(team=team.key, occasion="service", uses=40, days=60, by=manager, at=asked)
    for number in range(4):
        who = chance.choice(("parent_carer", "other"))
        said = _said(who, SAID[who][number % len(SAID[who])][0], team.writes, chance)
        at = asked + timedelta(days=2 + number, hours=3)
        give_feedback(code=code, said=said, once=f"demonstration-{code}-{number}", at=at)


def _office(at: datetime, chance: Random) -> datetime:
    """A moment within office hours, on that day or the next working day."""
    on = WORKING_DAYS.add(at.astimezone(LONDON).date() - timedelta(days=1), 1)
    return datetime.combine(on, time(chance.randint(9, 16), chance.randrange(0, 60, 5)), LONDON)
