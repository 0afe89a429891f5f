"""The door of allegations, open to those who are named on one. Nobody else is told that there are any."""

from goldenthread.quality.operations.allegations import (
    BY_NAME,
    AllegationSaid,
    conclude_allegation,
    consult_officer,
    end_reader,
    name_reader,
    record_entry,
    record_referral,
    report_allegation,
)
from goldenthread.quality.queries.allegations import AllegationShown, allegation_shown, allegations_of, is_named

__all__ = [
    "BY_NAME",
    "AllegationSaid",
    "AllegationShown",
    "allegation_shown",
    "allegations_of",
    "conclude_allegation",
    "consult_officer",
    "end_reader",
    "is_named",
    "name_reader",
    "record_entry",
    "record_referral",
    "report_allegation",
]
