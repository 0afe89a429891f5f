"""What one person has been told and has not read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from goldenthread.access.models import Notice, User
from goldenthread.access.queries.kept import kept


@dataclass(frozen=True, slots=True)
class Told:
    """A notice: its key, kind, words, link (an address of our own, or empty), who sent it, and when."""

    key: int
    kind: str
    words: str
    link: str
    child: int | None
    sent_by: str
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class AtAGlance:
    """What the top of every page says of the person: the name of her team ("" without one), and how many notices she
    has not read."""

    team: str
    unread: int


MOST_UNREAD = 50


def unread(user: User, *, limit: int = MOST_UNREAD) -> list[Told]:
    """Her unread notices, newest first."""
    return _told(_unread(user=user.pk)[:limit])


def latest(user: User, *, limit: int = 100) -> list[Told]:
    """Her notices, read and unread, newest first."""
    return _told(_columns(_in_order().filter(to=user))[:limit])


def how_many_unread(user: User) -> int:
    """How many notices she has not read."""
    return Notice.objects.filter(to=user, read_at=None).count()


def at_a_glance(user: User) -> AtAGlance:
    """Her team's name and her unread notices, in one question: every page asks it."""
    ((team, unread),) = _glance(user=user.pk)
    return AtAGlance(team or "", unread or 0)


@kept
def _glance(*, user: int) -> QuerySet:
    hers = Notice.objects.filter(to=OuterRef("pk"), read_at=None).order_by().values("to")
    counted = Subquery(hers.annotate(how_many=Count("pk")).values("how_many"))
    return User.objects.filter(pk=user).values_list("team__name", counted)


def _in_order() -> QuerySet[Notice]:
    return Notice.objects.order_by("-sent_at", "-pk")


def _columns(rows: QuerySet[Notice]) -> QuerySet:
    """What is told of each, in the order of `Told`."""
    return rows.values_list("pk", "kind", "words", "link", "child", "sent_by__name", "sent_at", "read_at")


@kept
def _unread(*, user: int) -> QuerySet:
    return _columns(_in_order().filter(to=user, read_at=None))[:MOST_UNREAD]


def _told(rows: Iterable[tuple[Any, ...]]) -> list[Told]:
    return [
        Told(key, kind, words, link, child, sent_by or "", sent_at, read_at)
        for key, kind, words, link, child, sent_by, sent_at, read_at in rows
    ]
