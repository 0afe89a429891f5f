"""The acts of compliments, complaints, allegations against people who work with children, and learning reviews."""

from goldenthread.rulebook.rights.grants import (
    AUDITOR,
    CHAIR,
    DIRECTOR,
    FRONT_DOOR,
    MANAGED_TEAM,
    OWN_CHILDREN,
    OWN_TEAM,
    REVIEWED,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    Act,
    Grant,
    Role,
    Subject,
)

ANALYST, MEMBER = Grant(Role.ANALYST), Grant(Role.ELECTED_MEMBER)
STAFF = (FRONT_DOOR, SOCIAL_WORKER, TEAM_MANAGER, SERVICE_MANAGER, CHAIR, DIRECTOR, AUDITOR)
ANSWERING = (MANAGED_TEAM, SERVICE_MANAGER, DIRECTOR)
LEADING = (SERVICE_MANAGER, DIRECTOR)
# Who may be named on an allegation. The role opens none: only a name on it does.
NAMED = (TEAM_MANAGER, SERVICE_MANAGER, CHAIR, DIRECTOR)
OFFICERS = (SERVICE_MANAGER, CHAIR, DIRECTOR)

TABLE: tuple[Act, ...] = (
    Act("compliment.read", "Read compliments", Subject.NOBODY, STAFF, writes=False),
    Act("compliment.record", "Record a compliment", Subject.NOBODY, STAFF),
    Act(
        "compliment.share",
        "Share a compliment with the worker",
        Subject.NOBODY,
        (TEAM_MANAGER, SERVICE_MANAGER, CHAIR, DIRECTOR),
    ),
    Act(
        "compliment.learn",
        "Put what a compliment teaches in the register of findings",
        Subject.NOBODY,
        (TEAM_MANAGER, SERVICE_MANAGER, CHAIR, DIRECTOR),
    ),
    # Complaints. The list shows what is hers to read, or is given to her to investigate; to some only the totals.
    Act("complaints.read", "Open the list of complaints", Subject.NOBODY, (*STAFF, ANALYST, MEMBER), writes=False),
    Act(
        "complaint.totals",
        "Read what complaints come to, without names",
        Subject.NOBODY,
        (TEAM_MANAGER, CHAIR, AUDITOR, ANALYST, MEMBER, *LEADING),
        writes=False,
    ),
    Act(
        "complaint.record",
        "Record a complaint",
        Subject.CHILD,
        (FRONT_DOOR, OWN_CHILDREN, OWN_TEAM, REVIEWED, TEAM_MANAGER, SERVICE_MANAGER, DIRECTOR),
    ),
    # Not the worker, whom it may be about: she hears of it from whoever answers.
    Act("complaint.read", "Read a complaint", Subject.CHILD, (*ANSWERING, REVIEWED), writes=False),
    Act("complaint.extend", "Give a stage of a complaint more time", Subject.CHILD, ANSWERING),
    Act("complaint.answer", "Answer a complaint", Subject.CHILD, ANSWERING),
    Act("complaint.step_up", "Take a complaint to its next stage", Subject.CHILD, ANSWERING),
    Act("complaint.appoint", "Name who investigates a complaint", Subject.CHILD, LEADING),
    # By whoever was named to investigate this one, and nobody else: the operation refuses the others.
    Act(
        "complaint.investigate",
        "Investigate a complaint",
        Subject.CHILD,
        (TEAM_MANAGER, SERVICE_MANAGER, CHAIR, AUDITOR, DIRECTOR),
    ),
    Act("complaint.panel", "Record a review panel", Subject.CHILD, LEADING),
    Act("complaint.withdraw", "Record that a complaint was withdrawn", Subject.CHILD, ANSWERING),
    Act("complaint.act", "Set an action of a complaint", Subject.CHILD, ANSWERING),
    Act("complaint.finish", "Record that an action of a complaint is done", Subject.NOBODY, STAFF),
    Act("complaint.verify", "Check the evidence of an action of a complaint", Subject.CHILD, ANSWERING),
    Act("complaint.learn", "Put what a complaint teaches in the register of findings", Subject.CHILD, ANSWERING),
    Act("complaint.close", "Close a complaint", Subject.CHILD, ANSWERING),
    # Allegations
    Act("allegation.report", "Report an allegation about somebody who works with children", Subject.NOBODY, STAFF),
    Act("allegation.read", "Read the allegations on which one is named", Subject.NOBODY, NAMED, writes=False),
    Act("allegation.record", "Record what is done about an allegation", Subject.NOBODY, NAMED),
    Act("allegation.consult", "Record the designated officer’s advice", Subject.NOBODY, OFFICERS),
    Act("allegation.name", "Name who may read an allegation", Subject.NOBODY, OFFICERS),
    Act("allegation.conclude", "Conclude an allegation", Subject.NOBODY, OFFICERS),
    # Learning reviews
    Act(
        "learning_review.record",
        "Record a learning review",
        Subject.NOBODY,
        (*LEADING, AUDITOR, ANALYST),
    ),
)
