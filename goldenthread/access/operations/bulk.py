"""Writing many rows at once, and a line in the ledger for each: what the bulk door of every package stands on.

A row is a `NamedTuple` whose fields are the columns of the table that its class names, the key among them. The caller
takes keys first (`take_keys`), so that rows may point to one another before any is written; then the rows go in by
COPY.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import batched
from json import JSONEncoder, dumps
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

from goldenthread.access.models import User
from goldenthread.access.operations.ledger import came_from

COPIED_AT_ONCE = 500  # rows put together in memory
LEDGER_AT_ONCE = 5_000  # entries handed over in one statement, so that memory stays flat


class TieRow(NamedTuple):
    """A tie between a child and a person or a team (`access.models.Tie`)."""

    table = "access_tie"
    id: int
    child_id: int
    kind: str
    user_id: int | None
    team_id: int | None
    starts_on: date
    ends_on: date | None = None


class LedgerRow(NamedTuple):
    """An act to enter in the ledger. `detail` holds keys and codes, never a person's words."""

    act: str
    child: int | None = None
    subject: str = ""
    detail: dict[str, object] | None = None
    actor: int | None = None
    at: datetime | None = None


def take_keys(kind: type[Any], count: int) -> list[int]:
    """So many fresh keys for rows of this class, in ascending order. A key that is not used is simply lost."""
    if count <= 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(nextval(keys.name)) FROM"
            " (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name OFFSET 0) AS keys, generate_series(1, %s)",
            [kind.table, count],
        )
        (keys,) = cursor.fetchone()
    return sorted(keys)


def copy_rows(rows: Sequence[Any]) -> int:
    """Writes rows of one class by COPY, and returns how many. Runs inside the caller's transaction.

    Text, numbers, dates and truth values go as they are; a tuple becomes an array, a dict or a list JSON. Raises
    `django.db.DataError` for text with a NUL in it and `django.db.IntegrityError` when the database refuses a row: then
    none of them is written.
    """
    if not rows:
        return 0
    kind = rows[0]
    names = sql.SQL(", ").join(map(sql.Identifier, kind._fields))
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(kind.table), names)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(into) as copy:
        for some in batched(rows, COPIED_AT_ONCE, strict=False):
            text = _copy_text(some)
            if text is not None:
                copy.write(text)
                continue
            for row in some:
                copy.write_row([_as_text(value) for value in row])
    return len(rows)


def change_rows(
    model: type[Model],
    changes: Iterable[tuple[int, Mapping[str, Any]]],
    *,
    with_each: Mapping[str, Any] | None = None,
    raises: str = "",
    only: str = "",
) -> int:
    """Writes changed columns of many rows of one table, and returns how many were given. Runs inside the caller's
    transaction.

    `with_each` is written to every one of them, `raises` names a column that goes up by one, and `only` a truth column
    without which a row is left alone. A value that is None empties its column.
    """

    def column(name: str) -> sql.Identifier:
        return sql.Identifier(model._meta.get_field(name).column)

    always = dict(with_each or {})
    # Rows that change the same columns go in one statement.
    alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for key, values in changes:
        names = tuple(sorted(values))
        alike.setdefault(names, []).append((*(values[name] for name in names), *always.values(), key))
    with connection.cursor() as cursor:
        for names, given in alike.items():
            settings = [sql.SQL("{} = %s").format(column(name)) for name in (*names, *always)]
            if raises:
                settings.append(sql.SQL("{0} = {0} + 1").format(column(raises)))
            statement = sql.SQL("UPDATE {} SET {} WHERE id = %s{}").format(
                sql.Identifier(model._meta.db_table),
                sql.SQL(", ").join(settings),
                sql.SQL(" AND {}").format(column(only)) if only else sql.SQL(""),
            )
            cursor.executemany(statement, given)
    return sum(map(len, alike.values()))


def load_rows(kinds: Sequence[type[Any]], rows: Iterable[Any]) -> dict[type[Any], int]:
    """Sorts rows by class and copies each class, in the order of `kinds`: what is pointed to before what points.

    Raises `TypeError` for a row of a class that is not in `kinds`.
    """
    sorted_rows: dict[type[Any], list[Any]] = {kind: [] for kind in kinds}
    for row in rows:
        try:
            sorted_rows[type(row)].append(row)
        except KeyError:
            raise TypeError(f"This door does not take {type(row).__name__}.") from None
    return {kind: copy_rows(some) for kind, some in sorted_rows.items() if some}


def load_ties(rows: Iterable[TieRow]) -> int:
    """Writes ties; the allocations that make them are written by the same caller, in the same transaction."""
    with transaction.atomic():
        return load_rows((TieRow,), rows).get(TieRow, 0)


def record_many(entries: Iterable[LedgerRow], *, by: User | None, at: datetime, right: str = "") -> int:
    """Enters many acts in the ledger, in the order given, and returns how many.

    They are numbered and chained by the database as `record` does, by the same hash. The ledger's head is locked until
    the transaction ends, and every reader of a record waits for it: do this last. An entry's own `actor` and `at`
    take the place of `by` and `at`, for a history that is loaded.
    """
    actor, total, some = by.pk if by else None, 0, list[LedgerRow]()
    for entry in entries:
        some.append(entry)
        if len(some) == LEDGER_AT_ONCE:
            total += _enter(some, actor, at, right)
            some = []
    return total + _enter(some, actor, at, right)


def _enter(entries: list[LedgerRow], actor: int | None, at: datetime, right: str) -> int:
    if not entries:
        return 0
    details: dict[int, str] = {}
    for entry in entries:
        # Many entries share one detail, which is written out once.
        if entry.detail and id(entry.detail) not in details:
            details[id(entry.detail)] = dumps(entry.detail)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_add_many(%s::timestamptz[], %s::bigint[], %s::text[], %s::bigint[], %s::text[], %s, %s,"
            " %s::text[]::jsonb[])",
            [
                _array(tuple((entry.at or at).isoformat() for entry in entries)),
                _keys(entry.actor or actor for entry in entries),
                _array(tuple(entry.act for entry in entries)),
                _keys(entry.child for entry in entries),
                _array(tuple(entry.subject for entry in entries)),
                right,
                came_from.get(),
                _array(tuple(details[id(entry.detail)] if entry.detail else "{}" for entry in entries)),
            ],
        )
    return len(entries)


def _array(values: tuple[Any, ...]) -> str:
    """An array as PostgreSQL writes it. Every element is quoted, so that none is taken for NULL or a nested array."""
    if not values:
        return "{}"
    return '{"' + '","'.join([str(v).replace("\\", "\\\\").replace('"', '\\"') for v in values]) + '"}'


def _keys(values: Iterable[int | None]) -> str:
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"


_JSON = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class _Texts(dict[type, Callable[[Any], str]]):
    """How each kind of value is written; a kind made from another, such as a choice of texts, as that other."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        for base in kind.__mro__[1:]:
            if base in self:
                self[kind] = self[base]
                return self[base]
        raise TypeError(f"A row holds a {kind.__name__}, which cannot be written.")


_TEXT = _Texts(
    {
        str: str.__str__,
        int: str,
        float: repr,
        bool: lambda value: "t" if value else "f",
        date: date.isoformat,
        datetime: lru_cache(maxsize=10_000)(datetime.isoformat),
        tuple: _array,
        dict: _JSON,
        list: _JSON,
    }
)

# While a batch is put together, these stand between values, between rows and for NULL. They are no characters of any
# text; where one is found in a value all the same, the driver writes that batch value by value.
_BETWEEN_VALUES, _BETWEEN_ROWS, _NULL = "\x00", "\x02", "\x01"


def _as_text(value: Any) -> Any:
    return None if value is None else _TEXT[value.__class__](value)


def _copy_text(rows: Sequence[Any]) -> str | None:
    """Rows in the text format of COPY, escaped all at once: some ten times faster than value by value. None when a
    value holds one of the marks."""
    nulls = 0
    lines = []
    for row in rows:
        nulls += row.count(None)
        lines.append(
            _BETWEEN_VALUES.join(
                [
                    value if value.__class__ is str else _NULL if value is None else _TEXT[value.__class__](value)
                    for value in row
                ]
            )
        )
    text = _BETWEEN_ROWS.join(lines)
    marks = ((_BETWEEN_VALUES, len(rows) * (len(rows[0]) - 1)), (_BETWEEN_ROWS, len(rows) - 1), (_NULL, nulls))
    if any(text.count(mark) != count for mark, count in marks):
        return None
    for raw, escaped in (
        ("\\", "\\\\"),
        ("\t", "\\t"),
        ("\n", "\\n"),
        ("\r", "\\r"),
        (_BETWEEN_VALUES, "\t"),
        (_BETWEEN_ROWS, "\n"),
        (_NULL, "\\N"),
    ):
        text = text.replace(raw, escaped)
    return text + "\n"
