"""`goldenthread serve`: serve the pages on this machine."""

import argparse
import os

from goldenthread.config.command import CalledWrongly, say, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="the port to listen on (PORT, else 8000)")
    parser.add_argument("--workers", type=int, default=2, help="processes that answer requests (2)")


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted.

    Raises:
        CalledWrongly: the port is not a number.
        Refused: the port is taken, or the database has not been migrated.
    """
    port = arguments.port
    if port is None:
        given = os.environ.get("PORT", "8000")
        if not given.isdigit():
            raise CalledWrongly(f"PORT is {given}, which is not a number.")
        port = int(given)
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    from goldenthread.config import serving

    serving.refuse_taken_port(arguments.host, port)
    with serving.database():
        start_django("app")
        serving.refuse_unmigrated()
        say(serving.greeting(arguments.host, port))
        serving.serve(arguments.host, port, arguments.workers)
    say("Stopped.")
    return 0
