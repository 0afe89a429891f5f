"""What loaded files told in the columns of Annex A, kept whole: for what the record has no place of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.returns.models import KeptRecord
from goldenthread.rulebook.annex import LISTS

IN_LISTS = "Lists"  # under this word a kept record holds the rows of the lists

# By which day a row of a list is known, and which lists the record fills itself.
KNOWN_BY = {
    3: "Date of referral",
    4: "Continuous Assessment Start Date",
    5: "Strategy discussion initiating Section 47 Enquiry Start Date",
    6: "CIN Start Date",
    7: "Child Protection Plan Start Date",
}
# The day on which a row of a list that is only told belongs on it, or none where it always does.
_HAPPENED = {1: "Date of Contact", 2: "Assessment start date"}
OF_REFERRAL = "of"  # beside the columns of a row of list 6: the day of the referral that it was read with


@dataclass(frozen=True, slots=True)
class Told:
    """What the last file told of a child, by list."""

    lists: Mapping[str, list[dict[str, Any]]]

    def row(self, number: int, day: date) -> dict[str, Any] | None:
        """The row of a list for what began that day; None where it told the child and not this."""
        wanted = day.isoformat()
        for row in self.lists.get(str(number), ()):
            if wanted in (row.get(OF_REFERRAL), row.get(KNOWN_BY[number])):
                return _values(number, row)
        return None

    def only_told(self, number: int, *, since: date, on: date) -> Iterator[dict[str, Any]]:
        """The rows of a list that the record does not fill itself."""
        if number in KNOWN_BY:
            return
        happened = _HAPPENED.get(number)
        for row in self.lists.get(str(number), ()):
            values = _values(number, row)
            day = values.get(happened) if happened else None
            if day is None or since <= day <= on:
                yield values


def _values(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """A kept row with its days as days."""
    days = {column.name for column in LISTS[number].columns if column.kind == "date"}
    return {name: date.fromisoformat(value) if name in days and value else value for name, value in row.items()}


def told_lists() -> dict[int, Told]:
    """By child, what the last file of lists told; one query."""
    rows = KeptRecord.objects.filter(record__has_key=IN_LISTS).order_by("child", "census_year", "pk")
    return {child: Told(lists) for child, lists in rows.values_list("child", f"record__{IN_LISTS}")}
