"""What happened to a child, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from goldenthread.casework.models import Note
from goldenthread.casework.queries.child import Event, Record, in_order, of_note, same_person

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Chronology:
    """One page of what happened, latest first, of `total` things; `first` is the place of the first shown, from 0."""

    events: tuple[Event, ...]
    total: int
    first: int


def chronology(
    child: int, record: Record, *, kind: str = "", everything: bool = False, page: int = 1, at: datetime
) -> Chronology:
    """Contacts, referrals, closures, workers and the notes marked as significant, latest first.

    `record` is the child's own (`queries.child.record`). `kind` keeps one kind ("contact", "note", "note:visit");
    `everything`, or a kind of note, takes every note. A page past the last is the last. The words of notes are read
    for the page shown alone.
    """
    kept = [e for e in record.events if not kind or e.kind == kind or f"{e.kind}:{e.group}" == kind]
    if everything or kind.startswith("note"):
        of_kind = kind.removeprefix("note:") if kind.startswith("note:") else ""
        rest = Note.objects.filter(child__in=same_person(child), significant=False, happened_at__lte=at)
        if not kind or kind.startswith("note"):
            rest = rest.filter(kind=of_kind) if of_kind else rest
            kept += [
                Event("note", key, timezone.localdate(happened_at), "")
                for key, happened_at in rest.values_list("pk", "happened_at")
            ]
    ordered = in_order(kept)
    first = (min(max(page, 1), max(-(-len(ordered) // A_PAGE), 1)) - 1) * A_PAGE
    shown = ordered[first : first + A_PAGE]
    blank = [e.subject for e in shown if e.kind == "note" and not e.title]
    notes = {n.pk: of_note(n) for n in Note.objects.filter(pk__in=blank).select_related("written_by")} if blank else {}
    return Chronology(tuple(notes.get(e.subject, e) if e.kind == "note" else e for e in shown), len(ordered), first)
