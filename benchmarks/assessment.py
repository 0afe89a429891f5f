"""How long the server takes over an assessment of a family with ten years of history.

    .venv/bin/python benchmarks/assessment.py --home FOLDER [--size small] [--years 10]

An authority is built in the folder when it is empty. In it, one family is given its years by the bulk door: contacts,
referrals, significant notes, assessments, enquiries and plans about two children and their mother. Then an assessment
is started, and its pages are asked for through the whole stack but the socket: rights, the ledger's line, queries,
template. Prints a table: the median, the 95th percentile, what this process computed itself (the database and the wait
for a busy core not counted), and the queries.
"""

from __future__ import annotations

import argparse
import statistics
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.measuring import Ask, make_tables, measured, opening, sending, signed_in

ROUNDS = 100
TEXT = (
    "Since May she has had gifts and a new phone and will not say who from. Twice she was picked up by a car that "
    "school does not know. When her mother drinks she cooks for her brother, gets no sleep and goes out late. There is "
    "no evidence of self-harm. Her grandmother says that this has been so since the summer, and that nobody asked. "
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True, help="data folder; the authority is built in it when empty")
    parser.add_argument("--size", default="small", choices=("small", "typical", "county"))
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    wanted = parser.parse_args()
    make_tables(wanted.home, size=wanted.size)
    import django

    django.setup()
    user, key, child, pieces = a_family_with_history(wanted.years)
    print(f"{pieces} pieces of history over {wanted.years} years\n")
    print("| page | median ms | p95 ms | computing ms | queries |\n|---|---|---|---|---|")
    for name, ask in pages(user, key, child):
        cost = measured(ask, rounds=wanted.rounds)
        own = statistics.mean(cost.own)
        print(f"| {name} | {cost.median:.1f} | {cost.p95:.1f} | {own:.1f} | {cost.queries} |", flush=True)
    return 0


def pages(user: Any, key: int, child: int) -> list[tuple[str, Ask]]:
    """Each page with how it is asked for."""
    client = signed_in(user)
    turns = count()

    def get(address: str) -> Ask:
        return opening(client, address)

    def typed() -> dict[str, str]:
        return {f"analysis-{child}-means": f"{(TEXT * 12)[:3_490]} {next(turns)}."}  # another text each time

    part = f"/assessments/{key}/part"
    return [
        ("The assessment as a whole", get(f"/assessments/{key}/")),
        ("The part of history", get(f"{part}/history/")),
        ("What the parents say", get(f"{part}/accounts/")),
        ("A child’s needs", get(f"{part}/needs:{child}/")),
        ("A child’s analysis", get(f"{part}/analysis:{child}/")),
        ("Hints on a page of text", sending(client, f"/assessments/{key}/hints/analysis:{child}/", typed)),
    ]


def a_family_with_history(years: int) -> tuple[Any, int, int, int]:
    """A worker, her new assessment, a child in it, and how many pieces of history the family has."""
    from django.apps import apps
    from django.utils import timezone

    from goldenthread.access.public import take_keys
    from goldenthread.casework.operations import bulk
    from goldenthread.casework.public.assessment import assessment_written, save_assessment_section, start_assessment

    referral = apps.get_model("casework", "Referral")
    assessed = apps.get_model("casework", "AssessmentChild").objects.filter(taken_out_at=None)
    busy = assessed.exclude(assessment__state__in=("authorised", "stopped")).values("child")
    now = timezone.now()
    case = (
        referral.objects.filter(closed_on=None, worker__isnull=False, contact__isnull=False, decided_at__isnull=False)
        .exclude(child__in=busy)
        .exclude(child__relationships_in=None)
        .select_related("worker")
        .order_by("pk")
        .first()
    )
    worker, child = case.worker, case.child_id
    relatives = list(case.child.relationships_in.values_list("person", flat=True)[:3])
    family = [child, *relatives]
    rows: list[Any] = []

    def key_of(kind: type[Any]) -> int:
        return take_keys(kind, 1)[0]

    began = now - timedelta(days=365 * years)
    for month in range(years * 12):
        at = began + timedelta(days=30 * month)
        about = family[month % len(family)]
        contact = key_of(bulk.ContactRow)
        rows.append(
            bulk.ContactRow(
                id=contact,
                reference=f"H{contact}",
                state="decided",
                form_version=1,
                received_at=at,
                started_at=at,
                decided_at=at,
                outcome="NFA",
                source="2A",
                summary="A neighbour rang about shouting at night.",
            )
        )
        rows.append(
            bulk.ContactPersonRow(
                id=key_of(bulk.ContactPersonRow), contact_id=contact, part="child", added_at=at, person_id=about
            )
        )
        rows.append(
            bulk.NoteRow(
                id=key_of(bulk.NoteRow),
                child_id=child,
                kind="visit",
                happened_at=at,
                words=TEXT * 3,
                written_at=at,
                significant=True,
                meaning="She was alone at night again.",
            )
        )
        if month % 6 == 0:
            on = at.date()
            rows.append(
                bulk.ReferralRow(
                    id=key_of(bulk.ReferralRow),
                    child_id=child,
                    state="closed",
                    received_at=at,
                    received_on=on,
                    source="2A",
                    closed_on=on + timedelta(days=90),
                    closure_reason="RC8",
                    loaded=True,
                )
            )
            assessed = key_of(bulk.AssessmentRow)
            rows.append(
                bulk.AssessmentRow(
                    id=assessed,
                    kind="single",
                    state="authorised",
                    started_on=on,
                    started_at=at,
                    authorised_at=at + timedelta(days=40),
                    loaded=True,
                )
            )
            rows.append(
                bulk.AssessmentChildRow(
                    id=key_of(bulk.AssessmentChildRow), assessment_id=assessed, child_id=child, factors=("3B", "1B")
                )
            )
            rows.append(
                bulk.EnquiryRow(
                    id=key_of(bulk.EnquiryRow),
                    child_id=child,
                    state="authorised",
                    started_on=on,
                    authorised_at=at,
                    findings=TEXT,
                    loaded=True,
                )
            )
            rows.append(
                bulk.PlanRow(
                    id=key_of(bulk.PlanRow),
                    child_id=child,
                    kind="child_in_need",
                    state="ended",
                    started_on=on,
                    ended_on=on + timedelta(days=80),
                    made_at=at,
                    loaded=True,
                )
            )
    bulk.load_casework(rows)
    key = start_assessment(
        children=[child], kind="single", review_points=[later(now, 14)], by=worker, at=datetime.now(UTC)
    )
    for section in ("why_now", "account:1", f"health:{child}", f"analysis:{child}"):
        name = {"why_now": "why", "account:1": "says", f"health:{child}": "evidence"}.get(section, "means")
        save_assessment_section(
            assessment=key, key=section, answers={name: TEXT}, based_on=0, by=worker, at=datetime.now(UTC)
        )
    written = assessment_written(key, reader=worker, at=datetime.now(UTC))
    return worker, key, child, len(written.history) if written else 0


def later(now: datetime, days: int) -> date:
    return (now + timedelta(days=days)).date()


if __name__ == "__main__":
    raise SystemExit(main())
