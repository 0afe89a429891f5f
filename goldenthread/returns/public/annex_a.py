"""The door of Annex A: making it, fetching it, and what was found wrong in it."""

from goldenthread.returns.operations.annex_a import (
    ACT,
    forget_workbooks,
    produce_annex_a,
    record_download,
)
from goldenthread.returns.queries.annex_checks import KINDS
from goldenthread.returns.queries.annex_lists import HELD
from goldenthread.returns.queries.annex_workbooks import Workbook, checks_of, workbook, workbooks

__all__ = [
    "ACT",
    "HELD",
    "KINDS",
    "Workbook",
    "checks_of",
    "forget_workbooks",
    "produce_annex_a",
    "record_download",
    "workbook",
    "workbooks",
]
