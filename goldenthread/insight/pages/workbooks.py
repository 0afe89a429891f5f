"""The workbook of a measure: its figures, its definition and where they come from, and its rows for those who may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import reverse

from goldenthread.access.public import acts_of
from goldenthread.insight.analysis.points import last_day
from goldenthread.insight.pages import analysis_shown as shown
from goldenthread.insight.pages import leaving
from goldenthread.insight.pages.closer import CloserPage
from goldenthread.insight.pages.taken import taken_out
from goldenthread.insight.public.analysis import Glance, span_words, told
from goldenthread.insight.public.closer import STEPS, Looked, looked, ways_of
from goldenthread.insight.public.dataset import dataset
from goldenthread.insight.public.measures import Figure, Scope, rows
from goldenthread.ui import words
from goldenthread.ui.workbooks import Cell, Sheet, workbook

MOST_ROWS = 20_000
"""Rows of one workbook."""
MONTH_COLUMNS = ("From", "To", "Figure", "Numerator", "Denominator", "Lower limit", "Average", "Upper limit", "Signal")
"""The columns of a measure's months."""


class MeasureWorkbook(CloserPage):
    """The workbook of a measure: for those who work here with its rows, or a copy that may leave."""

    act = "measure.download"

    def _page(self, status: int, **address: Any) -> HttpResponse:
        found = self.found()
        if found is None or status != 200:
            return super()._page(422 if found is None else status, **address)
        hide = self.request.GET.get("copy") == "shared"
        if hide and found.asked.narrowed_by:
            # A part and the whole tell of the rest, so a copy that leaves is always of the whole.
            asked = replace(found.asked, narrowed_by="", narrowed_to="")
            found = looked(self.measure.id, asked, reader=self.request.user, at=self.now)
        children, sheets = self._sheets(found, hide)
        made = workbook(self.measure.title, sheets, at=self.now)
        name = f"{self.measure.id}-{found.asked.until:%Y-%m}{'-to-share' if hide else ''}.xlsx"
        return taken_out(self, made, name=name, subject=f"measure:{self.measure.id}", hidden=hide, children=children)

    def _post(self, **address: Any) -> HttpResponse:
        return HttpResponseNotAllowed(["GET"])

    def _sheets(self, found: Looked, hide: bool) -> tuple[set[int], list[Sheet]]:
        one = self.measure
        chart = told(one.id, month=found.asked.until, where=tuple(sorted(found.asked.where.items())))
        sheets = [self._about(found, hide), months_sheet(chart, hide=hide)]
        if not hide:
            sheets.append(_course_sheet(found))
            sheets += [_groups_sheet(found)] if found.asked.by else []
        elif found.asked.by and leaving.may_tell_of(chart, found.whole.span):
            told_of = leaving.groups_to_tell(found.whole)
            if told_of is not None:
                sheets.append(_as_groups(found, told_of))
        children: set[int] = set()
        if not hide and "measure_rows.read" in acts_of(self.request.user):
            children, sheet, left_out = self._rows(found)
            sheets.append(sheet)
            if left_out:
                sheets.append(Sheet("Rows left out", ("What",), [(left_out,)], wide=(90,)))
        return children, sheets

    def _about(self, found: Looked, hide: bool) -> Sheet:
        one, held, asked = self.measure, dataset(), found.asked
        only = ""
        if asked.narrowed_by:
            name = found.offered.get(asked.narrowed_by, {}).get(asked.narrowed_to, asked.narrowed_to)
            only = f"{shown.DIMENSIONS[asked.narrowed_by]}: {name}"
        lines: list[tuple[str, str]] = [
            ("Measure", one.title),
            ("Id", one.id),
            ("May it leave the authority?", leaving.ALONE if hide else leaving.INSIDE),
            ("Period", span_words(asked.span)),
            ("Only", only),
            ("By", shown.DIMENSIONS[asked.by] if asked.by else ""),
            ("Definition", one.definition),
            ("Counts", one.numerator),
            ("Of", one.denominator),
            ("Unit", one.unit if one.unit != "mean" else f"mean of {one.unit_words}"),
            ("Better is", shown.BETTER_IS.get(one.polarity, "Neither way is better in itself")),
            ("Usual aim", one.target_words),
            ("Set by", one.source),
            ("Take care", one.caveats),
            ("Version of the definition", one.mark),
            ("Made from", f"The dataset of {settings.COUNCIL}, built {words.moment(held.built_at)}"),
            ("Children who live in the area", _children_in_area()),
            ("Taken out by", f"{self.request.user.name}, {words.moment(self.now)}"),
            ("SQL of the measure", one.sql),
        ]
        return Sheet("About", ("What", "Says"), [line for line in lines if line[1]], wide=(32, 110))

    def _rows(self, found: Looked) -> tuple[set[int], Sheet, str]:
        scope = Scope(self.request.user, self.now, found.asked.where)
        held = rows(self.measure.id, scope=scope, span=found.whole.span, many=MOST_ROWS)
        ways = list(ways_of(self.measure))
        address = self.request.build_absolute_uri("/").rstrip("/")
        made: list[tuple[Cell, ...]] = [
            (
                row.child,
                f"{address}{reverse('child', args=[row.child])}" if row.child is not None else "",
                row.about,
                row.event_on,
                row.in_numerator,
                row.in_denominator,
                *(row.labels.get(way, "") for way in ways),
            )
            for row in held.rows
        ]
        columns = ("Child", "Child’s record", "What", "Day", "In numerator", "In denominator")
        more = held.all_rows - held.kept_back - len(held.rows)
        said = []
        if held.kept_back:
            said.append(f"{held.kept_back:,} rows are about children whose records are closed to who took this out.")
        if more > 0:
            said.append(f"{more:,} more rows follow: a workbook has {MOST_ROWS:,} at most. Choose a shorter period.")
        labels = (shown.DIMENSIONS[way] for way in ways)
        return (
            {row.child for row in held.rows if row.child is not None},
            Sheet("Rows", (*columns, *labels), made),
            " ".join(said),
        )


def _children_in_area() -> str:
    held = dataset()
    if held.children_in_area is None:
        return held.children_in_area_source
    return f"{held.children_in_area:,}. {held.children_in_area_source}"


def months_sheet(found: Glance, *, hide: bool) -> Sheet:
    """The months of a control chart with their limits, as numbers; a month that may not leave is empty."""
    chart, scale = shown.chart_of(found, hide=hide), found.scale
    share = found.measure.unit == "%"

    def scaled(value: float | None) -> float | None:
        return None if value is None else round(value * scale, 2)

    lines: list[tuple[Cell, ...]] = []
    for point in chart.points:
        seen = point.value is not None
        lines.append(
            (
                point.month,
                last_day(point.month),
                scaled(point.value),
                round(point.numerator) if seen and share else None,
                round(point.denominator) if seen and point.denominator else None,
                scaled(point.lower),
                scaled(point.centre),
                scaled(point.upper),
                "; ".join(dict.fromkeys(shown.RULES[signal.rule] for signal in point.signals))
                if seen
                else leaving.TOO_FEW
                if hide
                else "Nothing counted",
            )
        )
    return Sheet("By month", MONTH_COLUMNS, lines)


def _line(name: tuple[Cell, ...], figure: Figure) -> tuple[Cell, ...]:
    return (
        *name,
        None if figure.value is None else round(figure.value, 2),
        round(figure.numerator, 2),
        figure.denominator,
        figure.rows or None,
    )


def _course_sheet(found: Looked) -> Sheet:
    course, named = found.course, STEPS[found.asked.step]
    lines: list[tuple[Cell, ...]] = []
    for at, span in enumerate(course.spans):
        lines.append(_line((span.starts_on, span.ends_on, "All"), course.figures[at]))
        lines += [
            _line((span.starts_on, span.ends_on, course.labels[key]), some[at]) for key, some in course.groups.items()
        ]
    columns = ("From", "To", "Group", "Figure", "Numerator", "Denominator", "Rows")
    return Sheet(f"By {named.lower()} as asked", columns, lines)


def _groups_sheet(found: Looked) -> Sheet:
    groups = [(one.label, one.numerator, one.denominator, one.value) for one in found.whole.groups]
    return _as_groups(found, groups)


def _as_groups(found: Looked, groups: list[tuple[str, float, float | None, float | None]]) -> Sheet:
    whole = found.whole
    lines: list[tuple[Cell, ...]] = [
        (label, None if value is None else round(value, 2), round(top, 2), bottom)
        for label, top, bottom, value in (*groups, ("All", whole.numerator, whole.denominator, whole.value))
    ]
    by = shown.DIMENSIONS[found.asked.by]
    return Sheet(f"By {by.lower()}"[:31].replace("'", ""), (by, "Figure", "Numerator", "Denominator"), lines)
