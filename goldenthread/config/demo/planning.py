"""Plans of the fictional authority: concerns, outcomes, actions, what showed and how it stood; reviews and visits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from goldenthread.casework.public import bulk
from goldenthread.config.demo.assessing import agency_parts, make_visit
from goldenthread.config.demo.case import Writer
from goldenthread.config.demo.families import Someone
from goldenthread.config.demo.thread_words import MEETINGS, SECOND_PLAN, THEMES, WORDS

VISIT_EVERY = {"child_protection": 10, "child_in_need": 20}  # working days
OTHERS = {
    "school": ("Mr Obi, school", "Mrs Lacey, school", "Miss Tran, nursery"),
    "relative": ("Nan", "Aunt Dee"),
    "specialist": ("Zahra Khan, exploitation team", "Marcus Lowe, youth service"),
    "voluntary": ("Ella Boyd, young carers", "Joy Amadi, family centre"),
}


@dataclass(slots=True)
class _Outcome:
    """An outcome as it is written: the keys are taken first, and the row goes in when it is known how it came to stand.

    `moves` says whether it gets better as time goes by; `values` are its number at the start and at the end.
    """

    key: int
    child: int
    theme: dict[str, Any]
    values: dict[str, Any]
    good: bool
    moves: bool
    numbers: tuple[float, float] | None
    progress: str = "not_started"


@dataclass(slots=True)
class Plans:
    """The plans of the children of a case, by child, and what is in them."""

    kind: str
    began: date
    ends: date
    children: list[tuple[Someone, int]]
    keys: dict[int, int]
    outcomes: list[_Outcome] = field(default_factory=list)


def plan(
    write: Writer,
    kind: str,
    themes: list[str],
    began: date,
    ends: date,
    *,
    conference: int | None = None,
    category: str = "",
    assessment: int | None = None,
    before: Plans | None = None,
    end_reason: str = "needs_met",
) -> Plans | None:
    """Tells the plans of a case's children from a day to another, which may be ahead; None when no child is born."""
    children = list(write.here(began))
    if not children or began > write.today or ends <= began:
        return None
    ended = ends <= write.today
    made = Plans(kind, began, ends, children, {child.key: write.keys.next(bulk.PlanRow) for child, _ in children})
    at = write.moment(began)
    at = min(at, write.now)
    if category:
        for child, _ in children:
            # Some had a plan before the years that are told here, or elsewhere.
            write.case.previous.setdefault(child.key, int(write.chance.random() < SECOND_PLAN))
    for child, _ in children:
        for place, name in enumerate(themes):
            _concern(write, made, child, name, place, assessment, ended)
    reviews = _reviews(write, made, at)
    _visits(write, made, at)
    for outcome in made.outcomes:
        write.told.rows.append(bulk.OutcomeRow(id=outcome.key, **outcome.values))
    for child, referral in children:
        key = made.keys[child.key]
        write.told.rows.append(
            bulk.PlanRow(
                id=key,
                child_id=child.key,
                referral_id=referral,
                kind=kind,
                state="ended" if ended else "current" if reviews else "outline",
                started_on=began,
                ended_on=ends if ended else None,
                end_reason=end_reason if ended else "",
                end_words=WORDS["closure_changed"].format(child=child.given, mother=write.names["mother"])
                if ended and write.case.well
                else "",
                steps_from_id=before.keys.get(child.key) if before else None,
                assessment_id=assessment,
                conference_id=conference,
                first_category=category,
                category=category,
                number_of_previous=write.case.previous.get(child.key, 0) if category else None,
                contingency=write.fill(THEMES[themes[0]]["outcome"]["contingency"], child) if write.case.well else "",
                contingency_by=write.after(began, 60) if write.case.well else None,
                shared_on=began + timedelta(days=6) if write.case.well and began + timedelta(days=6) <= ends else None,
                shared_how="Read through at home with both parents" if write.case.well else "",
                worker_id=write.case.worker,
                made_by_id=write.chair if category else write.case.worker,
                made_at=at,
                version=1 + 2 * len(reviews),
            )
        )
        write.enter("plan.start", child.key, f"plan:{key}", write.case.worker, at)
        if ended:
            write.enter("plan.end", child.key, f"plan:{key}", write.case.team.manager, write.moment(ends))
        if category:
            write.case.previous[child.key] = write.case.previous.get(child.key, 0) + 1
            if not ended:
                write.start("cp_plan_drift", at, child, referral)
    return made


def _concern(
    write: Writer, made: Plans, child: Someone, name: str, place: int, assessment: int | None, ended: bool
) -> None:
    theme, chance, well, began = THEMES[name], write.chance, write.case.well, made.began
    fell_out = place > 0 and not ended and chance.random() < (0.04 if well else 0.18)
    concern = write.add(
        bulk.ConcernRow,
        child_id=child.key,
        title=write.fill(theme["title"], child)[:120],
        saw=write.fill(theme["saw"], child) if well or write.beside.random() < 0.75 else "",
        saw_source=write.fill(theme["source"], child),
        saw_on=began - timedelta(days=chance.randint(12, 60)),
        need="" if fell_out and chance.random() < 0.4 else write.fill(theme["need"], child),
        factor=theme["factor"],
        came_from=f"history:{write.case.live[place]}"
        if well and place < len(write.case.live) and write.beside.random() < 0.9
        else f"factor:{theme['factor']}",
        assessment_id=assessment,
        position=place,
        raised_on=began,
        raised_by_id=write.case.worker,
        closed_on=made.ends if ended else None,
        closed_because="The plan ended." if ended else "",
    )
    if fell_out:
        return
    good = chance.random() < (0.93 if well else 0.15)
    measure = theme["outcome"]
    by_on = write.after(began, chance.choice((60, 75, 90, 110)))
    values: dict[str, Any] = {
        "plan_id": made.keys[child.key],
        "concern_id": concern,
        "words": write.fill(measure["words"] if good else theme["poor"][0], child),
        "position": place,
        "added_on": began,
        "by_on": by_on if good or chance.random() < 0.3 else None,
        "ended_on": made.ends if ended else None,
        "ended_because": "The plan ended." if ended else "",
        "family_words": write.fill(measure["family"], child) if good else "",
    }
    if good:
        values |= {name: write.fill(measure[name], child) for name in ("baseline", "target", "how_we_know", "unit")}
        values |= {"baseline_value": measure["starts"], "target_value": measure["ends"]}
        values |= {"contingency": write.fill(measure["contingency"], child), "contingency_by": by_on}
    outcome = _Outcome(
        write.keys.next(bulk.OutcomeRow),
        child.key,
        theme,
        values,
        good,
        chance.random() < (0.75 if well else 0.35),
        (measure["starts"], measure["ends"]) if good else None,
    )
    made.outcomes.append(outcome)
    _actions(write, outcome, child, began, by_on)


def _actions(write: Writer, outcome: _Outcome, child: Someone, began: date, by_on: date) -> None:
    chance, family, case = write.chance, write.case.family, write.case
    if not outcome.good:
        _, (what, owner, due) = outcome.theme["poor"]
        write.add(
            bulk.PlanActionRow,
            outcome_id=outcome.key,
            what=write.fill(what, child),
            owner_name=write.fill(owner, child),
            due_words=due,
            added_on=began,
        )
        return
    for place, (what, owner) in enumerate(outcome.theme["actions"][: chance.choice((2, 3, 3, 4))]):
        who: dict[str, Any]
        if owner == "mother" or (owner == "partner" and not family.partners):
            who = {"owner_name": f"{family.mother.given} {family.mother.family}", "person_id": family.mother.key}
        elif owner == "partner":
            partner = family.partners[-1]
            who = {"owner_name": f"{partner.given} {partner.family}", "person_id": partner.key}
        elif owner == "worker":
            who = {"owner_name": write.name_of(case.worker), "owner_id": case.worker}
        else:
            who = {"owner_name": chance.choice(OTHERS[owner])}
        due = write.after(began, chance.choice((10, 20, 30, 45, 60)))
        done = due <= write.today and chance.random() < (0.9 if case.well else 0.6)
        if due > write.today - timedelta(days=20) and not done:
            due = by_on
        done_on = due - timedelta(days=chance.randint(0, 6)) if done else None
        write.add(
            bulk.PlanActionRow,
            outcome_id=outcome.key,
            what=write.fill(what, child),
            position=place,
            added_on=began,
            due_on=due,
            done_on=max(done_on, began) if done_on else None,
            **who,
        )


# --- reviews


def _days_of(write: Writer, made: Plans) -> list[tuple[str, date]]:
    """The reviews of a plan that were held, by day: as often as they must be, and later where the team is."""
    chance, found = write.chance, list[tuple[str, date]]()
    until = min(made.ends, write.today)

    def late(days: int) -> int:
        return chance.randint(3, days) if write.late() else 0

    def each(kind: str, first: date, every: int, slack: int) -> None:
        day = write.working(first)
        while day < until:
            found.append((kind, day))
            day = write.working(day + timedelta(days=every - chance.randint(0, 4) + late(slack)))

    if made.kind == "child_protection":
        each("core_group", write.after(made.began, 9 + late(9)), 41, 21)
        first = write.working(made.began + timedelta(days=85 + late(25)))
        each("review_conference", first, 178, 30)
        if made.ends <= write.today:
            found.append(("review_conference", made.ends))
    else:
        planned = write.after(made.began, 9 + late(12))
        if planned < until:
            found.append(("cin_meeting", planned))
        each("cin_review", write.working(planned + timedelta(days=86)), 88, 40)
    return sorted(found, key=lambda pair: pair[1])


def _reviews(write: Writer, made: Plans, began: datetime) -> list[tuple[str, date]]:
    days = _days_of(write, made)
    held: dict[str, list[tuple[datetime, int]]] = {}
    for number, (kind, day) in enumerate(days):
        at = min(write.moment(day), write.now)
        following = next((later for other, later in days[number + 1 :] if other == kind), None)
        issued = write.after(day, 3 + (9 if write.late() else 0))
        conference = kind == "review_conference"
        meeting = write.add(
            bulk.MeetingRow,
            kind=kind,
            state="held",
            planned_at=at,
            held_at=at,
            place="Thornshire House" if conference else "Home",
            chair_id=write.chair if conference else None,
            team_id=write.case.team.key,
            arranged_at=at - timedelta(days=14),
            arranged_by_id=write.case.worker,
            quorate=True if conference else None,
            summary=write.fill(
                write.any_of(MEETINGS["core_good" if write.case.well else "core_poor"]), made.children[0][0]
            ),
            measured_change=write.fill(write.beside.choice(WORDS["measured_change"]), made.children[0][0])
            if conference and write.beside.random() < (0.8 if write.case.well else 0.1)
            else "",
            contingency_weighed=write.beside.choice(WORDS["weighed"])
            if write.beside.random() < (0.7 if write.case.well else 0.05)
            else "",
            next_on=following,
            record_issued_on=issued if issued <= write.today else None,
            record_issued_to="The family and everybody who came",
            recorded_by_id=write.chair if conference else write.case.worker,
            recorded_at=min(at + timedelta(hours=5), write.now),
        )
        held.setdefault(kind, []).append((at, meeting))
        if conference:
            agency_parts(write, meeting, day, shared=True)
        moved = _progress(write, made, meeting, day, number + 1, len(days) + (0 if made.ends <= write.today else 2))
        last = made.ends <= write.today and day == made.ends
        for child, referral in made.children:
            write.add(
                bulk.MeetingChildRow,
                meeting_id=meeting,
                child_id=child.key,
                plan_id=made.keys[child.key],
                attended=write.speaks(child, day) and write.chance.random() < 0.4,
                views=write.any_of(["It’s better.", "I want Nan at the meeting.", ""]) if write.case.well else "",
                decision=("plan_ends" if last else "plan_continues") if conference else "",
                reasons=write.fill(write.any_of(MEETINGS["end_reasons" if last else "reasons_good"]), child)
                if conference
                else "",
                unchanged_because="" if moved else "Nothing has changed.",
            )
            if kind == "core_group":
                write.start("core_group_record", at, child, referral, write.moment(issued), f"meeting:{meeting}")
            write.enter("meeting.hold", child.key, f"meeting:{meeting}", write.case.worker, at)
    runs = made.ends > write.today
    when = {kind: [at for at, _ in some] for kind, some in held.items()}
    if made.kind == "child_protection":
        _chain(write, made, ("core_group_first", "core_group_subsequent"), began, when.get("core_group", []), runs)
        _chain(write, made, ("rcpc_first", "rcpc_subsequent"), began, when.get("review_conference", []), runs)
    else:
        meetings = [*when.get("cin_meeting", []), *when.get("cin_review", [])]
        _chain(write, made, ("cin_plan_meeting", "cin_review"), began, meetings, runs)
    return days


def _chain(
    write: Writer, made: Plans, clocks: tuple[str, str], began: datetime, met: list[datetime], runs: bool
) -> None:
    """A clock that starts again each time it is met: the first name is of the first round, the second of every later
    one. The last round is left running under a plan that runs, and otherwise ended with the plan."""
    for child, referral in made.children:
        since = began
        for number, at in enumerate(met):
            write.start(clocks[min(number, 1)], since, child, referral, at)
            since = at
        if runs:
            write.start(clocks[1 if met else 0], since, child, referral)


def _progress(write: Writer, made: Plans, meeting: int, day: date, number: int, of: int) -> bool:
    """How each outcome stood at a review, and what showed it; returns whether the review moved anything."""
    chance, well, anything = write.chance, write.case.well, False
    if not well and chance.random() < 0.55:
        return False
    at = min(write.moment(day), write.now)
    share = min(1.0, number / max(1, of))
    for outcome in made.outcomes:
        if outcome.progress == "achieved" or (not well and chance.random() < 0.5):
            continue
        code = "better" if outcome.moves else chance.choice(("same", "same", "worse"))
        if outcome.moves and share >= 1:
            code = "achieved"
        value = None
        if outcome.numbers and outcome.good:
            start, end = outcome.numbers
            value = round(start + (end - start) * (share if outcome.moves else share * 0.1))
        if outcome.good and (well or chance.random() < 0.4):
            child = next(child for child, _ in made.children if child.key == outcome.child)
            write.add(
                bulk.EvidenceRow,
                outcome_id=outcome.key,
                happened_on=max(made.began, day - timedelta(days=chance.randint(0, 9))),
                words=write.fill(outcome.theme["evidence"][0], child, value=str(value))
                if chance.random() < 0.6
                else write.fill(write.any_of(outcome.theme["evidence"][1:]), child, value=str(value)),
                source=write.fill(write.any_of(["School", "Visit", "Health visitor", "{mother}"]), child),
                value=value,
                recorded_by_id=write.case.worker,
                recorded_at=at,
            )
            outcome.values["latest_value"] = value
        write.add(
            bulk.ProgressRow,
            outcome_id=outcome.key,
            meeting_id=meeting,
            code=code,
            words="Looked at together with the family." if well else "",
            said_on=day,
            said_by_id=write.case.worker,
            said_at=at,
        )
        if code != outcome.progress:
            anything = True
            if well:
                write.add(
                    bulk.PlanChangeRow,
                    plan_id=made.keys[outcome.child],
                    meeting_id=meeting,
                    about=f"outcome:{outcome.key}",
                    part=outcome.values["words"][:160],
                    before=outcome.progress,
                    after=code,
                    because="What was counted since the last time.",
                    changed_by_id=write.case.worker,
                    changed_at=at,
                )
        outcome.progress = code
        outcome.values |= {"progress": code, "progress_on": day}
    return anything


# --- visits


def _visits(write: Writer, made: Plans, began: datetime) -> None:
    chance, until = write.chance, min(made.ends, write.today)
    every = VISIT_EVERY[made.kind]
    clock = "cp_visit" if made.kind == "child_protection" else "cin_visit"
    seen = list[datetime]()
    day = write.after(made.began, chance.randint(2, every))
    while day < until:
        at = write.moment(day)
        failed = chance.random() < 0.06
        visit = make_visit(write, at, made.kind, made.children, plans=made.keys, failed=failed)
        if not failed:
            _shown_at(write, made, visit, at)
        if failed:
            day = write.after(day, 2)
            continue
        seen.append(at)
        day = write.after(day, every - chance.randint(0, 3) + (chance.randint(4, 14) if write.late() else 0))
    _chain(write, made, (clock, clock), began, seen, made.ends > write.today)


def _shown_at(write: Writer, made: Plans, visit: int, at: datetime) -> None:
    """What a visit showed of an outcome: written by most who write well, and by few of the others."""
    beside = write.beside
    good = [one for one in made.outcomes if one.good]
    if not good or beside.random() >= (0.65 if write.case.well else 0.12):
        return
    outcome = beside.choice(good)
    child = next(child for child, _ in made.children if child.key == outcome.child)
    start, end = outcome.numbers or (0, 0)
    value = round(start + (end - start) * beside.random() * (0.8 if outcome.moves else 0.2))
    write.add(
        bulk.EvidenceRow,
        outcome_id=outcome.key,
        happened_on=at.date(),
        words=write.fill(beside.choice(outcome.theme["evidence"]), child, value=str(value)),
        source="Visit",
        about=f"visit:{visit}",
        recorded_by_id=write.case.worker,
        recorded_at=min(at + timedelta(hours=3), write.now),
    )
