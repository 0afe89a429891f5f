"""The bulk door of supervision and workforce: many rows at once, each with its line in the ledger, for a history that
comes from elsewhere. The clocks of the children start with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction

from goldenthread.access.public import LedgerRow, User, load_rows, record_many, require
from goldenthread.casework.public import Starting, load_casework


class AgreementRow(NamedTuple):
    table = "quality_supervisionagreement"
    id: int
    worker_id: int
    supervisor_id: int
    frequency: str
    agreed_on: date
    review_on: date
    made_by_id: int
    made_at: datetime
    words: str = ""


class SessionRow(NamedTuple):
    table = "quality_supervision"
    id: int
    worker_id: int
    supervisor_id: int
    team_id: int
    state: str
    counted_from: date
    due_on: date
    held_on: date | None = None
    began_at: datetime | None = None
    recorded_by_id: int | None = None
    recorded_at: datetime | None = None
    missed_because: str = ""
    missed_words: str = ""


class DiscussedRow(NamedTuple):
    table = "quality_childdiscussed"
    id: int
    supervision_id: int
    child_id: int
    happened: str
    child_view: str
    reflection: str
    challenge: str
    risk: str
    decision: str
    escalate_if: str
    no_direction_because: str
    drift: list[dict[str, str]]
    saved_at: datetime
    saved_by_id: int
    recorded_at: datetime
    recorded_by_id: int
    due_on: date | None = None
    typed: dict[str, str] = {}  # noqa: RUF012 -- the column's own default; nobody changes a row's tuple
    version: int = 1


class DirectionRow(NamedTuple):
    table = "quality_direction"
    id: int
    discussed_id: int
    child_id: int
    what: str
    owner_id: int
    due_on: date
    answer: str = ""
    answer_words: str = ""
    answered_on: date | None = None
    answered_by_id: int | None = None
    closed_on: date | None = None
    closed_as: str = ""
    position: int = 0


class FollowedRow(NamedTuple):
    table = "quality_directionfollowed"
    id: int
    direction_id: int
    discussed_id: int
    outcome: str
    words: str
    said_by_id: int
    said_at: datetime
    due_on: date | None = None


class WeightRow(NamedTuple):
    table = "quality_caseweight"
    id: int
    child_id: int
    complexity: str
    travel: str
    because: str
    set_by_id: int
    set_at: datetime


class PostRow(NamedTuple):
    table = "quality_workerrecord"
    id: int
    worker_id: int
    role: str
    fte: float
    started_on: date
    recorded_by_id: int
    recorded_at: datetime
    registration: str = ""
    registered_until: date | None = None
    induction_from: date | None = None
    induction_ends_on: date | None = None
    agency: str = ""
    notice_on: date | None = None
    notice_ends_on: date | None = None
    left_on: date | None = None
    left_because: str = ""
    left_words: str = ""


class TrainingRow(NamedTuple):
    table = "quality_training"
    id: int
    worker_id: int
    what: str
    done_on: date
    recorded_by_id: int
    recorded_at: datetime
    again_by: date | None = None


class VacancyRow(NamedTuple):
    table = "quality_vacancy"
    id: int
    team_id: int
    role: str
    fte: float
    vacant_from: date
    recorded_by_id: int
    recorded_at: datetime
    words: str = ""
    ended_on: date | None = None
    ended_words: str = ""


KINDS: tuple[type[Any], ...] = (
    AgreementRow,
    SessionRow,
    DiscussedRow,
    DirectionRow,
    FollowedRow,
    WeightRow,
    PostRow,
    TrainingRow,
    VacancyRow,
)


@transaction.atomic
def load_supervision(rows: Iterable[Any], starting: Collection[Starting], *, by: User, at: datetime) -> dict[str, int]:
    """Writes rows of supervision and workforce, starts the children's clocks, and enters each session and each child's
    record in the ledger; returns how many rows of each table. Raises `NotAllowed`."""
    right = require(by, "record.load", at=at).right
    given = list(rows)
    written = load_rows(KINDS, given)
    load_casework([], starting)
    lines = [
        LedgerRow("supervision.discuss", row.child_id, f"supervision:{row.supervision_id}", None, None, row.recorded_at)
        for row in given
        if isinstance(row, DiscussedRow)
    ]
    lines += [
        LedgerRow("supervision.finish", None, f"supervision:{row.id}", {"worker": row.worker_id}, None, row.recorded_at)
        for row in given
        if isinstance(row, SessionRow) and row.recorded_at is not None
    ]
    lines += [
        LedgerRow("workforce.record", None, f"worker:{row.worker_id}", None, None, row.recorded_at)
        for row in given
        if isinstance(row, PostRow)
    ]
    record_many(sorted(lines, key=lambda line: line.at or at), by=by, at=at, right=right)
    return {kind.table: count for kind, count in written.items()}
