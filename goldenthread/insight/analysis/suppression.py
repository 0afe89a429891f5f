"""Small numbers left out of whatever leaves the authority, so that none can be worked back from the totals.

A count from 1 to 4 is left out (primary). A cell left out alone in its row or column could be had by subtraction, so
each one left out stands in a rectangle of four that are: the cells of two rows in two columns, margins counting as a
row and a column (secondary). Around such a rectangle one may be taken from two opposite corners and given to the other
two with every total unchanged, so at least two values stay possible for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

SMALL = 5
"""The least count that may be shown, nought aside."""

Cell = tuple[int, int]


def hidden_cells(counts: Sequence[Sequence[int]], *, small: int = SMALL) -> frozenset[Cell]:
    """Which cells may not be shown, as (row, column). The row after the last is the totals of columns, the column
    after the last the totals of rows. Raises `ValueError` for rows of different lengths or a negative count."""
    if len({len(row) for row in counts}) > 1 or any(count < 0 for row in counts for count in row):
        raise ValueError("A table of counts has rows of one length and no count below nought.")
    whole = with_totals(counts)
    rows, columns = range(len(whole)), range(len(whole[0]) if whole else 0)
    primary = [(r, c) for r, c in product(rows, columns) if 0 < whole[r][c] < small]
    hidden = set(primary)
    # The smallest first: they have the fewest partners.
    for r, c in sorted(primary, key=lambda at: (whole[at[0]][at[1]], at)):
        corners = [
            ((r, other_c), (other_r, c), (other_r, other_c))
            for other_r, other_c in product(rows, columns)
            if other_r != r and other_c != c and whole[other_r][other_c] > 0
        ]
        best = min(corners, key=lambda three: (sum(whole[a][b] for a, b in three if (a, b) not in hidden), three))
        hidden.update(best)
    return frozenset(hidden)


def with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The table with a column and a row of totals."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if rows else []


def shown(counts: Sequence[Sequence[int]], *, small: int = SMALL) -> list[list[int | None]]:
    """The table with its totals, None where a number is left out."""
    hidden = hidden_cells(counts, small=small)
    return [
        [None if (r, c) in hidden else count for c, count in enumerate(row)]
        for r, row in enumerate(with_totals(counts))
    ]


def may_show_share(numerator: int, denominator: int, *, small: int = SMALL) -> bool:
    """Whether a share may leave: neither those who are in it, nor those who are not, nor all of them are a few."""
    return not any(0 < count < small for count in (numerator, denominator - numerator, denominator))
