"""People who sign in, the teams they work in, and what joins them to a child or keeps them out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from django.utils import timezone

from goldenthread.access.models import Team, User
from goldenthread.access.operations.people_who_sign_in import add_person_who_signs_in
from goldenthread.access.operations.rights import open_in_emergency, seal, tie
from goldenthread.access.operations.teams import add_team
from goldenthread.rulebook.rights import ROLE_NAMES, Role

PASSWORD = "a long enough phrase"
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
_turn = count(1)


def an_administrator() -> User:
    """The first administrator, added as the command adds her; the same one each time."""
    found = User.objects.filter(email="administrator@example.org").first()
    return found or add_person_who_signs_in(
        email="administrator@example.org", name="Ada Minster", role=Role.ADMINISTRATOR, by=None, at=NOON
    )


def a_team(name: str = "", *, kind: str = "assessment", service: str = "") -> Team:
    """A team, made once for each name."""
    name = name or f"Team {next(_turn)}"
    found = Team.objects.filter(name=name).first()
    return found or Team.objects.get(pk=add_team(name=name, kind=kind, service=service, by=an_administrator(), at=NOON))


def person_who_signs_in(
    role: str = Role.SOCIAL_WORKER,
    *,
    name: str = "",
    team: Team | str | None = None,
    access_until: object = None,
    password: str | None = None,
) -> User:
    """Somebody who signs in, in this role; with a password only when the test signs in by one (hashing is slow)."""
    turn = next(_turn)
    if role in (Role.PARTNER, Role.INSPECTOR) and access_until is None:
        access_until = timezone.localdate() + timedelta(days=3650)
    return add_person_who_signs_in(
        email=f"person{turn}@example.org",
        name=name or f"{ROLE_NAMES[Role(role)].title()} {turn}",
        role=role,
        agency="Thornshire Health" if role == Role.PARTNER else "",
        team=a_team(team) if isinstance(team, str) else team,
        access_until=access_until,
        password=password,
        by=an_administrator(),
        at=NOON,
    )


def sealed(child: int, *, owner: User | None = None, kind: str = "restricted", user: User | None = None) -> int:
    """Restricts a child's record; the owner is a new service manager unless one is named."""
    owner = owner or person_who_signs_in(Role.SERVICE_MANAGER)
    return seal(
        child=child,
        kind=kind,
        reason="A member of staff is related to this family.",
        owner=owner,
        user=user,
        by=person_who_signs_in(Role.TEAM_MANAGER),
        at=NOON,
    )


def opened_in_emergency(child: int, *, by: User, at: datetime | None = None) -> int:
    """Opens the child's record to this person in an emergency."""
    return open_in_emergency(
        child=child, reason="Police rang: a child is alone in the house now.", by=by, at=at or timezone.now()
    )


def tied(child: int, *, to: User | Team, kind: str = "allocated", starts_on: object = None) -> int:
    """Joins a person or a team to a child, since last year unless a day is given."""
    starts_on = starts_on or timezone.localdate() - timedelta(days=365)
    if isinstance(to, Team):
        return tie(child=child, kind="team", team=to, starts_on=starts_on)
    return tie(child=child, kind=kind, user=to, starts_on=starts_on)
