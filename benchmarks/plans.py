"""How long the server takes over a plan with forty actions.

    .venv/bin/python benchmarks/plans.py --home FOLDER [--size small] [--actions 40]

An authority is built in the folder when it is empty. One child is given a plan of ten outcomes with four actions each,
evidence on every outcome and one review. Then its pages are asked for through the whole stack but the socket. Prints a
table: the median, the 95th percentile, and the queries.
"""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.measuring import Ask, make_tables, measured, opening, signed_in

OUTCOMES = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True, help="data folder; the authority is built in it when empty")
    parser.add_argument("--size", default="small", choices=("small", "typical", "county"))
    parser.add_argument("--actions", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=100)
    wanted = parser.parse_args()
    make_tables(wanted.home, size=wanted.size)
    import django

    django.setup()
    worker, child = a_plan(wanted.actions)
    print(f"{wanted.actions} actions for {OUTCOMES} outcomes\n")
    print("| page | median ms | p95 ms | queries |\n|---|---|---|---|")
    for name, ask in pages(worker, child):
        cost = measured(ask, rounds=wanted.rounds)
        print(f"| {name} | {cost.median:.1f} | {cost.p95:.1f} | {cost.queries} |", flush=True)
    return 0


def pages(worker: Any, child: int) -> list[tuple[str, Ask]]:
    """Each page with how it is asked for."""
    client = signed_in(worker)

    def get(part: str) -> Ask:
        return opening(client, f"/children/{child}/plan/{part}")

    return [
        ("The plan", get("")),
        ("The thread", get("thread/")),
        ("The review", get("review/")),
        ("The family’s copy", get("family/")),
        ("The family’s PDF", get("family.pdf")),
    ]


def a_plan(actions: int) -> tuple[Any, int]:
    """A worker, and a child of hers with a plan of so many actions, reviewed once."""
    from django.apps import apps
    from django.utils import timezone

    from goldenthread.casework.public.child_protection import PartSaid
    from goldenthread.casework.public.plans import (
        ActionSaid,
        ConcernSaid,
        OutcomeReviewed,
        OutcomeSaid,
        ReviewSaid,
        add_evidence,
        child_plans,
        hold_review,
        start_plan,
    )

    now = timezone.now()
    today = timezone.localdate(now)
    soon = today + timedelta(days=30)
    planned = apps.get_model("casework", "Plan").objects.filter(ended_on=None).values("child")
    case = (
        apps.get_model("casework", "Referral")
        .objects.filter(closed_on=None, worker__isnull=False, state="with_worker")
        .exclude(child__in=planned)
        .select_related("worker")
        .order_by("pk")
        .first()
    )
    worker, child = case.worker, case.child_id
    each = max(actions // OUTCOMES, 1)
    outline = [
        ConcernSaid(
            title=f"Worry number {n}",
            saw="Seen three times since the summer, by school and by Nan.",
            saw_source="School",
            need="A home in which somebody is awake in the evening",
            outcomes=(
                OutcomeSaid(
                    words="Nan is there on five evenings in five",
                    baseline="Two evenings in five",
                    target="Five evenings in five",
                    how_we_know="Nan writes it down each Sunday",
                    by_on=soon,
                    actions=tuple(
                        ActionSaid(what=f"Ring the health visitor about sleep, part {m}", owner_name="Jo", due_on=soon)
                        for m in range(each)
                    ),
                ),
            ),
        )
        for n in range(OUTCOMES)
    ]
    plan = start_plan(
        child=child,
        kind="child_in_need",
        started_on=today,
        outline=outline,
        contingency="Nan comes and stays.",
        by=worker,
        at=now,
    )
    found = child_plans(child, asked=plan, reader=worker, at=now)
    if found is None or found.plan is None:
        raise SystemExit("There is no plan.")
    for one in found.plan.outcomes:
        for n in range(3):
            add_evidence(
                plan=plan,
                outcome=one.key,
                happened_on=today,
                words=f"Nan wrote down four evenings of five, week {n}.",
                source="Nan",
                by=worker,
                at=now,
            )
    found = child_plans(child, asked=plan, reader=worker, at=now)
    if found is None or found.plan is None:
        raise SystemExit("There is no plan.")
    hold_review(
        plan=plan,
        kind="cin_meeting",
        held_at=now,
        parts=[PartSaid(name="Mr Obi", agency="education", attended=True)],
        said=ReviewSaid(
            outcomes=[OutcomeReviewed(one.key, "better", "Four evenings of five.") for one in found.plan.outcomes],
            views="It is better when Nan is here.",
            contingency_weighed="Not yet: she comes.",
            unchanged_because="Everything has only just begun.",
            next_on=soon,
        ),
        based_on=found.plan.version,
        by=worker,
        at=now,
    )
    return worker, child


if __name__ == "__main__":
    raise SystemExit(main())
