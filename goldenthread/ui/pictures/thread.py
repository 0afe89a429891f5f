"""The marks of a thread: what stands at each place of it, how it breaks, and how far a measure has come.

The thread itself is a list: across a desk, down a phone. These are its marks, drawn by the server; the words of each
place stand beside them, so that no meaning rests on a picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_NODES: Mapping[str, str] = {
    "whole": '<circle cx="9" cy="9" r="8" fill="currentColor"/>',
    "weak": (
        '<circle cx="9" cy="9" r="6.8" class="gt-hollow" stroke="currentColor" stroke-width="2.4"/>'
        '<path d="M9 2.2a6.8 6.8 0 0 0 0 13.6z" fill="currentColor"/>'
    ),
    "missing": (
        '<circle cx="9" cy="9" r="7" class="gt-hollow" stroke="currentColor" stroke-width="2" '
        'stroke-dasharray="3.3 2.6"/>'
    ),
}

_GLYPHS: Mapping[str, str] = {
    "better": '<path d="M7 1.5l6 10H1z" fill="currentColor"/>',
    "worse": '<path d="M7 12.5 1 2.5h12z" fill="currentColor"/>',
    "same": '<path d="M1 5.2h12M1 8.8h12" stroke="currentColor" stroke-width="2"/>',
    "achieved": '<path d="M1.5 7.5l3.7 4L12.5 3" fill="none" stroke="currentColor" stroke-width="2.6"/>',
    "not_started": '<circle cx="7" cy="7" r="4.6" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "broken": '<path d="M2.5 2.5l9 9M11.5 2.5l-9 9" stroke="currentColor" stroke-width="2.6"/>',
    "weak": (
        '<circle cx="7" cy="7" r="5" class="gt-hollow" stroke="currentColor" stroke-width="2"/>'
        '<path d="M7 2a5 5 0 0 0 0 10z" fill="currentColor"/>'
    ),
    "holds": '<circle cx="7" cy="7" r="5.5" fill="currentColor"/>',
    "finished": '<circle cx="7" cy="7" r="5.5" fill="currentColor"/>',
    "todo": '<rect x="1" y="1" width="12" height="12" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "ticked": (
        '<rect x="1" y="1" width="12" height="12" fill="none" stroke="currentColor" stroke-width="1.6"/>'
        '<path d="M3.5 7.3l2.4 2.7L10.6 4" fill="none" stroke="currentColor" stroke-width="2"/>'
    ),
}

_FRAY = mark_safe(  # noqa: S308 -- our own drawing, with nothing from outside in it
    '<svg class="gt-st__fray" viewBox="0 0 50 26" aria-hidden="true" focusable="false">'
    '<g fill="none" stroke="currentColor" stroke-linecap="round">'
    '<path d="M-14 13H6C14 13 18 7 27 3M-14 13H6c9 0 13-1 24-1M-14 13H6c8 0 12 6 18 10" stroke-width="1.6"/>'
    '<path d="M-2 13h9" stroke-width="4" stroke-linecap="butt"/></g>'
    '<path class="gt-st__snap" d="M33.5 7.5l11 11M44.5 7.5l-11 11" stroke-width="3.2" fill="none"/></svg>'
)


def node(kind: str) -> SafeString:
    """What stands at a place of the thread: `whole`, `weak` (there, but it cannot be used) or `missing`."""
    drawn = mark_safe(_NODES[kind])  # noqa: S308 -- our own drawing
    return format_html('<svg class="gt-st__node" viewBox="0 0 18 18" aria-hidden="true">{}</svg>', drawn)


def fray() -> SafeString:
    """The end of a thread that has snapped."""
    return _FRAY


def glyph(name: str, size: int = 14) -> SafeString:
    """A small mark that stands before its word: an arrow of progress, a verdict, a box to tick."""
    drawn = mark_safe(_GLYPHS[name])  # noqa: S308 -- our own drawing
    return format_html(
        '<svg class="gt-glyph" width="{}" height="{}" viewBox="0 0 14 14" aria-hidden="true">{}</svg>',
        size,
        size,
        drawn,
    )


def measure_line(start: Decimal, now: Decimal, target: Decimal, words: str) -> SafeString:
    """How far a measure has come from its start to its target: a line with three marks. `words` say the same."""
    whole = target - start
    share = 0.0 if whole == 0 else max(0.0, min(1.0, float((now - start) / whole)))
    at = f"{8 + 134 * share:.1f}"
    return format_html(
        '<svg class="gt-mini" width="150" height="20" viewBox="0 0 150 20" role="img" aria-label="{}">'
        '<path class="gt-mini__way" d="M8 10H142" stroke-width="4"/>'
        '<path class="gt-mini__done" d="M8 10H{}" stroke-width="4"/>'
        '<path class="gt-mini__ends" d="M8 4v12M142 2v16" stroke-width="2"/>'
        '<circle cx="{}" cy="10" r="5"/></svg>',
        words,
        at,
        at,
    )
