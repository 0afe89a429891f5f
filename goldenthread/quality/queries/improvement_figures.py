"""Figures that an improvement plan may be measured by, whoever counts them.

What stands above quality (measures of insight) adds its own by `register_source`: the plan asks the register, and knows
no other package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import Tie
from goldenthread.casework.public import deadline_counts
from goldenthread.quality.models import Audit, StandardResult
from goldenthread.quality.queries.audit_results import PASSES
from goldenthread.quality.queries.audit_tools import latest_tools
from goldenthread.quality.queries.standards import last_run
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.standards import STANDARDS


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted as of a day: `met` of `asked` where it is a share, in per cent; `how` it was got, in words."""

    as_of: date
    value: float
    how: str
    met: int | None = None
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who counts a kind of measure. `choices` are what it counts, by key; `figure` counts one now, None where there is
    nothing to count; `url` is the page that opens it down to the records, for those who have the act `opened_by`;
    `higher` whether more of it is better; `teams` whether it can be counted for one team's children; `unit` is what its
    values are in.
    """

    choices: Callable[[], tuple[tuple[str, str], ...]]
    figure: Callable[[str, int | None, datetime], Figure | None]
    url: Callable[[str, int | None], str]
    opened_by: str
    higher: Callable[[str], bool] = lambda of: True
    teams: bool = False
    unit: str = "%"


_SOURCES: dict[str, Source] = {}


def register_source(kind: str, source: Source) -> None:
    """Lets plans be measured by what this counts. `kind` is a code of the set “improvement_measure”."""
    _SOURCES[kind] = source


def sources() -> Mapping[str, Source]:
    """Every kind that Golden Thread counts by itself."""
    return _SOURCES


def _standards() -> tuple[tuple[str, str], ...]:
    return tuple((one.id, one.sentence) for one in STANDARDS.values())


def _standard(of: str, team: int | None, at: datetime) -> Figure | None:
    ran = last_run()
    if ran is None or of not in STANDARDS:
        return None
    rows = StandardResult.objects.filter(standard=of)
    if team is not None:
        with_team = Tie.objects.holding(timezone.localdate(at)).filter(kind="team", team=team).values("child")
        rows = rows.filter(child__in=with_team)
    counted = rows.aggregate(met=Count("pk", filter=Q(met=True)), asked=Count("pk"))
    if not counted["asked"]:
        return None
    return Figure(
        ran.on,
        100 * counted["met"] / counted["asked"],
        f"Counted over the record by the practice standard, run of {ran.on.day} {ran.on:%B %Y}",
        counted["met"],
        counted["asked"],
    )


def _standard_url(of: str, team: int | None) -> str:
    found = reverse("standard", args=[of])
    return f"{found}?team={team}" if team else found


def _clocks() -> tuple[tuple[str, str], ...]:
    return tuple((one.id, one.name) for one in CLOCKS.values() if one.live)


def _clock(of: str, team: int | None, at: datetime) -> Figure | None:
    today = timezone.localdate(at)
    counted = deadline_counts(today, at=at).get(of)
    if counted is None or not counted.met + counted.met_late + counted.overdue:
        return None
    asked = counted.met + counted.met_late + counted.overdue
    how = "Counted from every stored deadline: met in time, of those met or overdue"
    return Figure(today, 100 * counted.met / asked, how, counted.met, asked)


def _tools() -> tuple[tuple[str, str], ...]:
    return tuple((one.key, one.title) for one in latest_tools())


def _audited(of: str, team: int | None, at: datetime) -> Figure | None:
    """Of the audits with a tool that were graded in the last twelve months, the share that were good or better."""
    today = timezone.localdate(at)
    rows = Audit.objects.filter(
        round__tool=of, state__in=("graded", "closed"), graded_at__gt=at - timedelta(days=365)
    ).exclude(overall="")
    if team is not None:
        rows = rows.filter(team=team)
    counted = rows.aggregate(met=Count("pk", filter=Q(overall__in=PASSES)), asked=Count("pk"))
    if not counted["asked"]:
        return None
    how = "Counted from the grades of the audits with this tool in twelve months"
    return Figure(today, 100 * counted["met"] / counted["asked"], how, counted["met"], counted["asked"])


register_source("standard", Source(_standards, _standard, _standard_url, "standards.read", teams=True))
register_source("clock", Source(_clocks, _clock, lambda of, team: reverse("timescale", args=[of]), "standards.read"))
register_source(
    "audit",
    Source(_tools, _audited, lambda of, team: f"{reverse('audits')}?tool={of}", "audit.programme", teams=True),
)
