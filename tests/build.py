"""Anything a test starts from, made by the operations that make it in service: `child_at("allocated")`."""

from tests.building.access import (
    PASSWORD,
    a_team,
    an_administrator,
    opened_in_emergency,
    person_who_signs_in,
    sealed,
    tied,
)
from tests.building.agreements import agreement_at
from tests.building.assessment import assessment_at
from tests.building.child_protection import conference_at, enquiry_at, protected_at
from tests.building.closure import closure_at
from tests.building.contact import contact_at
from tests.building.front_door import child_at, waiting_contact
from tests.building.people import a_child, an_adult
from tests.building.plans import plan_at

__all__ = [
    "PASSWORD",
    "a_child",
    "a_team",
    "agreement_at",
    "an_administrator",
    "an_adult",
    "assessment_at",
    "child_at",
    "closure_at",
    "conference_at",
    "contact_at",
    "enquiry_at",
    "opened_in_emergency",
    "person_who_signs_in",
    "plan_at",
    "protected_at",
    "sealed",
    "tied",
    "waiting_contact",
]
