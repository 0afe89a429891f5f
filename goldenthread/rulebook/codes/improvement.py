"""The codes of improvement and readiness."""

from goldenthread.rulebook.codes.code_set import CodeSet

SETS: tuple[CodeSet, ...] = ()
