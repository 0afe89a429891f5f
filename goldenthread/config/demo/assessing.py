"""Assessments of the fictional authority: what was written, who was seen, what history meant, what a manager said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from goldenthread.casework.public import bulk
from goldenthread.config.demo.case import Writer
from goldenthread.config.demo.families import Someone
from goldenthread.config.demo.thread_words import MEETINGS, THEMES, VISITS, WORDS
from goldenthread.kernel.clock import LONDON

KEPT_WHOLE = 400  # days: of an older assessment only the analysis is made up, so that the database stays small
REVIEW_AFTER = 15  # working days
FINISHED_AT = time(15, 10)  # of the day on which it is authorised


@dataclass(frozen=True, slots=True)
class Assessed:
    """What the assessment of a case came to; `authorised_at` is None while it runs."""

    key: int
    state: str
    authorised_at: datetime | None


def assess(write: Writer, themes: list[str], outcome: str) -> Assessed:
    """Tells the assessment of a case, from the day it was placed to its authorisation or to today."""
    case, chance, team = write.case, write.chance, write.case.team
    began = case.placed + timedelta(hours=1)
    finishes = datetime.combine(case.assessed, FINISHED_AT, LONDON)
    done = finishes <= write.now
    state = "authorised" if done else chance.choices(("writing", "with_manager", "returned"), (80, 12, 8))[0]
    if began + timedelta(days=14) > write.now and not done:
        state = "writing"
    if not done and case.written < min(case.assessed, write.today):
        state = "with_manager"
    written = datetime.combine(case.written, FINISHED_AT, LONDON)
    ended = max(began + timedelta(minutes=30), finishes) if done else None
    sent = (
        max(began + timedelta(minutes=10), min(ended or write.now, written) - timedelta(days=1, hours=2))
        if state != "writing"
        else None
    )
    shared = write.after(ended.date(), chance.randint(1, 4) + (9 if write.late() else 0)) if ended else None
    key = write.add(
        bulk.AssessmentRow,
        kind="single",
        state=state,
        started_on=began.date(),
        started_at=began,
        team_id=team.key,
        author_id=case.worker,
        sent_at=sent,
        sent_by_id=case.worker if sent else None,
        authorised_at=ended,
        authorised_by_id=team.manager if ended else None,
        authorised_words=write.any_of(WORDS["manager_good" if case.well else "manager_poor"]).format(
            child=case.children[0][0].given
        )
        if ended
        else "",
        shared_on=shared if shared and shared <= write.today else None,
        shared_how="Gone through at home with both parents" if shared and shared <= write.today else "",
    )
    about = f"assessment:{key}"
    for child, referral in case.children:
        factors = sorted({THEMES[name]["factor"] for name in themes}) if state != "writing" or case.well else []
        write.add(
            bulk.AssessmentChildRow,
            assessment_id=key,
            child_id=child.key,
            referral_id=referral,
            factors=tuple(factors),
            outcome=outcome if state != "writing" else "",
            outcome_words=WORDS["outcome_words" if outcome != "close" else "outcome_close"] if ended else "",
        )
        _clocks(write, child, referral, about, began, ended, shared)
        write.enter("assessment.start", child.key, about, case.worker, began)
        if ended:
            write.enter("assessment.authorise", child.key, about, team.manager, ended)
    _sections(write, key, themes, outcome, state, sent or began + timedelta(hours=2))
    _review_point(write, key, began, ended)
    _history(write, key, began)
    if state == "returned" or (ended and case.well and chance.random() < 0.15):
        _challenge(write, key, sent or began, answered=ended is not None)
    _visits(write, key, themes, began, ended or write.now)
    return Assessed(key, state, ended)


def _clocks(
    write: Writer,
    child: Someone,
    referral: int,
    about: str,
    began: datetime,
    ended: datetime | None,
    shared: date | None,
) -> None:
    if ended is None:
        write.start("assessment_review_point", began, child, referral, about=about)
    elif _looked_in(write, began) < ended:
        write.start("assessment_review_point", began, child, referral, _looked_in(write, began), about)
    if ended and shared:
        write.start("assessment_shared", ended, child, referral, write.moment(shared), about)


def _looked_in(write: Writer, began: datetime) -> datetime:
    day = write.after(began.date(), REVIEW_AFTER - 1 if write.case.well else REVIEW_AFTER + 3)
    return datetime.combine(day, began.timetz()).replace(hour=15, minute=0)


def _review_point(write: Writer, key: int, began: datetime, ended: datetime | None) -> None:
    held = _looked_in(write, began)
    was = ended is not None and held < ended
    write.add(
        bulk.ReviewPointRow,
        assessment_id=key,
        due_on=write.after(began.date(), REVIEW_AFTER),
        held_on=held.date() if was else None,
        words="Asked who has been seen alone, and what is still not known." if was and write.case.well else "",
        set_by_id=write.case.team.manager,
        held_by_id=write.case.team.manager if was else None,
    )


def _history(write: Writer, key: int, began: datetime) -> None:
    """Each piece of history answered by whoever writes well; left unanswered, all but one, by others."""
    earlier = write.case.earlier[-6:]
    for about, title, day in earlier if write.case.well else earlier[:1]:
        answer = write.chance.choices(("live", "resolved", "not_relevant"), (6, 3, 1))[0]
        if answer == "live":
            write.case.live.append(about)
        because = {
            "live": "",
            "resolved": "School and the health visitor have seen no sign of it for a year.",
            "not_relevant": "It was about somebody who has not lived here since.",
        }[answer]
        write.add(
            bulk.HistoryAnsweredRow,
            assessment_id=key,
            about=about,
            title=title[:200],
            happened_on=day,
            answer=answer,
            because=because,
            in_analysis=answer == "live" and write.case.well,
            answered_by_id=write.case.worker,
            answered_at=min(began + timedelta(days=3), write.now),
        )


def _challenge(write: Writer, key: int, sent: datetime, *, answered: bool) -> None:
    section, words = write.any_of(WORDS["challenge"])
    made = min(sent + timedelta(hours=3), write.now)
    replied = min(made + timedelta(days=1), write.now)
    write.add(
        bulk.ChallengeRow,
        assessment_id=key,
        number=1,
        section=section,
        words=write.fill(words, write.case.children[0][0]),
        made_by_id=write.case.team.manager,
        made_at=made,
        answer=write.any_of(WORDS["answer"]) if answered else "",
        answered_by_id=write.case.worker if answered else None,
        answered_at=replied if answered else None,
        accepted=True if answered else None,
        accepted_at=replied if answered else None,
    )


def _sections(write: Writer, key: int, themes: list[str], outcome: str, state: str, at: datetime) -> None:
    first, well, case = THEMES[themes[0]], write.case.well, write.case
    whole = (write.today - case.assessed).days < KEPT_WHOLE
    eldest = case.children[0][0]
    answers: dict[str, dict[str, Any]] = {}
    if whole:
        answers["why_now"] = {"why": write.fill(first["why"], eldest)}
        account = {"about": first["title"], "who": case.family.mother.given, "says": first["account"]["says"]}
        if well:
            answers["why_now"] |= {name: write.fill(WORDS[name], eldest) for name in ("family_wants", "find_out")}
            account |= {name: first["account"][name] for name in ("known", "tested", "think")}
            answers["people"] = {"household": write.fill(WORDS["household"], eldest)}
        answers["account:1"] = {name: write.fill(words, eldest) for name, words in account.items()}
        answers[f"safety:{case.family.mother.key}"] = {
            "evidence": write.fill(first["saw"], eldest) + f" ({write.fill(first['source'], eldest)})",
            "strengths": write.fill(WORDS["strength"], eldest) if well else "",
            "worries": write.fill(first["need"], eldest) if well else "Safeguarding concerns.",
        }
    if whole or well:
        answers["history"] = {"pattern": WORDS["history_good" if well else "history_poor"]}
    if state != "writing":
        for place, (child, _) in enumerate(case.children):
            answers |= _of_child(write, child, themes, outcome, place)
        answers |= _household(write)
    for section, kept in answers.items():
        write.add(
            bulk.AssessmentSectionRow,
            assessment_id=key,
            key=section,
            answers=kept,
            saved_by_id=case.worker,
            saved_at=min(at, write.now),
        )


def _household(write: Writer) -> dict[str, dict[str, Any]]:
    """Who of the parents and partners was spoken to, and why somebody was not: left unsaid by those who write poorly,
    and now and then by others."""
    family, found = write.case.family, dict[str, dict[str, Any]]()
    accounted = write.beside.random() < (0.85 if write.case.well else 0.15)
    for place, one in enumerate((family.mother, *family.partners)):
        if place == 0 or (accounted and write.beside.random() < 0.7):
            found[f"person:{one.key}"] = {"spoken": True}
        elif accounted:
            found[f"person:{one.key}"] = {"spoken": False, "why_not": write.beside.choice(WORDS["not_spoken"])}
    return found


def _of_child(write: Writer, child: Someone, themes: list[str], outcome: str, place: int) -> dict[str, dict[str, Any]]:
    """What is written of one child. `place` is where she stands among the brothers and sisters: most who write well
    give each her own analysis."""
    well = write.case.well
    own = place > 0 and write.beside.random() < (0.85 if well else 0.1)
    codes = sorted({THEMES[name]["factor"] for name in themes})
    if well:
        analysis = {
            "means": " ".join(write.fill(THEMES[name]["analysis"], child) for name in themes[:2]),
            "unchanged": write.fill(THEMES[themes[0]]["unchanged"], child),
            "confidence": write.chance.choice(("high", "medium", "medium")),
            "confidence_because": WORDS["because_good"],
        }
        if write.speaks(child, write.case.assessed):
            said = WORDS["means_best"][0].format(words=write.any_of(VISITS["words"]), child=child.given)
            analysis["means"] += f" {said}"
    else:
        analysis = {"means": write.fill(WORDS["analysis_poor"], child), "unchanged": WORDS["unchanged_poor"]}
    if own:
        told = WORDS["own_analysis"]
        analysis["means"] = write.fill(told[(place - 1) % len(told)], child)
        analysis["unchanged"] = write.fill(WORDS["own_unchanged"], child)
    found: dict[str, dict[str, Any]] = {
        f"analysis:{child.key}": analysis,
        f"factors:{child.key}": {
            "own": [code for code in codes if code[-1] not in "BC" or code[:2] in ("18", "19")],
            "family": [code for code in codes if code[-1] in "BC" and code[:2] not in ("18", "19")],
        },
        f"outcome:{child.key}": {
            "outcome": outcome,
            "outcome_words": WORDS["outcome_close" if outcome == "close" else "outcome_words"] if well else "",
        },
    }
    if write.beside.random() < (0.8 if well else 0.2):
        found[f"identity:{child.key}"] = {"evidence": write.fill(write.beside.choice(WORDS["identity"]), child)}
    if well:
        found[f"voice:{child.key}"] = {
            "view": write.fill(WORDS["view"], child) if write.speaks(child, write.case.assessed) else "",
            "how_asked": WORDS["how_asked"],
            "a_day": WORDS["a_day"],
        }
    return found


def _visits(write: Writer, key: int, themes: list[str], began: datetime, until: datetime) -> None:
    chance = write.chance
    for n in range(chance.choice((2, 3, 3)) if write.case.well else chance.choice((1, 1, 2))):
        day = write.working(began.date() + timedelta(days=1 + n * 9 + chance.randint(0, 4)))
        at = write.moment(day)
        if began < at < until:
            make_visit(write, at, "assessment", write.case.children, assessment_id=key)


def make_visit(
    write: Writer,
    at: datetime,
    purpose: str,
    children: list[tuple[Someone, int]],
    *,
    plans: dict[int, int] | None = None,
    failed: bool = False,
    **values: Any,
) -> int:
    """Tells one visit to the children of a case: who was seen, alone or not, and what was said."""
    case, chance, well = write.case, write.chance, write.case.well
    eldest = children[0][0]
    aim, what, changed, after = write.any_of(VISITS["good" if well else "poor"])
    key = write.add(
        bulk.VisitRow,
        happened_at=at,
        purpose=purpose,
        aim=write.fill(aim, eldest),
        announced=not failed and chance.random() < 0.6,
        place="Home" if failed else chance.choice(VISITS["places"]),
        failed_because=write.fill(write.any_of(VISITS["failed"]), eldest) if failed else "",
        what_happened="" if failed else write.fill(what, eldest),
        what_changed="" if failed else write.fill(changed, eldest) if changed else "",
        what_next=write.fill(after, eldest) if after else "",
        visited_by_id=case.worker,
        recorded_by_id=case.worker,
        recorded_at=min(at + timedelta(hours=chance.choice((2, 5, 22, 46 if well else 170))), write.now),
        **values,
    )
    for child, _ in children:
        speaks = write.speaks(child, at.date())
        seen = not failed
        alone = seen and speaks and chance.random() < (0.8 if well else 0.35)
        write.add(
            bulk.VisitChildRow,
            visit_id=key,
            child_id=child.key,
            seen=seen,
            alone=alone if seen else None,
            not_alone_because="Too young to be seen alone" if seen and not speaks and well else "",
            bedroom_seen=chance.random() < (0.7 if well else 0.3) if seen else None,
            words=write.fill(write.any_of(VISITS["words"]), child)
            if seen and speaks and chance.random() < (0.75 if well else 0.2)
            else "",
            showed=write.fill(write.any_of(VISITS["showed"]), child) if seen and not speaks and well else "",
            plan_id=(plans or {}).get(child.key),
        )
        write.enter("visit.record", child.key, f"visit:{key}", case.worker, at)
    return key


def agency_parts(write: Writer, meeting: int, on: date, *, shared: bool) -> None:
    """Who came to a meeting and what each said. `shared` says that reports reached the family before it."""
    case, chance = write.case, write.chance
    eldest = case.children[0][0]
    for agency, role, view in MEETINGS["agencies"]:
        # Social care leads the meeting; the chance of the others stays as it was.
        came = agency == "social_care" or chance.random() < 0.85
        write.add(
            bulk.MeetingPartRow,
            meeting_id=meeting,
            name={"education": case.family.school, "social_care": write.name_of(case.team.manager)}.get(agency, role),
            role=role,
            agency=agency,
            attended=came,
            absent_because="" if came else "Sent a report instead",
            report_shared_on=on
            - timedelta(days=(write.beside if agency == "social_care" else chance).choice((1, 3, 4)))
            if shared and case.well
            else None,
            view=write.fill(view, eldest) if came and (case.well or write.beside.random() < 0.6) else "",
        )
    write.add(
        bulk.MeetingPartRow,
        meeting_id=meeting,
        person_id=case.family.mother.key,
        name=f"{case.family.mother.given} {case.family.mother.family}",
        role="Mother",
        agency="family",
        attended=chance.random() < 0.8,
        view=write.any_of(MEETINGS["family_view"]),
    )
