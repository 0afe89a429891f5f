"""The door of insight: the region's authorities side by side, and what they agreed to share."""

from goldenthread.insight.operations.region import (
    ROWS_AT_ONCE,
    open_shared_rows,
    record_agreement,
    stop_agreement,
)
from goldenthread.insight.queries.agreements import (
    Agreement,
    NoAgreement,
    agreements,
)
from goldenthread.insight.queries.region import (
    Member,
    RegionFigure,
    RegionPart,
    region_figure,
    region_figures,
    region_measure,
    region_measures,
    region_members,
)
from goldenthread.insight.queries.root import NoRegion, authorities, own_authority

__all__ = [
    "Agreement",
    "Member",
    "NoAgreement",
    "NoRegion",
    "ROWS_AT_ONCE",
    "RegionFigure",
    "RegionPart",
    "agreements",
    "authorities",
    "open_shared_rows",
    "own_authority",
    "record_agreement",
    "region_figure",
    "region_figures",
    "region_measure",
    "region_measures",
    "region_members",
    "stop_agreement",
]
