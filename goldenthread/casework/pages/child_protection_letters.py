"""A conference's decision letters and minutes: their words, to print; and the record of when they went out, to whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from goldenthread.casework.pages.child_protection_meetings import AboutMeeting
from goldenthread.casework.public.child_protection import (
    CONFERENCES,
    Shown,
    issue,
    plan_of_letter,
    recipients,
    visits_by_policy,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.ui.cleaning import Unclean, one_line
from goldenthread.ui.words import day


class LettersPage(AboutMeeting):
    """What goes out after a conference: each child's letter, the minutes, and what was sent to whom."""

    act = "meeting.issue"
    template = "casework/child_protection_letters.html"

    def show(self, *, meeting_id: int) -> dict[str, Any]:
        found = self.held(meeting_id)
        return {
            "m": found,
            "recipients": recipients(found, reader=self.request.user, at=self.now),
            "chosen": self.request.POST.getlist("to"),
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "now": self.now,
        }

    def held(self, meeting_id: int) -> Shown:
        """The conference, which must have been held."""
        found = self.found(meeting_id)
        if found.kind not in CONFERENCES or found.state != "held":
            raise Http404
        return found

    def perform(self, *, meeting_id: int) -> str:
        typed = self.request.POST
        what = typed.get("what", "")
        issued_on = self._day(typed.get("issued_on", ""))
        try:
            others = one_line(typed.get("others", ""))
        except Unclean as unclean:
            raise Refused(f"What you typed {unclean}", "others") from None
        issue(
            meeting=meeting_id,
            what=what,
            issued_on=issued_on,
            to=typed.getlist("to"),
            others=others,
            checked=typed.get("checked") == "yes",
            by=self.request.user,
            at=self.now,
        )
        messages.success(
            self.request,
            f"Recorded: the {'decision' if what == 'decision' else 'minutes'} went out on {day(issued_on)}.",
        )
        return reverse("meeting_letters", args=[meeting_id])

    def _day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Refused("Say on which day it was sent", "issued_on") from None


class LetterPage(LettersPage):
    """The decision letter about one child, in words for the family, to print."""

    act = "child.read"
    template = "casework/child_protection_letter.html"

    def show(self, *, meeting_id: int, child_id: int) -> dict[str, Any]:
        found = self.held(meeting_id)
        about = next((one for one in found.children if one.child == child_id), None)
        if about is None:
            raise Http404
        self.saw([child_id], subject=f"meeting:{meeting_id}")
        return {
            "m": found,
            "c": about,
            "plan": plan_of_letter(meeting_id, child_id),
            "policy": visits_by_policy(found.at.date() if found.at else self.now.date()),
            "now": self.now,
        }

    def perform(self, **address: Any) -> str:
        raise Refused("This page only shows. It has nothing to send.")


class MinutesPage(LetterPage):
    """The minutes of a conference, to print."""

    template = "casework/child_protection_minutes.html"

    def show(self, *, meeting_id: int) -> dict[str, Any]:
        found = self.held(meeting_id)
        self.saw(self.children[1:], subject=f"meeting:{meeting_id}")
        return {"m": found, "now": self.now}
