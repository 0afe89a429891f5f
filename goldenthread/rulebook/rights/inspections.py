"""The acts of inspections and their findings."""

from goldenthread.rulebook.rights.grants import (
    AUDITOR,
    CHAIR,
    DIRECTOR,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    Act,
    Grant,
    Role,
    Subject,
)

ANALYST = Grant(Role.ANALYST)
LEADING = (SERVICE_MANAGER, DIRECTOR, AUDITOR, ANALYST)

TABLE: tuple[Act, ...] = (
    Act(
        "findings.read",
        "Read the register of inspections and findings",
        Subject.NOBODY,
        (SOCIAL_WORKER, TEAM_MANAGER, CHAIR, *LEADING),
        writes=False,
    ),
    # An audit, a supervision or a complaint enters what it finds, so whoever completes one of them may.
    Act("finding.enter", "Enter a finding in the register", Subject.NOBODY, (TEAM_MANAGER, CHAIR, *LEADING)),
    Act("finding.link", "Say that two findings are the same thing", Subject.NOBODY, LEADING),
    Act("finding.unlink", "Take a finding out of what recurs", Subject.NOBODY, LEADING),
    Act("finding.answer", "Record what was done about a finding", Subject.NOBODY, LEADING),
    Act("finding.close", "Close a finding", Subject.NOBODY, (SERVICE_MANAGER, DIRECTOR)),
    Act("finding.reopen", "Reopen a finding", Subject.NOBODY, LEADING),
    Act("inspection.read_report", "Have an inspection report read", Subject.NOBODY, LEADING),
    Act("inspection.record", "Record an inspection, visit or peer review", Subject.NOBODY, LEADING),
    Act("inspection.confirm", "Confirm or refuse what was read in a report", Subject.NOBODY, LEADING),
)
