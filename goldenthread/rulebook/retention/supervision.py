"""What is kept of supervision, caseloads and workforce, and how long."""

from goldenthread.rulebook.retention.rules import Retention

TABLE: tuple[Retention, ...] = ()
