"""The door of people: who is known, what is held about them, and how many are brought in at once."""

from goldenthread.people.operations import bulk
from goldenthread.people.operations.bulk import load_people, update_people

__all__ = ["bulk", "load_people", "update_people"]
