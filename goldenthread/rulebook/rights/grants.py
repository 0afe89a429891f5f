"""The roles, what must hold between a person and a child, and the grants that most acts share."""

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
    INSPECTOR = "inspector"


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
    Role.INSPECTOR: "inspector",
}


class Where(StrEnum):
    """What must hold between the person and the child (or the thing) for a grant to count."""

    ANY = "any"  # any child who is not sealed from her
    ALLOCATED = "allocated"  # she is the child's worker, co-works, or covers for the one who is
    TEAM = "team"  # the child is with her team, or a team of somebody she covers for
    SERVICE = "service"  # the child is with a team of her service
    REVIEWING = "reviewing"  # she chairs or reviews for the child
    AUDIT = "audit"  # the child is in a sample given to her
    CHOSEN = "chosen"  # the child was chosen for her inspection, whose time has not ended
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
CHOSEN = Grant(Role.INSPECTOR, Where.CHOSEN)

WORKING = (OWN_CHILDREN, OWN_TEAM, MANAGED_TEAM, MANAGED_SERVICE)
MANAGING = (MANAGED_TEAM, MANAGED_SERVICE)
EVERYBODY = tuple(Grant(role) for role in Role)
EVERYONE_WITH_CASES = (FRONT_DOOR, OWN_CHILDREN, OWN_TEAM, TEAM_MANAGER, SERVICE_MANAGER, REVIEWED)
