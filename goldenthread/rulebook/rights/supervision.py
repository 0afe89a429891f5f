"""The acts of supervision, caseloads and workforce."""

from goldenthread.rulebook.rights.grants import (
    DIRECTOR,
    FRONT_DOOR,
    MANAGING,
    REVIEWED,
    SAMPLED,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    WORKING,
    Act,
    Subject,
)

TABLE: tuple[Act, ...] = (
    Act(
        "supervision.read",
        "Open supervision",
        Subject.NOBODY,
        (FRONT_DOOR, SOCIAL_WORKER, TEAM_MANAGER, SERVICE_MANAGER, DIRECTOR),
        writes=False,
    ),
    Act("supervision.agree", "Agree how a worker is supervised", Subject.NOBODY, (TEAM_MANAGER, SERVICE_MANAGER)),
    Act("supervision.begin", "Begin a supervision", Subject.NOBODY, (TEAM_MANAGER, SERVICE_MANAGER)),
    Act("supervision.finish", "Record that a supervision was held", Subject.NOBODY, (TEAM_MANAGER, SERVICE_MANAGER)),
    Act("supervision.miss", "Record that a supervision was missed", Subject.NOBODY, (TEAM_MANAGER, SERVICE_MANAGER)),
    # Only the two people of the session, whatever their roles: the operation and the page ask for that as well.
    Act(
        "supervision.personal",
        "Write the personal part of a supervision",
        Subject.NOBODY,
        (FRONT_DOOR, SOCIAL_WORKER, TEAM_MANAGER, SERVICE_MANAGER),
    ),
    Act("supervision.discuss", "Record supervision about a child", Subject.CHILD, MANAGING),
    Act(
        "supervision.read_child",
        "Read what supervision said about a child",
        Subject.CHILD,
        (*WORKING, REVIEWED, SAMPLED, DIRECTOR),
        writes=False,
    ),
    Act("direction.answer", "Say what became of a direction", Subject.CHILD, WORKING),
    Act(
        "supervision.oversee",
        "See which supervision was missed",
        Subject.NOBODY,
        (SERVICE_MANAGER, DIRECTOR),
        writes=False,
    ),
    Act(
        "caseload.read",
        "See what workers carry",
        Subject.NOBODY,
        (TEAM_MANAGER, SERVICE_MANAGER, DIRECTOR),
        writes=False,
    ),
    Act("caseload.weigh", "Say how much work a child’s case is", Subject.CHILD, MANAGING),
    Act(
        "workforce.read",
        "See the workforce",
        Subject.NOBODY,
        (TEAM_MANAGER, SERVICE_MANAGER, DIRECTOR),
        writes=False,
    ),
    Act(
        "workforce.record",
        "Record a worker’s post, registration, training or leaving",
        Subject.NOBODY,
        (TEAM_MANAGER, SERVICE_MANAGER),
    ),
    Act("vacancy.record", "Record a vacant post", Subject.NOBODY, (TEAM_MANAGER, SERVICE_MANAGER)),
)
