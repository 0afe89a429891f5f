"""Chance that is fair in few cases too: what falls out too often in a month falls out less in its next cases.

In a small authority plain chance parts one month from the next by more than most causes do, all the more because
brothers and sisters go through everything together. What a figure counts is therefore drawn so that each month, or
quarter, comes near to its part of the whole; which of the families it is stays chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from random import Random

STRAY = 0.7
"""By how many children a month may begin away from its part, so that no two months are quite alike."""


class Evenly:
    """Draws of one authority. Each is of some kind, in which the draws of a month or of a team and month go together;
    it is weighed by the children whom it is about."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._over: dict[Hashable, float] = defaultdict(float)

    def draw(self, kind: Hashable, part: float, children: int, *, may: bool = True) -> bool:
        """Whether it falls out so, as it does for that part of all. What may not leaves more to the others."""
        due = self._due(kind) + part * children
        drawn = may and due >= children / 2
        self._over[kind] = due - children * drawn
        return drawn

    def either(self, first: Sequence[Hashable], second: Sequence[Hashable], part: float, children: int) -> bool:
        """Whether it falls out in the second way, for that part of all, where each way counts in kinds of its own:
        whichever leaves its kinds nearer to their part."""
        farther = sum((self._due(kind) + part * children) ** 2 - self._due(kind) ** 2 for kind in first)
        nearer = sum((self._due(kind) - (1 - part) * children) ** 2 - self._due(kind) ** 2 for kind in second)
        drawn = nearer < farther
        for kind in second if drawn else first:
            self._over[kind] += (part - drawn) * children
        return drawn

    def _due(self, kind: Hashable) -> float:
        """Children for whom it is still to fall out so, of those drawn of that kind."""
        if kind not in self._over:
            self._over[kind] = Random(f"{self._seed}:{kind}").uniform(-STRAY, STRAY)  # noqa: S311 -- of made-up families
        return self._over[kind]
