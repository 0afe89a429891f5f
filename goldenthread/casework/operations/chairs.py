"""Who chairs for a child changes, and why: asked as it changes, kept beside the changes of her workers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from goldenthread.access.public import User
from goldenthread.casework.operations.oversight_workers import note_change
from goldenthread.casework.queries.meetings import CONFERENCES
from goldenthread.casework.queries.oversight import chairs_before


def keep_why_chair_changed(
    *,
    kind: str,
    children: Iterable[int],
    named: int | None,
    came: User | None,
    reason: str,
    words: str,
    by: User,
    at: datetime,
) -> None:
    """Keeps for each child why a chair follows another: the one who was `named` for this conference, or else, of a
    review, the one who held the child's last. Runs inside the act that changes it.

    Raises `Refused` at "chair_reason" where somebody else is to chair and no reason was given. Where nobody is named
    in her place, the reason may wait until somebody is.
    """
    everybody = tuple(children)
    before: Mapping[int, int] = {}
    if named is not None and kind in CONFERENCES:
        before = dict.fromkeys(everybody, named)
    elif named is None and kind == "review_conference":
        before = chairs_before(everybody, came=came)
    for child, went in before.items():
        if (came is not None and came.pk == went) or (came is None and not reason):
            continue
        note_change(
            child=child,
            role="reviewing",
            went=went,
            came=came.pk if came else None,
            changed_on=timezone.localdate(at),
            reason=reason,
            words=words,
            by=by,
            at=at,
            field="chair_reason",
        )
