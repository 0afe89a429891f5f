"""The acts of supervision, caseloads and workforce."""

from goldenthread.rulebook.rights.grants import Act

TABLE: tuple[Act, ...] = ()
