"""The door of returns: loading an authority's files, and what was loaded."""

from goldenthread.returns.operations.census_file import NotACensus
from goldenthread.returns.operations.census_reading import Loaded, Rejection
from goldenthread.returns.operations.cin_census import load_cin_census
from goldenthread.returns.queries.loads import SHOWN, LoadPage, LoadSummary, load_page, loads

__all__ = [
    "SHOWN",
    "LoadPage",
    "LoadSummary",
    "Loaded",
    "NotACensus",
    "Rejection",
    "load_cin_census",
    "load_page",
    "loads",
]
