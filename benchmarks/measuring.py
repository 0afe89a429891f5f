"""What the benchmarks of pages have in common: an authority to ask, somebody who asks, and what each answer costs.

Nothing of the product is imported before Django is set up, which each benchmark does for itself.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

type Ask = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a page costs, in ms: asked for the first time, then each warm time by the clock and in this process's own
    processor time (the database, and the wait for a busy core, not counted); and how many queries it asks."""

    first: float
    wall: Sequence[float]
    own: Sequence[float]
    queries: int

    @property
    def median(self) -> float:
        return statistics.median(self.wall)

    @property
    def p95(self) -> float:
        return p95(self.wall)

    @property
    def own_p95(self) -> float:
        return p95(self.own)


def settle(home: Path) -> None:
    """Says which data folder is meant, to this process and to those that it starts."""
    os.environ |= {"GOLDENTHREAD_HOME": str(home), "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings"}


def make_tables(home: Path, *, size: str = "") -> None:
    """Settles on a data folder and brings its tables up to date; with `size`, builds an authority when it is empty."""
    settle(home)
    command = Path(sys.executable).with_name("goldenthread")
    subprocess.run([command, "migrate"], check=True, stdout=sys.stderr)
    if size:
        subprocess.run([command, "demo", "--size", size, "--if-empty"], check=True, stdout=sys.stderr)


def signed_in(user: Any) -> Any:
    """A client that asks as this person."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def opening(client: Any, address: str) -> Ask:
    """Asks for a page; stops the benchmark where it does not answer."""
    return lambda: _whole(client.get(address), address)


def sending(client: Any, address: str, typed: Callable[[], Mapping[str, str]]) -> Ask:
    """Sends what a script of the page would, another each time."""
    return lambda: _whole(client.post(address, typed(), headers={"HX-Request": "true"}), address)


def measured(ask: Ask, *, rounds: int, warm: int = 8) -> Measured:
    """What an asking costs, once templates are compiled and statements planned."""
    first, _ = timed(ask)
    for _ in range(warm - 1):
        ask()
    queries = counted(ask)
    taken = [timed(ask) for _ in range(rounds)]
    return Measured(first, [wall for wall, _ in taken], [own for _, own in taken], queries)


def timed(does: Callable[[], object]) -> tuple[float, float]:
    """How long it takes, in ms: by the clock, and in this process's own processor time."""
    began, spent = time.perf_counter(), time.process_time()
    does()
    return (time.perf_counter() - began) * 1_000, (time.process_time() - spent) * 1_000


def counted(does: Callable[[], object]) -> int:
    """How many queries it asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        does()
    return len(captured)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def _whole(answer: Any, address: str) -> None:
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
