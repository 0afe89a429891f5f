"""The ledger: every act and every read of a child's record. Rows are added by the database's own function,
which numbers and chains them; nobody can change or remove one (migration 0002)."""

from __future__ import annotations

from django.db import models


class LedgerEntry(models.Model):
    """One act or read.

    `hash` is SHA-256 over the row's own words and the hash before it, worked out by a trigger; `number` has no gaps.
    `child` and `subject` are keys without a foreign key: the ledger outlives what it speaks of.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    act = models.CharField(max_length=60)
    child = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=60, blank=True)
    right = models.CharField(max_length=120, blank=True)
    came_from = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["child", "-number"], name="ledger_by_child"),
            models.Index(fields=["actor", "-number"], name="ledger_by_actor"),
        ]


class LedgerHead(models.Model):
    """The last number and hash. One row. Its lock puts entries in order; it also shows a tail that was cut off."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
