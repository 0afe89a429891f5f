"""Each one's amount as a dot, on one line for each group: a spread is never told by its mean alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from goldenthread.ui.pictures.drawing import GRID, INK, LATE, QUIET, line, picture, shorten, words_at

WIDTH, LEFT, RIGHT, ROW, TOP = 680.0, 190.0, 20.0, 34.0, 30.0
APART = 11.0  # dots of one amount stand above one another by this much


@dataclass(frozen=True, slots=True)
class Dot:
    """One amount; `over` when it is more than there is room for."""

    amount: float
    over: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The dots of one line, and what the line is called."""

    label: str
    dots: tuple[Dot, ...]


def spread(
    *, title: str, description: str, groups: Sequence[Group], unit: str, limit: float | None = None, key: str = "spread"
) -> SafeString:
    """A line of dots for each group on one scale from nothing. `limit` is drawn as a broken line where all share it."""
    top = max([dot.amount for group in groups for dot in group.dots] + [limit or 0, 1])
    step = next((one for one in (1, 2, 5, 10, 20, 50, 100) if top / one <= 8), 200)
    end = (int(top // step) + 1) * step
    height = TOP + ROW * len(groups) + 28

    def x(amount: float) -> float:
        return LEFT + amount / end * (WIDTH - LEFT - RIGHT)

    body = []
    for mark in range(0, end + 1, step):
        body.append(line(x(mark), TOP - 8, x(mark), height - 26, colour=GRID, thick=1))
        body.append(words_at(x(mark), height - 8, str(mark), colour=QUIET, anchor="middle"))
    body.append(words_at(LEFT, 14, unit, colour=QUIET))
    if limit is not None:
        body.append(line(x(limit), TOP - 8, x(limit), height - 26, colour=INK, thick=1.5, dashes="5 4"))
    for row, group in enumerate(groups):
        y = TOP + ROW * row + ROW / 2
        body.append(words_at(0, y + 5, shorten(group.label, LEFT - 16)))
        body.append(line(x(0), y, x(end), y, colour=GRID, thick=1))
        taken: dict[int, int] = {}
        for dot in sorted(group.dots, key=lambda one: one.amount):
            place = round(x(dot.amount) / 9)
            above = taken.get(place, 0)
            taken[place] = above + 1
            rise = y - (above % 3) * APART / 2 if above else y
            shape = (
                f'<path d="M{x(dot.amount):.1f} {rise - 7:.1f}l7 7-7 7-7-7z" fill="{LATE}" stroke="#fff"/>'
                if dot.over
                else f'<circle cx="{x(dot.amount):.1f}" cy="{rise:.1f}" r="5" fill="{INK}" stroke="#fff"/>'
            )
            body.append(shape)
    return picture(WIDTH, height, body, key=key, title=title, description=description)
