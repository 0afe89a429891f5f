"""The region: all measures in 1, 5, 10 and 20 authorities, over copies of one dataset.

    GOLDENTHREAD_HOME=FOLDER .venv/bin/python -m benchmarks.region [--authorities 1 5 10 20] [--engine duckdb|spark]

Reads the dataset that `goldenthread dataset build` made in the folder, and no database. Each copy stands under the name
of another authority, as it would under a region's root. Prints a table in Markdown: seconds for every measure over one
year, in every authority and in the region, with nothing remembered.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goldenthread.insight.public.dataset import Dataset

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/none")  # none is opened


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--authorities", type=int, nargs="+", default=[1, 5, 10, 20])
    parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    given = parser.parse_args()
    import django
    from django.conf import settings

    django.setup()
    from goldenthread.insight.public.dataset import dataset

    settings.INSIGHT_ENGINE = given.engine
    held = dataset()
    rows = sum(one.rows for one in held.tables.values())
    year = date(held.built_at.year - 1, held.built_at.month, 1)
    print(
        f"{rows:,} rows in each authority, {given.engine}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n"
    )
    print("| authorities | rows | seconds | seconds of the processor | seconds for each million rows |")
    print("|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        settings.HOME = Path(folder)  # this authority is the first of them
        for many in given.authorities:
            took, worked = _measure(held, Path(folder), many, year)
            print(
                f"| {many} | {rows * many:,} | {took:.1f} | {worked:.1f} | {took / (rows * many / 1e6):.1f} |",
                flush=True,
            )


def _measure(held: Dataset, folder: Path, many: int, year: date) -> tuple[float, float]:
    from django.conf import settings
    from django.utils import timezone

    from goldenthread.insight.public.measures import Scope, Span
    from goldenthread.insight.public.region import own_authority, region_figures, region_measures
    from goldenthread.insight.queries import region
    from goldenthread.kernel.clock import add_months

    root = folder / f"region-{many}"
    settings.REGION_ROOT = str(root)
    _copied(held, folder / "dataset", own_authority())
    for at in range(1, many):
        _copied(held, root, f"authority-{at:02}")
    root.mkdir(exist_ok=True)
    region._counted_once.cache_clear()
    scope, span = Scope(None, timezone.now()), Span(year, add_months(year, 12) - timedelta(days=1))
    began, worked = time.perf_counter(), time.process_time()
    for found in region_figures(region_measures(), scope=scope, span=span):
        wrong = [one.wrong for one in found.parts if one.wrong]
        if wrong or len(found.parts) != many:
            sys.exit(f"{found.measure.id}: {wrong or len(found.parts)}")
    return time.perf_counter() - began, time.process_time() - worked


def _copied(held: Dataset, root: Path, authority: str) -> None:
    told = json.loads((held.folder / f"manifest-{held.authority}.json").read_text())
    told["authority"] = authority
    for name, one in told["tables"].items():
        path = f"{name}/authority={authority}/{Path(one['path']).name}"
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(held.folder / one["path"], root / path)
        one["path"] = path
    (root / f"manifest-{authority}.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main()
