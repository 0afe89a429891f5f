"""The keys by which one child is found: her own, and those of records that were merged into hers."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet

from goldenthread.access.public import among
from goldenthread.people.public import Person


def same_person(child: int) -> QuerySet:
    """The child's own key, and those of records that were merged into hers."""
    return Person.objects.filter(Q(pk=child) | Q(merged_into=child)).values("pk")


def of_child(column: str, child: int) -> Q:
    """The column names this child, or a record merged into hers."""
    return among(column, ArraySubquery(same_person(child)))
