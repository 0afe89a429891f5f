"""Complaints under the representations procedure: the points, each stage with its answer, and what was done after."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .history import keeps_history


@keeps_history()
class Complaint(models.Model):
    """Somebody is not content with what was done for a child.

    `complainant`, `channel`, `advocate` and `child_agrees` are codes of the complaint code sets. `team` is whose work
    it is about, and `about` the worker, where it is about one. `stage` is the latest stage (a code of
    "complaint_stage"), `state` one of the rulebook's complaint workflow. `ended_words` say why it was closed or
    withdrawn.
    """

    complainant = models.CharField(max_length=10)
    complainant_name = models.CharField(max_length=120)
    reach = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=10)
    advocate = models.CharField(max_length=10)
    advocate_name = models.CharField(max_length=120, blank=True)
    child_agrees = models.CharField(max_length=10)
    team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    desired = models.TextField()
    received_on = models.DateField()
    stage = models.CharField(max_length=1, default="1")
    state = models.CharField(max_length=10, default="open")
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_words = models.TextField(blank=True)
    ended_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-received_on"], name="complaint_by_state")]


class ComplaintChild(models.Model):
    """A child whom a complaint is about."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="complaints")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "child"], name="a_child_once_in_a_complaint")]


class ComplaintPoint(models.Model):
    """One thing that is complained of, in the words of whoever complains. `theme` is a code of "complaint_theme"."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField()
    theme = models.CharField(max_length=20)
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "number"], name="one_point_of_a_number")]


@keeps_history()
class ComplaintStage(models.Model):
    """One stage: who answers and by when, who looked into it, and what the answer was.

    `deadline` is the clock that runs, or ran last; the shorter one of a stage that was extended is void and says why.
    Of a stage 2, `investigator` or `investigator_name` (somebody from outside) and the independent person, with why
    they are independent; of a stage 3, the panel. `remedy` holds codes of "complaint_remedy".
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=1)
    asked_on = models.DateField()
    asked_words = models.TextField(blank=True)
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    deadline = models.ForeignKey(
        "casework.Deadline", null=True, blank=True, on_delete=models.PROTECT, related_name="complaint_stages"
    )
    extended_because = models.TextField(blank=True)
    extended_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    extended_at = models.DateTimeField(null=True, blank=True)
    investigator = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    investigator_name = models.CharField(max_length=120, blank=True)
    independent_name = models.CharField(max_length=120, blank=True)
    independent_because = models.TextField(blank=True)
    appointed_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField(null=True, blank=True)
    panel_on = models.DateField(null=True, blank=True)
    panel_people = models.TextField(blank=True)
    reference = models.CharField(max_length=40, blank=True)
    report = models.TextField(blank=True)
    reported_on = models.DateField(null=True, blank=True)
    reported_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    remedy = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    remedy_words = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "stage"], name="one_stage_of_a_complaint")]


class ComplaintOutcome(models.Model):
    """What a stage came to on one point: a code of "complaint_outcome", with the reason."""

    stage = models.ForeignKey(ComplaintStage, on_delete=models.PROTECT, related_name="outcomes")
    point = models.ForeignKey(ComplaintPoint, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=12)
    because = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "point"], name="one_outcome_of_a_point_in_a_stage")]


@keeps_history()
class ComplaintAction(models.Model):
    """What one person does by a day because of a complaint; done on evidence, which somebody else checks."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="actions")
    point = models.ForeignKey(ComplaintPoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    what = models.TextField()
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="complaint_actions")
    due_on = models.DateField()
    set_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    evidence = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.TextField(blank=True)
    checked_words = models.TextField(blank=True)
    checked_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
