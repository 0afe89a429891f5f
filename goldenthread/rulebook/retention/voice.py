"""How long practice observations, and what children and families told us, are kept."""

from goldenthread.rulebook.retention.rules import Retention, keep

TABLE: tuple[Retention, ...] = (
    keep(
        "quality.Observation",
        "staff",
        "What was seen of a worker’s practice, and what the worker says of it",
        "id worker observer team child activity guide guide_version observed_on state family_agreed family_words saw"
        " whole whole_words no_step_because follow_up_on typed begun_at saved_at sent_at worker_words worker_next"
        " answered_at followed_words followed_by followed_at finding",
    ),
    keep(
        "quality.ObservationPart", "staff", "What was seen of each part of practice", "id observation part seen words"
    ),
    keep(
        "quality.ObservationStep",
        "staff",
        "What the two agreed would come of it",
        "id observation what owner due_on position done_words done_at",
    ),
    keep(
        "quality.FeedbackCode",
        "child",
        "Says who was asked, by whom and about what, as long as the feedback is kept",
        "id digest nonce child worker team occasion uses used expires_on given_by given_at ended_by ended_at",
    ),
    keep(
        "quality.Feedback",
        "child",
        "What the child or family told us, and what was done about it",
        "id code child worker team told occasion who form form_version said_at once differently come_back reach"
        " not_safe not_safe_words state safe_words safe_by safe_at done_words reply answered_by answered_at shared_by"
        " shared_at finding",
    ),
    keep("quality.FeedbackFace", "child", "The answers with a face", "id feedback question answer"),
    keep("quality.FeedbackTry", "token", "Slows down whoever guesses at codes; names nobody", "id came_from at"),
)
