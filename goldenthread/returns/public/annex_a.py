"""The door of Annex A: making it, fetching it, what was found wrong in it, and the report made from its lists."""

from goldenthread.returns.operations.annex_a import (
    ACT,
    forget_workbooks,
    produce_annex_a,
    record_download,
    record_report,
)
from goldenthread.returns.operations.annex_report_book import report_book, write_report
from goldenthread.returns.queries.annex_checks import KINDS
from goldenthread.returns.queries.annex_lists import HELD
from goldenthread.returns.queries.annex_questions import QUESTIONS, TIMELINESS
from goldenthread.returns.queries.annex_report import Counted, Report, RowFound, kept_answers, report_of, rows_of
from goldenthread.returns.queries.annex_report_words import answer_said, published_said, value_said
from goldenthread.returns.queries.annex_workbooks import Workbook, checks_of, workbook, workbooks

__all__ = [
    "ACT",
    "HELD",
    "KINDS",
    "QUESTIONS",
    "TIMELINESS",
    "Counted",
    "Report",
    "RowFound",
    "Workbook",
    "answer_said",
    "checks_of",
    "forget_workbooks",
    "kept_answers",
    "produce_annex_a",
    "published_said",
    "record_download",
    "record_report",
    "report_book",
    "report_of",
    "rows_of",
    "value_said",
    "workbook",
    "workbooks",
    "write_report",
]
