"""The region: its authorities, a measure in each of them, and what they agreed to share."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.casework.pages.typed import key_of, typed_day
from goldenthread.insight.analysis.commentary import month_words
from goldenthread.insight.analysis.intervals import funnel_limits
from goldenthread.insight.analysis.points import last_day, month_after
from goldenthread.insight.pages.analysis import month_asked
from goldenthread.insight.pages.analysis_shown import tick_words, words_of
from goldenthread.insight.public.dataset import NoDataset
from goldenthread.insight.public.measures import GROUPS, Measure, Scope, Span, UnknownMeasure
from goldenthread.insight.public.region import (
    ROWS_AT_ONCE,
    Agreement,
    NoRegion,
    RegionFigure,
    RegionPart,
    agreements,
    authorities,
    open_shared_rows,
    own_authority,
    record_agreement,
    region_figure,
    region_measure,
    region_measures,
    region_members,
    stop_agreement,
)
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.ui.pictures.plots import InRange, funnel_chart
from goldenthread.ui.words import day, moment, number

LEFT_OUT = "Left out: small numbers"


class Region(Page):
    """The authorities whose datasets lie under the region's root, and the measures that each has."""

    act = "region.read"
    template = "insight/region.html"

    def show(self) -> dict[str, Any]:
        try:
            members = region_members(scope=Scope(self.request.user, self.now))
        except NoRegion as reason:
            return {"wrong_words": str(reason), "members": [], "groups": []}
        by_group: dict[str, list[dict[str, str]]] = {}
        for key in region_measures():
            one = region_measure(key)
            by_group.setdefault(one.group, []).append(
                {"label": one.title, "url": reverse("region_measure", args=[key])}
            )
        return {
            "wrong_words": "",
            "members": [
                {
                    "name": _named(one.authority),
                    "built": moment(one.built_at, self.now) if one.built_at else one.wrong,
                    "children": number(one.children_in_area) if one.children_in_area else "Not known",
                    "rows": number(one.rows),
                }
                for one in members
            ],
            "groups": [
                {"name": name, "links": sorted(by_group[key], key=lambda link: link["label"])}
                for key, name in GROUPS.items()
                if key in by_group
            ],
        }


class RegionMeasurePage(Page):
    """A page about one measure over the year that ends with a month."""

    act = "region.read"
    template = "insight/region_measure.html"

    def find(self, *, measure: str, **address: Any) -> None:
        try:
            self.measure: Measure = region_measure(measure)
        except UnknownMeasure:
            raise Http404("No such measure") from None

    def year(self) -> Span:
        """The twelve months that end with the one asked for. Raises `NoDataset`, `Http404`."""
        month = month_asked(self)
        return Span(month_after(month, -11), last_day(month))

    def frame(self, span: Span | None) -> dict[str, Any]:
        return {
            "m": self.measure,
            "wrong_words": "",
            "when": _when(self.measure, span) if span else "",
            "month": f"?month={span.ends_on:%Y-%m}" if span and "month" in self.request.GET else "",
        }


class RegionMeasure(RegionMeasurePage):
    """A measure in each authority, small numbers left out, and where each stands for its size."""

    def show(self, *, measure: str) -> dict[str, Any]:
        try:
            span = self.year()
            found = region_figure(self.measure.id, scope=Scope(self.request.user, self.now), span=span)
        except (NoDataset, NoRegion) as reason:
            return self.frame(None) | {"wrong_words": str(reason), "rows": [], "whole": {}, "funnel": None}
        opened = _opened(agreements(scope=Scope(self.request.user, self.now)), self.measure.id, london_date(self.now))
        outside = {one.key: one for one in found.groups if one.outside}
        rows = []
        for part in found.parts:
            link = ""
            if part.authority in opened and "region_rows.read" in acts_of(self.request.user):
                link = reverse("region_rows", args=[self.measure.id, part.authority])
            above = outside[part.authority].above if part.authority in outside else None
            rows.append(
                {
                    **_row(found, part),
                    "url": link,
                    "range": {True: "Above the range", False: "Below the range", None: ""}[above],
                }
            )
        return self.frame(span) | {"rows": rows, "whole": _row(found, found.whole), "funnel": _funnel(found)}


class RegionRows(RegionMeasurePage):
    """Rows of another authority, under an agreement of both; the reading enters the ledger first."""

    act = "region_rows.read"
    template = "insight/region_rows.html"

    def show(self, *, measure: str, authority: str) -> dict[str, Any]:
        back = reverse("region_measure", args=[measure])
        if asked := self.request.GET.get("month"):
            back += f"?{urlencode({'month': asked[:7]})}"
        first = max((key_of(self.request.GET.get("page")) or 1) - 1, 0) * ROWS_AT_ONCE
        try:
            span = self.year()
            if authority == own_authority() or authority not in authorities():
                raise Http404("No such authority")
            found = open_shared_rows(
                measure=self.measure.id,
                authority=authority,
                span=span,
                first=first,
                by=self.request.user,
                at=self.now,
            )
        except Refused as reason:
            return self.frame(None) | {"wrong_words": str(reason), "back": back, "name": _named(authority), "rows": []}
        after = first + ROWS_AT_ONCE
        return self.frame(span) | {
            "back": back,
            "name": _named(authority),
            "agreement": _agreement(found.agreement),
            "all_rows": number(found.all_rows),
            "rows": [
                {
                    "child": one.child or "None: the row is about no child",
                    "on": day(one.event_on),
                    "of": f"{one.in_denominator:g}",
                    "counted": f"{one.in_numerator:g}",
                }
                for one in found.rows
            ],
            "next": f"?page={after // ROWS_AT_ONCE + 1}&month={span.ends_on:%Y-%m}" if after < found.all_rows else "",
        }


class Agreements(Page):
    """The sharing agreements that were recorded here, and the form for a new one."""

    act = "region.read"
    template = "insight/sharing_agreements.html"

    def show(self) -> dict[str, Any]:
        scope, today = Scope(self.request.user, self.now), london_date(self.now)
        may = acts_of(self.request.user)
        wrong = ""
        others: list[tuple[str, str]] = []
        try:
            others = [(name, _named(name)) for name in authorities() if name != own_authority()]
        except NoRegion as reason:
            wrong = str(reason)
        typed = self.request.POST
        return {
            "wrong_words": wrong,
            "agreements": [
                {
                    **_agreement(one),
                    "state": _state(one, today),
                    "stop_url": reverse("stop_sharing_agreement", args=[one.key])
                    if one.runs(today) and "sharing_agreement.stop" in may
                    else "",
                }
                for one in agreements(scope=scope)
            ],
            "may": "sharing_agreement.record" in may and bool(others),
            "others": [(name, words, name in typed.getlist("authorities")) for name, words in others],
            "measures": sorted(
                ((key, region_measure(key).title, key in typed.getlist("measures")) for key in region_measures()),
                key=lambda one: one[1],
            ),
            "bases": [(one.code, one.label) for one in SETS["lawful_basis"].items],
            "values": dict(typed.items()),
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }


class RecordAgreement(Agreements):
    """Records an agreement."""

    act = "sharing_agreement.record"

    def perform(self) -> str:
        typed = self.request.POST
        starts_on = typed_day(typed, "starts_on", what="the first day", needed=True)
        ends_on = typed_day(typed, "ends_on", what="the last day", needed=True)
        record_agreement(
            reference=typed.get("reference", ""),
            purpose=typed.get("purpose", ""),
            lawful_basis=typed.get("lawful_basis", ""),
            law=typed.get("law", ""),
            authorities=typed.getlist("authorities"),
            measures=typed.getlist("measures"),
            starts_on=starts_on or date.min,
            ends_on=ends_on or date.min,
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The agreement is recorded. It opens rows once the other authority records it.")
        return reverse("sharing_agreements")


class StopAgreement(Page):
    """Stops an agreement, with the reason."""

    act = "sharing_agreement.stop"
    template = "insight/sharing_stop.html"

    def find(self, *, sharing_id: int) -> None:
        every = agreements(scope=Scope(self.request.user, self.now))
        found = next((one for one in every if one.key == sharing_id), None)
        if found is None:
            raise Http404("No such agreement")
        self.agreement = found

    def show(self, *, sharing_id: int) -> dict[str, Any]:
        return {
            "agreement": _agreement(self.agreement),
            "stopped": self.agreement.stopped_at is not None,
            "values": dict(self.request.POST.items()),
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }

    def perform(self, *, sharing_id: int) -> str:
        reason = self.request.POST.get("reason", "")
        stop_agreement(agreement=sharing_id, reason=reason, by=self.request.user, at=self.now)
        messages.success(self.request, "The agreement is stopped.")
        return reverse("sharing_agreements")


def _named(authority: str) -> str:
    """An authority as people write it: its own name for this one."""
    if authority == own_authority():
        return str(settings.COUNCIL)
    words = authority.replace("-", " ").title()
    return re.sub(r"\b(And|Of|Upon|On|The)\b", lambda found: found[1].lower(), words)


def _when(measure: Measure, span: Span) -> str:
    if measure.cohort == "snapshot":
        return f"on {day(span.ends_on)}"
    return f"{month_words(span.starts_on)} to {month_words(span.ends_on)}"


def _row(found: RegionFigure, part: RegionPart) -> dict[str, Any]:
    if part.wrong or part.left_out:
        value, counted = (part.wrong or LEFT_OUT), ""
    elif part.value is None:
        value = "Nothing counted" if part.numerator is not None else "Not held"
        counted = ""
    else:
        value = words_of(found.measure, part.value)
        counted = f"{part.numerator or 0:,.10g}" + (f" of {part.denominator:,.10g}" if part.denominator else "")
    return {
        "name": _named(part.authority) if part.authority else "The region",
        "value": value,
        "counted": counted,
        "url": "",
        "range": "",
    }


def _funnel(found: RegionFigure) -> Any:
    """The picture of authorities by size; None for a measure that is no share, or where too few can be shown."""
    if len(found.groups) < 2:
        return None
    names = ", ".join(_named(one.key) for one in found.groups if one.outside)

    def limits(size: float) -> tuple[float, float]:
        lower, upper = funnel_limits(found.centre, size)
        return lower * 100, upper * 100

    return funnel_chart(
        key="region",
        title=f"{found.measure.title}, by authority, {_when(found.measure, found.span)}",
        description="Authorities by how many cases they had, within limits that chance passes 2 times in 1,000. "
        f"{f'Outside: {names}.' if names else 'None is outside.'}",
        groups=[
            InRange(_named(one.key), one.denominator, one.share * 100, one.outside, one.above) for one in found.groups
        ],
        centre=found.centre * 100,
        limits=limits,
        words=lambda value: tick_words(found.measure, value),
        most=100.0,
    )


def _opened(every: tuple[Agreement, ...], measure: str, today: date) -> set[str]:
    return {name for one in every if one.runs(today) and measure in one.measures for name in one.authorities} - {
        own_authority()
    }


def _agreement(one: Agreement) -> dict[str, Any]:
    stopped = f"{one.stopped_by}, {day(one.stopped_at)}: {one.stopped_reason}" if one.stopped_by else ""
    facts = (
        ("With", ", ".join(_named(name) for name in one.authorities)),
        ("Runs", _days(one)),
        ("Purpose", one.purpose),
        ("Lawful basis", SETS["lawful_basis"].label(one.lawful_basis)),
        ("Law and signatures", one.law),
        ("Measures", ", ".join(_title(key) for key in one.measures)),
        ("Recorded by", f"{one.recorded_by}, {day(one.recorded_at)}"),
        ("Stopped by", stopped),
    )
    return {
        "reference": one.reference,
        "purpose": one.purpose,
        "days": _days(one),
        "stopped": stopped,
        "facts": [{"label": label, "value": value} for label, value in facts if value],
    }


def _days(one: Agreement) -> str:
    return f"{day(one.starts_on)} to {day(one.ends_on)}"


def _title(key: str) -> str:
    try:
        return region_measure(key).title
    except UnknownMeasure:  # recorded under an earlier version, which had it
        return key


def _state(one: Agreement, today: date) -> str:
    if one.stopped_at is not None:
        return "Stopped"
    if one.starts_on > today:
        return "Not begun"
    return "Runs" if one.runs(today) else "Ended"
