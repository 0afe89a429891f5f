"""Runs the benchmarks and prints their tables for `docs/benchmarks.md`.

    .venv/bin/python benchmarks/run.py [--large]

Without `--large` the sizes are small, to see that everything runs; with it they are those that the measures name:
`typical` for pages, `county` for matching.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="the sizes that the measures name; takes about an hour")
    parser.add_argument("--homes", type=Path, help="keep the data folders here, and use those that are there")
    wanted = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f}\n")
    with tempfile.TemporaryDirectory() as passing:
        homes = wanted.homes or Path(passing)
        pages(homes, "typical" if wanted.large else "small")
    for script, arguments in (
        ("matching", ["--size", "457000" if wanted.large else "3000"]),
        ("loading", [] if wanted.large else ["--children", "10000"]),
    ):
        print(flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{script}", *arguments], check=True, cwd=HERE.parent)
    return 0


def pages(homes: Path, larger: str) -> None:
    """The table of pages: the larger size, and how it stands to the small one."""
    figures = {size: _pages(homes / size, size) for size in dict.fromkeys(("small", larger))}
    small, large = figures["small"], figures[larger]
    print(f"| page | small p95 ms | {larger} p95 ms | over the empty page | {larger} over small | most queries |")
    print("|---|---|---|---|---|---|")
    for page, row in large.items():
        growth = row["p95"] / small[page]["p95"]
        print(
            f"| {page} | {small[page]['p95']:.1f} | {row['p95']:.1f} | {row['ratio']:.2f} | {growth:.2f} "
            f"| {row['queries']} |"
        )


def _pages(home: Path, size: str) -> dict[str, dict[str, float]]:
    home.mkdir(parents=True, exist_ok=True)
    told = subprocess.run(
        [sys.executable, HERE / "pages.py", "--home", home, "--size", size, "--json"],
        check=True,
        stdout=subprocess.PIPE,
    ).stdout
    return json.loads(told)


if __name__ == "__main__":
    raise SystemExit(main())
