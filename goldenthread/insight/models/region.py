"""Agreements between authorities under which rows about children may be seen across them."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class SharingAgreement(models.Model):
    """A lawful agreement as this authority recorded it. `reference` is the one that all who are party to it use;
    `authorities` names them, this one among them, as they stand in the region; `measures` are the ids whose rows it
    opens. It runs from `starts_on` to `ends_on`, both in it, or until it was stopped."""

    reference = models.CharField(max_length=60, unique=True)
    purpose = models.TextField()
    lawful_basis = models.CharField(max_length=20)
    law = models.TextField()
    authorities = models.JSONField(default=list)
    measures = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    stopped_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-ends_on"], name="agreement_by_end")]
