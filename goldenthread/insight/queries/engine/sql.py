"""Values and periods as the SQL of measures writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any


def literal(value: Any) -> str:
    """A value as SQL writes it. Views and common tables cannot be given values apart, so each is written out."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return repr(value)
        case datetime():
            return f"TIMESTAMP '{value:%Y-%m-%d %H:%M:%S}'"
        case date():
            return f"DATE '{value.isoformat()}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case _:
            raise TypeError(f"{type(value).__name__} is no value of the dataset")


def periods_sql(periods: Sequence[tuple[date, date]]) -> str:
    """The table `period`, with its first and last days."""
    rows = ", ".join(f"({literal(first)}, {literal(last)})" for first, last in periods)
    return f"period AS MATERIALIZED (SELECT * FROM (VALUES {rows}) AS given (starts_on, ends_on))"  # noqa: S608 -- dates
