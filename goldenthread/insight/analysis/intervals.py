"""How far a share from few cases may be off: Wilson's interval, and teams against the whole in a funnel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import erfc, sqrt

from goldenthread.rulebook.beyond_chance import interval

Z998 = 3.090232
"""99.8% of a normal curve lies within so many standard errors."""


def wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """Wilson's score interval for a share, 95%; nought to one when nothing was counted."""
    if denominator <= 0:
        return 0.0, 1.0
    found = interval(numerator, denominator)
    return found.low, found.high


def two_shares(first: tuple[int, int], second: tuple[int, int]) -> float:
    """How often chance alone would part two shares by this much or more: the two-sided pooled test. 1 where there is
    nothing to compare."""
    (n1, d1), (n2, d2) = first, second
    if not d1 or not d2:
        return 1.0
    pooled = (n1 + n2) / (d1 + d2)
    error = sqrt(pooled * (1 - pooled) * (1 / d1 + 1 / d2))
    return erfc(abs(n1 / d1 - n2 / d2) / error / sqrt(2)) if error else 1.0


@dataclass(frozen=True, slots=True)
class InFunnel:
    """One team against the whole. `outside`: whether it lies beyond 99.8% of what chance gives to its size."""

    key: str
    numerator: int
    denominator: int
    share: float
    lower: float
    upper: float
    outside: bool
    above: bool


def funnel_limits(centre: float, size: float) -> tuple[float, float]:
    """Between what a share of so many lies, 998 times in 1,000, where all share one average."""
    width = Z998 * sqrt(centre * (1 - centre) / size)
    return max(0.0, centre - width), min(1.0, centre + width)


def funnel(groups: Mapping[str, tuple[int, int]]) -> tuple[float, tuple[InFunnel, ...]]:
    """The share of all, and each group that counted anything with the range for its size, largest group first."""
    counted = {key: pair for key, pair in groups.items() if pair[1] > 0}
    whole = sum(pair[1] for pair in counted.values())
    if not whole:
        return 0.0, ()
    centre = sum(pair[0] for pair in counted.values()) / whole
    found = []
    for key, (numerator, denominator) in sorted(counted.items(), key=lambda one: (-one[1][1], one[0])):
        share, (lower, upper) = numerator / denominator, funnel_limits(centre, denominator)
        outside = share < lower - 1e-12 or share > upper + 1e-12
        found.append(InFunnel(key, numerator, denominator, share, lower, upper, outside, share > centre))
    return centre, tuple(found)
