"""What was told, asked, decided and noted, in short made-up sentences (`data/stories.json`)."""

from __future__ import annotations

import json
from importlib.resources import files
from random import Random

from goldenthread.config.demo import distributions as d
from goldenthread.config.demo.distributions import Spread

_DATA = json.loads(files("goldenthread.config.demo").joinpath("data", "stories.json").read_text("utf-8"))

# Concern to (what was told, in one line): {child}, {mother}, {partner} and {school} are filled in.
TOLD: dict[str, list[tuple[str, str]]] = _DATA["told"]
CONCERN: Spread[str] = Spread.of(_DATA["concerns"])
# Ours: most of what is told of domestic abuse, the police tell; and of the rest as much as makes table C5 true of all.
POLICE, OF_ABUSE = "6", 0.7
_TOLD = OF_ABUSE * _DATA["concerns"]["domestic_abuse"] / sum(_DATA["concerns"].values())
_FROM = d.SOURCE.weights()
_PART = (_FROM.pop(POLICE) / d.SOURCE.running[-1] - _TOLD) / (1 - _TOLD)
_SOURCE = Spread.of(_FROM | {POLICE: _PART / (1 - _PART) * sum(_FROM.values())})
SAID: list[str] = _DATA["said"]
# Outcome ("REF" for both referrals) to reasons a manager gave.
WHY: dict[str, list[str]] = _DATA["why"]
NOTES: dict[str, list[str]] = _DATA["notes"]
NOTE_KIND: Spread[str] = Spread.of(_DATA["note_kinds"])
MEANING: list[str] = _DATA["meaning"]
INSTRUCTIONS: list[str] = _DATA["instructions"]
# The answers that stand in columns too, by the part of the form they are asked in.
SECTIONS = {
    "what_happened": ("referrer_role", "referrer_agency", "source", "how_known"),
    "worries": ("concerns", "priority", "level_of_need"),
    "family_knows": (
        "sharing_basis",
        "parents_informed",
        "agreement_to_checks",
        "agreement_to_service",
        "objection",
        "child_view",
        "consent_rationale",
    ),
    "send": ("summary", "suggested_outcome"),
}
MEANS_FIRST = "Nothing is known before this. That is not the same as nothing having happened: nobody has told us."
MEANS_AGAIN = (
    "The worry is the one that was raised before, and what the adults said then did not last. The children have lived "
    "with it in between."
)
ROLE = {
    "2A": "Designated safeguarding lead",
    "3A": "GP",
    "3B": "Health visitor",
    "3C": "School nurse",
    "3E": "Nurse, accident and emergency",
    "6": "Police officer",
    "4": "Housing officer",
    "1A": "Grandparent",
    "1B": "Neighbour",
}


def source_of(concern: str, chance: Random) -> str:
    """From whom a concern comes, by the code of the census."""
    return POLICE if concern == "domestic_abuse" and chance.random() < OF_ABUSE else _SOURCE.draw(chance)
