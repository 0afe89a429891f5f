"""The findings register: what anybody who looked at our work said of it, in their own words, and what became of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .history import keeps_history


@keeps_history()
class Finding(models.Model):
    """One thing that was found. `words` are exactly what was said. `source` says who looks (an inspection, an audit, a
    complaint …) and `about` which one: "inspection:4". `polarity` is strength, progress, area_for_improvement or
    priority_action; `status` open, closed or reopened, of a strength always closed. `framework_tag` is the tag of the
    children's social care national framework as it was printed: its numbers changed their meaning in 2026, so that it
    is never read by its number. `start` and `end` are its place in the text that it was read from."""

    source = models.CharField(max_length=20)
    about = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    polarity = models.CharField(max_length=24)
    themes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    framework_tag = models.CharField(max_length=200, blank=True)
    found_on = models.DateField()
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    status = models.CharField(max_length=10, default="open")
    entered_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-found_on"], name="finding_by_day"),
            models.Index(fields=["about"], name="finding_about"),
        ]


class FindingChild(models.Model):
    """A child in whose record it was found."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="findings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "child"], name="a_child_once_in_a_finding")]


class FindingChange(models.Model):
    """A finding was closed or reopened. Nobody stands in `by` where a measure reopened it."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="changes")
    to = models.CharField(max_length=10)
    on = models.DateField()
    because = models.TextField()
    by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["finding", "on"], name="changes_of_finding")]


class FindingAnswer(models.Model):
    """What was done about a finding, and what the measure did after: better, same, worse or not_known."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="answers")
    done_on = models.DateField()
    words = models.TextField()
    measure = models.CharField(max_length=10, default="not_known")
    measure_words = models.TextField(blank=True)
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


@keeps_history()
class Recurrence(models.Model):
    """One thing that we were told more than once, in our own words: "Plans are not specific or measurable"."""

    title = models.CharField(max_length=200)
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class RecurrencePart(models.Model):
    """A finding that a person says is this thing again. `because` are the shared words and themes that suggested it."""

    recurrence = models.ForeignKey(Recurrence, on_delete=models.PROTECT, related_name="parts")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="parts")
    because = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    linked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    taken_out_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding"], condition=models.Q(taken_out_at=None), name="a_finding_recurs_as_one_thing"
            )
        ]


class NotTheSame(models.Model):
    """Somebody looked at a suggestion and said that the two findings are not the same thing."""

    earlier = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+")
    later = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["earlier", "later"], name="not_the_same_said_once")]
