"""What stands round every page: the council, the person signed in, and where she may go."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import acts_of, at_a_glance
from goldenthread.rulebook.rights import ROLE_NAMES, Role

_NAVIGATION = (
    ("work.read", "My work", "work"),
    ("tray.read", "Front door", "front_door"),
    ("team.read", "My team", "my_team"),
    ("conferences.read", "Conferences", "conferences"),
    ("standards.read", "Standards", "standards"),
    ("totals.read", "Totals", "totals"),
    ("file.load", "Load a file", "load"),
    ("setting.manage", "Administration", "administration"),
)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Chrome:
    """The council alone for a stranger; with somebody signed in, also who she is and where she may go."""

    council: str
    fictional: bool
    person: str = ""
    person_key: str = ""
    role: str = ""
    team: str = ""
    unread: int = 0
    notices_url: str = ""
    navigation: tuple[Link, ...] = ()
    find_url: str = ""
    account_url: str = ""
    sign_out_url: str = ""
    now: datetime = field(default_factory=timezone.localtime)


def chrome(request: HttpRequest) -> dict[str, Chrome]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"chrome": Chrome(settings.COUNCIL, settings.COUNCIL_IS_FICTIONAL)}
    acts, glance = acts_of(user), at_a_glance(user)
    links = tuple(
        Link(label, reverse(name), request.path.startswith(reverse(name)))
        for act, label, name in _NAVIGATION
        if act in acts
    )
    return {
        "chrome": Chrome(
            council=settings.COUNCIL,
            fictional=settings.COUNCIL_IS_FICTIONAL,
            person=user.name,
            person_key=str(user.pk),
            role=user.job_title or ROLE_NAMES[Role(user.role)],
            team=glance.team,
            unread=glance.unread,
            notices_url=reverse("notices") if "notice.read" in acts else "",
            navigation=links,
            find_url=reverse("search") if "people.search" in acts else "",
            account_url=reverse("your_account"),
            sign_out_url=reverse("account_logout"),
        )
    }
