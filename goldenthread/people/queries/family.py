"""A person's family: in rows, and as the generations that a picture draws. Both are read from the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from goldenthread.people.models import FamilyMembership, ParentalResponsibility, Person, Relationship, Residence
from goldenthread.people.queries.person import KnownPerson, called, known_people
from goldenthread.rulebook.codes import RELATIONSHIP_KINDS, SETS, reciprocal
from goldenthread.ui.pictures import Node, Union

STEPS = 2  # how many relationships away from the child the picture reaches
MOST = 60  # people in a picture; more are in the list of those nearer to them

# How many generations down the first person stands from the second (a mother is one up from her child).
_DOWN = {
    "parent": -1,
    "child": 1,
}
_FAR = {
    "grandparent": -2,
    "grandchild": 2,
    "great_grandparent": -3,
    "great_grandchild": 3,
    "aunt_or_uncle": -1,
    "niece_or_nephew": 1,
    "foster_carer": -1,
    "fostered_child": 1,
    "private_foster_carer": -1,
    "privately_fostered_child": 1,
    "partner_of_parent": -1,
    "child_of_partner": 1,
}


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody related to the person the family is of. `words` is what they are to that person ("Mother", "Aunt");
    `through` names who joins them when they are not related directly. `responsibility` says how parental
    responsibility for that person is held, empty when it is not. `relationship` is the key of the direct row."""

    who: KnownPerson
    kind: str
    words: str
    relationship: int | None
    through: str
    starts_on: date | None
    ends_on: date | None
    note: str
    responsibility: str
    responsibility_key: int | None
    lives: str
    source: str
    recorded_by: str
    recorded_at: datetime | None
    open_to: bool = True


@dataclass(frozen=True, slots=True)
class AuthorityHolds:
    """A council that holds parental responsibility."""

    responsibility: int
    authority: str
    how: str
    starts_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """The family of one person on a day: rows for the list, nodes and unions for the picture, and the same in words.

    `families` are the groups they are worked with as: (key, name, people's keys).
    """

    of: KnownPerson
    relatives: tuple[Relative, ...]
    ended: tuple[Relative, ...]
    authorities: tuple[AuthorityHolds, ...]
    families: tuple[tuple[int, str, tuple[int, ...]], ...]
    nodes: tuple[Node, ...]
    unions: tuple[Union, ...]
    in_words: str


@dataclass(frozen=True, slots=True)
class _Row:
    key: int
    person: int
    kind: str
    other: int
    starts_on: date | None
    ends_on: date | None
    note: str
    source: str
    recorded_by: str
    recorded_at: datetime


def _rows_about(people: Iterable[int]) -> list[_Row]:
    keys = list(people)
    rows = Relationship.objects.filter(Q(person__in=keys) | Q(other__in=keys)).select_related("recorded_by")
    return [
        _Row(
            row.pk,
            row.person_id,
            row.kind,
            row.other_id,
            row.starts_on,
            row.ends_on,
            row.note,
            row.source,
            row.recorded_by.name if row.recorded_by else "Loaded from a file",
            row.recorded_at,
        )
        for row in rows.order_by("pk")
    ]


def _runs(row: _Row, on: date) -> bool:
    return (row.starts_on is None or row.starts_on <= on) and (row.ends_on is None or row.ends_on > on)


def family_of(person: int, *, on: date, readable: frozenset[int] | None = None) -> FamilyPage | None:
    """The family of a person on a day; None when there is no such record.

    `readable` holds the people whose records the reader may open: of anybody else only how they are related is
    given, not who they are. At most eight queries however large the family.
    """
    centre = known_people([person]).get(person)
    if centre is None:
        return None
    rows: dict[int, _Row] = {}
    reached, edge = {person}, {person}
    for _ in range(STEPS):
        found = [row for row in _rows_about(edge) if row.key not in rows]
        rows |= {row.key: row for row in found}
        edge = {key for row in found if _runs(row, on) for key in (row.person, row.other)} - reached
        if not edge or len(reached) + len(edge) > MOST:
            break
        reached |= edge
    running = [row for row in rows.values() if _runs(row, on)]
    over = [row for row in rows.values() if row.ends_on and row.ends_on <= on and person in (row.person, row.other)]
    everybody = {key for row in (*running, *over) for key in (row.person, row.other)} | {person}
    people = known_people(everybody)
    held = _responsibility(person, on)
    lives = _homes(everybody, on)
    hidden: frozenset[int] = frozenset() if readable is None else frozenset(everybody - readable - {person})
    relatives = _relatives(person, running, people, held, lives, hidden)
    generations = _generations(person, running)
    unions = _unions(running, generations)
    return FamilyPage(
        of=centre,
        relatives=tuple(relatives),
        ended=tuple(_one(person, row, people, held, lives, hidden) for row in over),
        authorities=tuple(
            AuthorityHolds(row.pk, row.authority, SETS["responsibility_how"].label(row.how), row.starts_on, row.source)
            for row in held.values()
            if row.authority
        ),
        families=tuple(_families(person)),
        nodes=tuple(_nodes(person, people, generations, relatives, held, on, hidden)),
        unions=tuple(unions),
        in_words=_in_words(centre, relatives),
    )


def _responsibility(child: int, on: date) -> dict[int | str, ParentalResponsibility]:
    rows = ParentalResponsibility.objects.filter(child=child).filter(Q(ends_on=None) | Q(ends_on__gt=on))
    return {row.holder_id or row.authority: row for row in rows.exclude(starts_on__gt=on)}


def _homes(people: Iterable[int], on: date) -> dict[int, str]:
    rows = Residence.objects.filter(person__in=list(people), kind="home", period__contains=on).select_related("address")
    return {row.person_id: "Confidential" if row.confidential else row.address.lines for row in rows}


def _kind_to(person: int, row: _Row) -> tuple[int, str]:
    """The other one of a row, and what that one is to `person`."""
    return (row.person, row.kind) if row.other == person else (row.other, reciprocal(row.kind))


def _one(
    person: int,
    row: _Row,
    people: Mapping[int, KnownPerson],
    held: Mapping[int | str, ParentalResponsibility],
    lives: Mapping[int, str],
    hidden: frozenset[int],
) -> Relative:
    key, kind = _kind_to(person, row)
    who = people[key]
    shut = key in hidden
    responsibility = held.get(key)
    return Relative(
        who=_unnamed(who) if shut else who,
        kind=kind,
        words=RELATIONSHIP_KINDS[kind].words("" if shut else who.sex),
        relationship=row.key,
        through="",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        note="" if shut else row.note,
        responsibility=SETS["responsibility_how"].label(responsibility.how) if responsibility else "",
        responsibility_key=responsibility.pk if responsibility else None,
        lives="" if shut else lives.get(key, ""),
        source=row.source,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        open_to=not shut,
    )


def _unnamed(who: KnownPerson) -> KnownPerson:
    blank: dict[str, Any] = dict.fromkeys(KnownPerson.__dataclass_fields__, "")
    blank |= {"person": who.person, "name": "Somebody whose record you may not open", "kind": who.kind, "version": 0}
    blank |= {"born_on": None, "expected_on": None, "died_on": None, "merged_into": None}
    return KnownPerson(**blank)


def _relatives(
    person: int,
    running: list[_Row],
    people: Mapping[int, KnownPerson],
    held: Mapping[int | str, ParentalResponsibility],
    lives: Mapping[int, str],
    hidden: frozenset[int],
) -> list[Relative]:
    """Those related directly, then those related to them, each once, parents first."""
    direct: dict[tuple[int, str], Relative] = {}
    for row in running:
        if person in (row.person, row.other):
            one = _one(person, row, people, held, lives, hidden)
            direct.setdefault((one.who.person, one.kind), one)
    known = {key for key, _ in direct} | {person}
    further: dict[int, Relative] = {}
    for row in running:
        for near, far in ((row.person, row.other), (row.other, row.person)):
            if near in known and near != person and far not in known and far not in further:
                one = _one(near, row, people, held, lives, hidden)
                name = "somebody" if near in hidden else people[near].given_names or people[near].name
                near_line = next(RELATIONSHIP_KINDS[kind].line for key, kind in direct if key == near)
                further[far] = _through(one, name, near_line)
    order = {"parent": 0, "partner": 1, "former_partner": 2, "child": 3, "sibling": 4, "kin": 5, "other": 6}
    return sorted(direct.values(), key=lambda one: (order[RELATIONSHIP_KINDS[one.kind].line], one.who.name)) + sorted(
        further.values(), key=lambda one: (one.through, one.who.name)
    )


# What somebody is to a person by way of that person's parent or child, so that a list says "sister" where it can.
_BY_WAY = {
    ("parent", "parent"): "grandparent",
    ("parent", "child"): "sibling",
    ("parent", "sibling"): "aunt_or_uncle",
    ("child", "child"): "grandchild",
    ("sibling", "child"): "niece_or_nephew",
}


def _through(one: Relative, name: str, near_line: str) -> Relative:
    """Somebody reached by way of somebody else: "Sister, through Stacey", or else "Stacey’s lodger"."""
    kind = _BY_WAY.get((near_line, RELATIONSHIP_KINDS[one.kind].line))
    if kind:
        words = f"{RELATIONSHIP_KINDS[kind].words(one.who.sex)}, through {name}"
    else:
        words = f"{name}’s {one.words[0].lower()}{one.words[1:]}"
    return replace(one, words=words, through=name, relationship=None)


def _generations(person: int, running: list[_Row]) -> dict[int, int]:
    """How far down each person stands: 0 for the person the picture is of. Walked outwards, nearest first."""
    found, edge = {person: 0}, [person]
    while edge:
        coming = []
        for row in running:
            line = RELATIONSHIP_KINDS[row.kind].line
            down = _FAR.get(row.kind, _DOWN.get(line, 0))
            for near, far, step in ((row.other, row.person, down), (row.person, row.other, -down)):
                if near in edge and far not in found:
                    found[far] = found[near] + step
                    coming.append(far)
        edge = coming
    return found


def _unions(running: list[_Row], generations: Mapping[int, int]) -> list[Union]:
    """Couples and their children. Parents of the same child are joined; a couple apart has its line cut."""
    parents: dict[int, set[int]] = {}
    together: dict[frozenset[int], bool] = {}
    for row in running:
        line = RELATIONSHIP_KINDS[row.kind].line
        if line == "parent" and row.kind not in ("step_parent", "special_guardian"):
            parents.setdefault(row.other, set()).add(row.person)
        elif line == "child" and row.kind not in ("step_child", "child_under_guardianship"):
            parents.setdefault(row.person, set()).add(row.other)
        elif line in ("partner", "former_partner"):
            together[frozenset((row.person, row.other))] = line == "former_partner"
    children: dict[frozenset[int], list[int]] = {}
    for child, two in sorted(parents.items()):
        children.setdefault(frozenset(sorted(two)[:2]), []).append(child)
    unions = []
    for couple in sorted({*children, *together}, key=sorted):
        if len({generations.get(key) for key in couple}) > 1:
            continue  # joined across generations: the list says it, a straight line would mislead
        unions.append(
            Union(
                between=tuple(str(key) for key in sorted(couple)),
                children=tuple(str(key) for key in children.get(couple, ())),
                ended=together.get(couple, False),
                uncertain=couple not in together and len(couple) == 2,
            )
        )
    return unions


def _nodes(
    person: int,
    people: Mapping[int, KnownPerson],
    generations: Mapping[int, int],
    relatives: list[Relative],
    held: Mapping[int | str, ParentalResponsibility],
    on: date,
    hidden: frozenset[int],
) -> Iterable[Node]:
    top = min(generations.values(), default=0)
    words = {}
    for one in reversed(relatives):
        words[one.who.person] = one.words
    for key, generation in sorted(generations.items(), key=lambda item: (item[1], item[0])):
        who = people[key]
        shut = key in hidden
        yield Node(
            id=str(key),
            name="Not open to you" if shut else _with_age(who, on),
            generation=generation - top,
            shape="diamond" if shut else _shape(who),
            note=_died(who) if who.died_on and not shut else _small(words.get(key, "")),
            subject=key == person,
            gone=bool(who.died_on) and not shut,
            marked=key in held,
        )


def _shape(who: KnownPerson) -> str:
    """As social workers draw it: a triangle for an unborn child, a diamond where the sex is not known."""
    if who.born_on is None and who.expected_on is not None:
        return "triangle"
    return {"F": "circle", "M": "square"}.get(who.sex, "diamond")


def _with_age(who: KnownPerson, on: date) -> str:
    if who.died_on or who.born_on is None or who.born_on > on:
        return who.name
    years = on.year - who.born_on.year - ((on.month, on.day) < (who.born_on.month, who.born_on.day))
    return f"{who.name}, {years}"


def _small(words: str) -> str:
    """The first letter small, unless it begins a name: "mother", "Stacey’s lodger"."""
    return words if "’s " in words else words[:1].lower() + words[1:]


def _died(who: KnownPerson) -> str:
    born = f"{who.born_on.year} to " if who.born_on else "died "
    return f"{born}{who.died_on.year}" if who.died_on else ""


def _in_words(centre: KnownPerson, relatives: list[Relative]) -> str:
    if not relatives:
        return f"Nobody is recorded as related to {centre.name}."
    said = [f"{_small(one.words)} {one.who.name}" + (", who has died" if one.who.died_on else "") for one in relatives]
    return f"The family of {centre.name}: {'; '.join(said)}."


def _families(person: int) -> Iterable[tuple[int, str, tuple[int, ...]]]:
    memberships = FamilyMembership.objects.filter(person=person, ends_on=None).select_related("family")
    groups = {row.family_id: row.family.name for row in memberships}
    inside: dict[int, list[int]] = {}
    for family, member in (
        FamilyMembership.objects.filter(family__in=groups, ends_on=None).order_by("pk").values_list("family", "person")
    ):
        inside.setdefault(family, []).append(member)
    for key, name in groups.items():
        yield key, name, tuple(inside.get(key, ()))


def siblings_and_parents(child: int, *, on: date) -> tuple[int, ...]:
    """The keys of those who are a child's family in the narrow sense: in the same group, or related directly."""
    page = family_of(child, on=on)
    if page is None:
        return ()
    near = {one.who.person for one in page.relatives if not one.through}
    near |= {member for _, _, members in page.families for member in members}
    return tuple(sorted(near - {child}))


def family_name(family: int, *, of: int) -> str | None:
    """What a family is called that this person is in today; None when she is in none of that key."""
    rows = FamilyMembership.objects.filter(family=family, person=of, ends_on=None)
    return rows.values_list("family__name", flat=True).first()


def name_of(person: int) -> str:
    """What to call one person; empty when there is no such record."""
    row = Person.objects.filter(pk=person).first()
    return called(row) if row else ""
