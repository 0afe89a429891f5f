"""Search before create: who among the people we know could be meant.

Two steps. The database gathers a few dozen people by codes of sound, pairs of them, dates near the one typed, numbers
and addresses, each an index of its own, so that the county's commonest name costs no more than a rare one. Then the
rules of `scoring` read those few closely and say why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from goldenthread.access.public import Seal, Tie, User, among, kept
from goldenthread.people.models import Person
from goldenthread.people.models.spelling import address_as_compared, codes_to_find, words
from goldenthread.people.queries.scoring import (
    WORTH_SHOWING,
    Fit,
    Held,
    HeldAddress,
    HeldName,
    dates_near,
    fit_of,
    settled,
)
from goldenthread.people.queries.typed import MOST_NAMES, Typed, read

READ_CLOSELY = 40  # people whose names and addresses are read closely
FROM_A_BLOCK = 4_000  # rows taken from one index; beyond it the typed words say too little to tell people apart
TOO_MANY_NAMESAKES = 40  # of one full name: past this a stranger may well share the date of birth too


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be meant, and why.

    `why_for` and `why_against` are sentences to read. `certain` is only for a very strong fit and chooses nothing by
    itself. `open_to` says whether the person searching may open the record; when not, `ask` is whom to ask. A
    `restricted` record shows nothing beyond what was typed: its other fields are empty.
    """

    person: int
    name: str
    kind: str
    born_on: date | None
    expected_on: date | None
    died_on: date | None
    la_child_id: str
    address: str
    why_for: tuple[str, ...]
    why_against: tuple[str, ...]
    certain: bool
    open_to: bool
    restricted: bool
    team: str
    worker: str
    ask: str


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates, best first, how what was typed was read, and a sentence when part of it could not be used."""

    typed: Typed
    candidates: tuple[Candidate, ...]
    problem: str = ""


def search(text: str, *, by: User, at: datetime, limit: int = 10) -> Found:
    """Everybody known who could be meant by what was typed in one box, best first, at most `limit`."""
    typed = read(text)
    return Found(typed, tuple(_candidates(typed, by, at, limit)) if typed.anything else (), typed.problem)


def match_person(
    *,
    given_names: str,
    family_name: str,
    by: User,
    at: datetime,
    born_on: date | None = None,
    address: str = "",
    postcode: str = "",
    nhs_number: str = "",
    limit: int = 5,
) -> list[Candidate]:
    """Who a person named in a form could be, best first."""
    given, family = tuple(words(given_names)), tuple(words(family_name))
    typed = Typed(
        names=(*given, *family)[:MOST_NAMES],
        given=given,
        family=family,
        born_on=born_on,
        born_year=born_on.year if born_on else None,
        nhs_number="".join(figure for figure in nhs_number if figure.isdigit()),
        address=address_as_compared(address),
        postcode=address_as_compared("", postcode),
    )
    return _candidates(typed, by, at, limit) if typed.anything else []


def _candidates(typed: Typed, by: User, at: datetime, limit: int) -> list[Candidate]:
    rows, namesakes = _gather(typed, further=False)
    fits = {row["id"]: fit_of(typed, _held(row)) for row in rows}
    if not any(_settles(typed, fit) for fit in fits.values()):
        more, _ = _gather(typed, further=True, known=list(fits))
        rows += more
        fits |= {row["id"]: fit_of(typed, _held(row)) for row in more}
    only_ids = typed.ids and not (typed.names or typed.born_on or typed.nhs_number)
    worth = WORTH_SHOWING if not only_ids else 50.0
    best = sorted(
        (row for row in rows if fits[row["id"]].points >= worth),
        key=lambda row: (-fits[row["id"]].points, row["kind"] != "child", row["id"]),
    )[:limit]
    certain = settled((fits[row["id"]] for row in best), typed, namesakes, TOO_MANY_NAMESAKES)
    return _shown(best, fits, certain, by, at)


def _settles(typed: Typed, fit: Fit) -> bool:
    """Whether somebody fits so well that nobody need look further: a number, or everything that was typed."""
    said = bool(typed.names) * 15.0 * len(typed.names) + bool(typed.born_on) * 22.0 + bool(typed.address) * 18.0
    return fit.same_number or (bool(said) and fit.points >= said)


# The people, by each index, with points enough to choose whom to read closely. First by codes of pairs: both words of
# the name, in either order; by the exact date of birth, whatever the name; by number; and by address. Only when nobody
# found so fits well, further: by one word with a date near the one typed or, without a date, with the other word's
# first sound. A block that overflows is cut: its words say too little to tell people apart.
_BLOCKS = {
    "pairs": "SELECT person_id AS id, search FROM people_name WHERE sounds && %(pairs)s::varchar[] LIMIT %(cap)s",
    "halves": "SELECT person_id AS id, search FROM people_name WHERE sounds && %(halves)s::varchar[] LIMIT %(cap)s",
    "singles": "SELECT person_id AS id, search FROM people_name WHERE sounds && %(singles)s::varchar[] LIMIT %(cap)s",
    "born": "SELECT p.id, n.search FROM people_person p LEFT JOIN people_name n ON n.person_id = p.id"
    " WHERE p.born_on = %(born)s LIMIT %(cap)s",
    "near": "SELECT p.id, n.search FROM people_person p JOIN people_name n ON n.person_id = p.id"
    " WHERE p.born_on = ANY(%(near)s::date[]) AND n.sounds && %(singles)s::varchar[] LIMIT %(cap)s",
    "numbers": "SELECT id, '' FROM people_person WHERE (nhs_number = %(nhs)s AND nhs_number <> '')"
    " UNION ALL SELECT id, '' FROM people_person WHERE (upn = %(upn)s AND upn <> '')"
    " UNION ALL SELECT id, '' FROM people_person WHERE la_child_id = ANY(%(ids)s::varchar[])",
    "reached": "SELECT person_id, '' FROM people_contactdetail WHERE value = ANY(%(reached)s::varchar[])",
    "places": "SELECT r.person_id, '' FROM people_residence r WHERE NOT r.confidential AND r.address_id IN"
    " (SELECT id FROM people_address WHERE {place} LIMIT 200) LIMIT %(cap)s",
}


def _gather(typed: Typed, *, further: bool, known: Sequence[int] = ()) -> tuple[list[dict[str, Any]], int]:
    """Those to read closely, with what is held about them, and how many people have exactly the name typed."""
    pairs, halves, singles = codes_to_find(typed.names)
    values: dict[str, Any] = {
        "pairs": pairs,
        "halves": halves,
        "singles": singles,
        "born": typed.born_on,
        "near": dates_near(typed.born_on) if typed.born_on else [],
        "year": typed.born_year,
        "nhs": typed.nhs_number,
        "upn": typed.upn,
        "ids": [form for token in typed.ids for form in {token, token.upper()}],
        "reached": [form for form in (typed.email, *_phone_forms(typed.phone)) if form],
        "street": f"%{typed.address}%",
        "postcode": _postcode_forms(typed.postcode),
        "text": " ".join(typed.names),
        "cap": FROM_A_BLOCK,
        "few": READ_CLOSELY,
        "known": list(known),
    }
    blocks = " UNION ALL ".join(
        f"(SELECT *, {block == 'pairs'} AS paired, {block in ('numbers', 'reached')} AS numbered,"  # noqa: S608 -- our own text; what was typed goes in as values
        f" {block == 'places'} AS placed FROM ({_BLOCKS[block]}) AS {block}(id, search))"
        for block in (_further(typed, halves) if further else _first(typed, pairs))
    )
    if not blocks:
        return [], 0
    place = "postcode = ANY(%(postcode)s::varchar[])" if typed.postcode else "search LIKE %(street)s"
    with connection.cursor() as cursor:
        cursor.execute(_CHOOSE.replace("{blocks}", blocks).replace("{place}", place), values)
        rows = cursor.fetchall()
    return [row[0] for row in rows], (rows[0][1] if rows else 0)


def _first(typed: Typed, pairs: list[str]) -> Iterator[str]:
    if pairs:
        yield "pairs"
    elif typed.names:
        yield "singles"
    if typed.born_on:
        yield "born"
    if typed.nhs_number or typed.upn or typed.ids:
        yield "numbers"
    if typed.email or typed.phone:
        yield "reached"
    if typed.postcode or typed.address:
        yield "places"


def _further(typed: Typed, halves: list[str]) -> Iterator[str]:
    # With a date, one word that fits and a date near it say more than half a name does, and cost less.
    if typed.born_on and typed.names:
        yield "near"
    elif halves:
        yield "halves"


_CHOOSE = """
WITH gathered AS MATERIALIZED ({blocks}),
people AS (
    SELECT id, max(similarity(search, %(text)s)) AS alike, bool_or(numbered) AS numbered, bool_or(placed) AS placed,
        bool_or(paired) AS paired
    FROM gathered WHERE id <> ALL(%(known)s::bigint[]) GROUP BY id
),
chosen AS (
    SELECT person.*
    FROM people JOIN people_person person ON person.id = people.id
    WHERE person.merged_into_id IS NULL
    ORDER BY numbered DESC,
        coalesce(alike, 0) + 0.25 * paired::int + 0.6 * placed::int
        + CASE WHEN person.born_on = %(born)s THEN 0.9
               WHEN person.born_on = ANY(%(near)s::date[]) THEN 0.6
               WHEN extract(year FROM person.born_on) = %(year)s THEN 0.3 ELSE 0 END DESC,
        people.id
    LIMIT %(few)s
)
SELECT json_build_object('id', p.id, 'kind', p.kind, 'given', p.given_names, 'family', p.family_name,
    'born_on', p.born_on, 'expected_on', p.expected_on, 'died_on', p.died_on, 'nhs', p.nhs_number, 'upn', p.upn,
    'council', p.la_child_id,
    'names', (SELECT json_agg(json_build_array(n.kind, n.given_names, n.family_name))
        FROM people_name n WHERE n.person_id = p.id),
    'places', (SELECT json_agg(json_build_array(a.search, a.postcode, a.lines, upper(r.period)) ORDER BY r.period DESC)
        FROM people_residence r JOIN people_address a ON a.id = r.address_id
        WHERE r.person_id = p.id AND NOT r.confidential),
    'reached', (SELECT json_agg(d.value) FROM people_contactdetail d WHERE d.person_id = p.id)),
    (SELECT count(DISTINCT id) FROM gathered WHERE paired AND similarity(search, %(text)s) = 1)
FROM chosen p
"""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _last_day(text: str | None) -> date | None:
    """The last day of a period from its end, which is the day after."""
    return date.fromisoformat(text) - timedelta(days=1) if text else None


def _held(row: Mapping[str, Any]) -> Held:
    return Held(
        names=tuple(
            HeldName(kind, tuple(words(given)), tuple(words(family)), f"{given} {family}".strip())
            for kind, given, family in row["names"] or ()
        ),
        born_on=_day(row["born_on"]),
        expected_on=_day(row["expected_on"]),
        nhs_number=row["nhs"],
        upn=row["upn"],
        la_child_id=row["council"] or "",
        addresses=tuple(
            HeldAddress(compared, address_as_compared("", postcode), _on_one_line(lines), _last_day(until))
            for compared, postcode, lines, until in row["places"] or ()
        ),
        phones=tuple(_compared(value) for value in row["reached"] or ()),
    )


def _on_one_line(lines: str) -> str:
    return ", ".join(part.strip() for part in lines.replace("\n", ",").split(",") if part.strip())


def _compared(value: str) -> str:
    return value.lower() if "@" in value else "".join(figure for figure in value if figure.isdigit())[-10:]


def _phone_forms(digits: str) -> list[str]:
    """The ways a number of ten digits is stored: `operations.place` keeps numbers as 0 and ten digits."""
    return [f"0{digits}"] if digits else []


def _postcode_forms(postcode: str) -> list[str]:
    """A postcode as stored: capitals, a space before the last three."""
    code = postcode.upper()
    return [f"{code[:-3]} {code[-3:]}", code] if code else []


def _shown(
    best: Sequence[Mapping[str, Any]], fits: Mapping[int, Fit], certain: Sequence[bool], by: User, at: datetime
) -> list[Candidate]:
    """The candidates as this person may see them."""
    keys = [row["id"] for row in best]
    readable = Person.objects.open_among(by, "child.read", keys, at=at)
    closed = set(keys) - readable
    owners = (
        dict(Seal.objects.filter(child__in=closed, lifted_at=None).values_list("child", "owner__name"))
        if closed
        else {}
    )
    teams, workers = _with_whom(keys, timezone.localdate(at))
    shown = []
    for row, sure in zip(best, certain, strict=True):
        key, fit = row["id"], fits[row["id"]]
        if key in owners:
            shown.append(_restricted(key, row["kind"], owners[key], fit))
            continue
        places = [place for place in row["places"] or () if place[3] is None]
        open_to = key in readable
        shown.append(
            Candidate(
                person=key,
                name=f"{row['given']} {row['family']}".strip(),
                kind=row["kind"],
                born_on=_day(row["born_on"]),
                expected_on=_day(row["expected_on"]),
                died_on=_day(row["died_on"]),
                la_child_id=row["council"] or "",
                address=_on_one_line(f"{places[0][2]}, {places[0][1]}") if places else "",
                why_for=tuple(fit.reasons),
                why_against=tuple(fit.doubts),
                certain=sure,
                open_to=open_to,
                restricted=False,
                team=teams.get(key, ""),
                worker=workers.get(key, ""),
                ask="" if open_to else workers.get(key, "") or teams.get(key, "") or "the front door",
            )
        )
    return shown


def _restricted(person: int, kind: str, owner: str, fit: Fit) -> Candidate:
    """A sealed record: that it is there and whom to ask, and nothing that was not typed."""
    fits = []
    if fit.any_name:
        fits.append("The name is like the one you typed.")
    if fit.same_date:
        fits.append("The date of birth is the one you typed.")
    if fit.same_number:
        fits.append("The number is the one you typed.")
    return Candidate(
        person=person,
        name="Restricted record",
        kind=kind,
        born_on=None,
        expected_on=None,
        died_on=None,
        la_child_id="",
        address="",
        why_for=tuple(fits),
        why_against=(),
        certain=False,
        open_to=False,
        restricted=True,
        team="",
        worker="",
        ask=owner,
    )


def _with_whom(people: Sequence[int], today: date) -> tuple[dict[int, str], dict[int, str]]:
    """The team and the worker each of these people is with today, by name."""
    teams: dict[int, str] = {}
    workers: dict[int, str] = {}
    for child, team, worker in _ties(people=list(people), today=today) if people else ():
        if team:
            teams[child] = team
        if worker:
            workers[child] = worker
    return teams, workers


@kept
def _ties(*, people: list[int], today: date) -> QuerySet:
    return (
        Tie.objects.filter(among("child", people), starts_on__lte=today, kind__in=(Tie.Kind.TEAM, Tie.Kind.ALLOCATED))
        .exclude(ends_on__lte=today)
        .values_list("child", "team__name", "user__name")
    )
