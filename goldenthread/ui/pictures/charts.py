"""The chart of a measure: its months, the usual range, the months that chance does not explain, what is to come.

Across is in per cent and down in pixels, so a chart narrows without its words shrinking. Colour is spent only on change
beyond chance, and always with a shape: a triangle up or down. The page shows the same values in a table beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from django.utils.safestring import SafeString, mark_safe

from goldenthread.ui.pictures.drawing import n

DOWN = "M0 6.5L-6.5 -4.7H6.5z"
UP = "M0 -6.5L6.5 4.7H-6.5z"
APART = 17  # pixels between the baselines of two labels

Words = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Month:
    """One point. `state`: ordinary, better, worse or changed; `up` is which way it lies. `stretch` numbers the months
    that share an average. Values are in the words' own unit (72.7 for 72.7%)."""

    label: str
    value: float | None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    state: str = "ordinary"
    up: bool = False
    stretch: int = 0


@dataclass(frozen=True, slots=True)
class Happened:
    """An event at a place along the months (0 is the middle of the first), with its words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """A month to come, after the last that is known: the middle, and the range."""

    label: str
    middle: float
    lower: float
    upper: float


def series_chart(
    *,
    key: str,
    title: str,
    description: str,
    months: Sequence[Month],
    words: Words,
    ahead: Sequence[Ahead] = (),
    events: Sequence[Happened] = (),
    height: int = 320,
    most: float | None = None,
    small: bool = False,
) -> SafeString:
    """A line of months with the usual range behind it. `most` is the end of the scale, where it has one (100 for a
    share). A small one leaves out the words at its side."""
    count = len(months) + len(ahead)
    every = [one for month in months for one in (month.value, month.lower, month.upper) if one is not None]
    every += [one for month in ahead for one in (month.lower, month.upper)]
    ticks = round_ticks(min(every, default=0), max(every, default=1), most=most, least=3 if small else 4)
    top, foot = 12.0, float(height - 28)

    def x(at: float) -> float:
        return (at + 0.5) / count * 100 if count else 0

    def y(value: float) -> float:
        return foot - (value - ticks[0]) / ((ticks[-1] - ticks[0]) or 1) * (foot - top)

    drawn = [
        f'<line class="grid" x1="0" x2="100%" y1="{n(y(tick))}" y2="{n(y(tick))}"/>'
        f'<text class="ytick" x="-8" y="{n(y(tick) + 4.5)}" text-anchor="end">{escape(words(tick))}</text>'
        for tick in ticks
    ]
    drawn.append(f'<svg width="100%" height="{height}" viewBox="0 0 1000 {height}" preserveAspectRatio="none">')
    drawn += _ranges(months, x, y)
    drawn += _fan(months, ahead, x, y)
    drawn += _line(months, x, y)
    drawn.append("</svg>")
    drawn += [
        _point(month, x(at), y(month.value), small=small) for at, month in enumerate(months) if month.value is not None
    ]
    drawn += [
        f'<circle class="to-come" cx="{n(x(len(months) + at))}%" cy="{n(y(one.middle))}" r="{3 if small else 4}"/>'
        for at, one in enumerate(ahead)
    ]
    drawn += _months_below([one.label for one in (*months, *ahead)], x, foot, height, small=small)
    if not small:
        drawn += _happened(events, x, top, foot)
        drawn += _at_the_side(months, y, words, foot)
    return chart(key=key, title=title, description=description, height=height, body=drawn)


def chart(*, key: str, title: str, description: str, height: int, body: Sequence[str]) -> SafeString:
    """The frame of every chart: its name and what it shows, for those who do not see it."""
    name = escape(key)
    drawn = (
        f'<svg class="gt-chart" width="100%" height="{height}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        f"{''.join(body)}</svg>"
    )
    return mark_safe(drawn)  # noqa: S308  # every word above was escaped


def round_ticks(low: float, high: float, *, most: float | None = None, least: int = 4) -> list[float]:
    """Three to six round values that hold these, in order. They never pass `most`, nor go below nought unless a value
    does."""
    if high <= low:
        low, high = low - 1, high + 1
        if low >= -1:
            low = max(low, 0.0)
    rough = (high - low) / (least - 1)
    scale = 10.0 ** floor(log10(rough))
    step = next(size * scale for size in (1, 2, 5, 10) if size * scale >= rough - 1e-12)
    first, last = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    if most is not None:
        last = min(last, most)
    found = [round(first + at * step, 10) for at in range(round((last - first) / step) + 1)]
    if most is not None and found[-1] < high:
        found.append(most)
    return found if len(found) > 1 else [found[0], found[0] + step]


def _ranges(months: Sequence[Month], x: Callable[[float], float], y: Callable[[float], float]) -> list[str]:
    """The usual range of each stretch, stepping with its limits, and its average."""
    drawn = []
    for stretch in sorted({one.stretch for one in months}):
        some = [
            (at, one.lower, one.upper, one.centre)
            for at, one in enumerate(months)
            if one.stretch == stretch and one.lower is not None and one.upper is not None and one.centre is not None
        ]
        if not some:
            continue
        half = x(0)
        upper = " ".join(f"{n((x(at) + side) * 10)},{n(y(top))}" for at, _, top, _ in some for side in (-half, half))
        lower = " ".join(f"{n((x(at) + side) * 10)},{n(y(low))}" for at, low, _, _ in some for side in (-half, half))
        back = " ".join(reversed(lower.split(" ")))
        drawn += [
            f'<polygon class="band" points="{upper} {back}"/>',
            f'<polyline class="limit" points="{upper}"/><polyline class="limit" points="{lower}"/>',
            (
                f'<path class="centre" d="M{n((x(some[0][0]) - half) * 10)} {n(y(some[0][3]))}'
                f'H{n((x(some[-1][0]) + half) * 10)}"/>'
            ),
        ]
    return drawn


def _fan(
    months: Sequence[Month], ahead: Sequence[Ahead], x: Callable[[float], float], y: Callable[[float], float]
) -> list[str]:
    if not ahead:
        return []
    at = len(months)
    over = [f"{n(x(at + step) * 10)},{n(y(one.upper))}" for step, one in enumerate(ahead)]
    under = [f"{n(x(at + step) * 10)},{n(y(one.lower))}" for step, one in enumerate(ahead)]
    middle = [f"{n(x(at + step) * 10)},{n(y(one.middle))}" for step, one in enumerate(ahead)]
    last = months[-1].value if months else None
    if last is not None:
        start = f"{n(x(at - 1) * 10)},{n(y(last))}"
        over, under, middle = [start, *over], [start, *under], [start, *middle]
    return [
        f'<polygon class="band" points="{" ".join([*over, *reversed(under)])}"/>',
        f'<polyline class="limit" points="{" ".join(over)}"/><polyline class="limit" points="{" ".join(under)}"/>',
        f'<polyline class="centre" points="{" ".join(middle)}"/>',
    ]


def _line(months: Sequence[Month], x: Callable[[float], float], y: Callable[[float], float]) -> list[str]:
    """The series, broken where a month has no value."""
    drawn, some = [], []
    for at, one in enumerate(months):
        if one.value is None:
            drawn, some = [*drawn, some], []
        else:
            some = [*some, f"{n(x(at) * 10)},{n(y(one.value))}"]
    return [f'<polyline class="series" points="{" ".join(run)}"/>' for run in [*drawn, some] if len(run) > 1]


def _point(month: Month, x: float, y: float, *, small: bool) -> str:
    if month.state == "ordinary":
        return f'<circle class="pt" cx="{n(x)}%" cy="{n(y)}" r="{2.6 if small else 3.6}"/>'
    shape = UP if month.up else DOWN
    return f'<svg x="{x:.2f}%" y="{n(y)}" overflow="visible"><path class="sp {month.state}" d="{shape}"/></svg>'


def _months_below(
    labels: Sequence[str], x: Callable[[float], float], foot: float, height: int, *, small: bool
) -> list[str]:
    """The first and the last month, and between them each half year; on a narrow screen the ends only."""
    drawn = [f'<line class="axis" x1="0" x2="100%" y1="{n(foot)}" y2="{n(foot)}"/>']
    last = len(labels) - 1
    for at, label in enumerate(labels):
        end = at in (0, last)
        if not end and (small or (last - at) % 6 or at < 4 or last - at < 4):
            continue
        anchor = "start" if small and at == 0 else "end" if at == last else "middle"
        kind = "" if end else " wide"
        drawn.append(
            f'<text class="xtick{kind}" x="{n(x(at))}%" y="{height - 8}" text-anchor="{anchor}">{escape(label)}</text>'
            f'<line class="tickmark{kind}" x1="{n(x(at))}%" x2="{n(x(at))}%" y1="{n(foot)}" y2="{n(foot + 5)}"/>'
        )
    return drawn


def _happened(events: Sequence[Happened], x: Callable[[float], float], top: float, foot: float) -> list[str]:
    """Dotted lines with a letter each; the words stand under the chart, where they fit on every screen."""
    drawn = []
    for number, event in enumerate(events):
        letter = chr(ord("A") + number % 26)
        at = n(x(event.at))
        drawn.append(
            f'<line class="event" x1="{at}%" x2="{at}%" y1="{n(top)}" y2="{n(foot)}"/>'
            f'<text class="halo strong" x="{at}%" dx="4" y="{n(foot - 8 - 16 * (number % 3))}">{letter}</text>'
        )
    return drawn


def _at_the_side(months: Sequence[Month], y: Callable[[float], float], words: Words, foot: float) -> list[str]:
    """The last value, the limits and the average, in words beside the line and never over one another."""
    last = next((one for one in reversed(months) if one.value is not None), None)
    if last is None or last.value is None:
        return []
    state = last.state if last.state in ("better", "worse") else "strong"
    labels = [(y(last.value), f"{words(last.value)} {last.label.split(' ')[0]}", state)]
    if last.upper is not None and last.lower is not None and last.centre is not None:
        labels += [
            (y(last.upper), f"{words(last.upper)} upper limit", ""),
            (y(last.centre), f"{words(last.centre)} average", ""),
            (y(last.lower), f"{words(last.lower)} lower limit", ""),
        ]
    placed, below = [], 0.0
    for wanted, label, kind in sorted(labels):
        at = max(wanted + 5, below)
        placed.append((at, label, kind))
        below = at + APART
    over = max(0.0, placed[-1][0] - foot)
    drawn = [
        f'<text x="100%" dx="8" y="{n(at - over)}" class="wide {kind}">{escape(label)}</text>'
        for at, label, kind in placed
    ]
    below_it = y(last.value) < foot - 40
    drawn.append(
        f'<text x="100%" y="{n(y(last.value) + (22 if below_it else -12))}" text-anchor="end" '
        f'class="narrow halo {state}">{escape(words(last.value))}</text>'
    )
    return drawn
