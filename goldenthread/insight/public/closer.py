"""The door of insight: a measure by any group and period, saved views, and what is taken out."""

from goldenthread.insight.operations.downloads import record_download
from goldenthread.insight.operations.looks import remove_look, save_look
from goldenthread.insight.queries.closer import (
    LENGTHS,
    STEPS,
    Asked,
    Look,
    Looked,
    checked,
    look_for,
    looked,
    looks_for,
    roles_to_share_with,
    ways_of,
)
from goldenthread.insight.queries.teams import teams_to_see

__all__ = [
    "LENGTHS",
    "STEPS",
    "Asked",
    "Looked",
    "Look",
    "checked",
    "looked",
    "record_download",
    "remove_look",
    "roles_to_share_with",
    "save_look",
    "teams_to_see",
    "look_for",
    "looks_for",
    "ways_of",
]
