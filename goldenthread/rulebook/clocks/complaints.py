"""Complaints under the representations procedure of the Children Act 1989, stage by stage.

A longer time is a clock of its own, counted from the same start: who gives it takes the shorter one back, with why.
"""

from goldenthread.kernel.clock import Clock
from goldenthread.rulebook.clocks.words import example, regulation, working_days

REGULATIONS = "Children Act 1989 Representations Procedure (England) Regulations 2006"

CLOCKS = (
    Clock(
        id="complaint_stage1",
        live=True,
        name="Complaint stage 1",
        stage="complaints",
        starts="complaint.received",
        stops="complaint.stage1_response",
        allowance=working_days(10),
        authority=regulation("Children Act 1989 Representations Procedure Regulations 2006"),
        exceptions=("Extend to 20 working days",),
        why="Within 10 working days of the complaint (2006 regulations)",
        examples=(
            example("2026-11-19", "2026-12-03"),
            example("2026-12-18", "2027-01-06", "Over Christmas and New Year"),
        ),
    ),
    Clock(
        id="complaint_stage1_extended",
        live=True,
        name="Complaint stage 1, extended",
        stage="complaints",
        starts="complaint.received",
        stops="complaint.stage1_response",
        allowance=working_days(20),
        authority=regulation(REGULATIONS),
        why="Within 20 working days of the complaint, extended (2006 regulations)",
        examples=(example("2026-11-19", "2026-12-17"),),
    ),
    Clock(
        id="complaint_stage2",
        live=True,
        name="Complaint stage 2 investigation",
        stage="complaints",
        starts="complaint.stage2_requested",
        stops="complaint.stage2_report",
        allowance=working_days(25),
        authority=regulation("2006 Regulations"),
        exceptions=("Extend to 65 working days",),
        why="Within 25 working days of asking for stage 2 (2006 regulations)",
        examples=(example("2026-11-19", "2026-12-24"),),
    ),
    Clock(
        id="complaint_stage2_extended",
        live=True,
        name="Complaint stage 2 investigation, extended",
        stage="complaints",
        starts="complaint.stage2_requested",
        stops="complaint.stage2_report",
        allowance=working_days(65),
        authority=regulation(REGULATIONS),
        why="Within 65 working days of asking for stage 2, extended (2006 regulations)",
        examples=(example("2026-11-19", "2027-02-23", "Over Christmas and New Year"),),
    ),
    Clock(
        id="complaint_stage3_panel",
        live=True,
        name="Complaint stage 3 review panel held",
        stage="complaints",
        starts="complaint.stage3_requested",
        stops="complaint.panel_held",
        allowance=working_days(30),
        authority=regulation(REGULATIONS),
        why="Within 30 working days of asking for a panel (2006 regulations)",
        examples=(example("2026-10-19", "2026-11-30"),),
    ),
    Clock(
        id="complaint_panel_report",
        live=True,
        name="Report of the complaint review panel",
        stage="complaints",
        starts="complaint.panel_held",
        stops="complaint.panel_reported",
        allowance=working_days(5),
        authority=regulation(REGULATIONS),
        why="Within 5 working days of the panel (2006 regulations)",
        examples=(example("2026-11-19", "2026-11-26"),),
    ),
    Clock(
        id="complaint_stage3_response",
        live=True,
        name="Complaint stage 3 response",
        stage="complaints",
        starts="complaint.panel_reported",
        stops="complaint.stage3_response",
        allowance=working_days(15),
        authority=regulation(REGULATIONS),
        why="Within 15 working days of the panel’s report (2006 regulations)",
        examples=(example("2026-11-19", "2026-12-10"),),
    ),
)
