"""The door of insight: the measures. A figure, the rows behind it, and both over time."""

from goldenthread.insight.queries.comparators import Comparators, Published, comparators
from goldenthread.insight.queries.engine import MeasureFailed, TookTooLong
from goldenthread.insight.queries.explained import Explained, PartOfChange, explained
from goldenthread.insight.queries.figures import (
    BadPeriod,
    Catalogue,
    Figure,
    Group,
    Row,
    Rows,
    Scope,
    Series,
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
from goldenthread.insight.queries.measures import DIMENSIONS, GROUPS, BadHeader, Measure, UnknownMeasure

__all__ = [
    "BadHeader",
    "BadPeriod",
    "Catalogue",
    "Comparators",
    "DIMENSIONS",
    "Explained",
    "Figure",
    "GROUPS",
    "Group",
    "Measure",
    "MeasureFailed",
    "PartOfChange",
    "Published",
    "Row",
    "Rows",
    "Scope",
    "Series",
    "Span",
    "TookTooLong",
    "UnknownMeasure",
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
