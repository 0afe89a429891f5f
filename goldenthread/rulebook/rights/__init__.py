"""Who may do what: the acts, the roles, and the grants that join them. Read it aloud.

An act is the one key of the right, the workflow step, the ledger entry and the test. A grant says "this role, where
this holds between her and the child". Seals (restricted record, conflict of interest, adoption) are denials and beat
every grant; they are set on a record, not here. Reading a child's record is an act like any other.
"""

from goldenthread.rulebook.rights import (
    audit,
    complaints,
    improvement,
    insight,
    inspections,
    journey,
    oversight,
    region,
    supervision,
    voice,
)
from goldenthread.rulebook.rights.grants import ROLE_NAMES, Act, Grant, Role, Subject, Where

__all__ = ["ACTS", "ROLE_NAMES", "Act", "Grant", "Role", "Subject", "Where"]

ACTS: dict[str, Act] = {
    act.key: act
    for area in (journey, oversight, supervision, audit, complaints, inspections, improvement, insight, region, voice)
    for act in area.TABLE
}
