"""The acts of inspections and their findings."""

from goldenthread.rulebook.rights.grants import Act

TABLE: tuple[Act, ...] = ()
