"""Opening a record in an emergency, and looking afterwards at whether that was right."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from goldenthread.access.operations.rights import open_in_emergency, review_emergency
from goldenthread.access.pages.asks import Asks
from goldenthread.access.pages.page import Page
from goldenthread.access.queries.restrictions import door, emergencies, emergency
from goldenthread.kernel.form import Kind, Question, Section

_WHY = Section(
    "emergency",
    "Open in an emergency",
    (
        Question(
            "reason",
            "Why do you need this record now?",
            Kind.LONG_TEXT,
            hint="One sentence or more. It is read by the people who answer for this record.",
            required=True,
            longest=2_000,
            rows=4,
        ),
    ),
)
_REVIEW = Section(
    "review",
    "Review emergency access",
    (
        Question(
            "review",
            "Was it right, and what follows from it?",
            Kind.LONG_TEXT,
            hint="For example: right; the record is now allocated to her team.",
            required=True,
            longest=4_000,
            rows=5,
        ),
    ),
)


class OpenInEmergency(Asks, Page):
    """Says what will happen, asks why, and opens the record for four hours.

    The page is not about the record's content and is not entered as a read of it: the refusal before it was, and the
    opening will be.
    """

    act = "record.open_in_emergency"
    template = "access/emergency.html"
    heading = "Open this record in an emergency"
    button = "Open the record now"
    button_kind = "warning"

    def section(self, *, child_id: int) -> Section:
        return _WHY

    def show(self, *, child_id: int) -> dict[str, Any]:
        before = door(self.request.user, child_id, at=self.now)
        if not before.exists:
            raise Http404
        return super().show(child_id=child_id) | {"door": before, "to": self._to(child_id)}

    def act_on(self, answers: dict[str, Any], *, child_id: int) -> str:
        open_in_emergency(child=child_id, reason=answers["reason"], by=self.request.user, at=self.now)
        return self._to(child_id)

    def _to(self, child_id: int) -> str:
        asked = self.request.GET.get("to", "")
        if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
            return asked
        try:
            return reverse("child", args=[child_id])
        except NoReverseMatch:
            return reverse("your_account")


class Emergencies(Page):
    """Emergencies that wait for somebody's review, and those that were reviewed."""

    act = "record.review_emergency"
    template = "access/emergencies.html"

    def show(self, **address: Any) -> dict[str, Any]:
        me = self.request.user
        return {
            "waiting": emergencies(me),
            "reviewed": emergencies(me, reviewed=True, limit=20),
            "me": me.pk,
        }


class ReviewEmergency(Asks, Page):
    """A manager's word on one emergency."""

    act = "record.review_emergency"
    template = "access/review_emergency.html"
    heading = "Review emergency access"
    button = "Save the review"
    back = ("Emergencies", "emergencies")

    def section(self, *, emergency_id: int) -> Section:
        return _REVIEW

    def show(self, *, emergency_id: int) -> dict[str, Any]:
        found = emergency(emergency_id, self.request.user)
        if found is None:
            raise Http404
        return super().show(emergency_id=emergency_id) | {
            "emergency": found,
            "own": found.who_key == self.request.user.pk,
        }

    def act_on(self, answers: dict[str, Any], *, emergency_id: int) -> str:
        if emergency(emergency_id, self.request.user) is None:
            raise Http404
        review_emergency(emergency=emergency_id, review=answers["review"], by=self.request.user, at=self.now)
        return reverse("emergencies")
