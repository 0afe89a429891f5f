"""Control charts: the usual range of a monthly figure, and the months that chance does not explain.

A share has a p-chart, widened to p-prime (Laney 2002) where denominators are so large that every month would look
special. A share of what stands at a day has the same children month after month, so chance between months is not that
of counting: it is always p-prime, its spread that of its own months. A count or a mean has an XmR chart: mean ± 2.66 ×
the mean moving range (Wheeler). Special causes are the four
rules of NHS England's Making Data Count: a point outside the limits; 7 on one side of the average; 6 rising or falling;
2 of 3 in the outer third.

The limits of a stretch are worked out from its first `BASELINE` months and then kept. A new stretch begins only where
somebody confirmed a step; the old limits stay on the chart for the old months.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from goldenthread.insight.analysis.points import Point

BASELINE = 15
"""Months from which limits are worked out, and then kept."""
FEWEST = 12
"""Months of a stretch below which nothing is judged."""
SHIFT = 7
TREND = 6
LARGE = 1000
"""Average denominator from which a p-chart is checked for spread beyond counting chance."""
RANGE_TO_SIGMA = 1.128
"""Mean moving range of two over the standard deviation (d2)."""

RULES = {
    "outside": "a month outside the limits",
    "two_of_three": "two of three months running in the outer third of the range",
    "shift": "seven months running on one side of the average",
    "trend": "six months running, each further the same way",
}
"""The rules in words, strongest first."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A special cause: by which rule, which way, and the first and last month it takes in."""

    rule: str
    up: bool
    began: date
    ended: date


@dataclass(frozen=True, slots=True)
class Plotted:
    """A month on the chart with its limits, and the signals it is part of. Without limits there is nothing to judge."""

    month: date
    value: float | None
    numerator: float
    denominator: float | None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months that share one average. `judged` is false while there are too few of them."""

    began: date
    ended: date
    centre: float
    judged: bool
    baseline: int
    kind: str  # "p", "p-prime" or "XmR"


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole chart."""

    points: tuple[Plotted, ...]
    stretches: tuple[Stretch, ...]
    signals: tuple[Signal, ...]

    @property
    def latest(self) -> Plotted | None:
        """The last month that has a value."""
        return next((one for one in reversed(self.points) if one.value is not None), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the last month says. `way`: better, worse, changed (where neither way is better), same, or too_few. `since`
    is the first month of the run that still holds; `rule` the strongest rule it breaks."""

    way: str
    since: date | None = None
    rule: str = ""
    up: bool = False

    @property
    def moved(self) -> bool:
        """Whether it is more than chance explains."""
        return self.way in ("better", "worse", "changed")


def control_chart(points: Sequence[Point], *, steps: Iterable[date] = (), counted: bool = True) -> Chart:
    """Plots the months in order, with new limits from each confirmed step. `counted` is false for a share that is not
    counted anew each month, but stands at a day."""
    plotted: list[Plotted] = []
    stretches: list[Stretch] = []
    signals: list[Signal] = []
    for some in _stretches(points, sorted(steps)):
        limited, stretch = _limited(some, counted)
        found = tuple(_signals(limited)) if stretch and stretch.judged else ()
        plotted += [
            _with(one, tuple(signal for signal in found if signal.began <= one.month <= signal.ended))
            for one in limited
        ]
        if stretch:
            stretches.append(stretch)
        signals += found
    return Chart(tuple(plotted), tuple(stretches), tuple(signals))


def verdict(chart: Chart, *, polarity: str) -> Verdict:
    """What the last month says. `polarity`: high or low for which way is better, anything else for neither."""
    last = chart.latest
    if last is None or not chart.stretches or not chart.stretches[-1].judged or last.month < chart.stretches[-1].began:
        return Verdict("too_few")
    if not last.signals:
        return Verdict("same")
    strongest = min(last.signals, key=lambda one: list(RULES).index(one.rule))
    since = min(one.began for one in _joined(chart, last, strongest))
    way = {"high": strongest.up, "low": not strongest.up}.get(polarity)
    return Verdict("changed" if way is None else "better" if way else "worse", since, strongest.rule, strongest.up)


def _joined(chart: Chart, last: Plotted, strongest: Signal) -> Iterator[Signal]:
    """The signals of this way and strength that hold at the last month, and those that run into them without a gap. A
    weaker rule would begin the run too early: months a little below the average, before it fell."""
    stretch = chart.stretches[-1]
    months = [one.month for one in chart.points if one.month >= stretch.began and one.value is not None]
    begins = last.month
    strength = list(RULES).index(strongest.rule)
    alike = [one for one in chart.signals if one.up == strongest.up and list(RULES).index(one.rule) <= strength]
    for signal in sorted(alike, key=lambda one: one.ended, reverse=True):
        if signal.ended < stretch.began:
            break
        reach = months.index(signal.ended) if signal.ended in months else -1
        if reach + 1 >= months.index(begins):
            begins = min(begins, signal.began)
            yield signal


def _stretches(points: Sequence[Point], steps: Sequence[date]) -> Iterator[list[Point]]:
    some: list[Point] = []
    left = list(steps)
    for point in sorted(points, key=lambda one: one.month):
        began = False
        while left and left[0] <= point.month:
            left.pop(0)
            began = True
        if began and some:
            yield some
            some = []
        some.append(point)
    if some:
        yield some


def _limited(points: Sequence[Point], counted: bool) -> tuple[list[Plotted], Stretch | None]:
    known = [one for one in points if one.value is not None]
    if len(known) < 2:
        return [Plotted(one.month, one.value, one.numerator, one.denominator) for one in points], None
    baseline = known[:BASELINE]
    share = known[0].denominator is not None
    centre, spread, kind = _p(baseline, counted) if share else _xmr(baseline)
    stretch = Stretch(points[0].month, points[-1].month, centre, len(known) >= FEWEST, len(baseline), kind)
    plotted = []
    for one in points:
        lower = upper = None
        if one.value is not None:
            width = 3 * (spread * sqrt(centre * (1 - centre) / (one.denominator or 1)) if share else spread)
            lower, upper = max(0.0, centre - width), centre + width
            if share:
                upper = min(1.0, upper)
            elif min(other.numerator for other in known) < 0:
                lower = centre - width
        plotted.append(Plotted(one.month, one.value, one.numerator, one.denominator, centre, lower, upper))
    return plotted, stretch


def _p(baseline: Sequence[Point], counted: bool) -> tuple[float, float, str]:
    """The average share, what the spread is of that of counting chance, and the chart's name."""
    whole = sum(one.denominator or 0 for one in baseline)
    centre = sum(one.numerator for one in baseline) / whole
    if not 0 < centre < 1 or (counted and whole / len(baseline) < LARGE):
        return centre, 1.0, "p"
    spread = _mean_range(_scores(baseline, centre)) / RANGE_TO_SIGMA
    if counted:
        return (centre, spread, "p-prime") if spread > 1 else (centre, 1.0, "p")
    # Months that never differed say nothing of how far they may: counting chance does.
    return (centre, spread, "p-prime") if spread else (centre, 1.0, "p")


def _scores(points: Sequence[Point], centre: float) -> list[float]:
    """How many standard errors of counting each month lies from the average."""
    return [
        ((one.value or 0) - centre) / sqrt(centre * (1 - centre) / one.denominator) for one in points if one.denominator
    ]


def _xmr(baseline: Sequence[Point]) -> tuple[float, float, str]:
    values = [one.numerator for one in baseline]
    return sum(values) / len(values), _mean_range(values) / RANGE_TO_SIGMA, "XmR"


def _mean_range(values: Sequence[float]) -> float:
    ranges = [abs(after - before) for before, after in zip(values, values[1:], strict=False)]
    return sum(ranges) / len(ranges) if ranges else 0.0


def _with(one: Plotted, signals: tuple[Signal, ...]) -> Plotted:
    return Plotted(one.month, one.value, one.numerator, one.denominator, one.centre, one.lower, one.upper, signals)


def _signals(points: Sequence[Plotted]) -> Iterator[Signal]:
    known = [one for one in points if one.value is not None and one.centre is not None]
    for one in known:
        if one.upper is not None and one.lower is not None and one.value is not None:
            # A limit at the end of the scale cannot be passed, and equals only mean that it was reached.
            if one.value > one.upper + 1e-12:
                yield Signal("outside", True, one.month, one.month)
            elif one.value < one.lower - 1e-12:
                yield Signal("outside", False, one.month, one.month)
    yield from _outer_thirds(known)
    for side, some in _runs([_side(one) for one in known]):
        if side and len(some) >= SHIFT:
            yield Signal("shift", side > 0, known[some[0]].month, known[some[-1]].month)
    yield from _trends(known)


def _side(one: Plotted) -> int:
    assert one.value is not None and one.centre is not None
    return (one.value > one.centre + 1e-12) - (one.value < one.centre - 1e-12)


def _outer_thirds(known: Sequence[Plotted]) -> Iterator[Signal]:
    zones = [_zone(one) for one in known]
    for at in range(2, len(known)):
        for side in (1, -1):
            inside = [here for here in range(at - 2, at + 1) if zones[here] == side]
            if len(inside) >= 2 and zones[at] == side:
                yield Signal("two_of_three", side > 0, known[inside[0]].month, known[at].month)


def _zone(one: Plotted) -> int:
    """1 or -1 beyond two thirds of the way to a limit. Measured on the unclipped width, which both sides share."""
    assert one.value is not None and one.centre is not None and one.upper is not None and one.lower is not None
    width = max(one.upper - one.centre, one.centre - one.lower)
    if width <= 0:
        return 0
    away = (one.value - one.centre) / width
    return 1 if away > 2 / 3 else -1 if away < -2 / 3 else 0


def _runs(marks: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    some: list[int] = []
    for at, mark in enumerate(marks):
        if some and marks[some[0]] != mark:
            yield marks[some[0]], some
            some = []
        some.append(at)
    if some:
        yield marks[some[0]], some


def _trends(known: Sequence[Plotted]) -> Iterator[Signal]:
    values = [one.value or 0.0 for one in known]
    ways = [(after > before) - (after < before) for before, after in zip(values, values[1:], strict=False)]
    for way, some in _runs(ways):
        if way and len(some) + 1 >= TREND:
            yield Signal("trend", way > 0, known[some[0]].month, known[some[-1] + 1].month)
