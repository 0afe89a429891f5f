"""The door of insight: what analysis tells of a measure, and what people say of it."""

from goldenthread.insight.analysis.commentary import PARTS, SURE, Clause, gaps
from goldenthread.insight.operations.analysis import (
    confirm_step,
    record_event,
    record_measure_action,
    sign_commentary,
    write_commentary,
)
from goldenthread.insight.queries.coming import Course, Fortnight, courses, fortnight
from goldenthread.insight.queries.flow import STOPS, Moves, moves
from goldenthread.insight.queries.row_names import names_of
from goldenthread.insight.queries.said import Action, Event, Said, Step, actions, events, said_of, steps
from goldenthread.insight.queries.told import (
    Glance,
    Told,
    Where,
    commentary_of,
    drafted,
    glances,
    judged,
    last_month,
    promises,
    span_words,
    told,
)

__all__ = [
    "moves",
    "fortnight",
    "courses",
    "STOPS",
    "Moves",
    "Fortnight",
    "Course",
    "Action",
    "Clause",
    "Event",
    "Glance",
    "PARTS",
    "SURE",
    "Said",
    "Step",
    "Told",
    "Where",
    "actions",
    "commentary_of",
    "confirm_step",
    "drafted",
    "events",
    "gaps",
    "glances",
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
    "write_commentary",
]
