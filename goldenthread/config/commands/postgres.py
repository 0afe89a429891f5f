"""`goldenthread postgres`: start, stop or look at the embedded database."""

import argparse
import os

from goldenthread.config import embedded
from goldenthread.config.command import Refused, print_object, with_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=("start", "stop", "status"), help="what to do")
    with_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Do it and say where the server is. `status` returns 1 when it does not run.

    Raises:
        Refused: `DATABASE_URL` is set, so there is no embedded database; or the server does not start.
    """
    if os.environ.get("DATABASE_URL"):
        raise Refused("DATABASE_URL is set, so the embedded database is not used.")
    try:
        if arguments.act == "stop":
            embedded.stop()
            server = None
        else:
            server = embedded.ensure_running() if arguments.act == "start" else embedded.status()
    except embedded.PostgresUnavailable as reason:
        raise Refused(str(reason)) from reason
    if arguments.json:
        print_object(
            {
                "running": server is not None,
                "socket": str(server.socket_dir) if server else None,
                "port": server.port if server else None,
                "data": str(server.data_dir) if server else None,
                "log": str(server.log_path) if server else None,
            }
        )
    elif server is None:
        print("The embedded database is not running.")
    else:
        print(f"The embedded database is running. Socket: {server.socket_dir}. Log: {server.log_path}.")
        print(f"psql -h {server.socket_dir} -U {embedded.OWNER} {embedded.DATABASE}")
    return 1 if arguments.act == "status" and server is None else 0
