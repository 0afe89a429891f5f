"""Groups against the whole and flows between stops: a funnel, the drawn columns of tables, and streams.

A drawn column has one small picture for each line of a table that says the same in numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

from django.utils.safestring import SafeString, mark_safe

from goldenthread.ui.pictures.charts import DOWN, UP, Words, chart, round_ticks
from goldenthread.ui.pictures.drawing import n

DIAMOND = "M0 -6.5L6.5 0 0 6.5-6.5 0z"


@dataclass(frozen=True, slots=True)
class InRange:
    """One group in a funnel: how many cases, its value, and whether it lies outside what chance gives to its size."""

    label: str
    cases: int
    value: float
    outside: bool
    above: bool
    state: str = "changed"


def funnel_chart(
    *,
    key: str,
    title: str,
    description: str,
    groups: Sequence[InRange],
    centre: float,
    limits: Callable[[float], tuple[float, float]],
    words: Words,
    most: float | None = None,
    height: int = 300,
) -> SafeString:
    """Groups by their size, within limits that narrow as they grow. Only those outside are named on it."""
    largest = max((one.cases for one in groups), default=1) * 1.08
    steps = [max(1.0, largest * (at / 40) ** 2) for at in range(1, 41)]
    edges = [(size, *limits(size)) for size in steps]
    values = [one.value for one in groups] + [centre]
    seen = [edge for size, low, high in edges for edge in (low, high) if size >= min(one.cases for one in groups) * 0.6]
    ticks = round_ticks(min([*values, *seen]), max([*values, *seen]), most=most)
    top, foot = 12.0, float(height - 28)

    def y(value: float) -> float:
        inside = min(max(value, ticks[0]), ticks[-1])
        return foot - (inside - ticks[0]) / ((ticks[-1] - ticks[0]) or 1) * (foot - top)

    upper = [f"{n(size / largest * 1000)},{n(y(high))}" for size, _, high in edges]
    lower = [f"{n(size / largest * 1000)},{n(y(low))}" for size, low, _ in edges]
    drawn = [
        f'<line class="grid" x1="0" x2="100%" y1="{n(y(tick))}" y2="{n(y(tick))}"/>'
        f'<text class="ytick" x="-8" y="{n(y(tick) + 4.5)}" text-anchor="end">{escape(words(tick))}</text>'
        for tick in ticks
    ]
    drawn += [
        f'<svg width="100%" height="{height}" viewBox="0 0 1000 {height}" preserveAspectRatio="none">',
        f'<polygon class="band" points="{" ".join([*upper, *reversed(lower)])}"/>',
        f'<polyline class="limit" points="{" ".join(upper)}"/><polyline class="limit" points="{" ".join(lower)}"/>',
        f'<path class="centre" d="M0 {n(y(centre))}H1000"/></svg>',
        f'<line class="axis" x1="0" x2="100%" y1="{n(foot)}" y2="{n(foot)}"/>',
        f'<text class="xtick" x="100%" y="{height - 8}" text-anchor="end">{round(largest):,} cases</text>',
        f'<text class="xtick" x="0" y="{height - 8}">Few cases</text>',
    ]
    for one in groups:
        across = one.cases / largest * 100
        if not one.outside:
            drawn.append(f'<circle class="pt" cx="{n(across)}%" cy="{n(y(one.value))}" r="4"/>')
            continue
        anchor, away = ("end", -10) if across > 60 else ("start", 10)
        drawn.append(
            f'<svg x="{across:.2f}%" y="{n(y(one.value))}" overflow="visible">'
            f'<path class="sp {one.state}" d="{UP if one.above else DOWN}"/></svg>'
            f'<text class="halo {one.state}" x="{n(across)}%" dx="{away}" y="{n(y(one.value) + 5)}" '
            f'text-anchor="{anchor}">{escape(one.label)}</text>'
        )
    return chart(key=key, title=title, description=description, height=height, body=drawn)


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a waterfall: where its bar starts and ends. `kind`: end (a tick), main, part or gain."""

    start: float
    end: float
    kind: str = "part"


def bars(lines: Sequence[Bar]) -> list[SafeString]:
    """The drawn column of a waterfall, one small picture for each line of its table. The table says the numbers."""
    places = [place for one in lines for place in (one.start, one.end)]
    low, high = min(places, default=0), max(places, default=1)
    wide = (high - low) or 1

    def x(value: float) -> float:
        return 3 + (value - low) / wide * 94

    drawn = []
    for at, one in enumerate(lines):
        left, right = sorted((x(one.start), x(one.end)))
        body = ""
        if at:
            body += f'<line class="join" x1="{n(x(one.start))}%" x2="{n(x(one.start))}%" y1="0" y2="9"/>'
        if at + 1 < len(lines):
            body += f'<line class="join" x1="{n(x(one.end))}%" x2="{n(x(one.end))}%" y1="25" y2="34"/>'
        if one.kind == "end":
            body += f'<line class="stop" x1="{n(left)}%" x2="{n(left)}%" y1="5" y2="29"/>'
        else:
            body += (
                f'<rect class="bar {one.kind}" x="{n(left)}%" y="9" width="{n(max(right - left, 0.4))}%" height="16"/>'
            )
        drawn.append(_column(body, 34))
    return drawn


def ranges(rows: Sequence[tuple[float, float, float, bool]], *, centre: float) -> list[SafeString]:
    """The drawn column of shares with their intervals: (low, share, high, whether it differs), all from 0 to 100. The
    dotted line is the share of all."""
    low = max(0.0, min([centre, *(one[0] for one in rows)]) - 3)
    high = min(100.0, max([centre, *(one[2] for one in rows)]) + 3)

    def x(value: float) -> float:
        return 3 + (value - low) / ((high - low) or 1) * 94

    drawn = []
    for least, share, greatest, differs in rows:
        middle = (
            f'<svg x="{n(x(share))}%" y="15" overflow="visible"><path class="sp strong" d="{DIAMOND}"/></svg>'
            if differs
            else f'<circle class="pt" cx="{n(x(share))}%" cy="15" r="4.5"/>'
        )
        drawn.append(
            _column(
                f'<line class="event" x1="{n(x(centre))}%" x2="{n(x(centre))}%" y1="0" y2="30"/>'
                f'<line class="whisker" x1="{n(x(least))}%" x2="{n(x(greatest))}%" y1="15" y2="15"/>{middle}',
                30,
            )
        )
    return drawn


def lengths(values: Sequence[float]) -> list[SafeString]:
    """The drawn column of counts or means, one bar for each line of a table. All begin at nought, as what is read is
    their length. The table says the numbers."""
    longest = max(values, default=0) or 1
    return [
        _column(f'<rect class="bar" x="3%" y="8" width="{n(max(value, 0) / longest * 94)}%" height="14"/>', 30)
        for value in values
    ]


def _column(body: str, height: int) -> SafeString:
    drawn = (
        f'<svg class="gt-chart gt-chart--row" width="100%" height="{height}" aria-hidden="true" focusable="false">'
        f"{body}</svg>"
    )
    return mark_safe(drawn)  # noqa: S308  # drawn from numbers alone


@dataclass(frozen=True, slots=True)
class Stage:
    """A stop of a flow, in the column it stands in. `sign` is words under its name."""

    key: str
    label: str
    column: int
    count: int
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Stream:
    """How many went from one stop to another."""

    source: str
    target: str
    count: int


def flow_chart(
    *, key: str, title: str, description: str, stages: Sequence[Stage], streams: Sequence[Stream], height: int = 420
) -> SafeString:
    """Stops in columns, joined by streams as thick as their count. On a narrow screen it scrolls in its own box."""
    wide, bar, gap, top = 1080.0, 14.0, 34.0, 26.0
    columns = max((one.column for one in stages), default=0) + 1
    most = max((sum(one.count for one in stages if one.column == at) for at in range(columns)), default=1) or 1
    crowd = max(sum(1 for one in stages if one.column == at) for at in range(columns)) if stages else 1
    scale = (height - top - 12 - gap * (crowd - 1) - 16) / most
    across = {one.key: one.column * (wide - bar - 150) / max(1, columns - 1) for one in stages}
    place: dict[str, tuple[float, float]] = {}
    for column in range(columns):
        down = top
        for one in (stage for stage in stages if stage.column == column):
            tall = max(2.0, one.count * scale)
            place[one.key] = (down, tall)
            down += tall + gap
    body, leaving, coming = [], dict.fromkeys(place, 0.0), dict.fromkeys(place, 0.0)
    for stream in streams:
        thick = stream.count * scale
        x0, x1 = across[stream.source] + bar, across[stream.target]
        y0 = place[stream.source][0] + leaving[stream.source] + thick / 2
        y1 = place[stream.target][0] + coming[stream.target] + thick / 2
        leaving[stream.source] += thick
        coming[stream.target] += thick
        bend = (x0 + x1) / 2
        body.append(
            f'<path class="stream" d="M{n(x0)} {n(y0)}C{n(bend)} {n(y0)} {n(bend)} {n(y1)} {n(x1)} {n(y1)}" '
            f'stroke-width="{n(max(thick, 1))}"/>'
        )
    for one in stages:
        down, tall = place[one.key]
        body.append(
            f'<rect class="pt" x="{n(across[one.key])}" y="{n(down)}" width="{n(bar)}" height="{n(tall)}"/>'
            f'<text class="say halo" x="{n(across[one.key])}" y="{n(down - 8)}">{escape(one.label)} '
            f'<tspan class="strong">{one.count:,}</tspan>'
            f"{f'<tspan> {escape(one.sign)}</tspan>' if one.sign else ''}</text>"
        )
    tall = max([height, *(ceil(down + thick + 10) for down, thick in place.values())])
    name = escape(key)
    drawn = (
        f'<svg class="gt-chart" width="{n(wide)}" height="{n(tall)}" viewBox="0 0 {n(wide)} {n(tall)}" role="img" '
        f'aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{"".join(body)}</svg>'
    )
    return mark_safe(drawn)  # noqa: S308  # every word above was escaped
