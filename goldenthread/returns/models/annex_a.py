"""Annex A as it was made, and by whom."""

from __future__ import annotations

from django.db import models


class AnnexWorkbook(models.Model):
    """One making of Annex A. The file lies in the data folder for a day, as `stored_as`, for the one who made it;
    `stored_as` is empty where a command wrote it elsewhere, or once it is gone. `rows` counts by list; `checks` holds
    what was found wrong, without any value: [{"kind", "list", "row", "column", "why"}], the first of `checked`."""

    on = models.DateField()
    made_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    stored_as = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64)
    children = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=dict)
    checks = models.JSONField(default=list)
    checked = models.JSONField(default=dict)
