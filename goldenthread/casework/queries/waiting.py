"""What waits for a manager's word, and what came back to be changed: assessments, enquiries, agreements, closures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, TruncDate

from goldenthread.access.public import User, kept, visible, visible_about
from goldenthread.casework.models import (
    AgreementChild,
    AssessmentChild,
    Closure,
    Dispute,
    Enquiry,
    LearningEntry,
    TransferChild,
)
from goldenthread.ui.words import join_names


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that waits for one person: `kind` is "sign:assessment" (also enquiry, agreement, closure, transfer),
    "returned:…" of the same, "answered:dispute" or "learning"; `key` is of the thing, `child` of the first child in it.
    `since` is the day it was sent, or came back; `by` who sent it; `words` what a manager wrote when she sent it
    back."""

    kind: str
    key: int
    child: int
    title: str
    since: date | None
    by: str
    words: str


def waiting_for(whose: User, *, reader: User, at: datetime) -> tuple[Waits, ...]:
    """What came back to somebody to be changed, or was asked of her; what a restriction keeps from the reader is left
    out. One query."""
    return _gathered(_returned(whose=whose.pk, reader=reader, at=at))


def to_sign(team: int, *, but: int | None, reader: User, at: datetime) -> tuple[Waits, ...]:
    """What waits for the decision of a team's manager, the longest first; `but` leaves out what somebody sent or wrote
    herself, which somebody else decides. One query."""
    return _gathered(_sent(team=team, but=but or 0, reader=reader, at=at))


def _gathered(rows: Iterable[tuple[Any, ...]]) -> tuple[Waits, ...]:
    """One line for a thing, whatever the number of children in it."""
    together: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    for row in rows:
        together.setdefault((row[0], row[1]), []).append(row)
    found = []
    for (kind, key), some in together.items():
        _, _, child, *_, since, by, words = some[0]
        names = join_names(f"{given} {family}".strip() or "Unborn baby" for _, _, _, given, family, *_ in some)
        found.append(Waits(kind, key, child, names, since, by or "", words or ""))
    return tuple(sorted(found, key=lambda one: (one.since or date.max, one.kind, one.key)))


def _row(rows: QuerySet, kind: str, *, key: str, since: Any, by: str | None, words: str | None = None) -> QuerySet:
    return (
        rows.annotate(
            what=Value(kind, output_field=TextField()),
            thing=F(key),
            given=F("child__given_names"),
            family=F("child__family_name"),
            since=since,
            sender=F(by) if by else Value("", output_field=TextField()),
            said=F(words) if words else Value("", output_field=TextField()),
        )
        .values_list("what", "thing", "child", "given", "family", "since", "sender", "said")
        .order_by()
    )


def _open_together(rows: QuerySet, thing: str, reader: User, at: datetime) -> QuerySet:
    """The children of things of which none is shut to the reader."""
    named = rows.model.objects.filter(**{thing: OuterRef(thing)})
    if rows.model is AssessmentChild:
        named = named.filter(taken_out_at=None)
    return rows.filter(visible_about(reader, "child.read", named, child="child", at=at))


@kept
def _sent(*, team: int, but: int, reader: User, at: datetime) -> QuerySet:
    mine: Q = visible(reader, "child.read", child="child", at=at)
    assessed = AssessmentChild.objects.filter(
        assessment__team=team, assessment__state="with_manager", taken_out_at=None
    ).exclude(assessment__author=but)
    agreed = AgreementChild.objects.filter(agreement__team=team, agreement__state="proposed").exclude(
        agreement__written_by=but
    )
    enquired = Enquiry.objects.filter(mine, state="with_manager", referral__team=team).exclude(concluded_by=but)
    closing = Closure.objects.filter(mine, state="proposed", referral__team=team).exclude(proposed_by=but)
    moving = TransferChild.objects.filter(transfer__to_team=team, transfer__state="accepted")
    return _row(
        _open_together(assessed, "assessment", reader, at),
        "sign:assessment",
        key="assessment",
        since=TruncDate("assessment__sent_at"),
        by="assessment__sent_by__name",
    ).union(
        _row(
            _open_together(agreed, "agreement", reader, at),
            "sign:agreement",
            key="agreement",
            since=TruncDate("agreement__written_at"),
            by="agreement__written_by__name",
        ),
        _row(enquired, "sign:enquiry", key="pk", since=F("concluded_on"), by="concluded_by__name"),
        _row(closing, "sign:closure", key="pk", since=TruncDate("proposed_at"), by="proposed_by__name"),
        _row(
            _open_together(moving, "transfer", reader, at),
            "sign:transfer",
            key="transfer",
            since=TruncDate("transfer__accepted_at"),
            by="transfer__proposed_by__name",
        ),
        all=True,
    )


@kept
def _returned(*, whose: int, reader: User, at: datetime) -> QuerySet:
    mine: Q = visible(reader, "child.read", child="child", at=at)
    assessed = AssessmentChild.objects.filter(assessment__author=whose, assessment__state="returned", taken_out_at=None)
    agreed = AgreementChild.objects.filter(agreement__written_by=whose, agreement__state="writing").exclude(
        agreement__returned_because=""
    )
    enquired = Enquiry.objects.filter(mine, worker=whose, state="running").exclude(returned_because="")
    closing = Closure.objects.filter(mine, proposed_by=whose, state="returned")
    asked = LearningEntry.objects.filter(mine, asked_of=whose, answered_at=None)
    moving = TransferChild.objects.filter(transfer__proposed_by=whose, transfer__state="returned")
    disputed = Dispute.objects.filter(mine, raised_by=whose, state="answered")
    none = Cast(Value(None), DateField())
    return _row(
        _open_together(assessed, "assessment", reader, at),
        "returned:assessment",
        key="assessment",
        since=none,
        by=None,
    ).union(
        _row(
            _open_together(agreed, "agreement", reader, at),
            "returned:agreement",
            key="agreement",
            since=none,
            by=None,
            words="agreement__returned_because",
        ),
        _row(enquired, "returned:enquiry", key="pk", since=none, by=None, words="returned_because"),
        _row(closing, "returned:closure", key="pk", since=none, by=None, words="returned_because"),
        _row(asked, "learning", key="pk", since=TruncDate("opened_at"), by=None),
        _row(
            _open_together(moving, "transfer", reader, at),
            "returned:transfer",
            key="transfer",
            since=none,
            by=None,
            words="transfer__returned_because",
        ),
        _row(disputed, "answered:dispute", key="pk", since=none, by=None),
        all=True,
    )
