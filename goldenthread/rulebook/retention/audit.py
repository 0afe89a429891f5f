"""What is kept of audit, observation, complaints and feedback, and how long."""

from goldenthread.rulebook.retention.rules import Retention

TABLE: tuple[Retention, ...] = ()
