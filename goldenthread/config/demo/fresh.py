"""What the first families bring today: work at every stage, in an authority of any size."""

from __future__ import annotations

WAITING = ("to_decide", "overdue", "writing")
"""Stages at which nothing is decided yet."""
FRESH = {
    number: stage
    for number, stage in enumerate(
        ["to_decide"] * 14
        + ["overdue"] * 2
        + ["writing"] * 4
        + ["assess:49", "assess:47", "assess:45", "assess:44", "assess:43", "assess:42"]
        + ["to_allocate"] * 3
        + ["with_team"] * 3
        + ["allocated"] * 3
    )
}
"""The stage at which the work of a family stands, by its number."""
