"""The codes of inspections and findings."""

from goldenthread.rulebook.codes.code_set import CodeSet

SETS: tuple[CodeSet, ...] = ()
