"""Adoption."""

from goldenthread.kernel.clock import Clock, Verification
from goldenthread.rulebook.clocks.words import (
    example,
    guidance,
    months,
    working_days,
)

CLOCKS = (
    Clock(
        id="adm_decision",
        name="Agency decision-maker’s decision",
        stage="adoption",
        starts="panel.recommendation_received",
        stops="adm.decision",
        allowance=working_days(7),
        authority=guidance("Adoption statutory guidance 2013 para 1.46/1.56"),
        verified=Verification.TEXT,
        verified_by="Adoption statutory guidance",
        why="Within 7 working days of the panel’s recommendation (statutory guidance)",
        examples=(
            example("2026-11-19", "2026-11-30"),
            example("2026-12-23", "2027-01-06", "Over Christmas and New Year"),
        ),
    ),
    Clock(
        id="adm_notify_written",
        name="Adoption decision: written notice to the prospective adopter",
        stage="adoption",
        starts="adm.decision",
        stops="notice.sent",
        allowance=working_days(5),
        authority=guidance("Adoption statutory guidance 4.36 (oral 2 working days)"),
        verified=Verification.TEXT,
        verified_by="Adoption statutory guidance",
        why="Within 5 working days of the decision (statutory guidance)",
        examples=(example("2026-11-19", "2026-11-26"),),
    ),
    Clock(
        id="adoption_match",
        name="Match approved after the decision that adoption is the plan",
        stage="adoption",
        starts="adm.should_be_placed",
        stops="match.panel",
        allowance=months(6),
        authority=guidance("Adoption statutory guidance"),
        verified=Verification.TEXT,
        verified_by="Adoption statutory guidance",
        why="Within 6 months of the decision that adoption is the plan (statutory guidance)",
        examples=(example("2026-08-31", "2027-02-28", "Clipped to 28 February"),),
    ),
)
