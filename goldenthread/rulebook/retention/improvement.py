"""How long improvement plans, the evidence library and the inspectors' workspaces are kept."""

from goldenthread.rulebook.retention.rules import keep

TABLE = (
    keep(
        "quality.ImprovementPlan",
        "reference",
        "What the council promised to put right, and how it was closed",
        "id title kind aim owner by_on period periods needs_retest state started_by started_at closed_by closed_at "
        "closed_words reopened_by reopened_at reopened_because",
    ),
    keep(
        "quality.ImprovementFinding", "reference", "Which findings a plan answers", "id plan finding added_by added_at"
    ),
    keep(
        "quality.ImprovementMeasure",
        "reference",
        "What was to show that a plan works",
        "id plan kind of title unit team baseline baseline_on baseline_how target by_on higher added_by added_at "
        "dropped_on dropped_because",
    ),
    keep(
        "quality.MeasureValue",
        "reference",
        "Every value with its day and how it was got; it names no child",
        "id measure as_of value met asked how evidence recorded_by recorded_at",
    ),
    keep(
        "quality.ImprovementAction",
        "reference",
        "Who did what, and who checked the evidence",
        "id plan what owner due_on shown_by added_by added_at done_on done_words done_by evidence check check_words "
        "checked_by checked_at dropped_on dropped_because",
    ),
    keep(
        "quality.ImprovementRetest",
        "reference",
        "Whether practice had changed when it was looked at again",
        "id plan held_on words about met asked needed recorded_by recorded_at",
    ),
    keep(
        "quality.BoardPaper",
        "reference",
        "What the board was told, and who signed it",
        "id plan meeting_on why so_what what_next last_time facts written_by written_at signed_by signed_at",
    ),
    keep(
        "quality.InspectionWorkspace",
        "ledger",
        "Explains by what right inspectors opened records",
        "id name about opens_on closes_on opened_by opened_at ended_by ended_at ended_because",
    ),
    keep("quality.WorkspaceInspector", "ledger", "To whom it was open", "id workspace user"),
    keep("quality.WorkspaceChild", "ledger", "Which children, and why", "id workspace child why chosen_by chosen_at"),
    keep(
        "quality.EvidenceItem",
        "reference",
        "What a claim rested on, and who answered for it",
        "id title kind says owner expires_on shared added_by added_at withdrawn_by withdrawn_at withdrawn_because",
    ),
    keep(
        "quality.EvidenceVersion",
        "reference",
        "Each version as it was relied on",
        "id item number file_name stored_as sort size sha256 changed added_by added_at",
    ),
    keep(
        "quality.SelfEvaluation",
        "reference",
        "What the council said of itself, and on what evidence",
        "id title as_of answers facts started_by started_at written_by written_at signed_by signed_at",
    ),
)
