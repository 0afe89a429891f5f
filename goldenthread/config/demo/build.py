"""Builds the demonstration: staff, families, their histories, in batches through the bulk doors."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from random import Random

from django.db import connection, transaction

from goldenthread.access.public import LedgerRow, User, load_ties, record_many, take_keys
from goldenthread.casework.public import bulk as casework
from goldenthread.config.demo.analysis import tell_analysis
from goldenthread.config.demo.audit import tell_audits
from goldenthread.config.demo.complaints import tell_complaints
from goldenthread.config.demo.families import Family, Keys, make_family, size_of
from goldenthread.config.demo.history import LONDON, Teller
from goldenthread.config.demo.improvement import tell_improvement
from goldenthread.config.demo.inspections import tell_inspections
from goldenthread.config.demo.oversight import tell_oversight
from goldenthread.config.demo.planted import Planted
from goldenthread.config.demo.showcase import tell_showcase
from goldenthread.config.demo.staff import PASSWORD, SIGN_INS, make_staff
from goldenthread.config.demo.staff_shapes import Told
from goldenthread.config.demo.supervision import tell_supervision
from goldenthread.config.demo.voice import tell_voice
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import bulk as people

FAMILIES_AT_ONCE = 250
SHOWCASE_FROM = 100  # children: a smaller authority has no families that are told by name


class NotEmpty(Refused):
    """There are people in the database already: made-up children never join real ones."""


@dataclass(frozen=True, slots=True)
class Size:
    """Children known to the authority, and over how many years their histories run."""

    children: int
    years: int


SIZES = {"small": Size(3_000, 6), "typical": Size(150_000, 10), "county": Size(457_000, 10)}


@dataclass(frozen=True, slots=True)
class Built:
    """What was built, in rows."""

    children: int
    adults: int
    contacts: int
    referrals: int
    notes: int
    deadlines: int
    assessments: int
    enquiries: int
    meetings: int
    plans: int
    visits: int
    agreements: int
    closures: int


def build(
    *,
    children: int,
    years: int,
    seed: int,
    now: datetime,
    home: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Built:
    """Builds a fictional authority in an empty database; same arguments, same data.

    Raises `NotEmpty`. A build that was stopped half way has left people too: start again in a new data folder.
    """
    if User.objects.exists():
        raise NotEmpty("There are people in this database already. The demonstration is built in an empty one.")
    now = now.astimezone(LONDON)
    staff, system = make_staff(children, seed=seed, at=now)
    counts = dict.fromkeys((one.name for one in fields(Built)), 0)
    number = 0
    reckoner = casework.Reckoner()
    planted = Planted(staff, now.date(), seed)
    if children >= SHOWCASE_FROM:
        with transaction.atomic():
            for name, count in _showcase(planted, system, reckoner, years, seed, now).items():
                counts[name] += count
    while counts["children"] < children:
        with transaction.atomic():
            number, made = _batch(number, children - counts["children"], planted, system, reckoner, years, seed, now)
        for name, count in made.items():
            counts[name] += count
        if progress:
            progress(min(counts["children"], children), children)
    tell_oversight(staff=staff, children=children, seed=seed, now=now)
    tell_audits(children=children, seed=seed, now=now)
    if children >= SHOWCASE_FROM:
        tell_inspections(by=User.objects.get(pk=staff.service_managers[0]), now=now)
    SIGN_INS.extend(tell_improvement(children=children, now=now, password=PASSWORD))
    with transaction.atomic():
        tell_supervision(teams=staff.teams, seed=seed, by=system, now=now)
    with transaction.atomic():
        tell_complaints(staff=staff, children=children, now=now)
    with transaction.atomic():
        tell_voice(staff=staff, children=children, seed=seed, now=now)
    if children >= SHOWCASE_FROM:
        with transaction.atomic():
            tell_analysis(staff=staff, now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if home is not None:
        _write_sign_ins(home)
    return Built(**counts)


def _showcase(
    planted: Planted, system: User, reckoner: casework.Reckoner, years: int, seed: int, now: datetime
) -> dict[str, int]:
    """The families that are told by name."""
    told, keys = Told(), _Drawer()
    families = tell_showcase(Teller(planted, keys, told, now=now, years=years), Random(f"{seed}:shown"))
    return _write(families, told, system, reckoner, now)


def _batch(
    number: int,
    wanted: int,
    planted: Planted,
    system: User,
    reckoner: casework.Reckoner,
    years: int,
    seed: int,
    now: datetime,
) -> tuple[int, dict[str, int]]:
    """The next families, until the batch is full or enough children are known."""
    today = now.date()
    keys = _Drawer()
    told = Told()
    teller = Teller(planted, keys, told, now=now, years=years)
    families: list[Family] = []
    children = 0
    for _ in range(FAMILIES_AT_ONCE):
        if children >= wanted:
            break
        chance = Random(f"{seed}:{number}")
        family = make_family(number, min(size_of(chance), wanted - children), chance, keys, today, now)
        teller.tell(family, number, chance)
        families.append(family)
        children += len(family.children)
        number += 1
    return number, _write(families, told, system, reckoner, now)


def _write(
    families: list[Family], told: Told, system: User, reckoner: casework.Reckoner, now: datetime
) -> dict[str, int]:
    """Writes families and what was told of them; returns how many of each."""
    people.load_people(row for family in families for row in family.rows)
    told.ledger += [
        LedgerRow("record.load", child.key, f"person:{child.key}", None, None, now)
        for family in families
        for child in family.children
    ]
    written = casework.load_casework(told.rows, told.starting, reckoner=reckoner)
    load_ties(told.ties)
    record_many(sorted(told.ledger, key=lambda entry: entry.at), by=system, at=now)
    return {
        "children": sum(len(family.children) for family in families),
        "adults": sum(1 + len(family.partners) for family in families),
        "contacts": written.get(casework.ContactRow, 0),
        "referrals": written.get(casework.ReferralRow, 0),
        "notes": written.get(casework.NoteRow, 0),
        "deadlines": written.get(casework.DeadlineRow, 0),
        "assessments": written.get(casework.AssessmentRow, 0),
        "enquiries": written.get(casework.EnquiryRow, 0),
        "meetings": written.get(casework.MeetingRow, 0),
        "plans": written.get(casework.PlanRow, 0),
        "visits": written.get(casework.VisitRow, 0),
        "agreements": written.get(casework.AgreementRow, 0),
        "closures": written.get(casework.ClosureRow, 0),
    }


class _Drawer(Keys):
    """Hands out keys, taking more from the database a few hundred at a time."""

    def __init__(self) -> None:
        super().__init__({})

    def next(self, kind: type) -> int:
        taken = self.taken.setdefault(kind, [])
        if not taken:
            taken += reversed(take_keys(kind, 500))
        return taken.pop()


def _write_sign_ins(home: Path) -> None:
    """The demonstration's sign-ins, for the sign-in page and for `make run` to print."""
    path = home / "demonstration.json"
    path.write_text(json.dumps({"password": PASSWORD, "people": SIGN_INS}, indent=1) + "\n", "utf-8")
