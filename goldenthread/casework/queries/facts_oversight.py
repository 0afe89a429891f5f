"""Management decisions as the practice standards read them, many at once in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from goldenthread.casework.models import Deadline, Decision, DecisionAction
from goldenthread.kernel.clock import london_date
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.standards.facts import ActionFacts, DecisionFacts
from goldenthread.ui.words import plural

CLOCK = "mgmt_decision_record"

QUOTED = frozenset(("rationale", "facts", "child_view"))
"""The facts of a decision that are somebody's words, which a hint quotes."""


def decision_facts(keys: Collection[int], *, on: date) -> dict[int, DecisionFacts]:
    """The facts of management decisions by key, as they stood at the end of a day. Four queries."""
    rows = list(Decision.objects.filter(pk__in=keys, child__isnull=False, recorded_at__date__lte=on).order_by("pk"))
    children = {row.child_id for row in rows}
    due = dict(
        Deadline.objects.filter(
            clock=CLOCK, child__in=children, about__in=[f"decision:{row.pk}" for row in rows]
        ).values_list("about", "due_on")
    )
    asked: dict[int, list[ActionFacts]] = defaultdict(list)
    actions = DecisionAction.objects.filter(decision__in=rows).order_by("due_on", "pk")
    for decision, what, owner, due_on, done_at, words in actions.values_list(
        "decision", "what", "owner__name", "due_on", "done_at", "done_words"
    ):
        done_on = london_date(done_at) if done_at else None
        asked[decision].append(
            ActionFacts(
                text=what, owner=owner, owner_is_person=True, due_on=due_on, done_on=done_on, done_evidence=words
            )
        )
    reasons: dict[int, list[tuple[datetime, int, str]]] = defaultdict(list)
    told = Decision.objects.filter(child__in=children).order_by("decided_at", "pk")
    for child, at, key, why in told.values_list("child", "decided_at", "pk", "why_this"):
        reasons[child].append((at, key, why))
    return {
        row.pk: DecisionFacts(
            kind="management",
            decision=row.decided,
            rationale=row.why_this,
            facts=row.facts,
            risks=row.risk,
            alternatives=row.rejected,
            child_view=row.child_view,
            decided_at=row.decided_at,
            recorded_at=row.recorded_at,
            record_by=due.get(f"decision:{row.pk}"),
            actions=tuple(asked[row.pk]),
            review_on=row.review_on,
            earlier_rationales=tuple(
                why for at, key, why in reasons[row.child_id or 0] if (at, key) < (row.decided_at, row.pk)
            ),
        )
        for row in rows
    }


def lateness_of(row: Decision, deadline: Deadline | None) -> str:
    """How long after it was made a decision was written, where that was later than its clock allows; else empty."""
    if deadline is None or row.recorded_at is None or london_date(row.recorded_at) <= deadline.due_on:
        return ""
    days = WORKING_DAYS.between(london_date(row.decided_at), london_date(row.recorded_at))
    return f"Written {plural(days, 'working day')} after it was made"
