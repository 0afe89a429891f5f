"""How long the server takes over the agenda of a worker of 20 children, and the pages about it.

    .venv/bin/python -m benchmarks.supervision --home FOLDER [--rounds 40]

FOLDER holds a demonstration (`goldenthread demo --size small`). The session to come of the worker whose number of
children is nearest to 20 is opened as her supervisor would, through the whole stack but the socket, in the
application's database role. Prints a table for `docs/benchmarks.md`; fails over 200 ms or 15 queries for the agenda.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from benchmarks.measuring import Measured, measured, opening, settle, signed_in

MOST_MS, MOST_QUERIES = 200, 15


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True, help="data folder with a demonstration in it")
    parser.add_argument("--rounds", type=int, default=40)
    wanted = parser.parse_args()
    settle(wanted.home)
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    import django

    django.setup()
    session, children, supervisor = chosen()
    rows = measure(session, supervisor, wanted.rounds)
    print(f"\nA worker of {children} children; load {os.getloadavg()[0]:.1f}\n")
    print("| page | median ms | p95 ms | queries |\n|---|---|---|---|")
    for name, cost in rows:
        print(f"| {name} | {cost.median:.0f} | {cost.p95:.0f} | {cost.queries} |")
    _, agenda = rows[0]
    return int(agenda.median > MOST_MS or agenda.queries > MOST_QUERIES)


def chosen() -> tuple[int, int, Any]:
    """The session to come of the worker with nearest to 20 children: its key, their number, and her supervisor."""
    from django.utils import timezone

    from goldenthread.access.public import Tie
    from goldenthread.quality.models import Supervision

    found = []
    for one in Supervision.objects.filter(state__in=("due", "running")).select_related("supervisor"):
        ties = Tie.objects.holding(timezone.localdate()).filter(user=one.worker_id, kind="allocated")
        found.append((abs(ties.count() - 20), one.pk, ties.count(), one.supervisor))
    if not found:
        raise SystemExit("There is no supervision to come in this data folder: build a demonstration in it first.")
    _, key, count, supervisor = min(found, key=lambda row: row[:2])
    return key, count, supervisor


def measure(session: int, supervisor: Any, rounds: int) -> list[tuple[str, Measured]]:
    """Each page's name, and what it costs."""
    client = signed_in(supervisor)
    pages = {
        "Agenda of a supervision": f"/supervision/{session}/",
        "Supervision of the team": "/supervision/",
        "Caseloads of the team": "/caseloads/",
        "Workforce of the team": "/workforce/",
    }
    return [(name, measured(opening(client, address), rounds=rounds)) for name, address in pages.items()]


if __name__ == "__main__":
    raise SystemExit(main())
