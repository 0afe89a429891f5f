from __future__ import annotations

from django.db import models

from .actors import User


class Notice(models.Model):
    """A message to one person that stays until she has read it: emergency access, a return, new information."""

    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    words = models.TextField()
    link = models.CharField(max_length=200, blank=True)
    child = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["to", "-sent_at"], condition=models.Q(read_at=None), name="notice_unread")]
