"""Whether a measure treats groups of children alike: each group's share, how sure it is, and against all the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.insight.analysis.intervals import two_shares, wilson

FEWEST = 10
"""Cases below which a group's share is not compared."""


@dataclass(frozen=True, slots=True)
class GroupShare:
    """One group. `others` is the share of everybody else. `differs`: chance would part them so far less than once in
    20, counted over all the groups that were looked at. None where there are too few cases to say."""

    key: str
    numerator: int
    denominator: int
    share: float
    lower: float
    upper: float
    others: float
    differs: bool | None

    @property
    def above(self) -> bool:
        return self.share > self.others


def compare(groups: Mapping[str, tuple[int, int]], *, looked_at: int | None = None) -> tuple[GroupShare, ...]:
    """Each group that counted anything against all the others together, in the order given. `looked_at` is how many
    groups are looked at in all, where these are not the only ones."""
    counted = {key: pair for key, pair in groups.items() if pair[1] > 0}
    whole = (sum(one[0] for one in counted.values()), sum(one[1] for one in counted.values()))
    asked = looked_at or sum(1 for one in counted.values() if one[1] >= FEWEST)
    found = []
    for key, (numerator, denominator) in counted.items():
        rest = (whole[0] - numerator, whole[1] - denominator)
        lower, upper = wilson(numerator, denominator)
        differs = None
        if denominator >= FEWEST and rest[1] >= FEWEST:
            differs = two_shares((numerator, denominator), rest) < 0.05 / max(1, asked)
        others = rest[0] / rest[1] if rest[1] else 0.0
        found.append(GroupShare(key, numerator, denominator, numerator / denominator, lower, upper, others, differs))
    return tuple(found)
