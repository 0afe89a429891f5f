"""The teams that work is sent to."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models.functions import Lower

from goldenthread.access.models import Team, User
from goldenthread.access.operations.ledger import record
from goldenthread.access.queries.rights import require
from goldenthread.kernel.refusal import Refused


@transaction.atomic
def add_team(*, name: str, kind: str, service: str = "", area: str = "", by: User, at: datetime) -> int:
    """Adds a team and returns its key. Raises `NotAllowed`, `Refused`."""
    decision = require(by, "setting.manage", at=at)
    made = Team.objects.create(**_checked(name, kind, service, area))
    record(act="setting.manage", by=by, at=at, subject=f"team:{made.pk}", right=decision.right, detail={"did": "add"})
    return made.pk


@transaction.atomic
def change_team(
    *,
    team: int,
    name: str,
    kind: str,
    service: str = "",
    area: str = "",
    closed_on: date | None = None,
    by: User,
    at: datetime,
) -> None:
    """Changes a team, or closes it from a day when nobody works in it any more. Raises `NotAllowed`, `Refused`."""
    decision = require(by, "setting.manage", at=at)
    found = Team.objects.select_for_update().get(pk=team)
    if closed_on is not None and found.members.filter(is_active=True).exists():
        raise Refused("People still work in this team. Move them to another team first.", "closed_on")
    for column, value in (_checked(name, kind, service, area, but=team) | {"closed_on": closed_on}).items():
        setattr(found, column, value)
    found.save()
    record(act="setting.manage", by=by, at=at, subject=f"team:{team}", right=decision.right, detail={"did": "change"})


def _checked(name: str, kind: str, service: str, area: str, but: int | None = None) -> dict[str, object]:
    name = " ".join(name.split())
    problems: list[tuple[str, str]] = []
    if not name or len(name) > 80:
        problems.append(("name", "Enter the team's name, in at most 80 characters"))
    elif Team.objects.annotate(low=Lower("name")).filter(low=name.lower()).exclude(pk=but).exists():
        problems.append(("name", "Another team has this name"))
    if kind not in Team.Kind.values:
        problems.append(("kind", "Choose what the team does"))
    if len(service) > 80 or len(area) > 80:
        problems.append(("service", "The service and the area have at most 80 characters each"))
    if problems:
        raise Refused(problems=tuple(problems))
    return {"name": name, "kind": kind, "service": " ".join(service.split()), "area": " ".join(area.split())}
