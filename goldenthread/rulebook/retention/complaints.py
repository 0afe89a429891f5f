"""How long what compliments, complaints, allegations and learning reviews hold is kept."""

from goldenthread.rulebook.retention.rules import WHO, Retention, keep

TABLE: tuple[Retention, ...] = (
    keep(
        "quality.Compliment",
        "staff",
        "What was said of somebody’s work, and what others took from it",
        "id said_by who worker team words said_on learning finding recorded_by recorded_at shared_by shared_at",
    ),
    keep(
        "quality.Complaint",
        "child",
        "What was complained of about work with the child, and by whom",
        "id complainant complainant_name reach channel advocate advocate_name child_agrees team about desired"
        " received_on stage state ended_words",
    ),
    keep("quality.Complaint", "child", WHO, "recorded_by recorded_at ended_by ended_at"),
    keep("quality.ComplaintChild", "child", "Whom a complaint is about", "id complaint child"),
    keep("quality.ComplaintPoint", "child", "Each thing complained of", "id complaint number theme words"),
    keep(
        "quality.ComplaintStage",
        "child",
        "How the complaint was answered at each stage, by whom and how late",
        "id complaint stage asked_on asked_words owner deadline extended_because extended_by extended_at investigator"
        " investigator_name independent_name independent_because appointed_by appointed_at panel_on panel_people"
        " reference report reported_on reported_by answer remedy remedy_words answered_on answered_by answered_at",
    ),
    keep("quality.ComplaintOutcome", "child", "What each point came to, and why", "id stage point outcome because"),
    keep(
        "quality.ComplaintAction",
        "child",
        "What was done because of the complaint, and who checked it",
        "id complaint point what owner due_on set_by set_at evidence done_at returned_because checked_words checked_by"
        " checked_at",
    ),
    keep(
        "quality.Allegation",
        "allegation",
        "What was alleged, what was found, and why; a later employer may ask",
        "id about about_name job setting employer source known_at words criteria child_words officer due_on"
        " consulted_at advice threshold threshold_because next_review_on outcome outcome_because told_words"
        " concluded_on concluded_by state reported_by reported_at",
    ),
    keep("quality.AllegationChild", "allegation", "Which child it is about", "id allegation child"),
    keep(
        "quality.AllegationReader",
        "allegation",
        "Who could read it, and why",
        "id allegation user because named_by named_at ended_by ended_at",
    ),
    keep(
        "quality.AllegationEntry",
        "allegation",
        "What was done for the child and decided at each meeting",
        "id allegation kind on words people recorded_by recorded_at",
    ),
    keep(
        "quality.AllegationReferral",
        "allegation",
        "Who was told of the outcome, or why not",
        "id allegation to made_on because recorded_by recorded_at",
    ),
    keep(
        "quality.LearningReview",
        "reference",
        "Where findings of the register come from; names no child",
        "id kind title by_whom published_on found_at summary recorded_by recorded_at",
    ),
)
