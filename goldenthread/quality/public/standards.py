"""The door of quality: the practice standards over the whole record."""

from goldenthread.quality.operations.standards import Ran, begin_run, end_run, run_for
from goldenthread.quality.queries.standards import (
    Line,
    Share,
    children_to_run,
    last_run,
    rows_of,
    shares,
    standards_of_child,
)

__all__ = [
    "Line",
    "Ran",
    "Share",
    "begin_run",
    "children_to_run",
    "end_run",
    "last_run",
    "rows_of",
    "run_for",
    "shares",
    "standards_of_child",
]
