"""An action of a complaint: what is asked, what shows that it is done, and who checked it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import decide_about, require_about
from goldenthread.quality.public.complaints import (
    check_complaint_action,
    children_of_complaint,
    complaint_action,
    complaint_of_action,
    finish_complaint_action,
    may_read,
)


class ComplaintActionPage(Page):
    """One action, for its owner and for whoever may read the complaint."""

    act = "complaint.finish"
    template = "quality/complaint_action.html"

    def authorise(self, *, complaint_action_id: int) -> None:
        super().authorise(complaint_action_id=complaint_action_id)
        self._take(complaint_action_id)

    def _take(self, complaint_action_id: int) -> None:
        self.found = complaint_action(complaint_action_id, reader=self.request.user, at=self.now)
        if self.found is None:
            raise Http404("No such action")

    def show(self, *, complaint_action_id: int) -> dict[str, Any]:
        user, children = self.request.user, children_of_complaint(self.found.complaint)
        reads = may_read(user, self.found.complaint, at=self.now).allowed
        if reads:
            self.saw(children, subject=f"complaint_action:{complaint_action_id}")
        return {
            "one": self.found,
            "reads": reads,
            "may_check": not self.found.hers
            and self.found.done_at is not None
            and self.found.checked_at is None
            and reads
            and decide_about(user, "complaint.verify", children, at=self.now).allowed,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "today": timezone.localdate(self.now),
        }

    def perform(self, *, complaint_action_id: int) -> str:
        evidence = self.request.POST.get("evidence", "")
        finish_complaint_action(action=complaint_action_id, evidence=evidence, by=self.request.user, at=self.now)
        messages.success(self.request, "It is done. Somebody else checks what shows it.")
        return reverse("complaint_action", args=[complaint_action_id])


class CheckComplaintAction(ComplaintActionPage):
    """Somebody who does not own the action looks at its evidence."""

    act = "complaint.verify"

    def authorise(self, *, complaint_action_id: int) -> None:
        complaint = complaint_of_action(complaint_action_id)
        children = children_of_complaint(complaint) if complaint is not None else ()
        self.decision = require_about(self.request.user, self.act, children, at=self.now)
        self._take(complaint_action_id)

    def perform(self, *, complaint_action_id: int) -> str:
        holds = self.request.POST.get("holds") != "no"
        words = self.request.POST.get("checked", "")
        check_complaint_action(action=complaint_action_id, holds=holds, words=words, by=self.request.user, at=self.now)
        messages.success(self.request, "The evidence holds." if holds else "The evidence went back to the owner.")
        return reverse("complaint_action", args=[complaint_action_id])
