"""The rooms in which conferences are held."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from goldenthread.access.public import User, record, require
from goldenthread.casework.models import ConferenceRoom
from goldenthread.casework.operations.meetings import line
from goldenthread.kernel.refusal import Refused


@transaction.atomic
def save_room(
    *,
    room: int | None = None,
    name: str,
    place: str = "",
    seats: int | None = None,
    closed_on: date | None = None,
    by: User,
    at: datetime,
) -> int:
    """Adds a conference room, or changes one; returns its key. Raises `NotAllowed`; `Refused` for a name in use."""
    right = require(by, "setting.manage", at=at).right
    called_so = line(name, "name", longest=80)
    if not called_so:
        raise Refused("Give the room a name", "name")
    if ConferenceRoom.objects.filter(name__iexact=called_so).exclude(pk=room).exists():
        raise Refused(f"There is a room called {called_so} already", "name")
    if seats is not None and not 1 <= seats <= 500:
        raise Refused("The number of seats must be between 1 and 500", "seats")
    if room is not None and not ConferenceRoom.objects.filter(pk=room).exists():
        raise Refused("There is no such room.")
    values = {"name": called_so, "place": line(place, "place"), "seats": seats, "closed_on": closed_on}
    made, _ = ConferenceRoom.objects.update_or_create(pk=room, defaults=values)
    record(act="setting.manage", by=by, at=at, subject=f"room:{made.pk}", right=right, detail={"room": made.pk})
    return made.pk
