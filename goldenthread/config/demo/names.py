"""Names for people who do not exist, and a county that is on no map (`data/names.json`)."""

from __future__ import annotations

import json
from importlib.resources import files

_DATA = json.loads(files("goldenthread.config.demo").joinpath("data", "names.json").read_text("utf-8"))


def _lists(of: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {community: tuple(names.split()) for community, names in of.items()}


FEMALE, MALE, FAMILY = _lists(_DATA["female"]), _lists(_DATA["male"]), _lists(_DATA["family"])
# Ethnicity code to the communities that names are drawn from: a rough habit of names, and nothing else.
COMMUNITY: dict[str, list[str]] = _DATA["community"]
TOWNS: dict[str, str] = _DATA["towns"]
STREETS: list[str] = _DATA["streets"]
SCHOOLS = tuple(f"{town} {kind}" for town in TOWNS for kind in ("Primary School", "High School", "Nursery"))
