"""The door of the findings register: enter what was found, answer it, close it, reopen it; and read it."""

from goldenthread.quality.operations.findings import (
    ADVERSE,
    answer_finding,
    close_finding,
    enter_finding,
    reopen_finding,
)
from goldenthread.quality.queries.findings import (
    FindingRow,
    Register,
    ShownFinding,
    finding_exists,
    findings_of,
    findings_page,
    show_finding,
)

__all__ = [
    "ADVERSE",
    "FindingRow",
    "Register",
    "ShownFinding",
    "answer_finding",
    "close_finding",
    "enter_finding",
    "finding_exists",
    "findings_of",
    "findings_page",
    "reopen_finding",
    "show_finding",
]
