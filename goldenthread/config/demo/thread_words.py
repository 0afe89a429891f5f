"""What assessments, meetings, plans and visits say (`data/threads.json`), and how often each sort of thing happens.

Counts are the Department for Education's "Characteristics of children in need", year ending 31 March 2024, national
rows (Open Government Licence v3.0), unless they are marked as ours.
"""

from __future__ import annotations

import json
from importlib.resources import files
from random import Random
from typing import Any

from goldenthread.config.demo.distributions import Spread

_DATA = json.loads(files("goldenthread.config.demo").joinpath("data", "threads.json").read_text("utf-8"))

THEMES: dict[str, dict[str, Any]] = _DATA["threads"]
VISITS: dict[str, Any] = _DATA["visits"]
MEETINGS: dict[str, Any] = _DATA["meetings"]
WORDS: dict[str, Any] = _DATA["words"]

# Table D2: the first category of plans that started.
CATEGORY = Spread.of({"NEG": 30_950, "EMO": 23_150, "PHY": 4_810, "SAB": 2_160, "MUL": 1_040})
# Table D7: how long plans that ended had lasted, in days (the longest of the last band is ours).
PROTECTED_FOR = Spread.of(
    {(20, 91): 10_240, (92, 182): 7_350, (183, 364): 27_240, (365, 729): 15_640, (730, 1_000): 2_400}
)
# Table C4: working days from the strategy discussion to the initial conference (where a band begins and ends is ours).
TO_CONFERENCE = Spread.of({(6, 10): 6_800, (11, 15): 50_780, (16, 20): 6_300, (21, 30): 8_350})
SECOND_PLAN = 15_330 / 62_110  # table D3: second or later plans
PLAN_AFTER_CONFERENCE = 62_110 / 72_250  # tables C4 and D2
# Ours, set so that enquiries, conferences and plans come out at about the national number for each referral.
ENQUIRED, CONFERENCE = 0.18, 0.55
ALSO = Spread.of(
    {
        "domestic_abuse": 163,
        "parent_mind": 172,
        "neglect": 90,
        "parent_drinking": 73,
        "school": 84,
        "young_carer": 19,
        "exploitation": 16,
    }
)
"""Other worries beside the first, by the factors of table C3 (2025)."""


def themes(chance: Random, concern: str, category: str = "") -> list[str]:
    """What a family's plan is about, the first by the concern that was brought, or by the category of the plan."""
    if category:
        fitting = [key for key, theme in THEMES.items() if theme["category"] == category]
    else:
        fitting = [key for key, theme in THEMES.items() if concern in theme["concerns"] and key != "sexual"]
    chosen = [chance.choice(fitting or ["parent_mind"])]
    for _ in range(chance.choice((1, 1, 2, 3))):
        another = ALSO.draw(chance)
        if another not in chosen:
            chosen.append(another)
    return chosen
