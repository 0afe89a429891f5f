"""Drawing a sample that anybody can draw again: from the same list of children and the same seed, the same children.

No generator of random numbers is used, because its numbers may change from one program to the next. The list is put in
the order of a hash: SHA-256 of the words "seed:key" in UTF-8, in hexadecimal. The sample is the first so many. A
spreadsheet, or a person with the standard hash and some patience, comes to the same children.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256


class TooFew(ValueError):
    """There are fewer children to draw from than were asked for. The message is a sentence for the page."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a stratum are drawn."""

    stratum: str
    drawn: int


def place(seed: str, key: int) -> str:
    """Where a child stands in the order of a seed: the lower the sooner."""
    return sha256(f"{seed}:{key}".encode()).hexdigest()


def in_order(seed: str, keys: Collection[int]) -> list[int]:
    """The keys in the order of the seed, each once. The order of the list that is handed in does not matter."""
    return sorted(set(keys), key=lambda key: place(seed, key))


def draw(seed: str, keys: Collection[int], wanted: int) -> list[int]:
    """The sample: the first `wanted` in the order of the seed.

    Raises `TooFew` when there are fewer, `ValueError` for a number that is none.
    """
    if wanted < 1:
        raise ValueError("A sample has at least one child.")
    ordered = in_order(seed, keys)
    if len(ordered) < wanted:
        raise TooFew(_too_few(len(ordered), wanted))
    return ordered[:wanted]


def shares(sizes: Mapping[str, int], wanted: int) -> tuple[Share, ...]:
    """How many to draw of each stratum: in proportion, by the largest remainder; each stratum at least one where there
    are as many places as strata. Strata by name. Raises `TooFew`."""
    there_are = sum(sizes.values())
    if there_are < wanted:
        raise TooFew(_too_few(there_are, wanted))
    names = sorted(name for name, size in sizes.items() if size)
    exact = {name: sizes[name] * wanted / there_are for name in names}
    drawn = {name: int(exact[name]) for name in names}
    if len(names) <= wanted:
        drawn = {name: max(1, number) for name, number in drawn.items()}
    by_remainder = sorted(names, key=lambda name: (drawn[name] - exact[name], name))
    while sum(drawn.values()) < wanted:
        for name in by_remainder:
            if sum(drawn.values()) < wanted and drawn[name] < sizes[name]:
                drawn[name] += 1
    while sum(drawn.values()) > wanted:
        most = max((name for name in names if drawn[name] > 1), key=lambda name: (drawn[name] - exact[name], name))
        drawn[most] -= 1
    return tuple(Share(name, drawn[name]) for name in names)


def draw_by_stratum(seed: str, strata: Mapping[int, str], wanted: int) -> list[int]:
    """A stratified sample: of each stratum its share, by the same hash. `strata` says of each key which is its stratum.

    In the order of the seed, as `draw`. Raises `TooFew`.
    """
    of: dict[str, list[int]] = {}
    for key, stratum in strata.items():
        of.setdefault(stratum, []).append(key)
    chosen: list[int] = []
    for share in shares({name: len(keys) for name, keys in of.items()}, wanted):
        chosen += in_order(seed, of[share.stratum])[: share.drawn]
    return in_order(seed, chosen)


def graded_twice(seed: str, keys: Collection[int], percent: int) -> frozenset[int]:
    """Those of a sample that a second auditor grades as well, whatever the first says: a share by the same seed, at
    least one of a sample that is not empty."""
    if not keys or percent <= 0:
        return frozenset()
    many = max(1, round(len(set(keys)) * percent / 100))
    return frozenset(in_order(f"{seed}:second", keys)[:many])


def share_out(
    keys: Collection[int], hands: Collection[int], not_hers: Mapping[int, Collection[int]]
) -> dict[int, int | None]:
    """Which auditor gets which child: in turn, whoever has fewest, and never a child that `not_hers` names for her.

    None where no auditor may have the child.
    """
    has = dict.fromkeys(hands, 0)
    given: dict[int, int | None] = {}
    for key in keys:
        free = [hand for hand in has if key not in not_hers.get(hand, ())]
        given[key] = hand = min(free, key=lambda one: has[one]) if free else None
        if hand is not None:
            has[hand] += 1
    return given


def _too_few(there_are: int, wanted: int) -> str:
    if there_are == 0:
        return "There are no children to draw from. Widen whom the sample is drawn from, or leave fewer out"
    are = "is 1 child" if there_are == 1 else f"are {there_are} children"
    return (
        f"There {are} to draw from, and you asked for {wanted}. Ask for {there_are} or fewer, or widen whom the sample "
        "is drawn from"
    )
