"""How long a sample of 200 takes to draw, whether it comes out the same again, and what the pages of an audit cost.

    python -m benchmarks.audit

Run against a database that holds the demonstration. Everything that is drawn is taken back.
"""

from __future__ import annotations

import contextlib
import os
import time

from benchmarks.measuring import measured, opening, signed_in

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")

WANTED = 200
TURNS = 5


def main() -> None:
    from goldenthread.config import embedded

    with embedded.held() if not os.environ.get("DATABASE_URL") else contextlib.nullcontext():
        import django

        django.setup()
        _sample()
        _pages()


def _sample() -> None:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from goldenthread.access.public import find_user
    from goldenthread.quality.models import Audit
    from goldenthread.quality.public.audit import RoundSaid, draw_sample, plan_round

    lead = find_user(email="anita.rao@thornshire.example")
    auditors = [find_user(email=f"{name}@thornshire.example") for name in ("tom.ashby", "margaret.osei")]
    if lead is None or None in auditors:
        raise SystemExit("This database does not hold the demonstration.")
    drawn: list[list[int]] = []
    print("| a sample of 200 | drawn from | seconds | queries |")
    print("|---|---:|---:|---:|")
    for turn in range(TURNS):
        with contextlib.suppress(_Back), transaction.atomic():
            now = timezone.now()
            said = RoundSaid(
                title="Measured",
                tier="3",
                month=now.date(),
                tool="case",
                tool_version=1,
                among="open",
                how="by_team" if turn == TURNS - 1 else "random",
                wanted=WANTED,
                auditors=tuple(one.pk for one in auditors if one is not None),
                seed="2611",
                not_audited_months=0,
            )
            made = plan_round(said=said, by=lead, at=now)
            with CaptureQueriesContext(connection) as asked:
                began = time.perf_counter()
                there = draw_sample(round=made, by=lead, at=now)
                took = time.perf_counter() - began
            drawn.append(list(Audit.objects.filter(round=made).order_by("place").values_list("child", flat=True)))
            print(f"| {said.how} | {there.there_were} | {took:.2f} | {len(asked)} |")
            raise _Back
    print(f"\nThe same children each time: {'yes' if all(one == drawn[0] for one in drawn[:-1]) else 'NO'}\n")


def _pages() -> None:
    from goldenthread.quality.models import Audit, AuditRound, LearningCycle

    audit = Audit.objects.filter(state__in=("grading", "graded"), round__question="").select_related("auditor").first()
    if audit is None:
        raise SystemExit("No audit is under way in this database.")
    client = signed_in(audit.auditor)
    pages = {
        "the programme": "/audits/",
        "an audit with its evidence": f"/audit/{audit.pk}/",
        "a round": f"/audits/{AuditRound.objects.order_by('-pk').values_list('pk', flat=True)[0]}/",
        "a learning cycle": f"/audits/learning/{LearningCycle.objects.values_list('pk', flat=True)[0]}/",
    }
    print("| page | median milliseconds | queries |")
    print("|---|---:|---:|")
    for name, address in pages.items():
        cost = measured(opening(client, address), rounds=TURNS, warm=1)
        print(f"| {name} | {cost.median:.0f} | {cost.queries} |")


class _Back(Exception):
    """What was drawn to be measured is taken back."""


if __name__ == "__main__":
    main()
