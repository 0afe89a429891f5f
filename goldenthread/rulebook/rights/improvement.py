"""The acts of improvement plans, inspection readiness and the evidence library."""

from goldenthread.rulebook.rights.grants import Act

TABLE: tuple[Act, ...] = ()
