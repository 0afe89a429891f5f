"""`goldenthread worker`: run the background jobs until interrupted."""

import argparse
import asyncio
import os

from goldenthread.config.command import say, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do the jobs that wait, then leave")
    parser.add_argument("--jobs", type=int, default=2, help="jobs done at the same time (2)")


def run(arguments: argparse.Namespace) -> int:
    """Do jobs as they come, in the serving role."""
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    from goldenthread.config import serving

    with serving.database():
        start_django("app")
        serving.refuse_unmigrated()
        asyncio.run(_work(arguments.jobs, arguments.once))
    say("Stopped.")
    return 0


async def _work(jobs: int, once: bool) -> None:
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as ours:
        async with ours.open_async():
            say("Waiting for jobs.")
            await ours.run_worker_async(concurrency=jobs, wait=not once)
