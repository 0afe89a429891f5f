"""Families: who they are, where they live, what they are to one another. Rows for the bulk door of people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from goldenthread.config.demo import distributions as d
from goldenthread.config.demo.names import COMMUNITY, FAMILY, FEMALE, MALE, SCHOOLS, STREETS, TOWNS
from goldenthread.people.public import address_as_compared, searchable
from goldenthread.people.public import bulk as rows

SOURCE = "Demonstration"


@dataclass(slots=True)
class Someone:
    key: int
    kind: str
    given: str
    family: str
    born: date | None
    sex: str
    expected: date | None = None


@dataclass(slots=True)
class Family:
    """One family. `partners` are the adults who have lived with the mother, in order of time."""

    key: int
    name: str
    town: str
    address: str
    school: str
    mother: Someone
    partners: list[Someone]
    children: list[Someone]
    ethnicity: str
    rows: list[object] = field(default_factory=list)


@dataclass(slots=True)
class Keys:
    """Fresh keys for one batch, by class of row, handed out in order."""

    taken: dict[type, list[int]]

    def next(self, kind: type) -> int:
        return self.taken[kind].pop()


def size_of(chance: Random) -> int:
    return d.CHILDREN_IN_A_FAMILY.draw(chance)


def make_family(number: int, children: int, chance: Random, keys: Keys, today: date, now: datetime) -> Family:
    """A family of so many children as it stands today, with its rows."""
    ethnicity = d.ETHNICITY.draw(chance)
    community = chance.choice(COMMUNITY[ethnicity])
    surname = chance.choice(FAMILY[community])
    town = chance.choice(tuple(TOWNS))
    lines = f"{chance.randint(1, 180)} {chance.choice(STREETS)}, {town}"
    postcode = f"{TOWNS[town]} {chance.randint(1, 9)}{''.join(chance.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"
    born = sorted(_birth(chance, today) for _ in range(children))
    oldest = min([day for day, _ in born] or [today])
    mother_born = oldest - timedelta(days=chance.randint(17 * 365, 38 * 365))
    mother = _someone(keys, "adult", chance, community, surname if chance.random() < 0.6 else None, mother_born, "F")
    partners = [
        _someone(
            keys,
            "adult",
            chance,
            chance.choice(COMMUNITY[ethnicity]),
            surname if chance.random() < 0.5 else None,
            mother_born + timedelta(days=chance.randint(-2_000, 1_500)),
            "M",
        )
        for _ in range(chance.choices((0, 1, 2, 3), (12, 58, 24, 6))[0])
    ]
    made = []
    for day, unborn in born:
        sex = "U" if unborn else d.SEX.draw(chance)
        one = _someone(keys, "child", chance, community, surname, None if unborn else day, sex)
        if unborn:
            one.given, one.expected = "Unborn baby", day
        made.append(one)
    family = Family(
        keys.next(rows.FamilyGroupRow), surname, town, lines, chance.choice(SCHOOLS), mother, partners, made, ethnicity
    )
    _write(family, number, postcode, chance, keys, today, now)
    return family


def named_family(
    name: str,
    mother: tuple[str, int],
    partners: list[tuple[str, str, int]],
    children: list[tuple[str, str, date]],
    chance: Random,
    keys: Keys,
    today: date,
    now: datetime,
    *,
    number: int,
) -> Family:
    """A family that is told by name: the mother and her age, partners with their family names and ages, children with
    their sex and birthdays. It lives where chance puts it, with its rows."""

    def adult(given: str, surname: str, age: int, sex: str) -> Someone:
        born = date(today.year - age, chance.randint(1, 12), chance.randint(1, 28))
        return Someone(keys.next(rows.PersonRow), "adult", given, surname, born, sex)

    town = chance.choice(tuple(TOWNS))
    postcode = f"{TOWNS[town]} {chance.randint(1, 9)}{''.join(chance.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"
    family = Family(
        keys.next(rows.FamilyGroupRow),
        name,
        town,
        f"{chance.randint(1, 180)} {chance.choice(STREETS)}, {town}",
        f"{town} High School",
        adult(mother[0], name, mother[1], "F"),
        [adult(given, surname, age, "M") for given, surname, age in partners],
        [Someone(keys.next(rows.PersonRow), "child", given, name, born, sex) for given, sex, born in children],
        "WBRI",
    )
    _write(family, number, postcode, chance, keys, today, now)
    return family


def _birth(chance: Random, today: date) -> tuple[date, bool]:
    first, last = d.AGE_BAND.draw(chance)
    if first < 0:
        return today + timedelta(days=chance.randint(10, 190)), True
    return today - timedelta(days=chance.randint(first * 365 + 3, last * 365 + 364)), False


def _someone(
    keys: Keys, kind: str, chance: Random, community: str, surname: str | None, born: date | None, sex: str
) -> Someone:
    given = chance.choice((FEMALE if sex == "F" or (sex == "U" and chance.random() < 0.5) else MALE)[community])
    return Someone(
        keys.next(rows.PersonRow),
        kind,
        given,
        surname or chance.choice(FAMILY[community]),
        born,
        "U" if sex == "U" else sex,
    )


def _nhs_number(number: int) -> str:
    """A number from 999 000 0000 up, the range that is kept for testing, with its check digit; "" where none fits."""
    base = f"999{number % 1_000_000:06d}"
    check = 11 - sum(int(digit) * weight for digit, weight in zip(base, range(10, 1, -1), strict=True)) % 11
    return "" if check == 10 else base + str(check % 11)


def _write(family: Family, number: int, postcode: str, chance: Random, keys: Keys, today: date, now: datetime) -> None:
    out = family.rows
    known_since = now - timedelta(days=chance.randint(200, 1_500))
    out.append(rows.FamilyGroupRow(family.key, f"{family.name} family", known_since))
    for position, one in enumerate((family.mother, *family.partners, *family.children)):
        child = one.kind == "child"
        ethnicity = "" if not child else family.ethnicity
        nhs = _nhs_number(number * 12 + position) if child and one.born and chance.random() < 0.92 else ""
        disabled = child and one.born and chance.random() < d.DISABLED
        row = rows.PersonRow(
            id=one.key,
            kind=one.kind,
            recorded_at=known_since,
            changed_at=known_since,
            given_names=one.given,
            family_name=one.family,
            born_on=one.born,
            expected_on=one.expected,
            sex=one.sex,
            ethnicity=ethnicity,
            ethnicity_not_known_because="caller_unsure" if ethnicity == "NOBT" else "",
            language="English" if child else "",
            disabilities=(d.DISABILITY.draw(chance),) if disabled else (("NONE",) if child and one.born else ()),
            nhs_number=nhs,
            nhs_number_source="Spine trace" if nhs else "",
            nhs_number_trace="traced" if nhs else "",
            upn_unknown="UN1" if child and one.born and (today - one.born).days < 4 * 365 else "",
            la_child_id=f"D{one.key:08d}" if child else None,
        )
        values = {
            column: value
            for column, value in row._asdict().items()
            if value and column not in ("id", "kind", "recorded_at", "changed_at", "version")
        }
        values = {column: str(value) if isinstance(value, date) else value for column, value in values.items()}
        search, sounds = searchable(one.given, one.family)
        out += [
            row,
            rows.NameRow(
                keys.next(rows.NameRow),
                one.key,
                "legal",
                one.given,
                one.family,
                search,
                tuple(sounds),
                known_since,
                SOURCE,
            ),
            rows.RecordingRow(keys.next(rows.RecordingRow), one.key, values, SOURCE, known_since),
            rows.FamilyMembershipRow(keys.next(rows.FamilyMembershipRow), family.key, one.key),
        ]
    _relate(family, chance, keys, known_since)
    _house(family, postcode, chance, keys, today, known_since)
    if family.partners and chance.random() < 0.05:
        out.append(
            rows.WarningNoteRow(
                keys.next(rows.WarningNoteRow),
                family.partners[-1].key,
                "do_not_visit_alone",
                f"Do not visit alone. {family.partners[-1].given} threatened a worker at the door.",
                True,
                today + timedelta(days=chance.randint(-20, 160)),
                today + timedelta(days=chance.randint(161, 400)),
                known_since,
                SOURCE,
            )
        )


def _relate(family: Family, chance: Random, keys: Keys, at: datetime) -> None:
    def is_the(kind: str, one: Someone, other: Someone, ends_on: date | None = None) -> None:
        family.rows.append(
            rows.RelationshipRow(keys.next(rows.RelationshipRow), one.key, other.key, kind, at, SOURCE, ends_on=ends_on)
        )

    def responsible(one: Someone, child: Someone, how: str) -> None:
        family.rows.append(
            rows.ParentalResponsibilityRow(
                keys.next(rows.ParentalResponsibilityRow), child.key, how, at, SOURCE, holder_id=one.key
            )
        )

    for position, child in enumerate(family.children):
        is_the("mother", family.mother, child)
        responsible(family.mother, child, "birth_mother")
        if family.partners:
            father = family.partners[
                min(position * len(family.partners) // len(family.children), len(family.partners) - 1)
            ]
            is_the("father", father, child)
            if chance.random() < 0.7:
                responsible(father, child, "birth_certificate")
    last = len(family.partners) - 1
    for position, partner in enumerate(family.partners):
        ended = at.date() if position < last or chance.random() < 0.4 else None
        is_the("partner", partner, family.mother, ended)


def _house(family: Family, postcode: str, chance: Random, keys: Keys, today: date, at: datetime) -> None:
    def address(lines: str, code: str) -> int:
        key = keys.next(rows.AddressRow)
        family.rows.append(rows.AddressRow(key, lines, code, address_as_compared(lines, code)))
        return key

    here = address(family.address, postcode)
    moved_on = today - timedelta(days=chance.randint(40, 2_000)) if chance.random() < 0.35 else None
    before = (
        address(f"{chance.randint(1, 180)} {chance.choice(STREETS)}, {family.town}", f"{TOWNS[family.town]} 1AA")
        if moved_on
        else None
    )
    living_here = [family.mother, *family.children, *(family.partners[-1:] if chance.random() < 0.6 else [])]
    for one in living_here:
        if one.kind == "child" and one.born is None:
            continue
        born = one.born or today
        if before is not None and moved_on is not None and born < moved_on:
            family.rows.append(
                rows.ResidenceRow(
                    keys.next(rows.ResidenceRow), one.key, before, rows.period(born, moved_on), at, SOURCE
                )
            )
        starts = max(born, moved_on) if moved_on else born
        family.rows.append(
            rows.ResidenceRow(keys.next(rows.ResidenceRow), one.key, here, rows.period(starts), at, SOURCE)
        )
