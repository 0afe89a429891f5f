"""The front door: contacts, checks and referrals."""

from goldenthread.kernel.clock import Clock, Verification
from goldenthread.rulebook.clocks.words import (
    example,
    guidance,
    hours,
    local,
    working_days,
)

CLOCKS = (
    Clock(
        id="contact_decision",
        name="Contact decided by a manager",
        stage="front_door",
        starts="contact.received",
        stops="contact.decision_recorded",
        allowance=working_days(1),
        authority=local("Local front-door standard mirroring the 1 working day referral decision in Working Together"),
        verified=Verification.SECONDARY,
        verified_by="Inspection letters (late decisions on contacts criticised)",
        exceptions=(("None lawful; out-of-hours contacts start at receipt, next working day end is the due point"),),
        configurable=True,
        live=True,
        notes="Hours by priority are local: commonly red 1 to 4, amber 24, green 72.",
        why="Within 1 working day of the contact arriving (council policy)",
        examples=(
            example("2026-11-20", "2026-11-23", "Friday to Monday"),
            example(
                "2026-12-24", "2026-12-29", "Christmas Day, a weekend and the Boxing Day substitute are passed over"
            ),
            example("2026-12-26", "2026-12-29", "Received on a Saturday: that is day 0"),
        ),
    ),
    Clock(
        id="contact_priority_red",
        name="Red contact decided",
        stage="front_door",
        starts="contact.received",
        stops="contact.triaged",
        allowance=hours(4),
        authority=local("Local front-door operating protocol"),
        configurable=True,
        live=True,
        why="Within 4 hours of the contact arriving, because it is red (council policy)",
        examples=(
            example("2026-11-19T11:20", "2026-11-19T15:20"),
            example("2026-03-28T23:30", "2026-03-29T04:30", "Four real hours across the night the clocks go forward"),
        ),
    ),
    Clock(
        id="contact_mash_checks",
        name="Agencies’ checks returned",
        stage="front_door",
        starts="mash.checks_requested",
        stops="mash.checks_complete",
        allowance=hours(24),
        authority=local("Local front-door protocol (commonly red 4 hours / amber 24 hours / green 72 hours)"),
        configurable=True,
        live=True,
        why="Within 24 hours of asking the agencies (council policy)",
        examples=(
            example("2026-11-18T15:10", "2026-11-19T15:10"),
            example(
                "2026-10-24T15:00", "2026-10-25T14:00", "Twenty-four real hours across the night the clocks go back"
            ),
        ),
    ),
    Clock(
        id="referral_decision",
        name="Referral decided",
        stage="front_door",
        starts="referral.received",
        stops="referral.decision_recorded",
        allowance=working_days(1),
        authority=guidance(
            "Working Together to Safeguard Children (2018/2023/2026) - council social worker decision"
            " within one working day"
        ),
        verified=Verification.TEXT,
        verified_by=(
            "Children in need census guide 2023-24 section 4.9; Keeping children safe in education 2025 para 62"
        ),
        exceptions=("Immediate risk: act immediately, do not wait for the clock",),
        live=True,
        why="Within 1 working day of the referral arriving (statutory guidance)",
        examples=(
            example("2026-11-19", "2026-11-20"),
            example("2026-04-02", "2026-04-07", "The Thursday before Easter to the Tuesday after it"),
        ),
    ),
    Clock(
        id="referral_ack",
        name="Referral acknowledged to the referrer",
        stage="front_door",
        starts="referral.received",
        stops="referral.acknowledged",
        allowance=working_days(1),
        authority=guidance("Working Together; restated in Keeping children safe in education 2025 para 62"),
        verified=Verification.TEXT,
        verified_by="Keeping children safe in education 2025 para 62",
        exceptions=("Anonymous / no contact details: record reason",),
        live=True,
        why="Acknowledged within 1 working day of the referral arriving (statutory guidance)",
        examples=(
            example("2026-11-19", "2026-11-20"),
            example("2025-12-24", "2025-12-29", "Christmas Day, Boxing Day and a weekend"),
        ),
    ),
    Clock(
        id="referral_outcome_feedback",
        name="Referrer told the outcome",
        stage="front_door",
        starts="referral.decision_recorded",
        stops="referral.feedback_sent",
        allowance=working_days(3),
        authority=local("Council policy; no national limit"),
        configurable=True,
        live=True,
        notes="Guidance expects referrer to be told; no day limit located.",
        why="Within 3 working days of the decision on the referral (council policy)",
        examples=(
            example("2026-11-18", "2026-11-23"),
            example("2026-05-01", "2026-05-07", "Over the early May bank holiday"),
        ),
    ),
    Clock(
        id="referral_written_confirm",
        name="Telephone referral confirmed in writing",
        stage="front_door",
        starts="referral.phoned",
        stops="referral.written_received",
        allowance=hours(48),
        authority=local("Working Together 2010; local partnership procedures"),
        configurable=True,
        why="Within 48 hours of the telephone call (council policy)",
        examples=(
            example(
                "2026-11-20T16:45",
                "2026-11-22T16:45",
                "Friday afternoon to Sunday afternoon: hours run through the weekend",
            ),
        ),
    ),
)
