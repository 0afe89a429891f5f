"""Agency workers, registration and checks on staff."""

from goldenthread.kernel.clock import Clock, Verification
from goldenthread.rulebook.clocks.words import (
    example,
    guidance,
    local,
    months,
    regulation,
    weeks,
)

CLOCKS = (
    Clock(
        id="agency_notice",
        name="Agency worker’s notice",
        stage="workforce",
        starts="agency.notice_given",
        stops="agency.end",
        allowance=weeks(4),
        authority=guidance(
            "DfE agency rules statutory guidance (31 Oct 2024; full by 1 Oct 2025): 4 weeks or "
            "shorter substantive notice"
        ),
        verified=Verification.TEXT,
        verified_by="Local Government Lawyer",
        at_least=True,
        live=True,
        why="4 weeks of notice (statutory guidance)",
        examples=(example("2026-11-19", "2026-12-17"),),
    ),
    Clock(
        id="agency_cooloff",
        name="Agency work after leaving a permanent post in the region",
        stage="workforce",
        starts="substantive.left",
        stops="agency.eligible",
        allowance=months(3),
        authority=guidance("DfE agency rules"),
        verified=Verification.TEXT,
        verified_by="Local Government Lawyer",
        exceptions=(
            "Moving to permanent role",
            "Redundancy",
            "Different region",
            "Left within probation",
        ),
        at_least=True,
        why="3 months after leaving a permanent post in the region (statutory guidance)",
        examples=(example("2026-11-30", "2027-02-28", "Clipped to 28 February"),),
    ),
    Clock(
        id="agency_data_return",
        name="Quarterly return on agency workers",
        stage="workforce",
        starts="quarter.end",
        stops="return.submitted",
        allowance=months(3),
        recurrence="Quarterly",
        authority=regulation("DfE agency rules (legal requirement)"),
        verified=Verification.TEXT,
        verified_by="Support-for-social-workers.education.gov.uk",
        why="Within 3 months of the quarter’s end (regulation)",
        examples=(example("2026-09-30", "2026-12-30"),),
    ),
    Clock(
        id="swe_renewal",
        name="Social Work England registration renewed",
        stage="workforce",
        starts="swe.registration_year_start",
        stops="swe.renewed",
        allowance=months(12),
        recurrence="Annual",
        authority=regulation(
            "Social Work England rules (renewal window Sept-30 Nov; 2 continuing professional "
            "development records incl. one peer reflection)"
        ),
        why="Every 12 months (regulation)",
        examples=(example("2026-12-01", "2027-12-01"),),
    ),
    Clock(
        id="dbs_refresh",
        name="Disclosure and Barring Service check renewed",
        stage="workforce",
        starts="dbs.issued",
        stops="dbs.renewed",
        allowance=months(36),
        authority=local("Council policy; no national limit"),
        configurable=True,
        why="Every 36 months (council policy)",
        examples=(example("2028-02-29", "2031-02-28", "A leap day clips to 28 February 2031"),),
    ),
)
