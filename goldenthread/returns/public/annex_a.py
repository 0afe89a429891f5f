"""The door of Annex A: making it, fetching it, and what was found wrong in it."""

from goldenthread.returns.operations.annex_a import (
    ACT,
    Produced,
    forget_workbooks,
    produce_annex_a,
    record_download,
)
from goldenthread.returns.queries.annex_checks import KINDS, Check
from goldenthread.returns.queries.annex_lists import HELD, MONTHS_BEFORE
from goldenthread.returns.queries.annex_workbooks import Workbook, checks_of, workbook, workbooks

__all__ = [
    "ACT",
    "HELD",
    "KINDS",
    "MONTHS_BEFORE",
    "Check",
    "Produced",
    "Workbook",
    "checks_of",
    "forget_workbooks",
    "produce_annex_a",
    "record_download",
    "workbook",
    "workbooks",
]
