"""A dataset with rows in every table, also in those that no record fills yet: made-up values that measures look for.

A column of text that a measure holds against words gets those words; any other is a key, drawn from so few that tables
find one another. Nothing is a likely history: what matters is that every branch of every measure meets rows, missing
values and both sides of each limit.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import sqlglot
from sqlglot import exp

from goldenthread.insight.public.dataset import Dataset
from goldenthread.insight.queries.measures import own_measures
from tests.building.insight import with_rows

FIRST, DAYS = date(2024, 1, 1), 800
KEYS = 40
FIXED = frozenset({"gt_days", "ssd_version_log"})  # made by the rulebook


def filled(held: Dataset, *, rows: int = 500, seed: int = 7) -> Dataset:
    """The dataset with so many rows in each table; the same seed gives the same rows."""
    chance = random.Random(seed)  # noqa: S311 -- rows that repeat, not secrecy
    words = _words_looked_for()
    made: dict[str, pa.Table] = {}
    for name, one in sorted(held.tables.items()):
        if name in FIXED:
            continue
        schema = parquet.read_schema(held.folder / one.path)
        columns = [
            pa.array([_value(chance, field, at, place, words) for at in range(rows)], field.type)
            for place, field in enumerate(schema)
        ]
        made[name] = pa.Table.from_arrays(columns, schema=schema)
    return with_rows(held, **made)


def _words_looked_for() -> dict[str, list[str]]:
    """For each column that a measure holds against words, the words."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in own_measures().values():
        syntax = sqlglot.parse_one(one.sql, dialect="duckdb")
        for test in syntax.find_all(exp.EQ, exp.NEQ, exp.In, exp.Like):
            sides = [test.this, test.args.get("expression"), *test.expressions]
            said = [side.this.rstrip("%") for side in sides if isinstance(side, exp.Literal) and side.is_string]
            for column in test.find_all(exp.Column) if said else ():
                found[column.name] |= set(said)
    return {name: sorted(said) for name, said in found.items()}


def _value(chance: random.Random, field: pa.Field, row: int, place: int, words: dict[str, list[str]]) -> Any:
    if place == 0 and pa.types.is_string(field.type):
        return str(row + 1)
    if chance.random() < (0.4 if "ceased" in field.name or "end" in field.name else 0.12):
        return None
    if pa.types.is_string(field.type):
        if field.name in words:
            return chance.choice([*words[field.name] * 2, "", "another"])
        return str(chance.randint(1, KEYS))
    if pa.types.is_date(field.type):
        return _day(chance, field.name)
    if pa.types.is_timestamp(field.type):
        minute = chance.choice([0, 0, 61, 899, 1439])
        return datetime.combine(_day(chance, field.name), datetime.min.time()) + timedelta(minutes=minute)
    if pa.types.is_boolean(field.type):
        return chance.random() < 0.6
    if pa.types.is_integer(field.type):
        return chance.choice([0, 1, 2, 3, 5, 10, 17, 30])
    return chance.choice([0.0, 0.1, 0.5, 0.6, 1.0, 1.5, 12.25])


def _day(chance: random.Random, name: str) -> date:
    """Someone's birth lies in the last twenty years; everything else within two, and a part of it four years ago."""
    if "born" in name or "dob" in name:
        return FIRST - timedelta(days=chance.randint(-300, 7_000))
    # Some days are the last of a month, where months of different lengths meet.
    day = FIRST + timedelta(days=chance.randint(0, DAYS) - (1_100 if chance.random() < 0.3 else 0))
    return day if chance.random() < 0.8 else day.replace(day=1) - timedelta(days=1)
