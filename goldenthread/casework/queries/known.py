"""What we already know about anybody in a contact: the panel beside what is being written, and what must be weighed.

Only people who were matched to a record bring anything: a name alone joins nobody. What the reader may not open is
counted and never shown. As many queries whatever the history.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject
from django.utils import timezone

from goldenthread.access.public import Seal, User, among, kept
from goldenthread.casework.models import Contact, ContactPerson, Decision, Note, Referral
from goldenthread.casework.queries.contact import ContactToWrite, Line, Weighed, contact_to_write
from goldenthread.casework.queries.contact_rights import contacts_open_to
from goldenthread.kernel.clock import add_months
from goldenthread.people.public import KnownPerson, Person, Warning, readable, warnings_for
from goldenthread.rulebook.codes import RELATIONSHIP_KINDS, SETS, reciprocal
from goldenthread.rulebook.hints import Hint, hints
from goldenthread.rulebook.screening import Gap, Named, Written, gaps

HAZARDS = frozenset(
    ("do_not_visit_alone", "no_home_visits", "violence", "weapons", "dog", "health_risk", "environment")
)
"""Warning notes about danger to a visitor: they come first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of history that has to be opened and read, or set aside with a reason.

    `about` is its name ("contact:12"). `people` are the children it is about, by their names in it. `read_by` and
    `read_at` are whoever opened it for this contact; `set_aside_because` the reason it was left, by `read_by`;
    `means` what it was said to mean now, with others or alone. `open_to` is false when the reader may not open it: then
    only the day and the kind are given, and `ask` names whom to ask.
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
    means: str = ""
    open_to: bool = True
    ask: tuple[str, ...] = ()

    @property
    def weighed(self) -> bool:
        return bool(self.read_at or self.set_aside_because or self.means)


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


def what_we_know(contact: int | ContactToWrite, *, reader: User, at: datetime) -> Known:
    """Everything known about anybody in a contact that this reader may see. Raises `LookupError` when there is none.

    Six queries for a contact that has been read already (`contact_to_write`), two more by its key.
    """
    held = contact_to_write(contact) if isinstance(contact, int) else contact
    if held is None:
        raise LookupError("There is no such contact.")
    matched = [one for one in held.people if one.person is not None]
    people = {one.person: one.known for one in matched if one.known is not None}
    children = {one.person: one for one in matched if one.part == "child"}
    family = {one.person for one in matched if one.part in ("child", "parent")}
    contacts = _earlier(people=list(people), but=held.contact, reader=reader, at=at) if people else []
    referrals = _referrals(people=list(people), but=held.contact) if people else []
    pieces = _pieces(contacts, referrals, people)
    near = _near(children)
    warned = warnings_for(people, on=timezone.localdate(at)) if people else {}
    return Known(
        warnings=_hazards_first([one for some in warned.values() for one in some]),
        people=people,
        pieces=tuple(_marked(piece, held.weighed.get(piece.about)) for piece in pieces),
        contacts_in_12_months=1 + _repeats(contacts, family, held),
        abuse=_abuse(held, contacts, family),
        open_cases=tuple(_open_case(one) for one in referrals if one.closed_on is None and one.child_id in children),
        not_mentioned=_not_mentioned(near, people, reader, at),
        not_known=_not_known(children, near),
        waved_away=frozenset(about for about in held.weighed if about.startswith(("hint:", "relative:"))),
    )


def still_to_do(contact: ContactToWrite, known: Known, *, received_on: date) -> tuple[Gap, ...]:
    """What must be said before the contact can be sent, in the order of the page: the rule that `send` asks. No
    query. `received_on` is the day it reached us, on the council's own calendar."""
    return gaps(
        Written(
            received_on=received_on,
            answers={key: section.answers for key, section in contact.sections.items()},
            people=tuple(
                Named(
                    line=one.line,
                    part=one.part,
                    name=one.name,
                    born_on=one.said_born_on,
                    expected_on=one.expected_on,
                    matched=one.person is not None or one.not_sure,
                    ethnicity=one.ethnicity,
                    ethnicity_not_known_because=one.ethnicity_not_known_because,
                    said_to_harm=one.said_to_harm,
                )
                for one in contact.people
            ),
            unweighed=known.unweighed,
            clashes=tuple(dict.fromkeys(clash.key for clash in contact.clashes)),
        )
    )


def hints_for(contact: ContactToWrite, known: Known) -> tuple[Hint, ...]:
    """Questions raised by the writer's own words (`rulebook.hints`), without those that were waved away. No query."""
    written = [contact.answers("what_happened"), contact.answers("worries"), contact.answers("who")]
    text = "\n\n".join(value for answers in written for value in answers.values() if isinstance(value, str))
    waved = {about.removeprefix("hint:") for about in known.waved_away if about.startswith("hint:")}
    return hints(text, concerns=contact.concerns, waved_away=waved)


def domestic_abuse_pattern(people: Collection[int], *, at: datetime, but: int = 0) -> Abuse:
    """Domestic-abuse contacts of 24 months in which any of these children or parents is named, by the person said to
    have harmed somebody, whoever the partner was. `but` leaves one contact out. One query.

    A contact that names anybody whose record is restricted is counted, and whom it says caused harm is not told: this
    answers every reader alike.
    """
    return _counted(
        [
            (timezone.localdate(row["received_at"]), [""] if row["shut"] else _harming(row["named"]))
            for row in _abusive(people=list(people), but=but)
            if _about(row, people)
        ],
        at,
    )


@kept
def _abusive(*, people: list[int], but: int) -> QuerySet:
    sealed = ContactPerson.objects.filter(
        contact=OuterRef("pk"), taken_out_at=None, person__seals__isnull=False, person__seals__lifted_at=None
    )
    return _named_in(people, but).filter(domestic_abuse=True).annotate(shut=Exists(sealed))


def _hers(column: str, people: Any) -> Q:
    """The column names one of these people, or somebody merged into one of them."""
    same = Person.objects.filter(among("pk", people) | among("merged_into", people))
    return among(column, ArraySubquery(same.values("pk")))


def _named_in(people: Any, but: Any) -> QuerySet:
    """Earlier contacts that name any of these people, or somebody merged into one of them, with all whom they name."""
    named = ContactPerson.objects.filter(contact=OuterRef("pk"), taken_out_at=None).order_by("pk")
    told = Decision.objects.filter(contact=OuterRef("pk")).order_by("-decided_at")
    hers = ContactPerson.objects.filter(_hers("person", people), taken_out_at=None)
    return (
        Contact.objects.filter(among("pk", ArraySubquery(hers.values("contact"))))
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


@kept
def _earlier(*, people: list[int], but: int, reader: User, at: datetime) -> QuerySet:
    opened = Case(When(contacts_open_to(reader, at=at), then=True), default=False, output_field=BooleanField())
    return _named_in(people, but).annotate(open_to=opened)


@kept
def _referrals(*, people: list[int], but: int) -> QuerySet[Referral]:
    return (
        Referral.objects.filter(_hers("child", people)).exclude(contact=but).select_related("child", "team", "worker")
    )


@kept
def _notes(*, people: list[int]) -> QuerySet[Note]:
    notes = Note.objects.filter(_hers("child", people), significant=True)
    return notes.select_related("child", "written_by").order_by("-happened_at")


def _kept(row: Mapping) -> int | None:
    return row["kept"] or row["person"]


def _repeats(contacts: Sequence[Mapping], family: Collection[int], held: ContactToWrite) -> int:
    """Earlier contacts of the 12 months before this one that name one of its children or parents as such."""
    received = timezone.localdate(held.received_at)
    since = add_months(received, -12)
    return sum(since < timezone.localdate(row["received_at"]) <= received and _about(row, family) for row in contacts)


def _about(row: Mapping, family: Collection[int]) -> bool:
    return any(_kept(one) in family and one["part"] in ("child", "parent") for one in row["named"])


def _harming(named: Sequence[Mapping]) -> list[str]:
    return [f"{one['given']} {one['family']}".strip() for one in named if one["harms"]] or [""]


def _abuse(held: ContactToWrite, contacts: Sequence[Mapping], family: Collection[int]) -> Abuse:
    rows = [
        (timezone.localdate(row["received_at"]), _harming(row["named"]) if row["open_to"] else [""])
        for row in contacts
        if row["domestic_abuse"] and row["received_at"] <= held.received_at and _about(row, family)
    ]
    if held.domestic_abuse:
        harming = [f"{one.given_names} {one.family_name}".strip() for one in held.people if one.said_to_harm] or [""]
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


def _pieces(contacts: Sequence[Mapping], referrals: Sequence[Referral], people: Collection[int]) -> list[Piece]:
    seen = {row["pk"] for row in contacts}
    ask = _whom_to_ask(contacts)
    shown = [_of_contact(row, ask.get(row["pk"], ())) for row in contacts]
    shown += [_of_referral(one) for one in referrals if one.contact_id not in seen]
    if people:
        shown += [_of_note(one) for one in _notes(people=list(people))]
    return sorted(shown, key=lambda piece: (piece.on, piece.about), reverse=True)


def _marked(piece: Piece, weighed: Weighed | None) -> Piece:
    if weighed is None:
        return piece
    return replace(
        piece,
        read_by=weighed.by,
        read_at=weighed.opened_at,
        set_aside_because=weighed.set_aside_because,
        means=weighed.means,
    )


def _whom_to_ask(contacts: Sequence[Mapping]) -> dict[int, tuple[str, ...]]:
    """For each contact that is not open to the reader, who decides about the restriction. No query when all are."""
    named = {row["pk"]: {_kept(one) for one in row["named"]} - {None} for row in contacts if not row["open_to"]}
    if not named:
        return {}
    seals = Seal.objects.filter(child__in=set().union(*named.values()), lifted_at=None)
    owners = list(seals.order_by("owner__name").values_list("child", "owner__name"))
    return {
        key: tuple(dict.fromkeys(owner for child, owner in owners if child in people)) or ("the front door",)
        for key, people in named.items()
    }


def _of_contact(row: Mapping, ask: tuple[str, ...]) -> Piece:
    about, on = f"contact:{row['pk']}", timezone.localdate(row["received_at"])
    if not row["open_to"]:
        title = "A contact that you may not open"
        return Piece(about, "contact", on, title, "", "", "", (), open_to=False, ask=ask)
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


@kept
def _related(*, children: list[int]) -> QuerySet:
    columns = ("pk", "given_names", "family_name", "sex", "child", "said", "side")
    sides = [
        Person.objects.filter(among("relationships_out__other", children), relationships_out__ends_on=None).annotate(
            child=F("relationships_out__other"), said=F("relationships_out__kind"), side=Value("out")
        ),
        Person.objects.filter(among("relationships_in__person", children), relationships_in__ends_on=None).annotate(
            child=F("relationships_in__person"), said=F("relationships_in__kind"), side=Value("in")
        ),
        Person.objects.filter(among("responsibility_for__child", children), responsibility_for__ends_on=None).annotate(
            child=F("responsibility_for__child"), said=F("responsibility_for__how"), side=Value("holds")
        ),
    ]
    first, *others = (side.order_by().values_list(*columns) for side in sides)
    return first.union(*others, all=True)


def _near(children: Mapping[int, Line]) -> list[_Tie]:
    """Those recorded as directly related to these children, and those with responsibility for them. One query."""
    if not children:
        return []
    rows = _related(children=list(children))
    holding = {(child, person) for person, _, _, _, child, _, side in rows if side == "holds"}
    found: dict[tuple[int, int], _Tie] = {}
    for person, given, family, sex, child, said, side in sorted(rows, key=lambda row: row[-1] == "holds"):
        kind = {"out": said, "in": reciprocal(said) if side == "in" else "", "holds": "not_clear"}[side]
        tie = _Tie(
            child,
            children[child].given_names,
            person,
            f"{given} {family}".strip(),
            sex,
            kind,
            (child, person) in holding,
        )
        found.setdefault((child, person), tie)
    return [found[key] for key in sorted(found)]


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


def _not_known(children: Mapping[int, Line], near: Sequence[_Tie]) -> tuple[str, ...]:
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
