"""A case tracking pack as a tagged PDF: one child's plan, decisions and chronology, for who tracks her case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse

from goldenthread.access.pages.page import Page
from goldenthread.quality.public.readiness import case_pack
from goldenthread.ui.papers import Unprintable, tagged_pdf

PAPER = Path(__file__).parent.parent / "papers" / "case_pack.typ"


class CasePack(Page):
    """The pack. Its making is a read of the child's record, and enters the ledger as one."""

    act = "case_pack.read"
    template = "quality/case_pack.html"

    def child(self, *, child_id: int) -> int:
        return child_id

    def _page(self, status: int, **address: Any) -> HttpResponse:
        child = address["child_id"]
        values = case_pack(child, reader=self.request.user, at=self.now)
        if values is None:
            raise Http404("No such child")
        self.shown = values
        if values["stopped"]:
            sentence = "Something in this record is about another family, so no pack was made. Tell the administrator."
            self.problems = (("", sentence),)
            return super()._page(422, **address)
        try:
            made = tagged_pdf(PAPER, values | {"council": settings.COUNCIL})
        except Unprintable as missed:
            self.problems = (("", f"The pack cannot be made: {missed} An administrator can add a font to the server."),)
            return super()._page(422, **address)
        self.saw([child])
        answer = HttpResponse(made, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="case-tracking-pack-{child}.pdf"'
        return answer

    def show(self, *, child_id: int) -> dict[str, Any]:
        return {"name": self.shown["name"], "child": child_id}
