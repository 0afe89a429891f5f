"""What was tested to explain a move, and what was found: concentrated in a group or not, and when it began.

The words for how sure we are follow rules, the same ones the page explains. Counted: arithmetic on rows. Likely: it
fits the timing, and a comparison group that the event did not touch did not move. Possible: it fits the timing only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.insight.analysis.decomposition import (
    FEWEST,
    Counts,
    Decomposition,
    GroupChange,
    decompose,
    reversals,
    share,
)
from goldenthread.insight.analysis.intervals import two_shares
from goldenthread.insight.analysis.points import month_after

MATTERS = 0.5
"""A group explains a move when its own rate is at least this part of it, more than its part of the work."""
UNLIKELY = 0.01
"""Chance that a group's own move must be below to be spoken of, shared among the groups that were looked at."""
MIX_MATTERS = 0.4
BEFORE = timedelta(days=92)
"""How long before the first month of a move an event may have been, to fit."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A known event: when, what, and the team it touched (empty: everybody)."""

    on: date
    words: str
    kind: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """One way of grouping that was tested. `finding`: group, mix, both_ways (a reversal), spread or nothing. `leader`
    is the group that explains most where one does."""

    by: str
    parts: Decomposition
    finding: str
    leader: GroupChange | None = None
    reversal: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """An event that fits the month in which a move began. `sure`: likely or possible."""

    event: Happening
    sure: str
    untouched: tuple[str, ...]
    """The groups that it did not touch and that did not move."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that was tested. `best` is the cut that explains most, or None when nothing does."""

    before: Counts
    after: Counts
    cuts: tuple[Cut, ...]
    best: Cut | None
    timing: tuple[Timing, ...]

    @property
    def change(self) -> float:
        return share(self.after) - share(self.before)


def explain(
    before: Mapping[str, Mapping[str, Counts]],
    after: Mapping[str, Mapping[str, Counts]],
    *,
    since: date | None,
    events: Sequence[Happening] = (),
) -> Explanation | None:
    """Tests every way of grouping (`{"team": {"North": (n, d)}}`) and every event. None when either period is empty.

    `since` is the first month of the move; None when there is none beyond chance, and then no event is considered.
    """
    cuts = []
    for by in before:
        try:
            cuts.append(_cut(decompose(by, before[by], after.get(by, {}))))
        except ValueError:
            continue
    if not cuts:
        return None
    whole = cuts[0].parts
    moved = two_shares(whole.before, whole.after) < 0.05
    best = max((one for one in cuts if one.finding in ("group", "mix", "both_ways")), key=_strength, default=None)
    by_team = next((one for one in cuts if one.by == "team"), None)
    return Explanation(
        whole.before,
        whole.after,
        tuple(cuts),
        best if moved or (best and best.finding == "both_ways") else None,
        tuple(_timing(since, events, by_team)) if since else (),
    )


def _strength(cut: Cut) -> tuple[bool, float]:
    part = cut.leader.rate if cut.leader else cut.parts.mix
    return cut.finding == "both_ways", abs(part / cut.parts.change) if cut.parts.change else 0.0


def _cut(parts: Decomposition) -> Cut:
    reversal = reversals(parts)
    whole = parts.change
    asked = [one for one in parts.groups if min(one.before[1], one.after[1]) >= FEWEST]
    if reversal:
        return Cut(parts.by, parts, "both_ways", None, reversal)
    if len(parts.groups) < 2 or not whole:
        return Cut(parts.by, parts, "nothing")
    weigh = {one.key: (one.before[1] / parts.before[1] + one.after[1] / parts.after[1]) / 2 for one in parts.groups}
    leaders = [
        one
        for one in asked
        if one.rate * whole > 0
        and abs(one.rate) >= MATTERS * abs(whole)
        and abs(one.rate / whole) > weigh[one.key] + 0.15
        and one.chance < UNLIKELY / max(1, len(asked))
    ]
    if leaders:
        return Cut(parts.by, parts, "group", max(leaders, key=lambda one: abs(one.rate)))
    if parts.mix * whole > 0 and abs(parts.mix) >= MIX_MATTERS * abs(whole):
        return Cut(parts.by, parts, "mix")
    moved = [one for one in asked if one.rate * whole > 0]
    return Cut(parts.by, parts, "spread" if len(moved) > 1 else "nothing")


def _timing(since: date, events: Sequence[Happening], teams: Cut | None) -> list[Timing]:
    """Events within three months before the move, to the end of its first month; the nearest first."""
    found = []
    for event in events:
        if not since - BEFORE <= event.on < month_after(since):
            continue
        untouched: tuple[str, ...] = ()
        sure = "possible"
        if event.team and teams is not None:
            touched = next((one for one in teams.parts.groups if one.key == event.team), None)
            others = [
                one
                for one in teams.parts.groups
                if one.key != event.team and min(one.before[1], one.after[1]) >= FEWEST
            ]
            still = tuple(one.key for one in others if one.chance >= 0.05 / len(others))
            if touched is None or touched.chance >= UNLIKELY:
                continue
            if others and len(still) == len(others):
                sure, untouched = "likely", still
        found.append(Timing(event, sure, untouched))
    return sorted(found, key=lambda one: (one.sure != "likely", abs((one.event.on - since).days)))
