"""Reading the ledger: who has looked, what somebody did, and whether every entry still stands as it was written."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from json import loads
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from goldenthread.access.models import LedgerEntry, User
from goldenthread.rulebook.rights import ACTS, ROLE_NAMES, Role, Where

AT_A_TIME = 50_000
_BY = {
    Where.ANY: "by role",
    Where.ALLOCATED: "works with the child, or covers for the person who does",
    Where.TEAM: "the child is with their team",
    Where.SERVICE: "the child is with a team in their service",
    Where.REVIEWING: "chairs or reviews for the child",
    Where.AUDIT: "the child is in their audit sample",
    Where.PARTNER: "partner professional working with the child",
    Where.CHOSEN: "inspector for whom the child was chosen",
}

# Verification names at most this many problems one by one; `Verification.ok` is false however many there are.
LONGEST_LIST = 1_000


@dataclass(frozen=True, slots=True)
class Look:
    """What one person did in a child's record on one day. `acts` are labels; `right` says by what right, in words.

    With `refused` she asked for it and did not get it: nothing was seen.
    """

    name: str
    role: str
    on: date
    first_at: datetime
    last_at: datetime
    times: int
    right: str
    acts: tuple[str, ...]
    emergency: bool
    refused: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, with the name of the person in place of her key; `name` is empty when a command acted."""

    number: int
    at: datetime
    name: str
    act: str
    label: str
    child: int | None
    subject: str
    right: str
    came_from: str
    detail: dict[str, object]


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind` is changed, gap, reordered or tail_missing; `number` is where it was seen."""

    number: int
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the whole ledger stands as written. `head` is the last hash: kept somewhere else, it also shows a
    ledger that its owner has written anew from end to end."""

    ok: bool
    checked: int
    problems: tuple[Problem, ...]
    head: str


def who_has_looked(
    *children: int, since: datetime | None = None, limit: int = 500, without: Collection[str] = ()
) -> list[Look]:
    """Who read or wrote in this child's record, a line a person and day, newest first. Days are those of London.

    A child whose records were merged has several keys: give them all. Acts that are named in `without` are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(person.name, ''), coalesce(person.role, ''), day, first_at, last_at, times, rights, acts,
                   refused
            FROM (
                SELECT actor, "right" = 'refused' AS refused, (at AT TIME ZONE 'Europe/London')::date AS day,
                       min(at) AS first_at, max(at) AS last_at,
                       count(*) AS times, array_agg(DISTINCT "right") AS rights, array_agg(DISTINCT act) AS acts
                FROM access_ledgerentry
                WHERE child = ANY(%(children)s) AND (%(since)s::timestamptz IS NULL OR at >= %(since)s)
                  AND act <> ALL(%(without)s)
                GROUP BY actor, day, refused
            ) AS looks LEFT JOIN access_user AS person ON person.id = looks.actor
            ORDER BY last_at DESC LIMIT %(limit)s
            """,
            {"children": list(children), "since": since, "limit": limit, "without": list(without)},
        )
        return [
            Look(
                name=name or "Golden Thread",
                role=_role(role),
                on=day,
                first_at=first_at,
                last_at=last_at,
                times=times,
                right=", ".join(dict.fromkeys(in_words(right) for right in rights if right)),
                acts=tuple(sorted(_label(act) for act in acts)),
                emergency="emergency access" in rights or "record.open_in_emergency" in acts,
                refused=refused,
            )
            for name, role, day, first_at, last_at, times, rights, acts, refused in cursor.fetchall()
        ]


def entries(
    *,
    child: int | None = None,
    actor: int | None = None,
    act: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[Entry]:
    """Entries that meet every condition given, newest first. `until` is not included; `before` is a number to page
    on from."""
    chosen = LedgerEntry.objects.order_by("-number")
    for condition, value in {
        "child": child,
        "actor": actor,
        "act": act,
        "at__gte": since,
        "at__lt": until,
        "number__lt": before,
    }.items():
        if value is not None:
            chosen = chosen.filter(**{condition: value})
    found = list(chosen[:limit])
    names = dict(User.objects.filter(pk__in={entry.actor for entry in found}).values_list("pk", "name"))
    return [
        Entry(
            number=entry.number,
            at=entry.at,
            name=names.get(entry.actor, ""),
            act=entry.act,
            label=_label(entry.act),
            child=entry.child,
            subject=entry.subject,
            right=in_words(entry.right),
            came_from=entry.came_from,
            detail=entry.detail,
        )
        for entry in found
    ]


def in_words(right: str) -> str:
    """A right as the ledger keeps it ("social_worker:allocated") in words."""
    role, _, where = right.partition(":")
    if role == "role":
        return _BY[Where.ANY]
    if role in Role and where in Where:
        return _BY[Where(where)]
    return right


def verify_ledger(*, progress: Callable[[int, int], None] | None = None) -> Verification:
    """Works every hash out anew and follows the chain from the first entry to the head.

    Finds an entry that was changed, a gap, entries in another order, and an end that was cut off. `progress` is told
    how many entries were checked, of how many. Entries are checked in the database, some at a time.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce((SELECT number FROM access_ledgerhead WHERE id = 1), 0),
                   coalesce((SELECT hash FROM access_ledgerhead WHERE id = 1), ''),
                   coalesce((SELECT max(number) FROM access_ledgerentry), 0)
            """
        )
        head, head_hash, last = cursor.fetchone()
        problems: list[Problem] = []
        checked, number, its_hash = 0, 0, ""
        while True:
            cursor.execute(_STRETCH, {"after": number, "up_to": last, "limit": AT_A_TIME, "hash": its_hash})
            count, next_number, next_hash, wrong = cursor.fetchone()
            if not count:
                break
            problems += _named(cursor, loads(wrong or "[]"))[: LONGEST_LIST - len(problems)]
            checked, number, its_hash = checked + count, next_number, next_hash
            if progress is not None:
                progress(checked, last)
    if last < head:
        problems.append(Problem(head, "tail_missing", _missing(last + 1, head, "The end was cut off: ")))
    elif last > head or its_hash != head_hash:
        problems.append(
            Problem(
                last, "changed", f"The end of the ledger is not the one that was written: entry {last} is in doubt."
            )
        )
    return Verification(not problems, checked, tuple(problems), head_hash)


# One stretch of the chain: how many entries, the last number and hash, and the entries that do not fit.
_STRETCH = """
    WITH stretch AS MATERIALIZED (
        SELECT *, ledger_hash(previous, number, at, actor, act, child, subject, "right", came_from, detail) AS should
        FROM access_ledgerentry WHERE number > %(after)s AND number <= %(up_to)s ORDER BY number LIMIT %(limit)s
    ), chained AS (
        SELECT number, previous, hash, should,
               lag(number, 1, %(after)s::bigint) OVER (ORDER BY number) AS number_before,
               lag(hash, 1, %(hash)s::varchar) OVER (ORDER BY number) AS hash_before
        FROM stretch
    )
    SELECT count(*), max(number), max(hash) FILTER (WHERE number = (SELECT max(number) FROM stretch)),
           jsonb_agg(jsonb_build_array(number, number_before, previous, hash <> should, previous <> hash_before)
                     ORDER BY number)
           FILTER (WHERE hash <> should OR previous <> hash_before OR number <> number_before + 1)
    FROM chained
"""


def _named(cursor: CursorWrapper, wrong: list[list[Any]]) -> list[Problem]:
    """What is wrong with each entry that does not fit, in a word and a sentence."""
    links = [row[2] for row in wrong if row[4] and row[2]]
    cursor.execute("SELECT hash, number FROM access_ledgerentry WHERE hash = ANY(%s)", [links])
    stands_at = dict(cursor.fetchall())
    problems = []
    for number, before, previous, changed, unlinked in wrong:
        if number != before + 1:
            problems.append(Problem(number, "gap", _missing(before + 1, number - 1)))
            if not changed:
                continue
        elif unlinked and previous in stands_at:
            sentence = f"Entry {number} was written after what now stands as entry {stands_at[previous]}, not {before}."
            problems.append(Problem(number, "reordered", sentence))
            continue
        elif unlinked and previous == "":
            sentence = f"Entry {number} was written as the first, and stands after entry {before}."
            problems.append(Problem(number, "reordered", sentence))
            continue
        elif unlinked and not changed:
            sentence = f"Entry {before} was changed after entry {number} was written."
            problems.append(Problem(before, "changed", sentence))
            continue
        problems.append(Problem(number, "changed", f"Entry {number} was changed after it was written."))
    return problems


def _missing(first: int, last: int, opening: str = "") -> str:
    if first == last:
        return f"{opening}{'entry' if opening else 'Entry'} {first} is missing."
    return f"{opening}{'entries' if opening else 'Entries'} {first} to {last} are missing."


def _label(act: str) -> str:
    return ACTS[act].label if act in ACTS else act


def _role(role: str) -> str:
    return ROLE_NAMES[Role(role)] if role in Role else role


def last_ledger_number() -> int:
    """The number of the last entry, 0 for an empty ledger."""
    return LedgerEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0


def children_written_of(*, after: int) -> set[int]:
    """The children of whom something was recorded since entry `after`: every act but reading. One query."""
    reading = [act.key for act in ACTS.values() if not act.writes]
    rows = LedgerEntry.objects.filter(number__gt=after, child__isnull=False).exclude(act__in=reading)
    return set(rows.values_list("child", flat=True).distinct())
