"""What is kept of inspections and findings, and how long."""

from goldenthread.rulebook.retention.rules import Retention

TABLE: tuple[Retention, ...] = ()
