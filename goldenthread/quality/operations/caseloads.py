"""Saying how much work a child's case is, beyond what its status says."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from goldenthread.access.public import User, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import CaseWeight
from goldenthread.quality.operations.supervision import LONGEST_LINE
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workload import COMPLEXITY, TRAVEL
from goldenthread.ui.cleaning import kept_words


@transaction.atomic
def weigh_case(*, child: int, complexity: str, travel: str, because: str, by: User, at: datetime) -> None:
    """Records how complex a child's case is and how far the travel, with the reason. Raises `NotAllowed`, `Refused`."""
    right = require(by, "caseload.weigh", child, at=at).right
    problems = []
    if complexity not in COMPLEXITY:
        problems.append(("complexity", "Choose how complex it is"))
    if travel not in TRAVEL:
        problems.append(("travel", "Choose how far it is"))
    if (complexity, travel) != ("usual", "near") and says_nothing(because):
        problems.append(("because", "Say why, so that the next manager can judge it"))
    if problems:
        raise Refused(problems=tuple(problems))
    said = kept_words(because, "because", LONGEST_LINE)
    CaseWeight.objects.update_or_create(
        child_id=child,
        defaults={"complexity": complexity, "travel": travel, "because": said, "set_by": by, "set_at": at},
    )
    record(
        act="caseload.weigh",
        by=by,
        at=at,
        child=child,
        right=right,
        subject=f"person:{child}",
        detail={"complexity": complexity, "travel": travel},
    )
