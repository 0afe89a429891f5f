"""Compliments: what somebody said was done well."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class Compliment(models.Model):
    """Good words about a worker or a team. `said_by` is a code of "compliment_from", `who` their name where they gave
    it.

    The worker reads it from `shared_at` on. `learning` is what others can take from it, and `finding` its key in the
    findings register where it was put there.
    """

    said_by = models.CharField(max_length=12)
    who = models.CharField(max_length=120, blank=True)
    worker = models.ForeignKey(
        "access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="compliments"
    )
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    said_on = models.DateField()
    learning = models.TextField(blank=True)
    finding = models.BigIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    shared_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-said_on"], name="compliment_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(worker__isnull=False) | models.Q(team__isnull=False),
                name="compliment_of_somebody",
            )
        ]
