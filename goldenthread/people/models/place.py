"""Where people live, and how to reach them."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from .person import Person


class Address(models.Model):
    """A place. `search` is the address as it is compared: lower case, no punctuation, postcode last."""

    lines = models.CharField(max_length=300)
    postcode = models.CharField(max_length=10, blank=True)
    uprn = models.CharField(max_length=12, blank=True)
    search = models.CharField(max_length=320)

    class Meta:
        indexes = [
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="address_search"),
            models.Index(fields=["postcode"], name="address_postcode"),
        ]


class Residence(models.Model):
    """A person lived at an address for a period. The same kind never overlaps itself for one person: a temporal key
    on PostgreSQL 18, an exclusion constraint before it (migration 0002)."""

    class Kind(models.TextChoices):
        HOME = "home", "Home"
        TEMPORARY = "temporary", "Temporary"
        OTHER_PARENT = "other_parent", "With the other parent"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residences")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="residences")
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.HOME)
    period = DateRangeField()
    confidential = models.BooleanField(default=False)
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=120)


class ContactDetail(models.Model):
    """A telephone number or e-mail, and whether it is safe to use."""

    class Safe(models.TextChoices):
        YES = "yes", "Safe to use"
        NO = "no", "Not safe to use"
        UNKNOWN = "unknown", "Not asked yet"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_details")
    kind = models.CharField(max_length=10)  # phone, email
    value = models.CharField(max_length=120)
    safe = models.CharField(max_length=8, choices=Safe, default=Safe.UNKNOWN)
    note = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=120)
