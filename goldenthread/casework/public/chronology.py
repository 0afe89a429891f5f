"""The door of the chronology: what other packages and the pages may ask."""

from goldenthread.casework.queries.chronology import (
    KINDS,
    Chosen,
    Chronology,
    Entry,
    about_others,
    chronology,
    whole_chronology,
)

__all__ = ["KINDS", "Chosen", "Chronology", "Entry", "about_others", "chronology", "whole_chronology"]
