"""The acts of audit, observation, complaints and feedback."""

from goldenthread.rulebook.rights.grants import (
    AUDITOR,
    CHAIR,
    DIRECTOR,
    MANAGED_TEAM,
    OWN_CHILDREN,
    SAMPLED,
    SERVICE_MANAGER,
    TEAM_MANAGER,
    Act,
    Grant,
    Role,
    Subject,
    Where,
)

# Whoever has the child in an audit: auditors, and managers and chairs who audit beside their own work.
AUDITING = (
    SAMPLED,
    Grant(Role.TEAM_MANAGER, Where.AUDIT),
    Grant(Role.SERVICE_MANAGER, Where.AUDIT),
    Grant(Role.CONFERENCE_CHAIR, Where.AUDIT),
)
LEADING = (AUDITOR, SERVICE_MANAGER)

TABLE: tuple[Act, ...] = (
    Act(
        "audit.programme",
        "Open the audit programme",
        Subject.NOBODY,
        (AUDITOR, TEAM_MANAGER, SERVICE_MANAGER, CHAIR, DIRECTOR),
        writes=False,
    ),
    Act("audit_round.plan", "Plan an audit", Subject.NOBODY, LEADING),
    Act("audit_round.draw", "Draw the sample of an audit", Subject.NOBODY, LEADING),
    Act("audit.give", "Give a child’s record to an auditor", Subject.CHILD, LEADING),
    Act("audit.write_tool", "Write an audit tool", Subject.NOBODY, LEADING),
    Act(
        "audit.read",
        "Read the audit of a child’s record",
        Subject.CHILD,
        (*AUDITING, OWN_CHILDREN, MANAGED_TEAM, SERVICE_MANAGER, DIRECTOR),
        writes=False,
    ),
    Act("audit.grade", "Grade in an audit", Subject.CHILD, AUDITING),
    Act("audit.ask_second", "Ask a second auditor to grade", Subject.CHILD, (*AUDITING, SERVICE_MANAGER)),
    Act("audit.second", "Grade as the second auditor, without seeing the first grade", Subject.CHILD, AUDITING),
    Act("audit.agree", "Agree the grade after a second look", Subject.CHILD, AUDITING),
    Act("audit.answer", "Answer an audit of one’s own work", Subject.CHILD, (OWN_CHILDREN, MANAGED_TEAM)),
    # Only who audits changes: it opens no record to whoever does it.
    Act("audit.reassign", "Give an audit to another auditor", Subject.CHILD, LEADING),
    Act("audit.close", "Close an audit", Subject.CHILD, (*AUDITING, SERVICE_MANAGER)),
    Act("concern.raise", "Raise an immediate safety concern", Subject.CHILD, AUDITING),
    Act(
        "concern.read",
        "Read an immediate safety concern",
        Subject.CHILD,
        (SAMPLED, OWN_CHILDREN, TEAM_MANAGER, SERVICE_MANAGER, DIRECTOR, Grant(Role.CONFERENCE_CHAIR, Where.AUDIT)),
        writes=False,
    ),
    Act(
        "concern.answer",
        "Record what was done about a safety concern",
        Subject.CHILD,
        (TEAM_MANAGER, SERVICE_MANAGER),
    ),
    Act(
        "concern.confirm",
        "Confirm that a child is safe after a safety concern",
        Subject.CHILD,
        (SAMPLED, TEAM_MANAGER, SERVICE_MANAGER, DIRECTOR),
    ),
    Act(
        "concern.return",
        "Ask again what was done about a safety concern",
        Subject.CHILD,
        (SAMPLED, TEAM_MANAGER, SERVICE_MANAGER, DIRECTOR),
    ),
    Act("cycle.open", "Open a learning cycle", Subject.NOBODY, LEADING),
    Act("cycle.act", "Set an action of a learning cycle", Subject.NOBODY, LEADING),
    Act(
        "cycle.finish",
        "Record that an action of a learning cycle is done",
        Subject.NOBODY,
        (AUDITOR, TEAM_MANAGER, SERVICE_MANAGER, CHAIR),
    ),
    Act(
        "cycle.verify",
        "Check the evidence of an action of a learning cycle",
        Subject.NOBODY,
        (AUDITOR, TEAM_MANAGER, SERVICE_MANAGER, CHAIR),
    ),
    Act("cycle.retest", "Re-test a learning cycle by a new sample", Subject.NOBODY, LEADING),
    Act("cycle.close", "Close a learning cycle", Subject.NOBODY, (SERVICE_MANAGER, DIRECTOR)),
)
