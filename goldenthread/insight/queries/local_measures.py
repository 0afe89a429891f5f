"""A council's own measures: files in its folder, read as syntax before any of them may run.

A measure of the council's own is one SELECT over the dataset and nothing else: it cannot write, read a file or a
setting, reach the network or go round in a loop. What passes here runs in an engine that has no access to files beside
the dataset, with bounded memory and time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import sqlglot
from django.conf import settings
from sqlglot import exp
from sqlglot.errors import SqlglotError

from goldenthread.insight.queries.extracts import extracts
from goldenthread.insight.queries.measures import BadHeader, Measure, own_measures, read_measure
from goldenthread.insight.queries.names import standard_tables, waiting_tables
from goldenthread.kernel.refusal import Refused

MOST_TEXT = 100_000  # characters
OURS = frozenset({"period", "gt_days"})
# Functions of the engine that its syntax does not name, and our own.
FUNCTIONS = frozenset(
    {
        "working_days",
        "age_on",
        "months_after",
        "to_days",
        "to_months",
        "datesub",
        "bool_or",
        "bool_and",
        "json_extract_string",
    }
)
REFUSED: dict[type[exp.Expression], str] = {
    exp.DML: "writes",
    exp.DDL: "makes or changes a table",
    exp.Drop: "removes something",
    exp.Command: "gives the engine an order",
    exp.Set: "changes a setting",
    exp.Pragma: "changes a setting",
    exp.Copy: "writes a file",
    exp.Attach: "opens another database",
    exp.Detach: "closes a database",
    exp.Use: "changes the database",
    exp.ReadCSV: "reads a file",
    exp.ReadParquet: "reads a file",
    exp.GenerateSeries: "makes rows out of nothing",
    exp.GenerateDateArray: "makes rows out of nothing",
    exp.Placeholder: "has a place left open",
    exp.Parameter: "has a place left open",
}


class MeasureRefused(Refused):
    """A council's own measure does something that a measure may not."""


@dataclass(frozen=True, slots=True)
class LocalMeasures:
    """The council's own measures that can be run, and for each file that cannot, why."""

    measures: dict[str, Measure]
    refused: dict[str, str]


def local_folder() -> Path:
    """Where the council puts its own measures."""
    return Path(settings.HOME) / "measures"


def local_measures() -> LocalMeasures:
    """The council's own measures as the files stand now. A file that is wrong never hides the others."""
    folder = local_folder()
    files = sorted(folder.glob("*.sql")) if folder.is_dir() else []
    return _read(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files))


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int, int], ...]) -> LocalMeasures:
    measures: dict[str, Measure] = {}
    refused: dict[str, str] = {}
    for path, _changed, size in files:
        try:
            if size > MOST_TEXT:
                raise MeasureRefused(f"{path.name} is longer than {MOST_TEXT:,} characters.")
            one = read_measure(path.read_text(encoding="utf-8"), path.name, local=True)
            if one.id in own_measures():
                raise BadHeader(f"{path.name}: “{one.id}” is a measure that comes with the product; choose another id.")
            check(one)
        except Refused as reason:
            refused[path.name] = str(reason)
        except (UnicodeDecodeError, OSError):
            refused[path.name] = f"{path.name} cannot be read as text."
        else:
            measures[one.id] = one
    return LocalMeasures(measures, refused)


def check(measure: Measure) -> None:
    """Refuse a measure that is more than one SELECT over the dataset.

    Raises:
        MeasureRefused: and the sentence says what it does that a measure may not.
    """
    name = f"{measure.id}.sql"
    try:
        statements = [one for one in sqlglot.parse(measure.sql, dialect="duckdb") if one is not None]
    except SqlglotError as reason:
        first = str(reason).splitlines()[0]
        raise MeasureRefused(f"{name} is not SQL that we can read: {first}") from None
    except RecursionError:
        raise MeasureRefused(f"{name} is nested too deeply to read.") from None
    if len(statements) != 1:
        raise MeasureRefused(f"{name} holds {len(statements)} statements: a measure is one SELECT.")
    (syntax,) = statements
    for part in syntax.walk():
        for kind, does in REFUSED.items():
            if isinstance(part, kind):
                raise MeasureRefused(f"{name} {does}: a measure only selects.")
    if not isinstance(syntax, exp.Query):
        raise MeasureRefused(f"{name} is not a SELECT: a measure only selects.")
    for step in syntax.find_all(exp.With):
        if step.recursive:
            raise MeasureRefused(f"{name} goes round in a loop (WITH RECURSIVE): a measure may not.")
    _only_the_dataset(name, syntax)
    for function in syntax.find_all(exp.Anonymous):
        if function.name.casefold() not in FUNCTIONS:
            raise MeasureRefused(f"{name} uses “{function.name}”, which a measure may not.")


def _only_the_dataset(name: str, syntax: exp.Expression) -> None:
    allowed = {*standard_tables(), *waiting_tables(), *(one.name for one in extracts()), *OURS}
    allowed |= {step.alias_or_name for step in syntax.find_all(exp.CTE)}
    for table in syntax.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier):
            raise MeasureRefused(f"{name} reads from “{table.this.sql()[:60]}”, which is not a table of the dataset.")
        if table.db or table.catalog or table.name not in allowed:
            shown = ".".join(part for part in (table.catalog, table.db, table.name) if part)
            raise MeasureRefused(f"{name} reads from “{shown[:60]}”, which is not a table of the dataset.")
