"""Improvement plans: from what was found to what is done, how it is measured, and what the evidence shows."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class ImprovementPlan(models.Model):
    """What will be different for children, because of what was found. `state` is one of the rulebook's improvement
    workflow (open, closed); how the plan stands is worked out from its evidence and kept nowhere. `period` is month or
    quarter, and `periods` how many of them each measure holds its target for before the plan may close."""

    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, default="improvement")
    aim = models.TextField()
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    by_on = models.DateField()
    period = models.CharField(max_length=8, default="month")
    periods = models.PositiveSmallIntegerField(default=3)
    needs_retest = models.BooleanField(default=True)
    state = models.CharField(max_length=10, default="open")
    started_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    closed_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_words = models.TextField(blank=True)
    # The last time it was reopened. Nobody stands in `reopened_by` where a measure did it.
    reopened_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "by_on"], name="improvement_by_state")]


class ImprovementFinding(models.Model):
    """A finding that a plan answers."""

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="findings")
    finding = models.ForeignKey("Finding", on_delete=models.PROTECT, related_name="improvements")
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "finding"], name="a_finding_once_in_a_plan")]


@keeps_history()
class ImprovementMeasure(models.Model):
    """What shows whether the plan works: from `baseline` on a day to `target` by a day. `kind` says who counts it
    (standard, clock, audit, measure; milestone and other are recorded by a person) and `of` which one. `team` limits it
    to the children who are with a team."""

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=12)
    of = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=20, default="%")
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    baseline = models.DecimalField(max_digits=9, decimal_places=2)
    baseline_on = models.DateField()
    baseline_how = models.CharField(max_length=300, blank=True)
    target = models.DecimalField(max_digits=9, decimal_places=2)
    by_on = models.DateField()
    higher = models.BooleanField(default=True)
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    dropped_on = models.DateField(null=True, blank=True)
    dropped_because = models.TextField(blank=True)


@keeps_history()
class MeasureValue(models.Model):
    """What a measure came to as of a day, and how it was got. `met` of `asked` where it is a share in per cent. Nobody
    stands in `recorded_by` where Golden Thread counted it."""

    measure = models.ForeignKey(ImprovementMeasure, on_delete=models.PROTECT, related_name="values")
    as_of = models.DateField()
    value = models.DecimalField(max_digits=9, decimal_places=2)
    met = models.PositiveIntegerField(null=True, blank=True)
    asked = models.PositiveIntegerField(null=True, blank=True)
    how = models.CharField(max_length=300)
    evidence = models.ForeignKey("EvidenceItem", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "as_of"], name="one_value_of_a_measure_a_day")]


@keeps_history()
class ImprovementAction(models.Model):
    """Something to do, by one person, by a day. `shown_by` says beforehand what will show that it was done. `check` is
    shown or not_shown, by somebody who neither owns the action or the plan nor said that it was done; empty until
    somebody has looked."""

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    shown_by = models.TextField()
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    done_on = models.DateField(null=True, blank=True)
    done_words = models.TextField(blank=True)
    done_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey("EvidenceItem", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    check = models.CharField(max_length=10, blank=True)
    check_words = models.TextField(blank=True)
    checked_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_because = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=models.Q(done_on=None, dropped_on=None),
                name="improvement_action_open",
            )
        ]


@keeps_history()
class ImprovementRetest(models.Model):
    """A new sample that says whether practice has changed: `met` of `asked`, where at least `needed` had to be met.
    `about` names the sample where it is on record: "sample:4"."""

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="retests")
    held_on = models.DateField()
    words = models.TextField()
    about = models.CharField(max_length=40, blank=True)
    met = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    needed = models.PositiveIntegerField()
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


@keeps_history()
class BoardPaper(models.Model):
    """What a board is told about a plan. `facts` are the figures as they stood when a person signed the narrative:
    empty until then, when they are read from the plan itself."""

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="papers")
    meeting_on = models.DateField()
    why = models.TextField(blank=True)
    so_what = models.TextField(blank=True)
    what_next = models.TextField(blank=True)
    last_time = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    signed_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "meeting_on"], name="one_paper_of_a_plan_for_a_meeting")]
