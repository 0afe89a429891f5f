from __future__ import annotations

import pghistory
from django.db import models

from .person import Person


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class WarningNote(models.Model):
    """A hazard to staff or a limit on contact, about a person. It says whether the person knows of it and why not,
    is reviewed by a date, and stops being shown after it expires or is ended."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="warnings")
    kind = models.CharField(max_length=30)
    words = models.TextField()
    disclosed = models.BooleanField()
    not_disclosed_because = models.CharField(max_length=300, blank=True)
    review_on = models.DateField()
    expires_on = models.DateField()
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(disclosed=True) | ~models.Q(not_disclosed_because=""),
                name="warning_says_why_not_disclosed",
            ),
            models.CheckConstraint(
                condition=models.Q(review_on__lte=models.F("expires_on")),
                name="warning_reviewed_before_it_expires",
            ),
        ]
        indexes = [models.Index(fields=["person"], condition=models.Q(ended_at=None), name="warning_open")]
