"""Allegations against people who work with children. Nobody reads one but those who are named on it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .history import keeps_history


@keeps_history()
class Allegation(models.Model):
    """What somebody who works with children is said to have done.

    `about` is one of our own people who signs in, or `about_name` somebody else; `setting`, `source`, `criteria`,
    `threshold` and `outcome` are codes of the allegation code sets. `officer` is the designated officer, who must have
    been consulted by the end of `due_on`. That clock is kept here and not among the deadlines of children, where
    whoever reads a child's record would learn of it. `state` is one of the rulebook's allegation workflow.
    """

    about = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about_name = models.CharField(max_length=120, blank=True)
    job = models.CharField(max_length=120)
    setting = models.CharField(max_length=12)
    employer = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=12)
    known_at = models.DateTimeField()
    words = models.TextField()
    criteria = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    child_words = models.TextField()
    officer = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    consulted_at = models.DateTimeField(null=True, blank=True)
    advice = models.TextField(blank=True)
    threshold = models.CharField(max_length=8, blank=True)
    threshold_because = models.TextField(blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    outcome_because = models.TextField(blank=True)
    told_words = models.TextField(blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    concluded_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="reported")
    reported_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(about__isnull=False) | ~models.Q(about_name=""), name="allegation_about_somebody"
            )
        ]


class AllegationChild(models.Model):
    """A child in an allegation. Nothing on the child's own record leads here."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["allegation", "child"], name="a_child_once_in_an_allegation")]


@keeps_history()
class AllegationReader(models.Model):
    """Somebody who may read an allegation, why, and until when."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=200)
    named_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["allegation", "user"],
                condition=models.Q(ended_at=None),
                name="named_once_on_an_allegation",
            )
        ]


class AllegationEntry(models.Model):
    """A meeting, a review, or what was done. `kind` is a code of "allegation_entry". Written once."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12)
    on = models.DateField()
    words = models.TextField()
    people = models.TextField(blank=True)
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class AllegationReferral(models.Model):
    """Whether a body was told, when or why not. `to` is a code of "allegation_referral"."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="referrals")
    to = models.CharField(max_length=8)
    made_on = models.DateField(null=True, blank=True)
    because = models.TextField()
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
