"""The acts of improvement plans, inspection readiness and the evidence library."""

from goldenthread.rulebook.rights.grants import (
    AUDITOR,
    CHAIR,
    CHOSEN,
    DIRECTOR,
    MANAGING,
    REVIEWED,
    SAMPLED,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    Act,
    Grant,
    Role,
    Subject,
)

ANALYST, INSPECTOR, MEMBER = Grant(Role.ANALYST), Grant(Role.INSPECTOR), Grant(Role.ELECTED_MEMBER)
LEADING = (SERVICE_MANAGER, DIRECTOR)
IMPROVING = (*LEADING, TEAM_MANAGER, AUDITOR)

TABLE: tuple[Act, ...] = (
    # Plans say nothing of any child: the figures in them open to children only by `child.read`.
    Act(
        "improvement.read",
        "Read improvement plans and board papers",
        Subject.NOBODY,
        (*IMPROVING, SOCIAL_WORKER, CHAIR, ANALYST, MEMBER, INSPECTOR),
        writes=False,
    ),
    Act("improvement.start", "Start an improvement plan", Subject.NOBODY, (*LEADING, AUDITOR)),
    Act("improvement.write", "Write in an improvement plan", Subject.NOBODY, IMPROVING),
    Act(
        "improvement.record",
        "Record a value, a re-test or that an action of an improvement plan was done",
        Subject.NOBODY,
        (*IMPROVING, ANALYST),
    ),
    # Never by whoever owns the action or said that it was done: the operation refuses her.
    Act("improvement.check", "Check the evidence of an improvement action", Subject.NOBODY, IMPROVING),
    Act("improvement.close", "Close an improvement plan", Subject.NOBODY, LEADING),
    Act("improvement.reopen", "Reopen an improvement plan", Subject.NOBODY, (*LEADING, AUDITOR)),
    Act("board_paper.write", "Write a board paper", Subject.NOBODY, (*IMPROVING, ANALYST)),
    Act("board_paper.sign", "Sign a board paper", Subject.NOBODY, LEADING),
    # Readiness
    Act(
        "readiness.read",
        "See how ready we are to be inspected",
        Subject.NOBODY,
        (*IMPROVING, ANALYST),
        writes=False,
    ),
    Act("workspace.open", "Open a workspace for inspectors", Subject.NOBODY, LEADING),
    Act("workspace.end", "End a workspace for inspectors", Subject.NOBODY, LEADING),
    Act("workspace.read", "Open the inspector’s workspace", Subject.NOBODY, (INSPECTOR,), writes=False),
    Act(
        "evidence.read",
        "Read the evidence library",
        Subject.NOBODY,
        (*IMPROVING, ANALYST, INSPECTOR),
        writes=False,
    ),
    Act("evidence.add", "Add to the evidence library", Subject.NOBODY, (*IMPROVING, ANALYST)),
    Act("evidence.withdraw", "Withdraw a document from the evidence library", Subject.NOBODY, IMPROVING),
    Act(
        "self_evaluation.read",
        "Read the self-evaluation",
        Subject.NOBODY,
        (*IMPROVING, ANALYST, INSPECTOR),
        writes=False,
    ),
    Act("self_evaluation.write", "Write the self-evaluation", Subject.NOBODY, LEADING),
    Act("self_evaluation.sign", "Sign the self-evaluation", Subject.NOBODY, (DIRECTOR,)),
    Act(
        "case_pack.read",
        "Make a case tracking pack",
        Subject.CHILD,
        (*MANAGING, REVIEWED, SAMPLED, DIRECTOR, CHOSEN),
        writes=False,
    ),
)
