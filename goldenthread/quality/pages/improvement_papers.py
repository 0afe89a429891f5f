"""Board papers: written beside the evidence, signed by a person, and as a tagged PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.casework.pages.typed import typed_day
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.pages.improvement import ImprovementPlanPage
from goldenthread.quality.public.improvement import (
    PaperSaid,
    PaperShown,
    improvement_shown,
    last_facts,
    paper_shown,
    sign_paper,
    write_paper,
)
from goldenthread.ui import words
from goldenthread.ui.papers import Unprintable, tagged_pdf

PAPER = Path(__file__).parent.parent / "papers" / "board_paper.typ"


class NewPaper(ImprovementPlanPage):
    """A paper for a board's meeting: the evidence stands beside the boxes."""

    act = "board_paper.write"
    template = "quality/board_paper_form.html"

    def show(self, *, improvement_id: int) -> dict[str, Any]:
        found = improvement_shown(improvement_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such plan")
        today = timezone.localdate(self.now)
        return {
            "plan": {"key": found.key, "title": found.title},
            "facts": last_facts(improvement_id, meeting_on=today, reader=self.request.user, at=self.now),
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "heading": "Write a board paper",
            "back": {"label": found.title, "url": reverse("improvement_plan", args=[improvement_id])},
        }

    def perform(self, *, improvement_id: int) -> str:
        made = write_paper(plan=improvement_id, said=said_of(self.request.POST), by=self.request.user, at=self.now)
        messages.success(self.request, "The paper is kept. It is not signed yet.")
        return reverse("board_paper", args=[made])


class BoardPaperPage(Page):
    """A board paper, whole, and whether a person has signed it."""

    act = "improvement.read"
    template = "quality/board_paper.html"

    def find(self, *, paper_id: int) -> None:
        if self.paper(paper_id) is None:
            raise Http404("No such paper")

    def paper(self, paper_id: int) -> PaperShown | None:
        return paper_shown(paper_id, reader=self.request.user, at=self.now)

    def show(self, *, paper_id: int) -> dict[str, Any]:
        found = self.paper(paper_id)
        if found is None:
            raise Http404("No such paper")
        return {"p": found, "facts": found.facts, "now": self.now}


class ChangePaper(BoardPaperPage):
    """The narrative goes on being written until it is signed."""

    act = "board_paper.write"
    template = "quality/board_paper_form.html"

    def show(self, *, paper_id: int) -> dict[str, Any]:
        found = self.paper(paper_id)
        if found is None:
            raise Http404("No such paper")
        values: Any = self.request.POST
        if self.request.method == "GET":
            values = {name: getattr(found, name) for name in ("why", "so_what", "what_next", "last_time")}
            values["meeting_on"] = found.meeting_on.isoformat()
        return {
            "plan": {"key": found.plan, "title": found.title},
            "facts": found.facts,
            "values": values,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "heading": "Change the board paper",
            "back": {"label": "The paper", "url": reverse("board_paper", args=[paper_id])},
        }

    def perform(self, *, paper_id: int) -> str:
        found = self.paper(paper_id)
        if found is None:
            raise Refused("There is no such paper.")
        said = said_of(self.request.POST)
        write_paper(plan=found.plan, said=said, paper=paper_id, by=self.request.user, at=self.now)
        messages.success(self.request, "The paper is kept. It is not signed yet.")
        return reverse("board_paper", args=[paper_id])


class SignPaper(BoardPaperPage):
    """Somebody who answers for it signs: the evidence is kept as it stands now."""

    act = "board_paper.sign"

    def perform(self, *, paper_id: int) -> str:
        sign_paper(paper=paper_id, by=self.request.user, at=self.now)
        messages.success(self.request, "The paper is signed. It changes no more.")
        return reverse("board_paper", args=[paper_id])


class PaperPdf(BoardPaperPage):
    """The paper as a tagged PDF."""

    def _page(self, status: int, **address: Any) -> HttpResponse:
        found = self.paper(address["paper_id"])
        if found is None or status != 200:
            return super()._page(status, **address)
        try:
            made = tagged_pdf(PAPER, as_values(found))
        except Unprintable as missed:
            self.problems = (("", f"{missed} Take it out of the words of the paper, and try again."),)
            return super()._page(422, **address)
        answer = HttpResponse(made, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="board-paper-{found.meeting_on.isoformat()}.pdf"'
        return answer


def as_values(found: PaperShown) -> dict[str, Any]:
    """Everything that the paper says, as plain values."""
    signed = f"Signed by {found.signed_by}, {words.moment(found.signed_at)}" if found.signed_at else "Not signed"
    return {
        "title": f"{found.title}: paper for {words.day(found.meeting_on)}",
        "council": settings.COUNCIL,
        "owner": found.owner,
        "signed": signed,
        "why": found.why,
        "so_what": found.so_what,
        "what_next": found.what_next,
        "last_time": found.last_time,
        "facts": dict(found.facts),
    }


def said_of(typed: Any) -> PaperSaid:
    """What was typed, as the operation takes it. Raises `Refused` for a day that is none."""
    meeting_on = typed_day(typed, "meeting_on", what="the day of the meeting", needed=True)
    assert meeting_on is not None
    return PaperSaid(
        meeting_on=meeting_on,
        why=typed.get("why", ""),
        so_what=typed.get("so_what", ""),
        what_next=typed.get("what_next", ""),
        last_time=typed.get("last_time", ""),
    )
