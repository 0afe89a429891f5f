"""What children and families tell us by a code: taken down, acted on at once where somebody is not safe, answered, and
shared with the worker.

Whoever gives feedback does not sign in. The ledger says that a code was used, and neither from which device nor what
was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import (
    Decision,
    NotAllowed,
    User,
    came_from,
    decide,
    notify,
    record,
    require,
)
from goldenthread.casework.public.audit import meet, start
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Feedback, FeedbackCode, FeedbackFace, SupervisionAgreement
from goldenthread.quality.operations.audit_steps import needed, step
from goldenthread.quality.operations.findings import enter_finding
from goldenthread.quality.operations.naming import named_in
from goldenthread.quality.queries.feedback import may_answer, readable
from goldenthread.quality.queries.feedback_codes import held_by
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.feedback import FOR, LONGEST, LONGEST_REACH, faces_of
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import FEEDBACK
from goldenthread.ui.cleaning import kept_line, kept_words

AT_ONCE, IN_TIME = "feedback_not_safe", "feedback_answered"
BY_CODE = "a code"
"""What stands in the ledger for where feedback came from, and by what right."""


@dataclass(frozen=True, slots=True)
class FeedbackSaid:
    """What somebody told us. `who` is a code of "feedback_who"; `faces` holds the answer of each question that was
    answered. `not_safe` was ticked, or words stand under it."""

    who: str
    faces: Mapping[str, str] = field(default_factory=dict)
    differently: str = ""
    come_back: bool | None = None
    reach: str = ""
    not_safe: bool = False
    not_safe_words: str = ""


def give_feedback(*, code: int, said: FeedbackSaid, once: str, at: datetime) -> bool:
    """Takes down what the holder of a code tells us, and returns whether she said that somebody is not safe: then the
    managers and the child's worker are told in the same moment. Sent twice with the same `once`, it counts once.

    Whoever says that somebody is not safe is heard, also the second time, and also where the code was used up, ended or
    ran out since it was opened. Raises `Refused` for anything else by such a code, and for an empty form."""
    mark = came_from.set(BY_CODE)
    try:
        return _taken_down(code, said, once, at)
    finally:
        came_from.reset(mark)


@transaction.atomic
def _taken_down(code: int, said: FeedbackSaid, once: str, at: datetime) -> bool:
    held = FeedbackCode.objects.select_for_update(of=("self",)).select_related("child", "team").get(pk=code)
    not_safe_words = kept_words(said.not_safe_words, "not_safe_words", LONGEST)
    not_safe = said.not_safe or not says_nothing(not_safe_words)
    earlier = Feedback.objects.filter(once=once, code=held).first() if once else None
    if earlier is not None:
        if earlier.not_safe or not not_safe:
            return earlier.not_safe
        once = f"alarm.{earlier.pk}"
        if Feedback.objects.filter(once=once).exists():
            return True
    today = timezone.localdate(at)
    over = held.used >= held.uses or held.ended_at is not None or held.expires_on < today
    if over and not not_safe:
        raise Refused("This code cannot be used any more. Ask the person who gave it to you for another.")
    form = FOR.get(said.who)
    if form is None:
        raise Refused("Say who you are", "who")
    faces = {one.key: said.faces[one.key] for one in faces_of(form) if said.faces.get(one.key) in SETS["feedback_face"]}
    differently = kept_words(said.differently, "differently", LONGEST)
    if not faces and not differently and not not_safe:
        raise Refused("Answer one of the questions, or write something", form.sections[0].questions[0].key)
    team, worker = held.team_id, held.worker_id
    if held.child_id is not None:
        now_worker, now_team = held_by(held.child_id, on=today)
        team = now_team or team
    else:
        now_worker = None
    heads = _heads(held.child_id, team, worker, at)
    told = heads[0] if heads else None
    act = "feedback.alarm" if not_safe else "feedback.give"
    made = Feedback.objects.create(
        code=held,
        child_id=held.child_id,
        worker_id=worker,
        team_id=team,
        told=told,
        occasion=held.occasion,
        who=said.who,
        form=form.id,
        form_version=form.version,
        said_at=at,
        once=once or f"{held.pk}.{held.used}",
        differently=differently,
        come_back=said.come_back,
        reach=kept_line(said.reach, "reach", LONGEST_REACH),
        not_safe=not_safe,
        not_safe_words=not_safe_words,
        state=FEEDBACK.begin(act),
    )
    FeedbackFace.objects.bulk_create(
        FeedbackFace(feedback=made, question=question, answer=answer) for question, answer in faces.items()
    )
    if earlier is None and not over:
        held.used += 1
        held.save(update_fields=["used"])
    if held.child_id is not None:
        clocks = (AT_ONCE, IN_TIME) if not_safe else (IN_TIME,)
        for clock in clocks:
            start(clock, at=at, child=held.child_id, about=f"feedback:{made.pk}", owner=told, team=team)
    if not_safe:
        _raise_alarm(made, heads, now_worker, at)
    elif told is not None:
        _tell(made, told.pk, "A family told us how it was, by a code. Read it and answer.", None, at)
    record(act=act, by=None, at=at, child=held.child_id, subject=f"feedback:{made.pk}", right=BY_CODE)
    return not_safe


def _heads(child: int | None, team: int | None, worker: int | None, at: datetime) -> list[User]:
    """The managers who may read it, whoever supervises the worker first: those of the team, else service managers, else
    directors. Never the worker whose work it is about: it is not shown to her yet."""
    supervising = SupervisionAgreement.objects.filter(worker=worker, worker__isnull=False, ended_on=None)
    first = set(supervising.values_list("supervisor", flat=True))
    active = User.objects.filter(is_active=True).select_related("team").order_by("name", "pk")
    for some in (
        active.filter(role=Role.TEAM_MANAGER, team=team, team__isnull=False),
        active.filter(role=Role.SERVICE_MANAGER),
        active.filter(role=Role.DIRECTOR),
    ):
        others = (one for one in some if one.pk != worker)
        found = [one for one in others if child is None or decide(one, "feedback.read", child, at=at).allowed]
        if found:
            return sorted(found, key=lambda one: one.pk not in first)
    return []


def _raise_alarm(made: Feedback, heads: list[User], worker: int | None, at: datetime) -> None:
    """Every manager who answers for it and the child's own worker are told, whoever of them signs in first."""
    for head in heads:
        _tell(made, head.pk, "Somebody told us by a code that they are not safe. Read it and act now.", None, at)
    if worker is not None and worker not in {one.pk for one in heads}:
        notify(
            to=worker,
            kind="feedback",
            words="Somebody told us by a code that they are not safe. Speak with your manager now: you act together.",
            link=reverse("child", args=[made.child_id]) if made.child_id else "",
            child=made.child_id,
            by=None,
            at=at,
        )


@transaction.atomic
def make_safe(*, feedback: int, words: str, by: User, at: datetime) -> None:
    """Records what was done for somebody who said that they are not safe; the clock is met. Raises `NotAllowed`,
    `Refused`."""
    found, right = _locked(feedback, "feedback.make_safe", by, at)
    after = step(FEEDBACK, found.state, "feedback.make_safe")
    asks = "Say whom you reached, who saw the child, and what makes everybody safe now"
    found.safe_words = needed(words, "safe_words", asks)
    found.state, found.safe_by, found.safe_at = after, by, at
    found.save(update_fields=["safe_words", "state", "safe_by", "safe_at"])
    if found.child_id is not None:
        meet(AT_ONCE, at=at, child=found.child_id, about=f"feedback:{feedback}")
    _enter("feedback.make_safe", found, right, by, at)


@transaction.atomic
def answer_feedback(*, feedback: int, done: str, reply: str, by: User, at: datetime) -> None:
    """Records what was done about it, and what the holder of the code reads: "you said, we did". The reply names
    nobody. Raises `NotAllowed`, `Refused`."""
    found, right = _locked(feedback, "feedback.answer", by, at)
    after = step(FEEDBACK, found.state, "feedback.answer")
    problems = []
    if says_nothing(done):
        problems.append(("done", "Say what you did about it, or why nothing is to be done"))
    if says_nothing(reply):
        problems.append(("reply", "Write what the family reads: what you heard, and what you did"))
    elif named := _named(found, reply):
        problems.append(("reply", f"Leave out “{named}”: whoever holds the slip can read this"))
    if problems:
        raise Refused(problems=tuple(problems))
    found.done_words, found.reply = kept_words(done, "done"), kept_words(reply, "reply", LONGEST)
    found.state, found.answered_by, found.answered_at = after, by, at
    found.save(update_fields=["done_words", "reply", "state", "answered_by", "answered_at"])
    if found.child_id is not None:
        meet(IN_TIME, at=at, child=found.child_id, about=f"feedback:{feedback}")
    _enter("feedback.answer", found, right, by, at)


@transaction.atomic
def share_feedback(*, feedback: int, by: User, at: datetime) -> None:
    """Lets the worker whose work it is about read it. Raises `NotAllowed`, `Refused`."""
    found, right = _locked(feedback, "feedback.share", by, at)
    step(FEEDBACK, found.state, "feedback.share")
    if found.worker_id is None:
        raise Refused("This is about no one worker.")
    if found.shared_at is not None:
        raise Refused("This was shared already.")
    found.shared_by, found.shared_at = by, at
    found.save(update_fields=["shared_by", "shared_at"])
    _tell(found, found.worker_id, "What a family told us about your work was shared with you.", by, at)
    _enter("feedback.share", found, right, by, at)


@transaction.atomic
def learn_from_feedback(*, feedback: int, words: str, polarity: str, by: User, at: datetime) -> int:
    """Enters what a family told us in the register of findings, and returns the finding's key. The register names
    nobody, and does not lead to the child. Raises `NotAllowed`, `Refused`."""
    found, _ = _locked(feedback, "finding.enter", by, at, answers=False)
    if found.state == "not_safe":
        raise Refused("First say what was done for whoever is not safe.")
    if found.finding is not None:
        raise Refused("This is in the register already.")
    if named := _named(found, words):
        raise Refused(f"Leave out “{named}”: many people read the register", "words")
    found.finding = enter_finding(
        source="feedback",
        about=f"feedback:{feedback}",
        words=words,
        polarity=polarity,
        themes=None,
        found_on=timezone.localdate(found.said_at),
        by=by,
        at=at,
    )
    found.save(update_fields=["finding"])
    return found.finding


def _named(found: Feedback, words: str) -> str:
    """The first name of the child or the worker that stands in some words; empty where none does."""
    return named_in(words, (found.child.given_names if found.child else "", found.worker.name if found.worker else ""))


def _locked(feedback: int, act: str, by: User, at: datetime, *, answers: bool = True) -> tuple[Feedback, str]:
    """Decides, locks, and sees that the reader may open this one and, with `answers`, answers for it. Raises
    `NotAllowed`, `Feedback.DoesNotExist`."""
    right = require(by, act, at=at).right
    rows = Feedback.objects.select_for_update(of=("self",)).select_related("child", "worker", "team")
    found = rows.get(pk=feedback)
    if not readable(by, at=at).filter(pk=feedback).exists():
        raise NotAllowed(Decision(False, "", "What a family told us is read by the managers of the work."))
    if answers and not may_answer(by, found):
        raise NotAllowed(Decision(False, "", "A manager of the work answers for it, and nobody for her own."))
    if found.worker_id == by.pk:
        raise NotAllowed(Decision(False, "", "This is about your own work, so somebody else does it."))
    return found, right


def _tell(found: Feedback, to: int, words: str, by: User | None, at: datetime) -> None:
    link = reverse("feedback_one", args=[found.pk])
    notify(to=to, kind="feedback", words=words, link=link, child=found.child_id, by=by, at=at)


def _enter(act: str, found: Feedback, right: str, by: User, at: datetime) -> None:
    record(act=act, by=by, at=at, child=found.child_id, subject=f"feedback:{found.pk}", right=right)
