"""What measures an improvement plan: its start and target, its values with their days and how each was got.

Golden Thread counts what it can by itself, each night and when somebody reads the plan; a closed plan whose measure has
slipped is reopened then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import Team, User, record
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import EvidenceItem, ImprovementMeasure, ImprovementPlan, MeasureValue
from goldenthread.quality.operations.improvement import (
    locked,
    reopen_improvement,
    step,
    subject_of,
)
from goldenthread.quality.queries.improvement import facts_of
from goldenthread.quality.queries.improvement_figures import Figure, sources
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.improving import MILESTONE, State, judge
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day

LARGEST = Decimal(1_000_000)
LONGEST_HOW = 300
COUNTED = "counted when the measure was chosen"


@dataclass(frozen=True, slots=True)
class MeasureSaid:
    """What is to show that a plan works. `of` is which figure of its kind; `baseline` may be left out where Golden
    Thread counts it now. Numbers are as they were typed."""

    kind: str
    of: str = ""
    title: str = ""
    unit: str = "%"
    team: int | None = None
    baseline: str = ""
    baseline_on: date | None = None
    baseline_how: str = ""
    target: str = ""
    by_on: date | None = None
    higher: bool | None = True


@dataclass(frozen=True, slots=True)
class ValueSaid:
    """What a measure came to: a number, or how many of how many, with how it was got."""

    as_of: date
    value: str = ""
    met: int | None = None
    asked: int | None = None
    how: str = ""
    evidence: int | None = None


@transaction.atomic
def add_measure(*, plan: int, said: MeasureSaid, by: User, at: datetime) -> int:
    """Adds what is to show that the plan works; returns its key. Raises `NotAllowed`, `Refused`."""
    found, right = locked(plan, "improvement.write", by, at)
    step(found, "improvement.write")
    made = _measure(found, said, by, at)
    made.save()
    detail = {"part": "measure", "measure": made.pk, "kind": made.kind, "of": made.of}
    record(act="improvement.write", by=by, at=at, subject=subject_of(found), right=right, detail=detail)
    return made.pk


@transaction.atomic
def drop_measure(*, measure: int, because: str, by: User, at: datetime) -> None:
    """Takes a measure out of the plan: its values stay on record. Raises `NotAllowed`, `Refused`."""
    row, found, right = _locked(measure, "improvement.write", by, at)
    step(found, "improvement.write")
    if says_nothing(because):
        raise Refused("Say why it no longer measures the plan", "because")
    row.dropped_on, row.dropped_because = timezone.localdate(at), kept_words(because, "because")
    row.save(update_fields=["dropped_on", "dropped_because"])
    detail = {"part": "measure", "measure": measure, "dropped": True}
    record(act="improvement.write", by=by, at=at, subject=subject_of(found), right=right, detail=detail)


@transaction.atomic
def record_value(*, measure: int, said: ValueSaid, by: User, at: datetime) -> None:
    """Records what a measure came to as of a day. A value of the same day is replaced, and kept in the history.

    A plan that is closed is reopened when the value shows that it has slipped. Raises `NotAllowed`, `Refused`.
    """
    row, found, right = _locked(measure, "improvement.record", by, at)
    step(found, "improvement.record")
    value, met, asked = _value(row, said, at)
    evidence = None
    if said.evidence is not None:
        evidence = EvidenceItem.objects.filter(pk=said.evidence, withdrawn_at=None).first()
        if evidence is None:
            raise Refused("Choose a document from the evidence library", "evidence")
    MeasureValue.objects.update_or_create(
        measure=row,
        as_of=said.as_of,
        defaults={
            "value": value,
            "met": met,
            "asked": asked,
            "how": kept_line(said.how, "how", LONGEST_HOW),
            "evidence": evidence,
            "recorded_by": by,
            "recorded_at": at,
        },
    )
    detail = {"measure": measure, "as_of": said.as_of.isoformat(), "value": str(value)}
    record(act="improvement.record", by=by, at=at, subject=subject_of(found), right=right, detail=detail)
    reopen_if_slipped(plan=found.pk, at=at)


@transaction.atomic
def look_again(*, plan: int, at: datetime) -> bool:
    """Counts anew what Golden Thread counts by itself, and reopens the plan where it is closed and has slipped.

    Asked each night, and by a person (`count_again`); a figure that was counted already is not written again. Returns
    whether the plan was reopened.
    """
    measures = list(ImprovementMeasure.objects.filter(plan=plan, dropped_on=None, kind__in=list(sources())))
    for one in measures:
        figure = sources()[one.kind].figure(one.of, one.team_id, at)
        if figure is not None and figure.as_of > one.baseline_on:
            _keep(one, figure, at)
    return reopen_if_slipped(plan=plan, at=at)


@transaction.atomic
def count_again(*, plan: int, by: User, at: datetime) -> bool:
    """A person has the plan's figures counted now instead of tonight; whether that reopened it. Raises `NotAllowed`,
    `Refused`."""
    found, right = locked(plan, "improvement.record", by, at)
    reopened = look_again(plan=found.pk, at=at)
    detail: dict[str, object] = {"counted": "again", "reopened": reopened}
    record(act="improvement.record", by=by, at=at, subject=subject_of(found), right=right, detail=detail)
    return reopened


def look_at_all(*, at: datetime) -> tuple[int, int]:
    """Looks again at every plan; returns how many there are, and how many were reopened."""
    plans = list(ImprovementPlan.objects.order_by("pk").values_list("pk", flat=True))
    return len(plans), sum(look_again(plan=plan, at=at) for plan in plans)


@transaction.atomic
def reopen_if_slipped(*, plan: int, at: datetime) -> bool:
    """Reopens a closed plan whose measure has slipped, and says whether it did."""
    if not ImprovementPlan.objects.filter(pk=plan, state="closed").exists():
        return False
    verdict = judge(facts_of([plan])[plan], on=timezone.localdate(at))
    if verdict.state is not State.SLIPPED:
        return False
    reopen_improvement(plan=plan, because=f"{'. '.join(verdict.because)}.", by=None, at=at)
    return True


def _keep(measure: ImprovementMeasure, figure: Figure, at: datetime) -> None:
    """The figure of a day, unless it is there already; one that a person recorded stays hers."""
    value = Decimal(str(round(figure.value, 2)))
    held = MeasureValue.objects.filter(measure=measure, as_of=figure.as_of).first()
    if held is not None and (
        held.recorded_by_id is not None
        or (held.value, held.met, held.asked)
        == (
            value,
            figure.met,
            figure.asked,
        )
    ):
        return
    MeasureValue.objects.update_or_create(
        measure=measure,
        as_of=figure.as_of,
        defaults={
            "value": value,
            "met": figure.met,
            "asked": figure.asked,
            "how": figure.how[:LONGEST_HOW],
            "recorded_by": None,
            "recorded_at": at,
        },
    )


def _locked(measure: int, act: str, by: User, at: datetime) -> tuple[ImprovementMeasure, ImprovementPlan, str]:
    row = ImprovementMeasure.objects.filter(pk=measure).first()
    if row is None:
        raise Refused("There is no such measure.")
    found, right = locked(row.plan_id, act, by, at)
    row.refresh_from_db()
    if row.dropped_on is not None:
        raise Refused(f"This measure was taken out of the plan on {day(row.dropped_on)}.")
    return row, found, right


def _measure(plan: ImprovementPlan, said: MeasureSaid, by: User, at: datetime) -> ImprovementMeasure:
    today = timezone.localdate(at)
    if said.kind not in SETS["improvement_measure"].codes:
        raise Refused("Choose what measures the plan", "kind")
    source = sources().get(said.kind)
    if source is None and said.kind not in (MILESTONE, "other"):
        raise Refused("Golden Thread does not count this yet. Choose “Another figure”, and record its values", "kind")
    made = ImprovementMeasure(plan=plan, kind=said.kind, added_by=by, added_at=at)
    problems: list[tuple[str, str]] = []
    if source is not None:
        named = dict(source.choices())
        if said.of not in named:
            problems.append(("of", "Choose which one"))
        made.of, made.unit, made.higher = said.of[:80], source.unit, source.higher(said.of)
        made.title = said.title or named.get(said.of, "").rstrip(".")
    else:
        made.title, made.unit = said.title, said.unit
        made.higher = said.higher is not False
        if says_nothing(said.title):
            problems.append(("title", "Say what is counted, or what is to be there"))
    if said.by_on is None or said.by_on <= today:
        problems.append(("by_on", "Enter the day by which it reaches its target, after today"))
    if problems:
        raise Refused(problems=tuple(problems))
    made.title = kept_line(made.title, "title", 200)
    made.unit = kept_line(made.unit, "unit", 20)
    if said.team is not None:
        made.team = Team.objects.filter(pk=said.team).first() if source is not None and source.teams else None
        if made.team is None:
            raise Refused("This cannot be counted for one team: leave the team out", "team")
    assert said.by_on is not None
    made.by_on = said.by_on
    _start(made, said, at)
    if made.kind != MILESTONE and (made.target > made.baseline) != made.higher:
        better = "above" if made.higher else "below"
        raise Refused(f"The target must be {better} the start, which is {made.baseline.normalize():f}", "target")
    return made


def _start(made: ImprovementMeasure, said: MeasureSaid, at: datetime) -> None:
    """The start and the target: counted now where that can be, otherwise as typed."""
    today = timezone.localdate(at)
    if made.kind == MILESTONE:
        made.baseline, made.target, made.higher, made.unit = Decimal(0), Decimal(1), True, ""
        made.baseline_on, made.baseline_how = today, "Not there yet"
        return
    made.target = number_of(said.target, "target", "Enter the target as a number, like 75")
    source = sources().get(made.kind)
    if source is not None and not said.baseline.strip():
        figure = source.figure(made.of, said.team, at)
        if figure is None:
            raise Refused("There is nothing to count yet, so enter where it starts", "baseline")
        made.baseline, made.baseline_on = Decimal(str(round(figure.value, 2))), figure.as_of
        made.baseline_how = (
            f"{figure.how}: {figure.met} of {figure.asked}"[:LONGEST_HOW] if figure.asked else figure.how
        )
        return
    made.baseline = number_of(said.baseline, "baseline", "Enter where it starts as a number, like 33")
    if said.baseline_on is None or said.baseline_on > today:
        raise Refused("Enter the day on which it stood there, not after today", "baseline_on")
    if said.by_on is not None and said.by_on <= said.baseline_on:
        raise Refused("The target must be reached after the day it starts from", "by_on")
    if says_nothing(said.baseline_how):
        raise Refused("Say where the start is from: which report, sample or count", "baseline_how")
    made.baseline_on = said.baseline_on
    made.baseline_how = kept_line(said.baseline_how, "baseline_how", LONGEST_HOW)


def _value(row: ImprovementMeasure, said: ValueSaid, at: datetime) -> tuple[Decimal, int | None, int | None]:
    problems = []
    if said.as_of > timezone.localdate(at):
        problems.append(("as_of", f"{day(said.as_of)} has not come yet"))
    elif said.as_of <= row.baseline_on:
        problems.append(("as_of", f"The measure starts on {day(row.baseline_on)}: a value is of a later day"))
    if says_nothing(said.how):
        problems.append(("how", "Say how it was got: who counted what, from where"))
    if problems:
        raise Refused(problems=tuple(problems))
    if said.asked is not None or said.met is not None:
        if said.asked is None or said.met is None or not 0 <= said.met <= said.asked or said.asked == 0:
            raise Refused("Enter how many of how many: the first may not be more than the second", "met")
        share = Decimal(100 * said.met) / Decimal(said.asked)
        return share.quantize(Decimal("0.01")), said.met, said.asked
    value = number_of(said.value, "value", "Enter the value, or how many of how many")
    if row.kind == MILESTONE and value not in (0, 1):
        raise Refused("Say whether the milestone is reached", "value")
    return value, None, None


def number_of(typed: str, field: str, missing: str) -> Decimal:
    """A number with at most two places after the point. Raises `Refused`."""
    try:
        found = Decimal(typed.strip().replace(",", "").rstrip("%") or "none")
    except InvalidOperation:
        raise Refused(missing, field) from None
    if not found.is_finite() or abs(found) >= LARGEST:
        raise Refused(missing, field)
    return found.quantize(Decimal("0.01"))
