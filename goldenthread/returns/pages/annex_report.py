"""The report of Annex A: who the children are, how long things took, and the published figures beside; and the rows
behind each figure, for the one who made the lists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse

from goldenthread.insight.public.analysis import names_of
from goldenthread.people.public import readable
from goldenthread.returns.pages.annex_a import EXCEL, AnnexWorkbookPage
from goldenthread.returns.public.annex_a import (
    ACT,
    QUESTIONS,
    TIMELINESS,
    Counted,
    Report,
    RowFound,
    answer_said,
    kept_answers,
    published_said,
    record_report,
    report_book,
    report_of,
    rows_of,
    value_said,
)
from goldenthread.rulebook.annex import LISTS
from goldenthread.ui.pictures.plots import lengths

ROWS_AT_ONCE = 50


class AnnexReportPage(AnnexWorkbookPage):
    """A page of the report of one workbook. `self.answers` is None where it is somebody else's, or its day is over."""

    def find(self, *, workbook_id: int) -> None:
        super().find(workbook_id=workbook_id)
        self.answers: pa.Table | None = kept_answers(workbook_id, self.request.user)

    def report(self) -> Report | None:
        return None if self.answers is None else report_of(self.answers, on=self.found.on)

    def shared(self, **more: Any) -> dict[str, Any]:
        return {"made": self.found, "gone": self.answers is None, "chosen": None, **more}


class AnnexReport(AnnexReportPage):
    """The report: beside England first, then each list by itself."""

    template = "returns/annex_report.html"

    def show(self, *, workbook_id: int) -> dict[str, Any]:
        report = self.report()
        if report is None:
            return self.shared()
        asked = self.request.GET.get("list", "")
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 3 else 0
        number = number if report.of_list(number) else 0
        here = reverse("annex_a_report", args=[workbook_id])
        chosen = LISTS[number] if number else None
        places = [{"label": "Beside England", "url": here, "current": not number}]
        places += [
            {"label": f"{one.number}. {one.title}", "url": f"{here}?list={one.number}", "current": one.number == number}
            for one in LISTS.values()
            if report.of_list(one.number)
        ]
        return self.shared(
            since=report.since,
            places=places,
            chosen=chosen,
            lists=_lists(report, here),
            beside=_beside(report, workbook_id),
            area=report.children_in_area,
            took=[_took(one, workbook_id) for one in report.questions.values() if one.middle is not None],
            questions=[_question(one, workbook_id) for one in report.of_list(number) if one.total],
        )


class AnnexReportRows(AnnexReportPage):
    """The rows behind a figure: those of a published figure's own kind (`figure`), those that gave one answer to a
    question, those that are over, or all of the question."""

    template = "returns/annex_report_rows.html"

    def show(self, *, workbook_id: int) -> dict[str, Any]:
        here = reverse("annex_a_report", args=[workbook_id])
        report, asked = self.report(), self.request.GET
        if report is None or self.answers is None:
            return self.shared(back=here)
        beside = next((one for one in report.beside if one.measure == asked.get("figure")), None)
        key = beside.question if beside else asked.get("question", "")
        question = QUESTIONS.get(key) or next(iter(QUESTIONS.values()))
        answer, over = asked.get("answer", "")[:200], asked.get("over") == "yes"
        names = beside.answers if beside else {answer} if answer else None
        found = rows_of(self.answers, question.key, answers=names, over=over)
        pages = max(1, -(-len(found) // ROWS_AT_ONCE))
        typed = asked.get("page", "")
        page = min(max(int(typed), 1), pages) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 1
        part = found[(page - 1) * ROWS_AT_ONCE : page * ROWS_AT_ONCE]
        which = {
            "figure": beside.measure if beside else "",
            "question": "" if beside else question.key,
            "answer": "" if beside else answer,
            "over": "yes" if over else "",
        }
        told = answer_said(answer) if answer else "those that are over" if over else "every row"
        rate = beside is not None and beside.unit != "%"
        return self.shared(
            back=here if beside or over else f"{here}?list={question.number}",
            question=question,
            list=f"List {question.number}, {LISTS[question.number].title}",
            heading=beside.title if beside else f"{question.title}: {told}",
            figure=value_said(beside.value, beside.unit) + (" for each 10,000 children" if rate else "")
            if beside
            else "",
            share=beside is not None and not rate,
            all=len(found),
            page=page,
            pages=pages,
            before=_rows_url(workbook_id, page=page - 1, **which) if page > 1 else "",
            after=_rows_url(workbook_id, page=page + 1, **which) if page < pages else "",
            timed=bool(question.middle),
            rows=self._rows(part, question.number, beside.met if beside else frozenset()),
        )

    def _rows(self, part: list[RowFound], number: int, met: frozenset[str]) -> list[dict[str, Any]]:
        # A record may have been closed to her since she made the lists.
        children = {one.child for one in part if one.child is not None}
        open_to = set(readable(self.request.user, children, at=self.now, act=ACT))
        self.saw(sorted(open_to), subject=f"annex_a:{self.found.key}")
        called = names_of(open_to)
        return [
            {
                "name": called.get(one.child or 0, "A record that is closed to you"),
                "url": reverse("child", args=[one.child]) if one.child in open_to else "",
                "place": f"List {number}, row {one.row}",
                "answer": answer_said(one.answer),
                "days": one.days,
                "met": one.answer in met,
            }
            for one in part
        ]


class AnnexReportFile(AnnexReportPage):
    """The report as a workbook: for those who work here, or as a copy that may leave."""

    def _page(self, status: int, **address: Any) -> HttpResponse:
        report = self.report()
        if report is None:
            raise Http404("The answers are gone")
        hide = self.request.GET.get("copy") != "inside"
        user = self.request.user
        made = report_book(report, council=settings.COUNCIL, taken_by=user.name, at=self.now, hide=hide)
        record_report(workbook=self.found.key, hidden=hide, by=user, at=self.now)
        answer = HttpResponse(made, content_type=EXCEL)
        name = f"annex-a-report-{self.found.on.isoformat()}{'-to-share' if hide else ''}.xlsx"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def _post(self, **address: Any) -> HttpResponse:
        return HttpResponseNotAllowed(["GET"])


def _rows_url(workbook: int, *, page: int = 1, **which: str) -> str:
    asked = {name: value for name, value in which.items() if value} | ({"page": str(page)} if page > 1 else {})
    return f"{reverse('annex_a_report_rows', args=[workbook])}?{urlencode(asked)}"


def _lists(report: Report, here: str) -> list[dict[str, Any]]:
    found = []
    for number, one in LISTS.items():
        counted = report.of_list(number)
        if counted:
            found.append(
                {
                    "title": f"{number}. {one.title}",
                    "url": f"{here}?list={number}",
                    "rows": counted[0].total,
                    "children": counted[0].children,
                }
            )
    return found


def _beside(report: Report, workbook: int) -> dict[str, Any]:
    rows = [
        {
            "title": one.title,
            "url": _rows_url(workbook, figure=one.measure),
            "measure": reverse("measure", args=[one.measure]),
            "value": value_said(one.value, one.unit),
            "unit": "" if one.unit == "%" else "for each 10,000 children",
            "counted": f"{one.counted[0]:,} {'of' if one.unit == '%' else 'in'} {one.counted[1]:,}"
            if one.counted[1]
            else f"{one.counted[0]:,}",
            "england": published_said(one.england, one.unit),
            "region": published_said(one.region, one.unit),
            "neighbours": published_said(one.neighbours, one.unit),
            "own": published_said(one.own, one.unit),
            "care": one.take_care,
        }
        for one in report.beside
    ]
    held = {way: any(row[way] for row in rows) for way in ("england", "region", "neighbours", "own")}
    return {"rows": rows, "held": held}


def _took(one: Counted, workbook: int) -> dict[str, Any]:
    return {
        "title": one.question.title,
        "list": f"{one.question.number}. {LISTS[one.question.number].title}",
        "middle": f"{one.middle:g}",
        "unit": one.question.middle,
        "timed": one.timed,
        "url": _rows_url(workbook, question=one.question.key, over="yes"),
    }


def _question(one: Counted, workbook: int) -> dict[str, Any]:
    drawn = lengths([count.rows for count in one.counts])
    said = [
        f"{found.share.title}: {value_said(found.value, '%')}, {found.met:,} of {found.of:,}."
        for found in one.shares
        if found.value is not None
    ]
    if one.middle is not None:
        said.insert(0, f"{one.question.middle}: {one.middle:g} at the median.")
    return {
        "title": one.question.title,
        "timeliness": one.question.part == TIMELINESS,
        "said": said,
        "rows": [
            {
                "name": answer_said(count.answer),
                "picture": picture,
                "rows": count.rows,
                "share": _share_said(count.rows, one.total),
                "url": _rows_url(workbook, question=one.question.key, answer=count.answer) if count.rows else "",
            }
            for count, picture in zip(one.counts, drawn, strict=True)
        ],
    }


def _share_said(rows: int, of: int) -> str:
    share = rows / of * 100
    return "under 1%" if 0 < share < 1 else f"{share:.0f}%"
