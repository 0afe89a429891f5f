"""What a child's summary says of the thread: assessments, enquiries, meetings, plans, visits, agreements, closures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Case, F, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, TruncDate

from goldenthread.access.public import User, acts_of, kept, visible_about
from goldenthread.casework.models import (
    AgreementChild,
    AssessmentChild,
    Closure,
    Decision,
    Dispute,
    Enquiry,
    MeetingChild,
    Plan,
    TransferChild,
    VisitChild,
)
from goldenthread.casework.queries.child_keys import of_child
from goldenthread.kernel.clock import LONDON
from goldenthread.rulebook.codes import SETS

OVERSEEN = frozenset(("decision", "transfer", "dispute"))
CONFERENCES = ("initial_conference", "review_conference", "transfer_in_conference")


@dataclass(frozen=True, slots=True)
class Strand:
    """One thing of the thread. `kind` is assessment, enquiry, strategy, conference, review, plan, visit, agreement,
    closure, decision (a manager's, about the child), transfer or dispute; `day` when it began or happened, `ended`
    when it ended; `code` its kind or outcome, as the rulebook has it; `state` of its workflow, and of a visit whether
    the child was seen. `opens` is false for a thing that is also about a child whose record is shut to the reader."""

    kind: str
    key: int
    day: date
    ended: date | None
    code: str
    state: str
    opens: bool

    @property
    def title(self) -> str:
        """What it is called."""
        match self.kind:
            case "assessment":
                return SETS["assessment_kind"].label(self.code)
            case "enquiry":
                return "Section 47 enquiry"
            case "plan":
                return SETS["plan_kind"].label(self.code)
            case "visit":
                return "Visit" if self.state == "seen" else "Visit: nobody seen"
            case "agreement":
                return "Written agreement"
            case "closure":
                return "Closure"
            case "decision":
                return "Management decision"
            case "transfer":
                return "Transfer to another team"
            case "dispute":
                return "Dispute"
            case _:
                return SETS["meeting_kind"].label(self.code)

    @property
    def running(self) -> bool:
        """Whether it goes on now."""
        return (self.kind, self.state) in _RUNNING


_RUNNING = {
    *(("assessment", state) for state in ("writing", "with_manager", "returned")),
    *(("enquiry", state) for state in ("running", "with_manager")),
    *(("plan", state) for state in ("outline", "current")),
    *(("agreement", state) for state in ("writing", "proposed", "in_force")),
    *(("closure", state) for state in ("proposed", "returned")),
    *(("transfer", state) for state in ("proposed", "met", "returned", "accepted")),
    *(("dispute", state) for state in ("raised", "answered")),
}


def thread_of(child: int, *, reader: User, at: datetime) -> tuple[Strand, ...]:
    """Everything of the thread of one child, first to latest; what managers and reviewing officers did only for those
    who may read that. One query."""
    left_out = frozenset() if "oversight.read_child" in acts_of(reader) else OVERSEEN
    rows = _rows(child=child, reader=reader, at=at)
    found = [Strand(*row) for row in rows if row[0] not in left_out and row[2] is not None]
    return tuple(sorted(found, key=lambda one: (one.day, one.kind, one.key)))


def of_kind(thread: Sequence[Strand], kind: str) -> list[Strand]:
    """Those of one kind, first to latest."""
    return [one for one in thread if one.kind == kind]


def _row(rows: QuerySet, kind: Any, key: str, day: Any, ended: Any, code: str, state: Any, opens: Any) -> QuerySet:
    named = {
        "c_kind": Value(kind, output_field=TextField()) if isinstance(kind, str) else kind,
        "c_key": F(key),
        "c_day": day,
        "c_ended": ended,
        "c_code": Cast(code, TextField()),
        "c_state": Cast(state, TextField()) if isinstance(state, str) else state,
        "c_opens": opens,
    }
    return rows.annotate(**named).values_list(*named).order_by()


def _words(value: str) -> Value:
    return Value(value, output_field=TextField())


@kept
def _rows(*, child: int, reader: User, at: datetime) -> QuerySet:
    def on(column: str) -> TruncDate:
        return TruncDate(column, tzinfo=LONDON)

    def together(model: Any, link: str) -> Case:
        others = model.objects.filter(**{link: OuterRef(link)})
        may = visible_about(reader, "child.read", others, child="child", at=at)
        return Case(When(may, then=True), default=False, output_field=BooleanField())

    def hers(model: Any) -> QuerySet:
        return model.objects.filter(of_child("child", child))

    always = Value(True, output_field=BooleanField())
    assessed = hers(AssessmentChild).filter(taken_out_at=None).exclude(assessment__state="stopped")
    met = hers(MeetingChild).filter(meeting__state="held")
    sort = Case(
        When(meeting__kind="strategy", then=_words("strategy")),
        When(meeting__kind__in=CONFERENCES, then=_words("conference")),
        default=_words("review"),
        output_field=TextField(),
    )
    seen = Case(When(seen=True, then=_words("seen")), default=_words("not_seen"), output_field=TextField())
    return _row(
        assessed,
        "assessment",
        "assessment",
        F("assessment__started_on"),
        on("assessment__authorised_at"),
        "assessment__kind",
        "assessment__state",
        together(AssessmentChild, "assessment"),
    ).union(
        _row(
            hers(Enquiry).exclude(state="stopped"),
            "enquiry",
            "pk",
            F("started_on"),
            F("concluded_on"),
            "outcome",
            "state",
            always,
        ),
        _row(
            met,
            sort,
            "meeting",
            on("meeting__held_at"),
            on("meeting__held_at"),
            "meeting__kind",
            "decision",
            together(MeetingChild, "meeting"),
        ),
        _row(hers(Plan), "plan", "pk", F("started_on"), F("ended_on"), "kind", "state", always),
        _row(
            hers(VisitChild),
            "visit",
            "visit",
            on("visit__happened_at"),
            on("visit__happened_at"),
            "visit__purpose",
            seen,
            together(VisitChild, "visit"),
        ),
        _row(
            hers(AgreementChild),
            "agreement",
            "agreement",
            on("agreement__written_at"),
            F("agreement__ended_on"),
            "agreement__risk_level",
            "agreement__state",
            together(AgreementChild, "agreement"),
        ),
        _row(
            hers(Closure).exclude(state="withdrawn"),
            "closure",
            "pk",
            on("proposed_at"),
            on("authorised_at"),
            "reason",
            "state",
            always,
        ),
        _row(hers(Decision), "decision", "pk", on("decided_at"), on("decided_at"), "kind", _words(""), always),
        _row(
            hers(TransferChild).exclude(transfer__state="withdrawn"),
            "transfer",
            "transfer",
            on("transfer__proposed_at"),
            on("transfer__completed_at"),
            "transfer__route",
            "transfer__state",
            together(TransferChild, "transfer"),
        ),
        _row(hers(Dispute), "dispute", "pk", on("raised_at"), on("resolved_at"), "about", "state", always),
        all=True,
    )
