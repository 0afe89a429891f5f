"""Visits, made or tried: who was seen, alone or not, what the child said, and what it shows of the plan.

A clock of visits counts from the last visit at which the child was seen. A visit at which nobody was seen is recorded
like any other, and the day by which the child must be seen stays where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from goldenthread.access.public import User, record, require_each
from goldenthread.casework.models import (
    Assessment,
    Deadline,
    Enquiry,
    Outcome,
    Plan,
    Visit,
    VisitChild,
    VisitPerson,
)
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.plan_parts import put_evidence
from goldenthread.casework.operations.plans import VISITS, start_visits
from goldenthread.casework.operations.typed_drafts import throw_typed_away
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import Person
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day

LONGEST_LINE = 300
OLDEST = timedelta(days=366 * 2)  # a visit is written up within two years of the day


@dataclass(frozen=True, slots=True)
class SeenSaid:
    """What was seen of one child. `alone` and `bedroom_seen` are None where nobody said. `words` are the child's own;
    `showed` is what a child showed who does not speak, or not yet."""

    child: int
    seen: bool
    alone: bool | None = None
    not_alone_because: str = ""
    bedroom_seen: bool | None = None
    words: str = ""
    showed: str = ""


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """Somebody else who was there or was spoken to, and what she said."""

    name: str
    person: int | None = None
    spoken_to: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceSaid:
    """What the visit shows of one outcome of a plan. `value` when the outcome is measured in a number; `progress` is a
    code of "plan_progress" when somebody said how it stands now."""

    outcome: int
    words: str
    value: Decimal | None = None
    progress: str = ""


@transaction.atomic
def record_visit(
    *,
    children: Sequence[SeenSaid],
    happened_at: datetime,
    purpose: str,
    by: User,
    at: datetime,
    aim: str = "",
    announced: bool | None = None,
    place: str = "",
    failed_because: str = "",
    what_happened: str = "",
    what_changed: str = "",
    what_next: str = "",
    people: Sequence[PersonSaid] = (),
    assessment: int | None = None,
    enquiry: int | None = None,
    significant: bool = False,
    significant_because: str = "",
    visited_by: int | None = None,
    evidence: Sequence[EvidenceSaid] = (),
) -> int:
    """Records a visit to the children of a family and returns its key.

    For each child who was seen it meets the clocks of a first sight (assessment, section 47 enquiry) and of the plan's
    visits, and starts the plan's next from that moment. A visit recorded late counts from when it was made, and never
    moves back a later one. Raises `NotAllowed`; `Refused`: dates out of order, nobody seen and no reason, seen and not
    alone without a reason.
    """
    keys = [one.child for one in children]
    right = require_each(by, "visit.record", keys, at=at).right
    # Two people who record visits to one family wait for one another.
    known = {
        one.pk: one
        for one in Person.objects.select_for_update(no_key=True).filter(pk__in=keys, kind="child").order_by("pk")
    }
    _fitting(known, children, happened_at, purpose, failed_because, what_happened, at)
    if significant and says_nothing(significant_because):
        raise Refused("Say why this is significant, so that the chronology says it too", "significant_because")
    during = _of_the_family(assessment, keys)
    made = Visit.objects.create(
        happened_at=happened_at,
        purpose=purpose,
        aim=kept_words(aim, "aim"),
        announced=announced,
        place=kept_line(place, "place", 200),
        failed_because=kept_line(failed_because, "failed_because", LONGEST_LINE),
        what_happened=kept_words(what_happened, "what_happened"),
        what_changed=kept_words(what_changed, "what_changed"),
        what_next=kept_words(what_next, "what_next"),
        assessment=during,
        enquiry=Enquiry.objects.filter(pk=enquiry, child__in=keys).first() if enquiry else None,
        significant=significant,
        significant_because=kept_line(significant_because, "significant_because", 500) if significant else "",
        visited_by_id=visited_by or by.pk,
        recorded_by=by,
        recorded_at=at,
    )
    plans = {one.child_id: one for one in Plan.objects.filter(child__in=keys, ended_on=None, loaded=False)}
    VisitChild.objects.bulk_create(
        VisitChild(
            visit=made,
            child_id=one.child,
            seen=one.seen,
            alone=one.alone if one.seen else None,
            not_alone_because=kept_line(one.not_alone_because, f"not_alone_because-{one.child}", LONGEST_LINE)
            if one.seen
            else "",
            bedroom_seen=one.bedroom_seen,
            words=kept_words(one.words, f"words-{one.child}"),
            showed=kept_words(one.showed, f"showed-{one.child}"),
            plan=plans.get(one.child),
        )
        for one in children
    )
    VisitPerson.objects.bulk_create(
        VisitPerson(
            visit=made,
            person_id=one.person,
            name=kept_line(one.name, "people", 120),
            spoken_to=one.spoken_to,
            words=kept_words(one.words, "people"),
        )
        for one in people
        if one.name.strip()
    )
    _evidence(made, evidence, plans, by, at)
    for one in children:
        if one.seen:
            _child_seen(one.child, plans.get(one.child), happened_at)
            _first_visit(one.child, made.visited_by_id, happened_at)
        record(
            act="visit.record",
            by=by,
            at=at,
            child=one.child,
            subject=f"visit:{made.pk}",
            right=right,
            detail={"seen": one.seen, "purpose": purpose},
        )
        throw_typed_away("visit", one.child, by)
    return made.pk


def _child_seen(child: int, plan: Plan | None, seen_at: datetime) -> None:
    """Meets what waited for the child to be seen, and starts the next visit under the plan."""
    for clock in ("child_seen_s17", "s47_child_seen"):
        if Deadline.objects.filter(
            clock=clock, child=child, met_at=None, void_at=None, started_at__lte=seen_at
        ).exists():
            deadlines.meet(clock, at=seen_at, child=child)
    if plan is None or (clock := VISITS.get(plan.kind)) is None:
        return
    running = Deadline.objects.filter(clock=clock, child=child, met_at=None, void_at=None).first()
    # A visit that is written up after a later one was adds to the record and moves no day.
    if running is not None and running.started_at <= seen_at:
        deadlines.meet(clock, at=seen_at, child=child)
        start_visits(plan, at=seen_at)


def _first_visit(child: int, visitor: int | None, seen_at: datetime) -> None:
    """Meets the clock of a transfer, where it is the new worker herself who saw the child."""
    waits = Deadline.objects.filter(
        clock="transfer_first_visit",
        child=child,
        owner=visitor,
        met_at=None,
        void_at=None,
        started_at__lte=seen_at,
    )
    if visitor is not None and waits.exists():
        deadlines.meet("transfer_first_visit", at=seen_at, child=child)


def _fitting(
    known: dict[int, Person],
    children: Sequence[SeenSaid],
    happened_at: datetime,
    purpose: str,
    failed_because: str,
    what_happened: str,
    at: datetime,
) -> None:
    problems: list[tuple[str, str]] = []
    if not children:
        problems.append(("children", "Choose the children you visited"))
    elif len(known) != len({one.child for one in children}):
        problems.append(("children", "Choose children of this family, each once"))
    if purpose not in SETS["visit_purpose"].codes:
        problems.append(("purpose", "Choose what the visit was for"))
    on = london_date(happened_at)
    if happened_at > at:
        problems.append(("happened_at", "The visit has not happened yet"))
    elif at - happened_at > OLDEST:
        problems.append(("happened_at", f"{day(on)} is more than two years ago. Check the year"))
    for one in known.values():
        if one.born_on and on < one.born_on:
            name = one.given_names or "The child"
            problems.append(("happened_at", f"{name} was born on {day(one.born_on)}, after the day of this visit"))
        if one.died_on and on > one.died_on:
            name = one.given_names or "The child"
            problems.append(("happened_at", f"{name} died on {day(one.died_on)}, before the day of this visit"))
    seen = any(one.seen for one in children)
    if not seen and says_nothing(failed_because):
        problems.append(("failed_because", "Say why no child was seen, and what you did about it"))
    if seen and not failed_because and says_nothing(what_happened):
        problems.append(("what_happened", "Say what happened on the visit"))
    for one in children:
        if one.seen and one.alone is False and says_nothing(one.not_alone_because):
            name = known[one.child].given_names if one.child in known else ""
            problems.append(
                (f"not_alone_because-{one.child}", f"Say why {name or 'the child'} was not seen alone, and when next")
            )
    if problems:
        raise Refused(problems=tuple(problems))


def _of_the_family(key: int | None, children: Sequence[int]) -> Assessment | None:
    if key is None:
        return None
    found = Assessment.objects.filter(pk=key, children__child__in=children).distinct().first()
    if found is None:
        raise Refused("That assessment is about other children", "assessment")
    return found


def _evidence(visit: Visit, said: Sequence[EvidenceSaid], plans: dict[int, Plan], by: User, at: datetime) -> None:
    given = [one for one in said if one.words.strip() or one.progress]
    if not given:
        return
    of_plan = Outcome.objects.filter(plan__in=plans.values(), ended_on=None).select_related("plan")
    outcomes = of_plan.select_for_update(of=("self",)).in_bulk([one.outcome for one in given])
    if len(outcomes) != len({one.outcome for one in given}):
        raise Refused("An outcome you wrote about is not in these children’s plans any more", "evidence")
    on = london_date(visit.happened_at)
    for one in given:
        outcome = outcomes[one.outcome]
        if says_nothing(one.words):
            raise Refused("Say what you saw or heard that shows how it stands", f"evidence-{one.outcome}")
        source, recorded = f"Visit by {by.name}", f"visit:{visit.pk}"
        put_evidence(outcome.plan, outcome, on, one.words, source, one.value, recorded, by=by, at=at)
        if not one.progress:
            continue
        if one.progress not in SETS["plan_progress"].codes:
            raise Refused("Choose how it stands", f"progress-{one.outcome}")
        outcome.progresses.create(
            visit=visit, code=one.progress, words=kept_words(one.words, "evidence"), said_on=on, said_by=by, said_at=at
        )
        # A visit that is written up late never takes back what a later review said.
        if outcome.progress_on is None or outcome.progress_on <= on:
            outcome.progress, outcome.progress_on = one.progress, on
            outcome.save(update_fields=["progress", "progress_on"])
