"""Files that were handed in and wait to be loaded by a worker."""

from __future__ import annotations

from django.db import models


class WaitingFile(models.Model):
    """A file too large to load while somebody waits for the page. `stored_as` is its name in the data folder, where
    it lies until it has been loaded or refused; the row stays, to say what became of it."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Being loaded"
        DONE = "done", "Loaded"
        REFUSED = "refused", "Not loaded"

    kind = models.CharField(max_length=20)  # cin-census, annex-a
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=60, unique=True)
    size = models.BigIntegerField()  # bytes
    given_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    read_bytes = models.BigIntegerField(default=0)
    words = models.CharField(max_length=100, blank=True)  # how far it is
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True)  # it was not loaded
    load = models.ForeignKey("Load", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
