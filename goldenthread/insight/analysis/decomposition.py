"""Why a share moved: what the rates inside groups did, and what the mix of the groups did. The parts add up.

Between two periods a share changes because groups do better or worse (rate) and because more of the work comes from
some groups than before (mix). With mid-point weights (Kitagawa 1955) there is nothing left over. Shown parts are
rounded by largest remainder, so that what the page shows adds up to the change that it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from goldenthread.insight.analysis.intervals import two_shares

Counts = tuple[int, int]
"""Numerator and denominator."""

FEWEST = 10
"""Cases in each period below which a group's own rate is not spoken of."""


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One group in both periods. `rate` and `mix` are its parts of the change of the whole, as shares (0.01 is one
    point). `chance` is how often chance alone would move its own rate so far."""

    key: str
    before: Counts
    after: Counts
    rate: float
    mix: float
    chance: float


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The whole change by one way of grouping, and its parts; the largest part of either kind is first."""

    by: str
    before: Counts
    after: Counts
    groups: tuple[GroupChange, ...]

    @property
    def change(self) -> float:
        return share(self.after) - share(self.before)

    @property
    def rate(self) -> float:
        """What all groups' rates did together."""
        return sum(one.rate for one in self.groups)

    @property
    def mix(self) -> float:
        """What the mix of groups did."""
        return sum(one.mix for one in self.groups)


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a waterfall, in tenths of a point: exact whole numbers, so that the lines add up."""

    key: str
    kind: str  # "rate", "rest", "mix" or "step"
    tenths: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From `before` to `after` in tenths of a per cent, and the parts between; they add up exactly."""

    by: str
    before: int
    after: int
    parts: tuple[Part, ...]


def share(counts: Counts) -> float:
    """The share, nought where nothing was counted."""
    return counts[0] / counts[1] if counts[1] else 0.0


def decompose(by: str, before: Mapping[str, Counts], after: Mapping[str, Counts]) -> Decomposition:
    """Parts of the change between two periods, by groups. A group that is in one period only is all mix: it has no rate
    to compare. Raises `ValueError` when either period counted nothing."""
    whole_before, whole_after = _sum(before.values()), _sum(after.values())
    if not whole_before[1] or not whole_after[1]:
        raise ValueError("Nothing was counted in one of the two periods, so there is no change to take apart.")
    middle = (share(whole_before) + share(whole_after)) / 2
    groups = []
    for key in sorted({*before, *after}):
        was, now = before.get(key, (0, 0)), after.get(key, (0, 0))
        if not was[1] and not now[1]:
            continue
        rate_before = share(was) if was[1] else share(now)
        rate_after = share(now) if now[1] else share(was)
        weight_before, weight_after = was[1] / whole_before[1], now[1] / whole_after[1]
        groups.append(
            GroupChange(
                key,
                was,
                now,
                (weight_before + weight_after) / 2 * (rate_after - rate_before),
                (weight_after - weight_before) * ((rate_before + rate_after) / 2 - middle),
                two_shares(was, now),
            )
        )
    groups.sort(key=lambda one: (-max(abs(one.rate), abs(one.mix)), one.key))
    return Decomposition(by, whole_before, whole_after, tuple(groups))


def reversals(found: Decomposition) -> tuple[int, int] | None:
    """Simpson's reversal: how many groups moved against the whole, of how many, when none moved with it. None when
    there is no reversal. Only groups with `FEWEST` cases in both periods are asked; fewer than two tell nothing."""
    asked = [one for one in found.groups if one.before[1] >= FEWEST and one.after[1] >= FEWEST]
    whole = found.change
    ways = [share(one.after) - share(one.before) for one in asked]
    if len(asked) < 2 or abs(whole) < 1e-9:
        return None
    against = sum(1 for way in ways if way * whole < -1e-12)
    return (against, len(asked)) if against == len(asked) else None


def waterfall(found: Decomposition, *, lines: int = 4) -> Waterfall:
    """The lines to draw: the largest rates one by one, the other groups' rates together, and the mix."""
    before, after = round(share(found.before) * 1000), round(share(found.after) * 1000)
    by_rate = sorted(found.groups, key=lambda one: (-abs(one.rate), one.key))
    alone = by_rate if len(by_rate) <= lines else by_rate[: lines - 1]
    rest = by_rate[len(alone) :]
    parts = [(one.key, "rate", one.rate) for one in alone]
    if rest:
        parts.append(("", "rest", sum(one.rate for one in rest)))
    if len(found.groups) > 1:
        parts.append(("", "mix", found.mix))
    tenths = largest_remainder([value * 1000 for _, _, value in parts], after - before)
    return Waterfall(
        found.by,
        before,
        after,
        tuple(Part(key, kind, shown) for (key, kind, _), shown in zip(parts, tenths, strict=True)),
    )


def by_step(before: tuple[Mapping[str, int], int], after: tuple[Mapping[str, int], int]) -> Waterfall:
    """What was missed at each step of a process did to the share that was met: a part for each step, the largest first.
    Each period is (missed at each step, counted in all). More missed at a step takes from the share, so the parts add
    up to its change. Raises `ValueError` when either period counted nothing."""
    (was, of_before), (now, of_after) = before, after
    if not of_before or not of_after:
        raise ValueError("Nothing was counted in one of the two periods, so there is no change to take apart.")
    change = {step: was.get(step, 0) / of_before - now.get(step, 0) / of_after for step in {**was, **now}}
    ordered = sorted(change, key=lambda step: (-abs(change[step]), step))
    first = round((1 - sum(was.values()) / of_before) * 1000)
    last = round((1 - sum(now.values()) / of_after) * 1000)
    tenths = largest_remainder([change[step] * 1000 for step in ordered], last - first)
    parts = tuple(Part(step, "step", shown) for step, shown in zip(ordered, tenths, strict=True))
    return Waterfall("step", first, last, parts)


def largest_remainder(values: Sequence[float], total: int) -> list[int]:
    """Whole numbers near these values that add up to the total: each rounded down, then one more to those that lost
    most (or one less from those that lost least) until they do."""
    if not values:
        return []
    down = [floor(value) for value in values]
    missing = total - sum(down)
    order = sorted(range(len(values)), key=lambda at: (down[at] - values[at], at))
    if missing < 0:
        order.reverse()
    each, over = divmod(abs(missing), len(values))
    for place, at in enumerate(order):
        down[at] += (each + (place < over)) * (1 if missing > 0 else -1)
    return down


def _sum(counts: Iterable[Counts]) -> Counts:
    numerator = denominator = 0
    for one in counts:
        numerator, denominator = numerator + one[0], denominator + one[1]
    return numerator, denominator
