"""What complaints come to, without names: by theme, stage, outcome, and whether they were answered in time.

Whoever may not read complaints is shown counts of whole financial years to the nearest five. None below five is told,
nor that there is none, and of themes only those with five points: few enough, they tell of somebody. A day or a week
chosen by the reader would tell of a single complaint whatever is rounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from goldenthread.access.public import User, acts_of
from goldenthread.quality.models import Complaint, ComplaintOutcome, ComplaintPoint, ComplaintStage, Compliment
from goldenthread.quality.queries.small_counts import SMALLEST
from goldenthread.rulebook.codes import SETS

READS = {"complaint.read", "complaint.investigate"}
"""The acts by which somebody reads complaints."""


@dataclass(frozen=True, slots=True)
class Number:
    """A count with its word. `shown` is the count, or what is said in its place."""

    label: str
    count: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class Timely:
    """Of one stage: answered in time, answered late (or never, before the next stage), and running."""

    label: str
    in_time: Number
    late: Number
    running: Number
    running_late: Number


@dataclass(frozen=True, slots=True)
class ThemeOutcomes:
    """One theme: how many points, and what they came to."""

    label: str
    points: Number
    outcomes: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """The complaints that came in a time, both days included: whole years where `kept_back`."""

    since: date
    until: date
    complaints: Number
    compliments: Number
    from_children: Number
    advocates: Number
    by_stage: tuple[Number, ...]
    by_outcome: tuple[Number, ...]
    by_theme: tuple[ThemeOutcomes, ...]
    timely: tuple[Timely, ...]
    kept_back: bool


def complaint_totals(*, since: date, until: date, reader: User, at: datetime) -> Totals:
    """The totals of the complaints received from `since` to `until`: for whoever may not read complaints, in the whole
    financial years (April to March) that have these days. Six queries."""
    small = not READS & acts_of(reader)
    if small:
        since = date(since.year - (since.month < 4), 4, 1)
        until = max(since, min(date(until.year + (until.month > 3), 3, 31), timezone.localdate(at)))
    rows = Complaint.objects.filter(received_on__gte=since, received_on__lte=until)
    kinds = list(rows.values_list("complainant", "advocate", "stage"))
    points = dict(ComplaintPoint.objects.filter(complaint__in=rows).values_list("pk", "theme"))
    latest: dict[int, str] = {}
    told = ComplaintOutcome.objects.filter(point__complaint__in=rows).order_by("stage")
    for point, outcome in told.values_list("point", "outcome"):
        latest[point] = outcome
    of_theme: dict[str, Counter[str]] = {}
    for point, theme in points.items():
        of_theme.setdefault(theme, Counter())[latest.get(point, "")] += 1
    children = [advocate for who, advocate, _ in kinds if who == "child"]

    def number(label: str, count: int) -> Number:
        return _number(label, count, small)

    listed = [theme for theme, found in of_theme.items() if not small or found.total() >= SMALLEST]
    themes = sorted(listed, key=lambda theme: (-_near(of_theme[theme].total(), small), theme))
    stages = Counter(stage for _, _, stage in kinds)
    outcomes = Counter(latest.values())
    return Totals(
        since=since,
        until=until,
        complaints=number("complaints", len(kinds)),
        compliments=number("compliments", Compliment.objects.filter(said_on__gte=since, said_on__lte=until).count()),
        from_children=number("made by a child or young person", len(children)),
        advocates=number(
            "of those with an advocate", sum(advocate in ("accepted", "has_one") for advocate in children)
        ),
        by_stage=_each("complaint_stage", stages, small),
        by_outcome=_each("complaint_outcome", outcomes, small),
        by_theme=tuple(
            ThemeOutcomes(
                SETS["complaint_theme"].label(theme),
                number("points", of_theme[theme].total()),
                _each("complaint_outcome", of_theme[theme], small),
            )
            for theme in themes
        ),
        timely=tuple(_timely(rows.values_list("pk", flat=True), at, small)),
        kept_back=small,
    )


def _number(label: str, count: int, small: bool) -> Number:
    if not small:
        return Number(label, count, str(count))
    return Number(label, None, f"fewer than {SMALLEST}" if count < SMALLEST else f"about {_near(count, small)}")


def _near(count: int, small: bool) -> int:
    return SMALLEST * round(count / SMALLEST) if small else count


def _each(codes: str, counted: Mapping[str, int], small: bool) -> tuple[Number, ...]:
    return tuple(_number(one.label, counted.get(one.code, 0), small) for one in SETS[codes].items)


def _timely(complaints: Iterable[int], at: datetime, small: bool) -> Iterable[Timely]:
    today = timezone.localdate(at)
    rows = ComplaintStage.objects.filter(complaint__in=complaints, deadline__isnull=False)
    told = rows.values_list("stage", "answered_on", "deadline__due_on", "complaint__stage", "complaint__state")
    counted: dict[str, Counter[str]] = {}
    for stage, answered_on, due_on, now, state in told:
        if answered_on is not None:
            came = "in_time" if answered_on <= due_on else "late"
        elif now != stage:
            came = "late"  # it went on before anybody answered
        elif state == "withdrawn":
            continue
        else:
            came = "running" if today <= due_on else "running_late"
        counted.setdefault(stage, Counter())[came] += 1
    for one in SETS["complaint_stage"].items:
        # The Ombudsman answers by no clock of ours.
        if one.code in counted or (small and one.code != "o"):
            found = counted.get(one.code, Counter())
            yield Timely(
                one.label,
                *(_number(word, found[word], small) for word in ("in_time", "late", "running", "running_late")),
            )
