"""The eleven lists of Annex A, their columns and pick lists, as they are carried in `data/annex_a.json`.

The letter before a code ("s) NOBT") has differed between versions of the template, so a code is what is compared and
the letter is only written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `kind` is text, date, whole or code; `codes` names its pick list in `CODES`; one that is `needed` may
    not be empty."""

    name: str
    kind: str
    needed: bool = False
    codes: str = ""


@dataclass(frozen=True, slots=True)
class AnnexList:
    """A list: one sheet of the workbook. `scope` says in plain words who belongs on it."""

    number: int
    title: str
    scope: str
    columns: tuple[Column, ...]

    @property
    def sheet(self) -> str:
        """The name of its sheet."""
        return f"List {self.number}"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, verbatim and in order."""
        return NAMES[self.number]


def _carried() -> dict[str, Any]:
    return json.loads(files("goldenthread.rulebook").joinpath("data", "annex_a.json").read_text("utf-8"))


_CARRIED = _carried()

SOURCE: str = _CARRIED["source"]

LISTS: Mapping[int, AnnexList] = {
    one["number"]: AnnexList(
        one["number"], one["title"], one["scope"], tuple(Column(**column) for column in one["columns"])
    )
    for one in _CARRIED["lists"]
}

NAMES: Mapping[int, tuple[str, ...]] = {
    number: tuple(column.name for column in one.columns) for number, one in LISTS.items()
}
PLACES: Mapping[int, Mapping[str, int]] = {
    number: {name: place for place, name in enumerate(names)} for number, names in NAMES.items()
}
"""For each list, where a column stands."""

_LETTER = re.compile(r"^\s*[a-z]\)\s*", re.IGNORECASE)
_CODE = re.compile(r"^([A-Z]{1,3}[0-9]{0,2}[A-Z]?|[0-9]{1,2}[A-F]?)(?=\s*(?:[:\-\u2013]|$))")

# What stands for each entry of these pick lists in our own records. The rest are known by the code they begin with.
_MEANINGS: dict[str, dict[str, str]] = {
    "gender": {"M": "a) Male", "F": "b) Female", "U": "c) Not stated/recorded", "N": "d) Neither"},
    "yes_no": {"Y": "a) Yes", "N": "b) No"},
    "yes_no_unknown": {"Y": "a) Yes", "N": "b) No", "U": "c) Unknown"},
    "abuse": {
        "NEG": "a) Neglect",
        "PHY": "b) Physical abuse",
        "SAB": "c) Sexual abuse",
        "EMO": "d) Emotional abuse",
        "MUL": "e) Multiple/not recommended",
    },
    "status": {
        "care": "a) Looked after child",
        "protection": "b) Child Protection plan",
        "need": "c) Child in need plan",
        "assessment": "d) Open assessment",
        "closed": "e) Closed episode",
    },
}


def without_letter(entry: str) -> str:
    """An entry of a pick list without the letter before it."""
    return _LETTER.sub("", entry).strip()


def code_of(entry: str) -> str:
    """The code that an entry begins with, once its letter is taken off; the whole entry when it has none."""
    bare = without_letter(entry)
    if bare.isupper() and bare.isalpha():
        return bare  # an ethnicity stands alone
    found = _CODE.match(bare)
    return found.group(1) if found else bare


def _entries(name: str, entries: list[str]) -> dict[str, str]:
    return _MEANINGS.get(name) or {code_of(entry): entry for entry in entries}


CODES: Mapping[str, Mapping[str, str]] = {name: _entries(name, entries) for name, entries in _CARRIED["codes"].items()}
"""For each pick list, our code to the entry as the template spells it."""


def in_the_list(codes: str, code: str) -> str:
    """The entry of a pick list that stands for our code; empty for an empty code or one that the list has no place
    for."""
    return CODES[codes].get(code, "")
