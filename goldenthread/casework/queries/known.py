"""What we already know about anybody in a contact: the panel beside what is being written, and what must be weighed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Prefetch, Q
from django.utils import timezone

from goldenthread.casework.models import (
    Contact,
    ContactPerson,
    ContactSection,
    Decision,
    HistoryWeighed,
    Note,
    Referral,
)
from goldenthread.kernel.clock import add_months
from goldenthread.people.public import KnownPerson, Warning, known_people, warnings_for
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.hints import Hint, hints


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of history that has to be opened and read, or set aside with a reason.

    `about` is its name ("contact:12"). `people` are those it is about, by their names in it. `read_by` and `read_at`
    are whoever opened it for this contact; `set_aside_because` the reason it was left.
    """

    about: str
    kind: str
    on: date
    title: str
    words: str
    outcome: str
    decided_by: str
    people: tuple[str, ...]
    read_by: str = ""
    read_at: datetime | None = None
    set_aside_because: str = ""

    @property
    def weighed(self) -> bool:
        return bool(self.read_at or self.set_aside_because)


@dataclass(frozen=True, slots=True)
class Abuse:
    """Domestic-abuse contacts about these children or parents, this one among them if it is one.

    `by_partner` is, for each person said to have harmed somebody, the days; "" where nobody was named. Counted across
    partners, so that a pattern is seen when the partner changes.
    """

    in_12_months: int
    in_24_months: int
    by_partner: dict[str, tuple[date, ...]]

    @property
    def partners(self) -> int:
        return sum(1 for name in self.by_partner if name)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A child of this contact who has an open case, and who to tell."""

    child: int
    name: str
    referral: int
    since: date
    team: str
    worker: str


@dataclass(frozen=True, slots=True)
class Known:
    warnings: tuple[Warning, ...]
    people: dict[int, KnownPerson]
    pieces: tuple[Piece, ...]
    contacts_in_12_months: int
    abuse: Abuse
    open_cases: tuple[OpenCase, ...]
    hints: tuple[Hint, ...]


def what_we_know(contact: int, *, at: datetime) -> Known:
    """Everything, in as many queries whatever the history. Somebody not matched brings nothing: a name joins nobody."""
    held = Contact.objects.get(pk=contact)
    lines = list(ContactPerson.objects.filter(contact=contact, taken_out_at=None, person__isnull=False))
    people = {line.person_id: None for line in lines}
    family = [line.person_id for line in lines if line.part in ("child", "parent", "partner")]
    warned = warnings_for(people, on=timezone.localdate(at))
    pieces = pieces_of_history(contact, at=at)
    earlier = _earlier(held, family)
    texts = ContactSection.objects.filter(contact=contact, key__in=["what_happened", "worries"])
    written = " ".join(str(value) for section in texts for value in section.answers.values() if isinstance(value, str))
    waved = set(
        HistoryWeighed.objects.filter(contact=contact, about__startswith="hint:").values_list("about", flat=True)
    )
    ticked = frozenset(held.concerns) | (frozenset(["domestic_abuse"]) if held.domestic_abuse else frozenset())
    return Known(
        warnings=tuple(warning for some in warned.values() for warning in some),
        people=known_people(people),
        pieces=pieces,
        contacts_in_12_months=1 + sum(_on(one) > _months_before(held, 12) for one in earlier),
        abuse=_abuse(held, earlier, lines),
        open_cases=_open_cases([line.person_id for line in lines if line.part == "child"]),
        hints=tuple(hint for hint in hints(written, ticked) if f"hint:{hint.rule}" not in waved),
    )


def pieces_of_history(contact: int, *, at: datetime, unweighed: bool = False) -> tuple[Piece, ...]:
    """Earlier contacts, referrals and significant notes about anybody matched in the contact, latest first.

    With `unweighed`, only those that nobody has opened or set aside for this contact.
    """
    held = Contact.objects.get(pk=contact)
    family = list(
        ContactPerson.objects.filter(contact=contact, taken_out_at=None, person__isnull=False).values_list(
            "person", flat=True
        )
    )
    weighed = {row.about: row for row in HistoryWeighed.objects.filter(contact=contact).select_related("weighed_by")}
    pieces = [
        *(_of_contact(one) for one in _earlier(held, family)),
        *(_of_referral(one) for one in _referrals(held, family)),
        *(_of_note(one) for one in _notes(held, family)),
    ]
    marked = tuple(
        _marked(piece, weighed.get(piece.about)) for piece in sorted(pieces, key=lambda p: p.on, reverse=True)
    )
    return tuple(piece for piece in marked if not (unweighed and piece.weighed))


def _marked(piece: Piece, row: HistoryWeighed | None) -> Piece:
    if row is None:
        return piece
    return replace(piece, read_by=row.weighed_by.name, read_at=row.opened_at, set_aside_because=row.set_aside_because)


def _earlier(held: Contact, people: list[int]) -> list[Contact]:
    """Contacts received before this one that name any of these people, or somebody merged into one of them."""
    if not people:
        return []
    named = ContactPerson.objects.filter(
        Q(person__in=people) | Q(person__merged_into__in=people), taken_out_at=None
    ).values("contact")
    return list(
        Contact.objects.filter(pk__in=named, received_at__lte=held.received_at)
        .exclude(pk=held.pk)
        .exclude(state="writing")
        .prefetch_related(
            Prefetch("decisions", Decision.objects.select_related("decided_by").order_by("decided_at")),
            Prefetch("people", ContactPerson.objects.filter(taken_out_at=None).order_by("pk")),
        )
        .order_by("-received_at", "-pk")
    )


def _referrals(held: Contact, people: list[int]) -> list[Referral]:
    """Referrals that no contact of ours tells about: those that were loaded from another system."""
    rows = Referral.objects.filter(child__in=people, contact=None, received_at__lte=held.received_at)
    return list(rows.select_related("child").order_by("-received_on"))


def _notes(held: Contact, people: list[int]) -> list[Note]:
    rows = Note.objects.filter(child__in=people, significant=True, happened_at__lte=held.received_at)
    return list(rows.select_related("child", "written_by").order_by("-happened_at"))


def _of_contact(one: Contact) -> Piece:
    decision = next(iter(reversed(one.decisions.all())), None)
    source = SETS["referral_source"].label(one.source) if one.source else "Source not recorded"
    return Piece(
        f"contact:{one.pk}",
        "contact",
        timezone.localdate(one.received_at),
        source,
        one.summary,
        SETS["contact_outcomes"].label(one.outcome) if one.outcome else "Not decided yet",
        decision.decided_by.name if decision else "",
        tuple(p.given_names for p in one.people.all() if p.part == "child" and p.given_names),
    )


def _of_referral(one: Referral) -> Piece:
    closed = f"Closed {one.closed_on:%-d %B %Y}" if one.closed_on else "Open"
    why = f": {SETS['closure_reason'].label(one.closure_reason)}" if one.closure_reason else ""
    need = SETS["primary_need"].label(one.primary_need) if one.primary_need else ""
    source = SETS["referral_source"].label(one.source)
    return Piece(
        f"referral:{one.pk}",
        "referral",
        one.received_on,
        f"Referral: {source}",
        need,
        f"{closed}{why}",
        "",
        (one.child.given_names,) if one.child.given_names else (),
    )


def _of_note(one: Note) -> Piece:
    by = one.written_by.name if one.written_by else ""
    name = (one.child.given_names,) if one.child.given_names else ()
    on = timezone.localdate(one.happened_at)
    return Piece(f"note:{one.pk}", "note", on, SETS["note_kind"].label(one.kind), one.words, one.meaning, by, name)


def _on(contact: Contact) -> date:
    return timezone.localdate(contact.received_at)


def _months_before(held: Contact, months: int) -> date:
    return add_months(_on(held), -months)


def _abuse(held: Contact, earlier: list[Contact], lines: list[ContactPerson]) -> Abuse:
    """Contacts about domestic abuse in which a child or parent of this contact is named, over 24 months."""
    parts = {line.person_id for line in lines if line.part in ("child", "parent")}
    counted = [held] if held.domestic_abuse else []
    counted += [
        one
        for one in earlier
        if one.domestic_abuse
        and _on(one) > _months_before(held, 24)
        and any(person.person_id in parts and person.part in ("child", "parent") for person in one.people.all())
    ]
    by_partner: dict[str, list[date]] = {}
    for one in counted:
        rows = lines if one is held else one.people.all()
        harmed = [f"{row.given_names} {row.family_name}".strip() for row in rows if row.said_to_harm] or [""]
        for name in harmed:
            by_partner.setdefault(name, []).append(_on(one))
    return Abuse(
        in_12_months=sum(_on(one) > _months_before(held, 12) for one in counted),
        in_24_months=len(counted),
        by_partner={name: tuple(sorted(days)) for name, days in by_partner.items()},
    )


def _open_cases(children: list[int]) -> tuple[OpenCase, ...]:
    rows = Referral.objects.filter(child__in=children, closed_on=None).select_related("child", "team", "worker")
    return tuple(
        OpenCase(
            row.child_id,
            row.child.given_names or f"Child {row.child.la_child_id}",
            row.pk,
            row.received_on,
            row.team.name if row.team else "",
            row.worker.name if row.worker else "",
        )
        for row in rows
    )
