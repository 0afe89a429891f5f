"""How far a share from few cases may be off: Wilson's interval, and teams against the whole in a funnel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import erfc, sqrt

Z95 = 1.959964
Z998 = 3.090232
"""95% and 99.8% of a normal curve lie within these many standard errors."""


def wilson(numerator: int, denominator: int, *, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval for a share (Wilson 1927); nought to one when nothing was counted."""
    if denominator <= 0:
        return 0.0, 1.0
    share = numerator / denominator
    scale = 1 + z * z / denominator
    middle = (share + z * z / (2 * denominator)) / scale
    half = z / scale * sqrt(share * (1 - share) / denominator + z * z / (4 * denominator * denominator))
    return max(0.0, middle - half), min(1.0, middle + half)


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


def funnel(groups: Mapping[str, tuple[int, int]], *, z: float = Z998) -> tuple[float, tuple[InFunnel, ...]]:
    """The share of all, and each group that counted anything with the range for its size, largest group first."""
    counted = {key: pair for key, pair in groups.items() if pair[1] > 0}
    whole = sum(pair[1] for pair in counted.values())
    if not whole:
        return 0.0, ()
    centre = sum(pair[0] for pair in counted.values()) / whole
    found = []
    for key, (numerator, denominator) in sorted(counted.items(), key=lambda one: (-one[1][1], one[0])):
        width = z * sqrt(centre * (1 - centre) / denominator)
        share, lower, upper = numerator / denominator, max(0.0, centre - width), min(1.0, centre + width)
        outside = share < lower - 1e-12 or share > upper + 1e-12
        found.append(InFunnel(key, numerator, denominator, share, lower, upper, outside, share > centre))
    return centre, tuple(found)
