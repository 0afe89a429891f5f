"""Whether what was done worked: the figure that came against the one that was expected."""

from __future__ import annotations

WORKED = {
    "yes": "Yes",
    "in_part": "In part",
    "no": "No",
    "too_early": "Too early",
    "not_known": "Not known",
}


def judge(*, start: float | None, expected: float, came: float | None, over: bool) -> str:
    """A key of `WORKED`. `start` is the figure when it was said, `came` the one of the month it was to be judged by;
    `over` is whether that month is over. In part: at least half of the way."""
    if not over:
        return "too_early"
    if came is None or start is None:
        return "not_known"
    way = expected - start
    if way == 0:
        return "yes" if came == expected else "no"
    done = (came - start) / way
    return "yes" if done >= 1 - 1e-9 else "in_part" if done >= 0.5 else "no"
