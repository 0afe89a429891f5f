"""Inspections, documents and findings, by the operations of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from goldenthread.access.models import User
from goldenthread.quality.public.findings import enter_finding
from goldenthread.quality.public.inspections import (
    InspectionSaid,
    LineSaid,
    confirm_inspection,
    decide_lines,
    link_findings,
    read_document,
    record_inspection,
    show_reading,
)

FILES = Path(__file__).parents[1] / "files" / "inspections"


@dataclass(frozen=True)
class Found:
    """One of each thing of inspections."""

    inspection: int
    waiting: int
    decided: int
    findings: tuple[int, ...]
    recurrence: int


def a_finding(*, by: User, at: datetime, **changed: Any) -> int:
    """A finding in the register."""
    whole: dict[str, Any] = {
        "source": "learning_review",
        "about": "",
        "words": "Plans do not say what will be different for the child, or by when.",
        "polarity": "area_for_improvement",
        "themes": None,
        "found_on": date(2025, 2, 3),
    }
    return enter_finding(**whole | changed, by=by, at=at)


def inspections_at(*, by: User, at: datetime) -> Found:
    """An inspection with a document that waits, one that is decided, and two findings that are linked."""
    inspection = record_inspection(
        said=InspectionSaid("focused_visit", "Thornshire", date(2019, 2, 12), date(2019, 2, 13)), by=by, at=at
    )
    data = (FILES / "focused_visit.txt").read_bytes()
    waiting = read_document(data=data, file_name="A letter.txt", by=by, at=at)
    decided = read_document(data=data + b"\nSecond copy.\n", file_name="Another letter.txt", by=by, at=at)
    confirm_inspection(reading=decided, said=InspectionSaid("", "", None), inspection=inspection, by=by, at=at)
    first = show_reading(decided).lines[0]
    decide_lines(reading=decided, said={first.key: LineSaid("confirmed")}, by=by, at=at)
    found = show_reading(decided).lines[0].finding
    assert found is not None
    earlier = a_finding(by=by, at=at)
    alone = a_finding(
        by=by,
        at=at,
        words="Plans for children do not say by when anything will be different.",
        found_on=date(2024, 2, 3),
    )
    recurrence = link_findings(finding=found, other=earlier, title="Plans are not specific", by=by, at=at)
    return Found(inspection, waiting, decided, (found, earlier, alone), recurrence)


def one_of_each(*, by: User, at: datetime) -> dict[str, tuple[Any, ...]]:
    """The keys of one of each thing of inspections, for each word of their addresses."""
    found = inspections_at(by=by, at=at)
    return {
        "inspection_id": (found.inspection,),
        "reading_id": (found.decided, found.waiting),
        "finding_id": (found.findings[0], found.findings[2]),
        "recurrence_id": (found.recurrence,),
    }
