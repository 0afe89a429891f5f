"""Drift: what happens to a child's case while nobody decides anything. Named rules with their dates, never a score.

Each rule reads plain facts as they stand on a day, and says since when it is so, in words that a supervisor can put to
a worker. Its examples are its tests. A rule says something of our work, and nothing of a family.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.kernel.clock import add_months
from goldenthread.kernel.registry import Registry

VISITS = ("cp_visit", "cin_visit", "child_seen_s17", "s47_child_seen")
REVIEWS = (
    "core_group_first",
    "core_group_subsequent",
    "rcpc_first",
    "rcpc_subsequent",
    "cin_plan_meeting",
    "cin_review",
)
ASSESSING = ("single_assessment", "family_help_assessment", "assessment_review_point")
AGREEMENT = "written_agreement_review"
WORKERS = 3  # in twelve months
LONG_PROTECTION = 15  # months
LONG_NEED = 12  # months
GRACE = timedelta(days=5)
UNSEEN_ALONE = 3  # visits running


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftFacts:
    """What the rules read of one child. `due` holds clocks that run, each with its day; `outcomes` how each outcome of
    the plan stood at its last reviews, latest first: (words, ((code, day), …)); `visits` the latest first: (day, seen,
    alone); `workers` the days on which a social worker began, latest first; `directions` what was asked and is not
    closed: (words, day, answer); `supervised_on` and `supervise_by` the last and the next day of supervision."""

    due: tuple[tuple[str, date], ...] = ()
    plan: str = ""
    plan_from: date | None = None
    outcomes: tuple[tuple[str, tuple[tuple[str, date], ...]], ...] = ()
    visits: tuple[tuple[date, bool, bool | None], ...] = ()
    workers: tuple[date, ...] = ()
    directions: tuple[tuple[str, date, str], ...] = ()
    supervised_on: date | None = None
    supervise_by: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: since when, and the words or dates that decided."""

    since: date
    because: str


type Decides = Callable[[DriftFacts, date], Found | None]


@dataclass(frozen=True, slots=True)
class Example:
    """Facts on a day, and since when the rule says it drifts; None when it does not."""

    facts: DriftFacts
    on: date
    since: date | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to drift: its `sentence` to put to a worker, `why` it matters, `asks` what supervision would ask."""

    id: str
    sentence: str
    why: str
    asks: str
    decide: Decides
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """A rule that holds for a child."""

    rule: Rule
    since: date
    because: str


def _overdue(clocks: tuple[str, ...], grace: timedelta = timedelta(0)) -> Decides:
    def decide(facts: DriftFacts, on: date) -> Found | None:
        late = sorted(day for clock, day in facts.due if clock in clocks and day + grace < on)
        return Found(late[0], f"It was due on {_day(late[0])}") if late else None

    return decide


def _stuck(facts: DriftFacts, on: date) -> Found | None:
    for words, reviews in facts.outcomes:
        if len(reviews) > 1 and all(code in ("same", "worse") for code, _ in reviews[:2]):
            return Found(
                reviews[1][1], f"“{words}”: {reviews[0][0]} on {_day(reviews[0][1])}, and {reviews[1][0]} before"
            )
    return None


def _not_supervised(facts: DriftFacts, on: date) -> Found | None:
    if facts.supervise_by is None or facts.supervise_by >= on:
        return None
    last = f"Last talked about on {_day(facts.supervised_on)}" if facts.supervised_on else "Not talked about yet"
    return Found(facts.supervise_by, f"{last}; due by {_day(facts.supervise_by)}")


def _many_workers(facts: DriftFacts, on: date) -> Found | None:
    lately = [day for day in facts.workers if add_months(on, -12) < day <= on]
    if len(lately) < WORKERS:
        return None
    return Found(lately[0], f"{len(lately)} social workers began in 12 months, the last on {_day(lately[0])}")


def _direction_left(facts: DriftFacts, on: date) -> Found | None:
    late = sorted((day, words) for words, day, answer in facts.directions if answer != "done" and day + GRACE < on)
    return Found(late[0][0], f"“{late[0][1]}” was due on {_day(late[0][0])}") if late else None


def _long_plan(kind: str, months: int) -> Decides:
    def decide(facts: DriftFacts, on: date) -> Found | None:
        if facts.plan != kind or facts.plan_from is None:
            return None
        reached = add_months(facts.plan_from, months)
        return Found(reached, f"The plan began on {_day(facts.plan_from)}") if reached <= on else None

    return decide


def _failed_visits(facts: DriftFacts, on: date) -> Found | None:
    lately = facts.visits[:2]
    if len(lately) < 2 or any(seen for _, seen, _ in lately):
        return None
    return Found(lately[1][0], f"Nobody was seen on {_day(lately[1][0])} or on {_day(lately[0][0])}")


def _not_alone(facts: DriftFacts, on: date) -> Found | None:
    seen = [(day, alone) for day, was_seen, alone in facts.visits if was_seen][:UNSEEN_ALONE]
    if len(seen) < UNSEEN_ALONE or any(alone is not False for _, alone in seen):
        return None
    return Found(seen[-1][0], f"Seen on {_day(seen[0][0])} and twice before, each time with somebody there")


def _day(on: date | None) -> str:
    return f"{on.day} {on:%B %Y}" if on else ""


_ON = date(2026, 11, 19)

RULES: Mapping[str, Rule] = Registry(
    (
        Rule(
            "visit_late",
            "The child has not been visited as often as was agreed.",
            "What nobody sees, nobody can change.",
            "What has stopped us seeing the child, and who goes this week?",
            _overdue(VISITS),
            (
                Example(DriftFacts(due=(("cp_visit", date(2026, 11, 17)),)), _ON, date(2026, 11, 17)),
                Example(DriftFacts(due=(("cp_visit", _ON),)), _ON, None),
                Example(DriftFacts(due=(("cin_review", date(2026, 11, 2)),)), _ON, None),
            ),
        ),
        Rule(
            "visits_failed",
            "Nobody was seen on the last two visits.",
            "A door that stays shut twice is a message.",
            "Why was nobody in, and do we go unannounced?",
            _failed_visits,
            (
                Example(
                    DriftFacts(visits=((date(2026, 11, 10), False, None), (date(2026, 11, 3), False, None))),
                    _ON,
                    date(2026, 11, 3),
                ),
                Example(
                    DriftFacts(visits=((date(2026, 11, 10), False, None), (date(2026, 11, 3), True, True))), _ON, None
                ),
            ),
        ),
        Rule(
            "not_seen_alone",
            "The child was never alone with the worker on the last three visits.",
            "Children say different things when nobody listens in.",
            "Where and when can the child be seen alone?",
            _not_alone,
            (
                Example(
                    DriftFacts(visits=tuple((date(2026, 11, n), True, False) for n in (16, 9, 2))),
                    _ON,
                    date(2026, 11, 2),
                ),
                Example(
                    DriftFacts(
                        visits=(
                            (date(2026, 11, 16), True, False),
                            (date(2026, 11, 9), True, True),
                            (date(2026, 11, 2), True, False),
                        )
                    ),
                    _ON,
                    None,
                ),
            ),
        ),
        Rule(
            "assessment_late",
            "The assessment is past its day, or past a review point.",
            "While we assess, the child waits.",
            "What is still not known, and does it change what we do now?",
            _overdue(ASSESSING),
            (
                Example(DriftFacts(due=(("single_assessment", date(2026, 11, 12)),)), _ON, date(2026, 11, 12)),
                Example(DriftFacts(due=(("single_assessment", date(2026, 12, 12)),)), _ON, None),
            ),
        ),
        Rule(
            "review_late",
            "A core group, review or conference is past its day.",
            "A plan that nobody looks at goes on by itself.",
            "When is it held, and what do we tell the family until then?",
            _overdue(REVIEWS),
            (
                Example(DriftFacts(due=(("core_group_subsequent", date(2026, 11, 4)),)), _ON, date(2026, 11, 4)),
                Example(DriftFacts(due=(("core_group_subsequent", date(2026, 11, 24)),)), _ON, None),
            ),
        ),
        Rule(
            "outcome_stuck",
            "An outcome of the plan was the same or worse at two reviews running.",
            "If the plan works, something should be different.",
            "What do we do differently, or what do we accept will not change?",
            _stuck,
            (
                Example(
                    DriftFacts(outcomes=(("In school", (("same", date(2026, 11, 2)), ("worse", date(2026, 10, 5)))),)),
                    _ON,
                    date(2026, 10, 5),
                ),
                Example(
                    DriftFacts(
                        outcomes=(("In school", (("better", date(2026, 11, 2)), ("worse", date(2026, 10, 5)))),)
                    ),
                    _ON,
                    None,
                ),
                Example(DriftFacts(outcomes=(("In school", (("same", date(2026, 11, 2)),)),)), _ON, None),
            ),
        ),
        Rule(
            "agreement_late",
            "A written agreement is past its review.",
            "An agreement that nobody watches protects nobody.",
            "Is it kept, who says so, and should it be there at all?",
            _overdue((AGREEMENT,)),
            (
                Example(DriftFacts(due=((AGREEMENT, date(2026, 11, 10)),)), _ON, date(2026, 11, 10)),
                Example(DriftFacts(due=((AGREEMENT, date(2026, 11, 30)),)), _ON, None),
            ),
        ),
        Rule(
            "direction_left",
            "A direction is more than 5 days past its day and not done.",
            "What nobody asks about again is not done.",
            "What stands in the way, and is it still right?",
            _direction_left,
            (
                Example(DriftFacts(directions=(("See Darren", date(2026, 11, 6), ""),)), _ON, date(2026, 11, 6)),
                Example(DriftFacts(directions=(("See Darren", date(2026, 11, 6), "done"),)), _ON, None),
                Example(DriftFacts(directions=(("See Darren", date(2026, 11, 16), ""),)), _ON, None),
            ),
        ),
        Rule(
            "not_supervised",
            "The child was not talked about in supervision when due.",
            "Drift begins between supervisions.",
            "What has happened since, and who has been deciding?",
            _not_supervised,
            (
                Example(DriftFacts(supervise_by=date(2026, 11, 10)), _ON, date(2026, 11, 10)),
                Example(DriftFacts(supervise_by=_ON), _ON, None),
                Example(DriftFacts(), _ON, None),
            ),
        ),
        Rule(
            "many_workers",
            "Three or more social workers in 12 months.",
            "Each change costs the child somebody who knew.",
            "What does the child know about the changes, and what was lost at each?",
            _many_workers,
            (
                Example(
                    DriftFacts(workers=(date(2026, 10, 1), date(2026, 6, 1), date(2026, 1, 5))), _ON, date(2026, 10, 1)
                ),
                Example(DriftFacts(workers=(date(2026, 10, 1), date(2026, 6, 1), date(2025, 11, 19))), _ON, None),
            ),
        ),
        Rule(
            "long_protection",
            "The child protection plan has run for 15 months or longer.",
            "Two years on a plan means that it did not work, or that nobody dared to say that it did.",
            "What is the way out, and is it time for legal advice?",
            _long_plan("child_protection", LONG_PROTECTION),
            (
                Example(DriftFacts(plan="child_protection", plan_from=date(2025, 8, 3)), _ON, date(2026, 11, 3)),
                Example(DriftFacts(plan="child_protection", plan_from=date(2025, 9, 3)), _ON, None),
            ),
        ),
        Rule(
            "long_need",
            "The child in need plan has run for 12 months or longer.",
            "Help that never ends has become something else.",
            "What would have to be true for us to leave, and when?",
            _long_plan("child_in_need", LONG_NEED),
            (
                Example(DriftFacts(plan="child_in_need", plan_from=date(2025, 8, 3)), _ON, date(2026, 8, 3)),
                Example(DriftFacts(plan="child_in_need", plan_from=date(2026, 2, 3)), _ON, None),
            ),
        ),
    )
)
"""Every rule by its id, in the order in which supervision would ask."""


def drift_of(facts: DriftFacts, *, on: date) -> tuple[Drift, ...]:
    """What the rules find of one child on a day, in the order of the rules."""
    found = ((rule, rule.decide(facts, on)) for rule in RULES.values())
    return tuple(Drift(rule, one.since, one.because) for rule, one in found if one is not None)
