"""The monthly board pack: as a page, as a tagged PDF and as a workbook. It is made to leave, so it holds no small
number, whoever makes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.insight.analysis.charts import Chart
from goldenthread.insight.analysis.commentary import month_words
from goldenthread.insight.analysis.points import last_day, month_after
from goldenthread.insight.pages import analysis_shown as shown
from goldenthread.insight.pages import leaving
from goldenthread.insight.pages.analysis import MONTHS_BACK, month_asked
from goldenthread.insight.pages.leaders_words import SIX, action_rows, course_row, lead, multiple
from goldenthread.insight.pages.taken import taken_out
from goldenthread.insight.pages.team_words import limits_words, signed_by
from goldenthread.insight.pages.workbooks import MONTH_COLUMNS, months_sheet
from goldenthread.insight.public.analysis import (
    Clause,
    Glance,
    Told,
    courses,
    glances,
    last_month,
    told_of_each,
    what_moved,
)
from goldenthread.insight.public.dataset import NoDataset, dataset
from goldenthread.insight.public.measures import GROUPS, Measure, catalogue, comparators
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.public.findings import findings_page
from goldenthread.ui import words
from goldenthread.ui.papers import tagged_pdf
from goldenthread.ui.workbooks import Cell, Sheet, workbook

PACK = Path(__file__).parent.parent / "papers" / "board_pack.typ"
FINDINGS = 8
SAID = 8
"""Measures that moved of which more is said than their line; the worse first."""
WAYS = ("worse", "changed", "better")


class BoardPack(Page):
    """The month for a board: what moved and why, every measure, what was promised, and what is coming."""

    act = "board_pack.read"
    template = "insight/board_pack.html"

    def show(self) -> dict[str, Any]:
        try:
            month = month_asked(self)
        except NoDataset as reason:
            return {"wrong": str(reason), "pack": None}
        asked = f"?month={month:%Y-%m}"
        return {
            "wrong": "",
            "pack": self.values(month),
            "months": [
                (f"{back:%Y-%m}", month_words(back), back == month)
                for back in (month_after(last_month(), -at) for at in range(MONTHS_BACK))
            ],
            "pdf_url": reverse("board_pack_pdf") + asked,
            "workbook_url": reverse("board_pack_workbook") + asked,
        }

    def values(self, month: date) -> dict[str, Any]:
        """Everything that the pack says, as plain values; the pictures beside them are for the page alone."""
        found = glances((one.id for one in _ready()), month=month)
        six = [found[one] for one in SIX if one in found]
        six.sort(key=lambda one: (not one.verdict.moved, SIX.index(one.measure.id)))
        moved = sorted(
            (one for one in found.values() if one.verdict.moved),
            key=lambda one: (WAYS.index(one.verdict.way), one.measure.id not in SIX),
        )
        whole = told_of_each([one.measure.id for one in moved[:SAID]], month=month)
        return {
            "title": f"Children’s services in {month_words(month)}: board pack",
            "council": settings.COUNCIL,
            "month": month_words(month),
            "lead": lead([(one.measure.title, one.verdict.way) for one in six if one.verdict.moved], len(six)),
            "looked_at": f"{len(found)} measures were looked at; {len(moved)} moved by more than chance explains. By "
            "chance alone one month in about 300 lies outside its limits.",
            "six": [self._one(one, place) for place, one in enumerate(six)],
            "moved": [_why(one, whole[one.measure.id]) for one in moved if one.measure.id in whole],
            "more": words.plural(len(moved) - len(whole), "more measure") if len(moved) > len(whole) else "",
            "areas": [
                {"title": title, "rows": rows}
                for key, title in GROUPS.items()
                if (rows := [_line(one) for one in found.values() if one.measure.group == key])
            ],
            "actions": action_rows(month, found, hide=True),
            "coming": _coming(month),
            "findings": self._findings(),
            "made": f"Made by {signed_by(self.request.user, self.now)}, from the record as it stood "
            f"{words.moment(dataset().built_at)}.",
            "may_leave": leaving.ALONE,
        }

    def _one(self, found: Glance, place: int) -> dict[str, Any]:
        row = multiple(found, hide=True, place=place, asked=f"?month={found.month:%Y-%m}")
        chart = shown.chart_of(found, hide=True)
        return {
            **{key: row[key] for key in ("title", "url", "verdict", "figure", "unit", "counted", "picture", "foot")},
            "limits": "" if row["figure"] == leaving.TOO_FEW else limits_words(found, hide=True),
            "described": shown.described(found, chart),
            "drawn": drawn(found, chart),
        }

    def _findings(self) -> dict[str, Any] | None:
        """What inspectors said and is not closed, for a reader who may read it. What audits, complaints and families
        told may be about one child, and does not leave."""
        if "findings.read" not in acts_of(self.request.user):
            return None
        held = findings_page(reader=self.request.user, status="open", source="inspection")
        rows = [one for one in held.rows if not one.kept_back][:FINDINGS]
        return {
            "open": held.open,
            "rows": [{"words": one.words, "place": one.place, "on": words.day(one.found_on)} for one in rows],
        }


def _ready() -> list[Measure]:
    return [one for one in catalogue().measures.values() if not one.waits_for]


def _line(found: Glance) -> dict[str, Any]:
    said = shown.figure_said(found, hide=True)
    england = comparators(found.measure.id).england
    return {
        "title": found.measure.title,
        "url": f"{reverse('measure', args=[found.measure.id])}?month={found.month:%Y-%m}",
        "figure": " ".join(part for part in (said["figure"], said["unit"]) if part),
        "counted": said["counted"],
        "verdict": shown.said_verdict(found.verdict),
        "england": f"{shown.words_of(found.measure, england[-1].value)} ({england[-1].year})" if england else "–",
    }


def _why(found: Glance, whole: Told) -> dict[str, Any]:
    """A measure that moved, and what is said of why: nothing where a part of it would tell of a few."""
    clauses = []
    if all(
        leaving.may_leave(figure) and leaving.may_tell_of(whole, figure.span)
        for figure in (whole.now_figure, whole.before_figure)
    ):
        clauses = [one for one in what_moved(whole) if one.sure != "not_known" and _may_tell(one, whole)]
    return {
        "title": found.measure.title,
        "url": f"{reverse('measure', args=[found.measure.id])}?month={found.month:%Y-%m}",
        "verdict": shown.said_verdict(found.verdict),
        "answer": shown.answer(whole),
        "said": [{"words": one.words, "sure": shown.SURE_WORDS[one.sure]} for one in clauses],
    }


def _may_tell(one: Clause, whole: Told) -> bool:
    """Whether a sentence leaves: no cause does where a group, or a step that it rests on, would tell of a few."""
    if one.part != "why":
        return True
    if any(to == "steps" for _, to in one.rests_on) and not shown.may_tell_steps(whole, hide=True):
        return False
    best = whole.explanation.best if whole.explanation else None
    return best is None or shown.may_draw(best, hide=True)


def _coming(month: date) -> list[dict[str, Any]]:
    """What is forecast; nothing where it cannot be worked out, which its own page says why."""
    try:
        found = courses(month=month)
    except Refused:
        return []
    rows = [course_row(one, place, hide=True) for place, one in enumerate(found)]
    return [{"name": row["name"], "answer": row["answer"], "test": row["test"]} for row in rows if row["picture"]]


def drawn(found: Glance, chart: Chart) -> dict[str, Any]:
    """A small chart as places between 0 and 1, for paper: across from the first month to the last, up from the
    lowest to the highest. A month without a figure has no place."""
    months = shown.months_of(found, chart, last=shown.SMALL)
    every = [one for month in months for one in (month.value, month.lower, month.upper) if one is not None]
    low, high = min(every, default=0.0), max(every, default=1.0)
    wide = (high - low) or 1.0

    def up(value: float | None) -> float | None:
        return None if value is None else round((value - low) / wide, 4)

    return {
        "low": shown.tick_words(found.measure, low),
        "high": shown.tick_words(found.measure, high),
        "first": months[0].label if months else "",
        "last": months[-1].label if months else "",
        "months": [
            {
                "at": round(at / max(1, len(months) - 1), 4),
                "value": up(month.value),
                "lower": up(month.lower),
                "upper": up(month.upper),
                "centre": up(month.centre),
                "state": month.state,
                "up": month.up,
            }
            for at, month in enumerate(months)
        ],
    }


class BoardPackPdf(BoardPack):
    """The pack as a tagged PDF; the ledger says who took it out."""

    form = "pdf"

    def _page(self, status: int, **address: Any) -> HttpResponse:
        try:
            month = month_asked(self)
        except NoDataset:
            return super()._page(status, **address)
        name = f"board-pack-{month:%Y-%m}.{self.form}"
        return taken_out(self, self.made(month), name=name, subject=f"board_pack:{month:%Y-%m}", hidden=True)

    def _post(self, **address: Any) -> HttpResponse:
        return HttpResponseNotAllowed(["GET"])

    def made(self, month: date) -> bytes:
        """The file."""
        values = self.values(month)
        for one in values["six"]:
            del one["picture"]
        return tagged_pdf(PACK, values)


class BoardPackWorkbook(BoardPackPdf):
    """The figures of the pack as a workbook: every measure, its months, and how it is worked out."""

    form = "xlsx"

    def made(self, month: date) -> bytes:
        found = glances((one.id for one in _ready()), month=month)
        about: list[tuple[Cell, ...]] = [
            ("Pack", f"Children’s services in {month_words(month)}"),
            ("May it leave the authority?", leaving.ALONE),
            ("Made from", f"The dataset of {settings.COUNCIL}, built {words.moment(dataset().built_at)}"),
            ("Taken out by", signed_by(self.request.user, self.now)),
            (
                "Limits",
                "Three standard errors either side of the average. What breaks a rule is named",
            ),
        ]
        sheets = [
            Sheet("About", ("What", "Says"), about, wide=(32, 100)),
            Sheet(
                "Measures",
                ("Measure", "Id", "Area", "From", "To", "Figure", "Unit", "Counted", "Is the change real?", "England"),
                [_measure_line(one) for one in found.values()],
                wide=(50, 24, 18, 12, 12, 18, 12, 18, 40, 18),
            ),
            Sheet("By month", ("Id", *MONTH_COLUMNS), _every_month(found)),
            Sheet(
                "Definitions",
                (
                    "Measure",
                    "Id",
                    "Definition",
                    "Counts",
                    "Of",
                    "Unit",
                    "Better is",
                    "Usual aim",
                    "Set by",
                    "Take care",
                ),
                [_definition(one.measure) for one in found.values()],
                wide=(40, 24, 60, 40, 40, 12, 18, 24, 60, 60),
            ),
        ]
        return workbook(f"Board pack, {month_words(month)}", sheets, at=self.now)


def _every_month(found: dict[str, Glance]) -> list[tuple[Cell, ...]]:
    return [(key, *row) for key, one in found.items() for row in months_sheet(one, hide=True).rows]


def _measure_line(found: Glance) -> tuple[Cell, ...]:
    line, said = _line(found), shown.figure_said(found, hide=True)
    return (
        found.measure.title,
        found.measure.id,
        GROUPS[found.measure.group],
        found.month,
        last_day(found.month),
        said["figure"],
        found.measure.unit,
        said["counted"],
        line["verdict"]["words"],
        line["england"],
    )


def _definition(one: Measure) -> tuple[Cell, ...]:
    return (
        one.title,
        one.id,
        one.definition,
        one.numerator,
        one.denominator,
        one.unit,
        shown.BETTER_IS.get(one.polarity, "Neither way is better in itself"),
        one.target_words,
        one.source,
        one.caveats,
    )
