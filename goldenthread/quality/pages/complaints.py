"""Complaints: those that wait for an answer, a new one begun from a child's record, and what they come to in total."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, teams, those_who_may
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.typed import key_of, typed_day
from goldenthread.casework.public.agreements import children_with
from goldenthread.kernel.clock import add_months
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.public.complaints import (
    ComplaintSaid,
    complaint_totals,
    complaints_in,
    may_read,
    record_complaint,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.workflows import COMPLAINT
from goldenthread.ui.words import day

POINTS, MORE_POINTS = 3, 8  # boxes for points; and with those that are closed until asked for


class Complaints(Page):
    """The complaints that are hers to read, by what is due first."""

    act = "complaints.read"
    template = "quality/complaints.html"

    def show(self) -> dict[str, Any]:
        state = self.request.GET.get("state", "open")
        state = state if state in COMPLAINT.states else "open"
        rows = complaints_in(self.request.user, state=state, at=self.now)
        return {
            "rows": rows,
            "late": [one for one in rows if one.due and one.due.late],
            "rest": [one for one in rows if not (one.due and one.due.late)],
            "state": state,
            "states": [
                {"label": words, "url": f"?state={code}", "current": code == state}
                for code, words in COMPLAINT.states.items()
            ],
            "may": acts_of(self.request.user),
            "now": self.now,
        }


class ComplaintTotals(Page):
    """What complaints come to over a time, without names."""

    act = "complaint.totals"
    template = "quality/complaint_totals.html"

    def show(self) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        since, until = add_months(today, -12), today
        wrong: dict[str, str] = {}
        typed = self.request.GET
        try:
            since = typed_day(typed, "since", what="the first day") or since
            until = typed_day(typed, "until", what="the last day") or until
        except Refused as refused:
            wrong = {field: sentence for field, sentence in refused.problems if field}
        if since > until:
            wrong["since"] = f"The first day is after {day(until)}"
            since = add_months(until, -12)
        found = complaint_totals(since=since, until=until, reader=self.request.user, at=self.now)
        return {
            "t": found,
            "values": {"since": found.since.isoformat(), "until": found.until.isoformat()},
            "wrong": wrong,
            "trouble": tuple(wrong.items()),
            "may": acts_of(self.request.user),
        }


class NewComplaint(ChildPage):
    """A complaint about what was done for this child, taken down in one go."""

    act = "complaint.record"
    template = "quality/complaint_new.html"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        found = children_with(child_id, "complaint.record", reader=self.request.user, at=self.now)
        typed = self.request.POST
        picked = set(typed.getlist("children")) if typed else {str(child_id)}
        values = dict(typed.items()) if typed else {"received_on": timezone.localdate(self.now).isoformat()}
        return {
            "children": [(str(one.key), one.name) for one in found] or [(str(child_id), self.card.short)],
            "picked": picked,
            "values": values,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "complainants": _choices("complainant"),
            "channels": _choices("complaint_channel"),
            "advocates": _choices("complaint_advocate"),
            "child_says": _choices("complaint_child_agrees"),
            "themes": _choices("complaint_theme"),
            "points": range(1, POINTS + 1),
            "more_points": range(POINTS + 1, MORE_POINTS + 1),
            "teams": [(one.key, one.name) for one in teams()],
            "staff": people_in("complaint.finish"),
            "owners": people_in("complaint.answer"),
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        received_on = typed_day(typed, "received_on", what="the day on which it came", needed=True)
        assert received_on is not None
        about = typed.get("about", "")
        if about and key_of(about) is None:
            raise Refused("Choose a worker from the list, or nobody", "about")
        keys = [key_of(one) for one in typed.getlist("children")]
        made = record_complaint(
            children=[key for key in keys if key is not None],
            said=ComplaintSaid(
                complainant=typed.get("complainant", ""),
                complainant_name=typed.get("complainant_name", ""),
                reach=typed.get("reach", ""),
                channel=typed.get("channel", ""),
                advocate=typed.get("advocate", ""),
                advocate_name=typed.get("advocate_name", ""),
                child_agrees=typed.get("child_agrees", ""),
                team=key_of(typed.get("team")),
                about=key_of(about),
                desired=typed.get("desired", ""),
                received_on=received_on,
                owner=key_of(typed.get("owner")),
                points=_points(typed),
            ),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The complaint is recorded, and its clock runs. Whoever answers it is told.")
        if may_read(self.request.user, made, at=self.now).allowed:
            return reverse("complaint", args=[made])
        return reverse("complaints")


def _points(typed: Any) -> tuple[tuple[str, str], ...]:
    """The points that were typed: a box left empty with its theme is none."""
    rows = [(typed.get(f"theme-{n}", ""), typed.get(f"point-{n}", "")) for n in range(1, MORE_POINTS + 1)]
    while rows and not any(part.strip() for part in rows[-1]):
        rows.pop()
    return tuple(rows)


def people_in(act: str) -> list[tuple[int, str]]:
    """Those whose role has an act, for a box to choose from."""
    return [
        (one.key, ", ".join(word for word in (one.name, one.role_name, one.team_name) if word))
        for one in those_who_may(act)
    ]


def _choices(name: str) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in SETS[name].items]
