"""Loading a census: how fast, and how much memory as the file grows.

    python -m benchmarks.loading [--children 10000,50000,200000]

For each size a file is made, loaded into a fresh scratch database, and loaded again unchanged, each in a process of its
own that is kept on one core. The time the loader and the database's process for it spend computing is counted apart:
"one core" is the loader's; "both on one core" is what is left when the database is given no other. Prints a table in
Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")

from benchmarks.census_maker import write_census  # noqa: E402 -- after the path is set

SCRATCH = "benchmark_loading"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", default="10000,50000,200000", help="how many children each file has")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(_load(given.one)))
        return
    print(f"Machine: {platform.processor() or platform.machine()}, {os.cpu_count()} cores; {_processor()}\n")
    print(
        "| children | file, MB | run | seconds | children a second | by the loader’s core | both on one core |"
        " loader’s peak memory, MB |"
    )
    print("|---:|---:|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, given.children.split(",")):
            file = Path(folder) / f"{size}.xml"
            write_census(file, size)
            _scratch()
            for run in ("first", "again, unchanged"):
                told = _in_its_own_process(file)
                done, both = told["children"], told["loader"] + told["database"]
                print(
                    f"| {size:,} | {file.stat().st_size / 1e6:.0f} | {run} | {told['wall']:.1f} |"
                    f" {done / told['wall']:,.0f} | {done / told['loader']:,.0f} | {done / both:,.0f} |"
                    f" {told['memory']:.0f} |",
                    flush=True,
                )
            file.unlink()
    _drop()


def _in_its_own_process(file: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.loading", "--one", str(file)],
        cwd=HERE,
        env={**os.environ, "GOLDENTHREAD_DATABASE": SCRATCH},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def _load(file: Path) -> dict[str, float]:
    import django

    django.setup()
    from django.db import connection

    from goldenthread.returns.public import load_cin_census

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
    if hasattr(os, "sched_setaffinity"):
        # The loader keeps to one core; the database has the others, as on a server of its own.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    begun, mine, its = time.perf_counter(), time.process_time(), _computed(server)
    loaded = load_cin_census(file, by=None, at=datetime.now(UTC))
    return {
        "children": loaded.children,
        "wall": time.perf_counter() - begun,
        "loader": time.process_time() - mine,
        "database": _computed(server) - its,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _computed(process: int) -> float:
    """Seconds that a process on this machine has computed; 0 where that cannot be read."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _scratch() -> None:
    """An empty database of this name, with every table."""
    _drop()
    _on_the_server(f'CREATE DATABASE "{SCRATCH}"')
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--skip-checks"],
        cwd=HERE,
        env={**os.environ, "GOLDENTHREAD_DATABASE": SCRATCH},
        capture_output=True,
        check=True,
    )


def _drop() -> None:
    # Not by force, which would need a right over the server's own housekeeping; that gives way by itself.
    _on_the_server(f'DROP DATABASE IF EXISTS "{SCRATCH}"')


def _on_the_server(statement: str) -> None:
    import psycopg

    from goldenthread.config.postgres import database_settings

    found = database_settings()
    with psycopg.connect(
        host=found["HOST"] or None,
        port=found["PORT"] or None,
        user=found["USER"] or None,
        password=found["PASSWORD"] or None,
        dbname=found["NAME"],
        autocommit=True,
    ) as server:
        server.execute(statement)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.platform()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    main()
