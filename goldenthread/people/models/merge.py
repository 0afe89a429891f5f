from __future__ import annotations

from django.db import models

from .person import Person


class Merge(models.Model):
    """Two records found to be one person. `moved` lists, by table, the keys of the rows that were moved to the kept
    record and what each said before, which is all that unmerging needs to restore both."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_kept")
    folded = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_folded")
    reason = models.TextField()
    moved = models.JSONField()
    merged_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)
