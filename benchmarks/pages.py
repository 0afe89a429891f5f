"""How long the server takes over a page, at two sizes of authority.

    .venv/bin/python benchmarks/pages.py --home FOLDER --size typical

The whole stack but the socket is timed, in the application's database role: sessions, rights, the ledger's line for
each read, queries, template. Each page is asked for as different people and about different children, drawn by a
seed. The empty signed-in page is asked for in turn with the others, so that a slow moment slows both. Beside the time
by the clock it tells the processor time of this process and of its own backend in the database together, which other
work on the machine lengthens far less (Linux only). Prints one JSON object, or a table for people; `benchmarks/run.py`
sets two sizes side by side.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.measuring import counted, make_tables, p95, signed_in

ROUNDS = 150
WARM = 25


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True, help="data folder; the authority is built in it when empty")
    parser.add_argument("--size", default="small", choices=("small", "typical", "county"))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    make_tables(wanted.home, size=wanted.size)
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    import django

    django.setup()
    began = os.getloadavg()[0]
    rows = measure(wanted.rounds)
    print(f"Load on the machine: {began:.1f} before, {os.getloadavg()[0]:.1f} after.", file=sys.stderr)
    if wanted.json:
        print(json.dumps(rows))
    else:
        print(
            "| page | median ms | p95 ms | p95 over the empty page's | processor: median ms | p95 ms "
            "| p95 over the empty page's | most queries |\n|---|---|---|---|---|---|---|---|"
        )
        for page, row in rows.items():
            print(
                f"| {page} | {row['median']:.1f} | {row['p95']:.1f} | {row['ratio']:.2f} | {row['cpu_median']:.1f} "
                f"| {row['cpu_p95']:.1f} | {row['cpu_ratio']:.2f} | {row['queries']} |"
            )
    return 0


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Median and 95th percentile in milliseconds, ratio to the empty page's, and the most queries, for each page.

    The names that begin with `cpu` are of processor time: this process's and that of its backend in the database.
    """
    from types import ModuleType

    from django.conf import settings
    from django.db import connection
    from django.urls import include, path

    from benchmarks.empty_page import Empty

    addresses = ModuleType("benchmarks.addresses")
    addresses.urlpatterns = [path("empty/", Empty.as_view()), path("", include("goldenthread.config.urls"))]
    sys.modules["benchmarks.addresses"] = addresses
    settings.ROOT_URLCONF = "benchmarks.addresses"
    asks = requests(random.Random(20))
    clients: dict[int, Any] = {}

    def spent() -> float:
        """Seconds of processor time spent so far; a database elsewhere is left out."""
        backend = connection.connection and Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        in_database = int(backend.read_text().split()[0]) / 1e9 if backend and backend.exists() else 0.0
        return time.process_time() + in_database

    def get(user: int, address: str) -> tuple[float, float]:
        client = clients.get(user)
        if client is None:
            client = clients[user] = signed_in(_user(user))
            client.get("/empty/")
        before, began = spent(), time.perf_counter()
        answer = client.get(address)
        took = ((time.perf_counter() - began) * 1_000, (spent() - before) * 1_000)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        return took

    # Warm, as in service: templates compiled, and each statement asked often enough that the database keeps its plan.
    for name in asks:
        for _ in range(WARM):
            get(*next(asks[name]))
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in asks}
    queries: dict[str, int] = dict.fromkeys(asks, 0)
    for _ in range(rounds):
        for name in asks:
            times[name].append(get(*next(asks[name])))
    for name in asks:
        for _ in range(12):
            ask = next(asks[name])
            get(*ask)
            queries[name] = max(queries[name], counted(lambda ask=ask: get(*ask)))
    by_clock = {name: [clock for clock, _ in taken] for name, taken in times.items()}
    by_processor = {name: [processor for _, processor in taken] for name, taken in times.items()}
    empty, empty_processor = (p95(one["Empty signed-in page"]) for one in (by_clock, by_processor))
    return {
        name: {
            "median": statistics.median(by_clock[name]),
            "p95": p95(by_clock[name]),
            "ratio": p95(by_clock[name]) / empty,
            "cpu_median": statistics.median(by_processor[name]),
            "cpu_p95": p95(by_processor[name]),
            "cpu_ratio": p95(by_processor[name]) / empty_processor,
            "queries": queries[name],
        }
        for name in times
    }


def requests(chance: random.Random) -> dict[str, Iterator[tuple[int, str]]]:
    """For each page, an endless draw of (who asks, address)."""
    from django.apps import apps

    user, person = apps.get_model("access", "User"), apps.get_model("people", "Person")
    contact, referral = apps.get_model("casework", "Contact"), apps.get_model("casework", "Referral")

    def keys(query: object, count: int = 400) -> list[int]:
        return (
            chance.sample(all_of, min(count, len(all_of)))
            if (all_of := list(query.values_list("pk", flat=True)))
            else []
        )

    door = keys(user.objects.filter(role="front_door_worker"))
    managers = keys(user.objects.filter(role="team_manager", team__kind="front_door"))
    workers = keys(user.objects.filter(pk__in=referral.objects.exclude(worker=None).values("worker")))
    children = keys(person.objects.filter(kind="child"))
    contacts = keys(contact.objects.filter(state="decided"))
    writing = keys(contact.objects.filter(state="writing"))
    names = [
        f"{given} {family} {born:%d/%m/%Y}"
        for given, family, born in person.objects.filter(pk__in=children)
        .exclude(born_on=None)
        .values_list("given_names", "family_name", "born_on")
    ]

    def draw(who: list[int], address: Callable[[], str]) -> Iterator[tuple[int, str]]:
        while True:
            yield chance.choice(who), address()

    from urllib.parse import quote_plus

    return {
        "Empty signed-in page": draw(workers, lambda: "/empty/"),
        "My work": draw(workers, lambda: "/work/"),
        "Front door tray": draw(managers, lambda: "/front-door/"),
        "Child": draw(door, lambda: f"/children/{chance.choice(children)}/"),
        "Search": draw(door, lambda: f"/search/?q={quote_plus(chance.choice(names))}"),
        "Contact": draw(door, lambda: f"/contacts/{chance.choice(contacts)}/"),
        "Contact being written": draw(door, lambda: f"/contacts/{chance.choice(writing)}/write/"),
    }


def _user(key: int) -> object:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=key)


if __name__ == "__main__":
    raise SystemExit(main())
