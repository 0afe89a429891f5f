"""Local and national learning reviews: recorded once, and what they found entered in the register in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from goldenthread.access.public import User, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import LearningReview
from goldenthread.quality.operations.complaint_steps import past_day
from goldenthread.quality.operations.findings import FIRST_DAY, enter_finding
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day


@dataclass(frozen=True, slots=True)
class ReviewSaid:
    """A review. `published_on` is the day of publication, or of the decision where it is not published."""

    kind: str
    title: str
    by_whom: str
    published_on: date
    summary: str
    found_at: str = ""


@transaction.atomic
def record_review(*, said: ReviewSaid, by: User, at: datetime) -> int:
    """Records a learning review and returns its key. Raises `NotAllowed`, `Refused`."""
    right = require(by, "learning_review.record", at=at).right
    problems = past_day(said.published_on, "published_on", at)
    if said.published_on and said.published_on < FIRST_DAY:
        problems.append(("published_on", f"Enter a day after {day(FIRST_DAY)}"))
    if said.kind not in SETS["learning_review_kind"]:
        problems.append(("kind", "Choose what kind of review it is"))
    if says_nothing(said.title):
        problems.append(("title", "Enter what it is called, without the name of a child"))
    if says_nothing(said.by_whom):
        problems.append(("by_whom", "Say who carried it out"))
    if says_nothing(said.summary):
        problems.append(("summary", "Say in a few sentences what it looked at, and why it matters here"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = LearningReview.objects.create(
        kind=said.kind,
        title=kept_line(said.title, "title", 160),
        by_whom=kept_line(said.by_whom, "by_whom", 160),
        published_on=said.published_on,
        found_at=kept_line(said.found_at, "found_at", 300),
        summary=kept_words(said.summary, "summary"),
        recorded_by=by,
        recorded_at=at,
    )
    record(act="learning_review.record", by=by, at=at, subject=f"learning_review:{made.pk}", right=right)
    return made.pk


@transaction.atomic
def enter_review_finding(*, review: int, words: str, polarity: str, theme: str, by: User, at: datetime) -> int:
    """Enters one thing that a review found or recommends, in its own words, and returns the finding's key. Raises
    `NotAllowed`, `Refused`."""
    right = require(by, "learning_review.record", at=at).right
    found = LearningReview.objects.select_for_update().filter(pk=review).first()
    if found is None:
        raise Refused("There is no such review.")
    made = enter_finding(
        source="learning_review",
        about=f"learning_review:{review}",
        words=words,
        polarity=polarity,
        themes=[theme] if theme else None,
        found_on=found.published_on,
        by=by,
        at=at,
    )
    subject = f"learning_review:{review}"
    record(act="learning_review.record", by=by, at=at, subject=subject, right=right, detail={"finding": made})
    return made
