"""Practice standards: one module for each area, over plain facts.

`STANDARDS["plan.one_owner"]` is one standard; `examine(facts)` runs every standard that reads facts of that class, and
is what hints, sign-off and the nightly run all call. The facts are in `facts`, what inspectors write in `themes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from goldenthread.kernel.registry import Registry
from goldenthread.kernel.standard import NOT_ASKED, Because, Finding, Standard, Theme
from goldenthread.rulebook.standards import (
    agreements,
    assessment,
    child_protection,
    front_door,
    plans,
    reviews,
    supervision,
    visits,
)
from goldenthread.rulebook.standards.themes import THEMES

STANDARDS: Registry[Standard[Any]] = Registry(
    (
        *front_door.STANDARDS,
        *assessment.STANDARDS,
        *child_protection.STANDARDS,
        *plans.STANDARDS,
        *reviews.STANDARDS,
        *visits.STANDARDS,
        *agreements.STANDARDS,
        *supervision.STANDARDS,
    )
)

AREAS: Mapping[str, str] = {
    "front_door": "Front door",
    "assessment": "Assessment",
    "child_protection": "Child protection",
    "plans": "Plans",
    "reviews": "Core groups, reviews and closure",
    "visits": "Visits",
    "agreements": "Written agreements",
    "supervision": "Managers’ decisions and supervision",
}

READING: Mapping[type, tuple[Standard[Any], ...]] = {
    kind: tuple(one for one in STANDARDS.values() if one.reads is kind)
    for kind in dict.fromkeys(one.reads for one in STANDARDS.values())
}
"""The standards that read each class of facts."""


def examine(facts: object, *, writing: bool = False) -> tuple[tuple[Standard[Any], Finding], ...]:
    """Every standard that reads facts of this class, with what it finds. `writing` leaves out those that are not shown
    on a draft. Raises `KeyError` for a class that no standard reads."""
    return tuple(
        (standard, standard.decide(facts)) for standard in READING[type(facts)] if standard.while_writing or not writing
    )


__all__ = [
    "AREAS",
    "NOT_ASKED",
    "READING",
    "STANDARDS",
    "THEMES",
    "Because",
    "Finding",
    "Standard",
    "Theme",
    "examine",
]
