from __future__ import annotations

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Note(models.Model):
    """A case note. The chronology is a mark on it (`significant`), with what it meant, never a second entry."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=20)
    happened_at = models.DateTimeField()
    words = models.TextField()
    significant = models.BooleanField(default=False)
    meaning = models.CharField(max_length=500, blank=True)
    written_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["child", "-happened_at"], name="note_of_child"),
            GinIndex(SearchVector("words", config="english"), name="note_words"),
        ]
