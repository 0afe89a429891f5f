"""The quality of teams' work as counts: which standards are not met, and how their audits were graded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from goldenthread.access.public import Tie
from goldenthread.kernel.clock import LONDON, add_months
from goldenthread.quality.models import Audit
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.standards import AREAS, STANDARDS


@dataclass(frozen=True, slots=True)
class NotMet:
    """How often a standard is not met among the children of some teams: `missed` of `of` things. `area` is the area of
    practice in words, in the rulebook's order."""

    standard: str
    sentence: str
    area: str
    missed: int
    of: int


@dataclass(frozen=True, slots=True)
class Graded:
    """Audits of a team's work that were graded in twelve months: how many of each grade, in the order of the grades,
    with the grade in words."""

    team: int
    grades: tuple[tuple[str, int], ...]

    @property
    def of(self) -> int:
        """All that were graded."""
        return sum(count for _, count in self.grades)


def not_met(teams: Collection[int], *, on: date) -> tuple[NotMet, ...]:
    """The standards of which something is not met among the children who are with these teams on a day, by area and
    then the most often missed. One query."""
    rows = (
        Tie.objects.holding(on)
        .filter(kind="team", team__in=list(teams), child__standard_results__isnull=False)
        .values("child__standard_results__standard")
        .annotate(
            of=Count("child__standard_results", distinct=True),
            missed=Count("child__standard_results", distinct=True, filter=Q(child__standard_results__met=False)),
        )
        .values_list("child__standard_results__standard", "missed", "of")
    )
    areas = list(AREAS)
    found = [
        (areas.index(STANDARDS[key].area), NotMet(key, STANDARDS[key].sentence, AREAS[STANDARDS[key].area], missed, of))
        for key, missed, of in rows
        if missed and key in STANDARDS
    ]
    found.sort(key=lambda one: (one[0], -one[1].missed / one[1].of, one[1].sentence))
    return tuple(one for _, one in found)


def graded(teams: Collection[int], *, on: date) -> tuple[Graded, ...]:
    """How the audits of each team's work in the twelve months to a day were graded. One query."""
    since = datetime.combine(add_months(on, -12), datetime.min.time(), LONDON)
    rows = (
        Audit.objects.filter(team__in=list(teams), state__in=("graded", "closed"), graded_at__gte=since)
        .values("team", "overall")
        .annotate(count=Count("pk"))
        .order_by()
    )
    words = SETS["audit_grade"]
    counts: dict[int, dict[str, int]] = {}
    for row in rows:
        if row["overall"] in words.codes:  # an answer of a dip sample is no grade of the whole
            counts.setdefault(row["team"], {})[row["overall"]] = row["count"]
    return tuple(
        Graded(team, tuple((words.label(code), some[code]) for code in words.codes if code in some))
        for team, some in sorted(counts.items())
    )
