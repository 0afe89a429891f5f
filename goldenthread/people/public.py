"""The door of people: adding and recording, finding, and reading a person, a family, a warning."""

from goldenthread.people.models import Agency, FamilyGroup, Person
from goldenthread.people.models.spelling import address_as_compared, searchable
from goldenthread.people.operations import bulk
from goldenthread.people.operations.person import (
    add_name,
    add_person,
    born,
    confirm_value,
    end_name,
    record_death,
    record_values,
)
from goldenthread.people.queries.matching import Candidate, Found, match_person, search

__all__ = [
    "Agency",
    "Candidate",
    "FamilyGroup",
    "Found",
    "Person",
    "add_name",
    "add_person",
    "address_as_compared",
    "born",
    "bulk",
    "confirm_value",
    "end_name",
    "match_person",
    "record_death",
    "record_values",
    "search",
    "searchable",
]
