"""What is coming: a forecast of a monthly count with intervals, tested honestly against a naive one.

The method is simple exponential smoothing of the count with its season taken out; the season is each calendar month's
usual ratio to the year around it, shrunk towards 1 because few years are known. How fast it forgets is chosen on the
past. The naive forecast is the same month a year before. Both are tried on months they had not seen, from a moving
origin, and the better one is used: where that is the naive one, the page says so. Intervals come from the errors that
were made then, not from a formula. It is deterministic: the same months, the same forecast.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from goldenthread.insight.analysis.points import month_after

Method = Callable[[Sequence[float], int], list[float]]

YEAR = 12
FEWEST = 30
"""Months that must be known: two years to learn from and half a year to test on."""
RATES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.8)
"""How fast the level follows the last month."""
TESTED = 12
"""Origins that the forecast is tried from, at most."""
COVERS = 0.8
"""The part of past errors that the interval holds."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One month to come: the middle, and the range that held 8 in 10 of past errors at this distance."""

    month: date
    middle: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class BackTest:
    """Mean absolute errors over the same months: ours, the naive one, how many forecasts were tried, and the part of
    months that fell inside the interval that could have been given at the time."""

    ours: float
    naive: float
    tried: int
    covered: float

    @property
    def ratio(self) -> float:
        """Our error over the naive one's; below 1 is better."""
        return self.ours / self.naive if self.naive else 1.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """The months to come, the test, and whether the naive forecast is the one used."""

    months: tuple[Coming, ...]
    test: BackTest
    naive_used: bool


def forecast(first: date, values: Sequence[float], *, ahead: int = 3) -> Forecast | None:
    """The next months after `values`, which begin in the month of `first`. None when too little is known."""
    if len(values) < FEWEST:
        return None
    ours, naive = _errors(values, ahead, _smoothed), _errors(values, ahead, _as_last_year)
    test = BackTest(_mean(ours), _mean(naive), sum(len(some) for some in ours), _coverage(ours))
    naive_used = test.ours >= test.naive
    method, errors = (_as_last_year, naive) if naive_used else (_smoothed, ours)
    last = month_after(first.replace(day=1), len(values) - 1)
    months = []
    for step, middle in enumerate(method(values, ahead)):
        half = _quantile([abs(one) for one in errors[step]], COVERS)
        months.append(Coming(month_after(last, step + 1), middle, max(0.0, middle - half), middle + half))
    return Forecast(tuple(months), test, naive_used)


def season(values: Sequence[float]) -> list[float]:
    """Each place in the year (from that of the first value) as a ratio to the year around it; 1 on average."""
    ratios: list[list[float]] = [[] for _ in range(YEAR)]
    for at in range(YEAR // 2, len(values) - YEAR // 2):
        around = values[at - YEAR // 2 : at + YEAR // 2 + 1]
        # The two ends are the same month, so each counts half.
        level = (sum(around) - (around[0] + around[-1]) / 2) / YEAR
        if level > 0:
            ratios[at % YEAR].append(values[at] / level)
    # Shrunk as though one more year had shown no season at all.
    found = [(sum(some) + 1.0) / (len(some) + 1) for some in ratios]
    middle = sum(found) / YEAR
    return [one / middle for one in found] if middle else [1.0] * YEAR


def _smoothed(values: Sequence[float], ahead: int) -> list[float]:
    ratios = season(values)
    level_of = [value / ratios[at % YEAR] if ratios[at % YEAR] else value for at, value in enumerate(values)]
    rate = min(RATES, key=lambda one: (_level(level_of, one)[1], one))
    level = _level(level_of, rate)[0]
    return [level * ratios[(len(values) + step) % YEAR] for step in range(ahead)]


def _level(values: Sequence[float], rate: float) -> tuple[float, float]:
    """Where the level stands, and the mean absolute error of each next month on the way."""
    level = sum(values[:6]) / len(values[:6])
    wrong = 0.0
    for value in values:
        wrong += abs(value - level)
        level += rate * (value - level)
    return level, wrong / len(values)


def _as_last_year(values: Sequence[float], ahead: int) -> list[float]:
    return [values[len(values) - YEAR + step % YEAR] for step in range(ahead)]


def _errors(values: Sequence[float], ahead: int, method: Method) -> list[list[float]]:
    """For each distance ahead, what was forecast less what came, from each origin."""
    found: list[list[float]] = [[] for _ in range(ahead)]
    for origin in range(max(2 * YEAR, len(values) - TESTED - ahead + 1), len(values)):
        for step, middle in enumerate(method(values[:origin], ahead)):
            if origin + step < len(values):
                found[step].append(middle - values[origin + step])
    return found


def _coverage(errors: list[list[float]]) -> float:
    """The part of forecasts whose error was within the interval that the other origins would have given."""
    inside = tried = 0
    for some in errors:
        for at, one in enumerate(some):
            others = [abs(other) for place, other in enumerate(some) if place != at]
            if others:
                inside += abs(one) <= _quantile(others, COVERS) + 1e-9
                tried += 1
    return inside / tried if tried else 0.0


def _mean(errors: list[list[float]]) -> float:
    every = [abs(one) for some in errors for one in some]
    return sum(every) / len(every) if every else 0.0


def _quantile(values: Sequence[float], part: float) -> float:
    """The least of the values that at least this part of them do not exceed, one place further for what is unseen."""
    ordered = sorted(values)
    return ordered[min(len(ordered), ceil(part * (len(ordered) + 1))) - 1] if ordered else 0.0
