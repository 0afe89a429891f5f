"""The codes of oversight of a child's case, transfer and disputes."""

from goldenthread.rulebook.codes.code_set import CodeSet

SETS: tuple[CodeSet, ...] = ()
