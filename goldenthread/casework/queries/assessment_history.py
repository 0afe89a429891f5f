"""Everything recorded before about anybody in a family, laid out by the system, and what was said of each piece.

Contacts, referrals, significant notes, assessments, enquiries and plans are each to be answered. A closure is laid out
in its place and is nothing to answer: what was closed is. What the reader may not open is counted and never shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, JSONObject, Left
from django.utils import timezone

from goldenthread.access.public import User, among, kept, visible
from goldenthread.casework.models import (
    Assessment,
    AssessmentChild,
    Closure,
    Contact,
    ContactPerson,
    Enquiry,
    Note,
    Plan,
    Referral,
)
from goldenthread.casework.queries.assessment_rights import assessments_open_to
from goldenthread.casework.queries.contact_rights import contacts_open_to
from goldenthread.people.public import Person
from goldenthread.rulebook.codes import SETS

LONGEST_SHOWN = 400
"""Characters of a note or a finding that the list shows; the thing itself has the rest."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an earlier concern means now: live, resolved or not_relevant; why; by whom and when."""

    answer: str
    because: str
    in_analysis: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier piece of work. `about` is its name ("contact:12"), `key` and `kind` lead to it. `people` are the
    children it was about, by first name. `asked` is false for what is shown and needs no answer. `open_to` is false
    where the reader may not open it: then only the day is given, and nobody asks her."""

    about: str
    kind: str
    key: int
    on: date
    title: str
    words: str
    outcome: str
    people: tuple[str, ...]
    child: int | None = None
    asked: bool = True
    open_to: bool = True
    answered: Answer | None = None

    @property
    def to_answer(self) -> bool:
        """Whether it still waits for an answer of this reader's."""
        return self.asked and self.open_to and self.answered is None


def family_history(
    family: Collection[int],
    answers: Mapping[str, Answer],
    *,
    reader: User,
    before: datetime,
    but: Mapping[str, Collection[int]],
    at: datetime,
) -> tuple[Past, ...]:
    """Everything recorded before `before` about any of these people, latest first, with its answer.

    `but` names what is the present matter and no history: {"contact": keys, "referral": keys, "assessment": keys}. One
    query, whatever the length of the history.
    """
    if not family:
        return ()
    rows = _everything(
        people=list(family),
        reader=reader,
        before=before,
        contacts=list(but.get("contact", ())),
        referrals=list(but.get("referral", ())),
        assessments=list(but.get("assessment", ())),
        at=at,
        on=timezone.localdate(before),
        anchor=next(iter(family)),
    )
    if not rows:
        return ()
    (held,) = rows
    contacts = {row["id"] for row in held["contact_rows"]}
    found = [_contact(row) for row in held["contact_rows"]]
    found += [_referral(row) for row in held["referral_rows"] if row["contact"] not in contacts]
    found += [_note(row) for row in held["note_rows"]]
    found += [_assessment(row) for row in held["assessment_rows"]]
    found += [_enquiry(row) for row in held["enquiry_rows"]]
    found += [_plan(row) for row in held["plan_rows"]]
    found += [_closure(row) for row in held["closure_rows"]]
    answered = [replace(one, answered=answers[one.about]) if one.about in answers else one for one in found]
    return tuple(sorted(answered, key=lambda one: (one.on, one.about), reverse=True))


@kept
def _everything(
    *,
    people: list[int],
    reader: User,
    before: datetime,
    contacts: list[int],
    referrals: list[int],
    assessments: list[int],
    at: datetime,
    on: date,
    anchor: int,
) -> QuerySet:
    """All kinds in one statement; the anchor is one of the family, and carries the lists."""
    same = ArraySubquery(Person.objects.filter(among("pk", people) | among("merged_into", people)).values("pk"))
    hers = {"child": among("child", same)}
    opened = _flag(visible(reader, "child.read", child="child", at=at))
    named = ContactPerson.objects.filter(among("person", same), taken_out_at=None).values("contact")
    children = ContactPerson.objects.filter(contact=OuterRef("pk"), taken_out_at=None, part="child").order_by("pk")
    told = Contact.objects.filter(among("pk", ArraySubquery(named)), received_at__lt=before)
    told = told.exclude(state="writing").exclude(among("pk", contacts))
    came = Referral.objects.filter(hers["child"], received_at__lt=before).exclude(among("pk", referrals))
    wrote = Note.objects.filter(hers["child"], significant=True, happened_at__lt=before)
    assessed = Assessment.objects.filter(
        among("pk", ArraySubquery(AssessmentChild.objects.filter(hers["child"]).values("assessment"))),
        started_at__lt=before,
    ).exclude(among("pk", assessments))
    in_it = AssessmentChild.objects.filter(assessment=OuterRef("pk")).order_by("pk")
    enquired = Enquiry.objects.filter(hers["child"], started_on__lt=on).exclude(state="stopped")
    planned = Plan.objects.filter(hers["child"], started_on__lt=on)
    closed = Closure.objects.filter(hers["child"], state="authorised", closes_on__lt=on)
    return (
        Person.objects.filter(pk=anchor)
        .annotate(
            contact_rows=_rows(
                told.annotate(
                    open_to=_flag(contacts_open_to(reader, at=at)), named=ArraySubquery(children.values("given_names"))
                ),
                *("id", "source", "summary", "outcome", "named", "open_to", "received_at"),
            ),
            referral_rows=_rows(
                came.annotate(open_to=opened, called=F("child__given_names"), of=F("child")),
                *("id", "source", "primary_need", "closed_on", "closure_reason", "called", "of", "open_to"),
                "received_on",
                contact=Coalesce("contact_id", Value(0)),
            ),
            note_rows=_rows(
                wrote.annotate(
                    open_to=opened,
                    called=F("child__given_names"),
                    of=F("child"),
                    start=Left("words", LONGEST_SHOWN + 1),
                ),
                *("id", "kind", "start", "meaning", "called", "of", "open_to", "happened_at"),
            ),
            assessment_rows=_rows(
                assessed.annotate(
                    open_to=_flag(assessments_open_to(reader, at=at)),
                    named=ArraySubquery(in_it.values("child__given_names")),
                ),
                *("id", "kind", "state", "started_on", "authorised_at", "named", "open_to"),
                found=ArraySubquery(in_it.values(row=JSONObject(factors="factors", outcome="outcome"))),
            ),
            enquiry_rows=_rows(
                enquired.annotate(
                    open_to=opened,
                    called=F("child__given_names"),
                    of=F("child"),
                    start=Left("findings", LONGEST_SHOWN + 1),
                ),
                *("id", "started_on", "outcome", "start", "called", "of", "open_to"),
            ),
            plan_rows=_rows(
                planned.annotate(open_to=opened, called=F("child__given_names"), of=F("child")),
                *("id", "kind", "started_on", "ended_on", "end_reason", "category", "called", "of", "open_to"),
            ),
            closure_rows=_rows(
                closed.annotate(open_to=opened, called=F("child__given_names"), of=F("child")),
                *("id", "reason", "closes_on", "what_changed", "called", "of", "open_to"),
            ),
        )
        .values(*(f"{kind}_rows" for kind in _KINDS))
    )


_KINDS = ("contact", "referral", "note", "assessment", "enquiry", "plan", "closure")


def _rows(rows: QuerySet, *columns: str, **named: Any) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**{column: column for column in columns}, **named)))


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _shut(kind: str, row: Mapping[str, Any], on: date) -> Past:
    return Past(
        f"{kind}:{row['id']}", kind, row["id"], on, "Something that you may not open", "", "", (), open_to=False
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _local(text: str) -> date:
    return timezone.localdate(datetime.fromisoformat(text))


def _names(row: Mapping[str, Any]) -> tuple[str, ...]:
    named = row["named"] if "named" in row else [row["called"]]
    return tuple(dict.fromkeys(name.split(" ")[0] for name in named if name))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rsplit(' ', 1)[0]}…"


def _label(code_set: str, code: str, otherwise: str = "") -> str:
    return SETS[code_set].label(code) if code else otherwise


def _contact(row: Mapping[str, Any]) -> Past:
    on = _local(row["received_at"])
    if not row["open_to"]:
        return _shut("contact", row, on)
    source = _label("referral_source", row["source"])
    return Past(
        f"contact:{row['id']}",
        "contact",
        row["id"],
        on,
        row["summary"] or (f"Contact: {source}" if source else "Contact"),
        source if row["summary"] else "",
        _label("contact_outcomes", row["outcome"], "Not decided yet"),
        _names(row),
    )


def _referral(row: Mapping[str, Any]) -> Past:
    on = _day(row["received_on"])
    if not row["open_to"]:
        return _shut("referral", row, on)
    closed = f"Closed {_said(row['closed_on'])}" if row["closed_on"] else "Open"
    why = f": {_label('closure_reason', row['closure_reason'])}" if row["closure_reason"] else ""
    return Past(
        f"referral:{row['id']}",
        "referral",
        row["id"],
        on,
        f"Referral: {_label('referral_source', row['source'], 'source not recorded')}",
        _label("primary_need", row["primary_need"]),
        f"{closed}{why}",
        _names(row),
        row["of"],
    )


def _note(row: Mapping[str, Any]) -> Past:
    on = _local(row["happened_at"])
    if not row["open_to"]:
        return _shut("note", row, on)
    kind = _label("note_kind", row["kind"])
    return Past(
        f"note:{row['id']}",
        "note",
        row["id"],
        on,
        row["meaning"] or kind,
        _short(row["start"]),
        "",
        _names(row),
        row["of"],
    )


def _assessment(row: Mapping[str, Any]) -> Past:
    on = _local(row["authorised_at"]) if row["authorised_at"] else _day(row["started_on"])
    if not row["open_to"]:
        return _shut("assessment", row, on)
    codes = dict.fromkeys(code for one in row["found"] for code in one["factors"] or ())
    follows = dict.fromkeys(_label("assessment_outcome", one["outcome"]) for one in row["found"] if one["outcome"])
    found = "; ".join(_label("assessment_factors", code) for code in codes)
    return Past(
        f"assessment:{row['id']}",
        "assessment",
        row["id"],
        on,
        _label("assessment_kind", row["kind"]),
        f"Found: {found}" if found else "",
        "; ".join(follows) or ("Stopped" if row["state"] == "stopped" else ""),
        _names(row),
    )


def _enquiry(row: Mapping[str, Any]) -> Past:
    on = _day(row["started_on"])
    if not row["open_to"]:
        return _shut("enquiry", row, on)
    outcome = _label("s47_outcome", row["outcome"])
    return Past(
        f"enquiry:{row['id']}",
        "enquiry",
        row["id"],
        on,
        "Section 47 enquiry",
        _short(row["start"]),
        outcome,
        _names(row),
        row["of"],
    )


def _plan(row: Mapping[str, Any]) -> Past:
    on = _day(row["started_on"])
    if not row["open_to"]:
        return _shut("plan", row, on)
    ended = ""
    if row["ended_on"]:
        ended = f"Ended {_said(row['ended_on'])}"
        ended += f": {_label('plan_end', row['end_reason'])}" if row["end_reason"] else ""
    category = _label("abuse_category", row["category"])
    return Past(
        f"plan:{row['id']}",
        "plan",
        row["id"],
        on,
        _label("plan_kind", row["kind"], "Plan"),
        category,
        ended or "Runs",
        _names(row),
        row["of"],
    )


def _closure(row: Mapping[str, Any]) -> Past:
    on = _day(row["closes_on"])
    if not row["open_to"]:
        return replace(_shut("closure", row, on), asked=False)
    return Past(
        f"closure:{row['id']}",
        "closure",
        row["id"],
        on,
        f"Closed: {_label('closure_reason', row['reason'])}",
        _short(row["what_changed"]),
        "",
        _names(row),
        row["of"],
        asked=False,
    )


def _said(text: str) -> str:
    on = _day(text)
    return f"{on:%-d %B %Y}"
