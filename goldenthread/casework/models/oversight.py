"""Oversight of a child's case: the work moved to another team, workers changed and why, disputes and their answers.

(A management decision is a `Decision` about a child, so that what it asks of people is tracked like any other.)
"""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class Transfer(models.Model):
    """Work with children of a family that is to move from a team to another. `state` is one of the rulebook's transfer
    workflow. The giving team's worker holds the child until it is completed, in the very transaction that gives the
    child another. `checklist` holds each line as asked and answered, as a closure's does. `appropriate` is what the
    meeting answered to “is it right to transfer now?”; `moves_on` the day it agreed."""

    state = models.CharField(max_length=12, default="proposed")
    from_team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=20)
    why = models.TextField(blank=True)
    risks = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    child_wants = models.TextField(blank=True)
    next_days = models.TextField(blank=True)
    checklist = models.JSONField(default=list)
    proposed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    met_on = models.DateField(null=True, blank=True)
    met_with = models.TextField(blank=True)
    appropriate = models.BooleanField(null=True)
    appropriate_words = models.TextField(blank=True)
    cannot_wait = models.TextField(blank=True)
    unassessed = models.TextField(blank=True)
    tells_family = models.CharField(max_length=300, blank=True)
    moves_on = models.DateField(null=True, blank=True)
    met_recorded_by = models.ForeignKey(
        "access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    met_recorded_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.TextField(blank=True)
    returned_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_words = models.TextField(blank=True)
    to_worker = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    completed_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["to_team"],
                condition=models.Q(state__in=("proposed", "met", "returned", "accepted")),
                name="transfer_to",
            ),
            models.Index(
                fields=["from_team"],
                condition=models.Q(state__in=("proposed", "met", "returned", "accepted")),
                name="transfer_from",
            ),
        ]


@keeps_history()
class TransferChild(models.Model):
    """A child whose work moves, and the referral under which it does."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="transfers")
    referral = models.ForeignKey("Referral", on_delete=models.PROTECT, related_name="transfers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transfer", "child"], name="child_once_in_a_transfer")]
        indexes = [models.Index(fields=["child"], name="transfer_of_child")]


@keeps_history()
class WorkerChange(models.Model):
    """That a child's worker changed, and why. `role` is "worker" or "reviewing". `came` is None when the work went to a
    team that had named nobody yet. `reason` is one of "worker_change"."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="worker_changes")
    role = models.CharField(max_length=12, default="worker")
    went = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    came = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_on = models.DateField()
    reason = models.CharField(max_length=20)
    words = models.CharField(max_length=300, blank=True)
    said_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["child", "role"], name="worker_change_of_child")]


@keeps_history()
class Dispute(models.Model):
    """What a reviewing officer or conference chair disputes for a child. `state` is one of the rulebook's dispute
    workflow; `about` one of "dispute_about". `tried` is what was said before it was made formal, `wants` what would
    settle it."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="disputes")
    state = models.CharField(max_length=12, default="raised")
    about = models.CharField(max_length=20)
    tried = models.TextField(blank=True)
    wants = models.TextField(blank=True)
    raised_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, blank=True)
    outcome_words = models.TextField(blank=True)
    resolved_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["child", "-raised_at"], name="dispute_of_child")]


@keeps_history()
class DisputeStep(models.Model):
    """A stage of a dispute: what was said to whom, and the answer."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=20)
    words = models.TextField()
    asked_of = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="disputes_asked")
    sent_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispute", "stage"], name="stage_once_in_a_dispute")]
