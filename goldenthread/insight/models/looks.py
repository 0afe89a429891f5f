"""What people keep for their next look at a measure."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class SavedLook(models.Model):
    """A measure as somebody chose to look at it, under a name of hers. `until` is the first day of its last month, or
    none for whatever month is the last when it is opened; `months` are how many it goes back. `narrowed_by` names a
    dimension and `narrowed_to` one of its keys. It is hers alone, or shared with a `team` or a `role`: they see that it
    is there, and what they may read in it is asked anew when they open it."""

    measure = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    until = models.DateField(null=True, blank=True)
    months = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=8)
    by = models.CharField(max_length=12, blank=True)
    narrowed_by = models.CharField(max_length=12, blank=True)
    narrowed_to = models.CharField(max_length=80, blank=True)
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, blank=True)
    kept_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kept_by", "name"], name="look_by_keeper")]
        constraints = [models.UniqueConstraint(fields=["kept_by", "name"], name="one_look_a_name")]
