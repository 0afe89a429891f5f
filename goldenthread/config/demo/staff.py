"""The people who work in the fictional authority, and the agencies they ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from random import Random

from goldenthread.access.public import User, add_person_who_signs_in, add_team, find_team, take_keys
from goldenthread.config.demo.names import FAMILY, FEMALE, MALE, SCHOOLS
from goldenthread.config.demo.staff_shapes import CaseTeam, Staff
from goldenthread.people.public import bulk as people
from goldenthread.rulebook.rights import Role

PASSWORD = "thread-demonstration"  # noqa: S105 -- printed on the sign-in page of the demonstration, for everybody
MAIL = "thornshire.example"
WORKERS_A_TEAM = 6
MORE_WORKERS = 4  # of the second team, which is the largest
MOST_WORKERS = 720
# How often a team is late, and how often it writes well: one team that everybody could learn from, one as most are, and
# one that could learn.
HABITS = {"Assessment north": (0.05, 0.95), "Safeguarding north": (0.15, 0.45), "Safeguarding south": (0.3, 0.06)}

# Those whom a visitor signs in as: role, name, job, and which team ("door", "case" or none).
_NAMED = (
    (Role.FRONT_DOOR_WORKER, "Daniel Okafor", "Social worker, front door", "door"),
    (Role.FRONT_DOOR_WORKER, "Leah Brandt", "Front door practitioner", "door"),
    (Role.TEAM_MANAGER, "Ruth Ellison", "Team manager, front door", "door"),
    (Role.SERVICE_MANAGER, "Anita Rao", "Service manager", "door"),
    (Role.TEAM_MANAGER, "Helen Marsh", "Team manager", "case"),
    (Role.SOCIAL_WORKER, "Priya Nair", "Social worker", "case"),
    (Role.CONFERENCE_CHAIR, "Margaret Osei", "Conference chair and reviewing officer", ""),
    (Role.AUDITOR, "Tom Ashby", "Quality auditor", ""),
    (Role.ANALYST, "Mei Lin Chan", "Performance analyst", ""),
    (Role.DIRECTOR, "Catherine Booth", "Director of children’s services", ""),
    (Role.ELECTED_MEMBER, "Councillor Joan Ogden", "Lead member for children", ""),
)
SIGN_INS: list[dict[str, str]] = []
_AGENCIES = (
    ("Thornshire Police", "police"),
    ("Thornshire Health Visiting", "health_visitor"),
    ("Thornshire School Nursing", "school_nurse"),
    ("Thornbridge General Hospital", "hospital"),
    ("Thornshire Mental Health", "mental_health"),
    ("Thornshire Housing", "housing"),
    ("Thornshire Probation", "probation"),
    ("Thornshire Early Help", "early_help"),
    ("Haven Domestic Abuse Service", "domestic_abuse_service"),
)


def make_staff(children: int, *, seed: int, at: datetime) -> tuple[Staff, User]:
    """Adds teams, people and agencies to fit an authority of that size; returns them, and the administrator."""
    chance = Random(f"{seed}:staff")
    administrator = _add("Sam Whitworth", Role.ADMINISTRATOR, "System administrator", None, None, at, password=True)
    SIGN_INS.clear()
    SIGN_INS.append(_sign_in(administrator, "System administrator"))
    door = add_team(name="Front door", kind="front_door", service="Front door", area="", by=administrator, at=at)
    wanted = max(12, min(MOST_WORKERS, children // 110))
    teams: list[tuple[int, str]] = []
    for number in range(max(2, wanted // WORKERS_A_TEAM)):
        area = ("North", "South", "East", "West")[number // 2 % 4]
        kind = "assessment" if number % 2 == 0 else "safeguarding"
        name = f"{kind.capitalize()} {area.lower()}" + (f" {number // 8 + 1}" if number >= 8 else "")
        teams.append(
            (add_team(name=name, kind=kind, service=f"{area} service", area=area, by=administrator, at=at), name)
        )
    writers, deciders, services, chairs, case = [], [], [], [], {}
    first_manager, first_worker = 0, 0
    for role, name, job, where in _NAMED:
        team = door if where == "door" else teams[0][0] if where == "case" else None
        user = _add(name, role, job, team, administrator, at, password=True)
        SIGN_INS.append(_sign_in(user, job))
        if where == "door":
            (deciders if role is Role.TEAM_MANAGER else services if role is Role.SERVICE_MANAGER else writers).append(
                user.pk
            )
        elif role is Role.TEAM_MANAGER:
            first_manager = user.pk
        elif role is Role.SOCIAL_WORKER:
            first_worker = user.pk
        elif role is Role.CONFERENCE_CHAIR:
            chairs.append(user.pk)
    taken = {name for _, name, _, _ in _NAMED}
    for _ in range(max(2, children // 20_000)):
        writers.append(
            _add(_name(chance, taken), Role.FRONT_DOOR_WORKER, "Front door practitioner", door, administrator, at).pk
        )
    for _ in range(children // 12_000):
        chairs.append(_add(_name(chance, taken), Role.CONFERENCE_CHAIR, "Conference chair", None, administrator, at).pk)
    deciders.append(_add(_name(chance, taken), Role.TEAM_MANAGER, "Assistant team manager", door, administrator, at).pk)
    for position, (team, called) in enumerate(teams):
        manager = (
            first_manager
            if position == 0
            else _add(_name(chance, taken), Role.TEAM_MANAGER, "Team manager", team, administrator, at).pk
        )
        workers = [first_worker] if position == 0 else []
        while len(workers) < WORKERS_A_TEAM:
            workers.append(_add(_name(chance, taken), Role.SOCIAL_WORKER, "Social worker", team, administrator, at).pk)
        slow, writes = round(chance.uniform(0.04, 0.3), 2), round(chance.uniform(0.3, 0.85), 2)
        case[team] = CaseTeam(team, manager, tuple(workers), *HABITS.get(called, (slow, writes)))
    largest = case[teams[1][0]]
    more = [
        _add(_name(chance, taken), Role.SOCIAL_WORKER, "Social worker", largest.key, administrator, at).pk
        for _ in range(MORE_WORKERS)
    ]
    case[largest.key] = replace(largest, workers=(*largest.workers, *more))
    _agencies(at)
    names = dict(User.objects.values_list("pk", "name"))
    staff = Staff(door, tuple(writers), tuple(deciders), tuple(case.values()), tuple(services), tuple(chairs), names)
    return staff, administrator


def _name(chance: Random, taken: set[str]) -> str:
    while True:
        community = chance.choice(("british", "british", "british", "south_asian", "african", "caribbean", "european"))
        given = chance.choice(FEMALE[community] if chance.random() < 0.8 else MALE[community])
        name = f"{given} {chance.choice(FAMILY[community])}"
        if name not in taken:
            taken.add(name)
            return name


def _add(
    name: str, role: Role, job: str, team: int | None, by: User | None, at: datetime, *, password: bool = False
) -> User:
    return add_person_who_signs_in(
        email=f"{name.lower().replace(' ', '.').replace('’', '')}@{MAIL}",
        name=name,
        role=role,
        job_title=job,
        team=find_team(team) if team else None,
        password=PASSWORD if password else None,
        by=by,
        at=at,
    )


def _sign_in(user: User, job: str) -> dict[str, str]:
    return {"email": user.email, "name": user.name, "role": job}


def _agencies(at: datetime) -> None:
    known = [*((name, kind, True) for name, kind in _AGENCIES), *((s, "school", True) for s in SCHOOLS)]
    keys = take_keys(people.AgencyRow, len(known))
    people.load_people(
        people.AgencyRow(key, name, kind, asked_in_screening=asked)
        for key, (name, kind, asked) in zip(keys, known, strict=True)
    )
