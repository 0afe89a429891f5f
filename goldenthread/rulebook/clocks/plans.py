"""Plans for children in need."""

from goldenthread.kernel.clock import Clock, Verification
from goldenthread.rulebook.clocks.words import (
    example,
    local,
    months,
    working_days,
)

CLOCKS = (
    Clock(
        id="cin_plan_meeting",
        name="First child in need planning meeting",
        stage="child_in_need",
        starts="assessment.authorised",
        stops="cin_meeting.held",
        allowance=working_days(10),
        authority=local("Council policy; no national limit"),
        configurable=True,
        live=True,
        why="Within 10 working days of the assessment being authorised (council policy)",
        examples=(
            example("2026-11-19", "2026-12-03"),
            example("2026-12-18", "2027-01-06", "Over Christmas and New Year"),
        ),
    ),
    Clock(
        id="cin_review",
        name="Child in need review meeting",
        stage="child_in_need",
        starts="cin_meeting.held",
        stops="cin_review.held",
        allowance=months(3),
        recurrence="Every 3 months; first at 6 weeks",
        authority=local("Local (6 weeks first then 3 monthly; York 12 weeks, 26 weeks health and disability team)"),
        verified=Verification.TEXT,
        verified_by="York practice guidance",
        configurable=True,
        live=True,
        why="At least every 3 months after the last meeting (council policy)",
        examples=(example("2026-11-19", "2027-02-19"),),
    ),
    Clock(
        id="cin_closure_summary",
        name="Closing summary and audit",
        stage="child_in_need",
        starts="case.closure_decided",
        stops="closure.authorised",
        allowance=working_days(10),
        authority=local("Local (Lincolnshire: closure audit on all cases before closure)"),
        verified=Verification.TEXT,
        verified_by="Lincolnshire quality audit procedure",
        configurable=True,
        live=True,
        why="Within 10 working days of the decision to close (council policy)",
        examples=(example("2026-05-15", "2026-06-01", "Over the spring bank holiday"),),
    ),
)
