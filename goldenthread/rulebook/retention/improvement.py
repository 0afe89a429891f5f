"""What is kept of improvement and readiness, and how long."""

from goldenthread.rulebook.retention.rules import Retention

TABLE: tuple[Retention, ...] = ()
