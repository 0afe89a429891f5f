"""How long the server takes over the agenda of a worker of 20 children, and the pages about it.

    .venv/bin/python -m benchmarks.supervision --home FOLDER [--rounds 40]

FOLDER holds a demonstration (`goldenthread demo --size small`). The session to come of the worker whose number of
children is nearest to 20 is opened as her supervisor would, through the whole stack but the socket, in the
application's database role. Prints a table for `docs/benchmarks.md`; fails over 200 ms or 15 queries for the agenda.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path
from typing import Any

WARM = 8
MOST_MS, MOST_QUERIES = 200, 15


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True, help="data folder with a demonstration in it")
    parser.add_argument("--rounds", type=int, default=40)
    wanted = parser.parse_args()
    os.environ |= {"GOLDENTHREAD_HOME": str(wanted.home), "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings"}
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    import django

    django.setup()
    session, children, supervisor = chosen()
    rows = measure(session, supervisor, wanted.rounds)
    print(f"\nA worker of {children} children; load {os.getloadavg()[0]:.1f}\n")
    print("| page | median ms | p95 ms | queries |\n|---|---|---|---|")
    for name, median, p95, queries in rows:
        print(f"| {name} | {median:.0f} | {p95:.0f} | {queries} |")
    _, median, _, queries = rows[0]
    return int(median > MOST_MS or queries > MOST_QUERIES)


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


def measure(session: int, supervisor: Any, rounds: int) -> list[tuple[str, float, float, int]]:
    """Each page's name, median and 95th percentile in milliseconds, and its queries."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(supervisor, backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = {
        "Agenda of a supervision": f"/supervision/{session}/",
        "Supervision of the team": "/supervision/",
        "Caseloads of the team": "/caseloads/",
        "Workforce of the team": "/workforce/",
    }

    def get(address: str) -> float:
        began = time.perf_counter()
        answer = client.get(address)
        took = (time.perf_counter() - began) * 1_000
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        return took

    rows = []
    for name, address in pages.items():
        for _ in range(WARM):
            get(address)
        taken = sorted(get(address) for _ in range(rounds))
        with CaptureQueriesContext(connection) as captured:
            get(address)
        rows.append((name, statistics.median(taken), taken[int(len(taken) * 0.95)], len(captured)))
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
