"""What people said of a measure: events that may explain it, steps they confirmed, words they signed, what they would
do. None of it is about one child."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class KnownEvent(models.Model):
    """Something that happened and may explain a figure. `kind` is one of the rulebook's event kinds; `team` is the one
    it touched, or none for everybody."""

    happened_on = models.DateField()
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=200)
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-happened_on"], name="event_by_day")]


@keeps_history()
class MeasureStep(models.Model):
    """A month from which a measure's limits are worked out anew, because somebody confirmed that the work changed.
    `month` is its first day; `reason` is kept with the old limits."""

    measure = models.CharField(max_length=60)
    month = models.DateField()
    reason = models.TextField()
    confirmed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "month"], name="one_step_a_month")]


@keeps_history()
class Commentary(models.Model):
    """What is said of one measure for one month. `clauses` holds its sentences in order: [{"part": "what_changed",
    "words": "…", "sure": "counted", "rests_on": [["words", "address"]], "edited": false}]. Unsigned until a named
    person signs it; signed words are never changed."""

    measure = models.CharField(max_length=60)
    month = models.DateField()
    clauses = models.JSONField(default=list)
    edited_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    signed_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "month"], name="one_commentary_a_month")]


@keeps_history()
class MeasureAction(models.Model):
    """What was to be done about a measure: by whom, by when, and the figure that was expected of it by `judged_on`.
    Whether it worked is read from the figure of that month, and not stored. `expected` is in the measure's own unit."""

    measure = models.CharField(max_length=60)
    month = models.DateField()
    words = models.TextField()
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    expected = models.DecimalField(max_digits=9, decimal_places=1)
    judged_on = models.DateField()
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["measure", "-month"], name="action_of_measure")]
