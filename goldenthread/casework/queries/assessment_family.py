"""Everybody close to the children of an assessment: who must be accounted for, and whose history is laid out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from goldenthread.access.public import User, among, kept
from goldenthread.people.public import Person, readable
from goldenthread.rulebook.codes import RELATIONSHIP_KINDS, reciprocal

_PARTNERS = tuple(one.id for one in RELATIONSHIP_KINDS.values() if one.line in ("partner", "former_partner"))
MOST_AT_AN_ADDRESS = 12
"""More people than this at one address are a hostel or a refuge, not a household."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody close to the children. `name` is empty where the reader may not open the record.

    `to` says what this person is to which child ({child: "Mother"}); nothing where only the address is shared. `part`
    is mother, father, parent, partner, sibling or other. `parent` says whether this is a parent of one of the children,
    by kin, by law or by parental responsibility.
    """

    key: int
    name: str
    short: str
    sex: str
    born_on: date | None
    died_on: date | None
    to: Mapping[int, str]
    part: str
    parent: bool
    responsible: bool
    ended: bool
    kind: str

    @property
    def related(self) -> bool:
        """Whether more than the address joins this person to the family."""
        return bool(self.to)

    @property
    def what(self) -> str:
        """What this person is to the children, in one word or two."""
        return next(iter(self.to.values()), "Lives at the same address")


def family_of(children: Collection[int], *, reader: User, at: datetime) -> tuple[Member, ...]:
    """Those related to any of these children, partners of their parents, and those who live at the same address;
    parents first. The children themselves are left out. Three queries, whatever the size of the family."""
    if not children:
        return ()
    today = timezone.localdate(at)
    near = _related(children=list(children), today=today)
    home = [row for row in near if row[9] == "home"]
    rows = [row for row in near if row[9] != "home"] + (home if len(home) <= MOST_AT_AN_ADDRESS else [])
    parents = {row[0] for row in rows if _line(row) == "parent"}
    rows += _partners(parents=list(parents), today=today) if parents else []
    may = readable(reader, {row[0] for row in rows}, at=at)
    held: dict[int, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda one: (_ORDER[one[9]], one[8])):
        if row[0] not in children:
            _add(held, row, may, children)
    found = [Member(**values) for values in held.values()]
    order = {"mother": 0, "father": 1, "parent": 2, "partner": 3, "sibling": 4, "other": 5}
    return tuple(sorted(found, key=lambda one: (one.ended, order[one.part], one.name, one.key)))


def households(children: Collection[int], *, on: date) -> dict[int, tuple[Member, ...]]:
    """Those close to each of these children, by child, whoever asks: for what is judged, not shown. Two queries."""
    if not children:
        return {}
    rows = [row for row in _related(children=list(children), today=on) if row[9] != "home"]
    of_parent: dict[int, set[int]] = {}
    for row in rows:
        if _line(row) == "parent":
            of_parent.setdefault(row[0], set()).add(row[7])
    by_child: dict[int, list[tuple[Any, ...]]] = {child: [] for child in children}
    for row in rows:
        by_child[row[7]].append(row)
    for row in _partners(parents=list(of_parent), today=on) if of_parent else []:
        for child in of_parent.get(row[7], ()):
            by_child[child].append(row)
    found: dict[int, tuple[Member, ...]] = {}
    for child, some in by_child.items():
        held: dict[int, dict[str, Any]] = {}
        everybody = {row[0] for row in some}
        for row in sorted(some, key=lambda one: (_ORDER[one[9]], one[8])):
            if row[0] != child:
                _add(held, row, everybody, [child])
        found[child] = tuple(Member(**values) for values in held.values())
    return found


_ORDER = {"out": 0, "in": 1, "holds": 2, "partner": 3, "home": 4}


def _line(row: tuple[Any, ...]) -> str:
    kind = _kind(row)
    return RELATIONSHIP_KINDS[kind].line if kind in RELATIONSHIP_KINDS else ""


def _kind(row: tuple[Any, ...]) -> str:
    """What the person is to the child."""
    said, side = row[8], row[9]
    return {"out": said, "in": reciprocal(said) if side == "in" else ""}.get(side, "")


def _add(
    held: dict[int, dict[str, Any]], row: tuple[Any, ...], may: Collection[int], children: Collection[int]
) -> None:
    key, given, family, sex, born_on, died_on, record, child, said, side, ended = row
    opened = key in may
    line, kind = _line(row), _kind(row)
    name = f"{given} {family}".strip() or "Name not known"
    entry = held.setdefault(
        key,
        {
            "key": key,
            "name": name if opened else "",
            "short": (given.split(" ")[0] or "this person") if opened else "",
            "sex": sex if opened else "",
            "born_on": born_on if opened else None,
            "died_on": died_on if opened else None,
            "to": {},
            "part": "other",
            "parent": False,
            "responsible": False,
            "ended": True,
            "kind": record,
        },
    )
    entry["ended"] = entry["ended"] and ended
    if side == "holds":
        entry["responsible"] = entry["parent"] = True
        entry["to"].setdefault(child, "Has parental responsibility")
    elif side == "partner":
        entry["to"].setdefault(0, "Partner of a parent" if line_of(said) == "partner" else "Former partner of a parent")
        entry["part"] = "partner" if entry["part"] == "other" else entry["part"]
    elif line:
        entry["to"][child] = RELATIONSHIP_KINDS[kind].words(sex if opened else "")
        entry["part"] = _part(kind, line, sex)
        entry["parent"] = entry["parent"] or line == "parent"


def line_of(kind: str) -> str:
    """How a kind of relationship is drawn: parent, partner, sibling…"""
    return RELATIONSHIP_KINDS[kind].line if kind in RELATIONSHIP_KINDS else ""


def _part(kind: str, line: str, sex: str) -> str:
    if line == "parent":
        return {"F": "mother", "M": "father"}.get(sex, kind if kind in ("mother", "father") else "parent")
    if kind == "partner_of_parent":
        return "partner"
    return "sibling" if line == "sibling" else "other"


_COLUMNS = ("pk", "given_names", "family_name", "sex", "born_on", "died_on", "kind", "child", "said", "side", "ended")


def _ended(way: str, today: Any) -> Q:
    return Q(**{f"{way}__ends_on__isnull": False, f"{way}__ends_on__lte": today})


def _flagged(rows: QuerySet, way: str, child: str, said: Any, side: str, today: Any) -> QuerySet:
    ended = Case(When(_ended(way, today), then=True), default=False, output_field=BooleanField())
    return rows.annotate(child=F(child), said=said, side=Value(side), ended=ended).order_by().values_list(*_COLUMNS)


@kept
def _related(*, children: list[int], today: date) -> QuerySet:
    people = Person.objects
    sides = [
        _flagged(
            people.filter(among("relationships_out__other", children)),
            "relationships_out",
            "relationships_out__other",
            F("relationships_out__kind"),
            "out",
            today,
        ),
        _flagged(
            people.filter(among("relationships_in__person", children)),
            "relationships_in",
            "relationships_in__person",
            F("relationships_in__kind"),
            "in",
            today,
        ),
        _flagged(
            people.filter(among("responsibility_for__child", children)),
            "responsibility_for",
            "responsibility_for__child",
            F("responsibility_for__how"),
            "holds",
            today,
        ),
    ]
    addresses = people.filter(
        among("pk", children), residences__period__contains=today, residences__confidential=False
    ).values("residences__address")
    home = people.filter(residences__address__in=addresses, residences__period__contains=today).annotate(
        child=Value(0, output_field=IntegerField()), said=Value(""), side=Value("home"), ended=Value(False)
    )
    first, *others = sides
    return first.union(*others, home.order_by().values_list(*_COLUMNS), all=True)


@kept
def _partners(*, parents: list[int], today: date) -> QuerySet:
    people = Person.objects
    first = _flagged(
        people.filter(among("relationships_out__other", parents), relationships_out__kind__in=_PARTNERS),
        "relationships_out",
        "relationships_out__other",
        F("relationships_out__kind"),
        "partner",
        today,
    )
    second = _flagged(
        people.filter(among("relationships_in__person", parents), relationships_in__kind__in=_PARTNERS),
        "relationships_in",
        "relationships_in__person",
        F("relationships_in__kind"),
        "partner",
        today,
    )
    return first.union(second, all=True)
