"""What is kept of insight, and how long."""

from goldenthread.rulebook.retention.rules import Retention, keep

TABLE: tuple[Retention, ...] = (
    keep(
        "insight.KnownEvent",
        "reference",
        "What happened that may explain a figure",
        "id happened_on kind words team recorded_by recorded_at",
    ),
    keep(
        "insight.MeasureStep",
        "reference",
        "Why a measure's limits were worked out anew",
        "id measure month reason confirmed_by confirmed_at",
    ),
    keep(
        "insight.Commentary",
        "reference",
        "What was said of a measure, on what it rested, and who signed it",
        "id measure month clauses edited_by edited_at signed_by signed_at",
    ),
    keep(
        "insight.MeasureAction",
        "reference",
        "What was to be done about a measure, and the figure that was expected",
        "id measure month words owner due_on expected judged_on recorded_by recorded_at",
    ),
    keep(
        "insight.SavedLook",
        "reference",
        "A measure as somebody chose to look at it, and who else may use it",
        "id measure name until months step by narrowed_by narrowed_to team role kept_by kept_at",
    ),
)
