"""The extracts: the only SQL that knows the live tables, one file for each table of the dataset.

A file is one SELECT for PostgreSQL. What it reads is found from its syntax, so that a table is written anew exactly
when something it reads has changed. No extract reads what was written in free text about a child.

A table of the standard that is about one person and has no file is one that the record does not keep yet: it holds what
loaded files told (`casework.LoadedFact`), field by field. Of one child and table, whole files speak before the lists of
Annex A, which tell the latest alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import sqlglot
from sqlglot import exp

from goldenthread.insight.queries.names import standard_tables

FOLDER = Path(__file__).parent
LOADED = "casework_loadedfact"
PERSON = re.compile(r"^[a-z0-9]{4}_(cla_)?person_id$")
# Keys of people and teams in another system; what they are called is in the tables of those.
ELSEWHERE = re.compile(r"_(worker_id|professional_id|personal_advisor|allocated_team)$")
STAND = frozenset({"ssd_care_leavers", "ssd_cla_immunisations", "ssd_send"})
"""Tables with one row for each person, which say how things stand: the latest that was told."""
_TYPES = {"datetime": "timestamp", "number": "bigint", "truth": "boolean"}


@dataclass(frozen=True, slots=True)
class Extract:
    """One table of the dataset. `reads` are the live tables behind it, or of the table of what files told the part that
    it reads, as "casework_loadedfact:ssd_missing"; `mark` changes when its SQL does."""

    name: str
    sql: str
    reads: tuple[str, ...]
    mark: str


@cache
def extracts() -> tuple[Extract, ...]:
    """Every extract, by name."""
    written = {path.stem: _extract(path) for path in FOLDER.glob("*.sql")}
    told = {
        name: _told(name, fields, person)
        for name, fields in standard_tables().items()
        if name not in written and (person := next(filter(PERSON.match, fields), None))
    }
    return tuple(one for _, one in sorted((written | told).items()))


@cache
def told_only() -> frozenset[str]:
    """The tables that hold nothing but what loaded files told."""
    return frozenset(one.name for one in extracts() if one.reads == (f"{LOADED}:{one.name}",))


def _told(name: str, fields: Mapping[str, str], person: str) -> Extract:
    columns = ",\n       ".join(
        _column(field, kind, person, own=n == 0) for n, (field, kind) in enumerate(fields.items())
    )
    latest = f"""
  AND NOT EXISTS (
      SELECT 1 FROM {LOADED} later
      WHERE later.child_id = f.child_id AND later.about = f.about AND later.kind = f.kind
        AND (later.told_on, later.id) > (f.told_on, f.id)
  )"""  # noqa: S608 -- our own name
    sql = f"""SELECT {columns}
FROM {LOADED} f
WHERE f.about = '{name}' AND f.withdrawn_on IS NULL AND f.child_id IS NOT NULL
  AND NOT (f.kind = 'annex-a' AND EXISTS (
      SELECT 1 FROM {LOADED} w
      WHERE w.child_id = f.child_id AND w.about = f.about AND w.kind <> 'annex-a' AND w.withdrawn_on IS NULL
  )){latest if name in STAND else ""}
ORDER BY f.id"""  # noqa: S608 -- names of the standard
    return Extract(name, sql, (f"{LOADED}:{name}",), sha256(sql.encode()).hexdigest()[:16])


def _column(field: str, kind: str, person: str, *, own: bool) -> str:
    if field == person:
        return f"f.child_id::text AS {field}"
    value = f"""(f."values" ->> '{field}')"""
    if own:
        # Keys of two systems are kept apart from one another and from ours.
        return f"coalesce({value}, 'told:' || f.id) AS {field}"
    if ELSEWHERE.search(field):
        return f"'told:' || {value} AS {field}"
    return f"{value}::{_TYPES[kind]} AS {field}" if kind in _TYPES else f"{value} AS {field}"


def _extract(path: Path) -> Extract:
    sql = path.read_text(encoding="utf-8").strip().rstrip(";")
    syntax = sqlglot.parse_one(sql, dialect="postgres")
    steps = {step.alias_or_name for step in syntax.find_all(exp.CTE)}
    reads = sorted({table.name for table in syntax.find_all(exp.Table) if table.name} - steps)
    return Extract(path.stem, sql, tuple(reads), sha256(sql.encode()).hexdigest()[:16])
