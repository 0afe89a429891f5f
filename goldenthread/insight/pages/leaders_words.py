"""A month for those who lead, as plain values: for their page and for the board pack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from goldenthread.insight.analysis.commentary import month_words
from goldenthread.insight.analysis.judging import WORKED
from goldenthread.insight.analysis.points import month_after
from goldenthread.insight.analysis.suppression import SMALL
from goldenthread.insight.pages import analysis_shown as shown
from goldenthread.insight.public.analysis import Course, Glance, actions, judged
from goldenthread.insight.public.measures import comparators
from goldenthread.ui.pictures.charts import Ahead, Month, series_chart

SIX = ("assessment_45wd", "contact_decision_1wd", "rereferral_12m", "icpc_15wd", "cpp_reviewed", "cp_visits")
"""The measures on the leaders' page: one for each part of a child's way, each with a law or a published figure."""
BETTER_GOT = {"better": "got better", "worse": "got worse", "changed": "changed"}


def lead(moved: list[tuple[str, str]], of: int) -> str:
    """What moved, in a sentence: (title, way) of each measure that did, of how many."""
    if not moved:
        return f"None of {of} measures moved by more than chance."
    names = "; ".join(f"{title[0].lower()}{title[1:]} {BETTER_GOT[way]}" for title, way in moved)
    return f"{len(moved)} of {of} measures moved by more than chance: {names}."


def multiple(found: Glance, *, hide: bool, place: int, asked: str = "") -> dict[str, Any]:
    """A measure as one of several small charts; `asked` ends its address."""
    one, measure = found.measure, found.measure.id
    england = comparators(measure).england
    foot = shown.BETTER_IS.get(one.polarity, "")
    foot += (
        f". England {shown.words_of(one, england[-1].value)} (year to March {england[-1].year})"
        if england
        else ". Nobody else publishes it"
    )
    return {
        "title": one.title,
        "url": reverse("measure", args=[measure]) + asked,
        "verdict": shown.said_verdict(found.verdict),
        **shown.figure_said(found, hide=hide),
        "picture": shown.picture(found, hide=hide, small=True, key=f"m{place}"),
        "foot": foot,
        "latest": shown.table(found, hide=hide)[:1],
    }


def action_rows(month: date, glanced: Mapping[str, Glance], *, hide: bool) -> list[dict[str, Any]]:
    """What was said of any measure that is judged by now, and what is still to come."""
    rows = []
    for one in actions(glanced, until=month, since=month_after(month, -2)):
        found = glanced[one.measure]
        promise = judged(one, found)
        expected = shown.words_of(found.measure, promise.expected)
        shut = hide and promise.judged_on in shown.hidden_months(found)
        rows.append(
            {
                "words": promise.words,
                "owner": promise.owner,
                "expected": f"{expected} in {month_words(promise.judged_on)}",
                "came": shown.words_of(found.measure, promise.came) if promise.came is not None and not shut else "–",
                "worked": promise.worked,
                "worked_words": WORKED[promise.worked],
                "measure": found.measure.title,
            }
        )
    return rows


def course_row(one: Course, place: int, *, hide: bool) -> dict[str, Any]:
    """What is forecast of one count, as a picture and a table, and how the forecast did before."""
    row: dict[str, Any] = {"name": one.name, "picture": "", "rows": [], "test": "", "few": False}
    if one.forecast is None:
        return row
    shown_from = max(0, len(one.values) - 36)
    if hide and any(0 < value < SMALL for value in one.values[shown_from:]):
        return row | {"few": True}
    ahead = one.forecast.months
    method = (
        "the same month of last year, which was the better forecast"
        if one.forecast.naive_used
        else "its level and its usual season"
    )
    test = one.forecast.test
    first = ahead[0]
    return row | {
        "answer": f"About {first.middle:,.0f} in {month_words(first.month)} (8 in 10 likely between "
        f"{first.lower:,.0f} and {first.upper:,.0f}), from {method}.",
        "picture": series_chart(
            key=f"course{place}",
            title=f"{one.name} by month, with the next three",
            description=f"The last known month had {one.values[-1]:,.0f}. "
            + " ".join(
                f"{month_words(m.month)}: about {m.middle:,.0f}, between {m.lower:,.0f} and {m.upper:,.0f}."
                for m in ahead
            ),
            months=[
                Month(shown.month_short(month_after(one.first, at)), value)
                for at, value in enumerate(one.values)
                if at >= shown_from
            ],
            ahead=[Ahead(shown.month_short(m.month), m.middle, m.lower, m.upper) for m in ahead],
            words=lambda value: f"{value:,.0f}",
            height=220,
            small=True,
        ),
        "rows": [
            {
                "month": month_words(m.month),
                "middle": f"{m.middle:,.0f}",
                "range": f"{m.lower:,.0f} to {m.upper:,.0f}",
            }
            for m in ahead
        ],
        "test": f"Tried on {test.tried} months it had not seen, it was wrong by {test.ours:,.1f} on average; the "
        f"same month of the year before, by {test.naive:,.1f}. {test.covered * 100:.0f}% fell within the range "
        "that could have been given then.",
    }
