"""How long the server takes over the pages of measures, warm: one, the list, a closer look, a team, a home, the pack.

    .venv/bin/python -m benchmarks.measure_pages --home FOLDER [--rounds 40]

FOLDER holds a demonstration (`goldenthread demo --size small`) with its dataset. Each page is opened as one who may,
through the whole stack but the socket, in the application's database role. Wall time and the process's own time are
both given: on a machine that does other work, the second is what the page costs. Prints a table for
`docs/benchmarks.md`; fails where the measure page costs more than 150 ms of its own at the 95th percentile.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import Any

WARM = 3
MOST_MS = 150
MEASURE = "assessment_45wd"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True, help="data folder with a demonstration in it")
    parser.add_argument("--rounds", type=int, default=40)
    wanted = parser.parse_args()
    os.environ |= {"GOLDENTHREAD_HOME": str(wanted.home), "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings"}
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    import django

    from goldenthread.config import embedded

    with embedded.held():
        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["testserver"]
        rows = [measured(name, role, url, wanted.rounds) for name, role, url in pages()]
    print(f"\nWarm, {wanted.rounds} rounds; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print("| page | first ms | median ms | p95 ms | own p95 ms | queries |\n|---|---:|---:|---:|---:|---:|")
    for name, first, median, p95, own, queries in rows:
        print(f"| {name} | {first:.0f} | {median:.0f} | {p95:.0f} | {own:.0f} | {queries} |")
    return int(rows[0][4] > MOST_MS)


def pages() -> list[tuple[str, str, str]]:
    """The pages: what each is, whose role opens it, and its address."""
    from goldenthread.access.models import User

    manager = User.objects.filter(role="team_manager", team__isnull=False).order_by("pk").first()
    if manager is None:
        raise SystemExit("There is no manager in this data folder: build a demonstration in it first.")
    return [
        ("One measure", "director", f"/measures/{MEASURE}/"),
        ("A closer look by team", "analyst", f"/measures/{MEASURE}/closer/?by=team"),
        ("All measures", "director", "/measures/"),
        ("For leaders", "director", "/leaders/"),
        ("Board pack", "director", "/measures/pack/"),
        ("How a team is doing", "analyst", f"/teams/{manager.team_id}/measures/"),
        ("A manager's home", "team_manager", "/managing/"),
    ]


def measured(name: str, role: str, url: str, rounds: int) -> tuple[str, float, float, float, float, int]:
    """A page's first time, then the median and p95 of wall time and the p95 of its own, in ms; and its queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from goldenthread.access.models import User

    client = Client()
    user = User.objects.filter(role=role, is_active=True).order_by("pk").first()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    first = ask(client, url)[0]
    for _ in range(WARM):
        ask(client, url)
    with CaptureQueriesContext(connection) as asked:
        ask(client, url)
        queries = len(asked)
    took = [ask(client, url) for _ in range(rounds)]
    wall, own = sorted(one[0] for one in took), sorted(one[1] for one in took)
    late = min(rounds - 1, round(rounds * 0.95))
    return name, first, wall[rounds // 2], wall[late], own[late], queries


def ask(client: Any, url: str) -> tuple[float, float]:
    """The wall time and the process's own time of one answer, in ms."""
    began, spent = time.perf_counter(), time.process_time()
    answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answers {answer.status_code}.")
    return (time.perf_counter() - began) * 1000, (time.process_time() - spent) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
