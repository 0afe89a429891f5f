"""For leaders: what moved beyond chance and whether what was done worked; what is coming; how children move through;
and whether a measure is the same for every group."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.insight.analysis.commentary import month_words
from goldenthread.insight.analysis.fairness import FEWEST, compare
from goldenthread.insight.analysis.points import last_day, month_after
from goldenthread.insight.analysis.suppression import SMALL, may_show_share
from goldenthread.insight.analysis.workload import RULES
from goldenthread.insight.pages import analysis_shown as shown
from goldenthread.insight.pages.analysis import MeasurePage, hides_small, month_asked
from goldenthread.insight.pages.leaders_words import SIX, action_rows, course_row, lead, multiple
from goldenthread.insight.public.analysis import (
    STOPS,
    Where,
    courses,
    drafted,
    fortnight,
    glances,
    last_month,
    moves,
    span_words,
    told,
)
from goldenthread.insight.public.dataset import NoDataset
from goldenthread.insight.public.measures import DIMENSIONS, Scope, Span, series_of
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.public.findings import findings_page
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.ui.pictures.plots import Stage, Stream, flow_chart, ranges
from goldenthread.ui.words import day, number

GROUPS_OF_CHILDREN = ("ethnicity", "sex", "age", "disability", "area")
FINDINGS = 5


class Leaders(Page):
    """The month for those who lead and those who hold them to account: aggregates alone, those that moved first."""

    act = "measures.read"
    template = "insight/leaders.html"

    def show(self) -> dict[str, Any]:
        try:
            month = month_asked(self)
        except NoDataset as reason:
            return {"wrong": str(reason), "month": ""}
        hide = hides_small(self)
        found = glances(SIX, month=month)
        ordered = sorted(found.values(), key=lambda one: (not one.verdict.moved, SIX.index(one.measure.id)))
        moved = [one for one in ordered if one.verdict.moved]
        return {
            "wrong": "",
            "month": month_words(month),
            "lead": lead([(one.measure.title, one.verdict.way) for one in moved], len(ordered)),
            "six": [
                multiple(one, hide=hide, place=place, asked=self._asked(month)) for place, one in enumerate(ordered)
            ],
            "moved": [self._moved(one.measure.id, month, hide) for one in moved],
            "actions": action_rows(month, found, hide=hide),
            "findings": self._findings(),
        }

    def _asked(self, month: date) -> str:
        return f"?month={month:%Y-%m}" if "month" in self.request.GET else ""

    def _moved(self, measure: str, month: date, hide: bool) -> dict[str, Any]:
        found = told(measure, month=month)
        clauses = [] if hide else drafted(found)
        return {
            "title": found.measure.title,
            "url": reverse("measure", args=[measure]) + self._asked(month),
            "verdict": shown.said_verdict(found.verdict),
            "said": [
                {"words": one.words, "sure": one.sure, "sure_words": shown.SURE_WORDS[one.sure]}
                for one in clauses
                if one.part in ("what_changed", "why") and one.sure != "not_known"
            ][:4],
            "answer": shown.answer(found),
        }

    def _findings(self) -> dict[str, Any] | None:
        if "findings.read" not in acts_of(self.request.user):
            return None
        held = findings_page(reader=self.request.user, status="open")
        rows = [one for one in held.rows if not one.kept_back][:FINDINGS]
        return {
            "open": held.open,
            "rows": [
                {
                    "words": one.words if len(one.words) < 160 else f"{one.words[:157]}…",
                    "url": reverse("finding", args=[one.key]),
                    "place": one.place,
                    "on": day(one.found_on),
                }
                for one in rows
            ],
        }


class WhatIsComing(Page):
    """Demand and lateness in the next three months, and the deadlines of the next fortnight."""

    act = "measures.read"
    template = "insight/coming.html"

    def show(self) -> dict[str, Any]:
        try:
            month = last_month()
            found, soon = courses(month=month), fortnight()
        except Refused as reason:
            return {"wrong": str(reason), "courses": [], "groups": []}
        hide = hides_small(self)

        def few(value: int) -> str:
            return f"fewer than {SMALL}" if hide and 0 < value < SMALL else number(value)

        return {
            "wrong": "",
            "courses": [course_row(one, place, hide=hide) for place, one in enumerate(found)],
            "today": day(soon.today),
            "due": few(sum(one.due for one in soon.groups)),
            "likely": few(sum(one.likely for one in soon.groups)),
            "groups": []
            if hide
            else [
                {
                    "clock": CLOCKS[one.clock].name if one.clock in CLOCKS else one.clock,
                    "team": one.team or "No team yet",
                    "due": number(one.due),
                    "likely": number(one.likely),
                    "rules": "; ".join(f"{RULES[rule]} ({count})" for rule, count in one.rules.items()),
                }
                for one in soon.groups
                if one.likely
            ],
            "rules": list(RULES.values()),
            "tried": soon.tried,
            "named_late": self._percent(soon.tried.named_late, soon.tried.named, hide),
            "others_late": self._percent(soon.tried.others_late, soon.tried.others, hide),
            "hidden": hide,
        }

    def _percent(self, part: int, of: int, hide: bool) -> str:
        if hide and not may_show_share(part, of):
            return "too few to show"
        return f"{part / of * 100:.0f}% ({number(part)} of {number(of)})" if of else "none"


class Flow(Page):
    """Children from contact to closure over a year, with the times between and where they wait."""

    act = "measures.read"
    template = "insight/flow.html"

    def show(self) -> dict[str, Any]:
        try:
            found = moves(month=last_month())
        except Refused as reason:
            return {"wrong": str(reason), "picture": ""}
        hide = hides_small(self)

        def count(value: int) -> str:
            return f"fewer than {SMALL}" if hide and 0 < value < SMALL else number(value)

        # A stream left out could be had from the others and the stops between them, so then none is shown.
        few = hide and any(count < SMALL for *_, count in found.streams)
        streams = () if few else found.streams
        stages = [
            Stage(key, name, column, found.counts[key])
            for key, (column, name) in STOPS.items()
            if found.counts.get(key, 0) and not few
        ]
        came_back = not hide or may_show_share(found.came_back, found.closed_before)
        return {
            "wrong": "",
            "nobody": not found.counts,
            "period": f"{month_words(found.starts_on)} to {month_words(found.ends_on)}",
            "picture": flow_chart(
                key="flow",
                title="Children from contact to closure",
                description=" ".join(f"{STOPS[a][1]} to {STOPS[b][1]}: {n:,}." for a, b, n in streams),
                stages=stages,
                streams=[Stream(a, b, n) for a, b, n in streams],
            )
            if stages
            else "",
            "streams": [{"from": STOPS[a][1], "to": STOPS[b][1], "count": number(n)} for a, b, n in streams],
            "waits": [
                {
                    "name": one.name,
                    "children": "too few to show" if few else number(one.children),
                    "median": f"{one.median:,.0f} days" if one.median is not None else "–",
                    "nine": f"{one.nine_in_ten:,.0f} days" if one.nine_in_ten is not None else "–",
                }
                for one in found.waits
                if not hide or one.children >= SMALL
            ],
            "waiting": [{"name": name, "count": count(n)} for name, n in found.waiting],
            "closed_before": count(found.closed_before),
            "came_back": number(found.came_back) if came_back else "too few to show",
            "share": f"{found.came_back / found.closed_before * 100:.0f}%"
            if found.closed_before and may_show_share(found.came_back, found.closed_before)
            else "",
        }


class MeasureGroups(MeasurePage):
    """A measure by ethnicity, sex, age, disability and area, each with its interval, and what the data cannot show."""

    template = "insight/measure_groups.html"

    def show(self, *, measure: str) -> dict[str, Any]:
        found = self.told()
        context: dict[str, Any] = {"m": self.measure, "wrong": self.wrong, "back": self.at("measure"), "tables": []}
        if found is None or self.measure.unit != "%":
            return context | {"period": "", "looked_at": 0, "differ": []}
        hide = hides_small(self)
        year = self._year(found.month)
        tables, differ = [], []
        counts = {by: self._counts(by, found.where, year) for by in GROUPS_OF_CHILDREN if by in self.measure.breakdowns}
        looked_at = sum(1 for groups in counts.values() for pair in groups.values() if pair[1] >= FEWEST)
        for by, groups in counts.items():
            rows = compare(groups, looked_at=looked_at)
            if hide:
                rows = tuple(one for one in rows if may_show_share(one.numerator, one.denominator))
                if len(rows) < len(groups):
                    # A group that is left out could be had from the total, so all of them are.
                    rows = ()
            if not rows:
                continue
            differ += [f"{one.key} ({DIMENSIONS[by].lower()})" for one in rows if one.differs]
            whole = sum(one.numerator for one in rows) / (sum(one.denominator for one in rows) or 1) * 100
            columns = ranges(
                [(one.lower * 100, one.share * 100, one.upper * 100, bool(one.differs)) for one in rows], centre=whole
            )
            tables.append(
                {
                    "by": DIMENSIONS[by],
                    "rows": [
                        {
                            "name": one.key,
                            "counted": f"{number(one.numerator)} of {number(one.denominator)}",
                            "share": f"{one.share * 100:.0f}%",
                            "range": f"{one.lower * 100:.0f}% to {one.upper * 100:.0f}%",
                            "found": "Too few to say"
                            if one.differs is None
                            else ("Higher than the others" if one.above else "Lower than the others")
                            if one.differs
                            else "No difference beyond chance",
                            "column": column,
                        }
                        for one, column in zip(rows, columns, strict=True)
                    ],
                }
            )
        return context | {
            "tables": tables,
            "period": span_words(year),
            "looked_at": looked_at,
            "differ": differ,
        }

    def _counts(self, by: str, where: Where, year: Span) -> dict[str, tuple[int, int]]:
        scope = Scope(None, self.now, dict(where))
        groups = series_of(self.measure.id, scope=scope, spans=(year,), by=by).figures[0].groups
        return {one.label: (round(one.numerator), round(one.denominator or 0)) for one in groups}

    def _year(self, month: date) -> Span:
        return Span(month if self.measure.cohort == "snapshot" else month_after(month, -11), last_day(month))
