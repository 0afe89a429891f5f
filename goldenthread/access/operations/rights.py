"""What joins a person to a child and what keeps her out: ties, seals, and access in an emergency."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.models import EmergencyAccess, Seal, Team, Tie, User
from goldenthread.access.operations.ledger import record
from goldenthread.access.operations.notices import send
from goldenthread.access.queries.rights import EMERGENCY_LASTS, decide, may_break_glass, require
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.rights import ACTS, Role

SHORTEST_REASON = 20
_TEAM_KINDS = (Tie.Kind.TEAM,)


def tie(
    *,
    child: int,
    kind: str,
    user: User | int | None = None,
    team: Team | int | None = None,
    starts_on: date,
    ends_on: date | None = None,
) -> int:
    """Joins a person, or for the kind `team` a team, to a child from a day; returns the tie's key.

    `ends_on` is the first day on which it no longer holds. Called by the operation that makes the relationship (an
    allocation, a partner invited), which has decided the right and writes the ledger. Tying again what is tied
    already changes nothing. Raises `ValueError` for a kind that does not fit who is tied.
    """
    if (kind in _TEAM_KINDS) != (team is not None) or (user is None) == (team is None):
        raise ValueError(f"A tie of the kind {kind} is to {'a team' if kind in _TEAM_KINDS else 'a person'}.")
    if ends_on is not None and ends_on <= starts_on:
        raise ValueError("A tie ends after it starts.")
    whom = {"user_id": _key(user)} if team is None else {"team_id": _key(team)}
    standing = Tie.objects.filter(
        child_id=child, kind=Tie.Kind(kind), ends_on=ends_on, starts_on__lte=starts_on, **whom
    )
    found = standing.values_list("pk", flat=True).first()
    if found is not None:
        return found
    return Tie.objects.create(child_id=child, kind=Tie.Kind(kind), starts_on=starts_on, ends_on=ends_on, **whom).pk


def untie(
    *,
    child: int,
    kind: str,
    user: User | int | None = None,
    team: Team | int | None = None,
    ends_on: date,
) -> int:
    """Ends the ties of this kind to a child from `ends_on`, the first day without them; returns how many. One that has
    an earlier end keeps it.

    With neither `user` nor `team` every tie of the kind ends. One that has not started by then never held, and goes.
    """
    later = Q(ends_on=None) | Q(ends_on__gt=ends_on)
    standing = Tie.objects.filter(later, child_id=child, kind=Tie.Kind(kind))
    if user is not None:
        standing = standing.filter(user_id=_key(user))
    if team is not None:
        standing = standing.filter(team_id=_key(team))
    never_held, _ = standing.filter(starts_on__gt=ends_on).delete()
    return never_held + standing.update(ends_on=ends_on)


@transaction.atomic
def seal(
    *,
    child: int,
    kind: str,
    reason: str,
    owner: User,
    user: User | None = None,
    let_in: Collection[User] = (),
    by: User,
    at: datetime,
) -> int:
    """Closes a record to everybody but its owner and `let_in`, or, with `user`, to that one person; returns its key.

    The owner answers for the seal and is the first whom an emergency tells, so she must be somebody who may lift it.
    Raises `NotAllowed`, `Refused`.
    """
    decision = require(by, "record.seal", child, at=at)
    problems: list[tuple[str, str]] = []
    if kind not in Seal.Kind.values:
        problems.append(("kind", "Choose what kind of restriction this is"))
    if len(reason.strip()) < SHORTEST_REASON:
        problems.append(("reason", f"Say why in at least {SHORTEST_REASON} characters"))
    if not _may_lift(owner):
        problems.append(("owner", "Choose an owner who may lift a restriction: a service manager or a director"))
    if kind == Seal.Kind.CONFLICT and user is None:
        problems.append(("user", "Say whom the conflict of interest concerns"))
    if user is not None and user.pk == owner.pk:
        problems.append(("owner", "The owner cannot be the person kept out"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = Seal.objects.create(
        child_id=child, kind=kind, user=user, reason=reason.strip(), owner=owner, set_by=by, set_at=at
    )
    made.let_in.set(let_in)
    if owner.pk != by.pk:
        send(
            to=owner,
            kind="seal",
            words=f"{by.name} restricted a record and named you as its owner.",
            link=reverse("restrictions", args=[child]),
            child=child,
            by=by,
            at=at,
        )
    detail = {"kind": kind, "owner": owner.pk, "user": user.pk if user else None, "let_in": [u.pk for u in let_in]}
    record(act="record.seal", by=by, at=at, child=child, subject=f"seal:{made.pk}", right=decision.right, detail=detail)
    return made.pk


@transaction.atomic
def unseal(*, seal: int, by: User, at: datetime) -> None:
    """Lifts a restriction. Its owner may, and anybody with the right whom no restriction keeps out.

    Raises `NotAllowed`, `Refused` when it was lifted already.
    """
    found = Seal.objects.select_for_update().get(pk=seal)
    if found.owner_id == by.pk and _may_lift(by):
        right = "owner of the restriction"  # even where another restriction keeps her from the record
    else:
        right = require(by, "record.unseal", found.child_id, at=at).right
    if found.lifted_at is not None:
        raise Refused("This restriction was lifted already.")
    found.lifted_by, found.lifted_at = by, at
    found.save(update_fields=["lifted_by", "lifted_at"])
    record(act="record.unseal", by=by, at=at, child=found.child_id, subject=f"seal:{seal}", right=right)


@transaction.atomic
def open_in_emergency(*, child: int, reason: str, by: User, at: datetime) -> int:
    """Opens a record to `by` for four hours and tells those who answer for it; returns the access's key.

    Told are the workers the child is allocated to, else the managers of its team, else the managers of the person
    who opened it; and in any case the owners of the restrictions on it. Access that runs already is returned as it
    is. Raises `NotAllowed`; `Refused` for a thin reason, a record she can open anyway, and one closed by a conflict
    of interest or an adoption, which no emergency opens.
    """
    decision = require(by, "record.open_in_emergency", at=at)
    if not Tie.child.field.related_model.objects.filter(pk=child).exists():
        raise Refused("There is no such record.")
    running = EmergencyAccess.objects.filter(user=by, child_id=child, until__gt=at).first()
    if running is not None:
        return running.pk
    if decide(by, "child.read", child, at=at).allowed:
        raise Refused("You may open this record already. No emergency access is needed.")
    if not may_break_glass(by, ACTS["child.read"], child):
        raise Refused("This record stays closed even in an emergency. Ask its owner, or the duty manager, at once.")
    words = " ".join(reason.split())
    if len(words) < SHORTEST_REASON or len(words.split()) < 4:
        raise Refused(f"Say in a sentence of at least {SHORTEST_REASON} characters why you need it now", "reason")
    opened = EmergencyAccess.objects.create(
        user=by, child_id=child, reason=reason.strip(), opened_at=at, until=at + EMERGENCY_LASTS
    )
    told = _who_answers_for(child, by, at)
    for person in told:
        send(
            to=person,
            kind="emergency",
            words=f"{by.name} opened a record in an emergency, and wrote: {words}",
            link=reverse("review_emergency", args=[opened.pk])
            if _may_review(person)
            else reverse("child", args=[child]),
            child=child,
            by=by,
            at=at,
        )
    record(
        act="record.open_in_emergency",
        by=by,
        at=at,
        child=child,
        subject=f"emergency:{opened.pk}",
        right=decision.right,
        detail={"until": opened.until.isoformat(), "told": sorted(person.pk for person in told)},
    )
    return opened.pk


@transaction.atomic
def review_emergency(*, emergency: int, review: str, by: User, at: datetime) -> None:
    """Records a manager's word on whether emergency access was right. Nobody reviews her own.

    Raises `NotAllowed`, `Refused`.
    """
    decision = require(by, "record.review_emergency", at=at)
    found = EmergencyAccess.objects.select_for_update().get(pk=emergency)
    if found.user_id == by.pk:
        raise Refused("Somebody else must review your own emergency access.")
    if found.reviewed_at is not None:
        raise Refused("This was reviewed already.")
    if len(review.strip()) < SHORTEST_REASON:
        raise Refused(f"Say what you found in at least {SHORTEST_REASON} characters", "review")
    found.reviewed_by, found.reviewed_at, found.review = by, at, review.strip()
    found.save(update_fields=["reviewed_by", "reviewed_at", "review"])
    record(
        act="record.review_emergency",
        by=by,
        at=at,
        child=found.child_id,
        subject=f"emergency:{emergency}",
        right=decision.right,
    )


def _who_answers_for(child: int, opener: User, at: datetime) -> list[User]:
    today = timezone.localdate(at)
    ties = Tie.objects.holding(today).filter(child_id=child)
    active = User.objects.filter(is_active=True).exclude(pk=opener.pk)
    told = list(active.filter(ties__in=ties.filter(kind=Tie.Kind.ALLOCATED)).distinct())
    if not told:
        teams = ties.filter(kind=Tie.Kind.TEAM).values("team")
        told = list(active.filter(role=Role.TEAM_MANAGER, team__in=teams))
    owners = Seal.objects.filter(child_id=child, lifted_at=None).values("owner")
    told += [owner for owner in active.filter(pk__in=owners) if owner not in told]
    if not told and opener.team_id:
        told = list(active.filter(role=Role.TEAM_MANAGER, team=opener.team_id))
    return told or list(active.filter(role__in=[Role.SERVICE_MANAGER, Role.DIRECTOR]))


def _may_lift(user: User) -> bool:
    return user.is_active and any(grant.role == user.role for grant in ACTS["record.unseal"].grants)


def _may_review(user: User) -> bool:
    return any(grant.role == user.role for grant in ACTS["record.review_emergency"].grants)


def _key(whom: User | Team | int | None) -> int | None:
    return whom if whom is None or isinstance(whom, int) else whom.pk
