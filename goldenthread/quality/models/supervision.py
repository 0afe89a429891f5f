"""Supervision: what a worker and her supervisor agreed, each session due or held, what was said about each child, and
the directions that came of it. The personal part stands in a table of its own, which no child's record reaches."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class SupervisionAgreement(models.Model):
    """How a worker is supervised: by whom, how often ("supervision_frequency"), and what the two agreed. One is open
    for a worker; `ended_on` is the first day on which it no longer holds."""

    worker = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="supervised_by")
    supervisor = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="supervises")
    frequency = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    agreed_on = models.DateField()
    review_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker"], condition=models.Q(ended_on=None), name="one_supervision_agreement"
            )
        ]


@keeps_history()
class Supervision(models.Model):
    """A session of supervision, from the day it is due. `state` is one of the rulebook's supervision workflow: due,
    running, held, missed. `counted_from` is the day its clock started, `due_on` the day it fell due by the allowance of
    that day. `team` is the worker's team when it was due, so that what was missed stays where it was missed."""

    worker = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="supervisions")
    supervisor = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="supervisions_given")
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default="due")
    counted_from = models.DateField()
    due_on = models.DateField()
    began_at = models.DateTimeField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    missed_because = models.CharField(max_length=20, blank=True)
    missed_words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker"], condition=models.Q(state__in=("due", "running")), name="one_supervision_to_come"
            )
        ]
        indexes = [
            models.Index(fields=["worker", "-due_on"], name="supervision_of_worker"),
            models.Index(fields=["team", "due_on"], name="supervision_of_team"),
        ]


@keeps_history()
class PersonalPart(models.Model):
    """What a worker and her supervisor said about her own work and welfare. Only the two of them read it."""

    supervision = models.OneToOneField(Supervision, on_delete=models.PROTECT, related_name="personal")
    workload = models.TextField(blank=True)
    wellbeing = models.TextField(blank=True)
    performance = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    reflection = models.TextField(blank=True)
    carried_forward = models.TextField(blank=True)
    written_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()


@keeps_history()
class ChildDiscussed(models.Model):
    """What supervision said about one child. While `recorded_at` is empty it is being written: `typed` holds every box
    as it was typed. `drift` keeps what the named rules found that day: [{"rule": "…", "since": "2026-03-03", "words":
    "…"}]. `due_on` is the day by which the child had to be discussed, where one was set."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="supervised")
    due_on = models.DateField(null=True, blank=True)
    happened = models.TextField(blank=True)
    child_view = models.TextField(blank=True)
    reflection = models.TextField(blank=True)
    challenge = models.TextField(blank=True)
    risk = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    escalate_if = models.TextField(blank=True)
    no_direction_because = models.CharField(max_length=500, blank=True)
    drift = models.JSONField(default=list, blank=True)
    typed = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    recorded_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["supervision", "child"], name="child_once_in_a_supervision")]
        indexes = [models.Index(fields=["child", "-saved_at"], name="supervision_of_child")]


@keeps_history()
class Direction(models.Model):
    """What a supervisor asked to be done for a child: by one person, by a day. The owner answers (`answer` is one of
    "direction_answer": done, not_done, no_longer_right) and says on what evidence, or why. It is closed when a later
    supervision has looked at the answer (`closed_on`)."""

    discussed = models.ForeignKey(ChildDiscussed, on_delete=models.PROTECT, related_name="directions")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="directions")
    what = models.TextField()
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="directions")
    due_on = models.DateField()
    position = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=16, blank=True)
    answer_words = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    closed_as = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=models.Q(closed_on=None), name="direction_open"),
            models.Index(fields=["child", "due_on"], name="direction_of_child"),
        ]


class DirectionFollowed(models.Model):
    """A later supervision asked what became of a direction. `outcome` is as a direction's answer; `due_on` the new day
    where it goes on. Never changed, only followed by another."""

    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="followed")
    discussed = models.ForeignKey(ChildDiscussed, on_delete=models.PROTECT, related_name="followed")
    outcome = models.CharField(max_length=16)
    words = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    said_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["direction", "discussed"], name="direction_followed_once_a_supervision")
        ]


@keeps_history()
class CaseWeight(models.Model):
    """What a manager added to the weight of a child's case, and why: `complexity` and `travel` are keys of the
    rulebook's workload table. Without a row a case weighs what its status says."""

    child = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="case_weight")
    complexity = models.CharField(max_length=16, default="usual")
    travel = models.CharField(max_length=16, default="near")
    because = models.CharField(max_length=500, blank=True)
    set_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
