"""What we already know about anybody in a contact: the panel beside what is being written, and what must be weighed.

Only people who were matched to a record bring anything: a name alone joins nobody. What the reader may not open is
counted and never shown. Nine queries, whatever the history.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject
from django.utils import timezone

from goldenthread.access.public import User
from goldenthread.casework.models import Contact, ContactPerson, Decision, HistoryWeighed, Note, Referral
from goldenthread.casework.models.written import kept_keys
from goldenthread.casework.queries.contact_rights import contacts_open_to
from goldenthread.kernel.clock import add_months
from goldenthread.people.public import KnownPerson, Person, Warning, known_people, readable, warnings_for
from goldenthread.rulebook.codes import RELATIONSHIP_KINDS, SETS, reciprocal

HAZARDS = frozenset(
    ("do_not_visit_alone", "no_home_visits", "violence", "weapons", "dog", "health_risk", "environment")
)
"""Warning notes about danger to a visitor: they come first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of history that has to be opened and read, or set aside with a reason.

    `about` is its name ("contact:12"). `people` are the children it is about, by their names in it. `read_by` and
    `read_at` are whoever opened it for this contact; `set_aside_because` the reason it was left, by `read_by`.
    `open_to` is false when the reader may not open it: then only the day and the kind are given.
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
    open_to: bool = True

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
    by_partner: Mapping[str, tuple[date, ...]]

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
class Related:
    """Somebody related to a child of the contact whom the caller did not mention. `what` is what they are to
    `children` ("Father"); `responsibility` whether parental responsibility is recorded."""

    person: int
    name: str
    what: str
    children: tuple[str, ...]
    responsibility: bool


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known. `contacts_in_12_months` counts this one. `waved_away` are hints and relatives that were said
    not to be needed ("hint:who_sees", "relative:7"). `not_known` says plainly what nobody has recorded."""

    warnings: tuple[Warning, ...]
    people: Mapping[int, KnownPerson]
    pieces: tuple[Piece, ...]
    contacts_in_12_months: int
    abuse: Abuse
    open_cases: tuple[OpenCase, ...]
    not_mentioned: tuple[Related, ...] = ()
    not_known: tuple[str, ...] = ()
    waved_away: frozenset[str] = frozenset()

    @property
    def unweighed(self) -> int:
        """How many pieces nobody has opened or set aside for this contact."""
        return sum(not piece.weighed for piece in self.pieces)


def what_we_know(contact: int, *, reader: User, at: datetime) -> Known:
    """Everything known about anybody in a contact that this reader may see."""
    held = Contact.objects.get(pk=contact)
    lines = list(ContactPerson.objects.filter(contact=contact, taken_out_at=None).select_related("person"))
    keys = kept_keys(lines)
    people = set(keys.values())
    children = {keys[one.pk]: one for one in lines if one.part == "child" and one.pk in keys}
    parents = {keys[one.pk] for one in lines if one.part == "parent" and one.pk in keys}
    weighed = {row.about: row for row in HistoryWeighed.objects.filter(contact=contact).select_related("weighed_by")}
    contacts = _contacts(people, held.pk, reader, at)
    referrals = list(
        Referral.objects.filter(Q(child__in=people) | Q(child__merged_into__in=people))
        .exclude(contact=contact)
        .select_related("child", "team", "worker")
    )
    pieces = _pieces(contacts, referrals, people, children, at)
    marked = tuple(_marked(piece, weighed.get(piece.about)) for piece in pieces)
    near = _near(children)
    today = timezone.localdate(at)
    warned = warnings_for(people, on=today)
    return Known(
        warnings=_hazards_first([one for some in warned.values() for one in some]),
        people=known_people(people),
        pieces=marked,
        contacts_in_12_months=1 + _repeats(contacts, set(children) | parents, held),
        abuse=_abuse(held, lines, contacts, set(children) | parents),
        open_cases=tuple(_open_case(one) for one in referrals if one.closed_on is None and one.child_id in children),
        not_mentioned=_not_mentioned(near, people, reader, at),
        not_known=_not_known(children, near),
        waved_away=frozenset(about for about in weighed if about.startswith(("hint:", "relative:"))),
    )


def domestic_abuse_pattern(people: Collection[int], *, at: datetime, but: int = 0) -> Abuse:
    """Domestic-abuse contacts of 24 months in which any of these children or parents is named, by the person said to
    have harmed somebody, whoever the partner was. `but` leaves one contact out. One query.

    A contact that names anybody whose record is restricted is counted, and whom it says caused harm is not told: this
    answers every reader alike.
    """
    sealed = ContactPerson.objects.filter(
        contact=OuterRef("pk"), taken_out_at=None, person__seals__isnull=False, person__seals__lifted_at=None
    )
    rows = _named_in(people, but).filter(domestic_abuse=True).annotate(shut=Exists(sealed))
    return _counted(
        [
            (timezone.localdate(row["received_at"]), [""] if row["shut"] else _harming(row["named"]))
            for row in rows
            if _about(row, people)
        ],
        at,
    )


def _named_in(people: Collection[int], but: int) -> QuerySet:
    """Earlier contacts that name any of these people, or somebody merged into one of them, with all whom they name."""
    hers = Q(person__in=people) | Q(person__merged_into__in=people)
    named = ContactPerson.objects.filter(contact=OuterRef("pk"), taken_out_at=None).order_by("pk")
    told = Decision.objects.filter(contact=OuterRef("pk")).order_by("-decided_at")
    return (
        Contact.objects.filter(pk__in=ContactPerson.objects.filter(hers, taken_out_at=None).values("contact"))
        .exclude(pk=but)
        .exclude(state="writing")
        .annotate(
            named=ArraySubquery(
                named.values(
                    row=JSONObject(
                        person="person",
                        kept="person__merged_into",
                        part="part",
                        given="given_names",
                        family="family_name",
                        harms="said_to_harm",
                    )
                )
            ),
            deciders=ArraySubquery(told.values("decided_by__name")),
        )
        .order_by("-received_at", "-pk")
        .values("pk", "received_at", "source", "summary", "outcome", "domestic_abuse", "named", "deciders")
    )


def _contacts(people: Collection[int], but: int, reader: User, at: datetime) -> list[dict]:
    if not people:
        return []
    opened = Case(When(contacts_open_to(reader, at=at), then=True), default=False, output_field=BooleanField())
    return list(_named_in(people, but).annotate(open_to=opened))


def _kept(row: Mapping) -> int | None:
    return row["kept"] or row["person"]


def _repeats(contacts: Sequence[Mapping], family: Collection[int], held: Contact) -> int:
    """Earlier contacts of the 12 months before this one that name one of its children or parents as such."""
    received = timezone.localdate(held.received_at)
    since = add_months(received, -12)
    return sum(since < timezone.localdate(row["received_at"]) <= received and _about(row, family) for row in contacts)


def _about(row: Mapping, family: Collection[int]) -> bool:
    return any(_kept(one) in family and one["part"] in ("child", "parent") for one in row["named"])


def _harming(named: Sequence[Mapping]) -> list[str]:
    return [f"{one['given']} {one['family']}".strip() for one in named if one["harms"]] or [""]


def _abuse(
    held: Contact, lines: Sequence[ContactPerson], contacts: Sequence[Mapping], family: Collection[int]
) -> Abuse:
    rows = [
        (timezone.localdate(row["received_at"]), _harming(row["named"]) if row["open_to"] else [""])
        for row in contacts
        if row["domestic_abuse"] and row["received_at"] <= held.received_at and _about(row, family)
    ]
    if held.domestic_abuse:
        harming = [f"{one.given_names} {one.family_name}".strip() for one in lines if one.said_to_harm] or [""]
        rows.append((timezone.localdate(held.received_at), harming))
    return _counted(rows, held.received_at)


def _counted(rows: Sequence[tuple[date, Sequence[str]]], at: datetime) -> Abuse:
    today = timezone.localdate(at)
    year, two = add_months(today, -12), add_months(today, -24)
    counted = [(on, names) for on, names in rows if two < on <= today]
    by_partner: dict[str, list[date]] = {}
    spelt: dict[str, str] = {}
    for on, names in sorted(counted, key=lambda row: row[0]):
        for name in names:
            # One person may be spelt in capitals by one caller and not by the next.
            by_partner.setdefault(spelt.setdefault(name.casefold(), name), []).append(on)
    return Abuse(
        in_12_months=sum(on > year for on, _ in counted),
        in_24_months=len(counted),
        by_partner={name: tuple(days) for name, days in by_partner.items()},
    )


def _pieces(
    contacts: Sequence[Mapping],
    referrals: Sequence[Referral],
    people: Collection[int],
    children: Collection[int],
    at: datetime,
) -> list[Piece]:
    seen = {row["pk"] for row in contacts}
    shown = [_of_contact(row) for row in contacts]
    shown += [_of_referral(one) for one in referrals if one.contact_id not in seen]
    notes = (
        Note.objects.filter(Q(child__in=people) | Q(child__merged_into__in=people), significant=True)
        .select_related("child", "written_by")
        .order_by("-happened_at")
        if people
        else ()
    )
    shown += [_of_note(one) for one in notes]
    return sorted(shown, key=lambda piece: (piece.on, piece.about), reverse=True)


def _marked(piece: Piece, row: HistoryWeighed | None) -> Piece:
    if row is None:
        return piece
    return replace(piece, read_by=row.weighed_by.name, read_at=row.opened_at, set_aside_because=row.set_aside_because)


def _of_contact(row: Mapping) -> Piece:
    about, on = f"contact:{row['pk']}", timezone.localdate(row["received_at"])
    if not row["open_to"]:
        title = "A contact that you may not open"
        return Piece(about, "contact", on, title, "", "", "", (), open_to=False)
    return Piece(
        about,
        "contact",
        on,
        SETS["referral_source"].label(row["source"]) if row["source"] else "Source not recorded",
        row["summary"],
        SETS["contact_outcomes"].label(row["outcome"]) if row["outcome"] else "Not decided yet",
        row["deciders"][0] if row["deciders"] else "",
        tuple(one["given"] for one in row["named"] if one["part"] == "child" and one["given"]),
    )


def _of_referral(one: Referral) -> Piece:
    closed = f"Closed {one.closed_on:%-d %B %Y}" if one.closed_on else "Open"
    why = f": {SETS['closure_reason'].label(one.closure_reason)}" if one.closure_reason else ""
    return Piece(
        f"referral:{one.pk}",
        "referral",
        one.received_on,
        f"Referral: {SETS['referral_source'].label(one.source)}",
        SETS["primary_need"].label(one.primary_need) if one.primary_need else "",
        f"{closed}{why}",
        "",
        (one.child.given_names,) if one.child.given_names else (),
    )


def _of_note(one: Note) -> Piece:
    by = one.written_by.name if one.written_by else ""
    name = (one.child.given_names,) if one.child.given_names else ()
    on = timezone.localdate(one.happened_at)
    return Piece(f"note:{one.pk}", "note", on, SETS["note_kind"].label(one.kind), one.words, one.meaning, by, name)


def _hazards_first(warnings: Sequence[Warning]) -> tuple[Warning, ...]:
    return tuple(sorted(warnings, key=lambda one: one.kind not in HAZARDS))


def _open_case(row: Referral) -> OpenCase:
    return OpenCase(
        row.child_id,
        row.child.given_names or f"Child {row.child.la_child_id}",
        row.pk,
        row.received_on,
        row.team.name if row.team else "",
        row.worker.name if row.worker else "",
    )


@dataclass(frozen=True, slots=True)
class _Tie:
    child: int
    child_name: str
    person: int
    name: str
    sex: str
    kind: str  # what the person is to the child
    responsibility: bool


def _near(children: Mapping[int, ContactPerson]) -> list[_Tie]:
    """Those recorded as directly related to these children and those with responsibility for them. Three queries."""
    if not children:
        return []
    keys = list(children)
    found: dict[tuple[int, int], tuple[str, str, str]] = {}
    sides = (
        ("relationships_out__other", "relationships_out__kind", "relationships_out__ends_on", False),
        ("relationships_in__person", "relationships_in__kind", "relationships_in__ends_on", True),
    )
    for child, kind, ends, turned in sides:
        rows = Person.objects.filter(**{f"{child}__in": keys, f"{ends}__isnull": True}).values_list(
            "pk", "given_names", "family_name", "sex", child, kind
        )
        for person, given, family, sex, key, said in rows:
            what = reciprocal(said) if turned else said
            found.setdefault((key, person), (f"{given} {family}".strip(), sex, what))
    holders = Person.objects.filter(responsibility_for__child__in=keys, responsibility_for__ends_on=None)
    holding = {
        (child, person): (f"{given} {family}".strip(), sex)
        for child, person, given, family, sex in holders.annotate(child=F("responsibility_for__child")).values_list(
            "child", "pk", "given_names", "family_name", "sex"
        )
    }
    for key, (name, sex) in holding.items():
        found.setdefault(key, (name, sex, "not_clear"))
    return [
        _Tie(child, children[child].given_names, person, name, sex, kind, (child, person) in holding)
        for (child, person), (name, sex, kind) in sorted(found.items())
    ]


def _not_mentioned(near: Sequence[_Tie], named: Collection[int], reader: User, at: datetime) -> tuple[Related, ...]:
    """Parents, and anybody with parental responsibility, whom nobody named in this contact."""
    missing = [
        tie
        for tie in near
        if tie.person not in named
        and (tie.responsibility or RELATIONSHIP_KINDS[tie.kind].line in ("parent", "sibling"))
    ]
    if not missing:
        return ()
    may = readable(reader, {tie.person for tie in missing}, at=at)
    found: dict[int, Related] = {}
    for tie in missing:
        if tie.person not in may:
            continue
        what = RELATIONSHIP_KINDS[tie.kind].words(tie.sex) if tie.kind != "not_clear" else "Parental responsibility"
        before = found.get(tie.person)
        names = (*before.children, tie.child_name) if before else (tie.child_name,)
        found[tie.person] = Related(
            tie.person, tie.name, what, names, tie.responsibility or bool(before and before.responsibility)
        )
    return tuple(found.values())


def _not_known(children: Mapping[int, ContactPerson], near: Sequence[_Tie]) -> tuple[str, ...]:
    """What nobody has recorded about the children, said plainly."""
    said = []
    for key, one in children.items():
        name = one.given_names or "the child"
        parents = [tie for tie in near if tie.child == key and RELATIONSHIP_KINDS[tie.kind].line == "parent"]
        if not parents:
            said.append(f"Who {name}’s parents are.")
        elif len(parents) == 1 and parents[0].sex in ("F", "M"):
            other = "father" if parents[0].sex == "F" else "mother"
            said.append(f"Who {name}’s {other} is.")
        if not any(tie.responsibility for tie in near if tie.child == key):
            said.append(f"Who has parental responsibility for {name}.")
    return tuple(said)
