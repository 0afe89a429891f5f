"""What is kept of oversight of a child's case, and how long."""

from goldenthread.rulebook.retention.rules import Retention, keep

TABLE: tuple[Retention, ...] = (
    keep(
        "casework.Decision",
        "child",
        "What a manager decided about a child, why, and what it meant for the child",
        "child kind about decided facts child_view review_on decider_role recorded_at",
    ),
    keep(
        "casework.Transfer",
        "child",
        "When and why the work moved, what was asked before it did, and who held the child meanwhile",
        "id state from_team to_team route why risks strengths child_wants next_days checklist proposed_by proposed_at "
        "met_on met_with appropriate appropriate_words cannot_wait unassessed tells_family moves_on met_recorded_by "
        "met_recorded_at returned_because returned_by returned_at accepted_by accepted_at accepted_words to_worker "
        "completed_by completed_at withdrawn_because",
    ),
    keep("casework.TransferChild", "child", "Which children a transfer was about", "id transfer child referral"),
    keep(
        "casework.WorkerChange",
        "child",
        "How many workers the child had, and why each changed",
        "id child role went came changed_on reason words said_by said_at",
    ),
    keep(
        "casework.Dispute",
        "child",
        "What a reviewing officer or chair disputed for the child, and what came of it",
        "id child state about tried wants raised_by raised_at outcome outcome_words resolved_by resolved_at",
    ),
    keep(
        "casework.DisputeStep",
        "child",
        "What each stage was asked and answered, and when",
        "id dispute stage words asked_of sent_by sent_at answer answered_by answered_at",
    ),
)
