"""Learning reviews with what they found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from goldenthread.access.public import User
from goldenthread.quality.models import Finding, LearningReview
from goldenthread.quality.queries.findings import FindingRow, findings_of
from goldenthread.rulebook.codes import SETS


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review in the list, with how many findings it has and how many of them are open."""

    key: int
    kind: str
    title: str
    by_whom: str
    published_on: date
    findings: int
    open: int


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """A review with its findings."""

    key: int
    kind: str
    title: str
    by_whom: str
    published_on: date
    found_at: str
    summary: str
    recorded_by: str
    recorded_at: datetime
    findings: tuple[FindingRow, ...]


def learning_reviews() -> tuple[ReviewLine, ...]:
    """Every review, the latest first. Two queries."""
    every, still = Counter[str](), Counter[str]()
    told = Finding.objects.filter(source="learning_review", about__startswith="learning_review:")
    for about, status in told.values_list("about", "status"):
        every[about] += 1
        still[about] += status != "closed"
    return tuple(
        ReviewLine(
            one.pk,
            SETS["learning_review_kind"].label(one.kind),
            one.title,
            one.by_whom,
            one.published_on,
            every[f"learning_review:{one.pk}"],
            still[f"learning_review:{one.pk}"],
        )
        for one in LearningReview.objects.order_by("-published_on", "-pk")
    )


def review_shown(review: int, *, reader: User) -> ReviewShown | None:
    """One review; None when there is none."""
    row = LearningReview.objects.select_related("recorded_by").filter(pk=review).first()
    if row is None:
        return None
    return ReviewShown(
        row.pk,
        SETS["learning_review_kind"].label(row.kind),
        row.title,
        row.by_whom,
        row.published_on,
        row.found_at,
        row.summary,
        row.recorded_by.name,
        row.recorded_at,
        findings_of(f"learning_review:{review}", reader=reader),
    )
