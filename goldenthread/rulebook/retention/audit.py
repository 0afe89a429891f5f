"""How long what audit, observation, complaints and feedback hold is kept."""

from goldenthread.rulebook.retention.rules import WHO, Retention, keep

TABLE: tuple[Retention, ...] = (
    keep(
        "quality.AuditTool",
        "reference",
        "An audit is shown for ever as it was asked",
        "id key version title text made_by made_at",
    ),
    keep(
        "quality.AuditRound",
        "reference",
        "Says what was audited and how the sample was drawn, as long as an audit of it is kept",
        "id title tier month theme tool tool_version question among how team wanted seed not_audited_months"
        " second_percent auditors cycle state planned_by planned_at drawn_by drawn_at",
    ),
    keep(
        "quality.AuditFrame",
        "reference",
        "The list of keys that a sample was drawn from, without which nobody could draw it again",
        "id round children stratum strata own_cases audited_lately closed_to_all drawn_on",
    ),
    keep(
        "quality.Audit",
        "child",
        "What was found in the child’s record, and what the worker and the family said of it",
        "id round child place auditor second_auditor second_because worker team state worker_there worker_words"
        " family_asked family_words overall overall_words",
    ),
    keep("quality.Audit", "child", WHO, "given_at worker_answered_at agreed_by agreed_at graded_at closed_at"),
    keep(
        "quality.AuditGrading",
        "child",
        "What each auditor found in the child’s record",
        "id audit part grader overall overall_words safe learning saved_at sent_at",
    ),
    keep("quality.AuditGrade", "child", "Each grade with its reason", "id grading question grade words"),
    keep(
        "quality.SafetyConcern",
        "child",
        "What could not wait, who was told, and what was done for the child",
        "id audit child words told state raised_by raised_at answer answered_by answered_at returned_because"
        " confirmed_words confirmed_by confirmed_at",
    ),
    keep(
        "quality.LearningCycle",
        "reference",
        "What an audit found in many records, and whether it changed; names no child",
        "id title words round question passed of finding state opened_by opened_at closed_by closed_at closed_words",
    ),
    keep(
        "quality.LearningAction",
        "reference",
        "What was done because of an audit; names no child",
        "id cycle what owner due_on set_by set_at evidence done_at returned_because checked_words checked_by"
        " checked_at",
    ),
    keep(
        "quality.CycleSample",
        "reference",
        "What a new sample showed; names no child",
        "id cycle round passed of needed beyond_chance read_by read_at",
    ),
)
