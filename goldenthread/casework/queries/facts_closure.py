"""Closures as the practice standards read them, many at once in a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from goldenthread.casework.models import Closure, Outcome, VisitChild
from goldenthread.rulebook.standards.facts import ClosureFacts, ProgressFacts

DAYS_A_MONTH = 30.4375


def closure_facts(keys: Collection[int], *, on: date) -> dict[int, ClosureFacts]:
    """The facts of closures by key, as they stood at the end of a day. Four queries."""
    rows = list(Closure.objects.filter(pk__in=keys, proposed_at__date__lte=on).select_related("child").order_by("pk"))
    outcomes: dict[int, list[Outcome]] = {}
    ended = Outcome.objects.filter(plan__in=[row.plan_id for row in rows if row.plan_id]).prefetch_related("evidence")
    for one in ended.order_by("position", "pk"):
        outcomes.setdefault(one.plan_id, []).append(one)
    seen: dict[int, date] = {}
    alone: dict[int, date] = {}
    visits = VisitChild.objects.filter(child__in=[row.child_id for row in rows], seen=True).order_by(
        "visit__happened_at"
    )
    for child, happened_at, was_alone in visits.values_list("child", "visit__happened_at", "alone"):
        day = timezone.localdate(happened_at)
        if day > on:
            continue
        seen[child] = day
        if was_alone:
            alone[child] = day
    found = {}
    for row in rows:
        born_on = row.child.born_on
        found[row.pk] = ClosureFacts(
            closed_on=row.closes_on,
            reason=row.reason,
            rationale=row.rationale,
            what_changed=row.what_changed,
            evidence=row.evidence,
            outcomes=tuple(
                ProgressFacts(
                    title=one.words,
                    progress=one.progress,
                    evidence="; ".join(shown.words for shown in one.evidence.all()),
                )
                for one in outcomes.get(row.plan_id or 0, ())
            ),
            agreement=row.agreement_status,
            rests_on_agreement=row.rests_on_id is not None and not row.what_changed,
            who_stays=row.who_stays,
            if_it_returns=row.if_it_returns,
            child_view=row.child_view,
            family_view=row.family_view,
            last_seen_on=seen.get(row.child_id),
            last_seen_alone_on=alone.get(row.child_id),
            age_months=int((row.closes_on - born_on).days / DAYS_A_MONTH) if born_on else None,
        )
    return found
