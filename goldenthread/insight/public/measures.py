"""The door of insight: the measures. A figure, the rows behind it, and both over time."""

from goldenthread.insight.queries.comparators import Published, authority_named, comparators
from goldenthread.insight.queries.engine import MeasureFailed, TookTooLong
from goldenthread.insight.queries.explained import explained
from goldenthread.insight.queries.figures import (
    BadPeriod,
    Figure,
    Scope,
    Span,
    catalogue,
    figure,
    measure_of,
    rows,
    series,
    series_by_each,
    series_of,
    spans_of,
)
from goldenthread.insight.queries.local_measures import local_folder
from goldenthread.insight.queries.measures import DIMENSIONS, GROUPS, Measure, UnknownMeasure

__all__ = [
    "BadPeriod",
    "DIMENSIONS",
    "Figure",
    "GROUPS",
    "Measure",
    "MeasureFailed",
    "Published",
    "Scope",
    "Span",
    "TookTooLong",
    "UnknownMeasure",
    "authority_named",
    "catalogue",
    "comparators",
    "explained",
    "figure",
    "local_folder",
    "measure_of",
    "rows",
    "series",
    "series_by_each",
    "series_of",
    "spans_of",
]
