"""The door of quality: how teams' work stands, as counts."""

from goldenthread.quality.queries.teams import Graded, NotMet, graded, not_met

__all__ = ["Graded", "NotMet", "graded", "not_met"]
