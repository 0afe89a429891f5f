"""Local and national learning reviews. What they found stands in the findings register, about "learning_review:4"."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class LearningReview(models.Model):
    """A rapid, local or national review, or another that we learn from. It names no child.

    `kind` is a code of "learning_review_kind"; `by_whom` carried it out; `published_on` is the day it was published, or
    decided where it is not published; `found_at` says where the report is.
    """

    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=160)
    by_whom = models.CharField(max_length=160)
    published_on = models.DateField()
    found_at = models.CharField(max_length=300, blank=True)
    summary = models.TextField()
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
