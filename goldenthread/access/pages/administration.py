"""The administration: people who sign in and teams. Nothing here shows a child."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from goldenthread.access.operations.people_who_sign_in import (
    add_person_who_signs_in,
    change_person_who_signs_in,
    end_access,
    give_access_again,
    password_link,
)
from goldenthread.access.operations.teams import add_team, change_team
from goldenthread.access.pages.asks import Asks, choices_of
from goldenthread.access.pages.page import Page
from goldenthread.access.queries.people import (
    TEAM_KINDS,
    Colleague,
    colleague,
    find_team,
    owns_restrictions,
    people_who_sign_in,
    team_summary,
    teams,
    those_who_may,
)
from goldenthread.kernel.form import Choice, Kind, Question, Section
from goldenthread.rulebook.rights import ROLE_NAMES

# Pages that other packages own, offered where they stand.
_ELSEWHERE = (
    ("agencies", "Agencies", "Schools, health and others whom we ask and tell"),
    ("rooms", "Conference rooms", "Where child protection conferences are held"),
    ("allowances", "Local allowances", "The council's own time limits, where they are tighter than the law"),
)
_BACK = ("Administration", "administration")
_PEOPLE = ("People who sign in", "people_who_sign_in")


def _person(key: int) -> Colleague:
    found = colleague(key)
    if found is None:
        raise Http404
    return found


class Administration(Page):
    """What an administrator looks after."""

    act = "setting.manage"
    template = "access/administration.html"

    def show(self, **address: Any) -> dict[str, Any]:
        rows = [
            ("people_who_sign_in", "People who sign in", "Add somebody, change what they do, end their access"),
            ("teams", "Teams", "The teams that work is sent to"),
            *_ELSEWHERE,
        ]
        links = []
        for name, label, words in rows:
            try:
                links.append({"label": label, "words": words, "url": reverse(name)})
            except NoReverseMatch:
                continue
        return {"links": links}


class PeopleWhoSignIn(Page):
    """Everybody who signs in or once did."""

    act = "person_signs_in.manage"
    template = "access/people_who_sign_in.html"

    def show(self, **address: Any) -> dict[str, Any]:
        words, role = self.request.GET.get("q", "").strip()[:120], self.request.GET.get("role", "")
        found = people_who_sign_in(words=words, role=role)
        return {
            "words": words,
            "roles": [{"value": "", "label": "Every role", "selected": not role}]
            + [{"value": r.value, "label": n.capitalize(), "selected": r == role} for r, n in ROLE_NAMES.items()],
            "people": found[:200],
            "found": len(found),
        }


class _AboutPerson(Asks):
    back = _PEOPLE

    def section(self, **address: Any) -> Section:
        standing = [Choice(str(team.key), team.name) for team in teams()]
        return Section(
            "person",
            self.heading,
            (
                Question("name", "Name", required=True, longest=120, autocomplete="off"),
                Question("email", "Email address", required=True, longest=254, autocomplete="off"),
                Question(
                    "role",
                    "What does this person do?",
                    Kind.ONE_OF,
                    hint="The role decides which records and pages open.",
                    required=True,
                    choices=tuple(Choice(role.value, name.capitalize()) for role, name in ROLE_NAMES.items()),
                ),
                Question("job_title", "Job title (optional)", longest=120),
                Question("team", "Team (optional)", Kind.ONE_OF, choices=(Choice("", "No team"), *standing)),
                Question("agency", "Works for", hint="For a partner professional", longest=120),
                Question(
                    "access_until",
                    "Last day of access",
                    Kind.DATE,
                    hint="Always for a partner professional or an inspector",
                ),
            ),
        )

    @staticmethod
    def values(answers: dict[str, Any]) -> dict[str, Any]:
        team = answers.get("team")
        return {
            "name": answers["name"],
            "email": answers["email"],
            "role": answers["role"],
            "job_title": answers.get("job_title") or "",
            "agency": answers.get("agency") or "",
            "team": find_team(int(team)) if team else None,
            "access_until": answers.get("access_until"),
        }


class AddPersonWhoSignsIn(_AboutPerson, Page):
    """Adds somebody who may sign in."""

    act = "person_signs_in.manage"
    heading = "Add a person who signs in"
    button = "Add this person"

    @property
    def intro(self) -> str:
        return "Next you may make a link with which the person chooses a password." if settings.PASSWORDS else ""

    def act_on(self, answers: dict[str, Any], **address: Any) -> str:
        made = add_person_who_signs_in(**self.values(answers), by=self.request.user, at=self.now)
        return reverse("person_who_signs_in", args=[made.pk])


class PersonWhoSignsIn(Page):
    """One person who signs in, and what may be done about her access."""

    act = "person_signs_in.manage"
    template = "access/person_who_signs_in.html"

    def show(self, *, user_id: int) -> dict[str, Any]:
        own = user_id == self.request.user.pk
        return {"person": _person(user_id), "own": own, "passwords": settings.PASSWORDS}


class ChangePersonWhoSignsIn(_AboutPerson, Page):
    """Changes what is held about somebody who signs in."""

    act = "person_signs_in.manage"
    heading = "Change this person"

    def already(self, *, user_id: int) -> dict[str, Any]:
        person = _person(user_id)
        return {
            "name": person.name,
            "email": person.email,
            "role": person.role,
            "job_title": person.job_title,
            "team": str(person.team or ""),
            "agency": person.agency,
            "access_until": person.access_until,
        }

    def act_on(self, answers: dict[str, Any], *, user_id: int) -> str:
        _person(user_id)
        change_person_who_signs_in(user=user_id, **self.values(answers), by=self.request.user, at=self.now)
        return reverse("person_who_signs_in", args=[user_id])


class EndAccess(Asks, Page):
    """Ends somebody's access at once."""

    act = "person_signs_in.manage"
    heading = "End this person's access"
    button = "End access"
    button_kind = "warning"
    back = _PEOPLE
    intro = "The person is signed out at the next press. What the person wrote stays."

    def section(self, *, user_id: int) -> Section:
        _person(user_id)
        asked: tuple[Question, ...] = ()
        if owns_restrictions(user_id):
            takers = [person for person in those_who_may("record.unseal") if person.key != user_id]
            asked = (
                Question(
                    "seals_to",
                    "Who takes over the restrictions in this person's name?",
                    Kind.ONE_OF,
                    choices=choices_of(takers),
                    required=True,
                ),
            )
        return Section("end", self.heading, asked)

    def act_on(self, answers: dict[str, Any], *, user_id: int) -> str:
        taker = answers.get("seals_to")
        end_access(
            user=user_id,
            seals_to=int(taker) if taker else None,
            by=self.request.user,
            at=self.now,
        )
        return reverse("person_who_signs_in", args=[user_id])


class GiveAccessAgain(Asks, Page):
    """Lets somebody sign in again."""

    act = "person_signs_in.manage"
    heading = "Give this person access again"
    button = "Give access again"
    back = _PEOPLE

    def section(self, *, user_id: int) -> Section:
        _person(user_id)
        return Section("again", self.heading, ())

    def act_on(self, answers: dict[str, Any], *, user_id: int) -> str:
        give_access_again(user=user_id, by=self.request.user, at=self.now)
        return reverse("person_who_signs_in", args=[user_id])


class PasswordLink(Page):
    """Makes a link with which somebody chooses a password, and shows it once."""

    act = "person_signs_in.manage"
    template = "access/password_link.html"

    def setup(self, request: HttpRequest, *args: Any, **address: Any) -> None:
        super().setup(request, *args, **address)
        if not settings.PASSWORDS:
            raise Http404

    def show(self, *, user_id: int) -> dict[str, Any]:
        link = self.request.session.pop("password_link", None)
        shown = link[1] if link and link[0] == user_id else ""
        return {"person": _person(user_id), "link": shown}

    def perform(self, *, user_id: int) -> str:
        _person(user_id)
        user, key = password_link(user=user_id, by=self.request.user, at=self.now)
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": user, "key": key})
        self.request.session["password_link"] = [user_id, self.request.build_absolute_uri(address)]
        return reverse("password_link", args=[user_id])


class Teams(Page):
    """The teams that work is sent to."""

    act = "setting.manage"
    template = "access/teams.html"

    def show(self, **address: Any) -> dict[str, Any]:
        return {"teams": teams(closed=True)}


class _AboutTeam(Asks):
    back = ("Teams", "teams")
    closing: tuple[Question, ...] = ()

    def section(self, **address: Any) -> Section:
        kinds = tuple(Choice(value, label) for value, label in TEAM_KINDS)
        return Section(
            "team",
            self.heading,
            (
                Question("name", "Name", required=True, longest=80),
                Question("kind", "What does the team do?", Kind.ONE_OF, choices=kinds, required=True),
                Question(
                    "service", "Service (optional)", hint="Teams of one service share its service managers", longest=80
                ),
                Question("area", "Area (optional)", longest=80),
                *self.closing,
            ),
        )

    @staticmethod
    def values(answers: dict[str, Any]) -> dict[str, str]:
        return {key: answers.get(key) or "" for key in ("name", "kind", "service", "area")}


class AddTeam(_AboutTeam, Page):
    """Adds a team."""

    act = "setting.manage"
    heading = "Add a team"
    button = "Add this team"

    def act_on(self, answers: dict[str, Any], **address: Any) -> str:
        add_team(**self.values(answers), by=self.request.user, at=self.now)
        return reverse("teams")


class ChangeTeam(_AboutTeam, Page):
    """Changes a team, or closes it."""

    act = "setting.manage"
    heading = "Change this team"
    closing = (Question("closed_on", "First day on which it is closed (optional)", Kind.DATE),)

    def already(self, *, team_id: int) -> dict[str, Any]:
        found = team_summary(team_id)
        if found is None:
            raise Http404
        keys = ("name", "kind", "service", "area", "closed_on")
        return {key: getattr(found, key) for key in keys}

    def act_on(self, answers: dict[str, Any], *, team_id: int) -> str:
        if team_summary(team_id) is None:
            raise Http404
        values = self.values(answers)
        change_team(team=team_id, **values, closed_on=answers.get("closed_on"), by=self.request.user, at=self.now)
        return reverse("teams")
