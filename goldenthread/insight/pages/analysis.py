"""Measures: the list, one measure with its chart, its causes and what is said of it, and the rows behind it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.insight.analysis.commentary import PARTS, month_words
from goldenthread.insight.analysis.judging import WORKED
from goldenthread.insight.analysis.points import last_day, month_after
from goldenthread.insight.pages import analysis_shown as shown
from goldenthread.insight.pages.looks import look_row
from goldenthread.insight.public.analysis import (
    Glance,
    Told,
    commentary_of,
    drafted,
    glances,
    last_month,
    names_of,
    promises,
    span_words,
    told,
)
from goldenthread.insight.public.closer import looks_for
from goldenthread.insight.public.dataset import NoDataset, dataset
from goldenthread.insight.public.measures import (
    GROUPS,
    Measure,
    Scope,
    Span,
    UnknownMeasure,
    catalogue,
    figure,
    measure_of,
    rows,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.pages.standards import OF_THE_CHILD, PLACES
from goldenthread.rulebook.rights import Role
from goldenthread.ui import words
from goldenthread.ui.words import number

ROWS_AT_ONCE = 100
MONTHS_BACK = 24
MORE = (
    ("measures.read", "For leaders", "leaders"),
    ("board_pack.read", "Board pack", "board_pack"),
    ("measures.read", "What is coming", "coming"),
    ("measures.read", "How children move through", "flow"),
    ("measures.read", "Events that may explain a figure", "known_events"),
)
"""What else there is of measures: the act that opens it, its words, its address."""


def hides_small(page: Page) -> bool:
    """Whether this reader sees no small number: elected members see what may leave the service, and no more."""
    return bool(page.request.user.role == Role.ELECTED_MEMBER)


def month_asked(page: Page) -> date:
    """The month in the address or the form, or the last whole one. Raises `Http404` for what is none of ours, and
    `NoDataset`."""
    last = last_month()
    given = (page.request.POST.get("month") or page.request.GET.get("month", "")).strip()
    if not given:
        return last
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", given):
        raise Http404("No such month")
    found = date(int(given[:4]), int(given[5:]), 1)
    if not month_after(last, -60) <= found <= last:
        raise Http404("No such month")
    return found


class MeasurePage(Page):
    """A page about one measure and one month, both in its address. Where the measures cannot be read, `wrong` says why
    in words and the page shows that alone."""

    act = "measures.read"
    template = "insight/measure.html"
    wrong: str = ""
    stays: ClassVar[tuple[str, ...]] = ("month", "team")

    def find(self, *, measure: str, **address: Any) -> None:
        try:
            self.measure = measure_of(measure)
        except UnknownMeasure:
            raise Http404("No such measure") from None

    def month(self) -> date | None:
        """The month asked for, or the last whole one; None where nothing was built. Raises `Http404` for what is none
        of ours."""
        try:
            return month_asked(self)
        except NoDataset as reason:
            self.wrong = str(reason)
            return None

    def team(self) -> str:
        """The team asked for. A reader who may see no small number is shown the whole alone: two teams and the whole
        tell of the third."""
        return "" if hides_small(self) else self.request.GET.get("team", "")[:40]

    def told(self) -> Told | None:
        """Everything told of the measure, or None and `wrong`."""
        month = self.month()
        if month is None:
            return None
        team = self.team()
        try:
            return told(self.measure.id, month=month, where=(("team", team),) if team else ())
        except Refused as reason:
            self.wrong = str(reason)
            return None

    def at(self, name: str, **more: str) -> str:
        """The address of another page about the same measure and month."""
        kept = {key: self.request.GET[key][:40] for key in self.stays if self.request.GET.get(key)}
        if self.request.POST.get("month"):
            kept["month"] = self.request.POST["month"][:7]
        asked = urlencode(kept | more)
        return reverse(name, args=[self.measure.id]) + (f"?{asked}" if asked else "")


class MeasureList(Page):
    """Every measure by area, each with its last month."""

    act = "measures.read"
    template = "insight/measures.html"

    def show(self) -> dict[str, Any]:
        wrong, built = "", None
        held, acts = catalogue(), acts_of(self.request.user)
        try:
            built = dataset()
            month = last_month()
        except NoDataset as reason:
            wrong, month = str(reason), None
        chosen = self.request.GET.get("area", "")
        hide = hides_small(self)
        found = glances([one.id for one in held.measures.values() if not one.waits_for], month=month) if month else {}
        areas: list[dict[str, Any]] = []
        waiting = []
        for key, title in GROUPS.items():
            measures = [one for one in held.measures.values() if one.group == key]
            waiting += [one.title for one in measures if one.waits_for]
            ready = [one for one in measures if not one.waits_for]
            if ready and (not chosen or chosen == key):
                areas.append({"title": title, "rows": [self._row(one, found.get(one.id), hide) for one in ready]})
        return {
            "areas": areas,
            "filters": [{"key": key, "title": title, "chosen": key == chosen} for key, title in GROUPS.items()],
            "waiting": waiting if not chosen else [],
            "looks": [look_row(one) for one in looks_for(self.request.user)] if "measures.explore" in acts else [],
            "more": [{"label": label, "url": reverse(name)} for act, label, name in MORE if act in acts],
            "refused": sorted(held.refused.items()) if "measure_step.confirm" in acts else [],
            "wrong": wrong,
            "built": words.moment(built.built_at) if built else "",
            "month": month_words(month) if month else "",
        }

    def _row(self, one: Measure, found: Glance | None, hide: bool) -> dict[str, Any]:
        row: dict[str, Any] = {
            "title": one.title,
            "url": reverse("measure", args=[one.id]),
            "figure": "",
            "unit": "",
            "counted": "",
            "verdict": None,
        }
        if found is None:
            return row
        return row | shown.figure_said(found, hide=hide) | {"verdict": shown.said_verdict(found.verdict)}


class OneMeasure(MeasurePage):
    """One measure: is the change real, how do others do, why did it move, what do we say, how is it worked out."""

    def show(self, *, measure: str) -> dict[str, Any]:
        found = self.told()
        one, acts, hide = self.measure, acts_of(self.request.user), hides_small(self)
        context: dict[str, Any] = {
            "m": one,
            "area": GROUPS[one.group],
            "wrong": self.wrong,
            "may": acts,
            "month": "",
            "built": "",
            "teams": None,
            "better": shown.BETTER_IS.get(one.polarity, "Neither way is better in itself"),
        }
        if found is None:
            return context
        return context | self._figure(found, hide) | self._why(found, hide) | self._said(found, acts)

    def _figure(self, found: Told, hide: bool) -> dict[str, Any]:
        one, figure_ = self.measure, found.figure
        last = last_month()
        missed = round((figure_.denominator or 0) - figure_.numerator)
        chart = shown.chart_of(found, hide=hide)
        return {
            "month": month_words(found.month),
            "month_key": f"{found.month:%Y-%m}",
            "months": [
                {"key": f"{back:%Y-%m}", "words": month_words(back), "chosen": back == found.month}
                for back in (month_after(last, -at) for at in range(MONTHS_BACK))
            ],
            "team": dict(found.where).get("team", ""),
            **shown.figure_said(found, hide=hide),
            "rows": number(figure_.rows),
            "verdict": shown.said_verdict(found.verdict),
            "answer": shown.answer(found),
            "rows_url": self.at("measure_rows"),
            "missed_url": self.at("measure_rows", only="missed") if one.polarity == "high" and missed else "",
            "missed": number(missed),
            "picture": shown.picture(found, hide=hide),
            "table": shown.table(found, hide=hide),
            "share": one.unit == "%",
            "events": [
                {"letter": chr(ord("A") + at % 26), "on": words.day(on), "words": said}
                for at, (_, on, said) in enumerate(shown.happened(found, chart))
            ],
            "steps": [
                {
                    "month": month_words(step.month),
                    "reason": step.reason,
                    "by": step.confirmed_by,
                    "at": step.confirmed_at,
                }
                for step in found.steps
            ],
            "published": shown.published_rows(found),
            "built": words.moment(dataset().built_at),
            "step_url": self.at("confirm_step"),
            "groups_url": self.at("measure_groups"),
            "closer_url": self._closer(found),
        }

    def _closer(self, found: Told) -> str:
        """The page that looks at the same months by any group, narrowed as this one is."""
        asked = {"month": f"{found.month:%Y-%m}", "only": ":".join(found.where[0]) if found.where else ""}
        return f"{reverse('measure_closer', args=[self.measure.id])}?{urlencode({k: v for k, v in asked.items() if v})}"

    def _why(self, found: Told, hide: bool) -> dict[str, Any]:
        explained = found.explanation
        if explained is None or not found.before_figure.denominator or not found.now_figure.denominator:
            return {"why": None}
        best = explained.best or next((cut for cut in explained.cuts if cut.by == "team"), None)
        drawable = best is not None and shown.may_draw(best, hide=hide)
        return {
            "why": {
                "now": span_words(found.now),
                "before": span_words(found.before),
                "moved": found.verdict.moved,
                "parts": shown.drawn_parts(found, best) if best and drawable and len(best.parts.groups) > 1 else None,
                "steps": shown.step_parts(found, hide=hide),
                "tested": [] if hide else shown.tested_rows(found),
                "timing": shown.timing_rows(found),
                "by": shown.DIMENSIONS[best.by].lower() if best else "",
                "groups": shown.group_rows(best, hide=hide) if best else [],
                "reversal": any(cut.finding == "both_ways" for cut in explained.cuts),
                "looked_at": len(explained.cuts),
            },
            "teams": shown.team_funnel(found, hide=hide),
        }

    def _said(self, found: Told, acts: Any) -> dict[str, Any]:
        if found.where or hides_small(self):
            return {"clauses": []}
        kept = commentary_of(found)
        clauses = kept.clauses if kept else drafted(found)
        will_do, said = promises(found)
        return {
            "clauses": shown.clause_rows(clauses, self._evidence(found, acts), PARTS),
            "kept": kept,
            "signed": kept.signed_by if kept else "",
            "signed_at": words.moment(kept.signed_at) if kept and kept.signed_at else "",
            "edited_by": kept.edited_by if kept else "",
            "words_url": self.at("commentary"),
            "sign_url": self.at("sign_commentary"),
            "action_url": self.at("measure_action"),
            "actions": [
                {
                    "key": one.key,
                    "words": one.words,
                    "owner": one.owner,
                    "due_on": words.day(one.due_on),
                    "expected": f"{shown.words_of(self.measure, one.expected)} in {month_words(one.judged_on)}",
                    "came": shown.words_of(self.measure, one.came) if one.came is not None else "–",
                    "worked": one.worked,
                    "worked_words": WORKED[one.worked],
                }
                for one in (*will_do, *said)
            ],
        }

    def _evidence(self, found: Told, acts: Any) -> dict[str, str]:
        urls = {
            "chart": "#is-it-real",
            "parts": "#why",
            "tested": "#why",
            "steps": "#why",
            "others": "#others",
            "definition": "#definition",
            "action": "#actions",
        }
        if "measure_rows.read" in acts:
            urls |= {
                "rows:now": self.at("measure_rows", over=str(_months(found.now))),
                "rows:missed": self.at(
                    "measure_rows",
                    over=str(_months(found.now)),
                    only="missed" if found.measure.polarity == "high" else "met",
                ),
                "rows:before": self.at(
                    "measure_rows", over=str(_months(found.before)), month=f"{found.before.ends_on:%Y-%m}"
                ),
            }
        return urls


def _months(span: Span) -> int:
    return (span.ends_on.year - span.starts_on.year) * 12 + span.ends_on.month - span.starts_on.month + 1


class MeasureRows(MeasurePage):
    """The rows behind a figure, of the children whose records the reader may open, and how many are kept back."""

    act = "measure_rows.read"
    template = "insight/measure_rows.html"

    def show(self, *, measure: str) -> dict[str, Any]:
        month = self.month()
        context: dict[str, Any] = {"m": self.measure, "wrong": self.wrong, "back": self.at("measure"), "rows": []}
        if month is None:
            return context
        over = self._number("over", most=12) or 1
        page = self._number("page", most=10_000) or 1
        only = self.request.GET.get("only", "")
        team = self.request.GET.get("team", "")[:40]
        scope = Scope(self.request.user, self.now, {"team": team} if team else {})
        span = Span(month_after(month, 1 - over), last_day(month))
        try:
            held = rows(self.measure.id, scope=scope, span=span, many=None)
            whole = figure(self.measure.id, scope=scope, span=span)
        except Refused as reason:
            return context | {"wrong": str(reason)}
        chosen = [
            row
            for row in held.rows
            if only not in ("met", "missed") or (row.in_numerator > 0) == (only == "met") and row.in_denominator > 0
        ]
        part = chosen[(page - 1) * ROWS_AT_ONCE : page * ROWS_AT_ONCE]
        self.saw({row.child for row in part if row.child is not None}, subject=f"measure:{self.measure.id}")
        names = names_of({row.child for row in part if row.child is not None})
        pages = max(1, -(-len(chosen) // ROWS_AT_ONCE))
        return context | {
            "period": span_words(span),
            "figure": shown.words_of(self.measure, whole.value) if whole.value is not None else "Nothing counted",
            "counted": shown.counted(whole),
            "only": only,
            "all": number(len(chosen)),
            "kept_back": held.kept_back,
            "share": self.measure.unit == "%",
            "rows": [
                {
                    "name": names.get(row.child, "About no child") if row.child is not None else "About no child",
                    "url": reverse("child", args=[row.child]) if row.child is not None else "",
                    "place": place_of(row.about, row.child),
                    "on": words.day(row.event_on),
                    "team": row.labels.get("team", ""),
                    "worker": row.labels.get("worker", ""),
                    "met": row.in_numerator > 0,
                    "counts": row.in_denominator > 0,
                }
                for row in part
            ],
            "filters": [
                {"key": key, "words": said, "url": self._url(only=key), "chosen": key == only}
                for key, said in (("", "All"), ("met", "Counted in"), ("missed", "Not counted in"))
            ],
            "before_url": self._url(page=page - 1) if page > 1 else "",
            "after_url": self._url(page=page + 1) if page < pages else "",
            "page": page,
            "pages": pages,
        }

    def _number(self, name: str, *, most: int) -> int | None:
        given = self.request.GET.get(name, "")
        return min(int(given), most) if re.fullmatch(r"[1-9]\d{0,4}", given) else None

    def _url(self, **change: Any) -> str:
        kept = {
            name: self.request.GET[name][:40]
            for name in ("month", "team", "over", "only")
            if self.request.GET.get(name)
        }
        return f"?{urlencode({name: value for name, value in (kept | change).items() if value})}"


def place_of(about: str, child: int | None) -> dict[str, str]:
    """What a row is about in words, and where that is read; no address where there is no page for it."""
    kind, _, key = about.partition(":")
    name, label = PLACES.get(kind, ("", kind.replace("_", " ").capitalize()))
    if key.startswith("told:") and child is not None:
        # A row that a file told is read with the rest of what files told of the child.
        return {"label": label, "url": f"{reverse('child_loaded', args=[child])}#loaded-{key.removeprefix('told:')}"}
    if not name or not key.isdigit() or (name in OF_THE_CHILD and child is None):
        return {"label": label, "url": ""}
    return {"label": label, "url": reverse(name, args=[child if name in OF_THE_CHILD else int(key)])}
