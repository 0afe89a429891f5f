"""What an observer looks for when she watches practice: parts of practice as versioned data, for each kind of activity.

An old observation is shown for ever as it was asked; a change of meaning is a new version, and the old one stays. The
parts come from the quality frameworks that councils publish and from what inspectors say of direct practice, in our
words. Nothing here is scored or added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of practice, and what shows it."""

    key: str
    label: str
    look_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """What is looked for, in order. `key` and `version` name it for ever."""

    key: str
    version: int
    title: str
    parts: tuple[Part, ...]


_CHILD = Part(
    "child",
    "The child at the centre",
    (
        "The child is seen, spoken with and given time, in the way that suits the child",
        "What the child says or shows is named and changes what is talked about",
    ),
)
_PLAIN = Part(
    "plain",
    "Straight talking",
    ("Says why she is there and what she worries about, in words the family uses", "Bad news is said, and kindly"),
)
_CURIOUS = Part(
    "curious",
    "Curious, and tests what is said",
    ("Asks what, when and who else would know", "Does not take the first account as the whole of it"),
)
_IDENTITY = Part(
    "identity",
    "Who this family is",
    (
        "Culture, faith, language, disability and money are asked about, not assumed",
        "Fathers and others at home are in it",
    ),
)
_RESPECT = Part(
    "respect",
    "Respect and listening",
    ("People are greeted, believed where they can be, and not talked over", "Strengths are noticed and said aloud"),
)
_SAFETY = Part(
    "safety",
    "Risk seen and answered",
    ("What was in front of her was seen", "She acted on it there, or said what next"),
)
_ENDS = Part(
    "ends",
    "Everybody knows what happens next",
    ("Who does what by when is said before the end", "It is checked that it was understood"),
)

FAMILY = Guide("family", 1, "Visit or direct work", (_CHILD, _RESPECT, _PLAIN, _CURIOUS, _IDENTITY, _SAFETY, _ENDS))

MEETING = Guide(
    "meeting",
    1,
    "Meeting",
    (
        _CHILD,
        Part(
            "family_in_it",
            "The family takes part",
            ("They were prepared, speak early and are not outnumbered into silence", "Words nobody explains are few"),
        ),
        Part(
            "partners",
            "Partners are challenged and used",
            ("Those who know the child are there", "What each said they would do is asked about"),
        ),
        _PLAIN,
        _CURIOUS,
        _SAFETY,
        _ENDS,
    ),
)

SUPERVISION = Guide(
    "supervision",
    1,
    "Supervision",
    (
        Part(
            "space",
            "Time and a closed door",
            ("Not interrupted, and not a list of tasks", "The worker’s own wellbeing is asked about"),
        ),
        Part(
            "reflects", "Reflects", ("More than one explanation is held", "What the worker feels is used to think with")
        ),
        Part(
            "challenges",
            "Challenges",
            ("“How do we know?” is asked", "Drift, and being too hopeful or too harsh, are named"),
        ),
        Part("childs_life", "The child’s life is in the room", ("What a day is like for the child is talked about",)),
        Part(
            "directs",
            "Directs",
            ("What is to be done, by whom and by when is plain, and earlier directions are asked after",),
        ),
    ),
)

GUIDES: Mapping[tuple[str, int], Guide] = {(one.key, one.version): one for one in (FAMILY, MEETING, SUPERVISION)}
"""Every version of every guide."""

FOR: Mapping[str, Guide] = {
    "visit": FAMILY,
    "direct_work": FAMILY,
    "core_group": MEETING,
    "conference": MEETING,
    "supervision": SUPERVISION,
}
"""By which guide each activity ("observation_activity") is observed now."""

MOST_STEPS = 3
"""Next steps of one observation: more are not followed."""

AGAIN_AFTER_MONTHS = 12
"""A worker who was not observed for so long is shown first. Councils ask for one or two observations a year."""

LABELS: Mapping[str, str] = {part.key: part.label for guide in GUIDES.values() for part in guide.parts}
"""What each part of practice is called, whichever guide asked."""


def guide_of(key: str, version: int) -> Guide:
    """The guide as it was when it was used. Raises `KeyError` when there never was such a version."""
    return GUIDES[key, version]
