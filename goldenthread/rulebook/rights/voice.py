"""The acts of practice observation, and of what children and families tell us by a code."""

from goldenthread.rulebook.rights.grants import (
    AUDITOR,
    CHAIR,
    DIRECTOR,
    FRONT_DOOR,
    MANAGED_TEAM,
    OWN_CHILDREN,
    REVIEWED,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    WORKING,
    Act,
    Subject,
)

OBSERVERS = (TEAM_MANAGER, SERVICE_MANAGER, CHAIR, AUDITOR)
STAFF = (FRONT_DOOR, SOCIAL_WORKER, TEAM_MANAGER, SERVICE_MANAGER, CHAIR, AUDITOR)

TABLE: tuple[Act, ...] = (
    # Which one somebody may open is asked besides: the worker's own, the observer's, and those of her managers.
    Act("observation.open", "Open practice observations", Subject.NOBODY, (*STAFF, DIRECTOR), writes=False),
    Act("observation.begin", "Begin a practice observation", Subject.NOBODY, OBSERVERS),
    Act("observation.write", "Write a practice observation", Subject.NOBODY, OBSERVERS),
    Act("observation.send", "Send a practice observation to the worker", Subject.NOBODY, OBSERVERS),
    Act("observation.drop", "Take back a practice observation that was begun", Subject.NOBODY, OBSERVERS),
    Act(
        "observation.answer",
        "Answer an observation of one’s own practice",
        Subject.NOBODY,
        (FRONT_DOOR, SOCIAL_WORKER, TEAM_MANAGER, CHAIR),
    ),
    Act("observation.finish_step", "Say that a step after an observation is done", Subject.NOBODY, STAFF),
    Act("observation.follow_up", "Follow up a practice observation", Subject.NOBODY, OBSERVERS),
    Act("feedback.open", "Open what children and families told us", Subject.NOBODY, (*STAFF, DIRECTOR), writes=False),
    # A worker reads what was said of her own work once it was shared: asked besides.
    Act(
        "feedback.read",
        "Read what a child or family told us",
        Subject.CHILD,
        (OWN_CHILDREN, MANAGED_TEAM, SERVICE_MANAGER, AUDITOR, DIRECTOR),
        writes=False,
    ),
    Act("feedback.code", "Give a child or family a code for feedback", Subject.CHILD, (*WORKING, REVIEWED)),
    Act("feedback.code_service", "Make a code for feedback about a team", Subject.NOBODY, STAFF),
    Act("feedback.end_code", "End a code for feedback", Subject.NOBODY, STAFF),
    # Whoever holds a code does these two, signed in or not: staff type in what came on paper by its code.
    Act("feedback.give", "Give feedback by a code", Subject.NOBODY, STAFF),
    Act("feedback.alarm", "Say by a code that somebody is not safe", Subject.NOBODY, STAFF),
    Act(
        "feedback.make_safe",
        "Record what was done for somebody who said that they are not safe",
        Subject.NOBODY,
        (TEAM_MANAGER, SERVICE_MANAGER),
    ),
    Act("feedback.answer", "Answer what a child or family told us", Subject.NOBODY, (TEAM_MANAGER, SERVICE_MANAGER)),
    Act(
        "feedback.share",
        "Share what a child or family told us with the worker",
        Subject.NOBODY,
        (TEAM_MANAGER, SERVICE_MANAGER),
    ),
)
