"""Rows of several tables in the same columns, so that one query reads them all."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F, Field, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast


def alike(rows: QuerySet, columns: Mapping[str, type[Field]], **given: str | Combinable) -> QuerySet:
    """These rows in these columns, each with its type: `given` names, for each that the rows have, a column of their
    own or an expression. A column that is not given is empty. For `union`, in which every part has to have columns of
    the same types."""
    made: dict[str, Combinable] = {}
    for name, kind in columns.items():
        value = given.get(name)
        found = F(value) if isinstance(value, str) else Value(None) if value is None else value
        # A name of its own: a column may be called as one of the table's.
        made[f"r_{name}"] = Cast(found, kind())
    return rows.order_by().annotate(**made).values_list(*made)
