"""People for tests, made by the product's own operations."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from goldenthread.access.public import User
from goldenthread.people.public import add_person

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)  # the Thursday on which the tests of people happen
_number = count(1)


def front_door_worker(name: str = "Dee Okafor") -> User:
    """Somebody of the front door, who may add and record people."""
    return User.objects.create_user(f"worker{next(_number)}@example.org", name=name, role="front_door_worker")


def social_worker(name: str = "Priya Nair") -> User:
    """A social worker with no child of her own yet."""
    return User.objects.create_user(f"worker{next(_number)}@example.org", name=name, role="social_worker")


def team_manager(name: str = "Anita Rao") -> User:
    """A team manager."""
    return User.objects.create_user(f"worker{next(_number)}@example.org", name=name, role="team_manager")


def a_child(
    given_names: str = "Noah",
    family_name: str = "Carter",
    *,
    by: User | None = None,
    at: datetime = NOON,
    **values: Any,
) -> int:
    """A child, born on 3 March 2015 unless said otherwise; returns the key."""
    values = {"given_names": given_names, "family_name": family_name, "born_on": date(2015, 3, 3)} | values
    return add_person(kind="child", values=values, source="A parent", by=by or front_door_worker(), at=at)


def an_adult(
    given_names: str = "Stacey",
    family_name: str = "Carter",
    *,
    by: User | None = None,
    at: datetime = NOON,
    **values: Any,
) -> int:
    """An adult, born on 9 May 1990 unless said otherwise; returns the key."""
    values = {"given_names": given_names, "family_name": family_name, "born_on": date(1990, 5, 9)} | values
    return add_person(kind="adult", values=values, source="Herself", by=by or front_door_worker(), at=at)
