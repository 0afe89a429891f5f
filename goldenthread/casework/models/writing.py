"""Who is writing in a contact at the moment, and the number of the next contact."""

from __future__ import annotations

from django.db import models

from .front_door import Contact


class ContactWriter(models.Model):
    """Somebody has a contact open to write in, or had: what "Leah is writing here too" is said from."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="writers")
    user = models.ForeignKey("access.User", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "user"], name="one_line_for_each_writer")]


class ContactNumber(models.Model):
    """The last number given to a contact in a year. Its row is locked while the next is given, so none comes twice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()
