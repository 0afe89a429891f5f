"""What the practice standards found in the record, and when they were run."""

from __future__ import annotations

from django.db import models


class StandardResult(models.Model):
    """What one standard found in one thing of one child's record, as it stands now.

    `about` is the thing: "assessment:5", "action:12". `because` holds what decided: [[words, where], …]. `since` is the
    day on which it was first found so. A standard that asks nothing of a thing has no row.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="standard_results")
    about = models.CharField(max_length=40)
    standard = models.CharField(max_length=60)
    met = models.BooleanField()
    because = models.JSONField(default=list)
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "about", "standard"], name="one_result_of_a_standard"),
        ]
        indexes = [models.Index(fields=["standard", "met"], name="result_by_standard")]


class StandardRun(models.Model):
    """One run over the record, or over what changed. `ledger_number` is the last line of the ledger it has seen."""

    on = models.DateField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    whole = models.BooleanField()
    ledger_number = models.BigIntegerField()
    children = models.PositiveIntegerField(default=0)
    results = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
