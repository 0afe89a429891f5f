"""What a census tells of the work on a referral, as rows: assessments, enquiries, conferences, reviews and plans.

How each is known again: an assessment, enquiry or plan by its referral and the day it started; a conference by its
child, kind and day. A corrected day of starting is taken for a correction where an earlier file of the same census told
the one and this file tells the other, with exactly one of each. What the census says as it did last time leaves alone
what somebody has put right here since; an older year fills gaps only; what is no longer told is left as it is.

What ended without the census saying so ended with the case: an assessment that was never authorised was stopped, a plan
without an end ended on the day the case closed. The census tells no visits and no core groups: under a plan that runs
they count from the day it was loaded, so that no child falls out of sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from goldenthread.access.public import take_keys
from goldenthread.casework import public as casework
from goldenthread.returns.operations.census_facts import Facts, noon
from goldenthread.rulebook import census

bulk = casework.bulk

COUNTED = ("assessments", "enquiries", "conferences", "plans", "visits")
CASE_CLOSED = "The case closed."

# What counts from the day a running plan was loaded, by its kind.
FROM_LOADING = {
    "child_protection": ("cp_visit", "core_group_subsequent"),
    "child_in_need": ("cin_visit", "cin_review"),
}


class Told(NamedTuple):
    """A referral of a file, by its key here. `before` is what the census said of its work last time, and `same_year`
    whether that was an earlier file of this same census. `team` and `owner` have the case here, if anybody has."""

    child: int
    referral: int
    facts: Facts
    new: bool = False
    older: bool = False
    before: census.ReferralWork | None = None
    same_year: bool = False
    team: int | None = None
    owner: int | None = None


class _Work(NamedTuple):
    """What to write: rows, clocks that start, changed columns (`bulk.change_work`), and the referrals and kinds
    of whose plans none runs any more."""

    rows: list[Any]
    starting: list[Any]
    changes: dict[str, list[tuple[int, dict[str, Any]]]]
    plans_over: list[tuple[int, str]]


def counted(record: census.Record) -> dict[str, int]:
    """How many of each a checked record tells, by `COUNTED`. The census tells no visits."""
    found = dict.fromkeys(COUNTED, 0)
    for it in record.get("CINdetails", ()):
        enquiries = [one for one in it.get("Section47", ()) if one]
        protections = [one for one in it.get("ChildProtectionPlans", ()) if one]
        found["assessments"] += sum(map(bool, it.get("Assessments", ())))
        found["enquiries"] += len(enquiries)
        found["plans"] += sum(map(bool, it.get("CINPlanDates", ()))) + len(protections)
        held = {one.get("DateOfInitialCPC", "") for one in (it, *enquiries)} - {""}
        found["conferences"] += len(held) + sum(len(set(census.reviews_of(plan))) for plan in protections)
    return found


class Written(NamedTuple):
    """How many rows were written, by class of row, how many clocks started, and how many rows were changed."""

    rows: dict[type[Any], int]
    started: int
    changed: int


def write_work(told: Sequence[Told], *, at: datetime, reckoner: Any) -> Written:
    """Writes what these referrals bring that is not here yet, and what of it the file says otherwise. Inside the
    caller's transaction, when the referrals are written; clocks of a kind of plan of which none runs any more are taken
    back."""
    there = bulk.work_of([one.referral for one in told if not one.new])
    held = bulk.conferences_of({one.child for one in told if not one.new})
    filling = _Filling(at)
    for one in told:
        filling.take(one, there.get(one.referral) or bulk.KnownWork(), held.setdefault(one.child, {}))
    work = filling.work
    changed = bulk.change_work(work.changes)
    for kind, clocks in FROM_LOADING.items():
        over = [referral for referral, ended in work.plans_over if ended == kind]
        waiting = bulk.deadlines_of(over, clocks).values() if over else ()
        taken_back = [one.id for some in waiting for one in some if one.met_at is None]
        bulk.settle_deadlines((), taken_back, because="The plan ended.", at=at)
    rows = bulk.load_casework(work.rows, work.starting, reckoner=reckoner)
    return Written(rows, len(work.starting), changed)


class _Filling:
    def __init__(self, at: datetime) -> None:
        self.at = at
        self.work = _Work([], [], {"assessment": [], "factors": [], "enquiry": [], "plan": []}, [])
        self._keys: dict[type[Any], list[int]] = {}

    def _next(self, kind: type[Any]) -> int:
        keys = self._keys.setdefault(kind, [])
        if not keys:
            keys += reversed(take_keys(kind, 200))
        return keys.pop()

    def _add(self, row: type[Any], /, **values: Any) -> int:
        key = self._next(row)
        self.work.rows.append(row(id=key, **values))
        return key

    def take(self, told: Told, there: Any, held: dict[tuple[str, date], int]) -> None:
        """One referral; `there` is what is known of it, and `held` the conferences of its child, which this adds to."""
        work, before = told.facts.work, told.before
        for one, row, said in _paired(there.assessments, work.assessments, before and before.assessments, told):
            if row is None:
                self._assessment(told, one)
                continue
            self._change("assessment", row, told, _of_assessment, one, said)
            # One that no file of this kind told before is not emptied by a file that tells no factors.
            anew = bool(one.factors) if said is None else said.factors != one.factors
            if anew and list(one.factors) != row.factors:
                self.work.changes["factors"].append((row.in_it, {"factors": list(one.factors)}))
            if one.review_on and one.review_on not in row.review_ons:
                self._add(bulk.ReviewPointRow, assessment_id=row.id, due_on=one.review_on)
        for one, row, said in _paired(there.enquiries, work.enquiries, before and before.enquiries, told):
            conference = self._conference(told, "initial_conference", one.conference_on, held)
            if row is not None:
                change = self._change("enquiry", row, told, _of_enquiry, one, said)
                if "conference_on" in change:
                    change["conference_id"] = conference
                continue
            self._add(
                bulk.EnquiryRow,
                child_id=told.child,
                referral_id=told.referral,
                conference_id=conference,
                loaded=True,
                **_of_enquiry(told, one),
            )
        self._conference(told, "initial_conference", work.conference_on, held)
        self._plans(told, "child_in_need", work.plans, before and before.plans, there, held)
        self._plans(told, "child_protection", work.protection_plans, before and before.protection_plans, there, held)

    def _change(
        self, kind: str, row: Any, told: Told, values_of: Callable[[Told, Any], dict[str, Any]], one: Any, said: Any
    ) -> dict[str, Any]:
        """Notes what is to change of a row, and returns it."""
        change = _changed(
            row,
            values_of(told, one),
            values_of(told, said) if said is not None else None,
            closed=told.facts.closed_on is not None,
        )
        if change:
            self.work.changes[kind].append((row.id, change))
        return change

    def _assessment(self, told: Told, one: census.Assessment) -> None:
        key = self._add(
            bulk.AssessmentRow,
            kind="single",
            started_at=noon(one.started_on),
            loaded=True,
            **_of_assessment(told, one),
        )
        self._add(
            bulk.AssessmentChildRow,
            assessment_id=key,
            child_id=told.child,
            referral_id=told.referral,
            factors=tuple(one.factors),
        )
        if one.review_on:
            self._add(bulk.ReviewPointRow, assessment_id=key, due_on=one.review_on)
        if one.authorised_on is None and told.facts.closed_on is None:
            self._start("assessment_review_point", noon(one.started_on), told, about=f"assessment:{key}")

    def _plans(
        self,
        told: Told,
        kind: str,
        plans: Sequence[Any],
        before: Sequence[Any] | None,
        there: Any,
        held: dict[tuple[str, date], int],
    ) -> None:
        standing = {row.id: row for row in there.plans if row.kind == kind}
        ran = runs = any(row.ended_on is None for row in standing.values())
        if plans:
            runs = False
            for one, row, said in _paired(standing.values(), plans, before, told):
                if row is None:
                    values = _of_plan(told, one)
                    key = self._add(
                        bulk.PlanRow,
                        child_id=told.child,
                        referral_id=told.referral,
                        kind=kind,
                        made_at=noon(one.started_on),
                        conference_id=held.get(("initial_conference", one.started_on))
                        if "category" in values
                        else None,
                        loaded=True,
                        **values,
                    )
                else:
                    key, values = standing.pop(row.id).id, row._asdict()
                    if not told.older:
                        values |= self._change("plan", row, told, _of_plan, one, said)
                runs = runs or values["ended_on"] is None
                if kind == "child_protection":
                    self._reviews(told, one, key, values, held)
            runs = runs or any(row.ended_on is None for row in standing.values())
        if ran and not runs:
            self.work.plans_over.append((told.referral, kind))
        if runs and not ran and not told.older:
            for clock in FROM_LOADING[kind]:
                self._start(clock, self.at, told)

    def _reviews(
        self, told: Told, one: Any, plan: int, values: dict[str, Any], held: dict[tuple[str, date], int]
    ) -> None:
        for day in one.reviewed_on:
            ends = day == values["ended_on"]
            self._conference(
                told,
                "review_conference",
                day,
                held,
                plan_id=plan,
                decision="plan_ends" if ends else "plan_continues",
                category="" if ends else values["category"],
            )

    def _conference(
        self, told: Told, kind: str, day: date | None, held: dict[tuple[str, date], int], **values: Any
    ) -> int | None:
        """The meeting of that kind and day of this child, made where it is not here."""
        if day is None:
            return None
        if (kind, day) in held:
            return held[kind, day]
        at = noon(day)
        key = held[kind, day] = self._add(
            bulk.MeetingRow,
            kind=kind,
            state="held",
            planned_at=at,
            held_at=at,
            arranged_at=at,
            recorded_at=self.at,
            loaded=True,
        )
        if kind == "initial_conference":
            began = next((plan for plan in told.facts.work.protection_plans if plan.started_on == day), None)
            if began is not None:
                values = {"decision": "plan", "category": began.first_category or began.latest_category}
        self._add(bulk.MeetingChildRow, meeting_id=key, child_id=told.child, **values)
        return key

    def _start(self, clock: str, at: datetime, told: Told, about: str = "") -> None:
        self.work.starting.append(
            casework.Starting(
                clock,
                at,
                child=told.child,
                referral=told.referral,
                team=told.team,
                owner=told.owner,
                about=about,
            )
        )


def _paired(
    there: Iterable[Any], now: Sequence[Any], before: Sequence[Any] | None, told: Told
) -> list[tuple[Any, Any | None, Any | None]]:
    """Each that the file tells with the row that it is, and with what was said of it last time. One that an older year
    tells and that is here already is left out, since it changes nothing; but not a plan, whose reviews fill gaps."""
    rows, said, told_now = _by_day(there), _by_day(before or ()), _by_day(now)
    unknown = [key for key in told_now if key not in rows]
    gone = [key for key in said if key not in told_now and key in rows]
    if told.same_year and len(unknown) == 1 and len(gone) == 1:
        rows[unknown[0]], said[unknown[0]] = rows.pop(gone[0]), said.pop(gone[0])
    return [
        (one, rows.get(key), said.get(key))
        for key, one in told_now.items()
        if not (told.older and key in rows and not isinstance(one, census.ProtectionPlan))
    ]


def _by_day(some: Iterable[Any]) -> dict[tuple[date, int], Any]:
    """By the day each started; of two that started on one day, the second is known as the second."""
    found: dict[tuple[date, int], Any] = {}
    for one in some:
        number = 0
        while (one.started_on, number) in found:
            number += 1
        found[one.started_on, number] = one
    return found


def _of_assessment(told: Told, one: census.Assessment) -> dict[str, Any]:
    closed = told.facts.closed_on
    state = "authorised" if one.authorised_on else "stopped" if closed else "writing"
    return {
        "state": state,
        "started_on": one.started_on,
        "authorised_at": noon(one.authorised_on) if one.authorised_on else None,
        "stopped_because": CASE_CLOSED if state == "stopped" else "",
    }


def _of_enquiry(told: Told, one: census.Enquiry) -> dict[str, Any]:
    done = one.conference_on is not None or one.conference_not_required
    return {
        "started_on": one.started_on,
        "state": "authorised" if done else "stopped" if told.facts.closed_on else "running",
        "outcome": "CONFERENCE" if one.conference_on else "",
        "conference_target_on": one.conference_target_on,
        "conference_on": one.conference_on,
        "conference_not_required": one.conference_not_required,
    }


def _of_plan(told: Told, one: Any) -> dict[str, Any]:
    ended = one.ended_on or told.facts.closed_on
    values = {
        "started_on": one.started_on,
        "ended_on": ended,
        "state": "ended" if ended else "current",
        "end_words": CASE_CLOSED if ended and not one.ended_on else "",
    }
    if isinstance(one, census.ProtectionPlan):
        values |= {
            "first_category": one.first_category,
            "category": one.latest_category or one.first_category,
            "number_of_previous": one.previous_plans,
        }
    return values


def _changed(row: Any, values: dict[str, Any], said: dict[str, Any] | None, *, closed: bool) -> dict[str, Any]:
    """The columns of a row that the file says otherwise than last time and than what stands. What ran when the case
    closed ends with it, and what was stopped with the case runs again when the case turns out to be open."""
    told_first = said is None
    if (closed and row.state in ("writing", "running", "current")) or (not closed and row.state == "stopped"):
        said = None
    change = {
        name: value
        for name, value in values.items()
        if name in row._fields
        and getattr(row, name) != value
        and (said is None or said[name] != value)
        # What another kind of file told is not taken away by one that says nothing of it.
        and not (told_first and value in (None, ""))
    }
    # Words that say why go with what they explain.
    return change | {name: value for name, value in values.items() if name not in row._fields} if change else change
