"""Which measures still wait for records: those that read a table of which nothing was recorded or loaded yet.

A measure of children in care reads several tables. While one of them is empty the measure would count every child as
one of whom something was not done, and so it says nothing instead.
"""

from __future__ import annotations

import re
from dataclasses import replace

from goldenthread.insight.queries.dataset import Dataset
from goldenthread.insight.queries.extracts import told_only
from goldenthread.insight.queries.measures import Measure
from goldenthread.insight.queries.names import waiting_tables

_TABLE = re.compile(r"\b(?:ssd|gt)_[a-z0-9_]+")
# What stands in for a table: files may tell a number where the rows are not told.
_INSTEAD = {"ssd_missing": "gt_loaded_counts"}


def tables_of(measure: Measure) -> frozenset[str]:
    """The tables of the dataset that a measure reads."""
    return frozenset(_TABLE.findall(measure.sql))


def lacks(measure: Measure, held: Dataset) -> bool:
    """Whether a table that the measure waits for holds nothing, so that it can say nothing."""
    return bool(measure.waits_for) and any(_empty(name, held) for name in _needed(measure))


def waits(measure: Measure, held: Dataset) -> str:
    """The records that a measure waits for, in words; empty once every table that it reads holds something."""
    return measure.waits_for if lacks(measure, held) or not _needed(measure) else ""


def as_it_stands(measure: Measure, held: Dataset) -> Measure:
    """The measure, which waits for nothing any more once every table that it reads holds something."""
    words = waits(measure, held)
    return measure if words == measure.waits_for else replace(measure, waits_for=words)


def _needed(measure: Measure) -> frozenset[str]:
    return tables_of(measure) & (told_only() | waiting_tables().keys() | {"gt_care_leavers"})


def _empty(name: str, held: Dataset) -> bool:
    tables = (held.tables.get(one) for one in (name, _INSTEAD.get(name, name)))
    return not any(one is not None and one.rows for one in tables)
