"""How long Annex A takes: made from a record that is there, and loaded again into it (and taken back).

    .venv/bin/python benchmarks/annex_a.py --home FOLDER

To reach: 20 seconds for the workbook at `typical`. Prints a table.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from time import perf_counter


class TakenBack(Exception):
    """Raised so that nothing of what was loaded stays."""


def main() -> None:
    parser = argparse.ArgumentParser(description="How long Annex A takes.")
    parser.add_argument("--home", required=True, help="a data folder with a record in it")
    os.environ["GOLDENTHREAD_HOME"] = parser.parse_args().home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
    import django

    django.setup()
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from goldenthread.returns.public import load_annex_a
    from goldenthread.returns.public.annex_a import produce_annex_a

    now = timezone.now()
    connection.ensure_connection()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "annex.xlsx"
        with CaptureQueriesContext(connection) as asked:
            began = perf_counter()
            made = produce_annex_a(file, on=timezone.localdate(now), by=None, at=now)
            took = perf_counter() - began
        rows = sum(made.rows.values())
        print("| what | seconds | rows | seconds for 10,000 rows | queries |")
        print("|---|---:|---:|---:|---:|")
        print(f"| made | {took:.2f} | {rows:,} | {took / max(rows, 1) * 10_000:.2f} | {len(asked)} |")
        try:
            with transaction.atomic():
                for what in ("loaded", "loaded again"):
                    began = perf_counter()
                    load_annex_a(file, by=None, at=now)
                    took = perf_counter() - began
                    print(f"| {what} | {took:.2f} | {rows:,} | {took / max(rows, 1) * 10_000:.2f} | |")
                raise TakenBack
        except TakenBack:
            pass


if __name__ == "__main__":
    main()
