"""Disputes of a reviewing officer or conference chair: raised, answered, taken to the next stage, ended."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import User, decide, notify, record, require
from goldenthread.casework.models import Dispute, DisputeStep
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.typed_drafts import throw_typed_away
from goldenthread.casework.queries.meetings import in_hands
from goldenthread.casework.queries.oversight_disputes import ANSWER, ROLES, SETTLED, STAGES, next_stage, still_has_time
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.people.public import Person
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import DISPUTE
from goldenthread.ui.cleaning import kept_words


@transaction.atomic
def raise_dispute(
    *, child: int, about: str, words: str, tried: str, wants: str, stage: str, asked_of: int, by: User, at: datetime
) -> int:
    """Raises a dispute with the manager of a stage, and returns its key. Her clock for the answer starts, and the
    clock for the whole.

    Raises `NotAllowed`; `Refused` for what is missing, and for somebody who does not answer at that stage.
    """
    right = require(by, "dispute.raise", child, at=at).right
    Person.objects.select_for_update(no_key=True).get(pk=child)
    problems = []
    if about not in SETS["dispute_about"].codes:
        problems.append(("about", "Choose what it is about"))
    if says_nothing(words):
        problems.append(("words", "Say what is wrong, and what it means for the child"))
    if says_nothing(wants):
        problems.append(("wants", "Say what would settle it, and by when"))
    if says_nothing(tried):
        problems.append(("tried", "Say what was tried between you first, and what came of it"))
    if stage not in STAGES:
        problems.append(("stage", "Choose the stage"))
    if problems:
        raise Refused(problems=tuple(problems))
    asked = _answering(asked_of, stage, child, at)
    made = Dispute.objects.create(
        child_id=child,
        state=DISPUTE.begin("dispute.raise"),
        about=about,
        tried=kept_words(tried, "tried"),
        wants=kept_words(wants, "wants"),
        raised_by=by,
        raised_at=at,
    )
    throw_typed_away("dispute", child, by)
    deadlines.start(
        SETTLED, at=at, child=child, about=f"dispute:{made.pk}", team=in_hands([child])[child].team, owner=by
    )
    _send(made, stage, words, asked, by, at)
    _enter("dispute.raise", made, right, by, at, {"about": about, "stage": stage})
    return made.pk


@transaction.atomic
def answer_dispute(*, dispute: int, answer: str, by: User, at: datetime) -> None:
    """Answers the stage that waits: by whoever was asked, or a colleague who covers for her. Raises `NotAllowed`,
    `Refused`."""
    found, right = _locked(dispute, "dispute.answer", by, at)
    after = _step(found, "dispute.answer")
    stage = found.steps.filter(answered_at=None).order_by("-pk").first()
    if stage is None:
        raise Refused("No stage of this dispute waits for an answer.")
    covers = by.covers.filter(absent=stage.asked_of_id, period__contains=timezone.localdate(at)).exists()
    if stage.asked_of_id != by.pk and not covers:
        raise Refused(f"{stage.asked_of.name} was asked to answer this.")
    if says_nothing(answer):
        raise Refused("Say what will be done, by whom and by when, or why not", "answer")
    stage.answer, stage.answered_by, stage.answered_at = kept_words(answer, "answer"), by, at
    stage.save(update_fields=["answer", "answered_by", "answered_at"])
    found.state = after
    found.save(update_fields=["state"])
    deadlines.meet(ANSWER, at=at, child=found.child_id, about=f"dispute:{found.pk}")
    _enter("dispute.answer", found, right, by, at, {"stage": stage.stage})
    _tell(found.raised_by, "A dispute you raised was answered.", found, by, at)


@transaction.atomic
def step_up_dispute(*, dispute: int, words: str, asked_of: int, by: User, at: datetime) -> None:
    """Takes it to the next stage: the answer does not settle it, or none came. Raises `NotAllowed`; `Refused` after the
    last stage, and while the manager asked still has time to answer."""
    found, right = _locked(dispute, "dispute.step_up", by, at)
    after = _step(found, "dispute.step_up")
    last = found.steps.order_by("-pk").first()
    assert last is not None
    stage = next_stage(last.stage)
    if stage is None:
        raise Refused("The director is the last stage. Record how it ended.")
    if last.answered_at is None and still_has_time(found.pk, at=at):
        raise Refused(f"{last.asked_of.name} still has time to answer.")
    if says_nothing(words):
        raise Refused("Say why the answer does not settle it, or that none came", "words")
    asked = _answering(asked_of, stage, found.child_id, at)
    found.state = after
    found.save(update_fields=["state"])
    deadlines.void(
        ANSWER,
        "It went to the next stage without an answer.",
        child=found.child_id,
        about=f"dispute:{found.pk}",
        at=at,
    )
    _send(found, stage, words, asked, by, at)
    _enter("dispute.step_up", found, right, by, at, {"stage": stage})


@transaction.atomic
def resolve_dispute(*, dispute: int, outcome: str, words: str, by: User, at: datetime) -> None:
    """Records how it ended, by whoever may raise one for the child. Raises `NotAllowed`, `Refused`."""
    found, right = _locked(dispute, "dispute.resolve", by, at)
    after = _step(found, "dispute.resolve")
    problems = []
    if outcome not in SETS["dispute_outcome"].codes:
        problems.append(("outcome", "Choose how it ended"))
    if says_nothing(words):
        problems.append(("outcome_words", "Say what is different for the child now"))
    if problems:
        raise Refused(problems=tuple(problems))
    found.state, found.outcome, found.outcome_words = after, outcome, kept_words(words, "outcome_words")
    found.resolved_by, found.resolved_at = by, at
    found.save()
    about = f"dispute:{found.pk}"
    deadlines.void(ANSWER, "The dispute ended before an answer.", child=found.child_id, about=about, at=at)
    deadlines.meet(SETTLED, at=at, child=found.child_id, about=about)
    _enter("dispute.resolve", found, right, by, at, {"outcome": outcome})


def _send(found: Dispute, stage: str, words: str, to: User, by: User, at: datetime) -> None:
    DisputeStep.objects.create(
        dispute=found, stage=stage, words=kept_words(words, "words"), asked_of=to, sent_by=by, sent_at=at
    )
    about = f"dispute:{found.pk}"
    deadlines.start(ANSWER, at=at, child=found.child_id, about=about, team=to.team_id, owner=to)
    _tell(to, "A dispute about a child’s plan waits for your answer.", found, by, at)


def _answering(key: int, stage: str, child: int, at: datetime) -> User:
    found = User.objects.filter(pk=key, is_active=True, role=ROLES[stage]).first()
    if found is None:
        raise Refused("Choose who answers at this stage", "asked_of")
    if decide(found, "child.read", child, at=at).sealed:
        raise Refused(f"{found.name} may not see this record. Choose somebody else", "asked_of")
    return found


def _tell(to: User, words: str, about: Dispute, by: User, at: datetime) -> None:
    if to.pk != by.pk:
        link = reverse("dispute", args=[about.pk])
        notify(to=to, kind="dispute", words=words, link=link, child=about.child_id, by=by, at=at)


def _locked(dispute: int, act: str, by: User, at: datetime) -> tuple[Dispute, str]:
    found = Dispute.objects.select_for_update(of=("self",)).select_related("raised_by").filter(pk=dispute).first()
    if found is None:
        raise Refused("There is no such dispute.")
    return found, require(by, act, found.child_id, at=at).right


def _step(found: Dispute, act: str) -> str:
    try:
        return DISPUTE.step(found.state, act)
    except NotNow as reason:
        raise Refused(str(reason)) from reason


def _enter(act: str, found: Dispute, right: str, by: User, at: datetime, detail: dict[str, object]) -> None:
    record(act=act, by=by, at=at, child=found.child_id, subject=f"dispute:{found.pk}", right=right, detail=detail)
