"""The codes of audit, observation, complaints and feedback."""

from goldenthread.rulebook.codes.code_set import CodeSet

SETS: tuple[CodeSet, ...] = ()
