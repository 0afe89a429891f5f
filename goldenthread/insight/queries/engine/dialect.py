"""The SQL of measures in the words of Spark.

SQLGlot turns the syntax of the one into that of the other. What is said here is what the two mean differently: the
product's own functions, which Spark is given written out; numbers with a point, which are exact in Spark and floating
in DuckDB once divided; the difference of two days, which is a number of days in DuckDB; and the value that goes with
the largest, which is never a missing one in DuckDB.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from goldenthread.insight.queries.engine.refusals import MeasureFailed

DAYS = "gt_day_numbers"
"""A table of one row: `first_day`, and `numbers`, the number of working days up to each day from it on."""


@lru_cache(maxsize=1_000)
def in_spark(sql: str) -> tuple[str, frozenset[str]]:
    """The query for Spark, and the names of the tables that it reads.

    Raises:
        MeasureFailed: it cannot be said in Spark.
    """
    try:
        syntax = sqlglot.parse_one(sql, dialect="duckdb")
        steps = {step.alias_or_name for step in syntax.find_all(exp.CTE)}
        tables = {table.name for table in syntax.find_all(exp.Table) if table.name} - steps
        # The innermost first, so that what is put in the place of one has had its own parts seen to.
        for part in reversed(list(syntax.walk())):
            if said := _said(part):
                part.replace(said)
        return syntax.sql(dialect="spark"), frozenset(tables)
    except SqlglotError as reason:
        raise MeasureFailed(f"The measure cannot be said in Spark: {str(reason).splitlines()[0]}") from None


def _said(part: exp.Expression) -> exp.Expression | None:
    """What stands for this part, where it means something else in Spark."""
    if isinstance(part, exp.Anonymous) and (write := _OURS.get(part.name.casefold())):
        return _parsed(write(*(one.sql(dialect="spark") for one in part.expressions)))
    if isinstance(part, exp.CTE) and part.args.get("materialized") is not None:
        part.set("materialized", None)  # Spark works out for itself what to keep
    if isinstance(part, exp.Literal) and not part.is_string and not part.is_int:
        return exp.cast(part.copy(), exp.DType.DOUBLE)
    if isinstance(part, exp.ArgMax | exp.ArgMin):
        # DuckDB passes over a row whose value is missing; Spark would give the missing value.
        value, order = part.this.sql(dialect="spark"), part.expression.sql(dialect="spark")
        part.set("expression", _parsed(f"CASE WHEN {value} IS NOT NULL THEN {order} END"))
    if isinstance(part, exp.DateDiff):
        first, last = part.expression, part.this
        unit = (part.text("unit") or "day").casefold()
        if unit == "day":
            return _parsed(f"CAST(datediff({last.sql(dialect='spark')}, {first.sql(dialect='spark')}) AS BIGINT)")
    return None


def _parsed(words: str) -> exp.Expression:
    return sqlglot.parse_one(words, dialect="spark")


def _day(words: str) -> str:
    return f"CAST({words} AS DATE)"


def _working_days(first: str, last: str) -> str:
    def number(words: str) -> str:
        place = f"datediff({_day(words)}, (SELECT first_day FROM {DAYS}))"  # noqa: S608 -- our own table
        return f"get((SELECT numbers FROM {DAYS}), {place})"  # noqa: S608 -- our own table

    return f"({number(last)} - {number(first)})"


def _age_on(born_on: str, day: str) -> str:
    return (
        f"(year({_day(day)}) - year({_day(born_on)})"
        f" - CASE WHEN date_format({_day(day)}, 'MMdd') < date_format({_day(born_on)}, 'MMdd') THEN 1 ELSE 0 END)"
    )


def _months_after(day: str, months: str) -> str:
    return f"add_months({_day(day)}, {months})"


_OURS: dict[str, Callable[..., str]] = {
    "working_days": _working_days,
    "age_on": _age_on,
    "months_after": _months_after,
}
