"""The report of Annex A as a workbook: for those who work here, or without small numbers for those who do not."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from goldenthread.access.public import User
from goldenthread.returns.operations.annex_a import Produced, record_report
from goldenthread.returns.queries.annex_questions import COHORT, OTHER, TIMELINESS
from goldenthread.returns.queries.annex_report import Counted, Report, report_of
from goldenthread.returns.queries.annex_report_words import answer_said, value_said
from goldenthread.rulebook.annex import LISTS
from goldenthread.ui import words
from goldenthread.ui.workbooks import Cell, Sheet, workbook

TOO_FEW = "Too few to show"
ALONE = "This copy may leave the authority: small numbers are left out, and so is what they could be worked back from."
INSIDE = "For those who work here. It holds small numbers and does not leave the authority."
_PARTS = {COHORT: "Who the children are", TIMELINESS: "How long things took", OTHER: "What came and followed"}


def report_book(report: Report, *, council: str, taken_by: str, at: datetime, hide: bool) -> bytes:
    """The workbook as a file in memory. `taken_by` names who takes it out; `hide`: small numbers are left out."""
    sheets = [
        _about(report, council, taken_by, at, hide),
        Sheet(
            "Beside England",
            ("Figure", "Unit", "Lists", "Counted", "Of", "Area", "Published", "Year", "Source", "Take care"),
            list(_beside(report, hide)),
            wide=(50, 12, 12, 12, 12, 24, 12, 8, 40, 60),
        ),
        *(
            Sheet(
                title,
                ("List", "Question", "Answer", "Rows", "Share of the list, %", "Note" if hide else "Children"),
                list(_counts(report, part, hide)),
                wide=(34, 46, 40, 10, 14, 24),
            )
            for part, title in _PARTS.items()
        ),
        Sheet(
            "Middles and shares",
            ("List", "Figure", "Value", "Unit", "Counted", "Of", "Take care"),
            list(_figures(report, hide)),
            wide=(34, 56, 10, 10, 10, 10, 60),
        ),
    ]
    return workbook(f"Report of Annex A, {words.day(report.on)}", sheets, at=at)


def write_report(path: Path, made: Produced, *, by: User | None, at: datetime, hide: bool) -> None:
    """Writes the report of lists that were just made as a file, and enters in the ledger that it was; `by` is None for
    a command on the server. Raises `NotAllowed`."""
    name = by.name if by is not None else "A command on the server"
    found = report_of(made.answers, on=made.on)
    book = report_book(found, council=settings.COUNCIL, taken_by=name, at=at, hide=hide)
    # Beside its place and moved there whole, for the account of the server alone.
    beside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(book)
        record_report(workbook=made.workbook, hidden=hide, by=by, at=at)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _about(report: Report, council: str, taken_by: str, at: datetime, hide: bool) -> Sheet:
    area = report.children_in_area
    lines: list[tuple[Cell, ...]] = [
        ("Report", f"Cohort, timeliness and comparators from the lists of Annex A, {council}"),
        ("May it leave the authority?", ALONE if hide else INSIDE),
        ("As the record stood on", report.on),
        ("Counting back to", report.since),
        ("Children who live in the area", area if area is not None else "Not known, so there are no rates"),
        (
            "Published figures",
            "Of a year; the lists are of six months. Department for Education, Open Government Licence 3.0",
        ),
        ("Working days", "Those after the first day, up to and including the last"),
        ("Taken out by", f"{taken_by}, {words.moment(at)}"),
    ]
    return Sheet("About", ("What", "Says"), lines, wide=(32, 100))


def _list(one: Counted) -> str:
    return f"{one.question.number}, {LISTS[one.question.number].title}"


def _counts(report: Report, part: str, hide: bool) -> Iterator[tuple[Cell, ...]]:
    for one in sorted(report.questions.values(), key=lambda one: one.question.number):
        if one.question.part != part or not one.total:
            continue
        name = _list(one)
        for count in one.counts:
            line = (name, one.question.title, answer_said(count.answer))
            if hide and count.answer in one.kept_back:
                yield (*line, None, None, TOO_FEW)
            else:
                yield (*line, count.rows, round(count.rows / one.total * 100, 1), None if hide else count.children)
        if hide and not one.total_may_leave:
            yield (name, one.question.title, "All", None, None, TOO_FEW)
        else:
            yield (name, one.question.title, "All", one.total, 100, None if hide else one.children)


def _figures(report: Report, hide: bool) -> Iterator[tuple[Cell, ...]]:
    for one in sorted(report.questions.values(), key=lambda one: one.question.number):
        middle = one.question.middle
        if middle and one.middle is not None:
            if hide and not one.middle_may_leave:
                yield (_list(one), f"{one.question.title}: median", None, TOO_FEW)
            else:
                # How many are over is the sum of answers that may be kept back.
                timed = None if hide and one.kept_back else one.timed
                yield (_list(one), f"{one.question.title}: median", one.middle, middle, timed)
        for found in one.shares:
            if hide and not one.share_may_leave(found):
                yield (_list(one), found.share.title, None, TOO_FEW)
            elif found.value is not None:
                value = round(found.value, 1)
                yield (_list(one), found.share.title, value, "%", found.met, found.of, found.share.take_care)


def _beside(report: Report, hide: bool) -> Iterator[tuple[Cell, ...]]:
    for one in report.beside:
        met, of = one.counted
        line: tuple[Cell, ...] = (one.title, one.unit, None, None, None)
        if hide and not one.may_leave:
            line = (one.title, one.unit, TOO_FEW, None, None)
        elif one.value is not None:
            line = (one.title, one.unit, round(one.value, 1), met, of)
        else:
            line = (one.title, one.unit, value_said(None, one.unit), None, None)
        published = [found for found in (one.england, one.region, one.neighbours, one.own) if found is not None]
        if not published:
            yield (*line, None, None, None, None, one.take_care)
        for found in published:
            yield (*line, found.area, found.value, found.year, found.source, one.take_care)
