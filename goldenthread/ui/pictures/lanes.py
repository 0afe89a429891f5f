"""Lanes through the years: for each row what was said and when, and the times in which it was open. Drawn in per cent,
so that one picture serves both widths; every fact stands in words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe

from goldenthread.ui.pictures.drawing import INK
from goldenthread.ui.words import MONTHS

PALE = "#cecece"
_SAID = f'<path d="M0-8L8 0 0 8-8 0z" fill="{INK}" stroke="#fff" stroke-width="1.6"/>'
_BETTER = f'<circle r="5.6" fill="#fff" stroke="{INK}" stroke-width="2"/>'
_REOPENED = f'<path d="M0-8L8 0 0 8-8 0z" fill="#fff" stroke="{INK}" stroke-width="2"/>'
MARKS = {"said": _SAID, "better": _BETTER, "reopened": _REOPENED}
CLOSEST = 15.0  # per cent between two labels on one line


@dataclass(frozen=True, slots=True)
class Years:
    """The days between which the lanes run."""

    first_on: date
    last_on: date

    def at(self, on: date) -> float:
        """Where a day is, in per cent from the left."""
        whole = max(1, (self.last_on - self.first_on).days)
        return round(0.8 + 98.4 * min(1.0, max(0.0, (on - self.first_on).days / whole)), 2)


def head(events: Sequence[tuple[date, str]], years: Years) -> SafeString:
    """The names of what happened, above the lanes, on as many lines as they need to keep apart."""
    rows: list[float] = []
    parts = []
    for on, label in events:
        x = years.at(on)
        right = x > 100 - CLOSEST
        left_edge, right_edge = (x - CLOSEST, x) if right else (x, x + CLOSEST)
        line = next((at for at, end in enumerate(rows) if left_edge >= end), None)
        if line is None:
            line = len(rows)
            rows.append(0)
        rows[line] = right_edge
        parts.append((x, line, right, f"{MONTHS[on.month - 1][:3]} {on.year}", label))
    height = 38 * max(1, len(rows)) + 6
    drawn = []
    for x, line, right, when, label in parts:
        y = 38 * line
        anchor, nudge = ("end", -5) if right else ("start", 5)
        drawn.append(f'<line x1="{x}%" x2="{x}%" y1="{y + 2}" y2="{height}" stroke="{PALE}"/>')
        drawn.append(
            f'<text x="{x}%" dx="{nudge}" y="{y + 14}" text-anchor="{anchor}" font-weight="700">{escape(when)}</text>'
            f'<text x="{x}%" dx="{nudge}" y="{y + 30}" text-anchor="{anchor}">{escape(label)}</text>'
        )
    return mark_safe(  # noqa: S308 -- every word is escaped above
        f'<svg class="gt-lanes__head" width="100%" height="{height}" aria-hidden="true" focusable="false">'
        f"{''.join(drawn)}</svg>"
    )


def scale(years: Years) -> SafeString:
    """The years alone, for a narrow page."""
    span = years.last_on.year - years.first_on.year
    step = 5 if span > 8 else 2 if span > 3 else 1
    marked = [year for year in range(years.first_on.year, years.last_on.year + 1) if year % step == 0]
    drawn = []
    for year in marked:
        x = years.at(date(year, 1, 1))
        anchor = "start" if x < 8 else "end" if x > 92 else "middle"
        drawn.append(f'<text x="{x}%" y="14" text-anchor="{anchor}">{year}</text>')
        drawn.append(f'<line x1="{x}%" x2="{x}%" y1="18" y2="24" stroke="{PALE}"/>')
    return mark_safe(  # noqa: S308 -- numbers alone
        '<svg class="gt-lanes__scale" width="100%" height="24" aria-hidden="true" focusable="false">'
        f"{''.join(drawn)}</svg>"
    )


def lane(
    spans: Sequence[tuple[date, date | None]],
    marks: Sequence[tuple[date, str]],
    years: Years,
    events: Sequence[date] = (),
) -> SafeString:
    """One lane: a line for each time it was open, ending in a bar where it was closed, and the marks upon it."""
    drawn = [
        f'<line x1="{years.at(on)}%" x2="{years.at(on)}%" y1="0" y2="30" stroke="{PALE}"/>'
        for on in dict.fromkeys(events)
    ]
    for began, ended in spans:
        x1, x2 = years.at(began), 100.0 if ended is None else years.at(ended)
        drawn.append(f'<line x1="{x1}%" x2="{x2}%" y1="15" y2="15" stroke="{INK}" stroke-width="2.5"/>')
        if ended is not None:
            drawn.append(f'<line x1="{x2}%" x2="{x2}%" y1="5" y2="25" stroke="{INK}" stroke-width="3"/>')
    for on, kind in marks:
        drawn.append(f'<svg x="{years.at(on)}%" y="15" overflow="visible">{MARKS[kind]}</svg>')
    return mark_safe(  # noqa: S308 -- numbers and our own marks alone
        '<svg class="gt-lanes__track" width="100%" height="30" aria-hidden="true" focusable="false">'
        f"{''.join(drawn)}</svg>"
    )


def key_mark(kind: str) -> SafeString:
    """A mark beside its words: said, better, reopened, open or closed."""
    drawn = {
        "open": f'<path d="M-9 0h18" stroke="{INK}" stroke-width="2.5"/>',
        "closed": f'<path d="M-9 0h14M5-8v16" stroke="{INK}" stroke-width="2.5" fill="none"/>',
    }.get(kind) or MARKS[kind]
    return mark_safe(  # noqa: S308 -- our own marks alone
        f'<svg width="20" height="20" viewBox="-10 -10 20 20" aria-hidden="true" focusable="false">{drawn}</svg>'
    )
