"""What every picture is drawn with: shapes, words that keep out of each other's way, and days as distances."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe

INK = "#0b0c0c"
QUIET = "#484949"
GRID = "#dcdcdc"
THREAD = "#946200"
LATE = "#982828"
DONE = "#0b5c3e"
KNOW = "#16548a"
TO_COME_WASH = "#fdf6e3"

TEXT = 14

# The washes a span may have; ink reads at 12 to 1 or more on each.
WASHES = {
    "white": "#ffffff",
    "grey": "#f3f3f3",
    "mint": "#cfe5e6",
    "peach": "#fbe3d4",
    "lilac": "#ddd5ec",
    "gold": "#fdf6e3",
}

STATE_COLOURS = {"done": DONE, "late": LATE, "over": LATE, "miss": LATE, "broken": LATE}

_NARROW = set("iljtfrI.,:;'|!()[] -’‘")
_WIDE = set("mwMWQOGD@%")


def text_width(words: str, *, bold: bool = False) -> float:
    """About how wide these words are at 14px in Arial, never less: a label must not run into the next."""
    units = sum(4.7 if letter in _NARROW else 12.2 if letter in _WIDE else 8.2 for letter in words)
    return units * (1.07 if bold else 1.0)


def shorten(words: str, room: float, *, bold: bool = False) -> str:
    """These words, cut with an ellipsis where they do not fit; nothing when not even one letter would."""
    if text_width(words, bold=bold) <= room:
        return words
    for end in range(len(words) - 1, 0, -1):
        cut = words[:end].rstrip(" ,;:") + "…"
        if text_width(cut, bold=bold) <= room:
            return cut
    return ""


def n(value: float) -> str:
    """A coordinate: one decimal at most, so that the same picture is always the same bytes."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def words_at(
    x: float, y: float, words: str, *, bold: bool = False, colour: str = INK, anchor: str = "start", halo: bool = False
) -> str:
    """Words with their baseline at y; `halo` keeps them readable over a line."""
    extra = ' font-weight="700"' if bold else ""
    extra += f' text-anchor="{anchor}"' if anchor != "start" else ""
    extra += ' stroke="#fff" stroke-width="4" paint-order="stroke" stroke-linejoin="round"' if halo else ""
    return f'<text x="{n(x)}" y="{n(y)}" fill="{colour}"{extra}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, *, colour: str = INK, thick: float = 2, dashes: str = "") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="M{n(x1)} {n(y1)}L{n(x2)} {n(y2)}" fill="none" stroke="{colour}" stroke-width="{n(thick)}"{dashed}/>'
    )


def mark_at(x: float, y: float, state: str) -> str:
    """The shape of a state, centred; a white edge keeps it apart from the line beneath."""
    colour = STATE_COLOURS.get(state, INK)
    edge = f'fill="{colour}" stroke="#fff" stroke-width="1.5"'
    if state == "late":
        return f'<path d="M{n(x)} {n(y - 8)}L{n(x + 8)} {n(y + 6)}H{n(x - 8)}z" {edge}/>'
    if state == "over":
        return (
            f'<path d="M{n(x)} {n(y - 9)}L{n(x + 9)} {n(y)} {n(x)} {n(y + 9)} {n(x - 9)} {n(y)}z" {edge}/>'
            f'<path d="M{n(x)} {n(y - 4.5)}V{n(y + 1)}M{n(x)} {n(y + 2.5)}v2" stroke="#fff" stroke-width="2"/>'
        )
    if state == "to_come":
        return f'<circle cx="{n(x)}" cy="{n(y)}" r="6" fill="#fff" stroke="{INK}" stroke-width="2"/>'
    if state == "miss":
        return (
            f'<path d="M{n(x - 6)} {n(y - 6)}l12 12m0-12l-12 12" stroke="#fff" stroke-width="6"/>'
            f'<path d="M{n(x - 6)} {n(y - 6)}l12 12m0-12l-12 12" stroke="{colour}" stroke-width="3"/>'
        )
    if state == "broken":
        return (
            f'<rect x="{n(x - 9)}" y="{n(y - 6)}" width="18" height="12" fill="#fff"/>'
            f'<path d="M{n(x - 9)} {n(y)}h5l3-4m-3 4l3 4M{n(x + 3)} {n(y - 3)}l6 6m0-6l-6 6" fill="none" '
            f'stroke="{colour}" stroke-width="2"/>'
        )
    if state in ("night", "finding", "square"):
        wide = 8 if state == "night" else 14
        return f'<rect x="{n(x - wide / 2)}" y="{n(y - 7)}" width="{wide}" height="14" {edge}/>'
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{"7" if state == "done" else "5.5"}" {edge}/>'


def picture(
    width: float, height: float, body: list[str], *, key: str, title: str, description: str, classes: str = ""
) -> SafeString:
    """The whole drawing, with what it shows said for those who do not see it. `key` is its id on the page."""
    name = escape(key)
    said = f'<title id="{name}-t">{escape(title)}</title>'
    named = f"{name}-t"
    if description:
        said += f'<desc id="{name}-d">{escape(description)}</desc>'
        named += f" {name}-d"
    drawn = (
        f'<svg class="gt-picture{" " + classes if classes else ""}" id="{name}" viewBox="0 0 {n(width)} {n(height)}"'
        f' width="{n(width)}" height="{n(height)}" role="img" aria-labelledby="{named}"'
        f' font-family="Arial, Helvetica, sans-serif" font-size="{TEXT}">{said}{"".join(body)}</svg>'
    )
    return mark_safe(drawn)  # noqa: S308  # every word above was escaped


@dataclass(slots=True)
class Shelf:
    """Rows of words that keep out of each other's way. `place` gives the row a label fits on, or `None`."""

    rows: int
    left: float
    right: float
    gap: float = 10
    taken: list[list[tuple[float, float]]] = field(default_factory=list)

    def place(self, x: float, wide: float) -> tuple[int, float] | None:
        """The lowest row with room for a label centred near x, and where it then starts."""
        start = min(max(x - wide / 2, self.left), self.right - wide)
        if start < self.left:
            return None
        while len(self.taken) < self.rows:
            self.taken.append([])
        for row, spans in enumerate(self.taken):
            if all(start >= after + self.gap or start + wide + self.gap <= before for before, after in spans):
                spans.append((start, start + wide))
                return row, start
        return None


@dataclass(frozen=True, slots=True)
class Scale:
    """Days along a line."""

    starts_on: date
    ends_on: date
    left: float
    right: float

    def x(self, on: date) -> float:
        """Where a day falls; days outside fall on the nearer end."""
        whole = max((self.ends_on - self.starts_on).days, 1)
        share = (on - self.starts_on).days / whole
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def holds(self, on: date) -> bool:
        """Whether a day is within."""
        return self.starts_on <= on <= self.ends_on
