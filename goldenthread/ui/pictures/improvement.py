"""A measure beside its promise: the values as a line, and the straight line they were to follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString

from goldenthread.ui.pictures import drawing
from goldenthread.ui.pictures.drawing import INK, QUIET, Scale, line, mark_at, n, words_at
from goldenthread.ui.pictures.lines import month_starts, years

TOP, FOOT, LEFT, RIGHT = 24, 30, 46, 96
ROOM = 54  # between the middles of two months that are named


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day."""

    on: date
    value: float


def against_trajectory(
    *,
    title: str,
    start: Point,
    target: Point,
    values: Sequence[Point],
    unit: str,
    today: date,
    key: str,
    width: int = 470,
    height: int = 220,
) -> SafeString:
    """The values of a measure, oldest first, with the dashed line from its start to its target and the target's own.

    The picture says in words what it shows; its page has the table. A share has the scale from 0 to 100.
    """
    last = max([target.on, today, *(one.on for one in values)]) + timedelta(days=10)
    across = Scale(start.on, last, LEFT, width - RIGHT)
    every = [start.value, target.value, *(one.value for one in values)]
    low, high = (0.0, 100.0) if unit == "%" else (min(0.0, *every), max(*every, 1.0))

    def y(value: float) -> float:
        return TOP + (height - TOP - FOOT) * (1 - (value - low) / (high - low))

    parts: list[str] = []
    for step in range(5):
        mark = low + (high - low) * step / 4
        parts.append(line(LEFT, y(mark), width - RIGHT, y(mark), colour="#cecece", thick=1))
        parts.append(words_at(LEFT - 8, y(mark) + 5, f"{mark:.0f}", anchor="end", colour=QUIET))
    ticks = list(month_starts(across)) if (last - start.on).days < 200 else _quarters(across)
    for first in ticks:
        parts.append(line(across.x(first), height - FOOT, across.x(first), height - FOOT + 5, colour=QUIET, thick=1))
    named = list(years(across)) or ticks[:1]
    for first in named:
        parts.append(words_at(across.x(first), height - 8, f"{first:%b} {first.year}", anchor="middle", colour=QUIET))
    for first in ticks:
        if all(abs(across.x(first) - across.x(one)) > ROOM for one in named):
            parts.append(words_at(across.x(first), height - 8, f"{first:%b}", anchor="middle", colour=QUIET))
            named.append(first)
    parts.append(
        line(across.x(start.on), y(start.value), across.x(target.on), y(target.value), colour=QUIET, dashes="2 5")
    )
    parts.append(line(across.x(target.on), y(target.value), width - RIGHT, y(target.value), colour=QUIET, dashes="2 5"))
    parts.append(words_at(width - RIGHT + 6, y(target.value) + 5, f"Target {_said(target.value, unit)}", colour=QUIET))
    run = [start, *values]
    if len(run) > 1:
        d = " ".join(f"{'M' if not at else 'L'}{n(across.x(one.on))} {n(y(one.value))}" for at, one in enumerate(run))
        parts.append(f'<path d="{d}" fill="none" stroke="{INK}" stroke-width="2"/>')
    parts += [mark_at(across.x(one.on), y(one.value), "dot") for one in run]
    if values:
        here = values[-1]
        near = abs(y(here.value) - y(target.value)) < 18 and across.x(here.on) > width - RIGHT - 60
        parts.append(
            words_at(
                across.x(here.on),
                y(here.value) + (22 if near or here.value > target.value else -10),
                _said(here.value, unit),
                anchor="middle",
                bold=True,
                halo=True,
            )
        )
    told = "; ".join(f"{_said(one.value, unit)} on {_day(one.on)}" for one in values[-6:])
    description = (
        f"It began at {_said(start.value, unit)} on {_day(start.on)} and was to reach {_said(target.value, unit)} by "
        f"{_day(target.on)}. {'Its last values: ' + told if told else 'It has no values yet'}."
    )
    return drawing.picture(
        width, height, parts, key=key, title=title, description=description, classes="gt-picture--fit"
    )


def _said(value: float, unit: str) -> str:
    number = f"{value:,.1f}".removesuffix(".0")
    return f"{number}%" if unit == "%" else number


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _quarters(scale: Scale) -> list[date]:
    return [one for one in month_starts(scale) if one.month in (1, 4, 7, 10)]
