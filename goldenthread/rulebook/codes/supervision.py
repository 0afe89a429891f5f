"""The codes of supervision and workforce."""

from goldenthread.rulebook.codes.code_set import CodeSet

SETS: tuple[CodeSet, ...] = ()
