"""Inspections, visits and peer reviews, and the documents in which their findings are read."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .findings import Finding
from .history import keeps_history


@keeps_history()
class Inspection(models.Model):
    """One inspection, visit or peer review. `regime` is one of the rulebook's. `judgements` holds what was graded, in
    the order of the report: [{"area": "…", "grade": "…"}]; empty where a regime gives no grades."""

    regime = models.CharField(max_length=30)
    authority = models.CharField(max_length=120)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    inspectors = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    judgements = models.JSONField(default=list, blank=True)
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-started_on"], name="inspection_by_day")]


class Reading(models.Model):
    """A document that was read for its findings. `text` is what it says, and the places of its findings are in it.
    `proposed` holds what was read beside the findings (regime, authority, dates, judgements, inspectors), and `said`
    the sentences that the reader is told. `inspection` is set once a person has confirmed which one it is."""

    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10)
    text = models.TextField()
    proposed = models.JSONField(default=dict)
    said = models.JSONField(default=list, blank=True)
    inspection = models.ForeignKey(Inspection, null=True, blank=True, on_delete=models.PROTECT, related_name="readings")
    read_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()


class ReadingLine(models.Model):
    """One finding that is proposed. `decision` is empty until a person has said confirmed, changed or refused."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField()
    polarity = models.CharField(max_length=24)
    themes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    framework_tag = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=10, blank=True)
    finding = models.OneToOneField(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="line")
    decided_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "position"], name="one_line_in_a_place")]
