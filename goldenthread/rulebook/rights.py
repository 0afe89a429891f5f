"""Who may do what: the acts, the roles, and the grants that join them. Read it aloud.

An act is the one key of the right, the workflow step, the ledger entry and the test. A grant says "this role, where
this holds between her and the child". Seals (restricted record, conflict of interest, adoption) are denials and beat
every grant; they are set on a record, not here. Reading a child's record is an act like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    FRONT_DOOR_WORKER = "front_door_worker"
    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    SERVICE_MANAGER = "service_manager"
    CONFERENCE_CHAIR = "conference_chair"
    AUDITOR = "auditor"
    ANALYST = "analyst"
    DIRECTOR = "director"
    ELECTED_MEMBER = "elected_member"
    ADMINISTRATOR = "administrator"
    PARTNER = "partner"


ROLE_NAMES: dict[Role, str] = {
    Role.FRONT_DOOR_WORKER: "front door worker",
    Role.SOCIAL_WORKER: "social worker",
    Role.TEAM_MANAGER: "team manager",
    Role.SERVICE_MANAGER: "service manager",
    Role.CONFERENCE_CHAIR: "conference chair or reviewing officer",
    Role.AUDITOR: "auditor",
    Role.ANALYST: "performance analyst",
    Role.DIRECTOR: "director",
    Role.ELECTED_MEMBER: "elected member",
    Role.ADMINISTRATOR: "administrator",
    Role.PARTNER: "partner professional",
}


class Where(StrEnum):
    """What must hold between the person and the child (or the thing) for a grant to count."""

    ANY = "any"  # any child who is not sealed from her
    ALLOCATED = "allocated"  # she is the child's worker, co-works, or covers for the one who is
    TEAM = "team"  # the child is with her team, or a team of somebody she covers for
    SERVICE = "service"  # the child is with a team of her service
    REVIEWING = "reviewing"  # she chairs or reviews for the child
    AUDIT = "audit"  # the child is in a sample given to her
    PARTNER = "partner"  # her agency's work with the child is recorded and its time has not ended


class Subject(StrEnum):
    CHILD = "child"
    CONTACT = "contact"
    NOBODY = "nobody"  # the act is about no child in particular: a tray, a search, a setting


@dataclass(frozen=True, slots=True)
class Grant:
    role: Role
    where: Where = Where.ANY


@dataclass(frozen=True, slots=True)
class Act:
    """`key` names the act everywhere. `writes` is false for reading. `emergency`: emergency access covers it."""

    key: str
    label: str
    subject: Subject
    grants: tuple[Grant, ...]
    writes: bool = True
    emergency: bool = False


FRONT_DOOR = Grant(Role.FRONT_DOOR_WORKER)
SOCIAL_WORKER = Grant(Role.SOCIAL_WORKER)
TEAM_MANAGER = Grant(Role.TEAM_MANAGER)
SERVICE_MANAGER = Grant(Role.SERVICE_MANAGER)
CHAIR = Grant(Role.CONFERENCE_CHAIR)
DIRECTOR = Grant(Role.DIRECTOR)
AUDITOR = Grant(Role.AUDITOR)
ADMINISTRATOR = Grant(Role.ADMINISTRATOR)

OWN_CHILDREN = Grant(Role.SOCIAL_WORKER, Where.ALLOCATED)
OWN_TEAM = Grant(Role.SOCIAL_WORKER, Where.TEAM)
MANAGED_TEAM = Grant(Role.TEAM_MANAGER, Where.TEAM)
MANAGED_SERVICE = Grant(Role.SERVICE_MANAGER, Where.SERVICE)
REVIEWED = Grant(Role.CONFERENCE_CHAIR, Where.REVIEWING)
SAMPLED = Grant(Role.AUDITOR, Where.AUDIT)
PARTNERED = Grant(Role.PARTNER, Where.PARTNER)

WORKING = (OWN_CHILDREN, OWN_TEAM, MANAGED_TEAM, MANAGED_SERVICE)
MANAGING = (MANAGED_TEAM, MANAGED_SERVICE)
EVERYBODY = tuple(Grant(role) for role in Role)
EVERYONE_WITH_CASES = (FRONT_DOOR, OWN_CHILDREN, OWN_TEAM, TEAM_MANAGER, SERVICE_MANAGER, REVIEWED)

_TABLE: tuple[Act, ...] = (
    # Reading
    Act(
        "child.read",
        "Read a child's record",
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
            PARTNERED,
        ),
        writes=False,
        emergency=True,
    ),
    Act(
        "child.read_address",
        "See where a child lives when the address is confidential",
        Subject.CHILD,
        (FRONT_DOOR, OWN_CHILDREN, MANAGED_TEAM, MANAGED_SERVICE, REVIEWED),
        writes=False,
        emergency=True,
    ),
    Act(
        "child.see_ledger",
        "See who has looked at a child's record",
        Subject.CHILD,
        (FRONT_DOOR, OWN_CHILDREN, TEAM_MANAGER, SERVICE_MANAGER, REVIEWED, SAMPLED, DIRECTOR),
        writes=False,
    ),
    Act(
        "contact.read",
        "Read a contact",
        Subject.CONTACT,
        EVERYONE_WITH_CASES + (SAMPLED,),
        writes=False,
        emergency=True,
    ),
    # A search result shows only that a person is known and who to ask; opening the record is `child.read`.
    Act(
        "people.search",
        "Search for a person",
        Subject.NOBODY,
        (FRONT_DOOR, SOCIAL_WORKER, TEAM_MANAGER, SERVICE_MANAGER, CHAIR, AUDITOR),
        writes=False,
    ),
    Act(
        "work.read",
        "Open My work",
        Subject.NOBODY,
        tuple(Grant(role) for role in Role if role not in (Role.ELECTED_MEMBER,)),
        writes=False,
    ),
    Act(
        "tray.read",
        "Open the front door trays",
        Subject.NOBODY,
        (FRONT_DOOR, TEAM_MANAGER, SERVICE_MANAGER),
        writes=False,
    ),
    Act(
        "team.read",
        "Open a team's page",
        Subject.NOBODY,
        (FRONT_DOOR, SOCIAL_WORKER, TEAM_MANAGER, SERVICE_MANAGER, DIRECTOR),
        writes=False,
    ),
    Act(
        "totals.read",
        "See totals without any child",
        Subject.NOBODY,
        (Grant(Role.ELECTED_MEMBER), DIRECTOR, Grant(Role.ANALYST), SERVICE_MANAGER, TEAM_MANAGER),
        writes=False,
    ),
    # People
    Act("person.add", "Add a person", Subject.NOBODY, (FRONT_DOOR, SOCIAL_WORKER, TEAM_MANAGER)),
    Act(
        "person.record",
        "Record or correct what we hold about a person",
        Subject.CHILD,
        (FRONT_DOOR, OWN_CHILDREN, MANAGED_TEAM),
        emergency=False,
    ),
    Act("person.relate", "Record a relationship", Subject.CHILD, (FRONT_DOOR, OWN_CHILDREN, MANAGED_TEAM)),
    Act("person.merge", "Merge two records of one person", Subject.CHILD, (FRONT_DOOR, TEAM_MANAGER)),
    Act("person.unmerge", "Undo a merge", Subject.CHILD, (FRONT_DOOR, TEAM_MANAGER)),
    Act("person.warn", "Record a warning note", Subject.CHILD, (FRONT_DOOR, OWN_CHILDREN, MANAGED_TEAM)),
    # Front door
    Act("contact.start", "Start a contact", Subject.NOBODY, (FRONT_DOOR, TEAM_MANAGER)),
    Act("contact.write", "Write in a contact", Subject.CONTACT, (FRONT_DOOR, TEAM_MANAGER)),
    Act("contact.send", "Send a contact for a decision", Subject.CONTACT, (FRONT_DOOR, TEAM_MANAGER)),
    Act("contact.ask_agency", "Ask an agency what it knows", Subject.CONTACT, (FRONT_DOOR, TEAM_MANAGER)),
    Act("contact.record_answer", "Record an agency's answer", Subject.CONTACT, (FRONT_DOOR, TEAM_MANAGER)),
    Act(
        "contact.ask_second_look",
        "Ask somebody by name for a second look",
        Subject.CONTACT,
        (TEAM_MANAGER, SERVICE_MANAGER),
    ),
    Act("contact.answer_second_look", "Answer a second look", Subject.CONTACT, (TEAM_MANAGER, SERVICE_MANAGER)),
    Act(
        "contact.decide",
        "Decide what should happen after a contact",
        Subject.CONTACT,
        (TEAM_MANAGER, SERVICE_MANAGER),
    ),
    Act(
        "contact.return_to_writer",
        "Return a contact to the person who wrote it",
        Subject.CONTACT,
        (TEAM_MANAGER, SERVICE_MANAGER),
    ),
    Act(
        "contact.feed_back",
        "Tell the person who contacted us what happened",
        Subject.CONTACT,
        (FRONT_DOOR, TEAM_MANAGER),
    ),
    Act("referral.receive", "Record a referral", Subject.CHILD, (TEAM_MANAGER, SERVICE_MANAGER)),
    Act(
        "referral.acknowledge",
        "Acknowledge a referral to the person who made it",
        Subject.CHILD,
        (FRONT_DOOR, TEAM_MANAGER),
    ),
    Act("referral.decide", "Decide the response to a referral", Subject.CHILD, (TEAM_MANAGER, SERVICE_MANAGER)),
    Act(
        "referral.allocate_team",
        "Allocate a referral to a team",
        Subject.CHILD,
        (TEAM_MANAGER, SERVICE_MANAGER),
    ),
    Act(
        "referral.allocate_worker",
        "Allocate a referral to a worker",
        Subject.CHILD,
        (TEAM_MANAGER, SERVICE_MANAGER),
    ),
    Act("referral.close", "Close a referral", Subject.CHILD, (MANAGED_TEAM, MANAGED_SERVICE)),
    Act(
        "allocation.read",
        "Say that allocation instructions have been read",
        Subject.CHILD,
        (OWN_CHILDREN, FRONT_DOOR),
    ),
    Act(
        "action.finish",
        "Record that an action was done",
        Subject.CONTACT,
        (FRONT_DOOR, SOCIAL_WORKER, TEAM_MANAGER, SERVICE_MANAGER),
    ),
    # Only by a manager of the team or service that the deadline is with, never by whoever had to meet it.
    Act(
        "deadline.authorise",
        "Authorise that something is late",
        Subject.CONTACT,
        (TEAM_MANAGER, SERVICE_MANAGER),
    ),
    Act("note.record", "Record a note", Subject.CHILD, (FRONT_DOOR, OWN_CHILDREN, TEAM_MANAGER, REVIEWED)),
    # Assessment
    Act("assessment.start", "Start an assessment", Subject.CHILD, WORKING),
    Act("assessment.write", "Write in an assessment", Subject.CHILD, WORKING),
    Act("assessment.take_out", "Take a child out of an assessment", Subject.CHILD, WORKING),
    Act("assessment.send", "Send an assessment to the manager", Subject.CHILD, (OWN_CHILDREN, OWN_TEAM)),
    Act("assessment.review", "Record a manager’s review point", Subject.CHILD, MANAGING),
    Act("assessment.return", "Send an assessment back with challenges", Subject.CHILD, MANAGING),
    Act("assessment.authorise", "Authorise an assessment", Subject.CHILD, MANAGING),
    Act("assessment.share", "Record that an assessment was shared", Subject.CHILD, WORKING),
    Act("assessment.stop", "Stop an assessment", Subject.CHILD, MANAGING),
    # Child protection and meetings. A strategy discussion cannot wait for the right team's manager.
    Act(
        "meeting.arrange",
        "Arrange a meeting",
        Subject.CHILD,
        (FRONT_DOOR, OWN_CHILDREN, OWN_TEAM, TEAM_MANAGER, SERVICE_MANAGER, CHAIR),
    ),
    Act(
        "meeting.rearrange",
        "Change when and where a meeting is",
        Subject.CHILD,
        (OWN_CHILDREN, TEAM_MANAGER, SERVICE_MANAGER, CHAIR),
    ),
    Act("meeting.hold", "Record a meeting", Subject.CHILD, (OWN_CHILDREN, TEAM_MANAGER, SERVICE_MANAGER, REVIEWED)),
    Act("meeting.stand_down", "Stand a meeting down", Subject.CHILD, (TEAM_MANAGER, SERVICE_MANAGER, REVIEWED)),
    Act("meeting.issue", "Record that reports, decisions or minutes went out", Subject.CHILD, (*WORKING, REVIEWED)),
    Act("enquiry.start", "Start a section 47 enquiry", Subject.CHILD, (TEAM_MANAGER, SERVICE_MANAGER)),
    Act("enquiry.conclude", "Conclude a section 47 enquiry", Subject.CHILD, WORKING),
    Act("enquiry.return", "Send an enquiry back", Subject.CHILD, MANAGING),
    Act("enquiry.authorise", "Authorise the outcome of an enquiry", Subject.CHILD, MANAGING),
    Act("enquiry.stop", "Stop an enquiry that was started in error", Subject.CHILD, MANAGING),
    Act(
        "transfer_in.record",
        "Record that a child on a plan elsewhere has moved here",
        Subject.CHILD,
        (FRONT_DOOR, TEAM_MANAGER, SERVICE_MANAGER, CHAIR),
    ),
    Act(
        "conferences.read",
        "Open the conference calendar",
        Subject.NOBODY,
        (CHAIR, SOCIAL_WORKER, TEAM_MANAGER, SERVICE_MANAGER, DIRECTOR),
        writes=False,
    ),
    # Plans
    Act("plan.start", "Start a plan", Subject.CHILD, (*WORKING, REVIEWED)),
    Act("plan.write", "Write in a plan", Subject.CHILD, (*WORKING, REVIEWED)),
    Act("plan.review", "Review a plan", Subject.CHILD, (*WORKING, REVIEWED)),
    Act("plan.share", "Record that a plan was shared with the family", Subject.CHILD, WORKING),
    Act("plan.end", "End a plan", Subject.CHILD, (*MANAGING, REVIEWED)),
    # Visits
    Act("visit.record", "Record a visit", Subject.CHILD, (FRONT_DOOR, *WORKING)),
    Act("chronology.export", "Make a chronology for court", Subject.CHILD, (*WORKING, REVIEWED), writes=False),
    # Written agreements
    Act("agreement.write", "Write a written agreement", Subject.CHILD, WORKING),
    Act("agreement.change", "Change a written agreement", Subject.CHILD, WORKING),
    Act("agreement.propose", "Send a written agreement to the manager", Subject.CHILD, WORKING),
    Act("agreement.return", "Send a written agreement back", Subject.CHILD, MANAGING),
    Act("agreement.approve", "Approve a written agreement", Subject.CHILD, MANAGING),
    Act("agreement.review", "Review a written agreement", Subject.CHILD, WORKING),
    Act("agreement.breach", "Record that a written agreement was broken", Subject.CHILD, (FRONT_DOOR, *WORKING)),
    Act("agreement.respond", "Record what was done about a broken agreement", Subject.CHILD, WORKING),
    Act("agreement.end", "End a written agreement", Subject.CHILD, WORKING),
    Act("learning.answer", "Answer what is to be learned", Subject.CHILD, (TEAM_MANAGER, SERVICE_MANAGER)),
    Act(
        "standards.read",
        "See how often practice standards are met",
        Subject.NOBODY,
        (SOCIAL_WORKER, TEAM_MANAGER, SERVICE_MANAGER, CHAIR, AUDITOR, Grant(Role.ANALYST), DIRECTOR),
        writes=False,
    ),
    # Closure
    Act("closure.propose", "Propose to close", Subject.CHILD, (OWN_CHILDREN, OWN_TEAM)),
    Act("closure.change", "Change a proposal to close", Subject.CHILD, (OWN_CHILDREN, OWN_TEAM)),
    Act("closure.withdraw", "Withdraw a proposal to close", Subject.CHILD, WORKING),
    Act("closure.return", "Send a proposal to close back", Subject.CHILD, MANAGING),
    Act("closure.authorise", "Authorise a closure", Subject.CHILD, MANAGING),
    # Protection of records
    Act("record.seal", "Restrict a record", Subject.CHILD, (TEAM_MANAGER, SERVICE_MANAGER, DIRECTOR)),
    Act("record.unseal", "Lift a restriction", Subject.CHILD, (SERVICE_MANAGER, DIRECTOR)),
    Act(
        "record.open_in_emergency",
        "Open a record in an emergency",
        Subject.NOBODY,
        (FRONT_DOOR, SOCIAL_WORKER, TEAM_MANAGER, SERVICE_MANAGER, CHAIR),
    ),
    Act(
        "record.review_emergency",
        "Review emergency access",
        Subject.NOBODY,
        (SERVICE_MANAGER, DIRECTOR, TEAM_MANAGER),
    ),
    # The house
    Act("account.sign_in", "Sign in", Subject.NOBODY, EVERYBODY),
    Act("account.read", "See one's own account", Subject.NOBODY, EVERYBODY, writes=False),
    Act("notice.read", "Read one's own notices", Subject.NOBODY, EVERYBODY, writes=False),
    Act(
        "cover.arrange",
        "Arrange cover for somebody who is away",
        Subject.NOBODY,
        (TEAM_MANAGER, SERVICE_MANAGER),
    ),
    Act("person_signs_in.manage", "Add and change people who sign in", Subject.NOBODY, (ADMINISTRATOR,)),
    Act("setting.manage", "Change teams, agencies and local allowances", Subject.NOBODY, (ADMINISTRATOR,)),
    Act("file.load", "Load a file from another system", Subject.NOBODY, (ADMINISTRATOR, Grant(Role.ANALYST))),
    Act(
        "record.load",
        "Make or update a child's record from a file",
        Subject.NOBODY,
        (ADMINISTRATOR, Grant(Role.ANALYST)),
    ),
)

ACTS: dict[str, Act] = {act.key: act for act in _TABLE}
