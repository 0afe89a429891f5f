"""Why a child's worker changed: said when it happens, or afterwards by whoever knows."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, record, require
from goldenthread.casework.models import WorkerChange
from goldenthread.casework.queries.oversight import workers_of
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import Person
from goldenthread.rulebook.codes import SETS
from goldenthread.ui.cleaning import kept_line

LONGEST = 300


def fitting_reason(reason: str, words: str, *, field: str = "reason") -> str:
    """The words beside a reason, cleaned. Raises `Refused` for no reason, for "another" without words, and for more
    than can be kept."""
    if reason not in SETS["worker_change"].codes:
        who = "chair" if field == "chair_reason" else "worker"
        raise Refused(f"Choose why the {who} changes", field)
    said = kept_line(words, f"{field}_words", LONGEST)
    if reason == "another" and len(said) < 3:
        raise Refused("Say what the reason is", f"{field}_words")
    return said


def note_change(
    *,
    child: int,
    went: int,
    came: int | None,
    changed_on: date,
    reason: str,
    words: str,
    by: User,
    at: datetime,
    field: str = "reason",
    role: str = "worker",
) -> None:
    """Keeps that a child's social worker, or who chairs and reviews for her (`role` "reviewing"), changed, and why.
    Runs inside the act that changes it, which has decided the right and writes the ledger. Raises `Refused` at the box
    `field` for what is no reason."""
    said = fitting_reason(reason, words, field=field)
    WorkerChange.objects.create(
        child_id=child,
        role=role,
        went_id=went,
        came_id=came,
        changed_on=changed_on,
        reason=reason,
        words=said,
        said_by=by,
        said_at=at,
    )


@transaction.atomic
def explain_change(
    *, child: int, role: str, went: int, came: int, reason: str, words: str, by: User, at: datetime
) -> None:
    """Says afterwards why one worker, or one reviewing officer, followed another. Said twice, the first stands.

    Raises `NotAllowed`; `Refused` where there was no such change, and for what is no reason.
    """
    right = require(by, "worker_change.explain", child, at=at).right
    Person.objects.select_for_update(no_key=True).get(pk=child)
    found = workers_of(child)
    rows = found.workers if role == "worker" else found.reviewing
    change = next((one for one in rows if one.followed == went and one.user == came), None)
    if change is None:
        raise Refused("There was no such change of worker")
    if not change.unexplained:
        return
    said = fitting_reason(reason, words)
    made = WorkerChange.objects.create(
        child_id=child,
        role=role,
        went_id=went,
        came_id=came,
        changed_on=min(change.since, timezone.localdate(at)),
        reason=reason,
        words=said,
        said_by=by,
        said_at=at,
    )
    record(
        act="worker_change.explain",
        by=by,
        at=at,
        child=child,
        subject=f"worker_change:{made.pk}",
        right=right,
        detail={"role": role, "reason": reason},
    )
