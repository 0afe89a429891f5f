"""Queries that are built once and asked many times.

Building a query set and writing its SQL takes longer than most answers, and so does planning one with the conditions of
rights in it. A kept query is written as any other, on names in place of values; its SQL is made when it is first asked
and kept, and the database keeps the plan:

    @kept
    def _hers(*, reader: User, whose: int, at: datetime) -> QuerySet[Deadline]:
        return Deadline.objects.filter(visible(reader, "child.read", child="child", at=at), owner=whose, met_at=None)

    rows = _hers(reader=user, whose=colleague.pk, at=now)

Only the SQL is kept: values go to the database with each asking, and no answer outlives it. What decides the shape of
the SQL (the reader's role, whether she has a team, whether her access stands, a value that is `Fixed`, a bool or None)
chooses which SQL it is, so that nobody is ever asked for by the SQL of another role.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from functools import wraps
from inspect import signature
from operator import attrgetter
from time import perf_counter
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    DateTimeField,
    Expression,
    F,
    Field,
    Func,
    Q,
    QuerySet,
    TextField,
)
from django.utils import timezone
from psycopg import RawCursor
from psycopg.sql import Literal
from psycopg.types.numeric import Int8

# Statements that one connection keeps planned, the least used given up first.
MOST_PLANS = 200
# Only what asks for it is planned ahead: no other statement is ever repeated so often.
NEVER_BY_ITSELF = 2**31

_KINDS: dict[str, tuple[Callable[[], Field], str]] = {
    "int": (BigIntegerField, "bigint"),
    "str": (TextField, "text"),
    "date": (DateField, "date"),
    "datetime": (DateTimeField, "timestamptz"),
    "list[int]": (lambda: ArrayField(BigIntegerField()), "bigint[]"),
    "list[str]": (lambda: ArrayField(TextField()), "text[]"),
}


# The annotation of a value that is part of the SQL itself: the name of an act, the tray that is asked for.
type Fixed = str


class Given(Expression):
    """A value that is told at each asking. `pick` takes it from what was told under `name`."""

    def __init__(self, name: str, kind: str, pick: Callable[[Any], Any] | None = None) -> None:
        field, self.cast = _KINDS[kind]
        super().__init__(output_field=field())
        self.name, self.kind, self.pick = name, kind, pick

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return f"%s::{self.cast}", [self]

    def of(self, told: Mapping[str, Any]) -> Any:
        """The value itself, in the one width of number that the kept statement was planned for."""
        value = told[self.name] if self.pick is None else self.pick(told[self.name])
        if value is None:
            return None
        if self.kind == "int":
            return Int8(value)
        if self.kind == "list[int]":
            return [Int8(one) for one in value]
        return list(value) if self.kind == "list[str]" else value

    @property
    def day(self) -> Given:
        """The day in London of a moment that is told."""
        return Given(self.name, "date", timezone.localdate)


class Reader(Given):
    """Stands for whoever reads, in the conditions of rights; as a value it is her key.

    It has what those conditions may ask of a user and nothing else, so that one which asks for more fails when it is
    first built.
    """

    def __init__(self, name: str, role: str, has_team: bool, stands: bool) -> None:
        super().__init__(name, "int", attrgetter("pk"))
        self.role, self.stands = role, stands
        self.pk = Given(name, "int", attrgetter("pk"))
        self.team_id = Given(name, "int", attrgetter("team_id")) if has_team else None
        self.team = SimpleNamespace(service=Given(name, "str", attrgetter("team.service"))) if has_team else None


def among(column: str, keys: Any) -> Q:
    """The column holds one of these keys: a list that is told, or an `ArraySubquery`.

    The database reads an array first and then looks each key up by the index, where an IN may make it read a table.
    """
    return Q(Func(F(column), keys, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField()))


def kept[**P](build: Callable[P, QuerySet]) -> Callable[P, list[Any]]:
    """Makes a function that returns a query set into one that returns its rows, and writes its SQL only once.

    Every argument is by keyword, of a type among User, Fixed, bool, int, str, date, datetime, `list[int]` and
    `list[str]`, or None. With a User there is `at`, the moment at which her rights hold. Inside the function a value is
    a name: it can be compared in a condition and not looked at.
    """
    kinds = {name: str(one.annotation).removesuffix(" | None") for name, one in signature(build).parameters.items()}
    ready: dict[tuple[Any, ...], _Statement] = {}
    making = threading.Lock()

    @wraps(build)
    def ask(*args: P.args, **told: P.kwargs) -> list[Any]:
        shape = tuple(_shape(kinds[name], value, told) for name, value in told.items())
        statement = ready.get((*told, *shape))
        if statement is None:
            with making:
                named = {
                    name: _name(name, kinds[name], told[name], part) for name, part in zip(told, shape, strict=True)
                }
                statement = ready.setdefault((*told, *shape), _Statement(build(*args, **named)))
        return statement.rows(told)

    return ask


def _shape(kind: str, value: Any, told: Mapping[str, Any]) -> Any:
    if value is None or kind in ("bool", "Fixed"):
        return value
    if kind != "User":
        return ""
    from goldenthread.access.queries.rights import may_sign_in  # the rights know of the names given here

    return value.role, value.team_id is not None, may_sign_in(value, told["at"])


def _name(name: str, kind: str, value: Any, shape: Any) -> Any:
    if value is None or kind in ("bool", "Fixed"):
        return value
    return Reader(name, *shape) if kind == "User" else Given(name, kind)


class _Statement:
    """One SQL with its places for values, and how Django reads its rows."""

    def __init__(self, rows: QuerySet) -> None:
        self.asked, self.sent = rows, b""
        self.values: list[Given] = []
        self.compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            return
        connection.ensure_connection()
        left, places = iter(params), dict[tuple[Any, ...], int]()

        def place(found: re.Match[str]) -> str:
            if found[0] == "%%":
                return "%"
            value = next(left)
            if not isinstance(value, Given):
                return Literal(value).as_string(connection.connection)
            key = (value.name, value.kind, repr(value.pick))
            if key not in places:
                self.values.append(value)
                places[key] = len(self.values)
            return f"${places[key]}"

        # One and the same object each time: the driver looks the statement up by it.
        self.sent = re.sub(r"%%|%s", place, sql).encode()
        columns = [one[0] for one in self.compiler.select[0 : self.compiler.col_count]]
        converters = self.compiler.get_converters(columns)
        self.compiler.get_converters = lambda _: converters

    def rows(self, told: Mapping[str, Any]) -> list[Any]:
        """Asks with these values."""
        if not self.sent:
            return []
        found = _ask(self.sent, [value.of(told) for value in self.values])
        # Django's own reading of rows, handed rows that were read already.
        compiler = _twin(self.compiler)
        compiler.execute_sql = lambda *_, **__: [found]
        query = _twin(self.asked.query)
        query.get_compiler = lambda *_, **__: compiler
        asked = SimpleNamespace(
            query=query,
            db=connection.alias,
            model=self.asked.model,
            _fetch_mode=self.asked._fetch_mode,
            _fields=self.asked._fields,
            _known_related_objects={},
        )
        return list(self.asked._iterable_class(asked))


def _twin[T](of: T) -> T:
    """Another with the same parts, to hold what one asking found: `copy.copy` asks the class many things first."""
    made = object.__new__(type(of))
    made.__dict__.update(of.__dict__)
    return made


def _ask(sql: bytes, values: list[Any]) -> list[tuple[Any, ...]]:
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    open_here = connection.connection
    open_here.prepared_max, open_here.prepare_threshold = MOST_PLANS, NEVER_BY_ITSELF
    began = perf_counter()
    with connection.wrap_database_errors, RawCursor(open_here) as cursor:
        cursor.execute(sql, values, prepare=True)
        found = cursor.fetchall()
    if connection.queries_logged:
        shown = re.sub(r"\$(\d+)", lambda n: Literal(values[int(n[1]) - 1]).as_string(open_here), sql.decode())
        connection.queries_log.append({"sql": shown, "time": f"{perf_counter() - began:.3f}"})
    return found
