"""Saved views: a measure as somebody chose to look at it, kept under a name, for herself or shared."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from goldenthread.access.public import User, find_team, record, require
from goldenthread.insight.models import SavedLook
from goldenthread.insight.queries.closer import Asked, checked, roles_to_share_with
from goldenthread.insight.queries.figures import measure_of
from goldenthread.kernel.refusal import Refused
from goldenthread.ui.cleaning import kept_line

LONGEST = 80
MOST = 100
"""Views that one person may keep."""
TAKEN = "You have a view of that name already. Give this one another"


@transaction.atomic
def save_look(
    *,
    measure: str,
    name: str,
    asked: Asked,
    latest: bool,
    team: int | None = None,
    role: str = "",
    by: User,
    at: datetime,
) -> int:
    """Keeps a view of a measure and returns its key. `latest`: it moves on with the months, whatever `asked.until` is.
    It is shared with a team or with a role, not with both; with neither it is hers alone.

    Raises `NotAllowed`, `UnknownMeasure`; `Refused` for a name that is missing or that she has given already.
    """
    right = require(by, "measure_look.save", at=at).right
    one = measure_of(measure)
    checked(one, asked)
    called = kept_line(name, "name", LONGEST)
    shared = find_team(team) if team is not None else None
    problems = []
    if not called:
        problems.append(("name", "Give the view a name"))
    elif SavedLook.objects.filter(kept_by=by, name=called).exists():
        problems.append(("name", TAKEN))
    if team is not None and shared is None or role and role not in roles_to_share_with() or shared and role:
        problems.append(("share", "Choose with whom it is shared"))
    if SavedLook.objects.filter(kept_by=by).count() >= MOST:
        problems.append(("name", f"You keep {MOST} views already. Remove one that you no longer use"))
    if problems:
        raise Refused(problems=tuple(problems))
    try:
        with transaction.atomic():
            made = SavedLook.objects.create(
                measure=one.id,
                name=called,
                until=None if latest else asked.until,
                months=asked.months,
                step=asked.step,
                by=asked.by,
                narrowed_by=asked.narrowed_by,
                narrowed_to=asked.narrowed_to,
                team=shared,
                role=role,
                kept_by=by,
                kept_at=at,
            )
    except IntegrityError:  # saved at the same moment from elsewhere
        raise Refused(TAKEN, "name") from None
    detail: dict[str, object] = {"measure": one.id, "team": team, "role": role}
    record(act="measure_look.save", by=by, at=at, right=right, subject=f"look:{made.pk}", detail=detail)
    return made.pk


@transaction.atomic
def remove_look(*, look: int, by: User, at: datetime) -> None:
    """Removes a view that she saved. Raises `NotAllowed`; `Refused` for one that is not hers."""
    right = require(by, "measure_look.remove", at=at).right
    found = SavedLook.objects.select_for_update().filter(pk=look, kept_by=by).first()
    if found is None:
        raise Refused("Only the person who saved a view removes it.")
    detail: dict[str, object] = {"measure": found.measure}
    found.delete()
    record(act="measure_look.remove", by=by, at=at, right=right, subject=f"look:{look}", detail=detail)
