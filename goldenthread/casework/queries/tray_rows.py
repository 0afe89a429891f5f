"""What a tray shows of each thing that waits, as plain values; and the children of a contact in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from goldenthread.access.public import among, kept
from goldenthread.casework.models import ContactPerson
from goldenthread.kernel.clock import TimeLeft
from goldenthread.ui.words import age

PAGE = 25  # families a page


@dataclass(frozen=True, slots=True)
class Fact:
    """A short fact in a row; `mark` is "", strong, boxed or repeat."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One contact, or in "To allocate" the children of one contact whose referrals wait.

    `title` is the family's name, `names` its children with their ages. `left` is how the time stands, `falls` when
    it is due. `share` is the part of the allowance that is left, from 1 to 0. `also` are other contacts about the
    same family in this tray. `restricted` hides everything but the clock.
    """

    key: int
    referral: int | None
    reference: str
    state: str
    title: str
    names: str
    story: str
    priority: str
    facts: tuple[Fact, ...]
    source: str
    left: TimeLeft | None
    mark: str
    falls: str
    share: float | None
    group: str
    mine: bool
    looks: str
    restricted: bool
    also: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """One value a tray can be narrowed to, with how many of the whole tray have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Tray:
    """One page of a tray. `groups` are headings with their rows, in order; `counts` every tray's own number.

    `total` counts contacts (or referrals) after filtering, `families` the blocks they make, and `in_all` before.
    """

    tray: str
    groups: tuple[tuple[str, bool, tuple[Row, ...]], ...]
    counts: dict[str, int]
    covering: str
    facets: dict[str, tuple[Facet, ...]]
    writers: tuple[tuple[int, str], ...]
    areas: tuple[str, ...]
    in_all: int
    total: int
    families: int
    page: int
    pages: int
    summary: str


def children_in_words(contacts: Collection[int], at: datetime) -> dict[int, str]:
    """The children each contact is about, with their ages: “Callum, 11, Ellie, 7, and Noah, 2”. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    for child in _children(contacts=list(contacts)) if contacts else ():
        found[child.contact_id].append(name_and_age(child, at))
    return {key: listed(names) for key, names in found.items()}


@kept
def _children(*, contacts: list[int]) -> QuerySet[ContactPerson]:
    named = ContactPerson.objects.filter(among("contact", contacts), part="child", taken_out_at=None)
    columns = ("given_names", "born_on", "expected_on", "person__given_names", "person__born_on")
    return (
        named.select_related("person")
        .only("contact", *columns, "person__expected_on", "person__la_child_id")
        .order_by("contact", "born_on", "pk")
    )


def name_and_age(child: ContactPerson, at: datetime) -> str:
    """“Noah, 2”; “Unborn baby”; by what the contact says, else by the child's record."""
    person = child.person
    given = child.given_names or (person.given_names if person else "")
    born = child.born_on or (person.born_on if person else None)
    expected = child.expected_on or (person.expected_on if person else None)
    name = given or (f"Child {person.la_child_id}" if person and person.la_child_id else "Child not yet named")
    if born is None:
        return (given or "Unborn baby") if expected else name
    return f"{name}, {age(born, at)}"


def listed(names: Sequence[str]) -> str:
    """Names with ages hold commas of their own, so the last is set off by one as well."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"
