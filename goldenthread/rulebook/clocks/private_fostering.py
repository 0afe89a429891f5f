"""Children who are privately fostered."""

from goldenthread.kernel.clock import Clock, Verification
from goldenthread.rulebook.clocks.words import (
    example,
    regulation,
    weeks,
    working_days,
)

CLOCKS = (
    Clock(
        id="pf_first_visit",
        name="Private fostering first visit",
        stage="private_fostering",
        starts="pf.notified",
        stops="pf_visit.done",
        allowance=working_days(7),
        authority=regulation("Children (Private Arrangements for Fostering) Regulations 2005 regulations \u0001 and 7"),
        verified=Verification.SECONDARY,
        verified_by="Procedure chapters (numeric limit not seen in reg text)",
        why="Within 7 working days of being told (regulations 4 and 7)",
        examples=(
            example("2026-11-19", "2026-11-30"),
            example("2026-12-23", "2027-01-06", "Over Christmas and New Year"),
        ),
    ),
    Clock(
        id="pf_visit_year1",
        name="Private fostering visits, first year",
        stage="private_fostering",
        starts="pf_visit.last",
        stops="pf_visit.done",
        allowance=weeks(6),
        recurrence="At least every 6 weeks",
        authority=regulation("SI 2005/1533 regulation 8(1)(a)"),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk regulation 8",
        notes=(
            "Arrangement deemed to begin when council becomes aware. Written report after each visit;"
            " child spoken to alone unless inappropriate."
        ),
        why="At least every 6 weeks in the first year (regulation 8)",
        examples=(example("2026-11-19", "2026-12-31"),),
    ),
    Clock(
        id="pf_visit_later",
        name="Private fostering visits, later years",
        stage="private_fostering",
        starts="pf_visit.last",
        stops="pf_visit.done",
        allowance=weeks(12),
        recurrence="At least every 12 weeks",
        authority=regulation("SI 2005/1533 regulation 8(1)(b)"),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk regulation 8",
        why="At least every 12 weeks after the first year (regulation 8)",
        examples=(example("2026-11-19", "2027-02-11"),),
    ),
)
