"""The actions of an improvement plan, the evidence for each, who checked it, and the re-tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, record
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import EvidenceItem, ImprovementAction, ImprovementPlan, ImprovementRetest
from goldenthread.quality.operations.improvement import (
    locked,
    person_of,
    step,
    subject_of,
    tell,
)
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_words
from goldenthread.ui.words import day

SHOWN, NOT_SHOWN = "shown", "not_shown"


@dataclass(frozen=True, slots=True)
class ActionSaid:
    """What somebody is to do by a day, and what will show that it was done."""

    what: str
    owner: int | None
    due_on: date
    shown_by: str


@dataclass(frozen=True, slots=True)
class RetestSaid:
    """A new sample: how many of how many met what was asked, where `needed` had to. `words` say who looked at what."""

    held_on: date
    words: str
    met: int | None = None
    asked: int | None = None
    needed: int | None = None


@transaction.atomic
def add_improvement_action(*, plan: int, said: ActionSaid, by: User, at: datetime) -> int:
    """Adds an action and tells its owner; returns its key. Raises `NotAllowed`, `Refused`."""
    found, right = locked(plan, "improvement.write", by, at)
    step(found, "improvement.write")
    made = ImprovementAction(plan=found, added_by=by, added_at=at)
    _put(made, said)
    if said.due_on < timezone.localdate(at):
        raise Refused("The day it is due must not be in the past", "due_on")
    made.save()
    detail = {"part": "action", "action": made.pk, "owner": made.owner_id}
    record(act="improvement.write", by=by, at=at, subject=subject_of(found), right=right, detail=detail)
    tell(found, made.owner, f"An action for you in “{found.title}”, due {day(made.due_on)}.", by, at)
    return made.pk


@transaction.atomic
def change_improvement_action(*, action: int, said: ActionSaid, by: User, at: datetime) -> None:
    """Changes an action that is not done. Raises `NotAllowed`, `Refused`."""
    row, found, right = _locked(action, "improvement.write", by, at)
    step(found, "improvement.write")
    if row.done_on is not None:
        raise Refused(f"This was done on {day(row.done_on)}, so it can no longer be changed.")
    before = row.owner_id
    _put(row, said)
    row.save()
    detail = {"part": "action", "action": action}
    record(act="improvement.write", by=by, at=at, subject=subject_of(found), right=right, detail=detail)
    if row.owner_id != before:
        tell(found, row.owner, f"An action for you in “{found.title}”, due {day(row.due_on)}.", by, at)


@transaction.atomic
def drop_improvement_action(*, action: int, because: str, by: User, at: datetime) -> None:
    """Takes an action out of the plan with the reason: it stays on record. Raises `NotAllowed`, `Refused`."""
    row, found, right = _locked(action, "improvement.write", by, at)
    step(found, "improvement.write")
    if says_nothing(because):
        raise Refused("Say why it will not be done", "because")
    row.dropped_on, row.dropped_because = timezone.localdate(at), kept_words(because, "because")
    row.save(update_fields=["dropped_on", "dropped_because"])
    detail = {"part": "action", "action": action, "dropped": True}
    record(act="improvement.write", by=by, at=at, subject=subject_of(found), right=right, detail=detail)


@transaction.atomic
def finish_improvement_action(
    *, action: int, done_on: date, words: str, evidence: int | None = None, by: User, at: datetime
) -> None:
    """Records that an action was done, and what shows it. What an earlier check said is over. Raises `NotAllowed`,
    `Refused`."""
    row, found, right = _locked(action, "improvement.record", by, at)
    step(found, "improvement.write")
    problems = []
    if done_on > timezone.localdate(at):
        problems.append(("done_on", f"{day(done_on)} has not come yet"))
    elif done_on < timezone.localdate(row.added_at):
        problems.append(("done_on", f"It was added on {day(row.added_at)}: it was done then or later"))
    if says_nothing(words):
        problems.append(("words", "Say what was done, and what shows it"))
    if row.check == SHOWN:
        problems.append(("", "This was done, and its evidence was checked."))
    if problems:
        raise Refused(problems=tuple(problems))
    row.evidence = None
    if evidence is not None:
        row.evidence = EvidenceItem.objects.filter(pk=evidence, withdrawn_at=None).first()
        if row.evidence is None:
            raise Refused("Choose a document from the evidence library", "evidence")
    row.done_on, row.done_words, row.done_by = done_on, kept_words(words, "words"), by
    row.check, row.check_words, row.checked_by, row.checked_at = "", "", None, None
    row.save()
    detail = {"action": action, "done_on": done_on.isoformat()}
    record(act="improvement.record", by=by, at=at, subject=subject_of(found), right=right, detail=detail)


@transaction.atomic
def check_improvement_action(*, action: int, outcome: str, words: str, by: User, at: datetime) -> None:
    """Records what somebody else found when she looked at the evidence: shown or not_shown.

    Never by the owner of the action or of the plan, nor by whoever said that it was done. Raises `NotAllowed`,
    `Refused`.
    """
    row, found, right = _locked(action, "improvement.check", by, at)
    step(found, "improvement.check")
    if row.done_on is None:
        raise Refused("Nobody has said that this is done, so there is nothing to check yet.")
    if row.owner_id == by.pk or row.done_by_id == by.pk:
        raise Refused("You did this, or said that it was done, so somebody else must check the evidence.")
    if found.owner_id == by.pk:
        raise Refused("You own this plan, so somebody else must check the evidence.")
    problems = []
    if outcome not in (SHOWN, NOT_SHOWN):
        problems.append(("outcome", "Choose whether the evidence shows it"))
    if says_nothing(words):
        problems.append(("check_words", "Say what you looked at, and what you saw"))
    if problems:
        raise Refused(problems=tuple(problems))
    row.check, row.check_words, row.checked_by, row.checked_at = outcome, kept_words(words, "words"), by, at
    row.save(update_fields=["check", "check_words", "checked_by", "checked_at"])
    detail = {"action": action, "outcome": outcome}
    record(act="improvement.check", by=by, at=at, subject=subject_of(found), right=right, detail=detail)
    if outcome == NOT_SHOWN:
        tell(found, row.owner, f"The evidence of your action in “{found.title}” does not show it yet.", by, at)


@transaction.atomic
def record_retest(*, plan: int, said: RetestSaid, by: User, at: datetime) -> int:
    """Records a re-test and returns its key. Never by the plan's owner. Raises `NotAllowed`, `Refused`."""
    found, right = locked(plan, "improvement.record", by, at)
    step(found, "improvement.record")
    if found.owner_id == by.pk:
        raise Refused("You own this plan, so somebody else must record the re-test.")
    problems = []
    if said.held_on > timezone.localdate(at):
        problems.append(("held_on", f"{day(said.held_on)} has not come yet"))
    elif said.held_on < timezone.localdate(found.started_at):
        problems.append(("held_on", f"The plan began on {day(found.started_at)}: a re-test comes after"))
    if says_nothing(said.words):
        problems.append(("words", "Say who looked at what, and how the sample was drawn"))
    met, asked, needed = said.met, said.asked, said.needed
    if met is None or asked is None or needed is None:
        problems.append(("met", "Enter how many met it, of how many, and how many had to"))
    elif not 0 <= met <= asked or not 0 < needed <= asked:
        problems.append(("met", "How many met it, and how many had to, may not be more than how many were looked at"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = ImprovementRetest.objects.create(
        plan=found,
        held_on=said.held_on,
        words=kept_words(said.words, "words"),
        met=met,
        asked=asked,
        needed=needed,
        recorded_by=by,
        recorded_at=at,
    )
    detail = {"retest": made.pk, "met": met, "asked": asked, "needed": needed}
    record(act="improvement.record", by=by, at=at, subject=subject_of(found), right=right, detail=detail)
    return made.pk


def take_retest(
    *, finding: int, cycle: int, met: int, asked: int, needed: int | None, right: str, by: User, at: datetime
) -> None:
    """Lets the new sample of a learning cycle be a re-test of every open plan that answers the cycle's finding.

    Inside the transaction of whoever reads the sample. The figures are counted from audits that others graded, so it
    does not matter whether the reader owns a plan. `needed` is None where even all of the sample could be chance.
    """
    answering = ImprovementPlan.objects.filter(findings__finding=finding, state="open").select_for_update(of=("self",))
    for plan in answering.order_by("pk"):
        words = "The new sample of the learning cycle on this finding, drawn at random and graded one by one."
        if needed is None:
            words += " It is so small that even all of it could be chance."
        made = ImprovementRetest.objects.create(
            plan=plan,
            held_on=timezone.localdate(at),
            words=words,
            about=f"cycle:{cycle}",
            met=met,
            asked=asked,
            needed=asked + 1 if needed is None else needed,
            recorded_by=by,
            recorded_at=at,
        )
        detail = {"retest": made.pk, "cycle": cycle, "met": met, "asked": asked, "needed": made.needed}
        record(act="improvement.record", by=by, at=at, subject=subject_of(plan), right=right, detail=detail)
        tell(plan, plan.owner, f"A new sample re-tested “{plan.title}”: {met} of {asked}.", by, at)


def _locked(action: int, act: str, by: User, at: datetime) -> tuple[ImprovementAction, ImprovementPlan, str]:
    row = ImprovementAction.objects.select_related("owner").filter(pk=action).first()
    if row is None:
        raise Refused("There is no such action.")
    found, right = locked(row.plan_id, act, by, at)
    row.refresh_from_db()
    if row.dropped_on is not None:
        raise Refused(f"This action was taken out of the plan on {day(row.dropped_on)}.")
    return row, found, right


def _put(row: ImprovementAction, said: ActionSaid) -> None:
    problems = []
    if says_nothing(said.what):
        problems.append(("what", "Say what will be done"))
    if says_nothing(said.shown_by):
        problems.append(("shown_by", "Say what will show that it was done"))
    if problems:
        raise Refused(problems=tuple(problems))
    row.what, row.shown_by, row.due_on = (
        kept_words(said.what, "what"),
        kept_words(said.shown_by, "shown_by"),
        said.due_on,
    )
    row.owner = person_of(said.owner, "improvement.record", "owner", "Choose one person who will do it")
