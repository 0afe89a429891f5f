"""Serving the pages: the database held open, the checks made first, and the web server."""

import contextlib
import json
import os
import socket
from collections.abc import Iterator

from goldenthread.config import embedded
from goldenthread.config.command import Refused
from goldenthread.config.home import home

# Each thread holds one connection of the process's pool at most.
THREADS = 4


@contextlib.contextmanager
def database() -> Iterator[None]:
    """The embedded server for as long as the block lasts; nothing where `DATABASE_URL` names another.

    Raises:
        Refused: the embedded server does not start.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(embedded.held())
        except embedded.PostgresUnavailable as reason:
            raise Refused(str(reason)) from reason
        yield


def refuse_taken_port(host: str, port: int) -> None:
    """Raises `Refused` when something else listens there, or we may not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as reason:
            told = getattr(reason, "strerror", None) or str(reason)
            raise Refused(f"Port {port} of {host} cannot be used ({told}). Choose another with PORT.") from reason


def refuse_unmigrated() -> None:
    """Raises `Refused` when the database cannot be reached or waits for migrations."""
    from django.db import DatabaseError, OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as reason:
        raise Refused(f"The database cannot be reached: {str(reason).splitlines()[0]}") from reason
    except DatabaseError:
        waiting = ["the first"]  # the serving role has been granted nothing yet
    finally:
        connection.close()
        # Worker processes are copies of this one: a pool left open here would be one connection in each of them, and
        # one worker would read what was answered to another.
        connection.close_pool()
    if waiting:
        raise Refused("The database is not up to date: run goldenthread migrate first.")


def greeting(host: str, port: int) -> str:
    """What is told at the start: the address, and in a demonstration who may sign in."""
    from django.conf import settings

    shown = f"[{host}]" if ":" in host else host
    lines = [f"Golden Thread is at http://{shown}:{port}/  (Control-C stops it)"]
    if settings.DEMONSTRATION:
        lines += _sign_ins()
    return "\n".join(lines)


def _sign_ins() -> list[str]:
    """Those who sign in to the demonstration, as it wrote them down when it was made."""
    path = home() / "demonstration.json"
    if not path.exists():
        return []
    told = json.loads(path.read_text("utf-8"))
    people = [f"  {', '.join(str(part) for part in person.values())}" for person in told["people"]]
    return ["", f"A fictional authority. The password of each is {told['password']}. Sign in as:", *people]


def serve(host: str, port: int, workers: int) -> None:
    """Answer requests until interrupted. Requests are not logged: their addresses may name children."""
    from django.conf import settings
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise looks into it at the start
    Server(
        "goldenthread.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()
