"""What the council records of its workers: the post, registration, the newly qualified year, agency terms, leaving,
training; and posts that nobody holds. By the manager of the worker's team or service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import Team, User, record, require
from goldenthread.casework.public.supervision import falls_due
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Training, Vacancy, WorkerRecord
from goldenthread.quality.operations.supervision import (
    LONGEST_LINE,
    end_supervising,
    not_allowed,
    not_hers,
)
from goldenthread.quality.queries.supervision import answers_for, of_her_own
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_words
from goldenthread.ui.words import day

NOTICE = "agency_notice"
REGISTRATION = re.compile(r"[A-Z]{2}\d{1,10}")
LEAST, MOST = Decimal("0.05"), Decimal("1.00")


@dataclass(frozen=True, slots=True)
class WorkerSaid:
    """What is recorded of a worker. `agency` is empty for the council's own staff."""

    role: str
    fte: Decimal | None
    started_on: date | None
    registration: str = ""
    registered_until: date | None = None
    induction_from: date | None = None
    induction_ends_on: date | None = None
    agency: str = ""
    notice_on: date | None = None
    left_on: date | None = None
    left_because: str = ""
    left_words: str = ""


@transaction.atomic
def record_worker(*, worker: int, said: WorkerSaid, by: User, at: datetime) -> None:
    """Records a worker's post as it stands. An agency worker's notice runs at least 4 weeks from the day it was given
    (statutory guidance); leaving ends her supervision. What stood before is in the history.

    Raises `NotAllowed`; `Refused` for what is missing or cannot be.
    """
    right = require(by, "workforce.record", at=at).right
    hers = _managed(worker, by)
    today = timezone.localdate(at)
    problems = _problems(said, today)
    if problems:
        raise Refused(problems=tuple(problems))
    notice_ends_on = falls_due(NOTICE, from_on=said.notice_on) if said.notice_on and said.agency else None
    WorkerRecord.objects.update_or_create(
        worker=hers,
        defaults={
            "role": said.role,
            "fte": said.fte,
            "started_on": said.started_on,
            "registration": said.registration.strip().upper(),
            "registered_until": said.registered_until,
            "induction_from": said.induction_from,
            "induction_ends_on": said.induction_ends_on,
            "agency": kept_words(said.agency, "agency", 120),
            "notice_on": said.notice_on,
            "notice_ends_on": notice_ends_on,
            "left_on": said.left_on,
            "left_because": said.left_because if said.left_on else "",
            "left_words": kept_words(said.left_words, "left_words", LONGEST_LINE) if said.left_on else "",
            "recorded_by": by,
            "recorded_at": at,
        },
    )
    if said.left_on is not None:
        end_supervising(hers, on=said.left_on)
    record(act="workforce.record", by=by, at=at, right=right, subject=f"worker:{hers.pk}", detail={"role": said.role})


@transaction.atomic
def record_training(*, worker: int, what: str, done_on: date, again_by: date | None, by: User, at: datetime) -> int:
    """Records training that a worker did, and returns its key. Raises `NotAllowed`, `Refused`."""
    right = require(by, "workforce.record", at=at).right
    hers = _managed(worker, by)
    problems = []
    if says_nothing(what):
        problems.append(("what", "Say what the training was"))
    if done_on > timezone.localdate(at):
        problems.append(("done_on", f"{day(done_on)} has not come yet"))
    if again_by is not None and again_by <= done_on:
        problems.append(("again_by", "It is due again after the day it was done"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = Training.objects.create(
        worker=hers,
        what=kept_words(what, "what", 160),
        done_on=done_on,
        again_by=again_by,
        recorded_by=by,
        recorded_at=at,
    )
    record(
        act="workforce.record",
        by=by,
        at=at,
        right=right,
        subject=f"worker:{hers.pk}",
        detail={"training": made.pk},
    )
    return made.pk


@transaction.atomic
def record_vacancy(
    *, team: int, role: str, fte: Decimal | None, vacant_from: date, words: str = "", by: User, at: datetime
) -> int:
    """Records that a post is vacant, and returns its key. Raises `NotAllowed`, `Refused`."""
    right = require(by, "vacancy.record", at=at).right
    found = Team.objects.filter(pk=team, closed_on=None).first()
    problems = []
    if found is None:
        problems.append(("team", "Choose a team"))
    if role not in SETS["workforce_role"].codes:
        problems.append(("role", "Choose a role"))
    if fte is None or not LEAST <= fte <= MOST:
        problems.append(("fte", "Enter the part of a full-time post, like 0.6 or 1"))
    if vacant_from > timezone.localdate(at):
        problems.append(("vacant_from", f"{day(vacant_from)} has not come yet"))
    if problems:
        raise Refused(problems=tuple(problems))
    assert found is not None
    _must_answer_for(found, by)
    made = Vacancy.objects.create(
        team=found,
        role=role,
        fte=fte,
        vacant_from=vacant_from,
        words=kept_words(words, "words", 300),
        recorded_by=by,
        recorded_at=at,
    )
    record(act="vacancy.record", by=by, at=at, right=right, subject=f"vacancy:{made.pk}", detail={"team": found.pk})
    return made.pk


@transaction.atomic
def end_vacancy(*, vacancy: int, ended_on: date, words: str, by: User, at: datetime) -> None:
    """Records that a vacant post is filled, or was taken away. Raises `NotAllowed`, `Refused`."""
    right = require(by, "vacancy.record", at=at).right
    found = Vacancy.objects.select_for_update(of=("self",)).select_related("team").filter(pk=vacancy).first()
    if found is None:
        raise Refused("There is no such vacancy.")
    _must_answer_for(found.team, by)
    if found.ended_on is not None:
        raise Refused(f"This post is not vacant since {day(found.ended_on)}.")
    if not found.vacant_from <= ended_on <= timezone.localdate(at):
        raise Refused("Enter a day since it fell vacant, not after today", "ended_on")
    if says_nothing(words):
        raise Refused("Say who holds it now, or that the post is gone", "words")
    found.ended_on, found.ended_words = ended_on, kept_words(words, "words", 300)
    found.save(update_fields=["ended_on", "ended_words"])
    record(act="vacancy.record", by=by, at=at, right=right, subject=f"vacancy:{found.pk}", detail={"ended": True})


def _managed(worker: int, by: User) -> User:
    rows = User.objects.select_for_update(of=("self",)).select_related("team")
    hers = rows.filter(pk=worker).exclude(role__in=(Role.PARTNER, Role.ELECTED_MEMBER, Role.ADMINISTRATOR)).first()
    if hers is None:
        raise Refused("There is no such worker.")
    if not of_her_own(by, hers):
        raise not_hers(hers)
    return hers


def _must_answer_for(team: Team, by: User) -> None:
    if not answers_for(by, team):
        raise not_allowed(f"You answer for neither {team.name} nor its service.")


def _problems(said: WorkerSaid, today: date) -> list[tuple[str, str]]:
    problems = []
    if said.role not in SETS["workforce_role"].codes:
        problems.append(("role", "Choose a role"))
    if said.fte is None or not LEAST <= said.fte <= MOST:
        problems.append(("fte", "Enter the part of a full-time post, like 0.6 or 1"))
    if said.started_on is None:
        problems.append(("started_on", "Enter the day the worker began"))
    number = said.registration.strip().upper()
    if number and not REGISTRATION.fullmatch(number):
        problems.append(
            ("registration", "A Social Work England number is two letters and up to 10 digits, like SW12345")
        )
    if number and said.registered_until is None:
        problems.append(("registered_until", "Enter the day the registration ends"))
    if (said.induction_from is None) != (said.induction_ends_on is None):
        problems.append(("induction_ends_on", "Enter both days of the newly qualified year, or neither"))
    elif said.induction_from and said.induction_ends_on and said.induction_ends_on <= said.induction_from:
        problems.append(("induction_ends_on", "The newly qualified year ends after it begins"))
    if said.notice_on and not said.agency.strip():
        problems.append(("notice_on", "Notice is recorded for agency workers: name the agency"))
    if said.left_on is not None:
        if said.left_because not in SETS["leaving_reason"].codes:
            problems.append(("left_because", "Choose why the worker left"))
        if said.started_on and said.left_on < said.started_on:
            problems.append(("left_on", "The last day is after the first"))
        if said.left_on > today:
            problems.append(("left_on", f"{day(said.left_on)} has not come yet"))
    elif said.left_because:
        problems.append(("left_on", "Enter the last day, or leave out why"))
    return problems
