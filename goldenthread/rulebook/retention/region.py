"""What is kept of the region, and how long."""

from goldenthread.rulebook.retention.rules import Retention, keep

TABLE: tuple[Retention, ...] = (
    keep(
        "insight.SharingAgreement",
        "reference",
        "Under what law rows were shared with which authorities, and when",
        "id reference purpose lawful_basis law authorities measures starts_on ends_on recorded_by recorded_at"
        " stopped_by stopped_at stopped_reason",
    ),
)
