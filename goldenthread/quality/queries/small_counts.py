"""Counts that would tell of a person or a family are kept back."""

from __future__ import annotations

SMALLEST = 5
"""Fewer than this are not counted aloud."""


def in_parts(*parts: int) -> tuple[int, ...] | None:
    """The parts of a whole; None where the whole or one of them is small: that one, or the rest, would be told."""
    return None if sum(parts) < SMALLEST or any(0 < one < SMALLEST for one in parts) else parts
