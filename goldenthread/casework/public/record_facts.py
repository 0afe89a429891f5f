"""The door to what practice standards read: everything in children's records, as plain facts."""

from goldenthread.casework.queries.record_facts import Thing, a_day_passed_for, people_beside, things_of

__all__ = ["Thing", "a_day_passed_for", "people_beside", "things_of"]
