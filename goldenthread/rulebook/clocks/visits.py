"""Visits to children: child protection, in need and looked after."""

from goldenthread.kernel.clock import Clock, Verification
from goldenthread.rulebook.clocks.words import (
    days,
    example,
    local,
    months,
    regulation,
    weeks,
    working_days,
)

CLOCKS = (
    Clock(
        id="cp_visit",
        name="Child protection statutory visit",
        stage="child_protection",
        starts="cp_plan.start_or_last_visit",
        stops="cp_visit.child_seen",
        allowance=working_days(10),
        recurrence="rolling",
        authority=local("Local (no national interval). Wirral minimum 15 WD; others 10 WD or 4-weekly"),
        verified=Verification.TEXT,
        verified_by="Wirral tri.x Developing the CP Plan (15 WD)",
        exceptions=(
            "Child absent/missing: record attempt, does not reset clock",
            "Frequency set at ICPC may be tighter than policy",
        ),
        configurable=True,
        why="At least every 10 working days (council policy)",
        examples=(
            example("2026-11-03", "2026-11-17"),
            example("2026-12-17", "2027-01-05", "Over Christmas and New Year"),
        ),
    ),
    Clock(
        id="cin_visit",
        name="Child in need visit",
        stage="child_in_need",
        starts="cin_plan.start_or_last_visit",
        stops="cin_visit.child_seen",
        allowance=working_days(20),
        recurrence="rolling",
        authority=local("Local (4-6 weekly usual)"),
        configurable=True,
        why="At least every 20 working days (council policy)",
        examples=(example("2026-11-03", "2026-12-01"),),
    ),
    Clock(
        id="cla_visit_first",
        name="Visit after placement start",
        stage="children_in_care",
        starts="placement.start",
        stops="cla_visit.child_seen",
        allowance=days(7),
        recurrence="each placement",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) reg 28(2)(a)"
        ),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk reg 28",
        why="Within 7 days of the placement starting (regulation 28)",
        examples=(
            example("2026-11-19", "2026-11-26"),
            example("2026-12-21", "2026-12-28", "Calendar days: bank holidays count"),
        ),
    ),
    Clock(
        id="cla_visit_year1",
        name="Visits in first year of placement",
        stage="children_in_care",
        starts="cla_visit.last",
        stops="cla_visit.child_seen",
        allowance=weeks(6),
        recurrence="every <=6 weeks for first year of placement",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) reg 28(2)(b)"
        ),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk reg 28",
        why="At least every 6 weeks in the first year of a placement (regulation 28)",
        examples=(example("2026-11-19", "2026-12-31"),),
    ),
    Clock(
        id="cla_visit_longterm",
        name="Visits after year 1, placement intended to last to 18",
        stage="children_in_care",
        starts="cla_visit.last",
        stops="cla_visit.child_seen",
        allowance=months(3),
        recurrence="every <=3 months",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) reg 28(2)(c)(i)"
        ),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk reg 28",
        exceptions=(
            (
                "Designated long-term foster placement (2015 amendment): up to 6 months after first year "
                "if child of sufficient understanding agrees (text: Nottinghamshire/Southwark procedures)"
            ),
            "All other placements after year 1: 6 weeks",
        ),
        why="At least every 3 months once the placement is meant to last (regulation 28)",
        examples=(example("2026-11-30", "2027-02-28", "Clipped to 28 February"),),
    ),
    Clock(
        id="cla_visit_pwp_unassessed",
        name="Child placed with parent before assessment (reg 19)",
        stage="children_in_care",
        starts="placement.start",
        stops="cla_visit.child_seen",
        allowance=days(7),
        recurrence="weekly until first review, then <=6 weeks",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) reg 28(3)"
        ),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk reg 28",
        why="Within 7 days, then weekly until the first review (regulation 28)",
        examples=(example("2026-11-19", "2026-11-26"),),
    ),
    Clock(
        id="cla_visit_reg24_ico",
        name="Temporarily approved connected person (reg 24) or ICO living with parent",
        stage="children_in_care",
        starts="placement.start",
        stops="cla_visit.child_seen",
        allowance=days(7),
        recurrence="weekly until first review, then <=4 weeks",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) reg 28(4)"
        ),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk reg 28",
        why="Within 7 days, then weekly until the first review (regulation 28)",
        examples=(example("2026-11-20", "2026-11-27"),),
    ),
    Clock(
        id="cla_visit_care_order_parent",
        name="Care order, child living with parent",
        stage="children_in_care",
        starts="care_order.made",
        stops="cla_visit.child_seen",
        allowance=days(7),
        recurrence="within 1 week of order, then <=6 weeks",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) reg 28(5)"
        ),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk reg 28",
        why="Within 7 days of the care order (regulation 28)",
        examples=(example("2026-11-23", "2026-11-30"),),
    ),
    Clock(
        id="cla_visit_requested",
        name="Additional visit on reasonable request / notice of concern",
        stage="children_in_care",
        starts="visit.requested",
        stops="cla_visit.child_seen",
        allowance=days(7),
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) reg "
            "28(7)-(8); s30A Care Standards Act notice"
        ),
        notes=(
            "One week applies to the s30A notice; reasonable requests have no limit in days, so the "
            "council sets its own."
        ),
        why="Within 7 days of the request (regulation 28)",
        examples=(example("2026-11-24", "2026-12-01"),),
    ),
    Clock(
        id="cla_short_breaks_visit",
        name="Short breaks (reg 48 series)",
        stage="children_in_care",
        starts="short_break.start",
        stops="cla_visit.child_seen",
        allowance=months(3),
        recurrence="<=6 months thereafter",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) reg "
            "48: visits on placement days at regular intervals agreed with IRO and parents"
        ),
        verified=Verification.TEXT,
        verified_by="reg 48 (partial; numeric first-visit limit not seen)",
        notes="Applies where no placement >17 days and total <=75 days in 12 months.",
        why="Within 3 months of the short breaks starting (regulation 48)",
        examples=(example("2026-08-31", "2026-11-30", "Clipped to 30 November"),),
    ),
)
