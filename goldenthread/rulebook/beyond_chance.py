"""What a small number can show, and what it cannot: intervals, Fisher's exact test, and how far two graders agree.

Pure arithmetic on counts, each formula with its source. Nothing here knows what is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, exp, lgamma, sqrt

Z = 1.959964
"""Standard deviations either side that hold 95% of a normal distribution."""

RARE = 0.05
"""What happens by chance less often than this is called beyond chance: 1 in 20."""

PAIRS_FOR_AGREEMENT = 10
"""Fewer cases graded twice than this say nothing of how far graders agree."""

PAIRS_FOR_ONE_GRADER = 20
"""Fewer than this say nothing of one grader."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and where the true one probably lies (95%), as fractions of one."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two graders agree. `pairs` were graded twice: `same` alike, `one_apart` one grade apart, `further` more.

    `kappa` is weighted by distance, with its 95% interval; None where there are too few pairs, or all grades are alike
    so that chance alone would agree as well. `lower` and `higher` count where the second grade was lower or higher, and
    `uneven` is how often chance splits them at least so unevenly.
    """

    pairs: int
    same: int
    one_apart: int
    further: int
    kappa: float | None
    low: float | None
    high: float | None
    lower: int
    higher: int
    uneven: float


def interval(passed: int, of: int) -> Interval:
    """Wilson's score interval (E. B. Wilson, 1927). Raises `ValueError` for a count that is none."""
    _check(passed, of)
    share = passed / of
    middle = (share + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z / (1 + Z * Z / of) * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def by_chance(passed: int, of: int, then_passed: int, then_of: int) -> float:
    """How often chance alone makes two samples differ at least so much: Fisher's exact test, both sides, as the sum of
    all tables no likelier than this one (R. A. Fisher, 1935). Raises `ValueError` for counts that are none."""
    _check(passed, of)
    _check(then_passed, then_of)
    successes, everything = passed + then_passed, of + then_of
    ways = _log_ways(everything, successes)

    def likely(first: int) -> float:
        return exp(_log_ways(of, first) + _log_ways(then_of, successes - first) - ways)

    seen = likely(passed) * (1 + 1e-7)  # so that a table as likely as this one is counted, however it was rounded
    first, last = max(0, successes - then_of), min(of, successes)
    return min(1.0, sum(one for one in map(likely, range(first, last + 1)) if one <= seen))


def fewest_beyond_chance(passed: int, of: int, next_of: int) -> int | None:
    """The fewest of the next sample that must pass to be better by more than chance (Fisher's exact test, 1 in 20).

    None when even all of them would not be enough: the sample is too small, or the first was too good.
    """
    _check(passed, of)
    for number in range(next_of + 1):
        if number / next_of > passed / of and by_chance(passed, of, number, next_of) < RARE:
            return number
    return None


def uneven_split(fewer: int, more: int) -> float:
    """How often chance splits so many at least so unevenly: the sign test, both sides. 1 where there are none."""
    many, least = fewer + more, min(fewer, more)
    if many == 0:
        return 1.0
    return min(1.0, 2 * sum(comb(many, number) for number in range(least + 1)) / 2**many)


def matrix(pairs: Sequence[tuple[str, str]], order: Sequence[str]) -> list[list[int]]:
    """First grade by second grade, counted, both in `order`. A pair with a grade that is not in it is left out."""
    place = {grade: number for number, grade in enumerate(order)}
    counted = [[0] * len(order) for _ in order]
    for first, second in pairs:
        if first in place and second in place:
            counted[place[first]][place[second]] += 1
    return counted


def agreement(counted: Sequence[Sequence[int]]) -> Agreement:
    """How far the graders of a square matrix (best grade first) agree.

    Kappa with linear weights, 1 less the distance over the longest distance (J. Cohen, 1968); its standard error for
    large samples by J. L. Fleiss, J. Cohen and B. S. Everitt (1969).
    """
    size = range(len(counted))
    pairs = sum(map(sum, counted))
    same = sum(counted[n][n] for n in size)
    one_apart = sum(counted[a][b] for a in size for b in size if abs(a - b) == 1)
    lower = sum(counted[a][b] for a in size for b in size if b > a)
    higher = sum(counted[a][b] for a in size for b in size if b < a)
    kappa = _kappa(counted, pairs) if pairs >= PAIRS_FOR_AGREEMENT else None
    value, error = kappa or (None, None)
    return Agreement(
        pairs,
        same,
        one_apart,
        pairs - same - one_apart,
        value,
        None if value is None or error is None else max(-1.0, value - Z * error),
        None if value is None or error is None else min(1.0, value + Z * error),
        lower,
        higher,
        uneven_split(lower, higher),
    )


def _kappa(counted: Sequence[Sequence[int]], pairs: int) -> tuple[float, float] | None:
    size = range(len(counted))
    longest = len(counted) - 1
    weight = [[1 - abs(a - b) / longest for b in size] for a in size]
    cell = [[counted[a][b] / pairs for b in size] for a in size]
    row = [sum(cell[a]) for a in size]
    column = [sum(cell[a][b] for a in size) for b in size]
    seen = sum(weight[a][b] * cell[a][b] for a in size for b in size)
    chance = sum(weight[a][b] * row[a] * column[b] for a in size for b in size)
    if chance >= 1:
        return None
    of_row = [sum(weight[a][b] * column[b] for b in size) for a in size]
    of_column = [sum(weight[a][b] * row[a] for a in size) for b in size]
    kappa = (seen - chance) / (1 - chance)
    total = sum(cell[a][b] * (weight[a][b] - (of_row[a] + of_column[b]) * (1 - kappa)) ** 2 for a in size for b in size)
    variance = (total - (kappa - chance * (1 - kappa)) ** 2) / (pairs * (1 - chance) ** 2)
    return kappa, sqrt(max(0.0, variance))


def _log_ways(of: int, chosen: int) -> float:
    """The logarithm of how many ways there are to choose so many: the number itself grows too long to reckon with."""
    return lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1)


def _check(passed: int, of: int) -> None:
    if of < 1 or not 0 <= passed <= of:
        raise ValueError(f"{passed} of {of} is no count of a sample.")
