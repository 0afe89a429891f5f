"""What is kept of supervision, caseloads and workforce, and how long."""

from goldenthread.rulebook.retention.rules import Retention, keep

TABLE: tuple[Retention, ...] = (
    keep(
        "quality.SupervisionAgreement",
        "staff",
        "How a worker was to be supervised",
        "id worker supervisor frequency words agreed_on review_on ended_on made_by made_at",
    ),
    keep(
        "quality.Supervision",
        "staff",
        "When supervision was due, held or missed",
        "id worker supervisor team state counted_from due_on began_at held_on recorded_by recorded_at "
        "missed_because missed_words",
    ),
    keep(
        "quality.PersonalPart",
        "staff",
        "A worker’s own part of supervision, kept apart from every child’s record",
        "id supervision workload wellbeing performance learning reflection carried_forward written_by written_at",
    ),
    keep(
        "quality.ChildDiscussed",
        "child",
        "What supervision said about the child, and what it found drifting",
        "id supervision child due_on happened child_view reflection challenge risk decision escalate_if "
        "no_direction_because drift typed version saved_by saved_at recorded_by recorded_at",
    ),
    keep(
        "quality.Direction",
        "child",
        "What was asked to be done for the child, by whom and by when, and what came of it",
        "id discussed child what owner due_on position answer answer_words answered_on answered_by closed_on closed_as",
    ),
    keep(
        "quality.DirectionFollowed",
        "child",
        "What a later supervision said of a direction",
        "id direction discussed outcome words due_on said_by said_at",
    ),
    keep(
        "quality.CaseWeight",
        "child",
        "What a manager added to the weight of the case, and why",
        "id child complexity travel because set_by set_at",
    ),
    keep(
        "quality.WorkerRecord",
        "staff",
        "The post, registration, induction and leaving of a worker",
        "id worker role fte started_on registration registered_until induction_from induction_ends_on agency "
        "notice_on notice_ends_on left_on left_because left_words recorded_by recorded_at",
    ),
    keep(
        "quality.Training",
        "staff",
        "Training done, and when it is due again",
        "id worker what done_on again_by recorded_by recorded_at",
    ),
    keep(
        "quality.Vacancy",
        "reference",
        "Posts that nobody held, and for how long",
        "id team role fte vacant_from words ended_on ended_words recorded_by recorded_at",
    ),
)
