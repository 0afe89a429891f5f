"""The conditions that rights are made of, in SQL written once.

Each is a condition on a child's key, whatever table the query is of. They are written by hand because a page asks them
many times over: built from query sets they took most of a page's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, F, Func, Q

from goldenthread.access.models import Seal, Tie, User


class Holds(Func):
    """True where `sql` is, with `{child}` standing for the child's key and %s for each of `values` in order."""

    output_field = BooleanField()

    def __init__(self, child: str | F, sql: str, values: tuple[Any, ...], **extra: Any) -> None:
        super().__init__(F(child) if isinstance(child, str) else child, **extra)
        self.sql, self.values = sql, values

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        column, none = compiler.compile(self.source_expressions[0])
        if none:
            raise ValueError("A child's key is a column: it has no values of its own")
        return self.sql.replace("{child}", column), list(self.values)


_TIE = """EXISTS (SELECT 1 FROM access_tie tie WHERE tie.child_id = {child}
 AND tie.starts_on <= %s AND (tie.ends_on IS NULL OR tie.ends_on > %s) AND """
_COVERED = "(SELECT absent_id FROM access_cover WHERE covering_id = %s AND period @> %s::date)"
_HERS = "tie.kind = ANY(%s) AND (tie.user_id = %s OR tie.user_id IN " + _COVERED + "))"
_OF_COVERED = (
    "(SELECT team_id FROM access_user"
    " WHERE id IN (SELECT absent_id FROM access_cover WHERE covering_id = %s AND period @> %s::date))"
)
_TEAMS = "tie.kind = %s AND (tie.team_id = %s OR tie.team_id IN " + _OF_COVERED + "))"
_SERVICES = "tie.kind = %s AND tie.team_id IN (SELECT id FROM access_team WHERE service = %s AND service <> ''))"


def tied(actor: User, kinds: Sequence[str], child: str, today: date) -> Q:
    """A tie of one of these kinds holds today, to her or to somebody she covers for."""
    return Q(Holds(child, _TIE + _HERS, (today, today, [str(kind) for kind in kinds], actor.pk, actor.pk, today)))


def with_team(actor: User, child: str, today: date) -> Q:
    """The child is with her team today, or with the team of somebody she covers for."""
    return Q(Holds(child, _TIE + _TEAMS, (today, today, Tie.Kind.TEAM.value, actor.team_id, actor.pk, today)))


def with_service(actor: User, child: str, today: date) -> Q:
    """The child is today with a team of the service she answers for; a team without a service is nobody's."""
    service = actor.team.service if actor.team else ""
    return Q(Holds(child, _TIE + _SERVICES, (today, today, Tie.Kind.TEAM.value, service)))


def sealed(actor: User, child: str) -> Q:
    """A seal in force keeps her out: it names her, or it names nobody and neither is hers nor lets her in."""
    sql = """EXISTS (SELECT 1 FROM access_seal seal WHERE seal.child_id = {child} AND seal.lifted_at IS NULL
 AND (seal.user_id = %s OR (seal.user_id IS NULL AND seal.owner_id <> %s
 AND NOT EXISTS (SELECT 1 FROM access_seal_let_in let WHERE let.seal_id = seal.id AND let.user_id = %s))))"""
    return Q(Holds(child, sql, (actor.pk, actor.pk, actor.pk)))


def opened_in_emergency(actor: User, child: str, now: datetime) -> Q:
    """Her emergency access runs, and no seal stands that emergency access never opens."""
    sql = """(EXISTS (SELECT 1 FROM access_emergencyaccess glass WHERE glass.child_id = {child}
 AND glass.user_id = %s AND glass.until > %s)
 AND NOT EXISTS (SELECT 1 FROM access_seal seal WHERE seal.child_id = {child} AND seal.lifted_at IS NULL
 AND (seal.user_id = %s OR seal.kind = ANY(%s))
 AND NOT EXISTS (SELECT 1 FROM access_seal_let_in let WHERE let.seal_id = seal.id AND let.user_id = %s)))"""
    hard = [Seal.Kind.CONFLICT.value, Seal.Kind.ADOPTION.value]
    return Q(Holds(child, sql, (actor.pk, now, actor.pk, hard, actor.pk)))
