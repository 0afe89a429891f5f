"""What loaded files told of a child that the record has no table of its own for, as it is shown to people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goldenthread.casework.models import LoadedFact
from goldenthread.rulebook.annex import CODES
from goldenthread.rulebook.annex.lists import without_letter
from goldenthread.rulebook.loaded import FIELDS, TABLES, UNSAID
from goldenthread.ui.words import moment

MOST_SHOWN = 100  # rows of one table, the latest first
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?", re.ASCII)  # and the time of day, where it is told


@dataclass(frozen=True, slots=True)
class LoadedEntry:
    """A row that a file told: the day it is about (None where it tells how things stand), what it says as pairs of
    label and words, and which file said so."""

    key: int
    happened_on: date | None
    told_on: date
    says: tuple[tuple[str, str | date], ...]
    source: str


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """The rows of one sort, the latest first; `all_rows` counts those that are not shown too."""

    key: str
    title: str
    rows: tuple[LoadedEntry, ...]
    all_rows: int


def loaded_of(child: int) -> tuple[LoadedTable, ...]:
    """Everything that files told of a child and that is kept row by row, in the order of `rulebook.loaded`. One
    query."""
    found: dict[str, list[LoadedFact]] = {}
    rows = LoadedFact.objects.filter(child=child, withdrawn_on=None, about__in=TABLES)
    for row in rows.order_by("-happened_on", "-told_on", "-pk"):
        found.setdefault(row.about, []).append(row)
    return tuple(
        LoadedTable(about, title, tuple(_entry(row) for row in found[about][:MOST_SHOWN]), len(found[about]))
        for about, title in TABLES.items()
        if about in found
    )


def _entry(row: LoadedFact) -> LoadedEntry:
    return LoadedEntry(row.pk, row.happened_on, row.told_on, tuple(_says(row.values)), row.source)


def _says(values: Mapping[str, Any]) -> list[tuple[str, str | date]]:
    known = [name for name in FIELDS if name in values]
    others = sorted(
        name for name in values if name not in FIELDS and name not in UNSAID and not name.endswith(("_id", "_json"))
    )
    return [(FIELDS[name].label if name in FIELDS else _label(name), _words(name, values[name])) for name in known] + [
        (_label(name), _words(name, values[name])) for name in others
    ]


def _label(name: str) -> str:
    """The name of a field of the standard in words: without the four letters of its table."""
    _, _, rest = name.partition("_")
    return rest.replace("_", " ").removeprefix("cla ").capitalize()


def _words(name: str, value: Any) -> str | date:
    text = str(value)
    codes = FIELDS[name].codes if name in FIELDS else ""
    if codes and text in CODES[codes]:
        return without_letter(CODES[codes][text])
    if text in ("Y", "N"):
        return "Yes" if text == "Y" else "No"
    if not _DAY.fullmatch(text):
        return text
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment(at) if " " in text else at.date()
