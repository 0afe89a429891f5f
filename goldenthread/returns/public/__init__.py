"""The door of returns: loading an authority's files, and what was loaded."""

from goldenthread.returns.operations.annex_file import NotAWorkbook
from goldenthread.returns.operations.annex_reading import NotAnnexA
from goldenthread.returns.operations.census_file import NotACensus
from goldenthread.returns.operations.census_reading import Loaded
from goldenthread.returns.operations.cin_census import AnotherLoad, load_cin_census
from goldenthread.returns.operations.kept_records import load_again
from goldenthread.returns.operations.load_annex_a import load_annex_a
from goldenthread.returns.operations.load_ssd import load_ssd
from goldenthread.returns.operations.ssd_tables import NotADataset
from goldenthread.returns.operations.ssd_zip import load_ssd_zip
from goldenthread.returns.operations.waiting_files import (
    JOB,
    forget_files_left_behind,
    load_waiting_file,
    queue_annex_a,
    queue_cin_census,
    queue_ssd,
)
from goldenthread.returns.queries.loads import SHOWN, load_page, loads
from goldenthread.returns.queries.waiting import a_worker_runs, waiting_file, waiting_files

__all__ = [
    "AnotherLoad",
    "JOB",
    "SHOWN",
    "Loaded",
    "NotACensus",
    "NotADataset",
    "NotAWorkbook",
    "NotAnnexA",
    "a_worker_runs",
    "forget_files_left_behind",
    "load_again",
    "load_annex_a",
    "load_cin_census",
    "load_page",
    "load_ssd",
    "load_ssd_zip",
    "load_waiting_file",
    "loads",
    "queue_annex_a",
    "queue_cin_census",
    "queue_ssd",
    "waiting_file",
    "waiting_files",
]
