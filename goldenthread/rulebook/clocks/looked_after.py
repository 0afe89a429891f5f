"""Children looked after: plans, reviews, health, education and permanence."""

from goldenthread.kernel.clock import Clock, Verification
from goldenthread.rulebook.clocks.words import (
    days,
    example,
    good_practice,
    guidance,
    local,
    months,
    regulation,
    school_terms,
    weeks,
    working_days,
)

CLOCKS = (
    Clock(
        id="cla_care_plan",
        name="Care plan prepared",
        stage="children_in_care",
        starts="placement.start_first",
        stops="care_plan.complete",
        allowance=working_days(10),
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), "
            "regulation 4: before placement or within 10 working days of start of first placement"
        ),
        verified=Verification.SECONDARY,
        verified_by="Brent/Islington fostering handbooks",
        why="Within 10 working days of the first placement starting (regulation 4)",
        examples=(
            example("2026-11-09", "2026-11-23"),
            example("2026-03-26", "2026-04-13", "Over Easter"),
        ),
    ),
    Clock(
        id="cla_placement_plan",
        name="Placement plan prepared",
        stage="children_in_care",
        starts="placement.start",
        stops="placement_plan.complete",
        allowance=working_days(5),
        recurrence="Each placement",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), "
            "regulation 9: before, or within 5 working days of start"
        ),
        verified=Verification.SECONDARY,
        verified_by="Fostering handbooks (5 days; Durham 72 hours)",
        why="Within 5 working days of the placement starting (regulation 9)",
        examples=(
            example("2026-11-19", "2026-11-26"),
            example("2026-12-22", "2026-12-31", "Over Christmas"),
        ),
    ),
    Clock(
        id="cla_placement_notification",
        name="Placement notifications sent",
        stage="children_in_care",
        starts="placement.start",
        stops="notification.sent",
        allowance=working_days(5),
        recurrence="Each placement",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), regulation 13"
        ),
        why="Within 5 working days of the placement starting (regulation 13)",
        examples=(example("2026-05-21", "2026-05-29", "Over the spring bank holiday"),),
    ),
    Clock(
        id="cla_review_first",
        name="First review of a child looked after",
        stage="children_in_care",
        starts="cla.start",
        stops="cla_review.held",
        allowance=working_days(20),
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), regulation 33"
        ),
        verified=Verification.TEXT,
        verified_by="Designated teacher and looked-after children’s health statutory guidance",
        why="Within 20 working days of coming into care (regulation 33)",
        examples=(
            example("2026-11-02", "2026-11-30"),
            example("2026-12-07", "2027-01-07", "Over Christmas and New Year"),
        ),
    ),
    Clock(
        id="cla_review_second",
        name="Second review of a child looked after",
        stage="children_in_care",
        starts="cla_review.first_held",
        stops="cla_review.held",
        allowance=months(3),
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), regulation 33"
        ),
        verified=Verification.TEXT,
        verified_by="Designated teacher guidance",
        why="Within 3 months of the first review (regulation 33)",
        examples=(example("2026-11-30", "2027-02-28", "Clipped to 28 February"),),
    ),
    Clock(
        id="cla_review_subsequent",
        name="Later reviews of a child looked after",
        stage="children_in_care",
        starts="cla_review.held",
        stops="cla_review.held",
        allowance=months(6),
        recurrence="At least every 6 months",
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), regulation 33"
        ),
        verified=Verification.TEXT,
        verified_by="Designated teacher guidance",
        exceptions=(
            (
                "Adjournment by independent reviewing officer: review counts when completed; up to 20 "
                "working days adjournment per independent reviewing officer handbook (unverified)"
            ),
            ("Earlier review on significant change (regulation 6/14/independent reviewing officer request)"),
        ),
        why="Within 6 months of the last review (regulation 33)",
        examples=(example("2026-08-29", "2027-02-28", "Clipped to 28 February"),),
    ),
    Clock(
        id="cla_review_decisions",
        name="Review decisions issued",
        stage="children_in_care",
        starts="cla_review.held",
        stops="decisions_issued",
        allowance=working_days(5),
        authority=guidance("Independent reviewing officer Handbook 2010"),
        why="Within 5 working days of the review (statutory guidance)",
        examples=(example("2026-11-19", "2026-11-26"),),
    ),
    Clock(
        id="cla_review_minutes",
        name="Full review record distributed",
        stage="children_in_care",
        starts="cla_review.held",
        stops="minutes_issued",
        allowance=working_days(20),
        authority=guidance("Independent reviewing officer Handbook 2010"),
        why="Within 20 working days of the review (statutory guidance)",
        examples=(example("2026-11-02", "2026-11-30"),),
    ),
    Clock(
        id="iro_drp",
        name="Independent reviewing officer’s dispute settled",
        stage="children_in_care",
        starts="iro_escalation.raised",
        stops="iro_escalation.resolved",
        allowance=working_days(20),
        authority=guidance(
            "Independent reviewing officer Handbook 2010 / Care Planning Regulations 2010, regulation 45"
        ),
        notes="Stages local (5 working days each typical).",
        why="Settled within 20 working days of being raised (statutory guidance)",
        examples=(example("2026-04-13", "2026-05-12", "Over the early May bank holiday"),),
    ),
    Clock(
        id="iha",
        name="Initial health assessment report available",
        stage="children_in_care",
        starts="cla.start",
        stops="iha.report_received",
        allowance=working_days(20),
        authority=guidance(
            "Promoting the health and wellbeing of looked-after children (statutory guidance): in "
            "time for first review within 20 working days; Care Planning Regulations 2010, regulation"
            " 7"
        ),
        verified=Verification.TEXT,
        verified_by="Looked-after children’s health guidance",
        why="Within 20 working days of coming into care (statutory guidance)",
        examples=(
            example("2026-11-02", "2026-11-30"),
            example("2027-03-08", "2027-04-07", "Good Friday and Easter Monday"),
        ),
    ),
    Clock(
        id="rha_under5",
        name="Review health assessment, under 5",
        stage="children_in_care",
        starts="health_assessment.last",
        stops="rha.complete",
        allowance=months(6),
        recurrence="Every 6 months before 5th birthday",
        authority=regulation(
            "Looked-after children’s health statutory guidance; Care Planning Regulations 2010, regulation 7"
        ),
        verified=Verification.TEXT,
        verified_by="Looked-after children’s health guidance",
        why="At least every 6 months before the fifth birthday (regulation 7)",
        examples=(example("2026-11-19", "2027-05-19"),),
    ),
    Clock(
        id="rha_5plus",
        name="Review health assessment, 5 and over",
        stage="children_in_care",
        starts="health_assessment.last",
        stops="rha.complete",
        allowance=months(12),
        recurrence="Every 12 months",
        authority=regulation(
            "Looked-after children’s health statutory guidance; Care Planning Regulations 2010, regulation 7"
        ),
        verified=Verification.TEXT,
        verified_by="Looked-after children’s health guidance",
        why="At least every 12 months (regulation 7)",
        examples=(example("2028-02-29", "2029-02-28", "A leap day clips to 28 February"),),
    ),
    Clock(
        id="dental",
        name="Dental check",
        stage="children_in_care",
        starts="dental.last",
        stops="dental.complete",
        allowance=months(12),
        recurrence="Annual (local often 6-monthly)",
        authority=guidance("SSDA903 outcome measure (children looked after 12 months or more)"),
        verified=Verification.TEXT,
        verified_by="Local authority interactive tool dictionary",
        why="At least every 12 months (statutory guidance)",
        examples=(example("2026-11-19", "2027-11-19"),),
    ),
    Clock(
        id="sdq",
        name="Strengths and difficulties questionnaire completed",
        stage="children_in_care",
        starts="sdq.last",
        stops="sdq.complete",
        allowance=months(12),
        recurrence="Annual, in time for health assessment",
        authority=guidance(
            "Looked-after children’s health statutory guidance Annex B; age 4-16 looked after 12 months or more"
        ),
        verified=Verification.TEXT,
        verified_by="Looked-after children’s health guidance; Local authority interactive tool",
        why="At least every 12 months (statutory guidance)",
        examples=(example("2026-11-19", "2027-11-19"),),
    ),
    Clock(
        id="pep_initiated",
        name="Personal education plan begun (emergency entry)",
        stage="children_in_care",
        starts="placement.start_first",
        stops="pep.initiated",
        allowance=working_days(10),
        authority=guidance("Designated teacher for looked-after children statutory guidance"),
        verified=Verification.TEXT,
        verified_by="Designated teacher guidance",
        notes="Guidance says working days, so working days are counted. A council may want school days.",
        why="Within 10 working days of the first placement starting (statutory guidance)",
        examples=(
            example("2026-11-09", "2026-11-23"),
            example("2026-12-18", "2027-01-06", "Over Christmas and New Year"),
        ),
    ),
    Clock(
        id="pep_first_available",
        name="Personal education plan ready for the first review",
        stage="children_in_care",
        starts="cla.start",
        stops="pep.available",
        allowance=working_days(20),
        authority=guidance("Designated teacher guidance"),
        verified=Verification.TEXT,
        verified_by="Designated teacher guidance",
        why="Within 20 working days of coming into care (statutory guidance)",
        examples=(example("2026-11-02", "2026-11-30"),),
    ),
    Clock(
        id="pep_review",
        name="Personal education plan reviewed",
        stage="children_in_care",
        starts="pep.last",
        stops="pep.reviewed",
        allowance=school_terms(1),
        recurrence="Each school term",
        authority=guidance("Virtual school practice; statutory guidance on education of looked-after children"),
        why="At least once every school term (statutory guidance)",
        examples=(
            example("2026-11-19", "2027-03-19", "The end of the spring term that follows, by the assumed terms"),
            example("2026-08-10", "2026-12-18", "In the summer holiday: the end of the autumn term"),
        ),
    ),
    Clock(
        id="permanence_plan",
        name="Permanence plan agreed",
        stage="children_in_care",
        starts="cla_review.second_held",
        stops="permanence_plan.recorded",
        allowance=days(0),
        authority=guidance("Vol 2 guidance / adoption guidance: permanence plan at the four-month (second) review"),
        verified=Verification.TEXT,
        verified_by="Adoption statutory guidance 2013; fostering handbooks",
        why="By the second review (statutory guidance)",
        examples=(example("2026-11-19", "2026-11-19", "Due the day of the review itself"),),
    ),
    Clock(
        id="delegated_authority_s20",
        name="Section 20 arrangement reviewed by a manager",
        stage="children_in_care",
        starts="s20.start",
        stops="s20.management_review",
        allowance=months(3),
        recurrence="Every 3 months; legal gateway if drift",
        authority=good_practice(
            "Association of Directors of Children’s Services and Cafcass 2016 and Public Law Working "
            "Group section 20 best practice"
        ),
        configurable=True,
        why="At least every 3 months (good practice)",
        examples=(example("2026-11-30", "2027-02-28", "Clipped to 28 February"),),
    ),
    Clock(
        id="reg24_approval",
        name="Temporary approval of a connected person ends",
        stage="children_in_care",
        starts="reg24.approved",
        stops="full_assessment.complete_or_extended",
        allowance=weeks(16),
        authority=regulation(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), "
            "regulations 24 and 25 (extension up to 8 weeks)"
        ),
        notes="Check for later amendment.",
        why="Ends 16 weeks after temporary approval (regulation 24)",
        examples=(example("2026-11-19", "2027-03-11"),),
    ),
    Clock(
        id="unregistered_home",
        name="Child in an unregistered children’s home: senior review",
        stage="children_in_care",
        starts="placement.start_unregistered",
        stops="senior_review",
        allowance=days(7),
        recurrence="Weekly",
        authority=local("Local; Care Standards Act 2000 section 11"),
        verified=Verification.SECONDARY,
        verified_by="Inspections of local authority children’s services reports",
        configurable=True,
        why="At least every 7 days (council policy)",
        examples=(example("2026-11-19", "2026-11-26"),),
    ),
)
