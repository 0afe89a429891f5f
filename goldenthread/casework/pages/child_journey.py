"""A child's journey, as a line with its bands and in words, from the same record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString

from goldenthread.casework.public import Card, ChildRecord
from goldenthread.ui import words
from goldenthread.ui.pictures import Band, Event, Span, journey_line

SHORTEST = timedelta(days=60)
"""A picture of less says nothing that the list does not."""

_TONES = ("white", "grey")


def picture(card: Card, record: ChildRecord, today: date) -> SafeString | None:
    """The journey line; None while there is too little to draw."""
    days = [event.day for event in record.events]
    if len(days) < 3 or max(*days, today) - min(days) < SHORTEST:
        return None
    bands = [Band("Open to us", _spans(record.open_to_us, "mint"))] if record.open_to_us else []
    if record.plans:
        bands.append(Band("Plan", _spans(record.plans, "white")))
    if record.workers:
        spells = enumerate(record.workers)
        spans = tuple(Span(spell.start, spell.end, f"{n + 1} {spell.words}", _TONES[n % 2]) for n, spell in spells)
        bands.append(Band("Worker", spans))
    return journey_line(
        title=f"The journey of {card.name}",
        description="The same facts are in words below the picture.",
        starts_on=min(days) - timedelta(days=30),
        ends_on=today + timedelta(days=14),
        today=today,
        events=[Event(event.day, _label(event, n, len(days)), event.state) for n, event in enumerate(record.events)],
        open_spans=[Span(spell.start, spell.end) for spell in record.open_to_us],
        bands=bands,
        born_on=card.born_on,
    )


def _spans(spells: Any, tone: str) -> tuple[Span, ...]:
    return tuple(Span(spell.start, spell.end, spell.words, tone) for spell in spells)


_SHORT = {
    "assessment": "Assessment",
    "enquiry": "Enquiry",
    "strategy": "",
    "review": "",
    "agreement": "Agreement",
    "decision": "",
}


def _label(event: Any, n: int, count: int) -> str:
    """What stands beside a mark: short, and nothing for a worker, who has a band."""
    if event.kind == "worker":
        return ""
    if event.kind == "contact":
        return "First contact" if n == count - 1 else "Contact"
    if event.kind in _SHORT:
        return _SHORT[event.kind]
    return str(event.title)


def in_short(card: Card, record: ChildRecord, today: date) -> str:
    """The journey in a few sentences."""
    if not record.events:
        return ""
    first, standing = record.events[-1].day, record.standing
    known = f"Known to us since {words.day(first)}"
    if card.born_on and first >= card.born_on:
        age = words.age(card.born_on, first)
        known += f", at the age of {age}" if age.isdigit() else f", at {age} old"
    told = [known]
    if standing.referrals:
        told.append(words.plural(standing.referrals, "referral"))
    told.append(f"{words.plural(standing.contacts_in_12_months, 'contact')} in the last 12 months")
    met = [one for one in record.deadlines if one.met_at is not None]
    if met:
        in_time = sum(not one.late for one in met)
        told.append(f"{in_time} of {words.plural(len(met), 'deadline')} that were met were met in time")
    if record.overdue:
        told.append(f"{words.plural(record.overdue, 'deadline')} {'is' if record.overdue == 1 else 'are'} overdue now")
    return ". ".join(told) + "."


_TOLD = ("referral", "worker", "closed", "assessment", "enquiry", "strategy", "conference", "agreement")


def in_words(record: ChildRecord, today: date) -> list[dict[str, str]]:
    """The line in words, first to latest: each time open to us in one entry, and what lay between."""
    rows: list[tuple[date, dict[str, str]]] = []
    told: set[int] = set()
    for spell in record.open_to_us:
        inside = [
            (n, event)
            for n, event in enumerate(record.events)
            if spell.start <= event.day <= (spell.end or today) and n not in told
        ]
        told.update(n for n, _ in inside)
        until = f" to {words.day_short(spell.end, today)}" if spell.end else " to today"
        texts = [_text(event) for _, event in reversed(inside) if event.kind in _TOLD]
        texts += [
            f"{plan.words}, {words.day_short(plan.start, today)} to {words.day_short(plan.end, today)}."
            if plan.end
            else f"{plan.words} since {words.day_short(plan.start, today)}."
            for plan in record.plans
            if spell.start <= plan.start <= (spell.end or today)
        ]
        visits = [
            one for one in record.thread if one.kind == "visit" and spell.start <= one.day <= (spell.end or today)
        ]
        texts += [f"{words.plural(len(visits), 'visit')}."] if visits else []
        reviews = sum(event.kind == "review" for _, event in inside)
        texts += [f"{words.plural(reviews, 'core group or review', 'core groups and reviews')}."] if reviews else []
        contacts = sum(event.kind == "contact" for _, event in inside)
        notes = sum(event.kind == "note" for _, event in inside)
        texts += [f"{words.plural(contacts, 'contact')}."] if contacts else []
        texts += [f"{words.plural(notes, 'significant note')}."] if notes else []
        late = any(event.state == "late" for _, event in inside)
        rows.append(
            (
                spell.start,
                {
                    "when": words.day_short(spell.start, today) + until,
                    "text": " ".join(texts),
                    "late": "Something was done late." if late else "",
                },
            )
        )
    for n, event in enumerate(record.events):
        if n not in told:
            row = {
                "when": words.day_short(event.day, today),
                "text": _text(event),
                "late": "Done late." if event.state == "late" else "",
            }
            rows.append((event.day, row))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def _text(event: Any) -> str:
    if event.kind == "contact":
        return f"{event.title}." + (f" {event.meaning}." if event.meaning else "")
    if event.kind == "note":
        return f"{event.title}." + (f" {event.meaning}" if event.meaning else "")
    ends = event.words[:1].lower() + event.words[1:] if event.kind != "worker" else event.words
    return f"{event.title}: {ends}." if ends else f"{event.title}."
