"""The names of the Standard Safeguarding Dataset: its tables and fields, in its own words and order.

Source: Standard Safeguarding Dataset 1.4.5, `data-to-insight/ssd-data-model`, MIT licence; carried in `insight/data`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

VERSION = "1.4.5"
STAND = frozenset({"ssd_care_leavers", "ssd_cla_immunisations", "ssd_send"})
"""Tables with one row for each person, which say how things stand."""
_PERSON = re.compile(r"^[a-z0-9]{4}_(cla_)?person_id$")
DATA = Path(__file__).parent.parent / "data"


@cache
def waiting_tables() -> dict[str, dict[str, str]]:
    """The tables beside the standard's that measures read and the record does not keep yet, with their fields."""
    return _read("waiting_tables.csv")


@cache
def standard_tables() -> dict[str, dict[str, str]]:
    """The fields of each table of the standard with their kind: text, datetime, number or truth."""
    return _read("ssd_fields.csv")


def person_field(fields: Iterable[str]) -> str | None:
    """Of a table's fields the one that names the person it is about; None where it is about none."""
    return next(filter(_PERSON.match, fields), None)


def _read(name: str) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            tables.setdefault(row["table"], {})[row["field"]] = row["type"]
    return tables
