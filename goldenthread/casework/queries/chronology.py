"""What happened to a child or a family, in one reading of everything on record, by kind, weight and date."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Left, TruncDate

from goldenthread.access.public import User, among, kept, visible, visible_about
from goldenthread.casework.models import (
    AgreementChild,
    AgreementEntry,
    AssessmentChild,
    Closure,
    ContactPerson,
    Decision,
    Enquiry,
    MeetingChild,
    Note,
    NoteChild,
    Plan,
    Referral,
    VisitChild,
)
from goldenthread.casework.queries.child import OUT_OF_SIGHT, source_in_words
from goldenthread.casework.queries.meetings import called
from goldenthread.kernel.clock import LONDON
from goldenthread.people.public import Person
from goldenthread.rulebook.codes import SETS

A_PAGE = 50
WORDS_SHOWN = 1_200  # characters of one entry on a page
WORDS_WRITTEN = 20_000  # characters of one entry in a paper

KINDS = {
    "contact": "Contact",
    "referral": "Referral",
    "decision": "Decision",
    "management": "Management decision",
    "assessment": "Assessment",
    "enquiry": "Section 47 enquiry",
    "meeting": "Meeting",
    "plan": "Plan begun",
    "plan_ended": "Plan ended",
    "visit": "Visit",
    "agreement": "Written agreement",
    "breach": "Agreement broken",
    "note": "Note",
    "closed": "Closed",
}
"""Every kind of entry, by what it is called. Notes are told apart further, by the kind of note: "note:visit"."""

ALWAYS = frozenset(KINDS) - {"visit", "note"}
"""Kinds that are significant by what they are. A visit or a note is when somebody said so, and why."""

_FIELDS = ("kind", "subject", "person", "on", "code", "text", "impact", "source", "weighs", "opens")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened. `children` are the children of this chronology whom it is about, by key. `impact` is
    what it meant for the child. `opens` is false where the reader may not read it: then its words are left out."""

    kind: str
    subject: int
    on: date
    title: str
    words: str
    impact: str
    source: str
    significant: bool
    opens: bool
    code: str
    children: tuple[int, ...]

    @property
    def group(self) -> str:
        """The kind, with the kind of note: what a filter chooses by."""
        return f"note:{self.code}" if self.kind == "note" else self.kind


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a chronology is wanted: one kind or all, the significant alone or everything, from a day to a day."""

    kind: str = ""
    everything: bool = False
    since: date | None = None
    until: date | None = None

    def takes(self, entry: Entry) -> bool:
        """Whether an entry is among what is wanted. A kind that is asked for is shown whole."""
        if self.kind and self.kind not in (entry.kind, entry.group):
            return False
        if not self.kind and not self.everything and not entry.significant:
            return False
        return (self.since is None or entry.on >= self.since) and (self.until is None or entry.on <= self.until)


@dataclass(frozen=True, slots=True)
class Chronology:
    """One page of entries, latest first, of `total` that were chosen; `first` is the place of the first, from 0.

    `groups` counts every kind there is, chosen or not; `significant` and `every` count all entries; `left_out` those
    that the choice leaves out. `names` are the children by key.
    """

    entries: tuple[Entry, ...]
    total: int
    first: int
    groups: Mapping[str, int]
    significant: int
    every: int
    names: Mapping[int, str]

    @property
    def left_out(self) -> int:
        """How many entries the choice leaves out."""
        return self.every - self.total


def chronology(children: Collection[int], *, chosen: Chosen, reader: User, at: datetime, page: int = 1) -> Chronology:
    """One page of what happened to these children, latest first. Two queries, whatever the history.

    Everything about several children at once is shown only to a reader who may read them all; a contact shows that
    there was one. A page past the last is the last.
    """
    every, names = _everything(children, reader, at, whole=False)
    kept = [entry for entry in every if chosen.takes(entry)]
    first = (min(max(page, 1), max(-(-len(kept) // A_PAGE), 1)) - 1) * A_PAGE
    return _counted(every, kept[first : first + A_PAGE], len(kept), first, names)


def whole_chronology(children: Collection[int], *, chosen: Chosen, reader: User, at: datetime) -> Chronology:
    """Everything that was chosen, first to latest, with its whole words: for a paper. Two queries."""
    every, names = _everything(children, reader, at, whole=True)
    kept = [entry for entry in reversed(every) if chosen.takes(entry)]
    return _counted(every, kept, len(kept), 0, names)


def about_others(entries: Collection[Entry], children: Collection[int]) -> tuple[Entry, ...]:
    """Entries that are about none of these children: there must be none before a paper leaves the house."""
    wanted = set(children)
    return tuple(entry for entry in entries if not wanted & set(entry.children))


def _counted(every: list[Entry], shown: list[Entry], total: int, first: int, names: Mapping[int, str]) -> Chronology:
    groups: dict[str, int] = {}
    for entry in every:
        groups[entry.group] = groups.get(entry.group, 0) + 1
    significant = sum(entry.significant for entry in every)
    return Chronology(tuple(shown), total, first, groups, significant, len(every), names)


def _everything(
    children: Collection[int], reader: User, at: datetime, *, whole: bool
) -> tuple[list[Entry], dict[int, str]]:
    """Every entry, latest first, and the children's names. A record merged into a child's is the child's."""
    people = list(Person.objects.filter(Q(pk__in=children) | Q(merged_into__in=children)))
    whose = {one.pk: one.merged_into_id or one.pk for one in people}
    names = {one.pk: called(one) for one in people if one.pk in set(children)}
    found: dict[tuple[str, int], Entry] = {}
    for row in _rows(people=list(whose), reader=reader, at=at, whole=whole):
        kind, subject, person, on, code, text, impact, source, weighs, opens = row
        key, child = (kind, subject), whose[person]
        if key in found:
            if child not in found[key].children:
                found[key] = replace(found[key], children=(*found[key].children, child))
            continue
        found[key] = _entry(kind, subject, child, on, code, text, impact, source, weighs, opens)
    rank = {kind: place for place, kind in enumerate(KINDS)}
    ordered = sorted(found.values(), key=lambda one: (one.on, rank[one.kind], one.subject), reverse=True)
    return ordered, names


def _entry(
    kind: str,
    subject: int,
    child: int,
    on: date,
    code: str,
    text: str,
    impact: str,
    source: str,
    weighs: bool,
    opens: bool,
) -> Entry:
    title, meaning = _said(kind, code, impact)
    return Entry(
        kind=kind,
        subject=subject,
        on=on,
        title=title,
        words=text if opens else OUT_OF_SIGHT,
        impact=meaning if opens else "",
        source=source,
        significant=weighs or kind in ALWAYS,
        opens=opens,
        code=code,
        children=(child,),
    )


def _said(kind: str, code: str, impact: str) -> tuple[str, str]:
    """The title of an entry and what it meant, from the codes that its row holds."""
    if kind == "contact":
        outcome = SETS["contact_outcomes"].label(impact) if impact else ""
        return (f"Contact from {source_in_words(code)}" if code else "Contact"), outcome
    if kind == "referral":
        return (f"Referral from {source_in_words(code)}" if code else "Referral"), impact
    sets = {
        "decision": "referral_outcomes",
        "management": "management_decision",
        "assessment": "assessment_kind",
        "meeting": "meeting_kind",
        "plan": "plan_kind",
        "plan_ended": "plan_kind",
        "visit": "visit_purpose",
        "note": "note_kind",
        "closed": "closure_reason",
    }
    label = SETS[sets[kind]].label(code).rstrip(".") if kind in sets and code else ""
    if kind == "decision" and code not in SETS["referral_outcomes"].codes and code:
        label = SETS["contact_outcomes"].label(code)
    if kind == "assessment" and impact:
        impact = SETS["assessment_outcome"].label(impact)
    if kind == "enquiry":
        return KINDS[kind], SETS["s47_outcome"].label(code) if code else impact
    if kind == "plan_ended" and impact:
        impact = SETS["plan_end"].label(impact)
    if kind == "meeting" and impact in SETS["conference_decision"].codes:
        impact = SETS["conference_decision"].label(impact)
    if kind in ("plan", "plan_ended"):
        return f"{label} {'begun' if kind == 'plan' else 'ended'}", impact
    if kind == "visit":
        return f"Visit: {label[:1].lower()}{label[1:]}", impact
    if kind in ("meeting", "note", "assessment"):
        return label or KINDS[kind], impact
    return f"{KINDS[kind]}: {label[:1].lower()}{label[1:]}" if label else KINDS[kind], impact


def _text(value: str = "") -> Value:
    return Value(value, output_field=TextField())


def _long(column: str, longest: int) -> Left:
    return Left(Cast(column, TextField()), longest)


def _row(rows: QuerySet, kind: str, subject: str, person: str, on: Any, **columns: Any) -> QuerySet:
    """A branch of the union: the columns of `_FIELDS`, in their order, under names that no table has."""
    whole: dict[str, Any] = {
        "kind": Value(kind, output_field=CharField()),
        "subject": F(subject),
        "person": F(person),
        "on": on,
        "code": _text(),
        "text": _text(),
        "impact": _text(),
        "source": _text(),
        "weighs": Value(True, output_field=BooleanField()),
        "opens": Value(True, output_field=BooleanField()),
    } | columns
    named = {f"c_{name}": whole[name] for name in _FIELDS}
    return rows.annotate(**named).values_list(*named).order_by()


def _day(column: str) -> TruncDate:
    return TruncDate(column, tzinfo=LONDON)


def _plain(column: str) -> Cast:
    return Cast(column, DateField())


def _code(column: str) -> Cast:
    return Cast(column, TextField())


def _who(column: str) -> Coalesce:
    return Coalesce(Cast(f"{column}__name", TextField()), _text("Loaded from another system"))


@kept
def _rows(*, people: list[int], reader: User, at: datetime, whole: bool) -> QuerySet:
    """A row for each entry and child, as `_FIELDS` has it. Written once and kept: it is long, and asked often."""
    longest = WORDS_WRITTEN if whole else WORDS_SHOWN

    def hers(model: Any, link: str, of: str) -> Q:
        """Every child whom a thing is about is open to the reader. `of` is the thing's key in the child's row."""
        return visible_about(reader, "child.read", model.objects.filter(**{link: OuterRef(of)}), child="child", at=at)

    may_read = visible(reader, "child.read", child="child", at=at)
    named = ContactPerson.objects.filter(contact=OuterRef("contact"), person__isnull=False, taken_out_at=None)
    open_contact = Case(
        When(visible_about(reader, "contact.read", named, at=at), then=True),
        default=False,
        output_field=BooleanField(),
    )
    shared = NoteChild.objects.filter(note=OuterRef("pk")).exclude(may_read)
    shared_too = NoteChild.objects.filter(note=OuterRef("note")).exclude(may_read)
    open_owner = Person.objects.filter(pk=OuterRef("note__child")).filter(
        visible(reader, "child.read", child="pk", at=at)
    )
    branches = [
        _row(
            ContactPerson.objects.filter(
                among("person", people), taken_out_at=None, contact__received_at__lte=at
            ).exclude(contact__state="writing"),
            "contact",
            "contact",
            "person",
            _day("contact__received_at"),
            code=_code("contact__source"),
            text=_long("contact__summary", longest),
            impact=_code("contact__outcome"),
            source=_code("contact__reference"),
            opens=open_contact,
        ),
        _row(
            Referral.objects.filter(among("child", people)),
            "referral",
            "pk",
            "child",
            _plain("received_on"),
            code=_code("source"),
            impact=Case(
                When(no_further_action=True, then=_text("No further action")),
                When(is_rereferral=True, then=_text("Within twelve months of the one before")),
                default=_text(),
            ),
        ),
        _row(
            Decision.objects.filter(among("referral__child", people)),
            "decision",
            "pk",
            "referral__child",
            _day("decided_at"),
            code=_code("outcome"),
            text=_long("why_this", longest),
            source=_who("decided_by"),
        ),
        _row(
            Decision.objects.filter(
                visible(reader, "oversight.read_child", child="child", at=at), among("child", people)
            ),
            "management",
            "pk",
            "child",
            _day("decided_at"),
            code=_code("kind"),
            text=_long("decided", longest),
            impact=_code("child_view"),
            source=_who("decided_by"),
        ),
        _row(
            AssessmentChild.objects.filter(
                hers(AssessmentChild, "assessment", "assessment"), among("child", people), taken_out_at=None
            ),
            "assessment",
            "assessment",
            "child",
            Coalesce(_day("assessment__authorised_at"), _plain("assessment__started_on")),
            code=_code("assessment__kind"),
            text=_long("outcome_words", longest),
            impact=_code("outcome"),
            source=_who("assessment__author"),
        ),
        _row(
            Enquiry.objects.filter(among("child", people)),
            "enquiry",
            "pk",
            "child",
            Coalesce(_plain("concluded_on"), _plain("started_on")),
            code=_code("outcome"),
            text=_long("rationale", longest),
        ),
        _row(
            MeetingChild.objects.filter(
                hers(MeetingChild, "meeting", "meeting"), among("child", people), meeting__state="held"
            ),
            "meeting",
            "meeting",
            "child",
            _day("meeting__held_at"),
            code=_code("meeting__kind"),
            text=_long("meeting__summary", longest),
            impact=_code("decision"),
            source=_who("meeting__recorded_by"),
        ),
        _row(
            Plan.objects.filter(among("child", people)),
            "plan",
            "pk",
            "child",
            _plain("started_on"),
            code=_code("kind"),
            source=_who("made_by"),
        ),
        _row(
            Plan.objects.filter(among("child", people)).exclude(ended_on=None),
            "plan_ended",
            "pk",
            "child",
            _plain("ended_on"),
            code=_code("kind"),
            text=_long("end_words", longest),
            impact=_code("end_reason"),
        ),
        _row(
            VisitChild.objects.filter(hers(VisitChild, "visit", "visit"), among("child", people)),
            "visit",
            "visit",
            "child",
            _day("visit__happened_at"),
            code=_code("visit__purpose"),
            text=Case(
                When(visit__failed_because="", then=_long("visit__what_happened", longest)),
                default=_long("visit__failed_because", longest),
            ),
            impact=_code("visit__significant_because"),
            source=_who("visit__visited_by"),
            weighs=F("visit__significant"),
        ),
        _row(
            AgreementChild.objects.filter(
                hers(AgreementChild, "agreement", "agreement"), among("child", people)
            ).exclude(agreement__approved_at=None),
            "agreement",
            "agreement",
            "child",
            Coalesce(_plain("agreement__starts_on"), _day("agreement__approved_at")),
            text=_long("agreement__risk", longest),
            source=_who("agreement__approved_by"),
        ),
        _row(
            AgreementEntry.objects.filter(
                hers(AgreementChild, "agreement", "agreement"),
                among("agreement__children__child", people),
                kind="breach",
            ),
            "breach",
            "pk",
            "agreement__children__child",
            _day("happened_at"),
            text=_long("words", longest),
            source=_who("recorded_by"),
        ),
        _row(
            Note.objects.filter(~Exists(shared), among("child", people), happened_at__lte=at),
            "note",
            "pk",
            "child",
            _day("happened_at"),
            code=_code("kind"),
            text=_long("words", longest),
            impact=_code("meaning"),
            source=_who("written_by"),
            weighs=F("significant"),
        ),
        _row(
            NoteChild.objects.filter(
                ~Exists(shared_too), Exists(open_owner), among("child", people), note__happened_at__lte=at
            ),
            "note",
            "note",
            "child",
            _day("note__happened_at"),
            code=_code("note__kind"),
            text=_long("note__words", longest),
            impact=_code("note__meaning"),
            source=_who("note__written_by"),
            weighs=F("note__significant"),
        ),
        _row(
            Referral.objects.filter(among("child", people), no_further_action=False).exclude(closed_on=None),
            "closed",
            "pk",
            "child",
            _plain("closed_on"),
            code=_code("closure_reason"),
            text=Left(
                Coalesce(
                    Cast(
                        Closure.objects.filter(referral=OuterRef("pk"), state="authorised").values("what_changed")[:1],
                        TextField(),
                    ),
                    _text(),
                ),
                longest,
            ),
        ),
    ]
    return branches[0].union(*branches[1:], all=True)
