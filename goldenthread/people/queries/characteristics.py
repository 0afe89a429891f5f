"""What returns ask of a child: the council's id, birth, sex, ethnicity and disabilities, many children at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from goldenthread.access.public import among
from goldenthread.people.models import Person


@dataclass(frozen=True, slots=True)
class Characteristics:
    """A child, without a name. `sex`, `ethnicity` and `disabilities` are census codes; empty means not recorded."""

    child: int
    council_id: str
    born_on: date | None
    expected_on: date | None
    died_on: date | None
    sex: str
    ethnicity: str
    disabilities: tuple[str, ...]


def characteristics(children: Collection[int]) -> dict[int, Characteristics]:
    """Of each of these children, in one query. A child whose record was merged into another is found by her own key."""
    rows = Person.objects.filter(among("pk", list(children))).values_list(
        "pk", "la_child_id", "born_on", "expected_on", "died_on", "sex", "ethnicity", "disabilities"
    )
    return {key: Characteristics(key, council_id or "", *rest, tuple(codes)) for key, council_id, *rest, codes in rows}
