"""People and how they are joined, in generations. The same people always give the same picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from goldenthread.ui.pictures import drawing
from goldenthread.ui.pictures.drawing import DONE, INK, LATE, QUIET, line, n, text_width, words_at

RADIUS = 21
GAP = 34
LABEL_ROOM = 46
MOST_LABEL = 190


@dataclass(frozen=True, slots=True)
class Node:
    """One of those joined. `generation` counts downwards from 0; `shape`: circle, square, diamond or triangle.

    `note` goes under the name. `subject` is the one the picture is about; `gone` is crossed; `marked` has a filled
    square within; `url` makes the shape and name a link.
    """

    id: str
    name: str
    generation: int
    shape: str = "circle"
    note: str = ""
    subject: bool = False
    gone: bool = False
    marked: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Union:
    """One or two in an upper generation and those who come from them. `ended` cuts the line between the two."""

    between: tuple[str, ...]
    children: tuple[str, ...] = ()
    ended: bool = False
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """How two are with each other. `kind`: close, difficult or lost."""

    first: str
    second: str
    kind: str


@dataclass(slots=True)
class _Spot:
    node: Node
    half: float
    x: float = 0.0
    y: float = 0.0


def network(
    *,
    title: str,
    description: str,
    nodes: Sequence[Node],
    unions: Sequence[Union] = (),
    ties: Sequence[Tie] = (),
    key: str = "network",
) -> SafeString:
    """Draws everybody given, as wide as their names need. Joins to somebody not given are left out."""
    spots = {node.id: _Spot(node, max(RADIUS, min(MOST_LABEL, max(_widths(node))) / 2)) for node in nodes}
    known = [
        Union(
            tuple(one for one in union.between if one in spots),
            tuple(one for one in union.children if one in spots),
            union.ended,
            union.uncertain,
        )
        for union in unions
    ]
    known = [union for union in known if union.between]
    rows = _rows(spots, known)
    _across(rows, spots, known)
    levels = _levels(known, spots)
    height = _down(rows, known, levels)
    width = max((spot.x + spot.half for spot in spots.values()), default=100.0) + 12
    body: list[str] = []
    for tie in ties:
        if tie.first in spots and tie.second in spots:
            body += _tie(spots[tie.first], spots[tie.second], tie.kind)
    for place, union in enumerate(known):
        body += _union(union, spots, levels[place], rows)
    for spot in sorted(spots.values(), key=lambda one: (one.y, one.x)):
        body += _node(spot)
    return drawing.picture(max(width, 120), height, body, key=key, title=title, description=description)


def _widths(node: Node) -> tuple[float, float]:
    return text_width(node.name, bold=True), text_width(node.note)


def _rows(spots: dict[str, _Spot], unions: list[Union]) -> list[list[_Spot]]:
    """Each generation in order: children in the order of their parents, and partners side by side."""
    rows: list[list[_Spot]] = []
    placed: dict[str, float] = {}
    given = {name: place for place, name in enumerate(spots)}
    for generation in sorted({spot.node.generation for spot in spots.values()}):
        members = [name for name, spot in spots.items() if spot.node.generation == generation]
        wish: dict[str, float] = {}
        for union in unions:
            above = [placed[one] for one in union.between if one in placed]
            for child in union.children:
                if above and child in members and child not in wish:
                    wish[child] = sum(above) / len(above)
        # Somebody who married in stands beside their partner.
        for _ in range(2):
            for union in unions:
                beside = [wish[one] for one in union.between if one in wish]
                for one in union.between:
                    if beside and one in members and one not in wish:
                        wish[one] = beside[0] + 0.01 * (1 if one != union.between[0] else -1)
        ordered = sorted(members, key=lambda one: (wish.get(one, 1_000.0), given[one]))
        ordered = _beside(ordered, unions)
        for place, name in enumerate(ordered):
            placed[name] = float(place)
        rows.append([spots[name] for name in ordered])
    return rows


def _beside(ordered: list[str], unions: list[Union]) -> list[str]:
    """Moves each partner next to the other, those with two partners between them, keeping the order otherwise."""
    partners: dict[str, list[str]] = {}
    for union in unions:
        if len(union.between) == 2 and all(one in ordered for one in union.between):
            first, second = union.between
            partners.setdefault(first, []).append(second)
            partners.setdefault(second, []).append(first)
    done: list[str] = []
    for name in ordered:
        if name in done:
            continue
        # Start from an end of the chain of partners, so that the one with two stands between them.
        chain, waiting = [], [name]
        while waiting:
            one = waiting.pop(0)
            if one not in chain and one not in done:
                chain.append(one)
                waiting += partners.get(one, [])
        ends = [one for one in chain if len(partners.get(one, [])) <= 1]
        walk: list[str] = []
        waiting = [ends[0] if ends else chain[0]]
        while waiting:
            one = waiting.pop()
            if one not in walk:
                walk.append(one)
                waiting += [other for other in reversed(partners.get(one, [])) if other in chain]
        done += walk
    return done


def _across(rows: list[list[_Spot]], spots: dict[str, _Spot], unions: list[Union]) -> None:
    """Gives everybody a place across: under their parents or over their children, never nearer than their names."""
    for row in rows:
        _spread(row, {})
    for _ in range(4):
        for row in rows:
            _spread(row, _wishes(row, spots, unions, upwards=True))
        for row in reversed(rows):
            _spread(row, _wishes(row, spots, unions, upwards=False))
    least = min((spot.x - spot.half for spot in spots.values()), default=0.0)
    for spot in spots.values():
        spot.x += 12 - least


def _wishes(row: list[_Spot], spots: dict[str, _Spot], unions: list[Union], *, upwards: bool) -> dict[str, float]:
    here = {spot.node.id for spot in row}
    shifts: dict[str, list[float]] = {}
    for union in unions:
        if not union.children:
            continue
        above = sum(spots[one].x for one in union.between) / len(union.between)
        below = sum(spots[one].x for one in union.children) / len(union.children)
        movers, shift = (union.children, above - below) if upwards else (union.between, below - above)
        for one in movers:
            if one in here:
                shifts.setdefault(one, []).append(spots[one].x + shift)
    return {one: sum(places) / len(places) for one, places in shifts.items()}


def _spread(row: list[_Spot], wishes: dict[str, float]) -> None:
    """Moves a row towards its wishes, keeping its order and its distances."""
    if not row:
        return
    wanted = [wishes.get(spot.node.id, spot.x) for spot in row]
    # Pushed from the left and from the right, then halfway between the two: neither end drifts away.
    right: list[float] = []
    for place, spot in enumerate(row):
        least = right[-1] + row[place - 1].half + spot.half + GAP if right else wanted[0]
        right.append(max(wanted[place], least))
    left = [0.0] * len(row)
    for place in range(len(row) - 1, -1, -1):
        if place == len(row) - 1:
            left[place] = wanted[place]
        else:
            left[place] = min(wanted[place], left[place + 1] - row[place + 1].half - row[place].half - GAP)
    for place, spot in enumerate(row):
        spot.x = (right[place] + left[place]) / 2


def _levels(unions: list[Union], spots: dict[str, _Spot]) -> list[int]:
    """A height for each union's bar, so that two bars that cross the same part never lie on one another."""
    levels: list[int] = []
    taken: dict[int, list[tuple[float, float, int]]] = {}
    for union in unions:
        if not union.children:
            levels.append(0)
            continue
        across = [spots[one].x for one in union.children] + [_drop(union, spots)]
        low, high = min(across) - 12, max(across) + 12
        generation = spots[union.children[0]].node.generation
        others = taken.setdefault(generation, [])
        level = 0
        while any(other == level and low < end and start < high for start, end, other in others):
            level += 1
        others.append((low, high, level))
        levels.append(level)
    return levels


def _down(rows: list[list[_Spot]], unions: list[Union], levels: list[int]) -> float:
    """Gives each generation its height; returns the picture's."""
    y = RADIUS + 34.0
    for row in rows:
        ids = {spot.node.id for spot in row}
        bars = [level for union, level in zip(unions, levels, strict=True) if ids & set(union.children)]
        y += max(bars, default=0) * 12
        for spot in row:
            spot.y = y
        y += RADIUS * 2 + LABEL_ROOM + 46
    return y - 46 - RADIUS + 6


def _drop(union: Union, spots: dict[str, _Spot]) -> float:
    """Where the line to the children leaves the line between two: in the space beside the second one's name."""
    if len(union.between) == 1:
        return spots[union.between[0]].x
    first, second = sorted((spots[one] for one in union.between[:2]), key=lambda spot: spot.x)
    return second.x - second.half - GAP / 2


def _union(union: Union, spots: dict[str, _Spot], level: int, rows: list[list[_Spot]]) -> list[str]:
    drawn: list[str] = []
    dashes = "6 4" if union.uncertain else ""
    drop = _drop(union, spots)
    if len(union.between) != 1:
        first, second = sorted((spots[one] for one in union.between[:2]), key=lambda spot: spot.x)
        row = next((row for row in rows if first in row), [])
        near = second in row and abs(row.index(first) - row.index(second)) == 1
        if near and first.y == second.y:
            y = first.y
            drawn.append(line(first.x + RADIUS, y, second.x - RADIUS, y, dashes=dashes))
        else:
            # Somebody stands between them: the line goes over their heads.
            y = min(first.y, second.y) - RADIUS - 12
            drawn.append(line(first.x + 6, first.y - RADIUS, first.x + 6, y, dashes=dashes))
            drawn.append(line(first.x + 6, y, second.x - 6, y, dashes=dashes))
            drawn.append(line(second.x - 6, y, second.x - 6, second.y - RADIUS, dashes=dashes))
        if union.ended:
            cut = drop - 16
            drawn += [line(cut + step, y + 9, cut + step + 8, y - 9) for step in (-9, -2)]
        start = y
    else:
        start = spots[union.between[0]].y + RADIUS + LABEL_ROOM - 6
    if union.children:
        bar = min(spots[one].y for one in union.children) - RADIUS - 18 - level * 12
        drawn.append(line(drop, start, drop, bar, dashes=dashes))
        across = [spots[one].x for one in union.children] + [drop]
        if max(across) > min(across):
            drawn.append(line(min(across), bar, max(across), bar, dashes=dashes))
        drawn += [line(spots[one].x, bar, spots[one].x, spots[one].y - RADIUS, dashes=dashes) for one in union.children]
    return drawn


def _tie(first: _Spot, second: _Spot, kind: str) -> list[str]:
    dx, dy = second.x - first.x, second.y - first.y
    far = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / far, dy / far
    reach = RADIUS + 6
    x1, y1 = first.x + ux * reach, first.y + uy * reach
    x2, y2 = second.x - ux * reach, second.y - uy * reach
    if kind == "close":
        return [
            line(x1 - uy * side, y1 + ux * side, x2 - uy * side, y2 + ux * side, colour=DONE, thick=2.5)
            for side in (-8, -3)
        ]
    if kind == "difficult":
        steps = max(int(far // 16), 2)
        path = f"M{n(x1)} {n(y1)}"
        for step in range(1, steps):
            side = 6 if step % 2 else -6
            share = step / steps
            path += f"L{n(x1 + (x2 - x1) * share - uy * side)} {n(y1 + (y2 - y1) * share + ux * side)}"
        path += f"L{n(x2)} {n(y2)}"
        return [f'<path d="{path}" fill="none" stroke="{LATE}" stroke-width="2.5"/>']
    return [line(x1, y1, x2, y2, colour=QUIET, dashes="2 6")]


def _node(spot: _Spot) -> list[str]:
    node, x, y = spot.node, spot.x, spot.y
    drawn = [_outline(node.shape, x, y, RADIUS, "#fff")]
    if node.subject:
        drawn.append(_outline(node.shape, x, y, RADIUS - 5, drawing.TO_COME_WASH))
    if node.gone:
        arm = 14.5 if node.shape == "circle" else RADIUS - 4
        drawn += [line(x - arm, y - arm, x + arm, y + arm), line(x - arm, y + arm, x + arm, y - arm)]
    if node.marked:
        drawn.append(f'<rect x="{n(x - 5)}" y="{n(y - 5)}" width="10" height="10" fill="{INK}"/>')
    name = drawing.shorten(node.name, MOST_LABEL, bold=True)
    note = drawing.shorten(node.note, MOST_LABEL)
    drawn.append(words_at(x, y + RADIUS + 17, name, bold=True, anchor="middle", halo=True))
    if note:
        drawn.append(words_at(x, y + RADIUS + 34, note, colour=QUIET, anchor="middle", halo=True))
    if node.url:
        return [f'<a href="{escape(node.url)}">', *drawn, "</a>"]
    return drawn


def _outline(shape: str, x: float, y: float, r: float, fill: str) -> str:
    edge = f'fill="{fill}" stroke="{INK}" stroke-width="2"'
    if shape == "square":
        return f'<rect x="{n(x - r)}" y="{n(y - r)}" width="{n(2 * r)}" height="{n(2 * r)}" {edge}/>'
    if shape == "diamond":
        return f'<path d="M{n(x)} {n(y - r)}L{n(x + r)} {n(y)} {n(x)} {n(y + r)} {n(x - r)} {n(y)}z" {edge}/>'
    if shape == "triangle":
        return f'<path d="M{n(x)} {n(y - r)}L{n(x + r)} {n(y + r)}H{n(x - r)}z" {edge}/>'
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" {edge}/>'
