"""The door of people: adding and recording, finding and merging, and reading a person, a family, a warning."""

from goldenthread.people.models import Agency, FamilyGroup, Person
from goldenthread.people.models.spelling import address_as_compared, searchable
from goldenthread.people.operations import bulk
from goldenthread.people.operations.agency import save_agency
from goldenthread.people.operations.family import (
    add_relative,
    end_relationship,
    end_responsibility,
    give_responsibility,
    join_family,
    leave_family,
    make_family,
    relate,
    set_name_aside,
)
from goldenthread.people.operations.merge import Unmerged, merge, unmerge
from goldenthread.people.operations.person import (
    add_name,
    add_person,
    born,
    confirm_value,
    end_name,
    record_death,
    record_values,
)
from goldenthread.people.operations.place import Place, add_contact_detail, end_contact_detail, leave, move
from goldenthread.people.operations.values import nhs_number_holds, upn_holds
from goldenthread.people.operations.warning import end_warning, review_warning, warn
from goldenthread.people.queries.characteristics import Characteristics, characteristics
from goldenthread.people.queries.family import (
    FamilyPage,
    Relative,
    family_name,
    family_of,
    name_of,
    siblings_and_parents,
)
from goldenthread.people.queries.matching import Candidate, Found, match_person, search
from goldenthread.people.queries.merging import MergeDone, MergePreview, kept_of, merge_done, merges_of, preview
from goldenthread.people.queries.named_in_notes import Named, Words, look_in, named_in_notes
from goldenthread.people.queries.person import (
    Fact,
    KnownAgency,
    KnownPerson,
    PersonPage,
    Warning,
    agencies,
    fact_of,
    history_of,
    known_people,
    person_page,
    records_of,
    warnings_for,
)
from goldenthread.people.queries.rights import may, readable, require_person
from goldenthread.people.queries.values import value_in_words

__all__ = [
    "Agency",
    "Candidate",
    "Characteristics",
    "Fact",
    "FamilyGroup",
    "FamilyPage",
    "Found",
    "KnownAgency",
    "KnownPerson",
    "MergeDone",
    "MergePreview",
    "Named",
    "Person",
    "PersonPage",
    "Place",
    "Relative",
    "Unmerged",
    "Warning",
    "Words",
    "add_contact_detail",
    "add_name",
    "add_person",
    "add_relative",
    "address_as_compared",
    "agencies",
    "born",
    "bulk",
    "characteristics",
    "confirm_value",
    "end_contact_detail",
    "end_name",
    "end_relationship",
    "end_responsibility",
    "end_warning",
    "fact_of",
    "family_name",
    "family_of",
    "give_responsibility",
    "history_of",
    "join_family",
    "kept_of",
    "known_people",
    "leave",
    "leave_family",
    "look_in",
    "make_family",
    "match_person",
    "may",
    "merge",
    "merge_done",
    "merges_of",
    "move",
    "name_of",
    "named_in_notes",
    "nhs_number_holds",
    "person_page",
    "preview",
    "readable",
    "record_death",
    "record_values",
    "records_of",
    "relate",
    "require_person",
    "review_warning",
    "save_agency",
    "search",
    "searchable",
    "set_name_aside",
    "siblings_and_parents",
    "unmerge",
    "upn_holds",
    "value_in_words",
    "warn",
    "warnings_for",
]
