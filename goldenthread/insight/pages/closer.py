"""A measure by any group and period, and keeping what was looked at under a name."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.urls import reverse

from goldenthread.access.public import acts_of, teams
from goldenthread.casework.pages.typed import key_of
from goldenthread.insight.analysis.commentary import month_words
from goldenthread.insight.analysis.intervals import wilson
from goldenthread.insight.analysis.points import month_after
from goldenthread.insight.pages import analysis_shown as shown
from goldenthread.insight.pages.analysis import MONTHS_BACK, MeasurePage
from goldenthread.insight.pages.looks import as_address
from goldenthread.insight.public.analysis import last_month, span_words
from goldenthread.insight.public.closer import (
    LENGTHS,
    STEPS,
    Asked,
    Looked,
    checked,
    looked,
    roles_to_share_with,
    save_look,
    ways_of,
)
from goldenthread.insight.public.dataset import dataset
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.rights import ROLE_NAMES
from goldenthread.ui import words
from goldenthread.ui.pictures.charts import Month, series_chart
from goldenthread.ui.pictures.plots import lengths, ranges
from goldenthread.ui.words import number

LONGEST_KEY = 80


class CloserPage(MeasurePage):
    """A page about a measure by a group and over a period, all in its address."""

    act = "measures.explore"
    template = "insight/closer.html"

    def asked(self) -> Asked | None:
        """What the address or the form asks for; None and `wrong` where nothing was built. Raises `Refused`."""
        month = self.month()
        if month is None:
            return None
        given = self.request.POST if self.request.method == "POST" else self.request.GET
        by_whom, _, key = given.get("only", "").partition(":")
        over = given.get("over", "12")
        return checked(
            self.measure,
            Asked(
                until=month,
                months=int(over) if re.fullmatch(r"\d{1,3}", over) and over.isascii() else 0,
                step=given.get("step", "month"),
                by=given.get("by", ""),
                narrowed_by=by_whom[:12],
                narrowed_to=key[:LONGEST_KEY] if by_whom else "",
            ),
        )

    def found(self) -> Looked | None:
        """What there is to see, or None and `wrong`."""
        try:
            asked = self.asked()
            return looked(self.measure.id, asked, reader=self.request.user, at=self.now) if asked else None
        except Refused as reason:
            self.wrong = self.wrong or " ".join(f"{sentence.rstrip('.')}." for _, sentence in reason.problems)
            return None

    def show(self, *, measure: str) -> dict[str, Any]:
        found = self.found()
        one, acts = self.measure, acts_of(self.request.user)
        context: dict[str, Any] = {
            "m": one,
            "wrong": self.wrong,
            "back": reverse("measure", args=[one.id]),
            "found": None,
            "values": dict(self.request.POST.items()),
            "wrong_fields": {field: sentence for field, sentence in self.problems if field},
        }
        if found is None:
            return context
        asked = found.asked
        return context | {
            "found": shown.said(one, found.whole) | {"period": span_words(found.whole.span)},
            "form": self._form(found),
            "kept": as_address(asked),
            "groups": group_rows(found),
            "by": shown.DIMENSIONS[asked.by] if asked.by else "",
            "picture": self._picture(found),
            "table": course_table(found),
            "step": STEPS[asked.step].lower(),
            "may_save": "measure_look.save" in acts,
            "may_take": "measure.download" in acts,
            "share_with": _share_with(),
            "workbook_url": self.address("measure_workbook", asked),
            "shared_url": self.address("measure_workbook", asked, copy="shared"),
            "rows_words": "with the rows that you may open" if "measure_rows.read" in acts else "",
            "latest": asked.until == last_month(),
            "built": words.moment(dataset().built_at),
        }

    def _form(self, found: Looked) -> dict[str, Any]:
        asked, last = found.asked, last_month()
        return {
            "months": [
                (f"{back:%Y-%m}", month_words(back), back == asked.until)
                for back in (month_after(last, -at) for at in range(max(MONTHS_BACK, _apart(asked.until, last) + 1)))
            ],
            "lengths": [(n, words.plural(n, "month"), n == asked.months) for n in LENGTHS],
            "steps": [(key, name, key == asked.step) for key, name in STEPS.items()],
            "ways": [(key, name, key == asked.by) for key, name in ways_of(self.measure).items()],
            "only": [
                (
                    shown.DIMENSIONS[way],
                    [
                        (f"{way}:{key}", label, (way, key) == (asked.narrowed_by, asked.narrowed_to))
                        for key, label in sorted(keys.items(), key=lambda one: one[1])
                    ],
                )
                for way, keys in found.offered.items()
            ],
            "only_words": found.offered.get(asked.narrowed_by, {}).get(asked.narrowed_to, asked.narrowed_to)
            if asked.narrowed_by
            else "",
        }

    def _picture(self, found: Looked) -> Any:
        values = [(one.span, one.value) for one in found.course.figures]
        seen = [(span, value) for span, value in values if value is not None]
        if found.asked.by or len(seen) < 2:
            return ""
        one = self.measure
        first, last = seen[0], seen[-1]
        return series_chart(
            key="course",
            title=f"{one.title}, by {STEPS[found.asked.step].lower()}",
            description=f"From {shown.words_of(one, first[1])} in {span_words(first[0])} to "
            f"{shown.words_of(one, last[1])} in {span_words(last[0])}. "
            f"The lowest is {shown.words_of(one, min(value for _, value in seen))}, the highest "
            f"{shown.words_of(one, max(value for _, value in seen))}.",
            months=[Month(shown.month_short(span.starts_on), value) for span, value in values],
            words=lambda value: shown.tick_words(one, value),
            height=240,
            most=100.0 if one.unit == "%" else None,
            small=True,
        )

    def address(self, name: str, asked: Asked, **more: str) -> str:
        """The address of another page about the same view."""
        return f"{reverse(name, args=[self.measure.id])}?{urlencode(as_address(asked) | more)}"


def _apart(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _share_with() -> list[tuple[str, str]]:
    return [
        *((f"team:{one.key}", f"The team {one.name}") for one in teams()),
        *((f"role:{role}", f"Everybody who is a {ROLE_NAMES[role]}") for role in roles_to_share_with()),
    ]


def group_rows(found: Looked) -> list[dict[str, Any]]:
    """The groups of the whole span, each with its drawn column."""
    one, groups = found.measure, found.whole.groups
    if one.unit == "%":
        counted = [group for group in groups if group.denominator]
        ends = [wilson(round(group.numerator), round(group.denominator or 0)) for group in counted]
        columns = ranges(
            [
                (low * 100, group.value or 0.0, high * 100, False)
                for group, (low, high) in zip(counted, ends, strict=True)
            ],
            centre=found.whole.value or 0.0,
        )
        return [
            {
                "name": group.label,
                "counted": f"{number(round(group.numerator))} of {number(round(group.denominator or 0))}",
                "value": shown.words_of(one, group.value),
                "range": f"{low * 100:.0f}% to {high * 100:.0f}%",
                "column": column,
            }
            for group, (low, high), column in zip(counted, ends, columns, strict=True)
        ]
    values = [group.value if group.value is not None else group.numerator for group in groups]
    return [
        {
            "name": group.label,
            "counted": "",
            "value": shown.words_of(one, value),
            "range": "",
            "column": column,
        }
        for group, value, column in zip(groups, values, lengths(values), strict=True)
    ]


def course_table(found: Looked) -> dict[str, Any]:
    """The figures of each step, the latest first, and those of each group beside them."""
    one, groups = found.measure, found.course.groups
    names = [found.course.labels[key] for key in groups]
    rows = []
    for at in reversed(range(len(found.course.spans))):
        whole = found.course.figures[at]
        rows.append(
            [
                span_words(found.course.spans[at]),
                shown.words_of(one, whole.value) if whole.value is not None else "–",
                shown.counted(whole) or "–",
                *(
                    shown.words_of(one, some[at].value) if some[at].value is not None else "–"
                    for some in groups.values()
                ),
            ]
        )
    return {"columns": [STEPS[found.asked.step], "All", "Counted", *names], "rows": rows}


class LookCloser(CloserPage):
    """One measure, looked at by what somebody chose."""


class SaveLook(CloserPage):
    """Keeps what is looked at under a name."""

    act = "measure_look.save"

    def perform(self, *, measure: str) -> str:
        asked = self.asked()
        if asked is None:
            raise Refused(self.wrong)
        typed = self.request.POST
        with_whom, _, key = typed.get("share", "").partition(":")
        team = key_of(key) if with_whom == "team" else None
        if with_whom not in ("", "team", "role") or with_whom == "team" and team is None:
            raise Refused("Choose with whom it is shared", "share")
        made = save_look(
            measure=self.measure.id,
            name=typed.get("name", ""),
            asked=asked,
            latest=typed.get("moves") != "stays",
            team=team,
            role=key[:24] if with_whom == "role" else "",
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The view is saved. It is listed with the measures.")
        return reverse("look", args=[made])
