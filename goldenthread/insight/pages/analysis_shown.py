"""What is told of a measure, as words and pictures for the templates. Small numbers are left out before anything is
drawn for a reader outside the authority's own work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from goldenthread.insight.analysis.causes import Cut
from goldenthread.insight.analysis.charts import RULES, Chart, Plotted, Verdict
from goldenthread.insight.analysis.commentary import Clause, figure_words, month_words, points
from goldenthread.insight.analysis.decomposition import Waterfall, share, waterfall
from goldenthread.insight.analysis.intervals import funnel_limits
from goldenthread.insight.analysis.suppression import SMALL as FEW
from goldenthread.insight.analysis.suppression import may_show_share, shown
from goldenthread.insight.public.analysis import Glance, Told, span_words
from goldenthread.insight.public.measures import DIMENSIONS, Figure, Measure, Published
from goldenthread.ui.pictures.charts import Happened, Month, series_chart
from goldenthread.ui.pictures.plots import Bar, InRange, bars, funnel_chart
from goldenthread.ui.words import day, number

SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WAYS = {
    "better": "Better than chance explains",
    "worse": "Worse than chance explains",
    "changed": "Changed more than chance explains",
    "same": "No change beyond chance",
    "too_few": "Too few months to judge",
}
BETTER_IS = {"high": "Higher is better", "low": "Lower is better"}
SURE_WORDS = {
    "counted": "Counted",
    "very_likely": "Very likely",
    "likely": "Likely",
    "possible": "Possible",
    "not_known": "Not known",
}
SMALL = 24
"""Months on a small chart."""


def month_short(month: date) -> str:
    """Oct 2026, for axes alone."""
    return f"{SHORT[month.month - 1]} {month.year}"


def words_of(one: Measure, value: float | None) -> str:
    """The figure in words: 72.7%, 1,204, or 15.2."""
    return figure_words(value, "%" if one.unit == "%" else "")


def unit_words(one: Measure) -> str:
    """What follows the figure, where it is no share and no count."""
    return {"per 10,000": "for each 10,000 children", "mean": one.unit_words}.get(one.unit, "")


def said_verdict(found: Verdict) -> dict[str, Any]:
    """The verdict, with its mark and its colour's name."""
    since = f", since {month_words(found.since)}" if found.moved and found.since else ""
    return {
        "way": found.way,
        "up": found.up,
        "words": WAYS[found.way] + since,
        "colour": {"better": "gt-better", "worse": "gt-worse"}.get(found.way, "gt-quiet" if not found.moved else ""),
    }


def may_leave(figure: Figure) -> bool:
    """Whether a figure may leave the authority: nobody of a few can be told from it, counted or worked back."""
    top = round(figure.numerator)
    if figure.denominator is None:
        return not 0 < top < FEW
    return may_show_share(top, round(figure.denominator))


def hidden_months(found: Glance) -> frozenset[date]:
    """The months that may not leave. One alone among those that share an average could be worked back from it, so the
    smallest beside it goes too."""
    few = {one.span.starts_on for one in found.figures if not may_leave(one)}
    for stretch in found.chart.stretches:
        within = {one.span.starts_on: one for one in found.figures if stretch.began <= one.span.starts_on}
        within = {month: one for month, one in within.items() if month <= stretch.ended and one.numerator}
        others = within.keys() - few
        if others and len(within) - len(others) == 1:
            few.add(min(others, key=lambda month: (within[month].numerator, month)))
    return frozenset(few)


def chart_of(found: Glance, *, hide: bool) -> Chart:
    """The chart as this reader may see it. A month that may not leave has neither value nor limits, whose width would
    tell how many were counted."""
    if not hide:
        return found.chart
    few = hidden_months(found)
    return Chart(
        tuple(
            replace(one, value=None, lower=None, upper=None, signals=()) if one.month in few else one
            for one in found.chart.points
        ),
        found.chart.stretches,
        found.chart.signals,
    )


def figure_said(found: Glance, *, hide: bool) -> dict[str, str]:
    """The month's figure as every page says it: figure, unit, and how many were counted (125 of 172). A reader who may
    see no small number is told that there are too few, and nothing from which they could be had."""
    told = said(found.measure, found.figure)
    if hide and found.figure.value is None:
        return told | {"counted": ""}
    if hide and found.month in hidden_months(found):
        return {"figure": "Too few to show", "unit": "", "counted": ""}
    return told


def said(one: Measure, figure: Figure) -> dict[str, str]:
    """A figure, its unit, and how many were counted."""
    if figure.value is None:
        return {"figure": "Nothing counted", "unit": "", "counted": counted(figure)}
    return {"figure": words_of(one, figure.value), "unit": unit_words(one), "counted": counted(figure)}


def counted(figure: Figure) -> str:
    """125 of 172; nothing for a count, which says so itself."""
    if figure.denominator is None:
        return ""
    return f"{number(round(figure.numerator))} of {number(round(figure.denominator))}"


def state_of(one: Plotted, polarity: str) -> tuple[str, bool]:
    """How a month is drawn, and which way it lies."""
    if not one.signals:
        return "ordinary", False
    up = min(one.signals, key=lambda signal: list(RULES).index(signal.rule)).up
    way = {"high": up, "low": not up}.get(polarity)
    return ("changed" if way is None else "better" if way else "worse"), up


def months_of(found: Glance, chart: Chart, *, last: int | None = None) -> list[Month]:
    """The months as the picture takes them."""
    rows = []
    scale = found.scale

    def scaled(value: float | None) -> float | None:
        return None if value is None else value * scale

    for one in chart.points[-last:] if last else chart.points:
        state, up = state_of(one, found.measure.polarity)
        stretch = sum(1 for other in chart.stretches if other.began <= one.month)
        rows.append(
            Month(
                month_short(one.month),
                scaled(one.value),
                scaled(one.centre),
                scaled(one.lower),
                scaled(one.upper),
                state,
                up,
                stretch,
            )
        )
    return rows


def picture(found: Glance, *, hide: bool, small: bool = False, key: str = "chart") -> Any:
    """The control chart, drawn."""
    chart = chart_of(found, hide=hide)
    months = months_of(found, chart, last=SMALL if small else None)
    if not months:
        return ""
    events = happened(found, chart) if isinstance(found, Told) and not small else []
    return series_chart(
        key=key,
        title=f"{found.measure.title}, by month",
        description=described(found, chart),
        months=months,
        words=lambda value: tick_words(found.measure, value),
        events=[Happened(place, words) for place, _, words in events],
        height=132 if small else 320,
        most=100.0 if found.measure.unit == "%" else None,
        small=small,
    )


def tick_words(one: Measure, value: float) -> str:
    """A value on an axis: no more digits than it needs."""
    shown = f"{value:,.1f}".removesuffix(".0")
    return f"{shown}%" if one.unit == "%" else shown


def happened(found: Told, chart: Chart) -> list[tuple[float, date, str]]:
    """Events and confirmed steps that lie on the chart: (place, day, words)."""
    if not chart.points:
        return []
    first, last = chart.points[0].month, chart.points[-1].month
    rows = [(one.on, f"{one.words}{f' ({one.team})' if one.team else ''}") for one in found.events]
    rows += [(one.month, "Step confirmed, limits redrawn") for one in found.steps]
    placed = []
    for on, said in sorted(rows):
        months = (on.year - first.year) * 12 + on.month - first.month
        if 0 <= months <= (last.year - first.year) * 12 + last.month - first.month:
            placed.append((months + (on.day - 1) / 31 - 0.5, on, said))
    return placed


def described(found: Glance, chart: Chart) -> str:
    """What the chart shows, in a few sentences."""
    last = next((one for one in reversed(chart.points) if one.value is not None), None)
    if last is None or last.value is None:
        return "There is no month with a figure."
    scale, one = found.scale, found.measure
    first = chart.points[0].month
    said = f"Monthly figures from {month_words(first)} to {month_words(chart.points[-1].month)}. "
    said += f"The last is {words_of(one, last.value * scale)}, in {month_words(last.month)}. "
    if last.centre is not None and last.lower is not None and last.upper is not None:
        said += (
            f"The usual range is {words_of(one, last.lower * scale)} to {words_of(one, last.upper * scale)}, about an "
            f"average of {words_of(one, last.centre * scale)}. "
        )
    return said + said_verdict(found.verdict)["words"] + "."


def answer(found: Told) -> str:
    """Is the change real? One or two sentences."""
    verdict = found.verdict
    stretch = found.chart.stretches[-1] if found.chart.stretches else None
    if verdict.way == "too_few":
        return "It is too early to say. There are fewer than 12 months with a figure so far."
    centre = words_of(found.measure, (stretch.centre if stretch else 0) * found.scale)
    if verdict.way == "same":
        return f"No. {month_words(found.month)} lies within what chance explains around an average of {centre}."
    assert verdict.since is not None
    since = (
        f"since {month_words(verdict.since)}" if verdict.since != found.month else f"in {month_words(verdict.since)}"
    )
    side = "above" if verdict.up else "below"
    return (
        f"Yes. The figure has been {side} the average of {centre} {since} by more than chance explains: it breaks the "
        f"rule of {RULES[verdict.rule]}. Chance alone puts a month outside the limits about 3 times in 1,000."
    )


def table(found: Glance, *, hide: bool) -> list[dict[str, str]]:
    """The figures behind the chart, the latest first."""
    scale, one = found.scale, found.measure
    rows = []
    for point in reversed(chart_of(found, hide=hide).points):
        seen = point.value is not None
        rows.append(
            {
                "month": month_words(point.month),
                "counted": number(round(point.denominator)) if seen and point.denominator else "–",
                "met": number(round(point.numerator)) if seen and point.denominator else "–",
                "value": words_of(one, (point.value or 0) * scale) if seen else "No figure",
                "lower": words_of(one, point.lower * scale) if point.lower is not None else "–",
                "centre": words_of(one, point.centre * scale) if point.centre is not None else "–",
                "upper": words_of(one, point.upper * scale) if point.upper is not None else "–",
                "signal": "; ".join(dict.fromkeys(f"Part of {RULES[signal.rule]}" for signal in point.signals)),
            }
        )
    return rows


def published_rows(found: Told) -> dict[str, Any] | None:
    """What is published for everybody, latest year: rows, and where they come from."""
    others = found.others
    if others is None or not others.england:
        return None
    england = others.england[-1]
    lists: list[tuple[str, Sequence[Published]]] = [
        ("England", others.england),
        (others.region[-1].area if others.region else "Region", others.region),
        ("Similar authorities, middle one", others.neighbours),
        ("We, as published", others.own),
    ]
    rows = []
    for name, some in lists:
        now = next((one for one in some if one.year == england.year), None)
        was = next((one for one in some if one.year == england.year - 1), None)
        if now is not None:
            rows.append(
                {
                    "name": name,
                    "now": words_of(found.measure, now.value),
                    "was": words_of(found.measure, was.value) if was else "–",
                }
            )
    return {
        "year": england.year,
        "rows": rows,
        "source": england.source,
        "how": others.chosen_how,
        "england": words_of(found.measure, england.value),
    }


# --- why it moved


def drawn_parts(found: Told, cut: Cut) -> dict[str, Any]:
    """The waterfall of one way of grouping: its lines with their drawn column."""
    whole = waterfall(cut.parts)
    lines: list[dict[str, Any]] = [_end(span_words(found.before), found.before_figure, whole.before)]
    drawn = [Bar(whole.before, whole.before, "end")]
    at = whole.before
    largest = max((abs(part.tenths) for part in whole.parts), default=0)
    change = whole.after - whole.before
    for part in whole.parts:
        kind = "main" if abs(part.tenths) == largest and part.tenths * change > 0 else "part"
        if part.tenths * change < 0:
            kind = "gain"
        drawn.append(Bar(at, at + part.tenths, kind))
        at += part.tenths
        lines.append(
            {
                "words": _part_words(part.key, part.kind),
                "points": points(part.tenths, sign=True),
                "note": "",
                "is_end": False,
            }
        )
    drawn.append(Bar(whole.after, whole.after, "end"))
    lines.append(_end(span_words(found.now), found.now_figure, whole.after))
    for line, column in zip(lines, bars(drawn), strict=True):
        line["column"] = column
    return {"by": DIMENSIONS[cut.by].lower(), "lines": lines, "caption": _caption(whole)}


def step_parts(found: Told, *, hide: bool) -> dict[str, Any] | None:
    """The change by step of the process, drawn: its lines, and how many were missed at each. None where the measure
    tells of no steps, or where a step of a few would be told to a reader who may see no small number."""
    whole = found.steps_of_change
    if whole is None or not may_tell_steps(found, hide=hide):
        return None
    was, now = found.missed
    change = whole.after - whole.before
    lines: list[dict[str, Any]] = [_end(span_words(found.before), found.before_figure, whole.before)]
    drawn, at = [Bar(whole.before, whole.before, "end")], whole.before
    for place, part in enumerate(whole.parts):
        kind = "gain" if part.tenths * change < 0 else "part" if place else "main"
        drawn.append(Bar(at, at + part.tenths, kind))
        at += part.tenths
        note = f"{number(was.get(part.key, 0))} missed, then {number(now.get(part.key, 0))}"
        lines.append({"words": part.key, "points": points(part.tenths, sign=True), "note": note, "is_end": False})
    drawn.append(Bar(whole.after, whole.after, "end"))
    lines.append(_end(span_words(found.now), found.now_figure, whole.after))
    for line, column in zip(lines, bars(drawn), strict=True):
        line["column"] = column
    return {"lines": lines, "caption": _caption(whole)}


def may_tell_steps(found: Told, *, hide: bool) -> bool:
    """Whether the steps may be told of: not where so few were missed at one that its part would tell of them."""
    return not hide or not any(0 < count < FEW for missed in found.missed for count in missed.values())


def step_found(found: Told) -> str:
    """What the steps of the process tell of a move, in words; empty where the measure tells of none."""
    whole = found.steps_of_change
    if whole is None:
        return ""
    change = whole.after - whole.before
    if not found.verdict.moved or not whole.parts or not change:
        return "No. Nothing beyond chance"
    first = whole.parts[0]
    if first.tenths * change > 0 and abs(first.tenths) * 2 >= abs(change):
        return f"Yes. Most of it is at one step: {first.key[0].lower()}{first.key[1:]}"
    return "No. Several steps moved the same way"


def _caption(whole: Waterfall) -> str:
    return f"From {whole.before / 10:.1f}% to {whole.after / 10:.1f}%: what each part did, in percentage points"


def _end(name: str, figure: Figure, tenths: int) -> dict[str, Any]:
    return {"words": name, "points": f"{tenths / 10:.1f}%", "note": counted(figure), "is_end": True}


def _part_words(key: str, kind: str) -> str:
    return {
        "rate": f"{key}: its own figure",
        "rest": "The other groups’ own figures",
        "mix": "A different mix of work",
    }[kind]


def group_rows(cut: Cut, *, hide: bool) -> list[dict[str, str]]:
    """The groups in both periods; a reader who may not see small numbers has them left out, both ways."""
    groups = cut.parts.groups
    cells = [
        [one.before[0], one.before[1] - one.before[0], one.after[0], one.after[1] - one.after[0]] for one in groups
    ]
    open_cells: Sequence[Sequence[int | None]] = shown(cells) if hide else cells
    rows: list[dict[str, str]] = []
    if hide and groups and any(value is None for value in open_cells[-1][:4]):
        return rows  # what is left out could be had from the total, which stands elsewhere on the page
    for one, cell in zip(groups, open_cells, strict=False):
        seen = all(value is not None for value in cell[:4])
        rows.append(
            {
                "name": one.key,
                "before": _pair(one.before) if seen else "too few",
                "after": _pair(one.after) if seen else "too few",
                "rate": points(round(one.rate * 1000), sign=True) if seen else "–",
                "mix": points(round(one.mix * 1000), sign=True) if seen else "–",
            }
        )
    return rows


def may_draw(cut: Cut, *, hide: bool) -> bool:
    """Whether the parts may be drawn: not where a group is so small that its part would tell of a few."""
    return not hide or all(may_show_share(*one.before) and may_show_share(*one.after) for one in cut.parts.groups)


def _pair(counts: tuple[int, int]) -> str:
    if not counts[1]:
        return "none"
    return f"{number(counts[0])} of {number(counts[1])} ({share(counts) * 100:.0f}%)"


def tested_rows(found: Told) -> list[dict[str, str]]:
    """What was tested, and what was found, in words."""
    if found.explanation is None:
        return []
    rows = []
    stands_out = found.verdict.moved and found.explanation.best is not None
    for cut in found.explanation.cuts:
        said, name = "", DIMENSIONS[cut.by]
        rate, mix = round(cut.parts.rate * 1000), round(cut.parts.mix * 1000)
        if cut.finding == "both_ways":
            said = "Yes. Every group moved one way and the total the other: the mix of work changed"
        elif not stands_out:
            said = "No. Nothing beyond chance"
        elif cut.finding == "group" and cut.leader is not None:
            said = f"Yes. {cut.leader.key} moved by more than chance, and makes up most of it"
        elif cut.finding == "mix":
            said = "Yes. More of the work came from groups with another figure"
        elif cut.finding == "spread":
            said = "No. Several groups moved the same way"
        else:
            said = "No. Nothing that stands out"
        rows.append({"name": name, "rate": points(rate, sign=True), "mix": points(mix, sign=True), "found": said})
    if said := step_found(found):
        rows.append({"name": "Step of the process", "rate": "–", "mix": "–", "found": said})
    return rows


def timing_rows(found: Told) -> list[dict[str, str]]:
    """The known events near the move, and how far each fits."""
    if found.explanation is None or not found.verdict.moved:
        return []
    fits = {one.event: one for one in found.explanation.timing}
    rows = []
    for event in found.events:
        one = fits.get(event)
        since = found.verdict.since
        if one is None and (since is None or abs((event.on - since).days) > 120):
            continue
        if one is None:
            said = "No sign. It came at another time, or the team it touched did not move"
        elif one.sure == "likely":
            said = f"Likely. It fits the timing, and {', '.join(one.untouched)} did not move"
        else:
            said = "Possible. It fits the timing, and nothing more is known of it"
        rows.append({"on": day(event.on), "words": event.words, "team": event.team or "Everybody", "found": said})
    return rows


def team_funnel(found: Told, *, hide: bool) -> dict[str, Any] | None:
    """The teams against the whole, for their size. None for a reader who may not see every team: the one left out
    could be had from the total."""
    centre, groups = found.teams
    if len(groups) < 2 or (hide and not all(may_show_share(one.numerator, one.denominator) for one in groups)):
        return None
    polarity = found.measure.polarity
    outside = [one for one in groups if one.outside]

    def limits(size: float) -> tuple[float, float]:
        lower, upper = funnel_limits(centre, size)
        return lower * 100, upper * 100

    def state(above: bool) -> str:
        better = {"high": above, "low": not above}.get(polarity)
        return "changed" if better is None else "better" if better else "worse"

    names = ", ".join(one.key for one in outside)
    return {
        "words": f"{names} {'differs' if len(outside) == 1 else 'differ'} from the rest by more than its size explains."
        if outside
        else "No team differs from the rest by more than its size explains.",
        "picture": funnel_chart(
            key="teams",
            title=f"{found.measure.title}, by team, {span_words(found.now)}",
            description=f"Teams by how many cases they had, within limits that chance passes 2 times in 1,000. "
            f"{f'Outside: {names}.' if outside else 'None is outside.'}",
            groups=[
                InRange(one.key, one.denominator, one.share * 100, one.outside, one.above, state(one.above))
                for one in groups
            ],
            centre=centre * 100,
            limits=limits,
            words=lambda value: tick_words(found.measure, value),
            most=100.0,
        ),
        "rows": [
            {
                "name": one.key,
                "counted": f"{number(one.numerator)} of {number(one.denominator)}",
                "share": f"{one.share * 100:.1f}%",
                "range": f"{one.lower * 100:.0f}% to {one.upper * 100:.0f}%",
                "found": "Outside" if one.outside else "Within",
            }
            for one in groups
        ],
    }


# --- what is said


def clause_rows(clauses: Sequence[Clause], urls: Mapping[str, str], parts: Mapping[str, str]) -> list[dict[str, Any]]:
    """The sentences as the page lists them, each with where it rests."""
    rows: list[dict[str, Any]] = []
    for one in clauses:
        first = not rows or rows[-1]["part"] != one.part
        rows.append(
            {
                "part": one.part,
                "name": parts[one.part] if first else "",
                "words": one.words,
                "sure": one.sure,
                "sure_words": SURE_WORDS[one.sure],
                "edited": one.edited,
                "rests_on": [{"words": words, "url": url_of(to, urls)} for words, to in one.rests_on],
            }
        )
    return rows


def url_of(to: str, urls: Mapping[str, str]) -> str:
    """Where a sentence's evidence is read; empty where this reader may not open it."""
    return urls.get(to.partition(":")[0] if to.startswith("action:") else to, "")
