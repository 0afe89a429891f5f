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
from pathlib import Path

from benchmarks.measuring import Measured, measured, opening, settle, signed_in

WARM = 3
MOST_MS = 150
MEASURE = "assessment_45wd"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True, help="data folder with a demonstration in it")
    parser.add_argument("--rounds", type=int, default=40)
    wanted = parser.parse_args()
    settle(wanted.home)
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    import django

    from goldenthread.config import embedded

    with embedded.held():
        django.setup()
        rows = [(name, asked(role, url, wanted.rounds)) for name, role, url in pages()]
    print(f"\nWarm, {wanted.rounds} rounds; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print("| page | first ms | median ms | p95 ms | own p95 ms | queries |\n|---|---:|---:|---:|---:|---:|")
    for name, cost in rows:
        print(
            f"| {name} | {cost.first:.0f} | {cost.median:.0f} | {cost.p95:.0f} | {cost.own_p95:.0f} | {cost.queries} |"
        )
    return int(rows[0][1].own_p95 > MOST_MS)


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


def asked(role: str, url: str, rounds: int) -> Measured:
    """What a page costs somebody of this role."""
    from goldenthread.access.models import User

    user = User.objects.filter(role=role, is_active=True).order_by("pk").first()
    return measured(opening(signed_in(user), url), rounds=rounds, warm=WARM + 1)


if __name__ == "__main__":
    raise SystemExit(main())
