"""Pictures drawn by the server from plain values: one drawing for every screen and for print, with no script.

Each picture has a title and a description that say what it shows; the page beside it says the same in words, from
the same values. Labels that would collide step up a row, and beyond the rows there are they give way to that list.
"""

from goldenthread.ui.pictures.lines import (
    Band,
    Event,
    Row,
    Span,
    Stretch,
    journey_line,
    strip,
    time_bar,
)
from goldenthread.ui.pictures.networks import Node, Tie, Union, network
from goldenthread.ui.pictures.thread import fray, glyph, measure_line, node

__all__ = [
    "Band",
    "Event",
    "Node",
    "Row",
    "Span",
    "Stretch",
    "Tie",
    "Union",
    "fray",
    "glyph",
    "journey_line",
    "measure_line",
    "network",
    "node",
    "strip",
    "time_bar",
]
