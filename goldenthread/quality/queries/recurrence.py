"""What we keep being told: each thing that recurs as a lane through the years, and one of them whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from goldenthread.access.public import User
from goldenthread.quality.models import Finding, FindingChange, Inspection, Recurrence, RecurrencePart
from goldenthread.quality.queries.findings import Answer, FindingRow, answers_of, finding_rows
from goldenthread.rulebook.inspecting.regimes import REGIMES
from goldenthread.ui.words import MONTHS

ADVERSE = ("area_for_improvement", "priority_action")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which it was open. `ended_on` is None while it is; `reopened` where it began by being reopened."""

    began_on: date
    ended_on: date | None
    reopened: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One thing that recurs. `said_on` are the days on which it was said to need improvement, `better_on` those on
    which it was said to be better; `said` is (day, place, better) in order."""

    key: int
    title: str
    said_on: tuple[date, ...]
    better_on: tuple[date, ...]
    said: tuple[tuple[date, str, bool], ...]
    stretches: tuple[Stretch, ...]
    open: bool
    summary: str


@dataclass(frozen=True, slots=True)
class Visit:
    """An inspection on the timeline."""

    key: int
    on: date
    short: str


@dataclass(frozen=True, slots=True)
class KeptBeingTold:
    """Every lane, those open longest first, between the first day and today; the inspections that said them."""

    lanes: tuple[Lane, ...]
    visits: tuple[Visit, ...]
    first_on: date
    last_on: date
    singles: int


@dataclass(frozen=True, slots=True)
class Told:
    """One time that it was said: the exact words, what was done about them, and what the measure did."""

    row: FindingRow
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class ShownRecurrence:
    """One thing that recurs, whole. `linked` are (who, when, shared words) of each link, the latest first."""

    lane: Lane
    told: tuple[Told, ...]
    linked: tuple[tuple[str, datetime, tuple[str, ...]], ...]


def kept_being_told(*, reader: User, on: date) -> KeptBeingTold:
    """Every thing that recurs, and when. Seven queries whatever the rows."""
    parts = _parts(None)
    lanes = _lanes(parts, reader, on)
    ordered = sorted(lanes, key=lambda one: (not one.open, one.said_on[0] if one.said_on else on, one.key))
    about = {part.finding.about for part in parts}
    keys = {int(one.partition(":")[2]) for one in about if one.startswith("inspection:")}
    visits = tuple(
        Visit(one.pk, one.ended_on or one.started_on, REGIMES[one.regime].short)
        for one in Inspection.objects.filter(pk__in=keys).order_by("started_on", "pk")
    )
    days = [day for lane in lanes for day in (*lane.said_on, *lane.better_on)]
    singles = Finding.objects.exclude(status="closed").exclude(
        pk__in=RecurrencePart.objects.filter(taken_out_at=None).values("finding")
    )
    first = min((*days, *(one.on for one in visits)), default=on)
    return KeptBeingTold(tuple(ordered), visits, first, on, singles.count())


def recurrence_exists(recurrence: int) -> bool:
    return Recurrence.objects.filter(pk=recurrence).exists()


def show_recurrence(recurrence: int, *, reader: User, on: date) -> ShownRecurrence | None:
    """One thing that recurs; None where everything has been taken out of it."""
    parts = _parts(recurrence)
    if not parts:
        return None
    (lane,) = _lanes(parts, reader, on)
    rows = finding_rows([part.finding for part in parts], reader=reader)
    answers = answers_of([row.key for row in rows])
    linked = dict.fromkeys((part.linked_by.name, part.linked_at, tuple(part.because)) for part in parts)
    return ShownRecurrence(
        lane=lane,
        told=tuple(Told(row, answers.get(row.key, ()) if not row.kept_back else ()) for row in rows),
        linked=tuple(sorted(linked, key=lambda one: one[1], reverse=True)),
    )


def _parts(recurrence: int | None) -> list[RecurrencePart]:
    found = RecurrencePart.objects.filter(taken_out_at=None).select_related("recurrence", "finding", "linked_by")
    if recurrence is not None:
        found = found.filter(recurrence=recurrence)
    return list(found.order_by("finding__found_on", "finding"))


def _lanes(parts: Sequence[RecurrencePart], reader: User, on: date) -> list[Lane]:
    rows = {row.key: row for row in finding_rows([part.finding for part in parts], reader=reader)}
    changes: dict[int, list[FindingChange]] = {}
    for change in FindingChange.objects.filter(finding__in=rows).order_by("on", "pk"):
        changes.setdefault(change.finding_id, []).append(change)
    held: dict[int, list[RecurrencePart]] = {}
    for part in parts:
        held.setdefault(part.recurrence_id, []).append(part)
    return [_lane(some, rows, changes, on) for some in held.values()]


def _lane(
    parts: Sequence[RecurrencePart], rows: dict[int, FindingRow], changes: dict[int, list[FindingChange]], on: date
) -> Lane:
    findings = [part.finding for part in parts]
    said = tuple((one.found_on, rows[one.pk].place, one.polarity not in ADVERSE) for one in findings)
    stretches = stretches_of(
        [
            (one.found_on, [(change.on, change.to) for change in changes.get(one.pk, ())])
            for one in findings
            if one.polarity in ADVERSE
        ]
    )
    said_on = tuple(day for day, _, better in said if not better)
    better_on = tuple(day for day, _, better in said if better)
    still = bool(stretches) and stretches[-1].ended_on is None
    return Lane(
        key=parts[0].recurrence_id,
        title=parts[0].recurrence.title,
        said_on=said_on,
        better_on=better_on,
        said=said,
        stretches=stretches,
        open=still,
        summary=_summary(said_on, better_on, stretches, on),
    )


def stretches_of(findings: Sequence[tuple[date, Sequence[tuple[date, str]]]]) -> tuple[Stretch, ...]:
    """The times in which any of the findings was open: each is (found on, [(day, closed or reopened)])."""
    spans: list[Stretch] = []
    for found_on, changes in findings:
        began, reopened = found_on, False
        is_open = True
        for day, to in changes:
            if to == "closed" and is_open:
                spans.append(Stretch(began, day, reopened))
                is_open = False
            elif to == "reopened" and not is_open:
                began, reopened, is_open = day, True, True
        if is_open:
            spans.append(Stretch(began, None, reopened))
    spans.sort(key=lambda one: (one.began_on, one.ended_on or date.max))
    joined: list[Stretch] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and (last.ended_on is None or span.began_on <= last.ended_on):
            end = None if last.ended_on is None or span.ended_on is None else max(last.ended_on, span.ended_on)
            joined[-1] = Stretch(last.began_on, end, last.reopened)
        else:
            joined.append(span)
    return tuple(joined)


def _summary(said: Sequence[date], better: Sequence[date], stretches: Sequence[Stretch], on: date) -> str:
    """How long it has been said: "Open 14 years. Said 6 times; said to be better in November 2025"."""
    times = {1: "Said once", 2: "Said twice"}.get(len(said), f"Said {len(said)} times")
    tail = f"; said to be better in {_month(better[-1])}" if better else ""
    if stretches and stretches[-1].ended_on is None:
        reopened = f" Reopened in {_month(stretches[-1].began_on)}." if stretches[-1].reopened else ""
        return f"Open {_how_long(stretches[-1].began_on, on)}.{reopened} {times}{tail}"
    told = []
    for before, after in pairwise(stretches):
        told.append(f"closed {_month(before.ended_on or on)}; reopened {_month(after.began_on)}")
    if stretches:
        told.append(f"closed {_month(stretches[-1].ended_on or on)}")
    words = "; ".join(told)
    return f"{words[:1].upper()}{words[1:]}. {times}" if words else f"{times}{tail}"


def _how_long(since: date, on: date) -> str:
    years = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    if years:
        return "1 year" if years == 1 else f"{years} years"
    months = (on.year - since.year) * 12 + on.month - since.month
    return "less than a month" if months < 1 else "1 month" if months == 1 else f"{months} months"


def _month(on: date) -> str:
    return f"{MONTHS[on.month - 1]} {on.year}"
