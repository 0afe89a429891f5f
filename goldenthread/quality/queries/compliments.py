"""Compliments as they are read: by the worker once they are shared, by whoever recorded them, by managers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from goldenthread.access.public import User, acts_of
from goldenthread.quality.models import Compliment
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role

SHOWN = 100


@dataclass(frozen=True, slots=True)
class ComplimentShown:
    """A compliment. `about` is the worker or the team; `waits` says that the worker may not read it yet; `may` what the
    reader may do with it."""

    key: int
    said_by: str
    who: str
    about: str
    team: str
    words: str
    said_on: date
    learning: str
    finding: int | None
    recorded_by: str
    recorded_at: datetime
    shared_at: datetime | None
    hers: bool
    waits: bool
    may: frozenset[str]


def seen_by(reader: User) -> Q:
    """The compliments that she may read, as a condition."""
    if reader.role in (Role.SERVICE_MANAGER, Role.DIRECTOR, Role.AUDITOR):
        return Q()
    hers = Q(recorded_by=reader) | Q(worker=reader, shared_at__isnull=False)
    if reader.role in (Role.TEAM_MANAGER, Role.CONFERENCE_CHAIR) and reader.team_id:
        return hers | Q(team=reader.team_id)
    return hers


def may_see(reader: User, compliment: int) -> bool:
    return Compliment.objects.filter(seen_by(reader), pk=compliment).exists()


def compliments(reader: User) -> tuple[ComplimentShown, ...]:
    """The latest compliments that she may read. One query."""
    rows = Compliment.objects.filter(seen_by(reader)).select_related("worker", "team", "recorded_by")
    return tuple(_shown(one, reader) for one in rows.order_by("-said_on", "-pk")[:SHOWN])


def compliment_shown(compliment: int, *, reader: User) -> ComplimentShown | None:
    """One compliment; None where there is none for her."""
    rows = Compliment.objects.filter(seen_by(reader), pk=compliment)
    row = rows.select_related("worker", "team", "recorded_by").first()
    return _shown(row, reader) if row else None


def _shown(row: Compliment, reader: User) -> ComplimentShown:
    acts = acts_of(reader)
    shut = {
        "compliment.share": row.worker_id is None or row.shared_at is not None,
        "compliment.learn": row.finding is not None or "finding.enter" not in acts,
    }
    return ComplimentShown(
        key=row.pk,
        said_by=SETS["compliment_from"].label(row.said_by),
        who=row.who,
        about=row.worker.name if row.worker else row.team.name if row.team else "",
        team=row.team.name if row.team and row.worker else "",
        words=row.words,
        said_on=row.said_on,
        learning=row.learning,
        finding=row.finding,
        recorded_by=row.recorded_by.name,
        recorded_at=row.recorded_at,
        shared_at=row.shared_at,
        hers=row.worker_id == reader.pk,
        waits=row.worker_id is not None and row.shared_at is None,
        may=frozenset(act for act in shut if act in acts and not shut[act]),
    )
