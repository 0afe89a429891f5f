"""Authorising that something is late: by a manager, with the reason on record beside the dates, which stay."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import require_about
from goldenthread.casework.public import authorise_lateness, lateness
from goldenthread.kernel.refusal import Refused
from goldenthread.ui.cleaning import Unclean, many_lines


class AuthoriseLateness(Page):
    """One deadline that is late, or was met late, and why a manager accepts that."""

    act = "deadline.authorise"
    template = "casework/lateness.html"

    def authorise(self, *, deadline_id: int) -> None:
        found = lateness(deadline_id, at=self.now)
        if found is None:
            raise Http404
        self.found = found
        self.decision = require_about(self.request.user, self.act, found.people, at=self.now)

    def show(self, *, deadline_id: int) -> dict[str, Any]:
        if self.request.method == "GET":
            self.saw(self.found.people, subject=f"deadline:{deadline_id}")
        return {
            "title": self.found.title,
            "d": self.found.deadline,
            "back_url": self._back(),
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }

    def perform(self, *, deadline_id: int) -> str:
        try:
            reason = many_lines(self.request.POST.get("reason", ""))
        except Unclean as unclean:
            raise Refused(f"The reason {unclean}", "reason") from None
        authorise_lateness(deadline=deadline_id, reason=reason, by=self.request.user, at=self.now)
        messages.success(self.request, "Authorised. The dates stay as they are, with your reason beside them.")
        return self._back()

    def _back(self) -> str:
        one = self.found.deadline
        if one.referral:
            return reverse("referral", args=[one.referral])
        if one.contact:
            return reverse("contact", args=[one.contact])
        return reverse("child_deadlines", args=[one.child])
