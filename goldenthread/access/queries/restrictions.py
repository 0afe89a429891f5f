"""The restrictions on a record and the emergencies in which one was opened, for those who answer for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from goldenthread.access.models import EmergencyAccess, Seal, Tie, User
from goldenthread.access.queries.rights import decide, may_break_glass
from goldenthread.rulebook.rights import ACTS


@dataclass(frozen=True, slots=True)
class Restriction:
    """A restriction. `kept_out` names the one person it concerns; empty when it concerns everybody but `let_in`."""

    key: int
    kind: str
    kind_name: str
    reason: str
    owner: str
    owner_key: int
    kept_out: str
    let_in: tuple[str, ...]
    set_by: str
    set_at: datetime
    lifted_by: str
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Emergency:
    """Somebody opened a record in an emergency. `told` says how the record is named to the reader."""

    key: int
    who: str
    who_key: int
    child: int
    record: str
    reason: str
    opened_at: datetime
    until: datetime
    reviewed_by: str
    reviewed_at: datetime | None
    review: str


@dataclass(frozen=True, slots=True)
class Door:
    """What stands between a person and a record, before she opens it in an emergency.

    `name` is empty where a restriction hides it. `ask` names the owners of the restrictions that keep her out.
    """

    child: int
    exists: bool
    name: str
    restricted: bool
    may_open: bool
    already: bool
    until: datetime | None
    ask: tuple[str, ...]


def restrictions(child: int, *, lifted: bool = False) -> list[Restriction]:
    """The restrictions on a record, newest first; those that were lifted only when asked for."""
    chosen = Seal.objects.filter(child=child).select_related("owner", "user", "set_by", "lifted_by")
    if not lifted:
        chosen = chosen.filter(lifted_at=None)
    return [
        Restriction(
            key=row.pk,
            kind=row.kind,
            kind_name=row.get_kind_display(),
            reason=row.reason,
            owner=row.owner.name,
            owner_key=row.owner_id,
            kept_out=row.user.name if row.user else "",
            let_in=tuple(person.name for person in row.let_in.all()),
            set_by=row.set_by.name,
            set_at=row.set_at,
            lifted_by=row.lifted_by.name if row.lifted_by else "",
            lifted_at=row.lifted_at,
        )
        for row in chosen.prefetch_related("let_in").order_by("-set_at")
    ]


def emergencies(reader: User, *, reviewed: bool = False, limit: int = 100) -> list[Emergency]:
    """Emergencies that wait for review, or those reviewed, newest first.

    A record that is restricted from the reader is named by its number alone.
    """
    chosen = EmergencyAccess.objects.filter(reviewed_at__isnull=not reviewed)
    rows = chosen.select_related("user", "reviewed_by").order_by("-opened_at")[:limit]
    return [_emergency(row, reader) for row in rows]


def emergency(key: int, reader: User) -> Emergency | None:
    """One emergency; None when there is none."""
    row = EmergencyAccess.objects.select_related("user", "reviewed_by").filter(pk=key).first()
    return None if row is None else _emergency(row, reader)


def door(actor: User, child: int, *, at: datetime) -> Door:
    """What stands between this person and this record now."""
    decision = decide(actor, "child.read", child, at=at)
    running = EmergencyAccess.objects.filter(user=actor, child=child, until__gt=at).order_by("-until").first()
    in_force = Seal.objects.filter(child=child, lifted_at=None)
    keeping_out = (in_force.filter(user=None) | in_force.filter(user=actor)).distinct()
    return Door(
        child=child,
        exists=_people().filter(pk=child).exists(),
        name="" if decision.sealed else record_name(child),
        restricted=decision.sealed,
        may_open=not decision.allowed and may_break_glass(actor, ACTS["child.read"], child),
        already=decision.allowed,
        until=running.until if running else None,
        ask=tuple(sorted({row.owner.name for row in keeping_out.select_related("owner")})) if decision.sealed else (),
    )


def record_name(child: int) -> str:
    """How a record is named: the person's name, else the council's number for the child, else our own."""
    row = (
        _people()
        .filter(pk=child)
        .values(given=F("given_names"), family=F("family_name"), council=F("la_child_id"))
        .first()
    )
    if row is None:
        return f"Record {child}"
    name = f"{row['given']} {row['family']}".strip()
    return name or (f"Child {row['council']}" if row["council"] else f"Record {child}")


def _emergency(row: EmergencyAccess, reader: User) -> Emergency:
    shown = not decide(reader, "child.read", row.child_id).sealed
    return Emergency(
        key=row.pk,
        who=row.user.name,
        who_key=row.user_id,
        child=row.child_id,
        record=record_name(row.child_id) if shown else f"Record {row.child_id} (restricted)",
        reason=row.reason,
        opened_at=row.opened_at,
        until=row.until,
        reviewed_by=row.reviewed_by.name if row.reviewed_by else "",
        reviewed_at=row.reviewed_at,
        review=row.review,
    )


def _people():  # the class belongs to a package that imports this one; it is reached by the key that points to it
    return Tie.child.field.related_model.objects
