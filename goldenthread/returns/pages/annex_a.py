"""Annex A: making the workbook, what was found wrong in it, and fetching it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import require_about
from goldenthread.kernel.refusal import Refused
from goldenthread.returns.public.annex_a import (
    ACT,
    HELD,
    KINDS,
    Workbook,
    checks_of,
    produce_annex_a,
    record_download,
    workbook,
    workbooks,
)
from goldenthread.rulebook.annex import LISTS

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AnnexPage(Page):
    """A page about the workbook, which is about no child in particular: the role decides, and for each child the
    operation."""

    act = ACT

    def authorise(self, **address: Any) -> None:
        self.decision = require_about(self.request.user, self.act, (), at=self.now)


class AnnexA(AnnexPage):
    """Make the workbook as the record stood on a day, and see those made before."""

    template = "returns/annex_a.html"

    def show(self) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return {
            "today": today.isoformat(),
            "typed": self.request.POST.get("on", today.isoformat()),
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "lists": [(one, one.number in HELD) for one in LISTS.values()],
            "workbooks": workbooks(self.request.user),
        }

    def perform(self) -> str:
        try:
            on = date.fromisoformat(self.request.POST.get("on", "").strip())
        except ValueError:
            raise Refused("Choose the day the lists should be of", "on") from None
        address = self.request.build_absolute_uri("/").rstrip("/")
        made = produce_annex_a(on=on, by=self.request.user, at=self.now, address=address)
        return reverse("annex_a_workbook", args=[made.workbook])


class AnnexWorkbookPage(AnnexPage):
    """What is in a workbook, and what to put right before it goes out."""

    template = "returns/annex_a_workbook.html"

    def find(self, *, workbook_id: int) -> None:
        found = workbook(workbook_id, self.request.user)
        if found is None:
            raise Http404("No such workbook")
        self.found: Workbook = found

    def show(self, *, workbook_id: int) -> dict[str, Any]:
        wrong = Counter((one["kind"], one["list"], one["column"], one["why"]) for one in checks_of(workbook_id))
        order = list(KINDS)
        return {
            "made": self.found,
            "lists": [(one, self.found.rows.get(str(one.number), 0), one.number in HELD) for one in LISTS.values()],
            "checks": [
                (KINDS[kind], number, column, why, times)
                for (kind, number, column, why), times in sorted(
                    wrong.items(), key=lambda item: (order.index(item[0][0]), item[0][1], -item[1])
                )
            ],
            "total": sum(self.found.checked.values()),
            "kept": sum(wrong.values()),
        }


class AnnexWorkbookFile(AnnexWorkbookPage):
    """The file, for the one who made it, while it is kept."""

    def _page(self, status: int, **address: Any) -> HttpResponse:
        path = record_download(workbook=self.found.key, by=self.request.user, at=self.now)
        if path is None:
            raise Http404("The file is gone")
        name = f"annex-a-{self.found.on.isoformat()}.xlsx"
        return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=EXCEL)

    def _post(self, **address: Any) -> HttpResponse:
        return HttpResponseNotAllowed(["GET"])
