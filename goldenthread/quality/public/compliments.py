"""The door of compliments: record one, share it, learn from it."""

from goldenthread.quality.operations.compliments import (
    ComplimentSaid,
    learn_from_compliment,
    record_compliment,
    share_compliment,
)
from goldenthread.quality.queries.compliments import ComplimentShown, compliment_shown, compliments

__all__ = [
    "ComplimentSaid",
    "ComplimentShown",
    "compliment_shown",
    "compliments",
    "learn_from_compliment",
    "record_compliment",
    "share_compliment",
]
