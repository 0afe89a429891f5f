"""The door of visits: what other packages and the pages may ask and do."""

from goldenthread.casework.operations.typed_drafts import delete_typed, keep_typed
from goldenthread.casework.operations.visits import EvidenceSaid, PersonSaid, SeenSaid, record_visit
from goldenthread.casework.queries.facts_visits import visit_facts
from goldenthread.casework.queries.family_children import FamilyChild, brothers_and_sisters, children_with
from goldenthread.casework.queries.visits import (
    ShownVisit,
    ToVisit,
    Visits,
    children_of_visit,
    show_visit,
    to_visit,
    visits_of,
)

__all__ = [
    "EvidenceSaid",
    "FamilyChild",
    "PersonSaid",
    "SeenSaid",
    "ShownVisit",
    "ToVisit",
    "Visits",
    "brothers_and_sisters",
    "children_of_visit",
    "children_with",
    "delete_typed",
    "keep_typed",
    "record_visit",
    "show_visit",
    "to_visit",
    "visit_facts",
    "visits_of",
]
