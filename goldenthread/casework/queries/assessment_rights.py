"""Who may do what with an assessment: the rights of `access`, asked about every child who is or was in it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet

from goldenthread.access.public import Decision, User, kept, require_about, visible_about
from goldenthread.casework.models import AssessmentChild


def children_in(assessment: int) -> list[int]:
    """Keys of the children in an assessment, also of one taken out: her words are still in it. A seal on any of them
    closes it."""
    return _children(assessment=assessment)


@kept
def _children(*, assessment: int) -> QuerySet:
    return AssessmentChild.objects.filter(assessment=assessment).values_list("child", flat=True)


def require_assessment(actor: User, act: str, assessment: int, *, at: datetime) -> Decision:
    """May she perform `act` on this assessment? Raises `NotAllowed` with the reason when not."""
    return require_about(actor, act, children_in(assessment), at=at)


def assessments_open_to(actor: User, *, at: datetime) -> Q:
    """The assessments that she may read, as a condition on a query of assessments."""
    named = AssessmentChild.objects.filter(assessment=OuterRef("pk"))
    return visible_about(actor, "child.read", named, child="child", at=at)
