"""May she, and why: one condition, two faces.

`visible(actor, act)` is a condition on any query that has a child's key; `decide(actor, act, child)` asks the same
condition of one child and says why. Both are made by `_granted` and `_sealed`, so they cannot disagree (a house test
compares them for every act and every child). A seal beats any grant. Emergency access adds a grant, for acts that say
so, and never opens a conflict of interest or an adoption.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from goldenthread.access.models import Cover, EmergencyAccess, Seal, Tie, User
from goldenthread.rulebook.rights import ACTS, Act, Grant, Subject, Where

_TIE_OF = {
    Where.ALLOCATED: (Tie.Kind.ALLOCATED, Tie.Kind.CO_WORKING),
    Where.REVIEWING: (Tie.Kind.REVIEWING,),
    Where.AUDIT: (Tie.Kind.AUDIT,),
    Where.PARTNER: (Tie.Kind.PARTNER,),
}

WHY = {
    Where.ANY: "your role",
    Where.ALLOCATED: "you work with this child, or cover for the person who does",
    Where.TEAM: "the child is with your team",
    Where.SERVICE: "the child is with a team in your service",
    Where.REVIEWING: "you chair or review for this child",
    Where.AUDIT: "the child is in your audit sample",
    Where.PARTNER: "your work with this child is on the record",
}


class NotAllowed(PermissionError):
    """She may not. `decision` says why, in words for the page."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.reason)
        self.decision = decision


@dataclass(frozen=True, slots=True)
class Decision:
    """`allowed`, the `right` by which (for the ledger), and `reason` in words a person can read.

    `sealed` is true when a seal refused her; `emergency` when she may ask for emergency access.
    """

    allowed: bool
    right: str
    reason: str
    sealed: bool = False
    emergency: bool = False


def _nothing() -> Q:
    return Q(pk__in=[])


def _people_whose_work_is_hers(actor: User, now: datetime) -> Q:
    """The actor and everybody she covers for today, as a condition on a `user` key."""
    covered = Cover.objects.filter(covering=actor, period__contains=timezone.localdate(now)).values("absent")
    return Q(user=actor) | Q(user__in=covered)


def _holding(grant: Grant, actor: User, child: str, now: datetime) -> Q:
    """The condition under which this grant holds, on a query whose child key is named `child`."""
    if grant.where is Where.ANY:
        return Q(**{f"{child}__isnull": False})
    today = timezone.localdate(now)
    ties = Tie.objects.filter(child=OuterRef(child), starts_on__lte=today).filter(
        Q(ends_on=None) | Q(ends_on__gt=today)
    )
    if grant.where is Where.TEAM:
        covered = Cover.objects.filter(covering=actor, period__contains=today).values("absent__team")
        ties = ties.filter(kind=Tie.Kind.TEAM).filter(Q(team=actor.team_id) | Q(team__in=covered))
    elif grant.where is Where.SERVICE:
        service = actor.team.service if actor.team else ""
        ties = ties.filter(kind=Tie.Kind.TEAM, team__service=service).exclude(team__service="")
    else:
        ties = ties.filter(_people_whose_work_is_hers(actor, now), kind__in=_TIE_OF[grant.where])
    return Q(Exists(ties))


def _sealed(actor: User, child: str) -> Q:
    """True where a seal in force keeps the actor out."""
    in_force = Seal.objects.filter(child=OuterRef(child), lifted_at=None)
    closed_to_all = in_force.filter(user=None).exclude(owner=actor).exclude(let_in=actor)
    return Q(Exists(closed_to_all)) | Q(Exists(in_force.filter(user=actor)))


def _broken_glass(actor: User, child: str, now: datetime) -> Q:
    """True where the actor's emergency access runs and no conflict or adoption seal stands."""
    running = EmergencyAccess.objects.filter(user=actor, child=OuterRef(child), until__gt=now)
    hard = Seal.objects.filter(child=OuterRef(child), lifted_at=None).filter(
        Q(user=actor) | Q(kind__in=[Seal.Kind.CONFLICT, Seal.Kind.ADOPTION])
    )
    return Q(Exists(running)) & ~Q(Exists(hard.exclude(let_in=actor)))


def _may_sign_in(actor: User, now: datetime) -> bool:
    return actor.is_active and (actor.access_until is None or actor.access_until >= timezone.localdate(now))


def _grants(actor: User, act: Act) -> tuple[Grant, ...]:
    return tuple(grant for grant in act.grants if grant.role == actor.role)


def visible(actor: User, act: str, *, child: str = "pk", at: datetime | None = None) -> Q:
    """The children on whom `actor` may perform `act`, as a condition on a query whose child key is named `child`.

    Raises `KeyError` for an act the rulebook does not know.
    """
    known, now = ACTS[act], at or timezone.now()
    if not _may_sign_in(actor, now):
        return _nothing()
    granted = _nothing()
    for grant in _grants(actor, known):
        granted |= _holding(grant, actor, child, now)
    allowed = granted & ~_sealed(actor, child)
    if known.emergency:
        allowed |= _broken_glass(actor, child, now)
    return allowed


def decide(actor: User, act: str, child: int | None = None, *, at: datetime | None = None) -> Decision:
    """May `actor` perform `act`, on this child if the act is about one, and why.

    Raises `KeyError` for an act the rulebook does not know, `ValueError` when a child is needed and not given.
    """
    known, now = ACTS[act], at or timezone.now()
    if not _may_sign_in(actor, now):
        return Decision(False, "", "Your access has ended.")
    grants = _grants(actor, known)
    if known.subject is Subject.NOBODY or (known.subject is Subject.CONTACT and child is None):
        enough = grants if known.subject is Subject.NOBODY else [g for g in grants if g.where is Where.ANY]
        if enough:
            return Decision(True, f"role:{actor.role}", "Your role lets you do this.")
        return Decision(False, "", f"Your role does not let you do this: {known.label.lower()}.")
    if child is None:
        raise ValueError(f"{act} is about a child: say which")
    # Asked of the ties, seals and emergencies alone: one row, whichever table the child is kept in.
    conditions = {f"g{n}": _holding(grant, actor, "child", now) for n, grant in enumerate(grants)}
    conditions |= {"sealed": _sealed(actor, "child"), "glass": _broken_glass(actor, "child", now)}
    row = _one_row(child, conditions)
    if row["sealed"]:
        if known.emergency and row["glass"]:
            return Decision(True, "emergency access", "You opened this record in an emergency.")
        return Decision(
            False, "", "This record is restricted.", sealed=True, emergency=_may_break_glass(actor, known, child)
        )
    for n, grant in enumerate(grants):
        if row[f"g{n}"]:
            return Decision(True, f"{grant.role}:{grant.where}", f"Because of {WHY[grant.where]}.")
    if known.emergency and row["glass"]:
        return Decision(True, "emergency access", "You opened this record in an emergency.")
    return Decision(
        False,
        "",
        "You do not work with this child." if known.emergency else f"You may not do this: {known.label.lower()}.",
        emergency=_may_break_glass(actor, known, child),
    )


def require(actor: User, act: str, child: int | None = None, *, at: datetime | None = None) -> Decision:
    """As `decide`, but raises `NotAllowed` when the answer is no. Every operation begins with it."""
    decision = decide(actor, act, child, at=at)
    if not decision.allowed:
        raise NotAllowed(decision)
    return decision


def _one_row(child: int, conditions: dict[str, Q]) -> dict[str, bool]:
    # The child's table belongs to a package that imports this one; it is reached by the key that points to it.
    people = Tie.child.field.related_model
    row = people.objects.filter(pk=child).annotate(child=F("pk"), **conditions).values(*conditions).first()
    return row or dict.fromkeys(conditions, False)


def _may_break_glass(actor: User, act: Act, child: int) -> bool:
    """Emergency access is for people who work with children, and never opens a conflict or an adoption."""
    opens = ACTS["record.open_in_emergency"]
    hard = Seal.objects.filter(child=child, lifted_at=None).filter(
        Q(user=actor) | Q(kind__in=[Seal.Kind.CONFLICT, Seal.Kind.ADOPTION])
    )
    return act.emergency and any(g.role == actor.role for g in opens.grants) and not hard.exists()


EMERGENCY_LASTS = timedelta(hours=4)


def acts_of(actor: User) -> frozenset[str]:
    """Every act that some grant of the actor's role names: what her navigation may offer."""
    return frozenset(act.key for act in ACTS.values() if _grants(actor, act))
