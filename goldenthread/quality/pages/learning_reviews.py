"""Local and national learning reviews, each with what it found as it stands in the register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.casework.pages.typed import typed_day
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.public.learning_reviews import (
    ReviewSaid,
    enter_review_finding,
    learning_reviews,
    record_review,
    review_shown,
)
from goldenthread.rulebook.codes import SETS


class LearningReviews(Page):
    """Every review, the latest first."""

    act = "findings.read"
    template = "quality/learning_reviews.html"

    def show(self) -> dict[str, Any]:
        return {"rows": learning_reviews(), "may": acts_of(self.request.user)}


class NewLearningReview(Page):
    """A review is recorded once; its findings are entered on its own page."""

    act = "learning_review.record"
    template = "quality/learning_review_new.html"

    def show(self) -> dict[str, Any]:
        return {
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "kinds": [(one.code, one.label) for one in SETS["learning_review_kind"].items],
        }

    def perform(self) -> str:
        typed = self.request.POST
        published_on = typed_day(typed, "published_on", what="the day it was published or decided", needed=True)
        assert published_on is not None
        made = record_review(
            said=ReviewSaid(
                kind=typed.get("kind", ""),
                title=typed.get("title", ""),
                by_whom=typed.get("by_whom", ""),
                published_on=published_on,
                found_at=typed.get("found_at", ""),
                summary=typed.get("summary", ""),
            ),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The review is recorded. Enter what it found, in its own words.")
        return reverse("learning_review", args=[made])


class LearningReviewPage(Page):
    """One review, with what it found."""

    act = "findings.read"
    template = "quality/learning_review.html"

    def find(self, *, learning_review_id: int) -> None:
        self.found = review_shown(learning_review_id, reader=self.request.user)
        if self.found is None:
            raise Http404("No such review")

    def show(self, *, learning_review_id: int) -> dict[str, Any]:
        acts = acts_of(self.request.user)
        return {
            "r": self.found,
            "may_enter": {"learning_review.record", "finding.enter"} <= acts,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "polarities": [(one.code, one.label) for one in SETS["finding_polarity"].items],
            "themes": [(one.code, one.label) for one in SETS["finding_theme"].items],
        }


class EnterReviewFinding(LearningReviewPage):
    """One thing that it found goes into the register."""

    act = "learning_review.record"

    def perform(self, *, learning_review_id: int) -> str:
        typed = self.request.POST
        theme = typed.get("theme", "")
        if theme and theme not in SETS["finding_theme"]:
            raise Refused("Choose a theme from the list", "theme")
        enter_review_finding(
            review=learning_review_id,
            words=typed.get("words", ""),
            polarity=typed.get("polarity", ""),
            theme=theme,
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The finding is in the register.")
        return reverse("learning_review", args=[learning_review_id])
