"""Who is what to whom, who holds parental responsibility, and which people are one family to us."""

from __future__ import annotations

import pghistory
from django.db import models

from .person import Person


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Relationship(models.Model):
    """`person` is the `kind` of `other` (Stacey is the mother of Noah). Stored once; read from both ends by the
    reciprocal in `rulebook.codes`. Kinship only: parental responsibility is a row of its own."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships_out")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships_in")
    kind = models.CharField(max_length=30)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="related_to_somebody_else")
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ParentalResponsibility(models.Model):
    """An adult, or a local authority by its name, holds parental responsibility for a child, and how it came to be."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="responsibility_held_by")
    holder = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibility_for"
    )
    authority = models.CharField(max_length=120, blank=True)
    how = models.CharField(max_length=40)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=120)


class FamilyGroup(models.Model):
    """People we work with as one family. A person may be in more than one."""

    name = models.CharField(max_length=120)
    made_at = models.DateTimeField()


class FamilyMembership(models.Model):
    family = models.ForeignKey(FamilyGroup, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="families")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "person"], name="once_in_a_family")]


class NameSetAside(models.Model):
    """A name found in what was written about a child, and why it is nobody of the family. `name` as
    `rulebook.named_relatives.same_name` has it."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names_set_aside")
    name = models.CharField(max_length=120)
    reason = models.CharField(max_length=200)
    set_aside_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "name"], name="name_set_aside_once")]
