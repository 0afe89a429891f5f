"""Management decisions about a child: what was decided and why, what came of what it asked, and what it says of itself
as one types."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import F

from goldenthread.access.public import User, visible
from goldenthread.casework.models import (
    Agreement,
    Assessment,
    Closure,
    Deadline,
    Decision,
    Enquiry,
    Meeting,
    Plan,
    Referral,
    Transfer,
)
from goldenthread.casework.queries.child_keys import of_child
from goldenthread.casework.queries.facts_oversight import CLOCK, QUOTED, decision_facts, lateness_of
from goldenthread.casework.queries.meetings import called
from goldenthread.kernel.clock import london_date
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.standards import examine
from goldenthread.rulebook.standards.facts import ActionFacts, DecisionFacts

LONGEST_QUOTED = 120  # characters of somebody's words beside a hint
MOST_LATE = 200  # decisions written late that one list shows

THINGS: Mapping[str, tuple[Any, str]] = {
    "plan": (Plan, "child"),
    "assessment": (Assessment, "children__child"),
    "referral": (Referral, "child"),
    "enquiry": (Enquiry, "child"),
    "meeting": (Meeting, "children__child"),
    "agreement": (Agreement, "children__child"),
    "closure": (Closure, "child"),
    "transfer": (Transfer, "children__child"),
}
"""What a decision may be begun on, and how its child is found."""


@dataclass(frozen=True, slots=True)
class AskedOf:
    """One thing that a decision asked of one person. `done_on` is None until it is done."""

    key: int
    what: str
    owner: str
    due_on: date
    done_on: date | None
    done_words: str
    late: bool


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a practice standard found wanting: its quiet question, the words that caused it, and the standard."""

    hint: str
    words: tuple[str, ...]
    sentence: str
    standard: str


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """A management decision, whole. `late` says in words how long after it was made it was written; empty in time."""

    key: int
    child: int
    child_name: str
    kind: str
    kind_words: str
    about: str
    decided: str
    why: str
    rejected: str
    facts: str
    risk: str
    child_view: str
    review_on: date | None
    decided_by: str
    decider_role: str
    decided_at: datetime
    recorded_at: datetime | None
    late: str
    actions: tuple[AskedOf, ...]
    noticed: tuple[Noticed, ...] = ()


def thing_is_of(about: str, child: int) -> bool:
    """Whether a thing ("plan:4") is part of a child's record. One query."""
    kind, _, key = about.partition(":")
    if kind not in THINGS or not key.isascii() or not key.isdigit() or len(key) > 18:
        return False
    model, column = THINGS[kind]
    return model.objects.filter(**{"pk": int(key), column: child}).exists()


def child_of_decision(decision: int) -> int | None:
    """The child whom a management decision is about."""
    return Decision.objects.filter(pk=decision).values_list("child", flat=True).first()


def show_decision(decision: int, *, at: datetime) -> ShownDecision | None:
    """One management decision with what the standards notice in it; None when there is none. Six queries."""
    rows = _shown(Decision.objects.filter(pk=decision, child__isnull=False), at)
    if not rows:
        return None
    facts = decision_facts([decision], on=london_date(at))[decision]
    return replace(rows[0], noticed=_noticed(facts, writing=False))


def decisions_of(child: int, *, at: datetime) -> tuple[ShownDecision, ...]:
    """A child's management decisions, latest first. Three queries."""
    return tuple(_shown(Decision.objects.filter(of_child("child", child)), at))


def _shown(rows: Any, at: datetime) -> list[ShownDecision]:
    found = list(
        rows.select_related("child", "decided_by").prefetch_related("actions__owner").order_by("-decided_at", "-pk")
    )
    due = {
        one.about: one
        for one in Deadline.objects.filter(
            clock=CLOCK, child__in={row.child_id for row in found}, about__in=[f"decision:{row.pk}" for row in found]
        )
    }
    today = london_date(at)
    kinds = SETS["management_decision"]
    return [
        ShownDecision(
            key=row.pk,
            child=row.child_id,
            child_name=called(row.child),
            kind=row.kind,
            kind_words=kinds.label(row.kind),
            about=row.about,
            decided=row.decided,
            why=row.why_this,
            rejected=row.rejected,
            facts=row.facts,
            risk=row.risk,
            child_view=row.child_view,
            review_on=row.review_on,
            decided_by=row.decided_by.name,
            decider_role=row.decider_role,
            decided_at=row.decided_at,
            recorded_at=row.recorded_at,
            late=lateness_of(row, due.get(f"decision:{row.pk}")),
            actions=tuple(_asked(one, today) for one in sorted(row.actions.all(), key=lambda a: (a.due_on, a.pk))),
        )
        for row in found
    ]


def _asked(one: Any, today: date) -> AskedOf:
    done_on = london_date(one.done_at) if one.done_at else None
    late = (done_on or today) > one.due_on
    return AskedOf(one.pk, one.what, one.owner.name, one.due_on, done_on, one.done_words, late)


def decision_hints(
    child: int,
    *,
    decided: str,
    why: str,
    rejected: str = "",
    facts: str = "",
    risk: str = "",
    child_view: str = "",
    decided_at: datetime | None = None,
    actions: Sequence[tuple[str, str, date | None]] = (),
    review_on: date | None = None,
    at: datetime,
) -> tuple[Noticed, ...]:
    """What the practice standards notice in a decision as it is typed: quiet, and nothing is stopped by it. One query.

    `actions` are (what, owner's name, day). Nothing is said of a box before something stands in it or after it.
    """
    if not decided.strip():
        return ()
    read = DecisionFacts(
        kind="management",
        decision=decided,
        rationale=why,
        facts=facts,
        risks=risk,
        alternatives=rejected,
        child_view=child_view,
        decided_at=decided_at or at,
        recorded_at=at,
        record_by=WORKING_DAYS.add(london_date(decided_at or at), 1),
        actions=tuple(
            ActionFacts(text=what, owner=owner, owner_is_person=bool(owner) or None, due_on=due)
            for what, owner, due in actions
        ),
        review_on=review_on,
        earlier_rationales=earlier_reasons(child),
    )
    begun = {
        "decision.reasoned": bool(why.strip()),
        "decision.grounded": bool(facts.strip() or risk.strip() or rejected.strip() or child_view.strip()),
        "decision.child_in_it": bool(child_view.strip() or actions or review_on),
        "decision.followed_by_action": bool(actions),
    }
    return tuple(one for one in _noticed(read, writing=True) if begun.get(one.standard, True))


def earlier_reasons(child: int) -> tuple[str, ...]:
    """Why each earlier management decision about a child was made, in the words of the time. One query."""
    rows = Decision.objects.filter(of_child("child", child)).order_by("-decided_at", "-pk")
    return tuple(rows.values_list("why_this", flat=True)[:50])


def _noticed(facts: DecisionFacts, *, writing: bool) -> tuple[Noticed, ...]:
    return tuple(
        Noticed(
            hint=standard.hint,
            words=tuple(
                one.words
                for one in finding.because
                if (one.where in QUOTED or one.where.startswith("actions[")) and 0 < len(one.words) <= LONGEST_QUOTED
            ),
            sentence=standard.sentence,
            standard=standard.id,
        )
        for standard, finding in examine(facts, writing=writing)
        if finding.met is False
    )


@dataclass(frozen=True, slots=True)
class LateDecision:
    """A management decision that was written later than its clock allows."""

    key: int
    child: int
    child_name: str
    decided_by: str
    decided_at: datetime
    late: str


def late_decisions(teams: Collection[int], *, since: datetime, reader: User, at: datetime) -> tuple[LateDecision, ...]:
    """The decisions of these teams' managers made since a moment and written late, the latest of them first; none
    about a child shut to the reader. Two queries."""
    rows = list(
        Decision.objects.filter(visible(reader, "child.read", child="child", at=at), child__isnull=False)
        .filter(decided_at__gte=since, decided_by__team__in=teams)
        # A clock of whole days: what was written on the day it was decided is never late.
        .filter(recorded_at__date__gt=F("decided_at__date"))
        .select_related("child", "decided_by")
        .order_by("-decided_at", "-pk")
    )
    due = {
        one.about: one
        for one in Deadline.objects.filter(clock=CLOCK, about__in=[f"decision:{row.pk}" for row in rows], void_at=None)
    }
    found = [
        LateDecision(row.pk, row.child_id, called(row.child), row.decided_by.name, row.decided_at, late)
        for row in rows
        if (late := lateness_of(row, due.get(f"decision:{row.pk}")))
    ]
    return tuple(found[:MOST_LATE])
