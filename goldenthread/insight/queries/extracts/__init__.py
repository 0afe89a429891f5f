"""The extracts: the only SQL that knows the live tables, one file for each table of the dataset.

A file is one SELECT for PostgreSQL; what several of them read in the same way stands once in `parts`, by the name that
they read it by. What an extract reads is found from its syntax, so that a table is written anew exactly when something
it reads has changed. No extract reads what was written in free text about a child.

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

from goldenthread.insight.queries.names import STAND, person_field, standard_tables

FOLDER = Path(__file__).parent
PARTS = FOLDER / "parts"
LOADED = "casework_loadedfact"
# Keys of people and teams in another system; what they are called is in the tables of those.
ELSEWHERE = re.compile(r"_(worker_id|professional_id|personal_advisor)$")
TEAM = "_allocated_team"
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
        if name not in written and (person := person_field(fields))
    }
    return tuple(one for _, one in sorted((written | told).items()))


@cache
def told_only() -> frozenset[str]:
    """The tables that hold nothing but what loaded files told."""
    return frozenset(one.name for one in extracts() if f"{LOADED}:{one.name}" in one.reads)


def _told(name: str, fields: Mapping[str, str], person: str) -> Extract:
    columns = ",\n       ".join(
        _column(field, kind, person, own=n == 0) for n, (field, kind) in enumerate(fields.items())
    )
    latest = """
  AND NOT EXISTS (
      SELECT 1 FROM told_rows later
      WHERE later.child_id = f.child_id AND later.about = f.about AND later.kind = f.kind
        AND (later.told_on, later.id) > (f.told_on, f.id)
  )"""
    sql = f"""SELECT {columns}
FROM told_rows f
WHERE f.about = '{name}'{latest if name in STAND else ""}
ORDER BY f.id"""  # noqa: S608 -- names of the standard
    sql = _whole(sql)
    # Of what files told, only the rows of this table are read.
    reads = sorted(f"{LOADED}:{name}" if table == LOADED else table for table in _tables(sql))
    return Extract(name, sql, tuple(reads), _mark(sql))


def _column(field: str, kind: str, person: str, *, own: bool) -> str:
    if field == person:
        return f"f.child_id::text AS {field}"
    value = f"""(f."values" ->> '{field}')"""
    if own:
        # Keys of two systems are kept apart from one another and from ours.
        return f"coalesce({value}, 'told:' || f.id) AS {field}"
    if field.endswith(TEAM):
        here = f"(SELECT here.key FROM team_called here WHERE here.name = {value})"  # noqa: S608 -- as above
        return f"coalesce({here}, 'told:' || {value}) AS {field}"
    if ELSEWHERE.search(field):
        return f"'told:' || {value} AS {field}"
    return f"{value}::{_TYPES[kind]} AS {field}" if kind in _TYPES else f"{value} AS {field}"


def _extract(path: Path) -> Extract:
    sql = _whole(_written(path))
    return Extract(path.stem, sql, tuple(sorted(_tables(sql))), _mark(sql))


def _mark(sql: str) -> str:
    return sha256(sql.encode()).hexdigest()[:16]


def _written(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip().rstrip(";")


@cache
def _parts() -> Mapping[str, str]:
    return {path.stem: _written(path) for path in PARTS.glob("*.sql")}


def _tables(sql: str) -> frozenset[str]:
    """The tables that a SELECT names, without the steps of its own."""
    syntax = sqlglot.parse_one(sql, dialect="postgres")
    steps = {step.alias_or_name for step in syntax.find_all(exp.CTE)}
    return frozenset({table.name for table in syntax.find_all(exp.Table) if table.name} - steps)


def _whole(sql: str) -> str:
    """A SELECT with the parts that it reads, and those that they read, as its first steps."""
    needed: dict[str, str] = {}

    def need(text: str) -> None:
        for name in sorted(_tables(text) & _parts().keys() - needed.keys()):
            need(_parts()[name])
            needed.setdefault(name, _parts()[name])

    need(sql)
    if not needed:
        return sql
    steps = ",\n".join(f"{name} AS NOT MATERIALIZED (\n{part}\n)" for name, part in needed.items())
    told, select = _SAID_FIRST.fullmatch(sql).groups()  # type: ignore[union-attr] -- it matches any words
    own = f",\n{select[5:]}" if select.startswith("WITH ") else f"\n{select}"
    return f"{told}WITH {steps}{own}"


_SAID_FIRST = re.compile(r"((?:--[^\n]*\n)*)(.*)", re.DOTALL)
"""The lines that say what an extract is, and the extract."""
