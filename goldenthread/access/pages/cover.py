"""Cover for people who are away."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.operations.cover import arrange_cover, end_cover
from goldenthread.access.pages.asks import Asks, choices_of
from goldenthread.access.pages.page import Page
from goldenthread.access.queries.people import arranged_cover, find_user, those_who_may
from goldenthread.kernel.form import Kind, Question, Section
from goldenthread.kernel.refusal import Refused


class CoverPage(Page):
    """Who covers for whom, now and to come."""

    act = "cover.arrange"
    template = "access/cover.html"

    def show(self, **address: Any) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return {"covers": arranged_cover(since=today), "today": today}


class ArrangeCover(Asks, Page):
    """One person does another's work between two days."""

    act = "cover.arrange"
    heading = "Arrange cover"
    button = "Arrange cover"
    back = ("Cover", "cover")
    intro = "The person who covers may open the same children's records, and sees the work in My work."

    def section(self, **address: Any) -> Section:
        people = choices_of(those_who_may("contact.read"))
        return Section(
            "cover",
            self.heading,
            (
                Question("absent", "Who is away?", Kind.ONE_OF, choices=people, required=True),
                Question("covering", "Who covers?", Kind.ONE_OF, choices=people, required=True),
                Question("first_on", "First day", Kind.DATE, required=True),
                Question("last_on", "Last day", Kind.DATE, required=True),
                Question("reason", "Reason (optional)", hint="For example, leave", longest=200),
            ),
        )

    def act_on(self, answers: dict[str, Any], **address: Any) -> str:
        absent, covering = find_user(key=int(answers["absent"])), find_user(key=int(answers["covering"]))
        arrange_cover(
            absent=absent,
            covering=covering,
            first_on=answers["first_on"],
            last_on=answers["last_on"],
            reason=answers.get("reason") or "",
            by=self.request.user,
            at=self.now,
        )
        return reverse("cover")


class EndCover(Page):
    """Ends one cover today."""

    act = "cover.arrange"
    template = "access/cover.html"

    def show(self, *, cover_id: int) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return {"covers": arranged_cover(since=today), "today": today}

    def find(self, *, cover_id: int) -> None:
        if not any(cover.key == cover_id for cover in arranged_cover(since=timezone.localdate(self.now))):
            raise Http404

    def perform(self, *, cover_id: int) -> str:
        today = timezone.localdate(self.now)
        found = next(cover for cover in arranged_cover(since=today) if cover.key == cover_id)
        if found.last_on < today:
            raise Refused("This cover has ended already.")
        end_cover(cover=cover_id, by=self.request.user, at=self.now)
        return reverse("cover")
