"""What children and families tell us by a code: how soon somebody acts, and how soon they are answered."""

from goldenthread.kernel.clock import Clock
from goldenthread.rulebook.clocks.words import example, hours, local, working_days

CLOCKS = (
    Clock(
        id="feedback_not_safe",
        live=True,
        name="Somebody told us by a code that they are not safe: what was done",
        stage="quality",
        starts="feedback.not_safe",
        stops="feedback.made_safe",
        allowance=hours(4),
        authority=local("Council policy; no national limit"),
        configurable=True,
        why="Within 4 hours of being told, night and day (council policy)",
        examples=(example("2026-11-19T16:00", "2026-11-19T20:00"), example("2026-11-21T22:30", "2026-11-22T02:30")),
    ),
    Clock(
        id="feedback_answered",
        live=True,
        name="Feedback from a child or family answered",
        stage="quality",
        starts="feedback.given",
        stops="feedback.answered",
        allowance=working_days(10),
        authority=local("Council policy; no national limit"),
        configurable=True,
        why="Within 10 working days of the feedback (council policy)",
        examples=(
            example("2026-11-19", "2026-12-03"),
            example("2026-12-18", "2027-01-06", "Over Christmas and New Year"),
        ),
    ),
)
