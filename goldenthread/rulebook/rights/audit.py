"""The acts of audit, practice observation, complaints and feedback."""

from goldenthread.rulebook.rights.grants import Act

TABLE: tuple[Act, ...] = ()
