"""What is kept of insight, and how long."""

from goldenthread.rulebook.retention.rules import Retention

TABLE: tuple[Retention, ...] = ()
