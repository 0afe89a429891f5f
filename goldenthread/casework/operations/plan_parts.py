"""What is written inside a plan: concerns, outcomes, actions, evidence, contingency, the family's words.

Each act changes one part and says so in the plan's history (what it was, what it is, why). A form says which words it
was built on (`based_on`, a stamp of the part as it was shown): when somebody changed the part meanwhile, the second is
told who, when, and how it now stands, and nothing of either is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from goldenthread.access.public import User
from goldenthread.casework.models import Concern, Outcome, Plan, PlanAction
from goldenthread.casework.operations.plans import (
    ActionSaid,
    ConcernSaid,
    OutcomeSaid,
    action_row,
    enter,
    locked,
    owner_called,
    put_outcome,
    put_outline,
    step,
)
from goldenthread.casework.queries.child import of_child
from goldenthread.casework.queries.plan_parts import SHOWN, about, in_words, stamp
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day, moment

FARTHEST = timedelta(days=366 * 3)
LANGUAGES = {
    "ar": "Arabic",
    "bn": "Bengali",
    "fa": "Farsi",
    "ku": "Kurdish Sorani",
    "pa": "Punjabi",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "so": "Somali",
    "uk": "Ukrainian",
    "ur": "Urdu",
}
"""The languages in which a family's copy may be kept, by their codes (ISO 639-1). "en" are the plain words."""


@transaction.atomic
def add_concern(*, plan: int, said: ConcernSaid, by: User, at: datetime) -> None:
    """Puts a concern in the plan, with outcomes when there are any: what we saw, and what it means for the child.

    One that came from history or an assessment and is in the plan already is refused, with the sentence. Raises
    `NotAllowed`, `Refused`.
    """
    found, right = _open(plan, by, at)
    _on_record(said.came_from, said.factor)
    if says_nothing(said.need):
        raise Refused("Say what it means for the child: the need or the risk", "need")
    if said.saw_on and said.saw_on > timezone.localdate(at):
        raise Refused(f"{day(said.saw_on)} has not come yet", "saw_on")
    known = Concern.objects.filter(of_child("child", found.child_id), closed_on=None)
    if said.came_from and known.filter(came_from=said.came_from).exists():
        raise Refused("This is in the plan already. Look at the plan as it stands now.")
    for outcome in said.outcomes:
        _fits(found, outcome, at)
    put_outline(found, [said], by=by)
    change(found, "plan", said.title or said.need, "", said.need, "Added", by=by, at=at)
    enter("plan.write", found, right, by, at, {"added": "concern"})


@transaction.atomic
def change_concern(
    *, plan: int, concern: int, values: Mapping[str, Any], because: str = "", based_on: str, by: User, at: datetime
) -> None:
    """Changes what a concern says. Raises `NotAllowed`, `Refused`; also when it moved meanwhile."""
    found, right = _open(plan, by, at)
    row = _of(Concern.objects.filter(of_child("child", found.child_id)), concern, "concern")
    if says_nothing(str(values.get("title", row.title))):
        raise Refused("Give the concern a name of a few words", "title")
    _rewrite(found, row, values, because, based_on, by=by, at=at)
    enter("plan.write", found, right, by, at, {"concern": concern})


@transaction.atomic
def leave_out(*, plan: int, title: str, came_from: str, because: str, factor: str = "", by: User, at: datetime) -> None:
    """Says why a concern that is on record does not belong in the plan: it stays on record with the reason.

    Raises `NotAllowed`; `Refused` without a reason.
    """
    found, right = _open(plan, by, at)
    _on_record(came_from, factor)
    if says_nothing(because):
        raise Refused("Say why it is not in the plan, and what shows it", "because")
    today = timezone.localdate(at)
    Concern.objects.create(
        child_id=found.child_id,
        title=kept_line(title, "title", 120),
        factor=factor,
        came_from=came_from,
        raised_on=today,
        raised_by=by,
        closed_on=today,
        closed_because=kept_words(because, "because"),
    )
    change(found, "plan", title, "", "Not in the plan", because, by=by, at=at)
    enter("plan.write", found, right, by, at, {"left_out": came_from})


@transaction.atomic
def close_concern(*, plan: int, concern: int, because: str, by: User, at: datetime) -> None:
    """Says that a concern is over, and what shows it; its open outcomes end with it. Raises `NotAllowed`, `Refused`."""
    found, right = _open(plan, by, at)
    row = _of(Concern.objects.filter(of_child("child", found.child_id)), concern, "concern")
    if says_nothing(because):
        raise Refused("Say what shows that this is over for the child", "because")
    row.closed_on, row.closed_because = timezone.localdate(at), kept_words(because, "because")
    row.save(update_fields=["closed_on", "closed_because"])
    row.outcomes.filter(plan=found, ended_on=None).update(ended_on=row.closed_on, ended_because=row.closed_because)
    change(found, about(row), row.title, "In the plan", "Closed", because, by=by, at=at)
    enter("plan.write", found, right, by, at, {"closed": about(row)})


@transaction.atomic
def add_outcome(*, plan: int, concern: int, said: OutcomeSaid, by: User, at: datetime) -> int:
    """Answers a concern with an outcome, and returns its key. Raises `NotAllowed`, `Refused`."""
    found, right = _open(plan, by, at)
    row = _of(Concern.objects.filter(of_child("child", found.child_id), closed_on=None), concern, "concern")
    _fits(found, said, at)
    place = found.outcomes.count()
    made = put_outcome(found, row, said, position=place, added_on=timezone.localdate(at))
    change(found, about(made), f"{row.title}: outcome", "", made.words, "Added", by=by, at=at)
    enter("plan.write", found, right, by, at, {"added": about(made)})
    return made.pk


@transaction.atomic
def change_outcome(
    *, plan: int, outcome: int, values: Mapping[str, Any], because: str = "", based_on: str, by: User, at: datetime
) -> None:
    """Changes an outcome: its words, starting point, target, measure, day. A plan in force asks for the reason.

    Raises `NotAllowed`, `Refused`; also when it moved meanwhile.
    """
    found, right = _open(plan, by, at)
    row = _of(found.outcomes.filter(ended_on=None), outcome, "outcome")
    said = OutcomeSaid(**{name: values.get(name, getattr(row, name)) for name in ("words", "by_on", "contingency_by")})
    _fits(found, said, at)
    _rewrite(found, row, values, because, based_on, by=by, at=at)
    enter("plan.write", found, right, by, at, {"outcome": outcome})


@transaction.atomic
def end_outcome(*, plan: int, outcome: int, because: str, by: User, at: datetime) -> None:
    """Takes an outcome out of the plan, for a reason; it stays on record. Raises `NotAllowed`, `Refused`."""
    found, right = _open(plan, by, at)
    row = _of(found.outcomes.filter(ended_on=None), outcome, "outcome")
    if says_nothing(because):
        raise Refused("Say why this outcome is not worked on any more", "because")
    row.ended_on, row.ended_because = timezone.localdate(at), kept_words(because, "because")
    row.save(update_fields=["ended_on", "ended_because"])
    change(found, about(row), f"{row.concern.title}: outcome", row.words, "Ended", because, by=by, at=at)
    enter("plan.write", found, right, by, at, {"ended": about(row)})


@transaction.atomic
def add_action(*, plan: int, outcome: int, said: ActionSaid, by: User, at: datetime) -> int:
    """Puts one thing to do in the plan, and returns its key. Raises `NotAllowed`, `Refused`."""
    found, right = _open(plan, by, at)
    row = _of(found.outcomes.filter(ended_on=None), outcome, "outcome")
    made = put_action(found, row, said, "Added", by=by, at=at)
    enter("plan.write", found, right, by, at, {"added": about(made)})
    return made.pk


@transaction.atomic
def change_action(
    *, plan: int, action: int, values: Mapping[str, Any], because: str = "", based_on: str, by: User, at: datetime
) -> None:
    """Changes an action: what, who, by when. Raises `NotAllowed`, `Refused`; also when it moved meanwhile."""
    found, right = _open(plan, by, at)
    row = _of(PlanAction.objects.filter(outcome__plan=found), action, "action")
    owner, person = values.get("owner_id"), values.get("person_id")
    said = ActionSaid(
        what=values.get("what", row.what), due_on=values.get("due_on", row.due_on), owner=owner, person=person
    )
    action_fits(found, said, at)
    if not str(values.get("owner_name", row.owner_name)).strip():
        values = dict(values) | {"owner_name": owner_called(owner, person)}
    _rewrite(found, row, values, because, based_on, by=by, at=at)
    enter("plan.write", found, right, by, at, {"action": action})


@transaction.atomic
def finish_plan_action(*, plan: int, action: int, done_on: date, words: str, by: User, at: datetime) -> None:
    """Says that an action was done, when, and what came of it. Raises `NotAllowed`, `Refused`; said twice, refused."""
    found, right = _open(plan, by, at)
    row = _of(PlanAction.objects.filter(outcome__plan=found), action, "action")
    mark_done(found, row, done_on, words, by=by, at=at)
    enter("plan.write", found, right, by, at, {"done": about(row)})


@transaction.atomic
def drop_action(*, plan: int, action: int, because: str, by: User, at: datetime) -> None:
    """Takes an action out of the plan, for a reason; it stays on record. Raises `NotAllowed`, `Refused`."""
    found, right = _open(plan, by, at)
    row = _of(PlanAction.objects.filter(outcome__plan=found), action, "action")
    mark_dropped(found, row, because, by=by, at=at)
    enter("plan.write", found, right, by, at, {"dropped": about(row)})


@transaction.atomic
def add_evidence(
    *,
    plan: int,
    outcome: int,
    happened_on: date,
    words: str,
    source: str,
    value: Decimal | None = None,
    recorded: str = "",
    by: User,
    at: datetime,
) -> int:
    """Records what shows how an outcome stands, and returns its key. `recorded` names where it is on record already.

    `value` becomes the outcome's latest when nothing later is known. Raises `NotAllowed`, `Refused`.
    """
    found, right = _open(plan, by, at)
    row = _of(found.outcomes.filter(ended_on=None), outcome, "outcome")
    made = put_evidence(found, row, happened_on, words, source, value, recorded, by=by, at=at)
    enter("plan.write", found, right, by, at, {"evidence": made})
    return made


@transaction.atomic
def change_contingency(
    *, plan: int, words: str, contingency_by: date | None, because: str = "", based_on: str, by: User, at: datetime
) -> None:
    """Changes what happens if the plan does not work, and by when. Raises `NotAllowed`, `Refused`."""
    found, right = _open(plan, by, at)
    if says_nothing(words):
        raise Refused("Say what we will do if the plan does not work", "contingency")
    if contingency_by and contingency_by < found.started_on:
        raise Refused(f"The plan began on {day(found.started_on)}: choose a later day", "contingency_by")
    values = {"contingency": words, "contingency_by": contingency_by}
    _rewrite(found, found, values, because, based_on, by=by, at=at)
    enter("plan.write", found, right, by, at, {"changed": "contingency"})


@transaction.atomic
def keep_family_words(
    *,
    plan: int,
    language: str,
    words: Mapping[str, str],
    supplied_by: str = "",
    checked_by: str = "",
    checked_on: date | None = None,
    by: User,
    at: datetime,
) -> None:
    """Keeps the plain words of the family's copy ("en"), or its translation with who supplied and who checked it.

    `words` are by part: "why", "contingency", "outcome:4", "action:9". Raises `NotAllowed`; `Refused` for a language
    that is not offered and a translation of which nobody says where it is from.
    """
    found, right = _open(plan, by, at)
    if language != "en" and language not in LANGUAGES:
        raise Refused("Choose a language", "language")
    if language != "en" and says_nothing(supplied_by):
        raise Refused("Say who translated it", "supplied_by")
    if checked_on and checked_on > timezone.localdate(at):
        raise Refused(f"{day(checked_on)} has not come yet", "checked_on")
    kept = {kept_line(key, "part", 40): kept_words(text, f"words_{key}", 2_000) for key, text in words.items()}
    before = found.family_words.get(language, {})
    entry = {"words": {key: text for key, text in kept.items() if text}, "kept_on": timezone.localdate(at).isoformat()}
    if language != "en":
        entry["supplied_by"] = kept_line(supplied_by, "supplied_by", 120)
        entry["checked_by"] = kept_line(checked_by, "checked_by", 120)
        entry["checked_on"] = checked_on.isoformat() if checked_on else ""
    found.family_words = found.family_words | {language: entry}
    found.save(update_fields=["family_words"])
    if before.get("words") != entry["words"]:
        part = "The family’s copy" if language == "en" else f"The family’s copy in {LANGUAGES[language]}"
        change(found, "family", part, "", "Words changed", "", by=by, at=at)
    enter("plan.write", found, right, by, at, {"language": language})


# --- what reviews and visits write by the same words, inside their own transactions


def put_action(
    plan: Plan, outcome: Outcome, said: ActionSaid, because: str, *, by: User, at: datetime, **where: Any
) -> PlanAction:
    """Writes a new action into a plan that is locked."""
    action_fits(plan, said, at)
    made = action_row(outcome, said, position=outcome.actions.count(), added_on=timezone.localdate(at))
    made.save()
    change(
        plan, about(made), f"{outcome.concern.title}: who does what", "", in_words(made), because, by=by, at=at, **where
    )
    return made


def mark_done(plan: Plan, row: PlanAction, done_on: date, words: str, *, by: User, at: datetime, **where: Any) -> None:
    """Says that an action of a plan that is locked was done."""
    _still_to_do(row)
    if done_on > timezone.localdate(at) or done_on < plan.started_on - FARTHEST:
        raise Refused(f"{day(done_on)} cannot be the day it was done. Choose a day up to today", "done_on")
    if says_nothing(words):
        raise Refused("Say what came of it", "done_words")
    row.done_on, row.done_words = done_on, kept_words(words, "done_words")
    row.save(update_fields=["done_on", "done_words"])
    part = f"{row.outcome.concern.title}: who does what"
    change(plan, about(row), part, in_words(row), "Done", words, by=by, at=at, **where)


def mark_dropped(plan: Plan, row: PlanAction, because: str, *, by: User, at: datetime, **where: Any) -> None:
    """Takes an action out of a plan that is locked."""
    _still_to_do(row)
    if says_nothing(because):
        raise Refused("Say why it is not to be done any more", "because")
    row.dropped_on, row.dropped_because = timezone.localdate(at), kept_words(because, "because")
    row.save(update_fields=["dropped_on", "dropped_because"])
    part = f"{row.outcome.concern.title}: who does what"
    change(plan, about(row), part, in_words(row), "Not to be done any more", because, by=by, at=at, **where)


def put_evidence(
    plan: Plan,
    outcome: Outcome,
    happened_on: date,
    words: str,
    source: str,
    value: Decimal | None = None,
    recorded: str = "",
    *,
    by: User,
    at: datetime,
) -> int:
    """Writes evidence for an outcome of a plan that is locked, and returns its key."""
    today = timezone.localdate(at)
    problems = []
    if says_nothing(words):
        problems.append(("evidence", "Say what was seen, said or counted"))
    if says_nothing(source):
        problems.append(("source", "Say who saw or counted it, or where it is written"))
    if happened_on > today:
        problems.append(("happened_on", f"{day(happened_on)} has not come yet"))
    elif happened_on < plan.started_on - timedelta(days=366 * 2):
        problems.append(("happened_on", f"{day(happened_on)} is long before the plan. Check the year"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = outcome.evidence.create(
        happened_on=happened_on,
        words=kept_words(words, "evidence"),
        source=kept_line(source, "source", 200),
        value=value,
        about=recorded,
        recorded_by=by,
        recorded_at=at,
    )
    later = outcome.evidence.filter(happened_on__gt=happened_on, value__isnull=False)
    if value is not None and not later.exists():
        outcome.latest_value = value
        outcome.save(update_fields=["latest_value"])
    return made.pk


def change(
    plan: Plan, what: str, part: str, before: str, after: str, because: str, *, by: User, at: datetime, **where: Any
) -> None:
    """A line in the plan's history; the plan's version rises. `where` names the meeting or the visit."""
    plan.changes.create(
        about=what,
        part=kept_words(part if len(part) <= 160 else part[:157] + "…", "part"),
        before=kept_words(before, "before"),
        after=kept_words(after, "after"),
        because=kept_words(because, "because"),
        changed_by=by,
        changed_at=at,
        **where,
    )
    plan.version += 1
    plan.save(update_fields=["version"])


def action_fits(plan: Plan, said: ActionSaid, at: datetime) -> None:
    """Raises `Refused` for an action without words, or with a day that the plan cannot have."""
    if says_nothing(said.what):
        raise Refused("Say what is to be done", "what")
    owner_called(said.owner, said.person)
    _within(plan, said.due_on, "due_on", at)


def _open(plan: int, by: User, at: datetime) -> tuple[Plan, str]:
    found, right = locked(plan, "plan.write", by, at)
    step(found, "plan.write")
    return found, right


def _on_record(came_from: str, factor: str) -> None:
    """Raises `Refused` for a place on the record, or a factor, that no page of ours names."""
    if factor and factor not in SETS["assessment_factors"]:
        raise Refused("Choose one of the concerns", "factor")
    if not re.fullmatch(r"[\w:.-]{0,60}", came_from):
        raise Refused("This page does not fit what is on record. Open it again from the plan.")


def _of(rows: Any, key: int, what: str) -> Any:
    row = rows.select_for_update().filter(pk=key).first()
    if row is None:
        raise Refused(f"This {what} is no longer in the plan. Look at the plan as it stands now.")
    return row


def _still_to_do(row: PlanAction) -> None:
    if row.done_on:
        raise Refused(f"This was done already, on {day(row.done_on)}.")
    if row.dropped_on:
        raise Refused(f"This was taken out of the plan on {day(row.dropped_on)}.")


def _fits(plan: Plan, said: OutcomeSaid, at: datetime) -> None:
    if says_nothing(said.words):
        raise Refused("Say what will be different for the child", "words")
    _within(plan, said.by_on, "by_on", at)
    _within(plan, said.contingency_by, "contingency_by", at)
    for action in said.actions:
        action_fits(plan, action, at)


def _within(plan: Plan, on: date | None, field: str, at: datetime) -> None:
    if on is None:
        return
    if on < plan.started_on:
        raise Refused(f"The plan began on {day(plan.started_on)}: choose a later day", field)
    if on > timezone.localdate(at) + FARTHEST:
        raise Refused(f"{day(on)} is too far ahead. Choose a day within three years", field)


def _rewrite(
    plan: Plan, row: Model, values: Mapping[str, Any], because: str, based_on: str, *, by: User, at: datetime
) -> None:
    """Writes new values in a row, with a line in the history; refused when the row moved since it was shown."""
    wanted = {name: _clean(row, name, value) for name, value in values.items() if name in SHOWN[type(row).__name__]}
    changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if not changed:
        return
    if stamp(row) != based_on:
        last = plan.changes.select_related("changed_by").filter(about=about(row)).order_by("-changed_at").first()
        who = last.changed_by.name if last and last.changed_by else "Somebody"
        when = moment(last.changed_at, at) if last else "meanwhile"
        raise Refused(
            f"{who} changed this {when}. It now says: “{in_words(row)}”. What you typed is still here: "
            "send it again to put it in its place."
        )
    if plan.state == "current" and says_nothing(because):
        raise Refused("Say why it changes, so that the next review can see it", "because")
    before = in_words(row)
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    part = "If the plan does not work" if row is plan else _named(row)
    change(plan, about(row), part, before, in_words(row), because, by=by, at=at)


def _clean(row: Model, name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    longest = row._meta.get_field(name).max_length
    return kept_line(value, name, longest) if longest else kept_words(value, name)


def _named(row: Model) -> str:
    if isinstance(row, Concern):
        return row.title
    if isinstance(row, Outcome):
        return f"{row.concern.title}: outcome"
    return f"{row.outcome.concern.title}: who does what"
