"""Everything on a child's page that casework knows: where she stands with us, what can be found, her journey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Count, Exists, Max, Min, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject
from django.utils import timezone

from goldenthread.access.public import User, among, kept, visible, visible_about
from goldenthread.casework.models import ContactPerson, Deadline, Note, NoteChild, Referral
from goldenthread.casework.queries import deadlines as due
from goldenthread.casework.queries.child_keys import of_child
from goldenthread.casework.queries.child_thread import Strand, of_kind, thread_of
from goldenthread.kernel.clock import TimeState, add_months
from goldenthread.rulebook.codes import SETS

OUT_OF_SIGHT = "You may not open this contact, so its words are left out."


@dataclass(frozen=True, slots=True)
class Worker:
    """A social worker of the child: from and until when (None while it lasts), and of which team."""

    name: str
    team: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the child stands today.

    `status` is in words ("Referral waiting for a team"), empty when no case is open. `workers` are all there have
    been, first to latest; the last is the present one when her `until` is None and a case is open.
    """

    status: str
    open_referral: int | None
    open_since: date | None
    team: str
    workers: tuple[Worker, ...]
    referrals: int
    last_contact_on: date | None
    last_contact_from: str
    contacts_in_12_months: int

    @property
    def worker(self) -> Worker | None:
        """Her social worker now."""
        last = self.workers[-1] if self.workers and self.open_referral else None
        return last if last and last.until is None else None


@dataclass(frozen=True, slots=True)
class Place:
    """One record of a kind: its day, and its key where it has a page of its own that the reader may open."""

    on: date
    key: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of record the child has: its latest, first this year and first ever, and how many.

    `kind` is contact, referral, or note: with the kind of note after it.
    """

    kind: str
    label: str
    count: int
    latest: Place
    first_this_year: Place | None
    first: Place


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, for the chronology, the journey line and the list beside it.

    `kind` is contact, referral, closed, worker, note, or of the thread (`Strand`), but no visit, plan or closure;
    `subject` is the key of its row; `day` when it happened.
    `state` is the mark: dot, done, late. `meaning` is what it meant for the child, when somebody has said. `opens` is
    false for a contact that the reader may not read. `group` is the kind of note.
    """

    kind: str
    subject: int
    day: date
    title: str
    words: str = ""
    meaning: str = ""
    source: str = ""
    state: str = "dot"
    opens: bool = True
    group: str = ""


@dataclass(frozen=True, slots=True)
class Spell:
    """A period for a band of the journey line: open to us, or with one worker."""

    words: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """What the child said, in the child's words; who heard it, and when the contact that holds it was received."""

    words: str
    to: str
    on: date


@dataclass(frozen=True, slots=True)
class Record:
    """A child's whole record as the summary shows it. Read by `record` in five queries, whatever the history.

    `events` are latest first, `deadlines` as `deadlines_of` orders them; `said` is the latest; `notes` counts all.
    `thread` is everything from assessment to closure, first to latest; `plans` the times on a plan.
    """

    standing: Standing
    found: tuple[Found, ...]
    events: tuple[Event, ...]
    open_to_us: tuple[Spell, ...]
    workers: tuple[Spell, ...]
    deadlines: tuple[due.Standing, ...]
    said: Said | None
    notes: int
    thread: tuple[Strand, ...] = ()
    plans: tuple[Spell, ...] = ()

    @property
    def running(self) -> tuple[due.Standing, ...]:
        """The deadlines that are not met yet, overdue first."""
        return tuple(one for one in self.deadlines if one.met_at is None)

    @property
    def overdue(self) -> int:
        """How many deadlines are overdue now."""
        return sum(one.state is TimeState.OVERDUE for one in self.deadlines)


STATUS = {
    "to_decide": "Referral waiting for a decision",
    "to_allocate": "Referral waiting for a team",
    "with_team": "With a team, waiting for a worker",
    "with_worker": "With a social worker",
}


@dataclass(frozen=True, slots=True)
class NoteKind:
    """Her notes of one kind: how many, and the days of the latest, the first this year and the first ever."""

    kind: str
    count: int
    latest: date
    first_this_year: date | None
    first: date


def note_kinds(child: int, this_year: datetime) -> ArraySubquery:
    """Her notes by kind, as a column of another query; `read_note_kinds` reads it. `this_year` is when it began."""
    kinds = Note.objects.filter(notes_about(child)).order_by("kind").values("kind")
    told = kinds.annotate(
        n=Count("pk"),
        first=Min("happened_at"),
        latest=Max("happened_at"),
        year=Min("happened_at", filter=Q(happened_at__gte=this_year)),
    )
    return ArraySubquery(told.values(row=JSONObject(kind="kind", n="n", first="first", latest="latest", year="year")))


def read_note_kinds(rows: Iterable[dict[str, Any]]) -> tuple[NoteKind, ...]:
    """What `note_kinds` found, in the order of the code set."""

    def day(text: str | None) -> date | None:
        return timezone.localdate(datetime.fromisoformat(text)) if text else None

    order = {code: place for place, code in enumerate(SETS["note_kind"].codes)}
    found = [NoteKind(r["kind"], r["n"], day(r["latest"]), day(r["year"]), day(r["first"])) for r in rows]
    return tuple(sorted(found, key=lambda one: order.get(one.kind, len(order))))


def notes_about(child: int) -> Q:
    """The notes of this child, and those of brothers and sisters that are about her too."""
    shared = NoteChild.objects.filter(of_child("child", child)).values("note")
    return of_child("child", child) | among("pk", ArraySubquery(shared))


def open_notes(reader: User, at: datetime) -> Q:
    """The notes that the reader may read: a restriction on any child of one shuts it."""
    shut = NoteChild.objects.filter(note=OuterRef("pk")).exclude(visible(reader, "child.read", child="child", at=at))
    return visible(reader, "child.read", child="child", at=at) & ~Q(Exists(shut))


def about(child: int) -> Q:
    """The contacts in which this child, or this adult, is named."""
    return among("pk", ArraySubquery(_naming(child)))


def _naming(child: int) -> QuerySet:
    return ContactPerson.objects.filter(of_child("person", child), taken_out_at=None).values("contact")


def of_hers(child: int) -> Q:
    """The deadlines that are the child's: her own, her referrals', and those of contacts about her."""
    own, of_referrals, of_contacts = _ways_to_hers(child)
    return (own | of_referrals | of_contacts) & _NOT_KEPT_APART


def any_of_hers(child: int) -> Q:
    """Whether the child has a deadline that was not taken back.

    Each way to one is asked apart, so that each has an index: asked for any by any of them, the database expects to
    meet one soon and reads the whole table until it does.
    """
    own, of_referrals, of_contacts = (
        Q(Exists(Deadline.objects.filter(way, _NOT_KEPT_APART, void_at=None))) for way in _ways_to_hers(child)
    )
    return own | of_referrals | of_contacts


_NOT_KEPT_APART = ~Q(clock__in=due.KEPT_APART)


def _ways_to_hers(child: int) -> tuple[Q, Q, Q]:
    referrals = Referral.objects.filter(of_child("child", child)).values("pk")
    return (
        of_child("child", child),
        among("referral", ArraySubquery(referrals)),
        among("contact", ArraySubquery(_naming(child))),
    )


def open_contacts(reader: User, at: datetime) -> Q:
    """The contacts that the reader may read: a restriction on any child in one shuts it."""
    named = ContactPerson.objects.filter(contact=OuterRef("pk"), person__isnull=False, taken_out_at=None)
    return visible_about(reader, "contact.read", named, at=at)


def deadlines(child: int, *, at: datetime) -> tuple[due.Standing, ...]:
    """Every deadline of hers that was not taken back: overdue first, what is done last."""
    return tuple(sorted((due.standing(row, at) for row in _due(child=child)), key=lambda one: (one.sort, one.key)))


@kept
def _due(*, child: int) -> QuerySet[Deadline]:
    return Deadline.objects.filter(of_hers(child), void_at=None).select_related("owner", "team", "authorised_by")


@kept
def _significant(*, child: int, reader: User, at: datetime) -> QuerySet[Note]:
    mine = Note.objects.filter(notes_about(child), open_notes(reader, at), significant=True)
    return mine.select_related("written_by")


def record(child: int, kinds: Sequence[NoteKind], *, reader: User, at: datetime) -> Record:
    """Everything casework holds about the child, worked out from one reading of her rows.

    `kinds` are her notes by kind (`note_kinds`). The words of a contact that the reader may not open are left out;
    that there was one is not.
    """
    today = timezone.localdate(at)
    contacts = _contacts(child, reader, at)
    referrals = _referrals(child)
    standing = deadlines(child, at=at)
    thread = thread_of(child, reader=reader, at=at)
    events = (
        *(_of_strand(one) for one in thread if one.kind in _ON_THE_LINE),
        *(_of_contact(contact) for contact in contacts),
        *(event for referral in referrals for event in _of_referral(referral)),
        *(of_note(note) for note in _significant(child=child, reader=reader, at=at)),
    )
    return Record(
        standing=_standing(contacts, referrals, today),
        found=_in_turn(_found(contacts, referrals, kinds, today), _found_of_thread(thread, today)),
        events=_marked(in_order(events), standing),
        open_to_us=tuple(Spell("Open", r.day, r.closed_on) for r in referrals if not r.no_further_action),
        workers=tuple(Spell(w.name, w.since, w.until) for r in referrals for w in r.workers),
        deadlines=standing,
        said=next((c.heard for c in reversed(contacts) if c.heard), None),
        notes=sum(kind.count for kind in kinds),
        thread=thread,
        plans=tuple(Spell(one.title, one.day, one.ended) for one in of_kind(thread, "plan")),
    )


_ON_THE_LINE = ("assessment", "enquiry", "strategy", "conference", "review", "agreement", "decision")
FOUND = {
    "assessment": "Assessment",
    "strategy": "Strategy discussion",
    "enquiry": "Section 47 enquiry",
    "conference": "Conference",
    "plan": "Plan",
    "review": "Core group or review",
    "visit": "Visit",
    "agreement": "Written agreement",
    "closure": "Closure",
    "decision": "Management decision",
    "transfer": "Transfer",
    "dispute": "Dispute",
}
"""What each kind of the thread is called in the table of what can be found."""


def _in_turn(found: Sequence[Found], of_thread: Sequence[Found]) -> tuple[Found, ...]:
    """Notes last. A note of a visit is called so where there are visits too."""
    visited = any(one.kind == "visit" for one in of_thread)
    notes = [
        replace(one, label="Note of a visit") if visited and one.kind == "note:visit" else one
        for one in found
        if one.kind.startswith("note:")
    ]
    return (*(one for one in found if not one.kind.startswith("note:")), *of_thread, *notes)


def _found_of_thread(thread: Sequence[Strand], today: date) -> list[Found]:
    found = []
    for kind, label in FOUND.items():
        places = [Place(one.day, one.key if one.opens else None) for one in of_kind(thread, kind)]
        if places:
            this_year = next((place for place in places if place.on.year == today.year), None)
            found.append(Found(kind, label, len(places), places[-1], this_year, places[0]))
    return found


def _of_strand(one: Strand) -> Event:
    decided = ""
    if one.kind == "conference" and one.state:
        decided = SETS["conference_decision"].label(one.state)
    elif one.kind == "enquiry" and one.code:
        decided = SETS["s47_outcome"].label(one.code)
    return Event(one.kind, one.key, one.day, one.title, decided if one.opens else "", opens=one.opens)


def in_order(events: Iterable[Event]) -> list[Event]:
    """Latest first; of one day, a closure above what it closed."""
    rank = {"contact": 0, "referral": 1, "worker": 2, "note": 4, "closed": 5}
    return sorted(events, key=lambda e: (e.day, rank.get(e.kind, 3), e.subject), reverse=True)


@dataclass(frozen=True, slots=True)
class _Contact:
    """A contact about the child as her record needs it."""

    key: int
    day: date
    source: str
    summary: str
    outcome: str
    reference: str
    opens: bool
    heard: Said | None


def _contacts(child: int, reader: User, at: datetime) -> list[_Contact]:
    """The contacts about her that were sent, first to latest, each with what she said in it."""
    found: dict[int, _Contact] = {}
    for row in _named(child=child, reader=reader, at=at):
        contact = row.contact
        day = timezone.localdate(contact.received_at)
        heard = Said(row.said.strip(), row.said_to, day) if row.opens and row.said.strip() else None
        if contact.pk not in found or heard:
            found[contact.pk] = _Contact(
                key=contact.pk,
                day=day,
                source=contact.source,
                summary=contact.summary if row.opens else "",
                outcome=contact.outcome,
                reference=contact.reference,
                opens=row.opens,
                heard=heard,
            )
    return list(found.values())


@kept
def _named(*, child: int, reader: User, at: datetime) -> QuerySet[ContactPerson]:
    others = ContactPerson.objects.filter(contact=OuterRef("contact"), person__isnull=False, taken_out_at=None)
    may = visible_about(reader, "contact.read", others, at=at)
    return (
        ContactPerson.objects.filter(of_child("person", child), taken_out_at=None, contact__received_at__lte=at)
        .exclude(contact__state="writing")
        .annotate(opens=Case(When(may, then=True), default=False, output_field=BooleanField()))
        .select_related("contact")
        .order_by("contact__received_at", "contact")
    )


@dataclass(frozen=True, slots=True)
class _Referral:
    """A referral as the record needs it, with the workers it has had, first to latest."""

    key: int
    state: str
    day: date
    closed_on: date | None
    closure_reason: str
    source: str
    again: bool
    no_further_action: bool
    team: str
    workers: tuple[Worker, ...] = ()


@kept
def _referral_rows(*, child: int) -> QuerySet:
    return (
        Referral.objects.filter(of_child("child", child))
        .order_by("received_on", "pk", "allocations__allocated_at", "allocations")
        .values_list(
            "pk",
            "state",
            "received_on",
            "closed_on",
            "closure_reason",
            "source",
            "is_rereferral",
            "no_further_action",
            "team__name",
            "allocations__worker__name",
            "allocations__team__name",
            "allocations__allocated_at",
            "allocations__ended_at",
        )
    )


def _referrals(child: int) -> list[_Referral]:
    found: dict[int, _Referral] = {}
    for (
        key,
        state,
        day,
        closed_on,
        reason,
        source,
        again,
        no_action,
        team,
        worker,
        of_team,
        since,
        until,
    ) in _referral_rows(child=child):
        one = found.get(key) or _Referral(key, state, day, closed_on, reason, source, again, no_action, team=team or "")
        if worker:
            ended = timezone.localdate(until) if until else closed_on
            one = replace(one, workers=(*one.workers, Worker(worker, of_team, timezone.localdate(since), ended)))
        found[key] = one
    return list(found.values())


def _standing(contacts: Sequence[_Contact], referrals: Sequence[_Referral], today: date) -> Standing:
    now_open = next((r for r in reversed(referrals) if r.closed_on is None), None)
    year_ago = add_months(today, -12)
    latest = contacts[-1] if contacts else None
    return Standing(
        status=STATUS.get(now_open.state, "Open") if now_open else "",
        open_referral=now_open.key if now_open else None,
        open_since=now_open.day if now_open else None,
        team=now_open.team if now_open else "",
        workers=tuple(worker for r in referrals for worker in r.workers),
        referrals=len(referrals),
        last_contact_on=latest.day if latest else None,
        last_contact_from=source_in_words(latest.source) if latest and latest.source else "",
        contacts_in_12_months=sum(c.day > year_ago for c in contacts),
    )


def _found(
    contacts: Sequence[_Contact], referrals: Sequence[_Referral], kinds: Sequence[NoteKind], today: date
) -> tuple[Found, ...]:
    def of(kind: str, label: str, places: list[Place]) -> Found | None:
        this_year = next((place for place in places if place.on.year == today.year), None)
        return Found(kind, label, len(places), places[-1], this_year, places[0]) if places else None

    rows = [
        of("contact", "Contact", [Place(c.day, c.key if c.opens else None) for c in contacts]),
        of("referral", "Referral", [Place(r.day, r.key) for r in referrals]),
        *(
            Found(
                kind=f"note:{k.kind}",
                label=SETS["note_kind"].label(k.kind),
                count=k.count,
                latest=Place(k.latest, None),
                first_this_year=Place(k.first_this_year, None) if k.first_this_year else None,
                first=Place(k.first, None),
            )
            for k in kinds
        ),
    ]
    return tuple(row for row in rows if row)


def _of_contact(contact: _Contact) -> Event:
    return Event(
        kind="contact",
        subject=contact.key,
        day=contact.day,
        title=f"Contact from {source_in_words(contact.source)}" if contact.source else "Contact",
        words=contact.summary if contact.opens else OUT_OF_SIGHT,
        meaning=SETS["contact_outcomes"].label(contact.outcome) if contact.outcome else "",
        source=contact.reference,
        opens=contact.opens,
    )


def _of_referral(referral: _Referral) -> list[Event]:
    came = f"From {source_in_words(referral.source)}" if referral.source else ""
    again = "within twelve months of the one before" if referral.again else ""
    events = [
        Event(
            "referral",
            referral.key,
            referral.day,
            "Referred again" if referral.again else "Referral",
            ", ".join(words for words in (came, again) if words),
            meaning="No further action" if referral.no_further_action else "",
        )
    ]
    if referral.closed_on and not referral.no_further_action:
        why = SETS["closure_reason"].label(referral.closure_reason) if referral.closure_reason else ""
        events.append(Event("closed", referral.key, referral.closed_on, "Closed", why))
    for worker in referral.workers:
        words = f"{worker.name}, {worker.team}"
        events.append(Event("worker", referral.key, worker.since, "Social worker", words))
    return events


def of_note(note: Note) -> Event:
    """A note as something that happened. Its writer must be loaded with it."""
    return Event(
        kind="note",
        subject=note.pk,
        day=timezone.localdate(note.happened_at),
        title=SETS["note_kind"].label(note.kind),
        words=note.words,
        meaning=note.meaning,
        source=note.written_by.name if note.written_by else "Loaded from another system",
        group=note.kind,
    )


def source_in_words(code: str) -> str:
    """Where a contact or referral came from, to stand inside a sentence."""
    label = SETS["referral_source"].label(code)
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _marked(events: Sequence[Event], standing: Sequence[due.Standing]) -> tuple[Event, ...]:
    """The events, each marked by how the deadlines it started were kept."""
    late: dict[tuple[str, int], bool] = {}
    for one in standing:
        if one.met_at is not None and (one.referral or one.contact):
            key = ("referral", one.referral) if one.referral else ("contact", one.contact or 0)
            late[key] = late.get(key, False) or one.late
    return tuple(
        replace(e, state="late" if late[(e.kind, e.subject)] else "done") if (e.kind, e.subject) in late else e
        for e in events
    )
