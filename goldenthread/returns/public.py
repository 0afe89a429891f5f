"""The door of returns: loading an authority's files, and what was loaded."""

from goldenthread.returns.operations.cin_census import Loaded, NotACensus, Rejection, load_cin_census

__all__ = ["Loaded", "NotACensus", "Rejection", "load_cin_census"]
