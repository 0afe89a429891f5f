"""Supervision, recording, transfer and written agreements."""

from goldenthread.kernel.clock import Clock, Verification
from goldenthread.rulebook.clocks.words import (
    example,
    local,
    months,
    weeks,
    working_days,
)

CLOCKS = (
    Clock(
        id="supervision_worker",
        name="Supervision of a social worker who holds cases",
        stage="management",
        starts="supervision.last",
        stops="supervision.held",
        allowance=working_days(20),
        recurrence="Every 4 weeks",
        authority=local("Local policy (monthly / 4 weeks)"),
        verified=Verification.TEXT,
        verified_by="Nottinghamshire (4 weeks), Walsall (monthly), Gloucestershire (monthly)",
        exceptions=(
            "Leave over 2 weeks: due on return + 5 working days",
            (
                "Newly qualified worker / Assessed and supported year in employment: fortnightly "
                "initially (Nottinghamshire)"
            ),
        ),
        configurable=True,
        why="At least every 20 working days (council policy)",
        examples=(
            example("2026-11-03", "2026-12-01"),
            example("2026-12-08", "2027-01-08", "Over Christmas and New Year"),
        ),
    ),
    Clock(
        id="supervision_asye",
        name="Supervision of a newly qualified worker",
        stage="management",
        starts="supervision.last",
        stops="supervision.held",
        allowance=working_days(10),
        recurrence="Fortnightly",
        authority=local(
            "Assessed and supported year in employment framework (weekly for first 6 weeks, then "
            "fortnightly to 6 months, then monthly); local"
        ),
        verified=Verification.TEXT,
        verified_by="Nottinghamshire fortnightly; Assessed and supported year in employment detail unverified",
        configurable=True,
        why="At least every 10 working days (council policy)",
        examples=(example("2026-11-03", "2026-11-17"),),
    ),
    Clock(
        id="case_supervision_child",
        name="Child discussed in case supervision",
        stage="management",
        starts="case_supervision.last",
        stops="case_supervision.recorded",
        allowance=months(1),
        recurrence="By child status",
        authority=local("Local (child protection and court work monthly, in need and looked after 1 to 3 monthly)"),
        verified=Verification.SECONDARY,
        verified_by="Walsall (minimum frequency per case, more if risk rises)",
        configurable=True,
        why="At least every 1 month (council policy)",
        examples=(example("2027-01-31", "2027-02-28", "Clipped to 28 February"),),
    ),
    Clock(
        id="mgmt_decision_record",
        name="Management decision recorded on the child’s record",
        stage="management",
        starts="decision.made",
        stops="decision.recorded",
        allowance=working_days(1),
        authority=local("Council policy; no national limit"),
        verified=Verification.TEXT,
        verified_by="Walsall management decision record guidance and Calderdale (content, not hours)",
        configurable=True,
        why="Within 1 working day of the decision (council policy)",
        examples=(example("2026-11-20", "2026-11-23"),),
    ),
    Clock(
        id="case_note",
        name="Visit or contact recorded",
        stage="management",
        starts="visit.done",
        stops="case_note.authorised",
        allowance=working_days(2),
        authority=local("Local (24 hours child protection, 2-5 working days others)"),
        configurable=True,
        why="Within 2 working days of the visit (council policy)",
        examples=(example("2026-11-19", "2026-11-23"),),
    ),
    Clock(
        id="chronology_update",
        name="Chronology reviewed",
        stage="management",
        starts="chronology.last_review",
        stops="chronology.reviewed",
        allowance=months(3),
        authority=local("Local (Coventry, Telford practice guidance: required on every open case)"),
        verified=Verification.TEXT,
        verified_by="Practice guidance (requirement, not interval)",
        configurable=True,
        why="At least every 3 months (council policy)",
        examples=(example("2026-11-19", "2027-02-19"),),
    ),
    Clock(
        id="case_summary_update",
        name="Case summary updated",
        stage="management",
        starts="case_summary.last",
        stops="case_summary.updated",
        allowance=months(3),
        authority=local("Council policy; no national limit"),
        configurable=True,
        why="At least every 3 months (council policy)",
        examples=(example("2026-11-19", "2027-02-19"),),
    ),
    Clock(
        id="transfer_accept",
        name="Case transfer accepted",
        stage="management",
        starts="transfer.requested",
        stops="transfer.accepted",
        allowance=working_days(5),
        authority=local(
            "Local (Bolton at first core group / first pre-proceedings meeting; other council list 2 weeks ahead)"
        ),
        verified=Verification.TEXT,
        verified_by="Bolton protocol 2025; another published protocol",
        configurable=True,
        why="Within 5 working days of the request (council policy)",
        examples=(example("2026-11-19", "2026-11-26"),),
    ),
    Clock(
        id="transfer_first_visit",
        name="First visit by the new worker",
        stage="management",
        starts="transfer.accepted",
        stops="visit.done",
        allowance=working_days(5),
        authority=local("Council policy; no national limit"),
        configurable=True,
        why="Within 5 working days of the transfer (council policy)",
        examples=(example("2026-05-20", "2026-05-28", "Over the spring bank holiday"),),
    ),
    Clock(
        id="written_agreement_review",
        name="Written agreement reviewed",
        stage="management",
        starts="written_agreement.start_or_last_review",
        stops="written_agreement.reviewed",
        allowance=weeks(4),
        recurrence="Every 4 weeks and at each supervision",
        authority=local(
            "Local protocol (Local Government Association peer review of Wigan 2016: must be "
            "reviewed, monitored, evidenced)"
        ),
        verified=Verification.TEXT,
        verified_by="A published peer review, Wigan 2016",
        exceptions=(
            "Expires by default at 12 weeks unless renewed with rationale",
            (
                "Not to be used as the safety measure in domestic abuse / coercive control without head-"
                "of-service approval"
            ),
        ),
        configurable=True,
        live=True,
        why="At least every 4 weeks (council policy)",
        examples=(example("2026-11-19", "2026-12-17"),),
    ),
)
