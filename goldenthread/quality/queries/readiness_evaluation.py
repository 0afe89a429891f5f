"""The self-evaluation's evidence, read from the record as it stands: each line with where it is from and its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from goldenthread.access.public import User, acts_of
from goldenthread.casework.public import deadline_counts
from goldenthread.quality.models import EvidenceItem, Finding, SelfEvaluation
from goldenthread.quality.queries.improvement import improvement_lines, in_words, number
from goldenthread.quality.queries.standards import last_run, shares
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.improving import MILESTONE
from goldenthread.rulebook.rights import Role
from goldenthread.ui.words import day

MOST = 6  # standards and clocks of each sort: the best and the weakest
FEWEST = 10  # things asked: fewer say little


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A self-evaluation. `facts` are as they stood when it was signed, or as they stand now."""

    key: int
    title: str
    as_of: date
    answers: Mapping[str, str]
    facts: Mapping[str, Any]
    written_by: str
    written_at: datetime
    signed_by: str
    signed_at: datetime | None
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """A self-evaluation in a line."""

    key: int
    title: str
    as_of: date
    signed_by: str


def evaluations(*, reader: User) -> tuple[EvaluationLine, ...]:
    """Every self-evaluation, latest first; inspectors see those that are signed. One query."""
    rows = SelfEvaluation.objects.select_related("signed_by").order_by("-as_of", "-pk")
    if reader.role == Role.INSPECTOR:
        rows = rows.exclude(signed_at=None)
    return tuple(
        EvaluationLine(row.pk, row.title, row.as_of, row.signed_by.name if row.signed_by else "") for row in rows
    )


def evaluation_shown(evaluation: int, *, reader: User, at: datetime) -> Evaluation | None:
    """One self-evaluation; None where there is none for the reader."""
    row = SelfEvaluation.objects.select_related("written_by", "signed_by").filter(pk=evaluation).first()
    if row is None or (reader.role == Role.INSPECTOR and row.signed_at is None):
        return None
    acts = frozenset() if row.signed_at else acts_of(reader) & {"self_evaluation.write", "self_evaluation.sign"}
    return Evaluation(
        key=row.pk,
        title=row.title,
        as_of=row.as_of,
        answers=row.answers,
        facts=row.facts if row.signed_at else evidence_now(at=at),
        written_by=row.written_by.name,
        written_at=row.written_at,
        signed_by=row.signed_by.name if row.signed_by else "",
        signed_at=row.signed_at,
        may=frozenset(acts),
    )


def evidence_now(*, at: datetime) -> dict[str, Any]:
    """What the record says of practice now, as plain values: standards, deadlines, findings, plans and documents, each
    with its source and its day. It names no child."""
    on = timezone.localdate(at)
    ran = last_run()
    every = sorted((one for one in shares(on=on) if one.of >= FEWEST), key=lambda one: one.met / one.of)
    clocks = []
    for key, count in deadline_counts(on, at=at).items():
        asked = count.met + count.met_late + count.overdue
        if asked >= FEWEST:
            clocks.append((count.met / asked, CLOCKS[key].name, count.met, asked))
    clocks.sort()
    findings = Finding.objects.values("status").annotate(count=Count("pk"))
    counted = {row["status"]: row["count"] for row in findings}
    weakest = every[:MOST]
    return {
        "as_of": day(on),
        "weak": [_share(one) for one in weakest],
        "strong": [_share(one) for one in reversed(every[-MOST:]) if one not in weakest],
        "standards_source": f"Practice standards, counted over the record on {day(ran.on)}" if ran else "",
        "late": [_clock(one) for one in clocks[:MOST]],
        "clocks_source": f"Every stored deadline, as it stood on {day(on)}",
        "findings": [
            {"label": label, "count": counted.get(status, 0)}
            for status, label in (("open", "Open"), ("reopened", "Open again"), ("closed", "Closed"))
        ],
        "plans": [
            {
                "key": line.key,
                "title": line.title,
                "status": line.verdict.words,
                "now": _now(line.measure),
                "owner": line.owner,
                "by": day(line.by_on),
            }
            for line in improvement_lines(at=at)
        ],
        "documents": [
            {"key": row.pk, "title": row.title, "says": row.says, "until": day(row.expires_on), "owner": row.owner.name}
            for row in EvidenceItem.objects.filter(withdrawn_at=None, expires_on__gte=on)
            .select_related("owner")
            .order_by("title")
        ],
    }


def questions() -> tuple[tuple[str, str], ...]:
    """What a self-evaluation answers: key and words."""
    return tuple((one.code, one.label) for one in SETS["self_evaluation"].items)


def _share(one: Any) -> dict[str, Any]:
    return {"key": one.standard, "words": one.sentence, "percent": one.percent, "met": one.met, "of": one.of}


def _clock(one: tuple[float, str, int, int]) -> dict[str, Any]:
    share, name, met, asked = one
    return {"words": name, "percent": round(100 * share), "met": met, "of": asked}


def _now(measure: Any) -> str:
    if measure is None or measure.latest is None:
        return ""
    now = in_words(measure.kind, measure.unit, measure.latest)
    target = "" if measure.kind == MILESTONE else f" against {number(measure.target, measure.unit)}"
    return f"{now}{target}, as of {day(measure.latest.as_of)}"
