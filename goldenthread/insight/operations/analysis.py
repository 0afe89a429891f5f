"""What people say of a measure: events that may explain it, steps they confirm, words they sign, what they will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, find_team, find_user, record, require
from goldenthread.insight.analysis.commentary import PARTS, Clause, gaps
from goldenthread.insight.analysis.points import month_after
from goldenthread.insight.models import Commentary, KnownEvent, MeasureAction, MeasureStep
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import moment

LONGEST = 2_000
"""Characters of one sentence or reason."""
LARGEST = Decimal(99_999_999)
EARLIEST = date(2000, 1, 1)


@transaction.atomic
def record_event(*, happened_on: date, kind: str, words: str, team: int | None = None, by: User, at: datetime) -> int:
    """Records something that may explain a figure, and returns its key. `team` is the one it touched, None for all.

    Raises `NotAllowed`, `Refused`.
    """
    right = require(by, "known_event.record", at=at).right
    problems = []
    if kind not in SETS["known_event"].codes:
        problems.append(("kind", "Choose what kind of event it was"))
    if says_nothing(words):
        problems.append(("words", "Say what happened, in a line"))
    if not EARLIEST <= happened_on <= month_after(timezone.localdate(at).replace(day=1), 24):
        problems.append(("happened_on", "Check the day: events are from 2000 to two years ahead"))
    touched = find_team(team) if team is not None else None
    if team is not None and touched is None:
        problems.append(("team", "Choose a team, or everybody"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = KnownEvent.objects.create(
        happened_on=happened_on,
        kind=kind,
        words=kept_line(words, "words", 200),
        team=touched,
        recorded_by=by,
        recorded_at=at,
    )
    record(act="known_event.record", by=by, at=at, right=right, subject=f"known_event:{made.pk}", detail={"kind": kind})
    return made.pk


@transaction.atomic
def confirm_step(*, measure: str, month: date, reason: str, by: User, at: datetime) -> int:
    """Confirms that a measure stands on a new footing from a month, and returns the step's key.

    Its limits are worked out anew from there; the old ones stay for the old months, with the reason. Raises
    `NotAllowed`; `Refused` for a month that has one already or has not come, and without a reason.
    """
    right = require(by, "measure_step.confirm", at=at).right
    problems = []
    if month.day != 1 or not EARLIEST <= month <= timezone.localdate(at):
        problems.append(("month", "Choose the month from which the work is different"))
    if says_nothing(reason):
        problems.append(("reason", "Say what changed in the work, and how you know: the old limits are kept with it"))
    if problems:
        raise Refused(problems=tuple(problems))
    stands = MeasureStep.objects.filter(measure=measure, month=month).select_related("confirmed_by").first()
    if stands is not None:
        raise Refused(f"{stands.confirmed_by.name} confirmed this step {moment(stands.confirmed_at, at)}.", "month")
    made = MeasureStep.objects.create(
        measure=measure, month=month, reason=kept_words(reason, "reason", LONGEST), confirmed_by=by, confirmed_at=at
    )
    detail: dict[str, object] = {"measure": measure, "month": month.isoformat()}
    record(act="measure_step.confirm", by=by, at=at, right=right, subject=f"measure_step:{made.pk}", detail=detail)
    return made.pk


@transaction.atomic
def write_commentary(*, measure: str, month: date, clauses: Sequence[Clause], by: User, at: datetime) -> int:
    """Keeps what is said of a measure for a month, unsigned, and returns its key. It replaces what was kept before.

    Raises `NotAllowed`; `Refused` once it is signed, and for words that are too long.
    """
    right = require(by, "commentary.write", at=at).right
    kept = []
    for at_place, one in enumerate(clauses):
        if one.part not in PARTS or one.sure not in SETS["how_sure"].codes:
            raise Refused("Choose how sure you are of each sentence", f"sure-{at_place}")
        words = kept_words(one.words, f"words-{at_place}", LONGEST)
        if words:
            kept.append(asdict(one) | {"words": words})
    stands = _locked(measure, month)
    if stands is None:
        stands = Commentary(measure=measure, month=month)
    elif stands.signed_by is not None and stands.signed_at is not None:
        raise Refused(
            f"{stands.signed_by.name} signed this {moment(stands.signed_at, at)}: signed words stay as they are."
        )
    stands.clauses, stands.edited_by, stands.edited_at = kept, by, at
    stands.save()
    _enter("commentary.write", stands, right, by, at)
    return stands.pk


@transaction.atomic
def sign_commentary(*, measure: str, month: date, by: User, at: datetime) -> None:
    """Signs what is said of a measure for a month: it is then hers, and is never changed.

    Raises `NotAllowed`; `Refused` for what is missing, for words kept by nobody, and when it is signed already.
    """
    right = require(by, "commentary.sign", at=at).right
    found = _locked(measure, month)
    if found is None:
        raise Refused("Nobody has read and kept these words yet. Edit them, or keep them as they are, and then sign.")
    if found.signed_by is not None and found.signed_at is not None:
        raise Refused(f"{found.signed_by.name} signed this {moment(found.signed_at, at)}.")
    missing = gaps([Clause(one["part"], one["words"], one["sure"], (), one["edited"]) for one in found.clauses])
    if missing:
        raise Refused(problems=tuple(("", sentence) for _, sentence in missing))
    found.signed_by, found.signed_at = by, at
    found.save(update_fields=["signed_by", "signed_at"])
    _enter("commentary.sign", found, right, by, at)


@transaction.atomic
def record_measure_action(
    *,
    measure: str,
    month: date,
    words: str,
    owner: int | None,
    due_on: date,
    expected: Decimal,
    judged_on: date,
    by: User,
    at: datetime,
) -> int:
    """Records what will be done about a measure after a month's figure, and returns its key. The figure of the month
    `judged_on` will show whether it worked; `expected` is in the measure's own unit.

    Raises `NotAllowed`, `Refused`.
    """
    right = require(by, "measure_action.record", at=at).right
    problems = []
    whose = find_user(key=owner) if owner is not None else None
    today = timezone.localdate(at)
    if says_nothing(words):
        problems.append(("words", "Say what will be done"))
    if whose is None or not whose.is_active:
        problems.append(("owner", "Choose who does it"))
    if due_on < today:
        problems.append(("due_on", "Choose a day that has not passed"))
    elif due_on > month_after(today.replace(day=1), 36):
        problems.append(("due_on", "Choose a day within three years"))
    if not -LARGEST <= expected <= LARGEST:
        problems.append(("expected", "Check the figure that you expect"))
    if judged_on.day != 1 or not month < judged_on <= month_after(month, 36):
        problems.append(("judged_on", "Choose a month after this one, within three years"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = MeasureAction.objects.create(
        measure=measure,
        month=month,
        words=kept_words(words, "words", LONGEST),
        owner=whose,
        due_on=due_on,
        expected=expected,
        judged_on=judged_on,
        recorded_by=by,
        recorded_at=at,
    )
    detail: dict[str, object] = {"measure": measure, "month": month.isoformat()}
    record(act="measure_action.record", by=by, at=at, right=right, subject=f"measure_action:{made.pk}", detail=detail)
    return made.pk


def _locked(measure: str, month: date) -> Commentary | None:
    return (
        Commentary.objects.select_for_update(of=("self",))
        .select_related("signed_by")
        .filter(measure=measure, month=month)
        .first()
    )


def _enter(act: str, found: Commentary, right: str, by: User, at: datetime) -> None:
    detail: dict[str, object] = {"measure": found.measure, "month": found.month.isoformat()}
    record(act=act, by=by, at=at, right=right, subject=f"commentary:{found.pk}", detail=detail)
