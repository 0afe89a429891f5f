"""May she, and why: one condition, two faces.

`visible(actor, act)` is a condition on any query that has a child's key; `decide(actor, act, child)` asks the same
condition of one child and says why. Both are made of the same `conditions`, so they cannot disagree (a house test
compares them for every act and every child). A seal beats any grant. Emergency access adds a grant, for acts that say
so, and never opens a conflict of interest or an adoption.

`visible_about` and `decide_about` are the same two faces for a thing that is about several children, such as a contact
about a family: a seal on any of them hides it, and otherwise one child whom she may see is enough.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, Q, QuerySet
from django.utils import timezone

from goldenthread.access.models import Seal, Tie, User
from goldenthread.access.queries.conditions import opened_in_emergency, sealed, tied, with_service, with_team
from goldenthread.access.queries.kept import Fixed, Given, Reader, among, kept
from goldenthread.rulebook.rights import ACTS, Act, Grant, Subject, Where

_TIE_OF = {
    Where.ALLOCATED: (Tie.Kind.ALLOCATED, Tie.Kind.CO_WORKING),
    Where.REVIEWING: (Tie.Kind.REVIEWING,),
    Where.AUDIT: (Tie.Kind.AUDIT,),
    Where.PARTNER: (Tie.Kind.PARTNER,),
    Where.CHOSEN: (Tie.Kind.INSPECTION,),
}

WHY = {
    Where.ANY: "your role lets you",
    Where.ALLOCATED: "you work with this child, or cover for the person who does",
    Where.TEAM: "the child is with your team",
    Where.SERVICE: "the child is with a team in your service",
    Where.REVIEWING: "you chair or review for this child",
    Where.AUDIT: "the child is in your audit sample",
    Where.PARTNER: "your work with this child is on the record",
    Where.CHOSEN: "the child was chosen for your inspection",
}


class NotAllowed(PermissionDenied):
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


def _holding(grant: Grant, actor: User, child: str, now: datetime) -> Q:
    """The condition under which this grant holds, on a query whose child key is named `child`."""
    if grant.where is Where.ANY:
        return Q(**{f"{child}__isnull": False})
    today = now.day if isinstance(now, Given) else timezone.localdate(now)
    if grant.where is Where.TEAM:
        return with_team(actor, child, today)
    if grant.where is Where.SERVICE:
        return with_service(actor, child, today)
    return tied(actor, _TIE_OF[grant.where], child, today)


def _broken_glass(actor: User, child: str, now: datetime) -> Q:
    """True where the actor's emergency access runs and no conflict or adoption seal stands.

    A person whose role has since changed to one that may not open records in an emergency keeps nothing.
    """
    if not _grants(actor, ACTS["record.open_in_emergency"]):
        return _nothing()
    return opened_in_emergency(actor, child, now)


def may_sign_in(actor: User, now: datetime) -> bool:
    """Whether her access stands: not switched off, and not past its last day."""
    if isinstance(actor, Reader):
        return actor.stands
    return actor.is_active and (actor.access_until is None or actor.access_until >= timezone.localdate(now))


def _grants(actor: User, act: Act) -> tuple[Grant, ...]:
    return tuple(grant for grant in act.grants if grant.role == actor.role)


def visible(actor: User, act: str, *, child: str = "pk", at: datetime | None = None) -> Q:
    """The children on whom `actor` may perform `act`, as a condition on a query whose child key is named `child`.

    Raises `KeyError` for an act the rulebook does not know, `ValueError` for one that is about no child.
    """
    known, now = _about_children(act), at or timezone.now()
    if not may_sign_in(actor, now):
        return _nothing()
    return _open_to(actor, known, child, now)


def visible_about(actor: User, act: str, among: QuerySet, *, child: str = "person", at: datetime | None = None) -> Q:
    """The things about several children on which `actor` may perform `act`, as a condition on a query of those things.

    `among` finds the people of one thing, and names the thing by `OuterRef("pk")`; `child` is the name of the
    person's key there. For a contact:

        named = ContactPerson.objects.filter(contact=OuterRef("pk"), person__isnull=False, taken_out_at=None)
        Contact.objects.filter(visible_about(user, "contact.read", named))

    A thing about nobody yet is open to those whose role alone grants the act.
    """
    known, now = _about_children(act), at or timezone.now()
    if not may_sign_in(actor, now):
        return _nothing()
    shut = sealed(actor, child)
    if known.emergency:
        shut &= ~_broken_glass(actor, child, now)
    nobody_shut = ~Q(Exists(among.filter(shut)))
    if any(grant.where is Where.ANY for grant in _grants(actor, known)):
        return nobody_shut
    return nobody_shut & Q(Exists(among.filter(_open_to(actor, known, child, now))))


def decide(actor: User, act: str, child: int | None = None, *, at: datetime | None = None) -> Decision:
    """May `actor` perform `act`, on this child if the act is about one, and why.

    Raises `KeyError` for an act the rulebook does not know, `ValueError` when a child is needed and not given.
    """
    if child is None and ACTS[act].subject is Subject.CHILD:
        raise ValueError(f"{act} is about a child: say which")
    return decide_about(actor, act, () if child is None else (child,), at=at)


def decide_about(actor: User, act: str, children: Collection[int], *, at: datetime | None = None) -> Decision:
    """As `decide`, for a thing about several children, or about nobody known yet.

    A seal on any of them refuses. Otherwise the right on any one of them is enough.
    """
    known, now = ACTS[act], at or timezone.now()
    if not may_sign_in(actor, now):
        return Decision(False, "", "Your access has ended.")
    grants = _grants(actor, known)
    if known.subject is Subject.NOBODY or not children:
        if any(grant.where is Where.ANY for grant in grants):
            return Decision(True, f"role:{actor.role}", "Your role lets you do this.")
        return Decision(False, "", f"Your role does not let you do this: {known.label.lower()}.")
    wanted = set(children)
    rows = _of_each(actor=actor, act=act, children=list(wanted), at=now)
    rows += [dict.fromkeys(("sealed", "glass", *(f"g{n}" for n in range(len(grants)))), False)] * (
        len(wanted) - len(rows)
    )
    opened = {n for n, row in enumerate(rows) if known.emergency and row["glass"]}
    shut = {n for n, row in enumerate(rows) if row["sealed"]}
    by_emergency = Decision(True, "emergency access", "You opened this record in an emergency.")
    if shut - opened:
        emergency = all(may_break_glass(actor, known, child) for child in children)
        return Decision(False, "", "This record is restricted.", sealed=True, emergency=emergency)
    if shut:
        return by_emergency
    for n, grant in enumerate(grants):
        if any(row[f"g{n}"] for row in rows):
            return Decision(True, f"{grant.role}:{grant.where}", f"You may, because {WHY[grant.where]}.")
    if opened:
        return by_emergency
    return Decision(
        False,
        "",
        "You do not work with this child." if known.emergency else f"You may not do this: {known.label.lower()}.",
        emergency=any(may_break_glass(actor, known, child) for child in children),
    )


def require(actor: User, act: str, child: int | None = None, *, at: datetime | None = None) -> Decision:
    """As `decide`, but raises `NotAllowed` when the answer is no. Every operation begins with it."""
    return _or_raise(decide(actor, act, child, at=at))


def require_about(actor: User, act: str, children: Collection[int], *, at: datetime | None = None) -> Decision:
    """As `decide_about`, but raises `NotAllowed` when the answer is no."""
    return _or_raise(decide_about(actor, act, children, at=at))


def require_each(actor: User, act: str, children: Collection[int], *, at: datetime | None = None) -> Decision:
    """As `require`, on every one of these children: who begins something about them together needs the right to each.

    The answer is that about the last; about nobody, as `require_about`.
    """
    each = [require(actor, act, child, at=at) for child in children]
    return each[-1] if each else require_about(actor, act, (), at=at)


def _or_raise(decision: Decision) -> Decision:
    if not decision.allowed:
        raise NotAllowed(decision)
    return decision


def _about_children(act: str) -> Act:
    known = ACTS[act]
    if known.subject is Subject.NOBODY:
        raise ValueError(f"{act} is about no child: decide it, do not filter by it")
    return known


def _open_to(actor: User, known: Act, child: str, now: datetime) -> Q:
    granted = _nothing()
    for grant in _grants(actor, known):
        granted |= _holding(grant, actor, child, now)
    opened = granted & ~sealed(actor, child)
    if known.emergency:
        opened |= _broken_glass(actor, child, now)
    return opened


@kept
def _of_each(*, actor: User, act: Fixed, children: list[int], at: datetime) -> QuerySet:
    """Of each child, which grants hold ("g0", "g1"), whether a seal keeps her out and whether an emergency lets her in.

    Asked of the ties, seals and emergencies alone: a row a child, whichever table the child is kept in.
    """
    conditions = {f"g{n}": _holding(grant, actor, "child", at) for n, grant in enumerate(_grants(actor, ACTS[act]))}
    conditions |= {"sealed": sealed(actor, "child"), "glass": _broken_glass(actor, "child", at)}
    # The child's table belongs to a package that imports this one; it is reached by the key that points to it.
    people = Tie.child.field.related_model
    return people.objects.filter(among("pk", children)).annotate(child=F("pk"), **conditions).values(*conditions)


def may_break_glass(actor: User, act: Act, child: int) -> bool:
    """Emergency access is for people who work with children, and never opens a conflict or an adoption."""
    if not act.emergency or not _grants(actor, ACTS["record.open_in_emergency"]):
        return False
    hard = Seal.objects.filter(child=child, lifted_at=None).filter(
        Q(user=actor) | Q(kind__in=[Seal.Kind.CONFLICT, Seal.Kind.ADOPTION])
    )
    return not hard.exists()


EMERGENCY_LASTS = timedelta(hours=4)


def acts_of(actor: User) -> frozenset[str]:
    """Every act that some grant of the actor's role names: what her navigation may offer."""
    return _acts_of(actor.role)


@cache
def _acts_of(role: str) -> frozenset[str]:
    return frozenset(act.key for act in ACTS.values() if any(grant.role == role for grant in act.grants))
