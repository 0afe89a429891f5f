"""Grading: kept as it is typed, sent when it is whole, graded again by somebody who has not seen it, and agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import Tie, User, find_user, managers, notify, record, tie
from goldenthread.casework.public.audit import meet, start, void
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Audit, AuditGrade, AuditGrading
from goldenthread.quality.operations.audit import AUDITING_ROLES, DUE, not_hers_of
from goldenthread.quality.operations.audit_steps import end_right, locked, needed, step
from goldenthread.quality.queries.audit_tools import items_of, tool_of
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import AUDIT
from goldenthread.ui.cleaning import kept_words

FIRST, SECOND = "first", "second"
ACTS = {FIRST: "audit.grade", SECOND: "audit.second"}
ALWAYS_TWICE = ("inadequate", "outstanding")
AGAIN = ("inadequate", "requires_improvement")
AUDITED_AGAIN = "audit_reaudit"
NA = "na"


@dataclass(frozen=True, slots=True)
class GradingSaid:
    """What an auditor says. `grades` holds for each question its grade and the reason. `safe` says whether the child is
    safe now. Of the last four only the first auditor is asked."""

    grades: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    overall: str = ""
    overall_words: str = ""
    safe: bool | None = None
    learning: str = ""
    worker_there: bool | None = None
    worker_words: str = ""
    family_asked: str = ""
    family_words: str = ""


@transaction.atomic
def keep_grading(*, audit: int, part: str, said: GradingSaid, by: User, at: datetime) -> None:
    """Keeps what was typed so far. Raises `NotAllowed`; `Refused` when it was sent, or is another's to do."""
    found, right = locked(audit, ACTS[part], by, at)
    _hers(found, part, by)
    grading = _keep(found, part, said, by, at)
    record(
        act=ACTS[part],
        by=by,
        at=at,
        child=found.child_id,
        subject=f"audit_grading:{grading.pk}",
        right=right,
        detail={"kept": True},
    )


@transaction.atomic
def send_grading(*, audit: int, part: str, said: GradingSaid, by: User, at: datetime) -> None:
    """Sends a grading that is whole. Every inadequate and every outstanding one, and a share of the others, goes to a
    second auditor; what both grade alike is agreed by that. Raises `NotAllowed`; `Refused` for what is missing."""
    found, right = locked(audit, ACTS[part], by, at)
    _hers(found, part, by)
    dip = bool(found.round.question)
    problems = list(_missing(found, part, said))
    if problems:
        raise Refused(problems=tuple(problems))
    if part == FIRST and said.safe is False and not found.concerns.exists():
        asks = "Raise the safety concern first, so that a manager knows today. Keep what you wrote before you go"
        raise Refused(asks, "safe")
    grading = _keep(found, part, said, by, at)
    if dip:
        grading.overall, grading.overall_words = said.grades[found.round.question]
    grading.sent_at = at
    grading.save()
    found.state = step(AUDIT, found.state, ACTS[part])
    about = f"audit:{audit}"
    if part == FIRST:
        found.overall, found.overall_words, found.graded_at = grading.overall, grading.overall_words, at
        meet(DUE, at=at, child=found.child_id, about=about)
        if not found.second_because and grading.overall in ALWAYS_TWICE:
            found.second_because = "grade"
        if found.second_because:
            _hand_to_second(found, by, at)
    elif grading.overall == found.overall:
        found.state, found.agreed_by, found.agreed_at = step(AUDIT, found.state, "audit.agree"), by, at
    found.save()
    if found.state == "graded":
        _settled(found, by, at)
    _tell_lead(found, part, by, at)
    record(
        act=ACTS[part],
        by=by,
        at=at,
        child=found.child_id,
        subject=about,
        right=right,
        detail={"overall": grading.overall, "sent": True},
    )


@transaction.atomic
def ask_second(*, audit: int, to: int, by: User, at: datetime) -> None:
    """Asks a second auditor by name to grade what is graded once. Raises `NotAllowed`, `Refused`."""
    found, right = locked(audit, "audit.ask_second", by, at)
    if found.gradings.filter(part=SECOND, sent_at__isnull=False).exists():
        raise Refused("This was graded twice already.")
    new = find_user(key=to)
    if new is None or not new.is_active or new.role not in AUDITING_ROLES or to == found.auditor_id:
        raise Refused("Choose somebody else who audits", "to")
    if found.child_id in not_hers_of(new, found.child_id):
        raise Refused("This is one of her own cases, or its record is closed to her. Choose another", "to")
    found.second_auditor, found.second_because = new, "asked"
    _hand_to_second(found, by, at)
    found.save()
    record(
        act="audit.ask_second",
        by=by,
        at=at,
        child=found.child_id,
        subject=f"audit:{audit}",
        right=right,
        detail={"to": to},
    )


@transaction.atomic
def agree_grade(*, audit: int, overall: str, words: str, by: User, at: datetime) -> None:
    """Records the grade that two auditors agreed, and why it is that one. Raises `NotAllowed`, `Refused`."""
    found, right = locked(audit, "audit.agree", by, at)
    allowed = SETS["audit_answer" if found.round.question else "audit_grade"].codes
    problems = []
    if overall not in allowed:
        problems.append(("agreed", "Choose the grade that you agreed"))
    if says_nothing(words):
        problems.append(("agreed_words", "Say why it is this grade and not the other"))
    if problems:
        raise Refused(problems=tuple(problems))
    found.state = step(AUDIT, found.state, "audit.agree")
    found.overall, found.overall_words = overall, kept_words(words, "agreed_words")
    found.agreed_by, found.agreed_at = by, at
    found.save()
    _settled(found, by, at)
    detail = {"overall": overall}
    record(act="audit.agree", by=by, at=at, child=found.child_id, subject=f"audit:{audit}", right=right, detail=detail)


@transaction.atomic
def answer_audit(*, audit: int, words: str, by: User, at: datetime) -> None:
    """Records what the worker whose work it is says of what was found; anybody who may, where nobody is named. Raises
    `NotAllowed`, `Refused`."""
    found, right = locked(audit, "audit.answer", by, at)
    if found.worker_id not in (None, by.pk):
        raise Refused("The worker whose work it is answers this.")
    found.worker_words = needed(words, "answer", "Say what you make of what was found")
    found.worker_answered_at = at
    found.save(update_fields=["worker_words", "worker_answered_at"])
    record(act="audit.answer", by=by, at=at, child=found.child_id, subject=f"audit:{audit}", right=right)


@transaction.atomic
def close_audit(*, audit: int, by: User, at: datetime) -> None:
    """Closes an audit that is graded and whose safety concerns are confirmed: the auditors' right to the record ends.
    Raises `NotAllowed`, `Refused`."""
    found, right = locked(audit, "audit.close", by, at)
    if found.concerns.exclude(state="confirmed").exists():
        raise Refused("A safety concern of this audit is still open. It closes when the child is confirmed safe.")
    found.state, found.closed_at = step(AUDIT, found.state, "audit.close"), at
    found.save(update_fields=["state", "closed_at"])
    today = timezone.localdate(at)
    for auditor in {found.auditor_id, found.second_auditor_id} - {None}:
        end_right(found, auditor, today)
    record(act="audit.close", by=by, at=at, child=found.child_id, subject=f"audit:{audit}", right=right)


def _hers(found: Audit, part: str, by: User) -> None:
    whose = found.auditor_id if part == FIRST else found.second_auditor_id
    if whose != by.pk:
        raise Refused("This grading was given to another auditor.")


def _keep(found: Audit, part: str, said: GradingSaid, by: User, at: datetime) -> AuditGrading:
    if found.gradings.filter(part=part, sent_at__isnull=False).exists():
        raise Refused("This grading was sent already.")
    grading, _ = AuditGrading.objects.get_or_create(audit=found, part=part, defaults={"grader": by})
    grades = SETS["audit_answer" if found.round.question else "audit_grade"].codes
    grading.grader = by
    grading.overall = said.overall if said.overall in grades else ""
    grading.overall_words = kept_words(said.overall_words, "overall_words")
    grading.safe, grading.learning, grading.saved_at = said.safe, kept_words(said.learning, "learning"), at
    grading.save()
    stood = {row.question: row for row in grading.grades.all()}
    new = []
    for item in items_of(tool_of(found.round.tool, found.round.tool_version), found.round.question):
        grade, words = said.grades.get(item.key, ("", ""))
        grade = grade if grade in grades or grade == NA else ""
        words = kept_words(words, f"words-{item.key}")
        row = stood.get(item.key)
        if row is None:
            if grade or words:
                new.append(AuditGrade(grading=grading, question=item.key, grade=grade, words=words))
        elif (row.grade, row.words) != (grade, words):
            row.grade, row.words = grade, words
            row.save(update_fields=["grade", "words"])
    AuditGrade.objects.bulk_create(new)
    if part == FIRST and not found.round.question:
        found.worker_there = said.worker_there
        if not found.worker_answered_at:
            found.worker_words = kept_words(said.worker_words, "worker_words")
        found.family_asked = said.family_asked if said.family_asked in SETS["audit_asked"] else ""
        found.family_words = kept_words(said.family_words, "family_words")
        found.save(update_fields=["worker_there", "worker_words", "family_asked", "family_words"])
    return grading


def _missing(found: Audit, part: str, said: GradingSaid) -> list[tuple[str, str]]:
    dip = bool(found.round.question)
    grades = SETS["audit_answer" if dip else "audit_grade"].codes
    problems = []
    for item in items_of(tool_of(found.round.tool, found.round.tool_version), found.round.question):
        grade, words = said.grades.get(item.key, ("", ""))
        if grade not in grades and grade != NA:
            problems.append((f"grade-{item.key}", f"Choose a grade: ‘{item.label}’"))
        elif says_nothing(words):
            problems.append((f"words-{item.key}", f"Say what in the record shows it: ‘{item.label}’"))
    if dip:
        return problems
    if said.overall not in grades:
        problems.append(("overall", "Choose the grade of the whole"))
    if says_nothing(said.overall_words):
        problems.append(("overall_words", "Say why it is this grade as a whole. It is no average"))
    if said.safe is None:
        problems.append(("safe", "Say whether the child is safe now"))
    elif not said.safe and said.overall in grades and said.overall != "inadequate":
        problems.append(("overall", "A child who is not safe makes the whole inadequate, whatever else is good"))
    if part == FIRST:
        if said.family_asked not in SETS["audit_asked"]:
            problems.append(("family_asked", "Say who of the family was asked"))
        elif says_nothing(said.family_words):
            nobody = said.family_asked == "nobody"
            sentence = (
                "Say why nobody of the family was asked" if nobody else "Write what they said, in their own words"
            )
            problems.append(("family_words", sentence))
        if said.worker_there is None:
            problems.append(("worker_there", "Say whether the worker was with you"))
    return problems


def _hand_to_second(found: Audit, by: User, at: datetime) -> None:
    found.state = step(AUDIT, found.state, "audit.ask_second")
    if found.second_auditor_id is None:
        notify(
            to=found.round.planned_by_id,
            kind="audit",
            words="An audit waits for a second auditor, and nobody of the round may have it. Name somebody.",
            link=reverse("audit", args=[found.pk]),
            by=by,
            at=at,
        )
        return
    tie(
        child=found.child_id,
        kind=Tie.Kind.AUDIT,
        user=found.second_auditor_id,
        starts_on=timezone.localdate(at),
    )
    notify(
        to=found.second_auditor_id,
        kind="audit",
        words=f"Grade this a second time, without seeing the first grade: {found.round.title}.",
        link=reverse("audit_second", args=[found.pk]),
        child=found.child_id,
        by=by,
        at=at,
    )


def _settled(found: Audit, by: User, at: datetime) -> None:
    """The grade stands: what it starts, what it ends, and whom it is told."""
    about = f"audit:{found.pk}"
    void(AUDITED_AGAIN, "The same audit was graded a second time.", at=at, child=found.child_id, about=about)
    meet(AUDITED_AGAIN, at=at, child=found.child_id)
    if found.overall in AGAIN:
        start(AUDITED_AGAIN, at=at, child=found.child_id, about=about, owner=found.round.planned_by_id)
    if found.worker_id and not found.round.question:
        notify(
            to=found.worker_id,
            kind="audit",
            words="Work of yours was audited. Read what was found, and answer it.",
            link=reverse("audit", args=[found.pk]),
            child=found.child_id,
            by=by,
            at=at,
        )


def _tell_lead(found: Audit, part: str, by: User, at: datetime) -> None:
    """The managers of the team hear of an inadequate grade the same day."""
    if part != FIRST or found.overall != "inadequate" or found.team_id is None:
        return
    for manager in managers(found.team_id):
        if manager.key != by.pk:
            notify(
                to=manager.key,
                kind="audit",
                words="An audit of a child with your team was graded inadequate.",
                link=reverse("audit", args=[found.pk]),
                child=found.child_id,
                by=by,
                at=at,
            )
