"""Everything on a child's page that casework knows: who she is to us now, what can be found, her journey."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVector
from django.db.models import Count, Max, Min, Prefetch, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from goldenthread.casework.models import Allocation, Contact, ContactPerson, ContactSection, Deadline, Note, Referral
from goldenthread.kernel.clock import add_months
from goldenthread.rulebook.codes import SETS


@dataclass(frozen=True, slots=True)
class Worker:
    """A social worker of the child: from and until when (None while it lasts), and of which team."""

    name: str
    team: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the child stands today.

    `status` is in words ("Referral waiting for a team"), empty when no case is open. `workers` are all there have
    been, first to latest; the last is the present one when her `until` is None.
    """

    status: str
    open_referral: int | None
    open_since: date | None
    team: str
    workers: tuple[Worker, ...]
    referrals: int
    last_contact_on: date | None
    contacts_in_12_months: int


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of record the child has: the days of its latest, first this year and first ever, and how many."""

    kind: str
    label: str
    count: int
    latest: date
    first_this_year: date | None
    first: date


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, for the chronology, the journey line and the list beside it.

    `kind` is contact, referral, closed, worker or note; `subject` is the key of its row; `day` when it happened.
    `state` is the mark: dot, done, late. `meaning` is what it meant for the child, when somebody has said.
    """

    kind: str
    subject: int
    day: date
    title: str
    words: str = ""
    meaning: str = ""
    source: str = ""
    state: str = "dot"


@dataclass(frozen=True, slots=True)
class Spell:
    """A period for a band of the journey line: open to us, or with one worker."""

    words: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that has the words searched for. `excerpt` holds the words found between « and »."""

    kind: str
    subject: int
    day: date
    title: str
    excerpt: str


_STATUS = {
    "to_decide": "Referral waiting for a decision",
    "to_allocate": "Referral waiting for a team",
    "with_team": "With a team, waiting for a worker",
    "with_worker": "With a social worker",
}


@dataclass(frozen=True, slots=True)
class Record:
    """A child's whole record as the summary shows it. Read by `record` in six queries, whatever her history."""

    standing: Standing
    found: tuple[Found, ...]
    events: tuple[Event, ...]
    open_to_us: tuple[Spell, ...]
    workers: tuple[Spell, ...]


def about(child: int) -> Q:
    """The contacts in which this child, or this adult, is named."""
    return Q(pk__in=ContactPerson.objects.filter(person=child, taken_out_at=None).values("contact"))


def of_hers(child: int) -> Q:
    """The deadlines that are the child's: her own, her referrals', and those of contacts about her."""
    named = ContactPerson.objects.filter(person=child, taken_out_at=None).values("contact")
    return Q(child=child) | Q(referral__child=child) | Q(contact__in=named)


def record(child: int, *, at: datetime) -> Record:
    """Everything casework holds about the child, worked out from one reading of her rows."""
    today = timezone.localdate(at)
    contacts = list(Contact.objects.filter(about(child), received_at__lte=at).order_by("received_at", "pk"))
    referrals = list(
        Referral.objects.filter(child=child)
        .select_related("team")
        .prefetch_related(
            Prefetch(
                "allocations",
                Allocation.objects.exclude(worker=None).select_related("worker", "team").order_by("allocated_at"),
            )
        )
        .order_by("received_on", "pk")
    )
    kinds = list(
        Note.objects.filter(child=child)
        .annotate(day=TruncDate("happened_at"))
        .values("kind")
        .annotate(
            n=Count("pk"),
            first=Min("day"),
            latest=Max("day"),
            this_year=Min("day", filter=Q(day__gte=date(today.year, 1, 1))),
        )
        .order_by("kind")
    )
    significant = list(Note.objects.filter(child=child, significant=True).select_related("written_by"))
    events = (
        *(_of_contact(contact) for contact in contacts),
        *(event for referral in referrals for event in _of_referral(referral)),
        *(_of_note(note) for note in significant),
    )
    return Record(
        standing=_standing(contacts, referrals, at),
        found=_found(contacts, referrals, kinds, today),
        events=_marked(sorted(events, key=lambda e: (e.day, e.subject), reverse=True), child),
        open_to_us=tuple(Spell("Open", r.received_on, r.closed_on) for r in referrals if not r.no_further_action),
        workers=tuple(
            Spell(
                a.worker.name,
                timezone.localdate(a.allocated_at),
                timezone.localdate(a.ended_at) if a.ended_at else r.closed_on,
            )
            for r in referrals
            for a in r.allocations.all()
        ),
    )


def _standing(contacts: list[Contact], referrals: list[Referral], at: datetime) -> Standing:
    now_open = next((r for r in reversed(referrals) if r.closed_on is None), None)
    year_ago = add_months(timezone.localdate(at), -12)
    return Standing(
        status=_STATUS.get(now_open.state, "Open") if now_open else "",
        open_referral=now_open.pk if now_open else None,
        open_since=now_open.received_on if now_open else None,
        team=now_open.team.name if now_open and now_open.team else "",
        workers=tuple(
            Worker(a.worker.name, a.team.name, a.allocated_at, a.ended_at)
            for r in referrals
            for a in r.allocations.all()
        ),
        referrals=len(referrals),
        last_contact_on=timezone.localdate(contacts[-1].received_at) if contacts else None,
        contacts_in_12_months=sum(timezone.localdate(c.received_at) > year_ago for c in contacts),
    )


def _found(
    contacts: list[Contact], referrals: list[Referral], kinds: list[dict[str, Any]], today: date
) -> tuple[Found, ...]:
    def of(kind: str, label: str, days: list[date]) -> Found | None:
        this_year = next((day for day in days if day.year == today.year), None)
        return Found(kind, label, len(days), days[-1], this_year, days[0]) if days else None

    rows = [
        of("contact", "Contact", [timezone.localdate(c.received_at) for c in contacts]),
        of("referral", "Referral", [r.received_on for r in referrals]),
        *(
            Found(
                f"note:{k['kind']}", SETS["note_kind"].label(k["kind"]), k["n"], k["latest"], k["this_year"], k["first"]
            )
            for k in kinds
        ),
    ]
    return tuple(row for row in rows if row)


def _of_contact(contact: Contact) -> Event:
    return Event(
        "contact",
        contact.pk,
        timezone.localdate(contact.received_at),
        f"Contact from {source_in_words(contact.source)}" if contact.source else "Contact",
        contact.summary,
        SETS["contact_outcomes"].label(contact.outcome) if contact.outcome else "",
        contact.reference,
    )


def _of_referral(referral: Referral) -> list[Event]:
    again = ", within twelve months of the one before" if referral.is_rereferral else ""
    events = [
        Event(
            "referral",
            referral.pk,
            referral.received_on,
            "Referral",
            f"From {source_in_words(referral.source)}{again}",
        )
    ]
    if referral.closed_on:
        why = SETS["closure_reason"].label(referral.closure_reason) if referral.closure_reason else ""
        events.append(Event("closed", referral.pk, referral.closed_on, "Closed", why))
    for a in referral.allocations.all():
        who = f"{a.worker.name}, {a.team.name}"
        events.append(Event("worker", referral.pk, timezone.localdate(a.allocated_at), "Social worker", who))
    return events


def _of_note(note: Note) -> Event:
    by = note.written_by.name if note.written_by else "loaded from another system"
    day = timezone.localdate(note.happened_at)
    return Event("note", note.pk, day, SETS["note_kind"].label(note.kind), note.words, note.meaning, by)


def source_in_words(code: str) -> str:
    """Where a contact or referral came from, to stand inside a sentence."""
    label = SETS["referral_source"].label(code)
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _marked(events: list[Event], child: int) -> tuple[Event, ...]:
    """The events, each marked by how the deadlines it started were kept."""
    late: dict[tuple[str, int], bool] = {}
    rows = Deadline.objects.filter(of_hers(child), void_at=None).exclude(met_at=None)
    for referral, contact, due_on, due_at, met_at in rows.values_list(
        "referral", "contact", "due_on", "due_at", "met_at"
    ):
        key = ("referral", referral) if referral else ("contact", contact)
        was_late = met_at > due_at if due_at else timezone.localdate(met_at) > due_on
        late[key] = late.get(key, False) or was_late
    return tuple(
        replace(e, state="late" if late[(e.kind, e.subject)] else "done") if (e.kind, e.subject) in late else e
        for e in events
    )


def chronology(child: int, *, kinds: Iterable[str] = (), everything: bool = False, at: datetime) -> tuple[Event, ...]:
    """What happened, latest first: contacts, referrals, closures, workers, and the notes marked as significant.

    `kinds` keeps only those ("contact", "note", "note:visit", …); `everything` takes every note.
    """
    wanted = set(kinds)
    events = list(record(child, at=at).events)
    if everything or any(kind.startswith("note:") for kind in wanted):
        rest = Note.objects.filter(child=child, significant=False).select_related("written_by")
        of_kind = [kind.removeprefix("note:") for kind in wanted if kind.startswith("note:")]
        known = Note.objects.filter(child=child, kind__in=of_kind).values_list("pk", flat=True) if of_kind else ()
        events += [_of_note(note) for note in (rest.filter(kind__in=of_kind) if of_kind else rest)]
        if of_kind:
            keys = set(known)
            events = [e for e in events if e.kind != "note" or e.subject in keys]
            wanted |= {"note"}
    kept = [e for e in events if not wanted or e.kind in wanted]
    return tuple(sorted(kept, key=lambda e: (e.day, e.subject), reverse=True))


def search_record(child: int, words: str, *, limit: int = 50) -> tuple[Hit, ...]:
    """Everything on this child's record that has the words: notes, and what was written in contacts about her."""
    if not words.strip():
        return ()
    query = SearchQuery(words, search_type="websearch", config="english")
    marks = {"config": "english", "start_sel": "«", "stop_sel": "»", "max_words": 40, "min_words": 15}
    hits = [
        Hit("note", pk, timezone.localdate(at), SETS["note_kind"].label(kind), excerpt)
        for pk, at, kind, excerpt in Note.objects.annotate(vector=SearchVector("words", config="english"))
        .filter(child=child, vector=query)
        .order_by("-happened_at")
        .annotate(excerpt=SearchHeadline("words", query, **marks))
        .values_list("pk", "happened_at", "kind", "excerpt")[:limit]
    ]
    sections = (
        ContactSection.objects.filter(contact__in=Contact.objects.filter(about(child)))
        .annotate(vector=SearchVector("answers", config="english"))
        .filter(vector=query)
        .select_related("contact")
        .order_by("-contact__received_at")
        .annotate(excerpt=SearchHeadline("answers", query, **marks))
    )
    hits += [
        Hit(
            "contact",
            s.contact_id,
            timezone.localdate(s.contact.received_at),
            f"Contact {s.contact.reference}",
            s.excerpt,
        )
        for s in sections[:limit]
    ]
    return tuple(sorted(hits, key=lambda hit: hit.day, reverse=True)[:limit])


@dataclass(frozen=True, slots=True)
class NoteShown:
    key: int
    kind: str
    happened_at: datetime
    words: str
    significant: bool
    meaning: str
    written_by: str
    written_at: datetime


def notes(child: int, *, kind: str = "", first: int = 0, count: int = 25) -> tuple[int, tuple[NoteShown, ...]]:
    """How many notes there are (of this kind), and those of one page, latest first."""
    rows = Note.objects.filter(child=child, **({"kind": kind} if kind else {}))
    page = rows.select_related("written_by").order_by("-happened_at", "-pk")[first : first + count]
    return rows.count(), tuple(
        NoteShown(
            n.pk,
            SETS["note_kind"].label(n.kind),
            n.happened_at,
            n.words,
            n.significant,
            n.meaning,
            n.written_by.name if n.written_by else "Loaded from another system",
            n.written_at,
        )
        for n in page
    )
