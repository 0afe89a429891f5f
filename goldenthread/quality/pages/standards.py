"""Practice standards: of one child's record, and how often each is met in a team or everywhere, opened to its rows."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import teams
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.public import deadlines_behind
from goldenthread.quality.public.standards import Line, last_run, rows_of, shares, standards_of_child
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.standards import AREAS, STANDARDS
from goldenthread.ui import words

PLACES = {
    "assessment": ("assessment", "Assessment"),
    "enquiry": ("enquiry", "Section 47 enquiry"),
    "conference": ("meeting", "Conference"),
    "plan": ("child_plan", "Plan"),
    "outcome": ("child_plan", "Outcome in the plan"),
    "action": ("child_plan", "Action in the plan"),
    "review": ("meeting", "Review"),
    "visit": ("visit", "Visit"),
    "agreement": ("agreement", "Written agreement"),
    "closure": ("closure", "Closure"),
    "decision": ("management_decision", "Management decision"),
    "contact": ("contact", "Contact"),
    "supervision": ("child_supervision", "Supervision"),
}
"""Where each kind of thing is read, and what it is called."""
OF_THE_CHILD = ("child_plan", "child_supervision")
"""Pages that are of the child, and are reached by her key."""


def place(line: Line) -> dict[str, str]:
    """What the line is about in words, and where it is read."""
    kind, _, key = line.about.partition(":")
    name, label = PLACES[kind]
    url = reverse(name, args=[line.child if name in OF_THE_CHILD else key])
    return {"label": label, "url": url}


def row(line: Line) -> dict[str, Any]:
    """A line for the templates."""
    return {
        "sentence": line.sentence,
        "met": line.met,
        "because": line.because,
        "kept_back": line.kept_back,
        "hint": "" if line.met else line.hint,
        "since": words.day(line.since),
        "place": place(line),
        "name": line.name,
        "child": reverse("child", args=[line.child]),
    }


class ChildStandards(ChildPage):
    """What the practice standards found in one child's record, what is not met first, with what decided."""

    template = "quality/child_standards.html"
    part = "child_standards"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        lines = standards_of_child(child_id, reader=self.request.user)
        ran = last_run()
        unmet = [line for line in lines if not line.met]
        unmet.sort(key=lambda line: list(AREAS.values()).index(line.area))
        return {
            "areas": [
                {"title": area, "rows": [row(line) for line in some]}
                for area, some in groupby(unmet, key=lambda line: line.area)
            ],
            "met": [row(line) for line in lines if line.met],
            "of": len(lines),
            "ran_on": words.day(ran.on) if ran else "",
        }


class Standards(Page):
    """How often each standard is met: everywhere, or among the children who are with a team. Never one number."""

    act = "standards.read"
    template = "quality/standards.html"

    def show(self) -> dict[str, Any]:
        team = self._team()
        found = shares(team=team["key"] if team else None, on=timezone.localdate(self.now))
        ran = last_run()
        at = urlencode({"team": team["key"]}) if team else ""
        return {
            "team": team,
            "teams": [{"key": one.key, "name": one.name} for one in teams()],
            "areas": [
                {
                    "title": area,
                    "rows": [
                        {
                            "sentence": one.sentence,
                            "theme": one.theme,
                            "met": words.number(one.met),
                            "of": words.number(one.of),
                            "children": words.number(one.children),
                            "percent": one.percent,
                            "url": f"{reverse('standard', args=[one.standard])}?{at}".rstrip("?"),
                        }
                        for one in some
                    ],
                }
                for area, some in groupby(found, key=lambda one: one.area)
            ],
            "ran_on": words.day(ran.on) if ran else "",
        }

    def _team(self) -> dict[str, Any] | None:
        asked = self.request.GET.get("team", "")
        if not asked:
            return None
        for one in teams():
            if str(one.key) == asked:
                return {"key": one.key, "name": one.name}
        raise Http404("No such team")


class OneStandard(Standards):
    """One standard: what it asks and why, and the things in which it is not met, or is."""

    template = "quality/standard.html"

    def show(self, *, standard: str) -> dict[str, Any]:
        known = STANDARDS.get(standard)
        if known is None:
            raise Http404("No such standard")
        team = self._team()
        met = self.request.GET.get("show") == "met"
        found = rows_of(
            standard,
            team=team["key"] if team else None,
            met=met,
            reader=self.request.user,
            on=timezone.localdate(self.now),
            at=self.now,
        )
        kept = {"team": team["key"]} if team else {}
        return {
            "team": team,
            "sentence": known.sentence,
            "why": known.why,
            "theme": known.theme.sentence,
            "source": known.theme.source,
            "hint": known.hint,
            "met": met,
            "rows": [row(line) for line in found],
            "has_run": bool(found) or last_run() is not None,
            "other_url": f"?{urlencode(kept | ({} if met else {'show': 'met'}))}",
        }


class Timescale(Page):
    """One clock: the children for whom it ran out, or was met in time, the latest due first."""

    act = "standards.read"
    template = "quality/timescale.html"

    def find(self, *, timescale: str) -> None:
        if timescale not in CLOCKS:
            raise Http404("No such clock")

    def show(self, *, timescale: str) -> dict[str, Any]:
        met = self.request.GET.get("show") == "met"
        return {
            "clock": CLOCKS[timescale],
            "met": met,
            "rows": deadlines_behind(timescale, late=not met, reader=self.request.user, at=self.now),
            "other_url": "" if met else "?show=met",
        }
