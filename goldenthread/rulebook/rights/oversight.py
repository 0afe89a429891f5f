"""The acts of oversight of a child's case: management decisions, transfer between teams, disputes resolved."""

from goldenthread.rulebook.rights.grants import Act

TABLE: tuple[Act, ...] = ()
