"""How a team stands, as plain values for its page, its weekly sheet and its manager's home."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from goldenthread.access.public import User
from goldenthread.casework.public import worker_loads
from goldenthread.casework.public.oversight import TeamNow, clocks_now
from goldenthread.insight.analysis.suppression import may_show_share
from goldenthread.insight.analysis.suppression import shown as suppressed
from goldenthread.insight.pages import analysis_shown as shown
from goldenthread.insight.pages.leaving import TOO_FEW, count_said
from goldenthread.insight.public.analysis import Glance, glances_by_team, glances_with_teams
from goldenthread.quality.public.standards import last_run
from goldenthread.quality.public.supervision import TeamKept, how_kept
from goldenthread.quality.public.teams import Graded, NotMet, graded, not_met
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.ui import words

OF_A_TEAM = (
    "contact_decision_1wd",
    "referral_decision_1wd",
    "repeat_contacts",
    "assessment_45wd",
    "child_seen_assessment",
    "icpc_15wd",
    "core_group_10wd",
    "cp_visits",
    "cin_visits",
    "cpp_reviewed",
    "cin_reviews",
    "cin_plan_present",
    "rereferral_12m",
    "mgmt_decision_complete",
    "sup_compliance",
)
"""The measures of a team's work, along a child's way; those that count nothing of a team are not shown for it."""
STANDARDS_SHOWN = 8


def _in_order(found: Mapping[str, Glance]) -> dict[str, Glance]:
    """Those that moved beyond chance first, then along a child's way."""
    return dict(sorted(found.items(), key=lambda one: (not one[1].verdict.moved, OF_A_TEAM.index(one[0]))))


def limits_words(found: Glance, *, hide: bool) -> str:
    """The usual range of the last month that has one and may be told, in words."""
    last = next((one for one in reversed(shown.chart_of(found, hide=hide).points) if one.value is not None), None)
    if last is None or last.lower is None or last.upper is None or last.centre is None:
        return "Too few months for a usual range"
    lower, centre, upper = (
        shown.words_of(found.measure, value * found.scale) for value in (last.lower, last.centre, last.upper)
    )
    return f"Usually {lower} to {upper}, about {centre}"


def measure_rows(team: int, *, month: date, hide: bool, pictures: bool = True) -> list[dict[str, Any]]:
    """A team's measures with figure, usual range, verdict and the whole authority's figure beside it."""
    whole, by_team = glances_with_teams(OF_A_TEAM, month=month)
    found = _in_order(by_team.get(str(team), {}))
    rows: list[dict[str, Any]] = []
    for place, (key, one) in enumerate(found.items()):
        told = shown.figure_said(one, hide=hide)
        everybody = None if hide else whole[key]
        # Where one team's figure is left out, another's would tell of it beside the whole: then none is told.
        few = hide and any(key in some and month in shown.hidden_months(some[key]) for some in by_team.values())
        if few:
            told = {"figure": TOO_FEW, "unit": "", "counted": ""}
        rows.append(
            {
                "title": one.measure.title,
                "url": f"{reverse('measure', args=[key])}?{urlencode({'team': team, 'month': f'{month:%Y-%m}'})}",
                **told,
                "verdict": shown.said_verdict(one.verdict),
                "limits": "" if few else limits_words(one, hide=hide),
                "better": shown.BETTER_IS.get(one.measure.polarity, ""),
                "whole": shown.figure_said(everybody, hide=False)["figure"] if everybody else "",
                "picture": shown.picture(one, hide=hide, small=True, key=f"t{place}") if pictures else "",
                "table": shown.table(one, hide=hide)[:12],
                "share": one.measure.unit == "%",
            }
        )
    return rows


def work_rows(found: Sequence[TeamNow]) -> list[dict[str, Any]]:
    """Each team's work, every count with where its rows are."""
    rows = []
    for one in found:
        team = reverse("team", args=[one.team])
        rows.append(
            {
                "name": one.name,
                "url": team,
                "sheet_url": reverse("team_sheet", args=[one.team]),
                "measures_url": reverse("team_measures", args=[one.team]),
                "cells": [
                    {"count": one.children, "url": f"{team}#members", "words": "open children", "late": False},
                    {"count": one.overdue, "url": f"{team}#late", "words": "overdue", "late": one.overdue > 0},
                    {"count": one.soon, "url": f"{team}#late", "words": "due in 5 working days", "late": False},
                    {"count": one.no_worker, "url": f"{team}#waiting", "words": "without a worker", "late": False},
                    {
                        "count": one.to_sign + one.to_decide,
                        "url": f"{team}#decide" if not one.to_decide else reverse("front_door"),
                        "words": "waiting for a manager",
                        "late": False,
                    },
                ],
            }
        )
    return rows


def now_rows(one: TeamNow, *, hide: bool) -> list[dict[str, str]]:
    """One team's work as counts in words."""
    counts = (
        ("Open children", one.children),
        ("Without a worker", one.no_worker),
        ("Waiting for a manager’s word", one.to_sign + one.to_decide),
    )
    return [{"label": label, "value": count_said(count, hide=hide)} for label, count in counts]


def clock_rows(team: int, *, hide: bool, at: datetime) -> list[dict[str, str]]:
    """What is late or falls due in five working days, by kind, and in all."""
    found = clocks_now(team, at=at)
    names = [CLOCKS[one.clock].name if one.clock in CLOCKS else one.clock for one in found]
    cells: Sequence[Sequence[int | None]] = [[one.overdue, one.soon] for one in found]
    if not cells:
        return []
    table = suppressed(cells) if hide else [*cells, [sum(one.overdue for one in found), sum(one.soon for one in found)]]
    return [
        {"name": name, "overdue": _cell(row[0]), "soon": _cell(row[1])}
        for name, row in zip((*names, "In all"), table, strict=True)
    ]


def _cell(count: int | None) -> str:
    return "left out" if count is None else f"{count:,}"


def load_rows(team: int, *, at: datetime) -> list[dict[str, str]]:
    """Who carries what in a team."""
    return [
        {
            "name": one.name,
            "role": one.role[:1].upper() + one.role[1:],
            "children": words.number(one.children),
            "new": words.number(one.new_this_week),
            "overdue": words.number(one.overdue),
        }
        for one in worker_loads(team, at=at)
    ]


def standard_rows(found: Iterable[NotMet], *, team: int | None, hide: bool) -> list[dict[str, Any]]:
    """The standards that are least often met, by area of practice; what asks too little to say is left out."""
    asked = urlencode({"team": team}) if team is not None else ""
    areas = []
    for area, some in groupby(found, key=lambda one: one.area):
        rows = [
            {
                "sentence": one.sentence,
                "url": f"{reverse('standard', args=[one.standard])}{'?' if asked else ''}{asked}",
                "missed": words.number(one.missed),
                "of": words.number(one.of),
                "percent": f"{100 * one.missed / one.of:.0f}%",
                "share": one.missed / one.of,
            }
            for one in some
            if not hide or may_show_share(one.missed, one.of)
        ]
        if rows:
            areas.append({"area": area, "rows": rows, "more": max(0, len(rows) - 2)})
    return areas


def quality_of(teams: Collection[int], *, on: date, hide: bool = False) -> dict[str, Any]:
    """The quality of the work of some teams: standards, audits and supervision."""
    some = list(teams)
    kept = [one for one in how_kept(on=on) if one.team in some]
    missed = not_met(some, on=on)
    return {
        "ran": bool(missed) or last_run() is not None,
        "standards": standard_rows(missed, team=some[0] if len(some) == 1 else None, hide=hide),
        "audits": audit_words(graded(some, on=on), hide=hide),
        "supervision": supervision_words(kept, hide=hide),
    }


def audit_words(found: Sequence[Graded], *, hide: bool) -> str:
    """How audits were graded in twelve months: Good 4, Requires improvement 2. Nothing where none was."""
    together: dict[str, int] = {}
    for one in found:
        for grade, count in one.grades:
            together[grade] = together.get(grade, 0) + count
    if hide and any(value is None for row in suppressed([list(together.values())]) for value in row):
        return "Too few audits to show"
    return ", ".join(f"{grade} {count}" for grade, count in together.items())


def supervision_words(found: Sequence[TeamKept], *, hide: bool) -> dict[str, Any] | None:
    """How supervision was kept in twelve months; None where nobody is supervised."""
    if not any(one.workers for one in found):
        return None
    in_time, late, missed, waiting, without = (
        sum(getattr(one, name) for one in found) for name in ("in_time", "late", "missed", "waiting", "not_agreed")
    )
    whole = in_time + late + missed + waiting
    if hide and any(value is None for value in suppressed([[in_time, late, missed, waiting]])[0]):
        return {"words": "Too few supervisions to show", "missed": 0, "without": ""}
    said = f"{in_time:,} of {whole:,} held in time, {late:,} late, {missed:,} missed"
    if waiting:
        said += f", {waiting:,} past their day now"
    return {
        "words": f"{said}." if whole else "No supervision fell due.",
        "missed": missed + waiting,
        "without": f"{words.plural(without, 'worker')} without an agreement." if without and not hide else "",
    }


def moved_rows(teams: Mapping[int, str], *, month: date) -> list[dict[str, Any]]:
    """What moved beyond chance in these teams' measures: the worse first."""
    by_team = glances_by_team(OF_A_TEAM, month=month)
    rows = []
    for team, name in teams.items():
        for key, one in by_team.get(str(team), {}).items():
            if one.verdict.moved:
                asked = urlencode({"team": team, "month": f"{month:%Y-%m}"})
                rows.append(
                    {
                        "team": name,
                        "title": one.measure.title,
                        "url": f"{reverse('measure', args=[key])}?{asked}",
                        "verdict": shown.said_verdict(one.verdict),
                        **shown.figure_said(one, hide=False),
                    }
                )
    order = {"worse": 0, "changed": 1, "better": 2}
    return sorted(rows, key=lambda row: (order.get(row["verdict"]["way"], 3), row["team"]))


def may_read_loads(acts: Collection[str]) -> bool:
    """Whether the reader may see what each worker carries."""
    return "caseload.read" in acts


def signed_by(reader: User, at: datetime) -> str:
    """Who took a paper out, and when."""
    return f"{reader.name}, {words.moment(at)}"
