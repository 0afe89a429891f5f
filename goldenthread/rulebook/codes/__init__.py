"""Every code set: what may be recorded, in the codes of the returns and the words of practice.

`SETS["ethnicity"].label("WBRI")`, `.codes` and `.choices()` serve pages, loading and returns alike.
"""

from collections.abc import Mapping

from goldenthread.kernel.registry import Registry
from goldenthread.rulebook.codes import (
    audit,
    casework,
    census,
    complaints,
    council,
    front_door,
    improvement,
    insight,
    inspections,
    oversight,
    people,
    relationships,
    supervision,
    voice,
)
from goldenthread.rulebook.codes.code_set import Code, CodeSet, code_set
from goldenthread.rulebook.codes.relationships import KINDS as RELATIONSHIP_KINDS
from goldenthread.rulebook.codes.relationships import RelationshipKind, reciprocal

__all__ = ["RELATIONSHIP_KINDS", "SETS", "Code", "CodeSet", "RelationshipKind", "code_set", "reciprocal"]

SETS: Mapping[str, CodeSet] = Registry(
    (
        *census.SETS,
        *casework.SETS,
        *front_door.SETS,
        *people.SETS,
        *relationships.SETS,
        *council.SETS,
        *oversight.SETS,
        *supervision.SETS,
        *audit.SETS,
        *voice.SETS,
        *complaints.SETS,
        *inspections.SETS,
        *improvement.SETS,
        *insight.SETS,
    ),
)
