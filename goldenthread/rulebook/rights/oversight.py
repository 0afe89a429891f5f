"""The acts of oversight of a child's case: management decisions, transfer between teams, disputes resolved."""

from goldenthread.rulebook.rights.grants import (
    CHAIR,
    CHOSEN,
    DIRECTOR,
    FRONT_DOOR,
    MANAGING,
    OWN_CHILDREN,
    OWN_TEAM,
    REVIEWED,
    SAMPLED,
    SERVICE_MANAGER,
    TEAM_MANAGER,
    Act,
    Subject,
)

TABLE: tuple[Act, ...] = (
    Act(
        "oversight.read",
        "Open what waits for oversight: decisions, transfers and disputes",
        Subject.NOBODY,
        (TEAM_MANAGER, SERVICE_MANAGER, CHAIR, DIRECTOR),
        writes=False,
    ),
    # Of those who read a child's record, all but partners: what professionals decide and dispute is not for them.
    Act(
        "oversight.read_child",
        "Read managers’ decisions and disputes about a child",
        Subject.CHILD,
        (
            FRONT_DOOR,
            OWN_CHILDREN,
            OWN_TEAM,
            TEAM_MANAGER,
            SERVICE_MANAGER,
            REVIEWED,
            SAMPLED,
            DIRECTOR,
            CHOSEN,
        ),
        writes=False,
        emergency=True,
    ),
    Act("decision.record", "Record a management decision", Subject.CHILD, (*MANAGING, DIRECTOR)),
    Act("worker_change.explain", "Say why a worker or reviewing officer changed", Subject.CHILD, (*MANAGING, REVIEWED)),
    Act("transfer.propose", "Propose to move a child’s work to another team", Subject.CHILD, MANAGING),
    Act("transfer.change", "Change a proposed transfer that came back", Subject.CHILD, MANAGING),
    Act("transfer.withdraw", "Take back a proposed transfer", Subject.CHILD, MANAGING),
    # The receiving team does not have the child yet: the operation asks that she manages it.
    Act("transfer.meet", "Record the transfer meeting", Subject.CHILD, (TEAM_MANAGER, SERVICE_MANAGER)),
    Act("transfer.return", "Send a proposed transfer back", Subject.CHILD, (TEAM_MANAGER, SERVICE_MANAGER)),
    Act("transfer.accept", "Accept a transfer", Subject.CHILD, (TEAM_MANAGER, SERVICE_MANAGER)),
    Act(
        "transfer.complete",
        "Complete a transfer by giving the child a worker",
        Subject.CHILD,
        (TEAM_MANAGER, SERVICE_MANAGER),
    ),
    Act("dispute.raise", "Raise a dispute about a child’s plan", Subject.CHILD, (REVIEWED,)),
    # Answered by whoever was asked, or by whoever covers for her: the operation asks that.
    Act("dispute.answer", "Answer a dispute", Subject.CHILD, (TEAM_MANAGER, SERVICE_MANAGER, DIRECTOR)),
    Act("dispute.step_up", "Take a dispute to the next stage", Subject.CHILD, (REVIEWED,)),
    Act("dispute.resolve", "Record how a dispute ended", Subject.CHILD, (REVIEWED,)),
)
