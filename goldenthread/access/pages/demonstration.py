"""The demonstration's sign-ins, shown on the sign-in page of a demonstration and nowhere else."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The fictional people who sign in (email, name, role in words) and the one password they share."""

    people: tuple[tuple[str, str, str], ...]
    password: str


def demonstration() -> Demonstration | None:
    """What the builder of the demonstration left in the data folder; None when it left nothing that can be read."""
    try:
        kept = json.loads((settings.HOME / "demonstration.json").read_text(encoding="utf-8"))
        people = tuple((str(p["email"]), str(p["name"]), str(p["role"])) for p in kept["people"])
        return Demonstration(people, str(kept["password"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
