"""The people who sign in, the teams they work in, and who covers for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.socialaccount.models import SocialAccount
from django.db.models import Count, Q, QuerySet

from goldenthread.access.models import Cover, Seal, Team, Tie, User
from goldenthread.access.queries.kept import kept
from goldenthread.rulebook.rights import ACTS, ROLE_NAMES, Role

# What a team may do: (value, words).
TEAM_KINDS: tuple[tuple[str, str], ...] = tuple((str(value), str(words)) for value, words in Team.Kind.choices)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who signs in. `role_name` is in words; `access_until` is the last day, or None for no end."""

    key: int
    name: str
    email: str
    role: str
    role_name: str
    job_title: str
    agency: str
    team: int | None
    team_name: str
    is_active: bool
    access_until: date | None


@dataclass(frozen=True, slots=True)
class TeamSummary:
    """A team; `members` counts those who still sign in."""

    key: int
    name: str
    kind: str
    kind_name: str
    service: str
    area: str
    closed_on: date | None
    members: int


@dataclass(frozen=True, slots=True)
class Covering:
    """`covering` does the work of `absent` from `first_on` to `last_on`, both included."""

    key: int
    absent: str
    absent_key: int
    covering: str
    covering_key: int
    first_on: date
    last_on: date
    reason: str
    arranged_by: str


def teams(*, kind: str | None = None, closed: bool = False) -> list[TeamSummary]:
    """Teams by name; those that are closed only when asked for."""
    chosen = Team.objects.annotate(count=Count("members", filter=Q(members__is_active=True))).order_by("name")
    if kind is not None:
        chosen = chosen.filter(kind=kind)
    if not closed:
        chosen = chosen.filter(closed_on=None)
    return [
        TeamSummary(
            team.pk, team.name, team.kind, team.get_kind_display(), team.service, team.area, team.closed_on, team.count
        )
        for team in chosen
    ]


def team_summary(key: int) -> TeamSummary | None:
    """One team as plain values, closed or not; None when there is none."""
    return next((team for team in teams(closed=True) if team.key == key), None)


def find_team(key: int) -> Team | None:
    """The team itself, to be named in an operation; None when there is none."""
    return Team.objects.filter(pk=key).first()


def team_members(team: Team | int) -> list[Colleague]:
    """Those of the team who still sign in, by name."""
    return _colleagues(User.objects.filter(team=team, is_active=True))


def managers(team: Team | int | None = None) -> list[Colleague]:
    """Team managers, of one team when it is named, and otherwise service managers as well; by name."""
    chosen = User.objects.filter(is_active=True)
    if team is not None:
        return _colleagues(chosen.filter(role=Role.TEAM_MANAGER, team=team))
    return _colleagues(chosen.filter(role__in=[Role.TEAM_MANAGER, Role.SERVICE_MANAGER]))


def those_who_may(act: str) -> list[Colleague]:
    """Those whose role is granted the act anywhere, by name: whom a page offers to choose from."""
    roles = {grant.role for grant in ACTS[act].grants}
    return _colleagues(User.objects.filter(is_active=True, role__in=roles))


def people_who_sign_in(*, words: str = "", role: str = "", team: int | None = None) -> list[Colleague]:
    """Everybody who signs in or once did, by name; `words` is looked for in names and email addresses."""
    chosen = User.objects.all()
    if words:
        chosen = chosen.filter(Q(name__icontains=words) | Q(email__icontains=words))
    if role:
        chosen = chosen.filter(role=role)
    if team is not None:
        chosen = chosen.filter(team=team)
    return _colleagues(chosen.order_by("-is_active", "name"))


def colleague(key: int) -> Colleague | None:
    """One person who signs in, as plain values."""
    found = _colleagues(User.objects.filter(pk=key))
    return found[0] if found else None


def find_user(*, key: int | None = None, email: str | None = None) -> User | None:
    """The user herself, to be named in an operation; None when there is none. Give one of the two."""
    if key is not None:
        return User.objects.select_related("team").filter(pk=key).first()
    return User.objects.select_related("team").filter(email__iexact=email or "").first()


def on_record(child: int) -> bool:
    """Whether there is such a person at all, whoever may see her."""
    # The table belongs to a package that imports this one; it is reached by the key that points to it.
    return Tie.child.field.related_model.objects.filter(pk=child).exists()


def has_council_account(user: User) -> bool:
    """Whether an account of the council's own is joined to hers, so that no other is."""
    return SocialAccount.objects.filter(user=user).exists()


def owns_restrictions(key: int) -> int:
    """How many restrictions in force stand in this person's name."""
    return Seal.objects.filter(owner=key, lifted_at=None).count()


def covers_for(user: User, on: date) -> list[Colleague]:
    """Those whose work is the user's on this day because she covers for them."""
    return _described(_covered(covering=user.pk, on=on))


@kept
def _covered(*, covering: int, on: date) -> QuerySet[User]:
    absent = Cover.objects.filter(covering=covering, period__contains=on).values("absent")
    return User.objects.filter(pk__in=absent).order_by("name", "pk").select_related("team")


def arranged_cover(*, since: date) -> list[Covering]:
    """Cover that had not ended by `since`, soonest first."""
    rows = (
        Cover.objects.filter(period__endswith__gt=since)
        .select_related("absent", "covering", "arranged_by")
        .order_by("period", "pk")
    )
    return [
        Covering(
            key=row.pk,
            absent=row.absent.name,
            absent_key=row.absent_id,
            covering=row.covering.name,
            covering_key=row.covering_id,
            first_on=row.period.lower,
            last_on=row.period.upper - timedelta(days=1),
            reason=row.reason,
            arranged_by=row.arranged_by.name,
        )
        for row in rows
    ]


def _colleagues(chosen: QuerySet[User]) -> list[Colleague]:
    if not chosen.query.order_by:
        chosen = chosen.order_by("name", "pk")
    return _described(chosen.select_related("team"))


def _described(people: Iterable[User]) -> list[Colleague]:
    return [
        Colleague(
            key=user.pk,
            name=user.name,
            email=user.email,
            role=user.role,
            role_name=ROLE_NAMES[Role(user.role)] if user.role in Role else user.role,
            job_title=user.job_title,
            agency=user.agency,
            team=user.team_id,
            team_name=user.team.name if user.team else "",
            is_active=user.is_active,
            access_until=user.access_until,
        )
        for user in people
    ]
