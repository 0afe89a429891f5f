"""Workers: their posts, registration, induction, agency terms, leaving and training; and posts that nobody holds."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class WorkerRecord(models.Model):
    """What the council holds about somebody's post. `role` is one of "workforce_role", `fte` the whole-time share of a
    post (1.00 is full time). `induction_ends_on` is the end of the newly qualified year. `left_because` is one of
    "leaving_reason"; `left_on` the last day worked."""

    worker = models.OneToOneField("access.User", on_delete=models.PROTECT, related_name="worker_record")
    role = models.CharField(max_length=20)
    fte = models.DecimalField(max_digits=3, decimal_places=2)
    started_on = models.DateField()
    registration = models.CharField(max_length=16, blank=True)
    registered_until = models.DateField(null=True, blank=True)
    induction_from = models.DateField(null=True, blank=True)
    induction_ends_on = models.DateField(null=True, blank=True)
    agency = models.CharField(max_length=120, blank=True, help_text="The agency that employs her; empty for our own.")
    notice_on = models.DateField(null=True, blank=True)
    notice_ends_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    left_because = models.CharField(max_length=20, blank=True)
    left_words = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


@keeps_history()
class Training(models.Model):
    """Training that a worker did, and when it has to be done again (empty: never)."""

    worker = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="training")
    what = models.CharField(max_length=160)
    done_on = models.DateField()
    again_by = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["worker", "-done_on"], name="training_of_worker")]


@keeps_history()
class Vacancy(models.Model):
    """A post that nobody holds, from the day it fell vacant until it is filled or taken away (`ended_on`)."""

    team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="vacancies")
    role = models.CharField(max_length=20)
    fte = models.DecimalField(max_digits=3, decimal_places=2)
    vacant_from = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_words = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
