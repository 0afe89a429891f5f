"""Assessments, early help, and the assessments of earlier guidance that old records still carry."""

from datetime import date

from goldenthread.kernel.clock import Clock, Verification
from goldenthread.rulebook.clocks.words import (
    example,
    guidance,
    historic,
    local,
    weeks,
    working_days,
)

CLOCKS = (
    Clock(
        id="assessment_allocated",
        name="Assessment allocated to qualified social worker",
        stage="assessment",
        starts="referral.decision_recorded",
        stops="assessment.allocated",
        allowance=working_days(1),
        authority=local("Local"),
        configurable=True,
        live=True,
        notes="Unallocated cases are listed with their age.",
        why="Within 1 working day of the decision on the referral (council policy)",
        examples=(
            example("2026-11-20", "2026-11-23"),
            example("2026-08-28", "2026-09-01", "Over the summer bank holiday"),
        ),
    ),
    Clock(
        id="child_seen_s17",
        name="Child first seen in s17 assessment",
        stage="assessment",
        starts="referral.received",
        stops="child.seen",
        allowance=working_days(5),
        authority=local(
            "Working Together: child to be seen within a timescale appropriate to the concerns; day limit is local"
        ),
        configurable=True,
        notes="Annex A list 4 needs child-seen flag.",
        why="Within 5 working days of the referral arriving (council policy)",
        examples=(
            example("2026-11-19", "2026-11-26"),
            example("2026-03-31", "2026-04-09", "Over Good Friday and Easter Monday"),
        ),
    ),
    Clock(
        id="assessment_review_point",
        name="Manager review point during assessment",
        stage="assessment",
        starts="assessment.started",
        stops="assessment.manager_review",
        allowance=working_days(15),
        authority=guidance("CIN census guide 4.9.2: internal review point must be set at the outset"),
        verified=Verification.TEXT,
        verified_by="CIN census guide 2023-24 s4.9",
        configurable=True,
        notes=(
            "Chosen for each child at the start, usually 10 or 15 working days; there may be several,"
            " such as 10, 25 and 35."
        ),
        why="Within 15 working days of the assessment starting (council policy)",
        examples=(
            example("2026-11-02", "2026-11-23"),
            example("2026-12-14", "2027-01-07", "Over Christmas and New Year"),
        ),
    ),
    Clock(
        id="single_assessment",
        name="Child and family (single/continuous) assessment complete",
        stage="assessment",
        starts="referral.received",
        stops="assessment.authorised",
        allowance=working_days(45),
        authority=guidance("Working Together 2013-2026: maximum 45 WD from point of referral"),
        verified=Verification.TEXT,
        verified_by="CIN census guide 2023-24 s4.9",
        exceptions=(
            "No statutory pause or stop-clock",
            "Over 45 WD: record reason and manager authorisation, keep as late in KPI",
            ("New information on an open case does not restart the referral clock; a new assessment has its own start"),
        ),
        live=True,
        notes=(
            "Complete = authorised by manager after discussion with family / agencies informed. DfE "
            "published duration uses recorded start to authorisation: both the referral date and the "
            "actual start are kept."
        ),
        why="Within 45 working days of the referral arriving (statutory guidance)",
        examples=(
            example("2026-09-21", "2026-11-23", "Nine whole weeks, no bank holiday"),
            example("2026-03-02", "2026-05-07", "Good Friday, Easter Monday and the early May bank holiday"),
            example("2026-11-16", "2027-01-21", "Christmas Day, the Boxing Day substitute and New Year’s Day"),
        ),
    ),
    Clock(
        id="family_help_assessment",
        name="Family Help assessment complete (2026 reform model)",
        stage="assessment",
        starts="family_help.referral_received",
        stops="family_help.assessment_authorised",
        allowance=working_days(45),
        authority=local(
            "Families First Partnership: single Family Help assessment and plan; Working Together "
            "2026 text not retrieved"
        ),
        configurable=True,
        notes="Check against Working Together 2026 before relying on it.",
        why="Within 45 working days of the request for Family Help (council policy)",
        examples=(example("2026-06-01", "2026-08-03"),),
    ),
    Clock(
        id="initial_assessment_2000",
        name="HISTORIC initial assessment (to March 2010)",
        stage="assessment_historic",
        starts="referral.received",
        stops="initial_assessment.complete",
        allowance=working_days(7),
        authority=historic("Framework for the Assessment of Children in Need 2000 / Working Together 2006"),
        enabled=False,
        valid_to=date.fromisoformat("2010-03-31"),
        notes="In force until Working Together 2010, dated March 2010.",
        why="Within 7 working days of the referral arriving (no longer in force)",
        examples=(
            example("2010-01-11", "2010-01-20", "Nine calendar days"),
            example("2009-12-22", "2010-01-05", "Over Christmas and New Year"),
        ),
    ),
    Clock(
        id="initial_assessment_2010",
        name="HISTORIC initial assessment (April 2010 - April 2013)",
        stage="assessment_historic",
        starts="referral.received",
        stops="initial_assessment.complete",
        allowance=working_days(10),
        authority=historic("Working Together 2010"),
        verified=Verification.TEXT,
        verified_by="LAIT data dictionary; Lexology note on Working Together 2013",
        enabled=False,
        valid_from=date.fromisoformat("2010-04-01"),
        valid_to=date.fromisoformat("2013-04-14"),
        why="Within 10 working days of the referral arriving (no longer in force)",
        examples=(
            example("2010-04-19", "2010-05-04", "The early May bank holiday is passed over"),
            example("2011-04-18", "2011-05-06", "Good Friday, Easter Monday, the royal wedding and early May"),
        ),
    ),
    Clock(
        id="core_assessment",
        name="HISTORIC core assessment (to April 2013)",
        stage="assessment_historic",
        starts="initial_assessment.complete_or_strategy_discussion",
        stops="core_assessment.complete",
        allowance=working_days(35),
        authority=historic("Framework for the Assessment 2000 / Working Together 2010"),
        verified=Verification.TEXT,
        verified_by="LAIT data dictionary",
        enabled=False,
        valid_to=date.fromisoformat("2013-04-14"),
        why=("Within 35 working days of the initial assessment ending or the strategy discussion (no longer in force)"),
        examples=(example("2012-05-14", "2012-07-04", "Both Jubilee days are passed over"),),
    ),
    Clock(
        id="assessment_shared",
        name="Assessment shared with family",
        stage="assessment",
        starts="assessment.authorised",
        stops="assessment.shared",
        allowance=working_days(5),
        authority=local("Local"),
        configurable=True,
        why="Within 5 working days of the assessment being authorised (council policy)",
        examples=(
            example("2026-11-18", "2026-11-25"),
            example("2026-05-20", "2026-05-28", "Over the spring bank holiday"),
        ),
    ),
    Clock(
        id="early_help_assessment",
        name="Early help assessment completed",
        stage="early_help",
        starts="early_help.request",
        stops="early_help.assessment_complete",
        allowance=working_days(30),
        authority=local("Local (20-45 WD seen in practice)"),
        configurable=True,
        why="Within 30 working days of the request for early help (council policy)",
        examples=(example("2026-09-07", "2026-10-19"),),
    ),
    Clock(
        id="early_help_tafm",
        name="Team around the family review",
        stage="early_help",
        starts="early_help.plan_start",
        stops="early_help.review",
        allowance=weeks(6),
        recurrence="every 6 weeks (local 4-12)",
        authority=local("Local"),
        configurable=True,
        why="At least every 6 weeks (council policy)",
        examples=(example("2026-11-04", "2026-12-16"),),
    ),
)
