"""Allegations against people who work with children."""

from goldenthread.kernel.clock import Clock
from goldenthread.rulebook.clocks.words import (
    example,
    guidance,
    historic,
    months,
    working_days,
)

CLOCKS = (
    Clock(
        id="lado_referral",
        live=True,
        name="Allegation reported to the designated officer",
        stage="lado",
        starts="allegation.known",
        stops="lado.referred",
        allowance=working_days(1),
        authority=guidance("Working Together (designated officer for allegations)"),
        notes=(
            "Record rationale for outcome (Inspections of local authority children’s services Wigan "
            "2022 recommendation)."
        ),
        why="Within 1 working day of the allegation being known (statutory guidance)",
        examples=(example("2026-11-20", "2026-11-23"),),
    ),
    Clock(
        id="lado_month",
        name="Allegation concluded (80% in 1 month, 90% in 3, all in 12)",
        stage="lado",
        starts="lado.referred",
        stops="lado.outcome",
        allowance=months(1),
        authority=historic("Working Together 2010 Appendix 5 expectation; local published measure"),
        enabled=False,
        why="Most within 1 month of the referral (no longer in force)",
        examples=(example("2026-01-31", "2026-02-28", "Clipped to 28 February"),),
    ),
)
