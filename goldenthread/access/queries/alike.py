"""Rows of several tables in the same columns, so that one query reads them all."""

from __future__ import annotations

from datetime import date, datetime
from types import NoneType
from typing import Any, get_args, get_type_hints

from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    DateTimeField,
    F,
    Field,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

_FIELDS: dict[type, type[Field]] = {
    int: BigIntegerField,
    str: TextField,
    bool: BooleanField,
    date: DateField,
    datetime: DateTimeField,
}


def alike(rows: QuerySet, row: type[tuple], **given: str | Combinable) -> QuerySet:
    """These rows in the columns of a `NamedTuple`, each of the type that it says there: `given` names, for each that
    the rows have, a column of their own or an expression. A column that is not given is empty. For `union`, in which
    every part has to have columns of the same types."""
    made: dict[str, Combinable] = {}
    for name, kind in get_type_hints(row).items():
        value = given.get(name)
        found = F(value) if isinstance(value, str) else Value(None) if value is None else value
        # A name of its own: a column may be called as one of the table's.
        made[f"r_{name}"] = Cast(found, _field(kind))
    return rows.order_by().annotate(**made).values_list(*made)


def _field(kind: Any) -> Field:
    return _FIELDS[next(one for one in get_args(kind) or (kind,) if one is not NoneType)]()
