"""Young people leaving care."""

from goldenthread.kernel.clock import Clock, Verification
from goldenthread.rulebook.clocks.words import (
    days,
    example,
    months,
    regulation,
)

CLOCKS = (
    Clock(
        id="pathway_needs_assessment",
        name="Needs assessment and pathway plan of an eligible child",
        stage="care_leavers",
        starts="child.becomes_eligible_or_16",
        stops="pathway.assessment_complete",
        allowance=months(3),
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), "
            "regulation 42 (eligible); Care Leavers Regs 2010 regulation 5 (relevant, s23CA)"
        ),
        verified=Verification.TEXT,
        verified_by="Care Leavers Regs regulation 5 (relevant child); eligible-child limit unverified",
        notes="Gives the familiar 16 years 3 months point.",
        why="Within 3 months of the child becoming eligible (regulation 42)",
        examples=(example("2026-11-19", "2027-02-19", "Sixteen on 19 November: due at sixteen and three months"),),
    ),
    Clock(
        id="pathway_review",
        name="Pathway plan reviewed",
        stage="care_leavers",
        starts="pathway.last_review",
        stops="pathway.reviewed",
        allowance=months(6),
        recurrence="At least every 6 months",
        authority=regulation("Care Leavers (England) Regulations 2010 regulation 7"),
        verified=Verification.TEXT,
        verified_by="Transitions guidance annex",
        exceptions=(
            ("Council-provided accommodation: review as soon as practicable after 28 days, then at most 3 months"),
            "On request by young person or personal adviser",
        ),
        why="At least every 6 months (regulation 7)",
        examples=(example("2026-11-19", "2027-05-19"),),
    ),
    Clock(
        id="pa_visit_new_accommodation",
        name="Personal adviser’s visit after a move",
        stage="care_leavers",
        starts="accommodation.start",
        stops="pa_contact.seen",
        allowance=days(7),
        authority=regulation("Care Leavers Regs 2010 regulation 8(2)"),
        verified=Verification.TEXT,
        verified_by="Transitions guidance 3.39",
        why="Within 7 days of the move (regulation 8)",
        examples=(example("2026-11-19", "2026-11-26"),),
    ),
    Clock(
        id="pa_visit_28_days",
        name="Personal adviser’s visit at the 28-day review",
        stage="care_leavers",
        starts="accommodation.start",
        stops="pa_contact.seen",
        allowance=days(28),
        authority=regulation("Care Leavers Regs 2010 regulations 7(3) and 8(2)"),
        verified=Verification.TEXT,
        verified_by="Transitions guidance 3.39",
        why="By 28 days from the move (regulations 7 and 8)",
        examples=(example("2026-11-19", "2026-12-17"),),
    ),
    Clock(
        id="pa_visit",
        name="Personal adviser’s later contact",
        stage="care_leavers",
        starts="pa_contact.last",
        stops="pa_contact.seen",
        allowance=months(2),
        recurrence="At least every 2 months (8 weeks in practice)",
        authority=regulation("Care Leavers Regs 2010 regulation 8(2)(c)"),
        verified=Verification.TEXT,
        verified_by="Transitions guidance annex",
        why="At least every 2 months (regulation 8)",
        examples=(example("2026-12-31", "2027-02-28", "Clipped to 28 February"),),
    ),
)
