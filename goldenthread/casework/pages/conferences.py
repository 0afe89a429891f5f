"""The convenor's calendar of conferences, and the rooms they are held in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.casework.pages.typed import key_of
from goldenthread.casework.public.child_protection import Calendar, Entry, conference_calendar, rooms, save_room
from goldenthread.kernel.clock import add_months
from goldenthread.kernel.refusal import Refused
from goldenthread.ui import words
from goldenthread.ui.cleaning import Unclean, one_line

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


class ConferencesPage(Page):
    """A month of conferences: what must be held by when, what is arranged, and what will be late and why.

    As a list, or as a month by days; of one chair or one room when asked.
    """

    act = "conferences.read"
    template = "casework/conferences.html"

    def show(self) -> dict[str, Any]:
        asked = self.request.GET
        today = timezone.localdate(self.now)
        first = _month(asked.get("month", ""), today)
        view = "month" if asked.get("view") == "month" else "list"
        chair, room = (key_of(asked.get(name, "")) for name in ("chair", "room"))
        found = conference_calendar(first=first, reader=self.request.user, at=self.now, chair=chair, room=room)
        self.saw({child for one in found.entries for child, _ in one.children}, subject="conferences")
        kept = {name: asked[name] for name in ("chair", "room") if asked.get(name)}
        may = "meeting.arrange" in acts_of(self.request.user)
        return {
            "c": found,
            "view": view,
            "title": f"{words.MONTHS[first.month - 1]} {first.year}",
            "rows": [_row(one, today, may=may) for one in found.entries],
            "weeks": _weeks(found, today, may=may) if view == "month" else [],
            "views": [
                {"label": label, "url": _url(first, kept | {"view": name}), "current": view == name}
                for name, label in (("list", "List"), ("month", "Month"))
            ],
            "before": _url(add_months(first, -1), kept | {"view": view}),
            "after": _url(add_months(first, 1), kept | {"view": view}),
            "now_url": _url(today.replace(day=1), kept | {"view": view}),
            "selects": [
                {
                    "label": "Chair",
                    "name": "chair",
                    "options": [
                        {"value": "", "label": "Everybody"},
                        *(
                            {
                                "value": str(one.key),
                                "label": f"{one.name} ({one.conferences})",
                                "selected": one.key == chair,
                            }
                            for one in found.chairs
                        ),
                    ],
                },
                {
                    "label": "Room",
                    "name": "room",
                    "options": [
                        {"value": "", "label": "Every room"},
                        *(
                            {"value": str(one.key), "label": one.name, "selected": one.key == room}
                            for one in found.rooms
                        ),
                    ],
                },
            ],
            "kept": {"month": f"{first:%Y-%m}", "view": view},
            "clear_url": _url(first, {"view": view}) if kept else "",
        }


class RoomsPage(Page):
    """The rooms in which conferences are held."""

    act = "setting.manage"
    template = "casework/conference_rooms.html"

    def show(self, room_id: int | None = None) -> dict[str, Any]:
        every = rooms()
        one = next((room for room in every if room.key == room_id), None)
        if room_id is not None and one is None:
            raise Http404
        start = {} if one is None else {
            "name": one.name, "place": one.place, "seats": one.seats or "",
            "closed_on": one.closed_on.isoformat() if one.closed_on else "",
        }  # fmt: skip
        return {
            "rooms": every,
            "one": one,
            "values": self.request.POST if self.request.method == "POST" else start,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "today": timezone.localdate(self.now),
        }

    def perform(self, room_id: int | None = None) -> str:
        typed = self.request.POST
        seats, closed_on = typed.get("seats", "").strip(), typed.get("closed_on", "").strip()
        if seats and not (seats.isdecimal() and len(seats) < 6):
            raise Refused("The number of seats must be a whole number, like 12", "seats")
        try:
            closed = date.fromisoformat(closed_on) if closed_on else None
        except ValueError:
            raise Refused("Choose the first day on which it is not used", "closed_on") from None
        save_room(
            room=room_id,
            name=self._line("name"),
            place=self._line("place"),
            seats=int(seats) if seats else None,
            closed_on=closed,
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The room is saved.")
        return reverse("rooms")

    def _line(self, name: str) -> str:
        try:
            return one_line(self.request.POST.get(name, ""))
        except Unclean as unclean:
            raise Refused(f"What you typed {unclean}", name) from None


def _row(one: Entry, today: date, *, may: bool) -> dict[str, Any]:
    """An entry as the list shows it: when, for whom, where and by whom, what is wrong, and what can be done."""
    if one.meeting is not None:
        act = {"label": "Open", "url": reverse("meeting", args=[one.meeting])} if one.children else None
    else:
        address = reverse("conference_new", args=[one.children[0][0]])
        act = {"label": "Arrange", "url": f"{address}?{urlencode({'kind': one.kind})}"} if may else None
    when = f"{words.weekday(one.on)[:3]} {words.day_short(one.on, today)}"
    due = f"Due by {words.day_short(one.due_on, today)}" if one.due_on else ""
    where = ", ".join(part for part in (one.room_name or one.place, one.chair_name) if part)
    state = "done" if one.done else "over" if one.late else "to_come"
    return {
        "when": f"{when}, {words.clock_time(one.planned_at)}" if one.planned_at else when,
        "arranged": one.meeting is not None,
        "state": state,
        "title": one.kind_words,
        "names": one.names,
        "due": due,
        "where": where,
        "troubles": one.troubles,
        "late": one.late,
        "act": act,
        "done": one.done,
    }


def _weeks(found: Calendar, today: date, *, may: bool) -> list[list[dict[str, Any]]]:
    """The month in weeks from Monday to Friday. What is overdue from before it stands in the list alone."""
    on: dict[date, list[Entry]] = {}
    for one in found.entries:
        on.setdefault(one.on, []).append(one)
    start = found.first - timedelta(days=found.first.weekday())
    weeks = []
    while start <= found.last:
        days = [start + timedelta(days=n) for n in range(5)]
        if any(found.first <= day <= found.last for day in days):
            weeks.append(
                [
                    {
                        "day": day if found.first <= day <= found.last else None,
                        "today": day == today,
                        "rows": [_row(one, today, may=may) for one in on.get(day, ())]
                        if found.first <= day <= found.last
                        else [],
                    }
                    for day in days
                ]
            )
        start += timedelta(days=7)
    return weeks


def _url(first: date, more: dict[str, str]) -> str:
    return f"{reverse('conferences')}?{urlencode({'month': f'{first:%Y-%m}'} | more)}"


def _month(asked: str, today: date) -> date:
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)
    return first if EARLIEST <= first < LATEST else today.replace(day=1)
