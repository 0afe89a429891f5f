"""What one person has been told and has not read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    return _told(_in_order().filter(to=user)[:limit])


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
    return Notice.objects.select_related("sent_by").order_by("-sent_at", "-pk")


@kept
def _unread(*, user: int) -> QuerySet[Notice]:
    return _in_order().filter(to=user, read_at=None)[:MOST_UNREAD]


def _told(rows: Iterable[Notice]) -> list[Told]:
    return [
        Told(
            key=row.pk,
            kind=row.kind,
            words=row.words,
            link=row.link,
            child=row.child_id,
            sent_by=row.sent_by.name if row.sent_by else "",
            sent_at=row.sent_at,
            read_at=row.read_at,
        )
        for row in rows
    ]
