"""What stands round every page: the council, the person signed in, and where she may go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import acts_of, at_a_glance
from goldenthread.rulebook.rights import ROLE_NAMES, Role

# Each place in the menu: its word, and its pages (the act that opens it, its word, its address, and how else addresses
# under it begin). She is led to the first page that she may open; the others stand under the menu while she is there.
_MENU: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("My work", (("work.read", "My work", "work"),)),
    ("Front door", (("tray.read", "Front door", "front_door"),)),
    (
        "My team",
        (
            ("manager_home.read", "Work and quality", "manager_home"),
            ("team.read", "My team", "my_team"),
            ("supervision.read", "Supervision", "supervision", "/directions/"),
            ("caseload.read", "Caseloads", "caseloads"),
            ("workforce.read", "Workforce", "workforce"),
            ("oversight.read", "Decisions and transfers", "oversight"),
        ),
    ),
    ("Conferences", (("conferences.read", "Conferences", "conferences"),)),
    (
        "Quality",
        (
            ("standards.read", "Standards", "standards", "/timescales/"),
            ("audit.programme", "Audits", "audits", "/audit/", "/safety-concerns/"),
            ("observation.open", "Observations", "observations"),
            ("feedback.open", "What families say", "families_say"),
            ("complaints.read", "Complaints", "complaints", "/compliments/"),
            ("allegation.report", "Allegations", "allegations"),
            (
                "findings.read",
                "Findings",
                "findings",
                "/inspections/",
                "/readings/",
                "/recurring/",
                "/learning-reviews/",
            ),
            ("improvement.read", "Improvement", "improvement"),
            ("readiness.read", "Readiness", "readiness"),
        ),
    ),
    (
        "Measures",
        (
            ("measures.read", "What moved", "leaders"),
            ("measures.read", "All measures", "measures"),
            ("board_pack.read", "Board pack", "board_pack"),
            ("measures.read", "What is coming", "coming"),
            ("measures.read", "From contact to closure", "flow"),
            ("region.read", "The region", "region"),
            ("totals.read", "Totals", "totals"),
        ),
    ),
    ("Files", (("file.load", "Load a file", "load"), ("annex_a.produce", "Annex A", "annex_a"))),
    ("Administration", (("setting.manage", "Administration", "administration"),)),
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
    here: tuple[Link, ...] = ()
    find_url: str = ""
    account_url: str = ""
    sign_out_url: str = ""
    now: datetime = field(default_factory=timezone.localtime)


def chrome(request: HttpRequest) -> dict[str, Chrome]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"chrome": Chrome(settings.COUNCIL, settings.COUNCIL_IS_FICTIONAL)}
    acts, glance = acts_of(user), at_a_glance(user)
    places = _places(acts, request.path)
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
            navigation=tuple(Link(word, pages[0].url, any(page.current for page in pages)) for word, pages in places),
            here=next((pages for _, pages in places if len(pages) > 1 and any(page.current for page in pages)), ()),
            find_url=reverse("search") if "people.search" in acts else "",
            account_url=reverse("your_account"),
            sign_out_url=reverse("account_logout"),
        )
    }


def _places(acts: Collection[str], path: str) -> list[tuple[str, tuple[Link, ...]]]:
    """The places of the menu that she may enter, each with the pages that she may open there."""
    links = [
        (word, Link(label, reverse(name), False), (reverse(name), *others))
        for word, pages in _MENU
        for act, label, name, *others in pages
        if act in acts
    ]
    # Where one address begins another ("/measures/", "/measures/flow/"), she is at the longer.
    reach = [max((len(one) for one in begins if path.startswith(one)), default=0) for _, _, begins in links]
    found: dict[str, tuple[Link, ...]] = {}
    for (word, link, _), long in zip(links, reach, strict=True):
        found[word] = (*found.get(word, ()), replace(link, current=bool(long) and long == max(reach)))
    return list(found.items())
