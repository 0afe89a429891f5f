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
        recurrence="Rolling",
        authority=local(
            "Local (no national interval). Wirral minimum 15 working days; others 10 working days or 4-weekly"
        ),
        verified=Verification.TEXT,
        verified_by="Wirral Developing the child protection Plan (15 working days)",
        exceptions=(
            "Child absent/missing: record attempt, does not reset clock",
            "Frequency set at initial conference may be tighter than policy",
        ),
        configurable=True,
        live=True,
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
        recurrence="Rolling",
        authority=local("Local (4-6 weekly usual)"),
        configurable=True,
        live=True,
        why="At least every 20 working days (council policy)",
        examples=(example("2026-11-03", "2026-12-01"),),
    ),
    Clock(
        id="cla_visit_first",
        name="Visit after a placement starts",
        stage="children_in_care",
        starts="placement.start",
        stops="cla_visit.child_seen",
        allowance=days(7),
        recurrence="Each placement",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), regulation 28(2)(a)"
        ),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk regulation 28",
        why="Within 7 days of the placement starting (regulation 28)",
        examples=(
            example("2026-11-19", "2026-11-26"),
            example("2026-12-21", "2026-12-28", "Calendar days: bank holidays count"),
        ),
    ),
    Clock(
        id="cla_visit_year1",
        name="Visits in the first year of a placement",
        stage="children_in_care",
        starts="cla_visit.last",
        stops="cla_visit.child_seen",
        allowance=weeks(6),
        recurrence="At least every 6 weeks for first year of placement",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), regulation 28(2)(b)"
        ),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk regulation 28",
        why="At least every 6 weeks in the first year of a placement (regulation 28)",
        examples=(example("2026-11-19", "2026-12-31"),),
    ),
    Clock(
        id="cla_visit_longterm",
        name="Visits after the first year, placement meant to last to 18",
        stage="children_in_care",
        starts="cla_visit.last",
        stops="cla_visit.child_seen",
        allowance=months(3),
        recurrence="At least every 3 months",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), regulation 28(2)(c)(i)"
        ),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk regulation 28",
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
        name="Visits to a child placed with a parent before assessment (regulation 19)",
        stage="children_in_care",
        starts="placement.start",
        stops="cla_visit.child_seen",
        allowance=days(7),
        recurrence="Weekly until first review, then at most 6 weeks",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), regulation 28(3)"
        ),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk regulation 28",
        why="Within 7 days, then weekly until the first review (regulation 28)",
        examples=(example("2026-11-19", "2026-11-26"),),
    ),
    Clock(
        id="cla_visit_reg24_ico",
        name=("Visits to a temporarily approved connected person, or under an interim care order with a parent"),
        stage="children_in_care",
        starts="placement.start",
        stops="cla_visit.child_seen",
        allowance=days(7),
        recurrence="Weekly until first review, then at most 4 weeks",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), regulation 28(4)"
        ),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk regulation 28",
        why="Within 7 days, then weekly until the first review (regulation 28)",
        examples=(example("2026-11-20", "2026-11-27"),),
    ),
    Clock(
        id="cla_visit_care_order_parent",
        name="Visits under a care order to a child living with a parent",
        stage="children_in_care",
        starts="care_order.made",
        stops="cla_visit.child_seen",
        allowance=days(7),
        recurrence="Within 1 week of order, then at most 6 weeks",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), regulation 28(5)"
        ),
        verified=Verification.TEXT,
        verified_by="legislation.gov.uk regulation 28",
        why="Within 7 days of the care order (regulation 28)",
        examples=(example("2026-11-23", "2026-11-30"),),
    ),
    Clock(
        id="cla_visit_requested",
        name="Extra visit on request or notice of concern",
        stage="children_in_care",
        starts="visit.requested",
        stops="cla_visit.child_seen",
        allowance=days(7),
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), "
            "regulation 28(7)-(8); section 30A Care Standards Act notice"
        ),
        notes=(
            "One week applies to the section 30A notice; reasonable requests have no limit in days, "
            "so the council sets its own."
        ),
        why="Within 7 days of the request (regulation 28)",
        examples=(example("2026-11-24", "2026-12-01"),),
    ),
    Clock(
        id="cla_short_breaks_visit",
        name="Visits during short breaks",
        stage="children_in_care",
        starts="short_break.start",
        stops="cla_visit.child_seen",
        allowance=months(3),
        recurrence="At most 6 months thereafter",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), "
            "regulation 48: visits on placement days at regular intervals agreed with independent "
            "reviewing officer and parents"
        ),
        verified=Verification.TEXT,
        verified_by="Regulation 48 (partial; numeric first-visit limit not seen)",
        notes="Applies where no placement over 17 days and total at most 75 days in 12 months.",
        why="Within 3 months of the short breaks starting (regulation 48)",
        examples=(example("2026-08-31", "2026-11-30", "Clipped to 30 November"),),
    ),
)
