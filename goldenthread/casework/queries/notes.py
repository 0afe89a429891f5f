"""A child's notes, and the words inside everything written about her."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVector, SearchVectorField
from django.db.models import F, Func, OuterRef, Q
from django.utils import timezone

from goldenthread.access.public import User, visible_about
from goldenthread.casework.models import Contact, ContactPerson, ContactSection, Note, NoteChild
from goldenthread.casework.models.front_door import DRAFT
from goldenthread.casework.queries.child import about, notes_about, open_contacts, open_notes
from goldenthread.casework.queries.child_keys import same_person
from goldenthread.casework.queries.meetings import called
from goldenthread.rulebook.codes import SETS

A_PAGE = 50
MOST_HITS = 50
# Characters for private use: nobody types them, so whatever stands between two of them was found.
_START, _END = "\ue000", "\ue001"
_MARKS = {"config": "english", "start_sel": _START, "stop_sel": _END, "max_words": 40, "min_words": 15}


@dataclass(frozen=True, slots=True)
class Shown:
    """A note: what happened and when, and who wrote it when. `meaning` is said when it is significant. `with_others`
    are the names of the other children it is about."""

    key: int
    kind: str
    happened_at: datetime
    words: str
    significant: bool
    meaning: str
    written_by: str
    written_at: datetime
    with_others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """One page of notes, latest first, of `total`; `first` is the place of the first shown, from 0."""

    notes: tuple[Shown, ...]
    total: int
    first: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that has the words searched for. `excerpt` is pieces of its words, each with whether it was found."""

    kind: str
    subject: int
    day: date
    title: str
    excerpt: tuple[tuple[str, bool], ...]


def notes(child: int, *, reader: User, at: datetime, kind: str = "", page: int = 1, on: date | None = None) -> Notes:
    """The notes of one page, latest first; of one kind when given. One that is about several is in each record, and
    open to a reader who may read them all.

    With `on`, the page that holds the latest note of that day or before it. A page past the last is the last.
    """
    rows = Note.objects.filter(notes_about(child), open_notes(reader, at), **({"kind": kind} if kind else {}))
    total = rows.count()
    if on is not None:
        page = rows.filter(happened_at__date__gt=on).count() // A_PAGE + 1
    first = (min(max(page, 1), max(-(-total // A_PAGE), 1)) - 1) * A_PAGE
    shown = rows.select_related("written_by").order_by("-happened_at", "-pk")[first : first + A_PAGE]
    others = _others(child, [n.pk for n in shown])
    return Notes(
        tuple(
            Shown(
                key=n.pk,
                kind=SETS["note_kind"].label(n.kind),
                happened_at=n.happened_at,
                words=n.words,
                significant=n.significant,
                meaning=n.meaning,
                written_by=n.written_by.name if n.written_by else "Loaded from another system",
                written_at=n.written_at,
                with_others=tuple(others.get(n.pk, ())),
            )
            for n in shown
        ),
        total,
        first,
    )


def _others(child: int, keys: list[int]) -> dict[int, list[str]]:
    """The names of the other children that notes are about, by note. One query."""
    found: dict[int, list[str]] = {}
    for row in NoteChild.objects.filter(note__in=keys).select_related("child", "note__child").order_by("child"):
        named = found.setdefault(row.note_id, [] if row.note.child_id == child else [called(row.note.child)])
        if row.child_id != child:
            named.append(called(row.child))
    return found


@dataclass(frozen=True, slots=True)
class NoteWords:
    """The words of a note, of what kind, and the day of what happened."""

    key: int
    kind: str
    on: date
    words: str


MOST_READ = 2_000


def words_of_notes(child: int) -> Iterator[NoteWords]:
    """The words of a child's notes, latest first; of the latest two thousand. One query."""
    rows = Note.objects.filter(child__in=same_person(child)).order_by("-happened_at", "-pk")
    for key, kind, happened_at, words in rows.values_list("pk", "kind", "happened_at", "words")[:MOST_READ]:
        yield NoteWords(key, kind, timezone.localdate(happened_at), words)


def search_record(child: int, words: str, *, reader: User, at: datetime) -> tuple[Hit, ...]:
    """Everything on this child's record that has the words, latest first: notes, and contacts about her.

    Contacts that the reader may not open are not searched. Words of one stem are one word (visit, visited); "…" keeps
    words together, - leaves out, or means either.
    """
    words = words.replace("\x00", " ")
    if not words.strip():
        return ()
    query = SearchQuery(words, search_type="websearch", config="english")
    open_to_her = Note.objects.filter(notes_about(child), open_notes(reader, at))
    found = open_to_her.annotate(vector=SearchVector("words", config="english"))
    hits = [
        Hit("note", key, timezone.localdate(happened_at), SETS["note_kind"].label(kind), _pieces(excerpt))
        for key, happened_at, kind, excerpt in found.filter(vector=query)
        .order_by("-happened_at", "-pk")
        .annotate(excerpt=SearchHeadline("words", query, **_MARKS))
        .values_list("pk", "happened_at", "kind", "excerpt")[:MOST_HITS]
    ]
    in_contacts: dict[int, Hit] = {}
    for key, received_at, reference, excerpt in (
        *_in_sections(child, query, reader, at),
        *_in_rest(child, query, reader, at),
    ):
        title = f"Contact {reference}"
        in_contacts.setdefault(key, Hit("contact", key, timezone.localdate(received_at), title, _pieces(excerpt)))
    return tuple(sorted((*hits, *in_contacts.values()), key=lambda hit: hit.day, reverse=True)[:MOST_HITS])


class _Answers(Func):
    """The words of a section's answers, without the names of its questions."""

    template = "jsonb_to_tsvector('english'::regconfig, %(expressions)s, '[\"string\"]')"
    output_field = SearchVectorField()


def _in_sections(
    child: int, query: SearchQuery, reader: User, at: datetime
) -> Iterator[tuple[int, datetime, str, str]]:
    """What was written in contacts about her, by its place in the form."""
    rows = (
        ContactSection.objects.filter(
            contact__in=Contact.objects.filter(about(child), open_contacts(reader, at)).exclude(state="writing")
        )
        .exclude(key__startswith=DRAFT)  # a decider’s own draft is nobody else’s
        .annotate(vector=_Answers(F("answers")))
        .filter(vector=query)
        .annotate(excerpt=SearchHeadline("answers", query, **_MARKS))
        .order_by("-contact__received_at", "pk")
        .values_list("contact", "contact__received_at", "contact__reference", "excerpt")[:MOST_HITS]
    )
    for key, received_at, reference, answers in rows:
        # The database marks each answer by itself and returns them all.
        told = json.loads(answers) if isinstance(answers, str) else answers
        marked = [text for text in _texts(told) if _START in text]
        if marked:
            yield key, received_at, reference, " … ".join(marked)


def _in_rest(child: int, query: SearchQuery, reader: User, at: datetime) -> Iterator[tuple[int, datetime, str, str]]:
    """What she said, and the summary of each contact, for contacts that have no sections of their own."""
    others = ContactPerson.objects.filter(contact=OuterRef("contact"), person__isnull=False, taken_out_at=None)
    text = SearchVector("contact__summary", "said", config="english")
    rows = (
        ContactPerson.objects.filter(
            Q(person__in=same_person(child)), visible_about(reader, "contact.read", others, at=at), taken_out_at=None
        )
        .exclude(contact__state="writing")
        .annotate(vector=text)
        .filter(vector=query)
        .annotate(
            told=SearchHeadline("contact__summary", query, **_MARKS), heard=SearchHeadline("said", query, **_MARKS)
        )
        .values_list("contact", "contact__received_at", "contact__reference", "told", "heard")[:MOST_HITS]
    )
    for key, received_at, reference, told, heard in rows:
        yield key, received_at, reference, " … ".join(text for text in (told, heard) if _START in text)


def _texts(value: object) -> Iterator[str]:
    """Every text in answers, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _pieces(excerpt: str) -> tuple[tuple[str, bool], ...]:
    """The excerpt cut where the marks stand."""
    pieces: list[tuple[str, bool]] = []
    for n, part in enumerate(excerpt.split(_START)):
        found, cut, rest = part.partition(_END)
        if n and cut:
            pieces.append((found, True))
            part = rest
        if part:
            pieces.append((part, False))
    return tuple(pieces)
