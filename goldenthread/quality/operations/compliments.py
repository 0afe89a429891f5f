"""Compliments: recorded in a minute, shared with the worker, and put in the register where others can learn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from goldenthread.access.public import User, find_team, managers, notify, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Compliment
from goldenthread.quality.operations.complaint_steps import active, past_day
from goldenthread.quality.operations.findings import enter_finding
from goldenthread.quality.operations.naming import named_in
from goldenthread.quality.queries.compliments import may_see
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_line, kept_words


@dataclass(frozen=True, slots=True)
class ComplimentSaid:
    """Good words as they came. About a worker, a team, or both; `share` tells the worker at once, and otherwise the
    managers of the team are told, who share it."""

    said_by: str
    words: str
    said_on: date
    worker: int | None = None
    team: int | None = None
    who: str = ""
    learning: str = ""
    share: bool = True


@transaction.atomic
def record_compliment(*, said: ComplimentSaid, by: User, at: datetime) -> int:
    """Records a compliment and returns its key. Raises `NotAllowed`, `Refused`."""
    right = require(by, "compliment.record", at=at).right
    worker = active(said.worker)
    team = find_team(said.team) if said.team else None
    problems = past_day(said.said_on, "said_on", at)
    if said.said_by not in SETS["compliment_from"]:
        problems.append(("said_by", "Choose who said it"))
    if says_nothing(said.words):
        problems.append(("words", "Enter the words, as they were said"))
    if worker is None and team is None:
        problems.append(("worker", "Choose the worker or the team that it is about"))
    if problems:
        raise Refused(problems=tuple(problems))
    shared = said.share and worker is not None
    made = Compliment.objects.create(
        said_by=said.said_by,
        who=kept_line(said.who, "who", 120),
        worker=worker,
        team=team or (worker.team if worker else None),
        words=kept_words(said.words, "words"),
        said_on=said.said_on,
        learning=kept_words(said.learning, "learning"),
        recorded_by=by,
        recorded_at=at,
        shared_by=by if shared else None,
        shared_at=at if shared else None,
    )
    if shared:
        _tell(made, by, at)
    elif worker is not None and made.team is not None:
        for head in managers(made.team):
            if head.key not in (by.pk, worker.pk):
                words = f"Somebody said something good about {worker.name}’s work. Share it."
                notify(to=head.key, kind="compliment", words=words, link=_page(made), by=by, at=at)
    record(act="compliment.record", by=by, at=at, subject=f"compliment:{made.pk}", right=right)
    return made.pk


@transaction.atomic
def share_compliment(*, compliment: int, by: User, at: datetime) -> None:
    """Lets the worker read it, and tells her. Raises `NotAllowed`, `Refused`."""
    right = require(by, "compliment.share", at=at).right
    found = _locked(compliment, by)
    if found.worker_id is None or found.shared_at is not None:
        raise Refused("There is nobody to share it with, or it is shared already.")
    found.shared_by, found.shared_at = by, at
    found.save()
    _tell(found, by, at)
    record(act="compliment.share", by=by, at=at, subject=f"compliment:{compliment}", right=right)


@transaction.atomic
def learn_from_compliment(*, compliment: int, words: str, by: User, at: datetime) -> int:
    """Puts what others can take from it in the register, as a strength; returns the finding's key. Raises
    `NotAllowed`, `Refused`."""
    right = require(by, "compliment.learn", at=at).right
    found = _locked(compliment, by)
    if found.finding is not None:
        raise Refused("It is in the register already.")
    if says_nothing(words):
        raise Refused("Say what was done well, so that somebody else can do it. Do not name a child", "learning")
    if named := named_in(words, (found.worker.name if found.worker else "",)):
        raise Refused(f"Leave out “{named}”: many people read the register", "learning")
    found.learning = kept_words(words, "learning")
    found.finding = enter_finding(
        source="feedback",
        about=f"compliment:{found.pk}",
        words=found.learning,
        polarity="strength",
        themes=None,
        found_on=found.said_on,
        by=by,
        at=at,
    )
    found.save()
    record(act="compliment.learn", by=by, at=at, subject=f"compliment:{compliment}", right=right)
    return found.finding


def _locked(compliment: int, by: User) -> Compliment:
    if not may_see(by, compliment):
        raise Refused("There is no such compliment.")
    return Compliment.objects.select_for_update().get(pk=compliment)


def _tell(made: Compliment, by: User, at: datetime) -> None:
    if made.worker_id is not None and made.worker_id != by.pk:
        notify(
            to=made.worker_id,
            kind="compliment",
            words="Somebody said something good about your work.",
            link=_page(made),
            by=by,
            at=at,
        )


def _page(made: Compliment) -> str:
    return reverse("compliment", args=[made.pk])
