"""The self-evaluation: written by people beside the evidence as it stands, signed by the director, then kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import SelfEvaluation
from goldenthread.quality.operations.improvement import LONGEST_LINE
from goldenthread.quality.queries.readiness_evaluation import evidence_now
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day


@transaction.atomic
def start_self_evaluation(*, title: str, by: User, at: datetime) -> int:
    """Begins a self-evaluation and returns its key. Raises `NotAllowed`, `Refused`."""
    right = require(by, "self_evaluation.write", at=at).right
    if says_nothing(title):
        raise Refused("Give it a name, such as Self-evaluation 2026", "title")
    made = SelfEvaluation.objects.create(
        title=kept_line(title, "title", LONGEST_LINE),
        as_of=timezone.localdate(at),
        started_by=by,
        started_at=at,
        written_by=by,
        written_at=at,
    )
    record(act="self_evaluation.write", by=by, at=at, subject=_subject(made), right=right, detail={"began": True})
    return made.pk


@transaction.atomic
def write_self_evaluation(*, evaluation: int, answers: Mapping[str, str], by: User, at: datetime) -> None:
    """Keeps what was written to each question. Raises `NotAllowed`, `Refused`."""
    right = require(by, "self_evaluation.write", at=at).right
    found = _unsigned(evaluation)
    asked = SETS["self_evaluation"].codes
    found.answers = {key: kept_words(answers[key], key) for key in asked if answers.get(key, "").strip()}
    found.written_by, found.written_at = by, at
    found.save(update_fields=["answers", "written_by", "written_at"])
    record(act="self_evaluation.write", by=by, at=at, subject=_subject(found), right=right)


@transaction.atomic
def sign_self_evaluation(*, evaluation: int, by: User, at: datetime) -> None:
    """Signs it: the evidence is kept as it stands now. Raises `NotAllowed`; `Refused` for a question not answered."""
    right = require(by, "self_evaluation.sign", at=at).right
    found = _unsigned(evaluation)
    problems = tuple(
        ("", f"Nothing is written to “{one.label}”")
        for one in SETS["self_evaluation"].items
        if says_nothing(found.answers.get(one.code, ""))
    )
    if problems:
        raise Refused(problems=problems)
    found.facts, found.as_of = evidence_now(at=at), timezone.localdate(at)
    found.signed_by, found.signed_at = by, at
    found.save(update_fields=["facts", "as_of", "signed_by", "signed_at"])
    record(act="self_evaluation.sign", by=by, at=at, subject=_subject(found), right=right)


def _unsigned(evaluation: int) -> SelfEvaluation:
    rows = SelfEvaluation.objects.select_for_update(of=("self",)).select_related("signed_by")
    found = rows.filter(pk=evaluation).first()
    if found is None:
        raise Refused("There is no such self-evaluation.")
    if found.signed_by is not None and found.signed_at is not None:
        raise Refused(f"{found.signed_by.name} signed it on {day(found.signed_at)}, so it changes no more.")
    return found


def _subject(found: SelfEvaluation) -> str:
    return f"self_evaluation:{found.pk}"
