"""Authorities side by side, with small numbers left out so that none can be worked back from the region's total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.insight.analysis.suppression import hidden_cells


@dataclass(frozen=True, slots=True)
class Counted:
    """What one authority counted: the sums, and how many rows are behind them."""

    authority: str
    numerator: float
    denominator: float
    rows: int


def hidden(counted: Sequence[Counted], *, share: bool) -> tuple[frozenset[str], bool]:
    """The authorities whose figure may not be shown, and whether the region's may not.

    For a `share` of whole cases, those who are in it, those who are not, and both together are each a number that may
    be small; else the rows behind the figure are. An authority one of whose numbers is left out, because it is small or
    because a small one could be had from it, is left out whole.
    """
    if not counted:
        return frozenset(), False
    whole = all(one.numerator % 1 == 0 and one.denominator % 1 == 0 for one in counted)
    if share and whole and all(one.denominator >= one.numerator >= 0 for one in counted):
        table = [[round(one.numerator), round(one.denominator - one.numerator)] for one in counted]
    else:
        table = [[one.rows] for one in counted]
    cells = hidden_cells(table)
    names = {counted[row].authority for row, _ in cells if row < len(counted)}
    return frozenset(names), any(row == len(counted) for row, _ in cells)
