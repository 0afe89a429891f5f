"""What a child's pages say: each fact as a sentence or a row, with where it came from and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldenthread.casework.public import Card, ChildRecord, DeadlineStanding, Found, Relative, words_of_notes
from goldenthread.kernel.clock import TimeState
from goldenthread.people.public import Words
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.workflows import WORKFLOWS
from goldenthread.ui import words
from goldenthread.ui.addresses import reverse

# What must be read before anything else is done: a danger, or somebody who must not be told or met.
_HARD = {"violence", "weapons", "no_contact", "contact_restricted", "address_secret", "do_not_visit_alone"}


def age_line(card: Card, today: date) -> SafeString:
    """Age, birth, pronouns and number, in a line."""
    told: list[SafeString] = []
    if card.born_on:
        how_sure = "" if card.birth_certainty == "exact" else "about "
        if card.died_on is None:
            told.append(format_html("<b>{}{}</b>", how_sure, in_full(card.born_on, today)))
        told.append(format_html("born {}{}", how_sure, words.day(card.born_on)))
    elif card.expected_on:
        told.append(format_html("<b>expected {}</b>", words.day(card.expected_on)))
    else:
        told.append(format_html("date of birth not known"))
    line = format_html_join(", ", "{}", ((part,) for part in told))
    line = SafeString(line[:1].upper() + line[1:]) if not line.startswith("<") else line
    if card.pronouns:
        line = format_html("{}. {}", line, card.pronouns[:1].upper() + card.pronouns[1:])
    return format_html("{}. {}", line, card.reference[:1].upper() + card.reference[1:])


def lower(text: str) -> str:
    """A label inside a sentence: its first letter small, unless it is a name of letters."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def note_address(child: int, note: int, on: date) -> str:
    """Where one note is read."""
    return f"{reverse('child_notes', args=[child])}?{urlencode({'on': on.isoformat()})}#note-{note}"


def words_about(child: int) -> Iterator[Words]:
    """The child's notes, latest first, as the family page reads them for names."""
    for note in words_of_notes(child):
        yield Words(
            on=note.on,
            title=SETS["note_kind"].label(note.kind),
            text=note.words,
            url=note_address(child, note.key, note.on),
        )


def in_full(born_on: date, today: date) -> str:
    """“16 years 5 months” from two years up; below it as `words.age` says it."""
    months = (today.year - born_on.year) * 12 + today.month - born_on.month - (today.day < born_on.day)
    if months < 24:
        return words.age(born_on, today)
    years = words.plural(months // 12, "year")
    return f"{years} {words.plural(months % 12, 'month')}" if months % 12 else years


def alerts(warnings: Any, child: int, today: date) -> list[dict[str, Any]]:
    """Warnings in force, those of danger first; of another person, with the name."""
    rows = [
        {
            "title": f"{warning.title}: {name}." if name else f"{warning.title}.",
            "text": f"{warning.words} {warning.recorded_by}, {words.day(warning.recorded_at)}. "
            + (
                f"It should have been looked at again by {words.day(warning.review_on)}."
                if warning.review_overdue
                else f"Look again by {words.day_short(warning.review_on, today)}."
            ),
            "url": f"/people/{warning.person}/",
            "hard": warning.kind in _HARD,
        }
        for name, warning in warnings
    ]
    return sorted(rows, key=lambda row: not row["hard"])


def facts_now(card: Card, record: ChildRecord, today: date) -> list[dict[str, Any]]:
    """The facts people come for. What we do not know is said only where the law asks for it."""
    standing = record.standing
    rows: list[tuple[str, Any]] = []
    if record.running:
        rows.append(("Due", _due_in_short(record, today)))
    rows += [("Lives", _lives(home, today)) for home in card.homes] or [("Lives", "We do not know where.")]
    if standing.worker:
        rows.append(("Social worker", _worker(standing, today)))
    elif standing.open_referral:
        rows.append(("Social worker", format_html("<b>Nobody yet.</b> {}", card.status)))
    elif standing.workers:
        count = words.plural(len(standing.workers), "social worker")
        rows.append(("Social worker", f"Nobody now. {count} before, the last {standing.workers[-1].name}"))
    if standing.team:
        rows.append(("Team", standing.team))
    going_on = open_now(record, card.key, today)
    if going_on:
        rows.append(("Open now", _going_on(going_on)))
    if standing.last_contact_on:
        rows.append(("Last contact", _last_contact(standing, today)))
    rows.append(("Ethnicity", _ethnicity(card)))
    if card.language.value:
        interpreter = f". Interpreter: {card.interpreter[:1].lower()}{card.interpreter[1:]}" if card.interpreter else ""
        rows.append(
            ("Language", format_html("{}{} {}", card.language.value, interpreter, _still_true(card, "language")))
        )
    hidden = any(home.confidential for home in card.homes)
    return [{"label": label, "value": value, "hidden": hidden} for label, value in rows]


def _due_in_short(record: ChildRecord, today: date) -> SafeString:
    first, *rest = record.running
    bold = ' class="gt-late"' if first.state is TimeState.OVERDUE else ""
    then = f" Then {lower(rest[0].name)}, {words.day_short(rest[0].due_on, today)}." if rest else ""
    link = f"All {len(record.running)}, and why" if rest else "Why"
    return format_html(
        '<b{}>{}: {}.</b>{} <a class="govuk-link" href="#due">{}</a>',
        SafeString(bold),
        first.name,
        first.words,
        then,
        link,
    )


def _going_on(rows: list[dict[str, str]]) -> SafeString:
    told = []
    for row in rows:
        named = format_html('<a class="govuk-link" href="{}">{}</a>', row["url"], row["title"])
        state = f": {lower(row['state'])}" if row["state"] else ""
        told.append(format_html("{}{}, since {}", named if row["url"] else row["title"], state, row["since"]))
    return format_html_join(SafeString("<br>"), "{}", ((one,) for one in told))


def _lives(home: Any, today: date) -> SafeString | str:
    since = f", since {words.day_short(home.since, today)}" if home.since else ""
    what = "" if home.kind == "Home" else f" ({home.kind.lower()})"
    if home.confidential:
        return format_html("<b>The address is confidential</b>{}{}", what, since)
    return f"{home.lines}{what}{since}"


def _worker(standing: Any, today: date) -> SafeString:
    worker, count = standing.worker, len(standing.workers)
    which = (
        format_html(
            '<br><b>{} social worker.</b> <a class="govuk-link" href="#workers">All {}</a>', words.ordinal(count), count
        )
        if count > 1
        else ""
    )
    return format_html("{}, since {}{}", worker.name, words.day(worker.since), which)


def _last_contact(standing: Any, today: date) -> str:
    days = (today - standing.last_contact_on).days
    ago = {0: "today", 1: "yesterday"}.get(days) or f"{words.plural(days, 'day')} ago"
    of_source = f", from {standing.last_contact_from}" if standing.last_contact_from else ""
    count = standing.contacts_in_12_months
    often = f" {words.ordinal(count)} in 12 months." if count > 1 else ""
    return f"{words.day(standing.last_contact_on)}{of_source}, {ago}.{often}"


def _ethnicity(card: Card) -> SafeString:
    if not card.ethnicity.value:
        why = f": {card.ethnicity_not_known_because}" if card.ethnicity_not_known_because else ""
        ask = (
            format_html(' <a class="govuk-link" href="/people/{}/">Record it</a>', card.key)
            if "person.record" in card.may
            else ""
        )
        return format_html("We do not know{}.{}", why, ask)
    own = f". In their own words: “{card.ethnicity_in_own_words}”" if card.ethnicity_in_own_words else ""
    return format_html("{}{} {}", card.ethnicity.value, own, _still_true(card, "ethnicity"))


def _still_true(card: Card, column: str) -> SafeString:
    """Who recorded a value, when, from what source; and the question, for those who may answer it."""
    held = getattr(card, column)
    if held.recorded_at is None:
        return SafeString("")
    ask = (
        format_html(
            ' <a class="govuk-link" href="/people/{}/#{}">Still true?'
            '<span class="govuk-visually-hidden"> {}</span></a>',
            card.key,
            column,
            column.capitalize(),
        )
        if "person.record" in card.may
        else ""
    )
    source = f", from {lower(held.source)}" if held.source else ""
    said = f"{held.recorded_by}, {words.day(held.recorded_at)}{source}."
    return format_html('<span class="gt-source">{}{}</span>', said, ask)


def found_row(found: Found, child: int, today: date) -> list[Any]:
    """A row of the table of what can be found: each date opens the thing itself."""

    def cell(place: Any, which: str) -> SafeString | None:
        if place is None:
            return None
        said = words.day(place.on) if which != "first this year" else words.day_short(place.on, today)
        url = _opens(found, place, child)
        if not url:
            return format_html("{}", said)
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">, {}: {}</span></a>',
            url,
            said,
            which,
            found.label,
        )

    every = f"{reverse('child_chronology', args=[child])}?{urlencode({'kind': found.kind})}"
    if found.kind in PLACE_OF:
        every = reverse(PLACE_OF[found.kind][1], args=[child])
    if found.kind.startswith("note:"):
        every = f"{reverse('child_notes', args=[child])}?{urlencode({'kind': found.kind[5:]})}"
    return [
        found.label,
        cell(found.latest, "latest"),
        cell(found.first_this_year, "first this year"),
        cell(found.first, "first ever"),
        format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> in all: {}</span></a>',
            every,
            words.number(found.count),
            found.label,
        ),
    ]


PLACE_OF = {
    "assessment": ("assessment", "child_assessments"),
    "strategy": ("meeting", "child_protection"),
    "enquiry": ("enquiry", "child_protection"),
    "conference": ("meeting", "child_protection"),
    "plan": ("child_plan", "child_plan"),
    "review": ("meeting", "child_plan"),
    "visit": ("visit", "child_visits"),
    "agreement": ("agreement", "child_agreements"),
    "closure": ("closure", "child_chronology"),
    "decision": ("management_decision", "child_oversight"),
    "transfer": ("transfer", "child_oversight"),
    "dispute": ("dispute", "child_oversight"),
}
"""Where one thing of the thread is read, and where all of its kind are."""


def place_of(kind: str, key: int, child: int) -> str:
    """The address of one thing of the thread; a plan is read on a page of the child's."""
    page = PLACE_OF[kind][0]
    if kind == "plan":
        return f"{reverse(page, args=[child])}?{urlencode({'plan': key})}"
    return reverse(page, args=[key])


def open_now(record: ChildRecord, child: int, today: date) -> list[dict[str, str]]:
    """What goes on now, from assessment to closure: what it is, how it stands, since when, and where it is."""
    return [
        {
            "title": one.title,
            "url": place_of(one.kind, one.key, child) if one.opens else "",
            "state": _STATES.get((one.kind, one.state), ""),
            "since": words.day_short(one.day, today),
        }
        for one in record.thread
        if one.running
    ]


_STATES = {
    (flow, state): label
    for flow in ("assessment", "enquiry", "plan", "agreement", "closure", "transfer", "dispute")
    for state, label in WORKFLOWS[flow].states.items()
    if (flow, state) != ("plan", "current")
}


def _opens(found: Found, place: Any, child: int) -> str:
    """The address of the thing itself; empty where the reader may not open it."""
    if found.kind in PLACE_OF:
        return place_of(found.kind, place.key, child) if place.key else ""
    if found.kind.startswith("note:"):
        asked = urlencode({"kind": found.kind[5:], "on": place.on.isoformat()})
        return f"{reverse('child_notes', args=[child])}?{asked}#on-{place.on.isoformat()}"
    return reverse(found.kind, args=[place.key]) if place.key else ""


def due_row(one: DeadlineStanding, *, may_authorise: bool = False) -> dict[str, Any]:
    """A deadline for the list: the shape, how long, when, why, and the sum; who authorised that it is late."""
    steps = format_html_join("", "<p>{}</p>", ((step,) for step in one.how))
    source = format_html('<p class="gt-source">{}</p>', one.source) if one.source else ""
    whose = ", ".join(name for name in (one.owner, one.team) if name)
    why = " ".join(f"{words_.rstrip('.')}." for words_ in (one.why, whose, one.accepted) if words_)
    return {
        "state": one.mark,
        "when": one.words[:1].upper() + one.words[1:],
        "date": f"by {one.falls}" if one.met_at is None else f"done {words.day(one.met_at)}, due by {one.falls}",
        "what": one.name,
        "why": why,
        "how": format_html("{}{}", steps, source),
        "acts": [lateness_act(one)] if may_authorise and one.late and not one.authorised_reason else [],
    }


def lateness_act(one: DeadlineStanding) -> dict[str, str]:
    """The way to authorise that a deadline is late."""
    return {
        "label": "Authorise this lateness",
        "url": reverse("authorise_lateness", args=[one.key]),
        "about": one.name,
    }


def event_row(event: Any, child: int, *, shorten: int = 220) -> dict[str, Any]:
    """Something that happened, for a list: its words shortened, and the page that has them whole."""
    text = event.words if len(event.words) <= shorten else f"{event.words[:shorten].rsplit(' ', 1)[0]} …"
    meaning = event.meaning
    if event.kind == "contact":
        url = reverse("contact", args=[event.subject]) if event.opens else ""
        meaning = f"What followed: {lower(meaning)}." if meaning else ""
    elif event.kind == "note":
        on = event.day.isoformat()
        url = (
            f"{reverse('child_notes', args=[child])}?{urlencode({'kind': event.group, 'on': on})}#note-{event.subject}"
        )
        meaning = f"What it meant: {meaning}" if meaning else ""
    elif event.kind in PLACE_OF:
        url = place_of(event.kind, event.subject, child) if event.opens else ""
    else:
        url = reverse("referral", args=[event.subject]) if event.kind == "referral" else ""
    late = {"late": "Something that had to follow was done late.", "done": ""}.get(event.state, "")
    return {
        "when": words.day(event.day),
        "on": event.day.isoformat(),
        "title": event.title,
        "url": url,
        "text": text,
        "source": " ".join(
            part for part in (meaning, late, event.source if event.kind != "note" else f"{event.source}.") if part
        ),
        "state": event.state,
    }


def relative_row(one: Relative, today: date) -> dict[str, Any]:
    """A relative in a line; somebody whose record is shut to the reader is what they are, and no more."""
    age = f"died {words.day(one.died_on)}" if one.died_on else words.age(one.born_on, today)
    return {
        "name": one.name or "Somebody whose record you may not open",
        "url": (reverse("child", args=[one.key]) if one.kind == "child" else f"/people/{one.key}/") if one.page else "",
        "rest": ", ".join(part for part in (age, one.what.lower()) if part),
        "responsibility": one.responsibility,
    }
