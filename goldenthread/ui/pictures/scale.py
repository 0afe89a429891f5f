"""Small pictures of a judgement: a scale on which something moved, and a share with its interval."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from goldenthread.ui.pictures import drawing
from goldenthread.ui.pictures.drawing import INK, QUIET, line, n, words_at


def scale_line(
    steps: Sequence[str],
    first: int,
    second: int,
    *,
    title: str,
    description: str,
    shift: str,
    key: str,
    width: int = 520,
) -> SafeString:
    """A scale of steps, lowest first, with where something stood first (an open circle) and then (a full one), and an
    arrow between. `shift` says in words how far it moved. Raises `IndexError` for a place the scale does not have."""
    gap = width / len(steps)
    at = [gap * (place + 0.5) for place in range(len(steps))]
    body = [line(at[0], 62, at[-1], 62, colour="#b1b4b6")]
    for place, label in enumerate(steps):
        body.append(line(at[place], 56, at[place], 68, colour=QUIET, thick=1))
        for number, word in enumerate(_two_lines(label)):
            body.append(words_at(at[place], 88 + 16 * number, word, bold=place == second, anchor="middle"))
    body.append(words_at((at[first] + at[second]) / 2, 16, shift, anchor="middle"))
    if first != second:
        middle, side = (at[first] + at[second]) / 2, 1 if second > first else -1
        end = at[second] - 6 * side
        body.append(
            f'<path d="M{n(at[first])} 50Q{n(middle)} 18 {n(end)} 48" fill="none" stroke="{INK}" stroke-width="1.6"/>'
            f'<path d="M{n(at[second])} 53l{n(-14 * side)}-3 {n(9 * side)}-9z" fill="{INK}"/>'
        )
        body.append(f'<circle cx="{n(at[first])}" cy="62" r="7" fill="#fff" stroke="{INK}" stroke-width="2"/>')
    body.append(f'<circle cx="{n(at[second])}" cy="62" r="8" fill="{INK}"/>')
    return drawing.picture(width, 112, body, key=key, title=title, description=description, classes="gt-picture--fit")


def interval_line(found: tuple[float, float, float] | None, *, mark: float | None = None) -> SafeString:
    """A share (low, share, high, each from 0 to 1) on a line from 0 to 100%, with a dashed mark where it has to come
    to. Without a share, the way from the mark on is dotted. The numbers stand in words beside it."""
    body = [line(4, 13, 236, 13, colour="#dcdcdc", thick=1)]
    if mark is not None:
        body.append(line(_along(mark), 0, _along(mark), 26, colour=QUIET, thick=1, dashes="3 3"))
    if found is not None:
        low, share, high = found
        body.append(line(_along(low), 13, _along(high), 13))
        body.append(f'<circle cx="{n(_along(share))}" cy="13" r="6" fill="{INK}"/>')
    elif mark is not None:
        body.append(line(_along(mark), 13, 236, 13, dashes="2 4"))
        body.append(f'<circle cx="{n(_along(mark))}" cy="13" r="6" fill="#fff" stroke="{INK}" stroke-width="2"/>')
    drawn = mark_safe("".join(body))  # noqa: S308 -- numbers and our own colours
    return format_html(
        '<svg class="gt-picture--fit" width="240" height="26" viewBox="0 0 240 26" aria-hidden="true">{}</svg>', drawn
    )


def _along(share: float) -> float:
    return 4 + 232 * share


def _two_lines(label: str) -> list[str]:
    """A long label in two lines, where a space allows."""
    first, _, rest = label.partition(" ")
    return [first, rest] if rest and len(label) > 14 else [label]
