from __future__ import annotations

from django.db import models

from .actors import User


class SpentToken(models.Model):
    """A form's one-time token that has done its act, and where the person was sent after: a second press, or a
    replayed post, is sent to the same place and acts no more."""

    token = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=60)
    went_to = models.CharField(max_length=300, blank=True)
    spent_at = models.DateTimeField()
