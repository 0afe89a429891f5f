"""What was loaded from an authority's own system, and what was kept of it for a later release."""

from __future__ import annotations

from django.db import models


class Load(models.Model):
    """One run of loading one file."""

    kind = models.CharField(max_length=20)  # cin-census, annex-a, ssd
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    census_year = models.PositiveSmallIntegerField(null=True)
    authority = models.CharField(max_length=10, blank=True)
    loaded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    rejected = models.JSONField(default=list)


class KeptRecord(models.Model):
    """The whole record of one child as a file told it, in the shape of the census, and its fingerprint: an unchanged
    child is known by it at once, and the modules that have no table yet wait in `record` for a release that has one.

    `census_year` is the year of the file; files of different kinds are never compared with one another."""

    kind = models.CharField(max_length=20, default="cin-census", db_default="cin-census")
    la_child_id = models.CharField(max_length=32)
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="census_records")
    census_year = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)
    record = models.JSONField()
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="records")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["la_child_id", "kind", "census_year"], name="one_record_a_year")]
