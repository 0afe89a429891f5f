"""The door of the findings register: enter what was found, answer it, close it, reopen it."""

from goldenthread.quality.operations.findings import (
    answer_finding,
    close_finding,
    enter_finding,
    reopen_finding,
)

__all__ = ["answer_finding", "close_finding", "enter_finding", "reopen_finding"]
