"""The extracts: the only SQL that knows the live tables, one file for each table of the dataset.

A file is one SELECT for PostgreSQL. What it reads is found from its syntax, so that a table is written anew exactly
when something it reads has changed. No extract reads what was written in free text about a child.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import sqlglot
from sqlglot import exp

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Extract:
    """One table of the dataset. `reads` are the live tables behind it; `mark` changes when its SQL does."""

    name: str
    sql: str
    reads: tuple[str, ...]
    mark: str


@cache
def extracts() -> tuple[Extract, ...]:
    """Every extract, by name."""
    return tuple(_extract(path) for path in sorted(FOLDER.glob("*.sql")))


def _extract(path: Path) -> Extract:
    sql = path.read_text(encoding="utf-8").strip().rstrip(";")
    syntax = sqlglot.parse_one(sql, dialect="postgres")
    steps = {step.alias_or_name for step in syntax.find_all(exp.CTE)}
    reads = sorted({table.name for table in syntax.find_all(exp.Table) if table.name} - steps)
    return Extract(path.stem, sql, tuple(reads), sha256(sql.encode()).hexdigest()[:16])
