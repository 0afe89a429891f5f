"""What was told, asked, decided and noted, in short made-up sentences (`data/stories.json`)."""

from __future__ import annotations

import json
from importlib.resources import files

from goldenthread.config.demo.distributions import Spread

_DATA = json.loads(files("goldenthread.config.demo").joinpath("data", "stories.json").read_text("utf-8"))

# Concern to (what was told, in one line): {child}, {mother}, {partner} and {school} are filled in.
TOLD: dict[str, list[tuple[str, str]]] = _DATA["told"]
CONCERN: Spread[str] = Spread.of(_DATA["concerns"])
SAID: list[str] = _DATA["said"]
# Outcome ("REF" for both referrals) to reasons a manager gave.
WHY: dict[str, list[str]] = _DATA["why"]
NOTES: dict[str, list[str]] = _DATA["notes"]
NOTE_KIND: Spread[str] = Spread.of(_DATA["note_kinds"])
MEANING: list[str] = _DATA["meaning"]
INSTRUCTIONS: list[str] = _DATA["instructions"]
