"""The door of insight: what analysis tells of a measure, and what people say of it."""

from goldenthread.insight.analysis.commentary import Clause
from goldenthread.insight.operations.analysis import (
    confirm_step,
    record_event,
    record_measure_action,
    sign_commentary,
    write_commentary,
)
from goldenthread.insight.queries.coming import Course, courses, fortnight
from goldenthread.insight.queries.flow import STOPS, moves
from goldenthread.insight.queries.row_names import names_of
from goldenthread.insight.queries.said import actions, events, said_of, steps
from goldenthread.insight.queries.told import (
    Glance,
    Told,
    Where,
    commentary_of,
    drafted,
    glances,
    glances_by_team,
    glances_with_teams,
    judged,
    last_month,
    promises,
    span_words,
    told,
    told_of_each,
    what_moved,
)

__all__ = [
    "moves",
    "fortnight",
    "courses",
    "STOPS",
    "Course",
    "Clause",
    "Glance",
    "Told",
    "Where",
    "actions",
    "commentary_of",
    "confirm_step",
    "drafted",
    "events",
    "glances",
    "glances_by_team",
    "glances_with_teams",
    "judged",
    "last_month",
    "names_of",
    "promises",
    "record_event",
    "record_measure_action",
    "said_of",
    "sign_commentary",
    "span_words",
    "steps",
    "told",
    "told_of_each",
    "what_moved",
    "write_commentary",
]
