"""The door to what audit asks of children's cases, and to the clocks that audit starts and meets."""

from goldenthread.casework.operations.deadlines import Starting, meet, start, void
from goldenthread.casework.queries.audit import Candidate, Said, candidates, words_of_child
from goldenthread.casework.queries.chronology import Chosen, Entry, chronology

__all__ = [
    "Candidate",
    "Chosen",
    "Entry",
    "Said",
    "Starting",
    "candidates",
    "chronology",
    "meet",
    "start",
    "void",
    "words_of_child",
]
