"""What joins a person to a child (ties), what keeps her out (seals), and access in an emergency.

The tables name a child by its key alone: who the child is belongs to `people`, which stands below.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models

from .actors import Team, User


class Ties(models.QuerySet["Tie"]):
    def holding(self, day: date) -> Self:
        """Those that hold on the day."""
        return self.filter(starts_on__lte=day).filter(models.Q(ends_on=None) | models.Q(ends_on__gt=day))


class Tie(models.Model):
    """A relationship to a child that grants rights: allocation to a worker, to a team, a partner's scope.

    Written by the operation that makes the relationship (an allocation, a partner invited), never by hand. A tie
    names a person or a team. `ends_on` is the first day on which it no longer holds.
    """

    class Kind(models.TextChoices):
        ALLOCATED = "allocated", "Allocated worker"
        CO_WORKING = "co_working", "Co-working"
        TEAM = "team", "With the team"
        REVIEWING = "reviewing", "Reviewing officer or conference chair"
        AUDIT = "audit", "In an audit sample"
        PARTNER = "partner", "Partner professional working with the child"
        INSPECTION = "inspection", "Chosen for an inspection"

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=20, choices=Kind)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="ties")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="ties")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = Ties.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, team__isnull=True)
                | models.Q(user__isnull=True, team__isnull=False),
                name="tie_to_a_person_or_a_team",
            )
        ]
        indexes = [
            models.Index(fields=["user", "child"], condition=models.Q(ends_on=None), name="tie_user_open"),
            models.Index(fields=["team", "child"], condition=models.Q(ends_on=None), name="tie_team_open"),
        ]


class Seal(models.Model):
    """A denial that beats every grant: a restricted record, a conflict of interest, an adoption.

    With `user` empty the record is closed to everybody but `let_in`; with a `user` it is closed to her alone.
    """

    class Kind(models.TextChoices):
        RESTRICTED = "restricted", "Restricted record"
        CONFLICT = "conflict", "Conflict of interest"
        ADOPTION = "adoption", "Adoption"

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="seals")
    kind = models.CharField(max_length=20, choices=Kind)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="sealed_from")
    let_in = models.ManyToManyField(User, blank=True, related_name="let_in_to")
    reason = models.TextField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seals_owned")
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="conflict") | models.Q(user__isnull=False),
                name="conflict_names_a_person",
            )
        ]
        indexes = [models.Index(fields=["child"], condition=models.Q(lifted_at=None), name="seal_in_force")]


class EmergencyAccess(models.Model):
    """Break-glass: a person opened a record she had no grant for, said why, and for how long it holds."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="emergencies")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="emergencies")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "child", "until"])]
